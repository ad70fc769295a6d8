"""settlement.xlsx 月度考核与结算单: a year of counts and quantities in, a page for each month and a year view out."""

from __future__ import annotations

from datetime import date

from macros.library import Library
from scripts.workbooks import settlement_chain
from scripts.workbooks.book import Book
from scripts.workbooks.guide import write_guide
from scripts.workbooks.settlement_data import DataSheet
from scripts.workbooks.settlement_figures import MONTHS, year_figures
from scripts.workbooks.settlement_month import Month, write_month
from scripts.workbooks.settlement_year import NAME as YEAR
from scripts.workbooks.settlement_year import WIDTHS as YEAR_WIDTHS
from scripts.workbooks.settlement_year import write_year
from scripts.workbooks.terms_sheet import write_terms

TITLE = "月度考核与结算单"
SUMMARY = "粘贴一年的平台数据和计量，自动得出每月的得分、扣减、奖励、返还、税额和应付金额大写，一月一页，另有年度图表。"

PARTIES = ["contract_no", "party_a_name", "party_b_name"]
PRICES = [
    "pricing_model", "seat_monthly_price", "tier_one_volume", "tier_one_price", "tier_two_price", "minimum_monthly_volume", "forecast_tolerance_percent",
    "forecast_floor_percent", "hourly_price", "commission_rate", "overtime_hourly_price", "promotion_surcharge_percent", "scale_up_surcharge_percent",
    "holiday_surcharge_percent", "night_surcharge_percent", "training_hourly_price", "vat_rate", "monthly_setoff_cap_percent",
]
SCORES = ["composite_pass_score", "red_line_points", "percent_decimals"]
SAMPLES = ["min_valid_reviews", "min_sessions", "min_quality_samples"]
MONEY = [
    "at_risk_cap_percent", "deduction_step_1", "deduction_step_2", "deduction_step_3", "ramp_up_factor_percent",
    "bonus_model", "bonus_threshold_score", "bonus_cap_percent", "earn_back_model", "earn_back_months", "earn_back_percent",
]


def build(library: Library, terms: dict, inputs: dict) -> bytes:
    """`inputs`: first_month (a date, the 1st) and months, see settlement_figures."""
    book = Book(TITLE, library)
    rules = library.operations["scorecard"]
    first = inputs.get("first_month") or first_month(terms)
    figures = year_figures(inputs.get("months", []), terms, library.operations, first)
    _write_guide(book)
    metrics = {rule["name"]: [f"{rule['prefix']}_{step}" for step in ("base", "target", "stretch", "weight")] for rule in rules["metrics"].values()}
    groups = {"当事人": PARTIES, "计费与税": PRICES, "计分": SCORES, "最低样本量": SAMPLES, **metrics, "扣减、奖励与返还": MONEY}
    write_terms(book, terms, groups, _constants(book, rules))
    data = DataSheet(book, rules["metrics"], figures, first)
    data.write()
    year = book.sheet(YEAR, YEAR_WIDTHS, landscape=True)
    months = [Month(book, data, figures, index, terms) for index in range(MONTHS)]
    chain = book.sheet(settlement_chain.NAME, [12] * 30, landscape=True)
    for month in months:
        write_month(month)
    settlement_chain.write_chain(chain, months)
    write_year(book, year, months)
    return book.data()


def first_month(terms: dict) -> date | None:
    """The 考核月 in which the contract starts."""
    return date.fromisoformat(terms["term_start"]).replace(day=1) if terms.get("term_start") else None


def _write_guide(book: Book) -> None:
    reference = book.reference
    write_guide(
        book,
        "按合同算出每个考核月的综合得分、考核扣减、考核奖励、扣减返还、月度服务费、税额和应付金额，供双方对账、签章。可以代替手工填写《月度结算单》。",
        [
            "打开“合同参数”，与签署的合同逐项核对。从填写结果生成的文件已经填好；空白的文件先填单价、税率等黄格。",
            "打开“数据粘贴”，填首个考核月，逐月选阶段，再粘贴指标的计数、填计量和其他款项。计数用“选择性粘贴—数值”，格子的颜色和检查不会丢。",
            "打开当月的表：红字是数据或参数有误，先改正；没有问题的打印一页，双方签章。“年度”自动汇总并画图。",
            "每年一份文件：另存为新的一份再清空“数据粘贴”。换年时，样本并入、连续不达标、返还和抵销结转不会自动带过来，请看上一年最后几个月。",
        ],
        [
            f"计分、扣减、奖励和返还依主合同{reference('scoring')}、{reference('deductions')}、{reference('bonuses')}、{reference('earn-back')}；样本不足和取整依{reference('metric-small-sample')}、{reference('metric-rounding')}；应付金额依{reference('deductions-setoff')}。",
            "指标用全部服务渠道的原始计数汇总计算，不用各店铺的比率再求平均。该剔除的会话先从分子、分母同时剔除，再填到这里。",
            "样本不足的月份，样本自动并入下一个月，最多两次；只记录的月份，样本不并入。扣减触到上限的，先减其他考核扣减，再减按得分的扣减。",
            "加班时段同时符合加价条件的，合同取两种算法中较高的一种：算出后填在“其他服务价款”，不要在加班和加价里重复填。",
            "一事一罚、申诉和更正要由双方判断，表里没有：更正的差额填在“其他款项±”。",
        ],
    )


def _constants(book: Book, rules: dict) -> list[tuple[str, str, str, str]]:
    bands, bonus, chronic = rules["deduction_bands"], rules["bonus_bands"], rules["chronic"]
    reference = book.reference
    rows = [("达到底线值的起始得分", str(rules["partial_share"]), "×权重", f"主合同{reference('scoring')}")]
    rows += [(f"低于达标线 {band['within']} 分以内", _share(book, band), "", f"主合同{reference('deductions')}") for band in bands if "within" in band]
    rows += [("再低", _share(book, bands[-1]), "", f"主合同{reference('deductions')}")]
    rows += [(f"挑战值权重 {band['from']} 分以上", f"奖励上限的 {band['share']}%", "", f"主合同{reference('bonuses')}") for band in bonus]
    rows += [("样本最多并入", str(rules["most_carries"]), "次", f"主合同{reference('metric-small-sample')}")]
    rows += [("可发整改通知", f"连续 {chronic['in_a_row']} 个，或 {chronic['window_months']} 个月内 {chronic['failures']} 个", "", f"主合同{reference('chronic-miss')}")]
    return rows


def _share(book: Book, band: dict) -> str:
    share = band["share"]
    return f"扣减上限的{f'【{book.library.fields[share].label}】' if isinstance(share, str) else f' {share}'}%"
