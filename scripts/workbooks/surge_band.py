"""容差: what the month comes to when the forecast is wrong by −30 to +100 percent."""

from __future__ import annotations

from scripts.workbooks import surge_fee as fee
from scripts.workbooks import surge_gap as gap
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import YES_NO, at, fixed
from scripts.workbooks.surge_figures import Plan

NAME = "容差"
DEVIATIONS = tuple(range(-30, 101, 10))
RESULTS = {"within": "容差之内", "above": "高于上限", "below": "低于下限"}
HEADS = ("与预测相差%", "因乙方或不可抗力减少（件）", "实际会话量", "下限", "上限", "结果", "保底件数", "按量计费件数", "剔除日数", *(f"{model}（元）" for model in fee.MODELS))
PERCENT, LOST, ACTUAL, LOWER, UPPER, RESULT, FLOOR, BILLED, EXCLUDED, FEES = range(10)
WIDTHS = [11, 13, 11, 11, 11, 11, 11, 12, 10, *[14] * len(fee.MODELS)]
WHOLE, TOP = (3, 4), 6


def write_band(book: Book, plan: Plan, given: dict) -> None:
    """`given`: whole_month, and rows of (percent, sessions lost) that replace DEVIATIONS from the first."""
    sheet = book.sheet(NAME, WIDTHS, landscape=True)
    sheet.title(NAME, f"计划取自“费用”，席位照原计划排（{book.reference('tolerance-band')}）：容差之内不调整；高于上限，超出部分照常计费；低于下限，按量、按时长有保底。")
    sheet.merged(3, 0, 3, "整月都偏差（否：只有大促日偏差）", "label")
    whole = given.get("whole_month", True)
    sheet.input(*WHOLE, YES_NO[not whole], "choice", options=YES_NO)
    sheet.row(TOP - 1, HEADS, "head", height=48)
    sheet.file.freeze_panes(TOP, 1)
    rows = given.get("rows", [])
    for number, percent in enumerate(DEVIATIONS):
        percent, lost = rows[number] if number < len(rows) else (percent, None)
        _write_row(book, sheet, TOP + number, percent, lost, plan, whole)
    last = TOP + len(DEVIATIONS) - 1
    sheet.allow(TOP, PERCENT, last, PERCENT, least=-100, most=1000, tip="实际比预测多（正）或少（负）百分之几。")
    sheet.allow(TOP, LOST, last, LOST, least=0)
    for key, kind in (("below", "bad_mark"), ("above", "amber_mark"), ("within", "good_mark")):
        sheet.mark(TOP, RESULT, last, RESULT, f'{at(TOP, RESULT)}="{RESULTS[key]}"', kind)
    sheet.block(last + 2, "剔除日数：某日会话量比该日锁定预测高出超过容差的，该日的首响达标率和接通率剔除，其余指标照常考核；该日有增席的，锁定预测先按排班席位小时的增加比例上调，表里没有上调。", "subtitle")
    sheet.file.fit_to_pages(1, 1)


def _write_row(book: Book, sheet, row: int, percent: float, lost: float | None, plan: Plan, whole: bool) -> None:
    figure = plan.deviation(percent, whole, lost or 0) if plan.complete else {}
    cell = {col: at(row, col) for col in range(FEES)}
    sheet.input(row, PERCENT, percent, "number")
    sheet.input(row, LOST, lost, "count")
    forecast, days, month, ordinary = (fee.place(key) for key in ("forecast", "days", "month_days", "ordinary_volume"))
    day = f"SUM({gap.column(gap.TOTAL)})"
    off = (lambda volume: f"({volume}+TRUNC(ROUND({volume}*{cell[PERCENT]}/100,6)))")
    everywhere = f'{fixed(*WHOLE)}="是"'
    expected = f"MAX({forecast}-N({cell[LOST]}),0)"
    too_much = (lambda volume: f"{off(volume)}>ROUND({volume}*(1+预测容差/100),6)")
    below = f'{cell[RESULT]}="{RESULTS["below"]}"'
    formulas = (
        (ACTUAL, f"{days}*{off(day)}+({month}-{days})*IF({everywhere},{off(ordinary)},{ordinary})", "actual", "count"),
        (LOWER, f"ROUND({expected}*(1-预测容差/100),6)", "lower", "number"), (UPPER, f"ROUND({forecast}*(1+预测容差/100),6)", "upper", "number"),
        (RESULT, f'IF({cell[ACTUAL]}<{cell[LOWER]},"{RESULTS["below"]}",IF({cell[ACTUAL]}>{cell[UPPER]},"{RESULTS["above"]}","{RESULTS["within"]}"))', "band", "choice"),
        (FLOOR, f'IF({below},ROUND({expected}*保底结算比例/100,6),"")', "floor", "number"),
        (BILLED, f"MAX({cell[ACTUAL]},月保底会话量-N({cell[LOST]}),N({cell[FLOOR]}))", "billed", "number"),
        (EXCLUDED, f"IF({too_much(day)},{days},0)+IF(AND({everywhere},{too_much(ordinary)}),{month}-{days},0)", "excluded", "count"),
    )
    for col, formula, key, number in formulas:
        value = RESULTS[figure["band"]] if figure and key == "band" else figure.get(key)
        sheet.formula(row, col, f'=IF(ISNUMBER({forecast}),{formula},"")', value, "word" if number == "choice" else "figure", number)
    hours = f"IF({below},MAX({fee.worked()},{fee.place('scheduled')}*保底结算比例/100),{fee.worked()})"
    for number, model in enumerate(fee.MODELS):
        lines = ",".join(fee.line(one, model, cell[ACTUAL], cell[BILLED], hours, cell[PERCENT]) for one in fee.LINES_OF[model])
        sheet.formula(row, FEES + number, f'=IF({fee.known(model, book.library)},ROUND(SUM({lines}),2),"")', figure.get(model), number="money")
