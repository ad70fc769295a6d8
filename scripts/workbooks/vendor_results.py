"""结果: the candidates side by side, the verdict of each, and their ranks."""

from __future__ import annotations

from macros.operations.rounding import rounded
from scripts.workbooks.book import Book
from scripts.workbooks.charts import column_chart
from scripts.workbooks.sheet import at
from scripts.workbooks.styles import BRAND

NAME = "结果"
VETOED, UNCHECKED, UNSCORED, WEAK = "否决，不签约", "否决项没有核完", "没有打完分", "先补正："
TOP = 4


class Result:
    """What the sheets show of one candidate; empty when `given` is None."""

    def __init__(self, vendor: dict | None, groups: list, weights: dict, bands: list, best: int):
        self.given, vendor = vendor is not None, vendor or {}
        self.name, self.scores, self.vetoes = vendor.get("name"), vendor.get("scores", {}), vendor.get("vetoes", [])
        self.weights = [sum(weights[number] for number, *_ in group.criteria) for group in groups]
        self.subtotals = [self._subtotal(group, weights, best) for group in groups]
        self.missing = len(weights) - len(self.scores)
        adds_up = round(sum(weights.values()), 6) == 100
        self.total = rounded(sum(part for part in self.subtotals if part is not None), 2) if self.scores and adds_up else None
        self.weak = [group.name for group, part, weight in zip(groups, self.subtotals, self.weights) if part is not None and part < weight / 2]
        self.ranked = self.given and not self.vetoes and not self.missing and self.total is not None
        self.verdict = self._verdict(bands)

    def _subtotal(self, group, weights: dict, best: int) -> float | None:
        scored = [(weights[number], self.scores[number]) for number, *_ in group.criteria if number in self.scores]
        return sum(weight * score for weight, score in scored) / best if scored else None

    def _verdict(self, bands: list) -> str | None:
        if self.vetoes:
            return VETOED
        if self.total is None:
            return ""
        if not self.given:
            return UNCHECKED
        if self.missing:
            return UNSCORED
        return next(verdict for points, verdict in bands if self.total >= points) + (f"；{WEAK}{'、'.join(self.weak)}" if self.weak else "")


def write_results(book: Book, groups: list, results: list[Result], places: dict, bands: list) -> None:
    """`places`: see vendor_assessment."""
    heads = ("候选", "否决项数", "未打分", "总分", "排名", *(group.name for group in groups), "结论")
    widths = [20, 10, 9, 10, 8, *[12] * len(groups), 34]
    sheet = book.sheet(NAME, widths, landscape=True)
    sheet.title(NAME, "不用填写。没有核完否决项、没有打完分，或者有否决项的，不参加排名；各组得分低于该组满分一半的标红。")
    sheet.row(TOP - 1, heads, "head", height=34)
    sheet.merged(TOP + len(results), 0, 4, "各组满分", "label")
    for vendor in range(len(results)):
        _write_vendor(sheet, TOP + vendor, vendor, groups, results, places, bands)
    for group, weight in enumerate(places["weights"]):
        sheet.formula(TOP + len(results), 5 + group, f"={weight}", results[0].weights[group], "figure", "number")
    last = TOP + len(results) - 1
    full = "$" + str(TOP + len(results) + 1)
    first = at(TOP, 5)
    sheet.mark(TOP, 5, last, 4 + len(groups), f"AND(ISNUMBER({first}),{first}<{first.rstrip('0123456789')}{full}/2)", "bad_mark")
    sheet.mark(TOP, 4, last, 4, f"{at(TOP, 4)}=1", "good_mark")
    sheet.mark(TOP, len(heads) - 1, last, len(heads) - 1, f'LEFT({at(TOP, len(heads) - 1)},2)="否决"', "bad_mark")
    sheet.file.freeze_panes(TOP, 1)
    sheet.chart(TOP + len(results) + 2, column_chart(sheet, "总分", TOP, last, 0, [(3, BRAND)], horizontal=True, most=100), 250)
    sheet.file.fit_to_pages(1, 1)


def _write_vendor(sheet, row: int, vendor: int, groups: list, results: list[Result], places: dict, bands: list) -> None:
    result = results[vendor]
    cell = {name: at(row, col) for col, name in enumerate(("name", "vetoes", "missing", "total", "rank"))}
    sheet.file.set_row(row, 34)
    sheet.formula(row, 0, f"={places['names'][vendor]}", result.name or f"候选{'一二三四五'[vendor]}", "label")
    sheet.formula(row, 1, f"={places['vetoes'][vendor]}", len(result.vetoes) if result.given else None, number="count")
    sheet.formula(row, 2, f"={places['missing'][vendor]}", result.missing, number="count")
    sheet.formula(row, 3, f"={places['totals'][vendor]}", result.total, "total", "rate")
    others = [at(TOP + other, col) for other in range(len(results)) for col in (1, 2, 3)]
    better = "+".join(
        f'IF(AND(ISNUMBER({total}),{vetoes}<>"",N({vetoes})=0,{missing}=0),IF({total}>{cell["total"]},1,0),0)' for vetoes, missing, total in zip(others[0::3], others[1::3], others[2::3])
    )
    ranked = f'AND(ISNUMBER({cell["total"]}),{cell["vetoes"]}<>"",N({cell["vetoes"]})=0,{cell["missing"]}=0)'
    rank = 1 + sum(other.ranked and other.total > result.total for other in results) if result.ranked else None
    sheet.formula(row, 4, f'=IF({ranked},1+{better},"")', rank, "total", "count")
    for group, place in enumerate(places["groups"]):
        sheet.formula(row, 5 + group, f"={place[vendor]}", result.subtotals[group], number="rate")
    verdict = f'"{bands[-1][1]}"'
    for points, text in reversed(bands[:-1]):
        verdict = f'IF({cell["total"]}>={points:g},"{text}",{verdict})'
    weak = "&".join(f'IF(N({at(row, 5 + group)})<{weight}/2,"、{groups[group].name}","")' for group, weight in enumerate(places["weights"]))
    joined = f'{verdict}&IF(LEN({weak})>0,"；{WEAK}"&MID({weak},2,200),"")'
    formula = f'IF(N({cell["vetoes"]})>0,"{VETOED}",IF({cell["total"]}="","",IF({cell["vetoes"]}="","{UNCHECKED}",IF({cell["missing"]}>0,"{UNSCORED}",{joined}))))'
    sheet.formula(row, 5 + len(groups), f"={formula}", result.verdict, "word")
