"""年度: the twelve months side by side, their totals and three charts."""

from __future__ import annotations

from scripts.workbooks.book import Book
from scripts.workbooks.charts import SMALL, column_chart, line_chart
from scripts.workbooks.settlement_chain import chain_place
from scripts.workbooks.settlement_figures import MONTHS
from scripts.workbooks.settlement_scorecard import NONE_WEAK
from scripts.workbooks.sheet import area, at
from scripts.workbooks.styles import AMBER, BRAND, DEEP, GREEN, RED

NAME = "年度"
WIDTHS = [13, 10, 13, 10, 10, 10, 12, 12, 12, 14, 12, 14, 10, 18]
# key, heading, number format, whether it is added up
COLUMNS = [
    ("fee", "月度服务费", "money", True), ("score", "综合得分", "rate", False), ("pass_score", "达标线", "number", False), ("passed", "结论", "choice", False),
    ("deduction", "考核扣减", "money", True), ("bonus", "考核奖励", "money", True), ("earn_back", "扣减返还", "money", True),
    ("invoice", "开票金额", "money", True), ("setoff", "抵销", "money", True), ("due", "应付金额", "money", True),
    ("in_a_row", "连续不达标", "count", False), ("notice", "提示", "choice", False),
]
WEAK = "单项连续劣于底线"
MONTH_OF, CHART_HEIGHT = 'm"月"', 280
CHART_ROWS = 15


def write_year(book: Book, sheet, months: list) -> None:
    row = sheet.title(NAME, "由各月自动汇总，不用填写。没有填写的月份留空。")
    sheet.row(row, ("考核月", "阶段", *(heading for _, heading, *_ in COLUMNS)), "head", height=22)
    first = row + 1
    for month in months:
        _write_month(sheet, month, first + month.index)
    last = first + MONTHS - 1
    total = last + 1
    sheet.merged(total, 0, 1, "合计", "total_label")
    for col, (key, _, number, added) in enumerate(COLUMNS, 2):
        if added:
            amounts = [value for month in months if (value := _value(month, key)) is not None]
            sheet.formula(total, col, f'=IF(COUNT({area(first, col, last, col)})=0,"",ROUND(SUM({area(first, col, last, col)}),2))', round(sum(amounts), 2) if amounts else None, "total", number)
        else:
            sheet.file.write_blank(total, col, None, book.style("total"))
    _write_ratio(book, sheet, total + 1, total, months)
    passed = 2 + [key for key, *_ in COLUMNS].index("passed")
    for text, kind in (("不达标", "bad_mark"), ("达标", "good_mark"), ("不计分", "idle_mark")):
        sheet.mark(first, passed, last, passed, f'{at(first, passed)}="{text}"', kind)
    sheet.mark(first, len(WIDTHS) - 1, last, len(WIDTHS) - 1, f'{at(first, len(WIDTHS) - 1)}<>""', "amber_mark")
    sheet.file.freeze_panes(first, 1)
    _write_charts(sheet, total + 3, first, last)
    sheet.file.fit_to_pages(1, 1)


def _write_month(sheet, month, row: int) -> None:
    own = (lambda key: f"'{month.sheet.name}'!{month.cells[key]}")
    sheet.formula(row, 0, month.input("month"), month.figure["label"], "label", "month")
    sheet.formula(row, 1, f'=IF({month.active},{month.input("phase")},"")', month.figure["phase"], "word")
    for col, (key, _, number, _) in enumerate(COLUMNS, 2):
        if key == "in_a_row":
            formula = f'IF({month.active},{chain_place(month.index, key)},"")'
        elif key == "notice":
            notice = chain_place(month.index, key)
            formula = f'IF({month.active},IF({notice}<>"",{notice},IF({own("weak")}<>"{NONE_WEAK}","{WEAK}","")),"")'
        elif key == "pass_score":
            formula = f'IF({month.active},综合达标线,"")'
        else:
            formula = own({"setoff": "setoff_again"}.get(key, key))
        sheet.formula(row, col, formula, _value(month, key), "word" if number == "choice" else "figure", number)


def _value(month, key: str):
    if key == "in_a_row":
        return month.value("chain", key)
    if key == "notice":
        return month.value("chain", key) or (WEAK if month.value("weak") not in (None, NONE_WEAK) else None)
    if key == "pass_score":
        return month.value("given") and month.terms["composite_pass_score"]
    if key == "passed":
        return month.value("passed")
    return month.value("result", key) if key in ("score", "deduction") else month.value("due", key)


def _write_ratio(book: Book, sheet, row: int, total: int, months: list) -> None:
    """What the year's deductions and bonuses are of its fees."""
    columns = {key: at(total, col) for col, (key, *_) in enumerate(COLUMNS, 2)}
    sums = {key: round(sum(_value(month, key) or 0 for month in months), 2) for key in ("fee", "deduction", "bonus")}
    sheet.merged(row, 0, 1, "占月度服务费合计%", "label")
    for col, (key, *_) in enumerate(COLUMNS, 2):
        if key in ("deduction", "bonus"):
            value = round(sums[key] / sums["fee"] * 100 + 1e-9, 2) if sums["fee"] else None
            sheet.formula(row, col, f'=IF(N({columns["fee"]})=0,"",ROUND({columns[key]}/{columns["fee"]}*100,2))', value, "figure", "rate")
        else:
            sheet.file.write_blank(row, col, None, book.style("cell"))


def _write_charts(sheet, row: int, first: int, last: int) -> None:
    col = {key: number for number, (key, *_) in enumerate(COLUMNS, 2)}
    scores = column_chart(sheet, "每月综合得分", first, last, 0, [(col["score"], BRAND)], dates=MONTH_OF)
    scores.combine(line_chart(sheet, first, last, 0, [(col["pass_score"], RED)]))
    scores.set_legend({"position": "bottom", "font": SMALL})
    money = [(col["deduction"], RED), (col["bonus"], GREEN), (col["earn_back"], AMBER)]
    sheet.chart(row, scores, CHART_HEIGHT, 0, 6)
    sheet.chart(row, column_chart(sheet, "扣减、奖励与返还（元）", first, last, 0, money, dates=MONTH_OF), CHART_HEIGHT, 7)
    sheet.chart(row + CHART_ROWS, column_chart(sheet, "应付金额（元）", first, last, 0, [(col["due"], DEEP)], dates=MONTH_OF), CHART_HEIGHT)
