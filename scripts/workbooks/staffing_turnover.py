"""人数 and 流动率: the month's counts from the roster, and the contract's formula beside the one that people confuse it with."""

from __future__ import annotations

from datetime import date

from scripts.workbooks import staffing_roster as roster
from scripts.workbooks.book import Book
from scripts.workbooks.charts import column_chart
from scripts.workbooks.sheet import area, at, fixed
from scripts.workbooks.staffing_figures import BASES, MONTHS, PARTS
from scripts.workbooks.styles import BRAND, RED

COUNTS, RATES = "人数", "流动率"
FIRST_MONTH, COUNT = (2, 3), (2, 8)  # cells of 人数: the first complete 考核月, how many months to report
FIRST = 6
NAMES = dict(zip(PARTS, ("月初在册", "月末在册", "当月流出", "其中不计入")))
MONTH, ROSTER, OVERRIDE, USED, STAFF = 0, 1, 5, 9, 13  # first columns of the groups of PARTS

RATE_HEADS = (
    "考核月", "第几个月", "当月计入的流出", "当月平均在册", "计算期流出", "计算期平均在册", "计算方式", "流动率%", "上限", "是否超限", "连续超限", "当月扣减%",
    "不折算%", "期初法%", "当月%", "全员当月%", "全员预警",
)
WHEN, ORDER, NEW, AVERAGE, LEAVERS, PERIOD, BASIS, RATE, LIMIT, EXCEEDED, ROW, DEDUCTION, PLAIN, OPENING, OWN, ALL, ALERT = range(len(RATE_HEADS))
RATE_FIRST = 4
RATE_WIDTHS = [12, 9, 10.5, 10.5, 10.5, 11, 10.5, 10, 8.5, 10, 9.5, 10, 10, 10, 9, 10.5, 10]


def write_counts(book: Book, figures: list[dict], first: date | None, count: int) -> None:
    sheet = book.sheet(COUNTS, [12, *[8.5] * 16], landscape=True)
    sheet.title(COUNTS, "“名单算出”取自花名册。没有完整名单的以前月份，直接在“更正”里填人数，以更正为准。月初在册含当月1日上岗的人，月末在册不含当日离岗的人。")
    sheet.merged(2, 0, 2, "首个完整考核月（填1日）", "label")
    sheet.input(*FIRST_MONTH, first, "month", last_col=4, date=date(2020, 1, 1), tip="自首个完整的自然月起计，例如 2027-05-01。")
    sheet.merged(2, 5, 7, "报告到第几个月", "label")
    sheet.input(*COUNT, count or None, "count", last_col=9, least=0, most=MONTHS, whole=True, tip=f"最多 {MONTHS} 个月；每月加一。")
    for col, heading in ((ROSTER, "核心客服：名单算出"), (OVERRIDE, "核心客服：更正（可不填）"), (USED, "核心客服：采用"), (STAFF, "全体服务人员（在岗）")):
        sheet.merged(4, col, col + 3, heading, "head")
        sheet.row(5, NAMES.values(), "subhead", col, height=32)
    sheet.merged(4, 0, 0, "考核月", "head", last_row=5)
    sheet.file.freeze_panes(FIRST, 1)
    for index, figure in enumerate(figures):
        _write_counts(sheet, FIRST + index, index, figure)
    sheet.allow(FIRST, OVERRIDE, FIRST + MONTHS - 1, OVERRIDE + 3, least=0, most=9999, whole=True)


def _write_counts(sheet, row: int, index: int, figure: dict) -> None:
    first, count = fixed(*FIRST_MONTH), fixed(*COUNT)
    given, month = figure["given"], at(row, MONTH)
    shown = roster.day_number(figure["first"]) if given else None
    sheet.formula(row, MONTH, f'=IF(OR({first}="",{index + 1}>N({count})),"",EDATE({first},{index}))', shown, "label", "month")
    for group, since, until in ((ROSTER, roster.CORE_FROM, roster.CORE_TO), (STAFF, roster.START, roster.STAFF_TO)):
        counts = _from_roster(month, roster.column(since), roster.column(until))
        values = figure["roster" if group == ROSTER else "staff"] if given else {}
        for part, (key, formula) in enumerate(counts.items()):
            sheet.formula(row, group + part, f'=IF({month}="","",{formula})', values.get(key), number="count")
    for part, key in enumerate(PARTS):
        sheet.input(row, OVERRIDE + part, figure["override"].get(key) if given else None, "count")
        own, typed = at(row, ROSTER + part), at(row, OVERRIDE + part)
        sheet.formula(row, USED + part, f'=IF({month}="","",IF({typed}="",{own},{typed}))', figure["core"].get(key, 0) if given else None, number="count")


def _from_roster(month: str, since: str, until: str) -> dict[str, str]:
    last = f"EOMONTH({month},0)"
    gone = f'COUNTIFS({until},">="&{month},{until},"<="&{last}'
    return {
        "opening": f'COUNTIFS({since},"<="&{month},{until},">="&{month})', "closing": f'COUNTIFS({since},"<="&{last},{until},">"&{last})',
        "leavers": f"{gone})", "excluded": f'{gone},{roster.column(roster.COUNTED)},"{roster.EXCLUDED}")',
    }


def write_rates(book: Book, figures: list[dict], terms: dict) -> None:
    sheet = book.sheet(RATES, RATE_WIDTHS, landscape=True)
    reference = book.reference
    sheet.title(RATES, f"左边是合同公式（{reference('turnover-cap')}、{reference('turnover-formula')}、{reference('staffing-remedies')}），决定是否超限；右边的期初法、当月和全员只供对照和预警，不作考核依据。")
    sheet.merged(2, ORDER, DEDUCTION, "核心客服：合同公式", "head")
    sheet.merged(2, PLAIN, OWN, "同一批数，另外的算法", "subhead")
    sheet.merged(2, ALL, ALERT, "全体服务人员", "subhead")
    sheet.row(3, RATE_HEADS, "head", height=34)
    sheet.file.freeze_panes(RATE_FIRST, 1)
    for index, figure in enumerate(figures):
        _write_rate(sheet, RATE_FIRST + index, index, figure, book.library.operations["turnover"], terms)
    last = RATE_FIRST + MONTHS - 1
    for col, text in ((EXCEEDED, "超限"), (ALERT, "预警")):
        sheet.mark(RATE_FIRST, col, last, col, f'{at(RATE_FIRST, col)}="{text}"', "bad_mark")
    sheet.mark(RATE_FIRST, ROW, last, ROW, f"AND(ISNUMBER({at(RATE_FIRST, ROW)}),{at(RATE_FIRST, ROW)}>=2)", "amber_mark")
    sheet.mark(RATE_FIRST, DEDUCTION, last, DEDUCTION, f"AND(ISNUMBER({at(RATE_FIRST, DEDUCTION)}),{at(RATE_FIRST, DEDUCTION)}>0)", "bad_mark")
    sheet.chart(last + 2, column_chart(sheet, "两种算法：合同的平均在册（不折算）与期初法（%）", RATE_FIRST, last, WHEN, ((PLAIN, BRAND), (OPENING, RED)), dates='yy"-"mm'), 250)
    sheet.file.fit_to_pages(1, 1)


def _write_rate(sheet, row: int, index: int, figure: dict, rule: dict, terms: dict) -> None:
    source = (lambda col: f"'{COUNTS}'!{fixed(FIRST + index, col)}")
    cell, given = {col: at(row, col) for col in range(len(RATE_HEADS))}, figure["given"]
    result = figure["result"] if given else {}
    start = max(RATE_FIRST, row - rule["window_months"] + 1)
    opening = f"'{COUNTS}'!{fixed(FIRST + start - RATE_FIRST, USED)}"
    year, small = rule["window_months"], f"{cell[PERIOD]}<{rule['small_team']}"
    annual = f"{cell[LEAVERS]}/{cell[PERIOD]}*100*12/{index + 1}"
    rated = {"plain": f"ROUND({cell[LEAVERS]}/{cell[PERIOD]}*100,百分比保留位数)", "annual": f"ROUND({annual},百分比保留位数)"}
    if index + 1 < rule["annualise_after_months"]:
        basis, rate, limit, exceeded = f'"{BASES["report_only"]}"', rated["plain"], "核心客服流动率上限", f'"{BASES["report_only"]}"'
    else:
        people = f"ROUNDUP(ROUND({cell[PERIOD]}*核心客服流动率上限/100,6),0)"
        later = "rolling" if index + 1 >= year else "annualised"
        basis, limit = f'IF({small},"{BASES["headcount"]}","{BASES[later]}")', f"IF({small},{people},核心客服流动率上限)"
        rate = rated["plain"] if later == "rolling" else f"IF({small},{rated['plain']},{rated['annual']})"
        over = f"{cell[RATE]}>核心客服流动率上限"
        if later == "annualised":
            over = f"AND({cell[LEAVERS]}>={rule['least_leavers_annualised']},{over})"
        exceeded = f'IF(IF({small},{cell[LEAVERS]}>{cell[LIMIT]},{over}),"超限","未超限")'
    before = f"N({at(row - 1, ROW)})" if index else "0"
    charged = f"IF({cell[ROW]}>={rule['deducted_from']},MIN({cell[NEW]}*单名流出扣减比例,流动率超限扣减比例),0)"
    ratio = (lambda part, whole: f'IF({whole}=0,"",ROUND({part}/{whole}*100,2))')
    staff_average = f"(({source(STAFF)}+{source(STAFF + 1)})/2)"
    staff_leavers = f"({source(STAFF + 2)}-{source(STAFF + 3)})"
    verdict = None if not given else "只报告" if result["exceeded"] is None else "超限" if result["exceeded"] else "未超限"
    core = figure.get("core", {})
    formulas = {
        ORDER: (f"{index + 1}", figure.get("months"), "count"),
        NEW: (f"{source(USED + 2)}-{source(USED + 3)}", result.get("new_leavers"), "count"),
        AVERAGE: (f"({source(USED)}+{source(USED + 1)})/2", (core["opening"] + core["closing"]) / 2 if given else None, "number"),
        LEAVERS: (f"SUM({area(start, NEW, row, NEW)})", result.get("leavers"), "count"),
        PERIOD: (f"SUM({area(start, AVERAGE, row, AVERAGE)})/{row - start + 1}", result.get("average"), "rate"),
        BASIS: (basis, BASES[result["basis"]] if given else None, "choice"),
        RATE: (f'IF({cell[PERIOD]}=0,"",{rate})', result.get("rate"), "rate"),
        LIMIT: (limit, result.get("limit"), "number"),
        EXCEEDED: (exceeded, verdict, "choice"),
        ROW: (f'IF({cell[EXCEEDED]}="超限",{before}+1,0)', result.get("exceeded_in_a_row"), "count"),
        DEDUCTION: (charged, result.get("deduction_percent"), "number"),
        PLAIN: (ratio(cell[LEAVERS], cell[PERIOD]), figure.get("contract"), "rate"),
        OPENING: (ratio(cell[LEAVERS], opening), figure.get("opening"), "rate"),
        OWN: (ratio(cell[NEW], cell[AVERAGE]), figure.get("own"), "rate"),
        ALL: (ratio(staff_leavers, staff_average), figure.get("all"), "rate"),
        ALERT: (f'IF(N({cell[ALL]})>全员月流动率预警线,"预警","")', ("预警" if figure["alert"] else "") if given else None, "choice"),
    }
    sheet.formula(row, WHEN, f"={source(MONTH)}", roster.day_number(figure["first"]) if given else None, "label", "month")
    for col, (formula, value, number) in formulas.items():
        sheet.formula(row, col, f'=IF({cell[WHEN]}="","",{formula})', value, "word" if number == "choice" else "figure", number)
