"""年度: the twelve months side by side, their totals and three charts."""

from __future__ import annotations

from scripts.workbooks.book import Book
from scripts.workbooks.settlement_chain import chain_place
from scripts.workbooks.settlement_figures import MONTHS
from scripts.workbooks.sheet import area, at
from scripts.workbooks.styles import AMBER, BRAND, DEEP, FONT, GREEN, LINE, RED, SOFT

NAME = "年度"
WIDTHS = [13, 10, 13, 10, 10, 10, 12, 12, 12, 14, 12, 14, 10, 14]
# key, heading, number format, whether it is added up
COLUMNS = [
    ("fee", "月度服务费", "money", True), ("score", "综合得分", "rate", False), ("pass_score", "达标线", "number", False), ("passed", "结论", "choice", False),
    ("deduction", "考核扣减", "money", True), ("bonus", "考核奖励", "money", True), ("earn_back", "扣减返还", "money", True),
    ("invoice", "开票金额", "money", True), ("setoff", "抵销", "money", True), ("due", "应付金额", "money", True),
    ("in_a_row", "连续不达标", "count", False), ("notice", "提示", "choice", False),
]
CHARTS = [
    ("每月综合得分", [("score", "column", BRAND), ("pass_score", "line", RED)]),
    ("扣减、奖励与返还（元）", [("deduction", "column", RED), ("bonus", "column", GREEN), ("earn_back", "column", AMBER)]),
    ("应付金额（元）", [("due", "column", DEEP)]),
]
CHART_ROWS = 14


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
    _write_charts(book, sheet, total + 3, first, last)
    sheet.file.fit_to_pages(1, 1)


def _write_month(sheet, month, row: int) -> None:
    own = (lambda key: f"'{month.sheet.name}'!{month.cells[key]}")
    sheet.formula(row, 0, month.input("month"), month.figure["label"], "label", "month")
    sheet.formula(row, 1, f'=IF({month.active},{month.input("phase")},"")', month.figure["phase"], "word")
    for col, (key, _, number, _) in enumerate(COLUMNS, 2):
        if key in ("in_a_row", "notice"):
            formula = f'IF({month.active},{chain_place(month.index, key)},"")'
        elif key == "pass_score":
            formula = f'IF({month.active},综合达标线,"")'
        else:
            formula = own({"setoff": "setoff_again"}.get(key, key))
        sheet.formula(row, col, formula, _value(month, key), "word" if number == "choice" else "figure", number)


def _value(month, key: str):
    if key in ("in_a_row", "notice"):
        return month.value("chain", key)
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


def _write_charts(book: Book, sheet, row: int, first: int, last: int) -> None:
    keys = [key for key, *_ in COLUMNS]
    left, right = (sum(part) * 7.2 for part in (WIDTHS[:7], WIDTHS[7:]))
    for number, (title, series) in enumerate(CHARTS):
        chart = _chart(book, sheet, title, [one for one in series if one[1] == "column"], keys, first, last, "column")
        lines = [one for one in series if one[1] == "line"]
        if lines:
            chart.combine(_chart(book, sheet, "", lines, keys, first, last, "line"))
        below = number == 2
        chart.set_size({"width": int((left + right, left, right)[0 if below else number + 1]) - 6, "height": CHART_ROWS * 20})
        sheet.file.insert_chart(row + (CHART_ROWS + 1 if below else 0), 7 if number == 1 else 0, chart, {"object_position": 2})
        if len(series) == 1:
            chart.set_legend({"none": True})


def _chart(book: Book, sheet, title: str, series: list, keys: list[str], first: int, last: int, kind: str):
    chart = book.file.add_chart({"type": kind})
    for key, _, colour in series:
        col = 2 + keys.index(key)
        look = {"line": {"color": f"#{colour}", "width": 1.75}} if kind == "line" else {"fill": {"color": f"#{colour}"}, "gap": 80}
        chart.add_series({
            "name": f"={sheet.place(first - 1, col)}", "categories": f"={sheet.range(first, 0, last, 0)}",
            "values": f"={sheet.range(first, col, last, col)}", **look,
        })
    font = {"name": FONT, "size": 9, "color": f"#{SOFT}"}
    if title:
        chart.set_title({"name": title, "name_font": {"name": FONT, "size": 11, "bold": True, "color": f"#{DEEP}"}})
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_x_axis({"num_font": font, "line": {"color": f"#{LINE}"}, "num_format": 'm"月"', "text_axis": True})
        chart.set_y_axis({"num_font": font, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": f"#{LINE}", "width": 0.5}}, "line": {"none": True}})
    return chart
