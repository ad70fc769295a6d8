"""vendor-assessment.xlsx 服务商评分表: the criteria, weights, evidence and vetoes of the assessment form, for up to five candidates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.contract import paragraphs
from macros.library import Library
from scripts.workbooks.book import Book
from scripts.workbooks.contract_tables import item_texts, table_rows, tables
from scripts.workbooks.guide import write_guide
from scripts.workbooks.sheet import Sheet, area, at, fixed
from scripts.workbooks.vendor_results import Result, write_results

TITLE = "服务商评分表"
SUMMARY = "尽调评分表的电子版：最多五家候选，先核否决项，再逐项打 0 至 5 分，自动加权、分档、排名，并指出低于一半的组。"
FORM = "form-vendor-assessment"
VENDORS, BEST = 5, 5
SCORES, VETOES = "评分", "否决项"
NUMBER, CRITERION, WEIGHT, EVIDENCE, FIRST_VENDOR = range(5)
HEADS = ("序号", "评分项", "权重", "要看的证据")
WIDTHS = [7, 40, 8, 46, *[12] * VENDORS]
NAMES_ROW, TOP = 4, 5
YES, NO = "有", "没有"


@dataclass(frozen=True)
class Group:
    """A 款 of the form: its criteria as number, text, weight and evidence."""

    name: str
    criteria: list[tuple[str, str, float, str]]


def groups_of(library: Library) -> list[Group]:
    groups = []
    for paragraph in paragraphs(library.clauses[FORM].blocks):
        for header, rows in tables(library, FORM, paragraph):
            if tuple(header) == HEADS:
                groups.append(Group(paragraph.caption, [(number, text, float(weight), evidence) for number, text, weight, evidence in rows]))
    return groups


def bands_of(library: Library) -> list[tuple[float, str]]:
    """From how many points up, and the verdict; the last from 0."""
    rows = table_rows(library, FORM, "vendor-bands")
    return [(float(re.search(r"\d+", points)[0]) if "以上" in points else 0.0, verdict) for points, verdict, *_ in rows]


def build(library: Library, terms: dict, inputs: dict) -> bytes:
    """`inputs`: vendors, a list of name, scores (by number) and vetoes (their numbers from 1); weights (by number) that differ from the form's."""
    book = Book(TITLE, library)
    groups, vetoes, given = groups_of(library), item_texts(library, FORM, "vendor-vetoes"), inputs.get("vendors", [])
    weights = {number: weight for group in groups for number, _, weight, _ in group.criteria} | inputs.get("weights", {})
    _write_guide(book, library)
    results = [Result(given[vendor] if vendor < len(given) else None, groups, weights, bands_of(library), BEST) for vendor in range(VENDORS)]
    vetoed = _write_vetoes(book, vetoes, results)
    places = _write_scores(book, groups, weights, results)
    write_results(book, groups, results, places | {"vetoes": vetoed}, bands_of(library))
    return book.data()


def _write_guide(book: Book, library: Library) -> None:
    meanings = "；".join(f"{score} 分：{text}" for score, text in table_rows(library, FORM, "vendor-method"))
    write_guide(
        book, "签约前比较几家候选：同一套评分项、权重、证据和否决项，取自《服务商尽调评分表》。",
        [
            f"收到报价之前，在“{SCORES}”核对或修改权重，合计必须是 100；此后不改。填候选名称。",
            f"先核“{VETOES}”：有一项且在补正期限内没有消除的，不再评分，不签约。",
            f"再逐项打 0 至 {BEST} 分，两名评分人相差 1 分的取平均数，可以填小数；看过的材料和依据写在纸面的评分表上。",
            "“结果”自动加权、分档、排名，并指出得分低于满分一半的组。",
        ],
        [f"分数的含义：{meanings}。", "每一家都用同样的证据要求；没有打完分的，不参加排名。", "评分只看与服务有关的能力和合规情况。评分人与候选有利害关系的，应回避。"],
    )


def _write_vetoes(book: Book, vetoes: list[str], results: list[Result]) -> list[str]:
    """Returns the cell with the number of vetoes of each vendor."""
    sheet = book.sheet(VETOES, [7, 84, *[12] * VENDORS], landscape=True)
    sheet.title(VETOES, f"逐项核实后选“{YES}”或“{NO}”；空白表示还没有核。候选名称在“{SCORES}”填写。")
    sheet.row(3, ("序号", "有下列情形之一，且在补正期限内没有消除的，不签约"), "head", height=24)
    for vendor, result in enumerate(results):
        sheet.formula(3, 2 + vendor, f"='{SCORES}'!{fixed(NAMES_ROW, FIRST_VENDOR + vendor)}", result.name or default_name(vendor), "head")
    for number, text in enumerate(vetoes, 1):
        row = 3 + number
        sheet.file.set_row(row, sheet.height(text, 84))
        sheet.file.write(row, 0, number, book.style("word"))
        sheet.file.write(row, 1, text, book.style("cell"))
        for vendor, result in enumerate(results):
            sheet.input(row, 2 + vendor, (YES if number in result.vetoes else NO) if result.given else None, "choice")
    last = 3 + len(vetoes)
    sheet.allow(4, 2, last, 1 + VENDORS, options=(NO, YES))
    sheet.mark(4, 2, last, 1 + VENDORS, f'{at(4, 2)}="{YES}"', "bad_mark")
    sheet.merged(last + 1, 0, 1, "否决项数（没有核完的不出数）", "total_label")
    for vendor, result in enumerate(results):
        column = area(4, 2 + vendor, last, 2 + vendor)
        sheet.formula(last + 1, 2 + vendor, f'=IF(COUNTIF({column},"{YES}")>0,COUNTIF({column},"{YES}"),IF(COUNTIF({column},"{NO}")={len(vetoes)},0,""))', len(result.vetoes) if result.given else None, "total", "count")
    sheet.file.freeze_panes(4, 2)
    sheet.file.fit_to_pages(1, 1)
    return [f"'{VETOES}'!{fixed(last + 1, 2 + vendor)}" for vendor in range(VENDORS)]


def default_name(vendor: int) -> str:
    return f"候选{'一二三四五'[vendor]}"


def _write_scores(book: Book, groups: list[Group], weights: dict, results: list[Result]) -> dict:
    """Returns places: names, totals, missing, by vendor; group subtotals by group and vendor; weights by group; whether the weights add up."""
    sheet = book.sheet(SCORES, WIDTHS, landscape=True)
    sheet.title(SCORES, f"得分 = 权重 × 分数 ÷ {BEST}，各项相加，满分 100 分。权重合计不是 100 的，不出总分。")
    sheet.row(NAMES_ROW, HEADS, "head", height=28)
    for vendor, result in enumerate(results):
        sheet.input(NAMES_ROW, FIRST_VENDOR + vendor, result.name or default_name(vendor), "choice")
    sheet.file.freeze_panes(TOP, 2)
    sheet.file.repeat_rows(NAMES_ROW)
    row, subtotals, blocks = TOP, [], []
    for group, members in enumerate(groups):
        head, row = row, row + 1
        first = row
        for number, text, _, evidence in members.criteria:
            _write_criterion(sheet, row, number, text, weights[number], evidence, results)
            row += 1
        own = area(first, WEIGHT, row - 1, WEIGHT)
        sheet.merged(head, 0, 1, members.name, "total_label")
        sheet.formula(head, WEIGHT, f"=SUM({own})", sum(weights[number] for number, *_ in members.criteria), "total", "number")
        sheet.file.write(head, EVIDENCE, "小计", book.style("total"))
        for vendor, result in enumerate(results):
            scores = area(first, FIRST_VENDOR + vendor, row - 1, FIRST_VENDOR + vendor)
            sheet.formula(head, FIRST_VENDOR + vendor, f'=IF(COUNT({scores})=0,"",SUMPRODUCT({own},{scores})/{BEST})', result.subtotals[group], "total", "rate")
        subtotals.append([f"'{SCORES}'!{fixed(head, FIRST_VENDOR + vendor)}" for vendor in range(VENDORS)])
        blocks.append((head, first, row - 1))
    return {"groups": subtotals, "weights": [f"'{SCORES}'!{fixed(head, WEIGHT)}" for head, *_ in blocks]} | _write_totals(sheet, row, blocks, weights, results)


def _write_criterion(sheet: Sheet, row: int, number: str, text: str, weight: float, evidence: str, results: list[Result]) -> None:
    sheet.file.set_row(row, max(sheet.height(text, WIDTHS[CRITERION]), sheet.height(evidence, WIDTHS[EVIDENCE] * 1.1)))
    sheet.file.write(row, NUMBER, number, sheet.book.style("word"))
    sheet.file.write(row, CRITERION, text, sheet.book.style("cell"))
    sheet.input(row, WEIGHT, weight, "number", least=0, most=100)
    sheet.file.write(row, EVIDENCE, evidence, sheet.book.style("hint"))
    for vendor, result in enumerate(results):
        sheet.input(row, FIRST_VENDOR + vendor, result.scores.get(number), "number", least=0, most=BEST, error=f"请填 0 到 {BEST} 的分数。")


def _write_totals(sheet: Sheet, row: int, blocks: list, weights: dict, results: list[Result]) -> dict:
    whole = ",".join(at(head, WEIGHT) for head, *_ in blocks)
    sheet.merged(row, 0, 1, "合计", "total_label")
    sheet.formula(row, WEIGHT, f"=SUM({whole})", sum(weights.values()), "total", "number")
    right = f"ROUND({fixed(row, WEIGHT)},6)=100"
    adds_up = round(sum(weights.values()), 6) == 100
    sheet.formula(row, EVIDENCE, f'=IF({right},"总分","权重合计不是 100，请改正")', "总分" if adds_up else "权重合计不是 100，请改正", "total")
    sheet.mark(row, WEIGHT, row, EVIDENCE, f"NOT({right})", "bad_mark")
    sheet.merged(row + 1, 0, EVIDENCE, "还没有打分的项数", "label")
    count = len(weights)
    for vendor, result in enumerate(results):
        col = FIRST_VENDOR + vendor
        scored = "+".join(f"COUNT({area(first, col, last, col)})" for _, first, last in blocks)
        sums = ",".join(at(head, col) for head, *_ in blocks)
        sheet.formula(row, col, f'=IF(AND({right},{scored}>0),ROUND(SUM({sums}),2),"")', result.total if adds_up else None, "total", "rate")
        sheet.formula(row + 1, col, f"={count}-({scored})", count - len(result.scores), "figure", "count")
    return {
        "names": [f"'{SCORES}'!{fixed(NAMES_ROW, FIRST_VENDOR + vendor)}" for vendor in range(VENDORS)],
        "totals": [f"'{SCORES}'!{fixed(row, FIRST_VENDOR + vendor)}" for vendor in range(VENDORS)],
        "missing": [f"'{SCORES}'!{fixed(row + 1, FIRST_VENDOR + vendor)}" for vendor in range(VENDORS)],
    }
