"""staffing.xlsx 人员稳定性台账: from a roster to turnover by the contract's formula, replacement lead times, attendance and bench."""

from __future__ import annotations

from datetime import date

from macros.library import Library
from scripts.workbooks.book import Book
from scripts.workbooks.guide import write_guide
from scripts.workbooks.staffing_figures import year_figures
from scripts.workbooks.staffing_reports import write_attendance, write_replacements
from scripts.workbooks.staffing_roster import months_later, write_roster
from scripts.workbooks.staffing_turnover import write_counts, write_rates
from scripts.workbooks.terms_sheet import write_terms

TITLE = "人员稳定性台账"
SUMMARY = "一人一行的花名册，按合同公式和不计入情形逐月算出核心客服流动率，旁边是常见的期初法；另有补员用时、到岗率和备用人力。"

GROUPS = {
    "当事人": ["contract_no", "party_a_name", "party_b_name"],
    "席位与名单": ["contracted_seats", "key_agent_percent", "project_manager_tenure_months", "key_agent_tenure_months"],
    "流动率": ["turnover_cap_percent", "all_staff_turnover_alert_percent", "turnover_deduction_per_leaver_percent", "turnover_deduction_percent", "percent_decimals"],
    "补员、到岗与备用": ["bench_percent", "bench_arrival_hours", "replacement_days", "seat_attendance_percent"],
}


def build(library: Library, terms: dict, inputs: dict) -> bytes:
    """`inputs`: first_month (a date), count (months to report), people, months (counts that replace the roster's), vacancies, attendance."""
    book = Book(TITLE, library)
    rule = library.operations["turnover"]
    first = inputs.get("first_month") or first_complete_month(terms)
    inputs = inputs | {"first_month": first}
    figures = year_figures(inputs, terms, library.operations)
    _write_guide(book)
    write_terms(book, terms, GROUPS, _constants(book, rule))
    write_roster(book, inputs.get("people", []), terms)
    write_counts(book, figures, first, sum(figure["given"] for figure in figures))
    write_rates(book, figures, terms)
    write_replacements(book, inputs.get("vacancies", []), terms)
    write_attendance(book, figures, inputs.get("attendance", []), terms)
    return book.data()


def first_complete_month(terms: dict) -> date | None:
    if not terms.get("term_start"):
        return None
    start = date.fromisoformat(terms["term_start"])
    return start if start.day == 1 else months_later(start.replace(day=1), 1)


def _write_guide(book: Book) -> None:
    reference = book.reference
    write_guide(
        book,
        "由乙方逐日登记，每个考核月末得出《稳定性月报》要填的数；甲方用同一份表核对。",
        [
            "“合同参数”与签署的合同核对；空白的文件先填约定席位数。",
            "“花名册”逐人登记：工号、岗位、是否核心客服、上岗日；离开时填日期和原因，不计入的附证明。",
            "“人数”填首个完整考核月和报告到第几个月。以前月份没有名单的，在“更正”里直接填人数。",
            "“流动率”得出计算方式、是否超限、连续第几个月和当月扣减比例；扣减比例乘月度服务费，填进结算单的“其他考核扣减”。",
            "空缺和顶岗填“补员”，每月的值守小时和备用人数填“到岗与备用”。",
        ],
        [
            f"流动率只管核心客服，算法依主合同{reference('turnover-formula')}：计算期内流出人数 ÷ 平均在册人数；哪些离开不计入，以《稳定性月报》的原因代码为准。",
            "期初法用期初人数作分母。人数在增加时它偏高，在减少时偏低；对方报来的数字不一致，先看分母是不是同一个。",
            f"不满 6 个考核月只报告；平均在册不足 10 名的按人数考核（{reference('turnover-cap')}）。",
            "“其他考核扣减”与按得分的扣减合计，以月度扣减上限为限。",
            "表里只有工号。花名册含有在职信息，按保密信息保管，发给甲方前删去与本项目无关的人。",
        ],
    )


def _constants(book: Book, rule: dict) -> list[tuple[str, str, str, str]]:
    source = f"主合同{book.reference('turnover-cap')}"
    return [
        ("满几个考核月起折算年率", str(rule["annualise_after_months"]), "个月", source), ("计算期最长", str(rule["window_months"]), "个月", source),
        ("平均在册不足几名改按人数", str(rule["small_team"]), "名", source), ("折算时流出不足几名不视为超限", str(rule["least_leavers_annualised"]), "名", source),
        ("自连续超限第几个月起扣减", str(rule["deducted_from"]), "个月", f"主合同{book.reference('staffing-remedies')}"),
    ]
