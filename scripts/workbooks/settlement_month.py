"""A month of the settlement workbook on one page: fee, scores, deductions and bonuses, amount due, signatures. Nothing to type here."""

from __future__ import annotations

from scripts.workbooks.book import Book
from scripts.workbooks.settlement_chain import chain_place, words_place
from scripts.workbooks.settlement_data import DataSheet
from scripts.workbooks.settlement_fee import write_fee
from scripts.workbooks.settlement_scorecard import write_scorecard
from scripts.workbooks.sheet import Sheet, fixed

WIDTHS = [14, 10, 10, 6.5, 10, 10, 9, 8, 8, 8, 12, 8.5, 8.5, 8.5, 8]
HALVES = ((0, 3, 4, 6), (7, 10, 11, 14))  # label from, to; value from, to
SIGNATURE_HEIGHT, ROW_HEIGHT = 32, 18.5
EMPTY = "未填"


def sheet_name(index: int) -> str:
    return f"第{index + 1}月"


class Month:
    """The sheet of one month; `cells` says where each figure stands, the same in every month."""

    def __init__(self, book: Book, data: DataSheet, figures: list[dict], index: int, terms: dict):
        self.book, self.data, self.index, self.figure, self.terms = book, data, index, figures[index], terms
        self.rules = book.library.operations["scorecard"]
        self.sheet: Sheet = book.sheet(sheet_name(index), WIDTHS)
        self.cells: dict = {}
        self.active = f'{data.place(index, "phase")}<>""'
        self.shown = ""  # the same said of a cell of this sheet: conditional formats look at no other

    def label(self, key: str) -> str:
        """The defined name of a term."""
        return self.book.library.fields[key].label

    def input(self, key) -> str:
        return self.data.place(self.index, key)

    def chain(self, key: str) -> str:
        return chain_place(self.index, key)

    def earlier(self, key, back: int) -> str:
        """The cell of an earlier month's sheet."""
        return f"'{sheet_name(self.index - back)}'!{self.cells[key]}"

    def value(self, *path):
        """From the figures; None where there is none, and while the month is not filled in."""
        found = self.figure
        for step in path:
            found = found.get(step) if found and self.figure["given"] else None
        return found

    def put(self, key, row: int, col: int, formula: str, value, kind: str = "figure", number: str = "", last_col: int | None = None) -> None:
        """A figure that is empty while the month is not filled in."""
        self.cells[key] = fixed(row, col)
        self.sheet.formula(row, col, f'=IF({self.active},{formula},"")', value, kind, number, last_col)

    def pair(self, row: int, half: int, key, label: str, formula: str, value, number: str = "money", kind: str = "figure") -> None:
        first, last, start, end = HALVES[half]
        self.sheet.merged(row, first, last, label, "total_label" if kind == "total" else "label")
        self.put(key, row, start, formula, value, kind, number, end)


def write_month(month: Month) -> None:
    row = _write_head(month)
    row = write_fee(month, row)
    row = write_scorecard(month, row)
    row = _write_payment(month, row)
    _write_signatures(month, row)
    month.sheet.file.set_default_row(ROW_HEIGHT)
    month.sheet.file.fit_to_pages(1, 1)
    month.sheet.file.freeze_panes(3, 1)


def _write_head(month: Month) -> int:
    sheet = month.sheet
    row = sheet.title("月度考核与结算单") - 1
    texts = (
        (row, 0, "考核月", f'={month.input("month")}', None, "month"), (row, 1, "阶段", f'=IF({month.active},{month.input("phase")},"{EMPTY}")', None, "choice"),
        (row + 1, 0, "甲方", '=IF(甲方名称="","",甲方名称)', month.terms.get("party_a_name"), ""), (row + 1, 1, "乙方", '=IF(乙方名称="","",乙方名称)', month.terms.get("party_b_name"), ""),
        (row + 2, 0, "合同编号", '=IF(合同编号="","",合同编号)', month.terms.get("contract_no"), ""), (row + 2, 1, "计费方式", "=计费方式", month.terms.get("pricing_model"), ""),
    )
    shown = {"考核月": month.figure["label"], "阶段": month.figure["phase"] or EMPTY}
    for line, half, label, formula, value, number in texts:
        first, _, _, end = HALVES[half]
        sheet.merged(line, first, first + (half and 1), label, "label")
        sheet.formula(line, first + 1 + (half and 1), formula, shown.get(label, value), "word", number, end)
    month.shown = f'{fixed(row, HALVES[1][0] + 2)}<>"{EMPTY}"'
    return row + 4


def _write_payment(month: Month, row: int) -> int:
    sheet, due, index = month.sheet, (lambda key: month.value("due", key)), month.index
    row = sheet.section(row, "三、应付金额（元）")
    cell = month.cells
    ready = f"ISNUMBER({cell['fee']})"
    here = {key: fixed(row + line, HALVES[half][2]) for key, line, half in _PLACES}
    before = f"N('{sheet_name(index - 1)}'!{here['setoff_left']})" if index else "0"

    def pair(key: str, label: str, formula: str, value, kind: str = "figure") -> None:
        line, half = next((line, half) for name, line, half in _PLACES if name == key)
        month.pair(row + line, half, key, label, f'IF({ready},{formula},"")', value, "money", kind)

    pair("fee_again", "月度服务费", cell["fee"], due("fee"))
    pair("deduction_again", "减：考核扣减", cell["deduction"], due("deduction"))
    pair("bonus", "加：考核奖励（按约定的月份兑付）", month.chain("bonus_paid"), due("bonus"))
    pair("earn_back", "加：扣减返还", month.chain("earn_back"), due("earn_back"))
    pair("invoice", "开票金额（含税）", f"ROUND({here['fee_again']}-{here['deduction_again']}+{here['bonus']}+{here['earn_back']},2)", due("invoice"), "total")
    pair("other_due", "加减：其他款项", f"N({month.input('other_due')})", due("other"))
    pair("setoff_again", "减：本月抵销", here["setoff"], due("setoff"))
    pair("net", "不含税金额", f"ROUND({here['invoice']}/(1+增值税税率/100),2)", due("net"))
    pair("tax", "税额", f"ROUND({here['invoice']}-{here['net']},2)", due("tax"))
    pair("setoff_before", "上月结转的违约金、赔偿金", before, month.value("setoff_before"))
    pair("setoff_new", "本月确定的违约金、赔偿金", f"N({month.input('setoff')})", month.value("setoff_new"))
    pool, final = f"{here['setoff_before']}+{here['setoff_new']}", f'{month.input("final")}="是"'
    limit = f'IF({final},{pool},ROUND({here["fee_again"]}*单月抵销上限/100,2))'
    pair("setoff", "本月可以抵销（不超过单月抵销上限）", f"MIN({pool},{limit})", due("setoff"))
    pair("setoff_left", "结转下月", f"ROUND({pool}-{here['setoff']},2)", due("setoff_left"))
    row += 7
    sheet.file.set_row(row, 24)
    sheet.merged(row, 0, 3, "应付金额", "total_label")
    month.put("due", row, 4, f'IF({ready},ROUND({here["invoice"]}+{here["other_due"]}-{here["setoff"]},2),"")', due("due"), "total", "money", 6)
    place = words_place(index)
    words = f'IF({cell["due"]}="","",{place}&IF({cell["due"]}<0,"（由乙方支付）",""))'
    month.put("due_in_words", row, 7, words, due("due_in_words"), "total_label", "", 14)
    return row + 2


_PLACES = [
    ("fee_again", 0, 0), ("deduction_again", 1, 0), ("bonus", 2, 0), ("earn_back", 3, 0), ("invoice", 4, 0), ("other_due", 5, 0), ("setoff_again", 6, 0),
    ("net", 0, 1), ("tax", 1, 1), ("setoff_before", 2, 1), ("setoff_new", 3, 1), ("setoff", 4, 1), ("setoff_left", 5, 1),
]


def _write_signatures(month: Month, row: int) -> None:
    sheet = month.sheet
    for half, party in enumerate(("甲方（盖章）", "乙方（盖章）")):
        first, _, _, end = HALVES[half]
        sheet.file.set_row(row, SIGNATURE_HEIGHT)
        sheet.merged(row, first, first + 1 + half, party, "label")
        sheet.merged(row, first + 2 + half, end, "授权代表：　　　　　　　　日期：", "cell")
    reference = month.book.reference
    sheet.block(row + 1, f"依据：主合同{reference('monthly-fee')}（月度服务费）、{reference('deductions')}（考核扣减）、{reference('bonuses')}（考核奖励）、{reference('deductions-setoff')}（扣减顺序与抵销）。双方确认后开始计付款期限。", "subtitle")
