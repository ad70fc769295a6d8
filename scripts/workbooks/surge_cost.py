"""费用: what the month with the promotion costs under each 计费方式."""

from __future__ import annotations

from scripts.workbooks import surge_fee as fee
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import at
from scripts.workbooks.surge_figures import Plan

WIDTHS = [14, 9, 9, 9, 15, 15, 15, 15, 15]
COLUMNS = (4, 5, 6, 7, 8)  # of the models
TABLE = fee.FIRST_ROW + len(fee.INPUTS) + 1
ITEMS = {"首档会话费": fee.TIER_ONE, "超档会话费": fee.TIER_TWO, "时长费": fee.HOURS, "成交提成": fee.SALES, "大促加价": fee.PROMOTION, "扩容加价": fee.SCALE_UP}


def write_cost(book: Book, plan: Plan, shrinkage: str) -> None:
    """`shrinkage`: the cell of 损耗."""
    sheet = book.sheet(fee.COST, WIDTHS, landscape=True)
    sheet.title(fee.COST, "同一个月按五种计费方式各算一遍：约定席位每日值守，增席取自“缺口”，单价取自“合同参数”；缺单价的方式留空。没有算加班、节假日和夜班加价、培训、考核扣减与奖励。")
    for number, (key, label, unit) in enumerate(fee.INPUTS):
        row = fee.FIRST_ROW + number
        sheet.merged(row, 0, fee.INPUT_COL - 1, label, "label")
        sheet.input(row, fee.INPUT_COL, plan.month.get(key), "number", least=0)
        sheet.file.write(row, fee.INPUT_COL + 1, unit, book.style("word"))
    formulas = fee.derived(shrinkage)
    for number, (key, label) in enumerate(fee.DERIVED):
        sheet.merged(fee.FIRST_ROW + number, fee.DERIVED_COL - 2, fee.DERIVED_COL - 1, label, "label")
        sheet.formula(fee.FIRST_ROW + number, fee.DERIVED_COL, f"={formulas[key]}", plan.derived.get(key), number="number")
    _write_table(book, sheet, plan)
    sheet.file.freeze_panes(TABLE + 1, 4)
    sheet.file.fit_to_pages(1, 1)


def _write_table(book: Book, sheet, plan: Plan) -> None:
    sheet.file.set_row(TABLE, 24)
    sheet.merged(TABLE, 0, 3, "项目（元）", "head")
    last = TABLE + 1 + len(fee.LINES)
    for number, item in enumerate((*fee.LINES, "月度服务费")):
        sheet.merged(TABLE + 1 + number, 0, 3, item, "total_label" if number == len(fee.LINES) else "label")
    totals = ",".join(at(last, col) for col in COLUMNS)
    for col, model in zip(COLUMNS, fee.MODELS):
        sheet.file.write(TABLE, col, model, book.style("head"))
        statement, known = plan.fee(model), fee.known(model, book.library)
        amounts = amounts_by_line(statement)
        for number in range(len(fee.LINES)):
            sold = fee.place("forecast")
            formula = fee.line(number, model, sold, f"MAX({sold},月保底会话量)", fee.worked(), "0")
            if number in fee.LINES_OF[model]:
                sheet.formula(TABLE + 1 + number, col, f'=IF({known},{formula},"")', amounts.get(number, 0) if statement else None, number="money")
            else:
                sheet.file.write_blank(TABLE + 1 + number, col, None, book.style("figure"))
        rows = f"{at(TABLE + 1, col)}:{at(TABLE + len(fee.LINES), col)}"
        sheet.formula(last, col, f'=IF(COUNT({rows})=0,"",ROUND(SUM({rows}),2))', statement and statement["fee"], "total", "money")
        sheet.mark(last, col, last, col, f"AND(ISNUMBER({at(last, col)}),{at(last, col)}=MIN({totals}))", "good_mark")
    sheet.block(last + 2, "最低的一格标绿。只看一个月的费用不够：按成交提成没有会话量保底，按席位不因会话量少而扣减，预测不准时的差别见“容差”。", "subtitle")


def amounts_by_line(statement: dict | None) -> dict[int, float]:
    seats = iter((fee.CONTRACTED, fee.ADDED))
    return {ITEMS[line["item"]] if line["item"] in ITEMS else next(seats): line["amount"] for line in (statement or {"lines": []})["lines"]}
