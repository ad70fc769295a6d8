"""Every figure of every workbook, worked out by LibreOffice, is what the Python engine says, on the shared vectors and on a plausible year."""

from __future__ import annotations

import math

import pytest

from macros.answers import read_answers
from macros.operations.scorecard import assess_year
from macros.operations.settlement import amount_due
from scripts.workbooks import WORKBOOKS, build_workbooks
from scripts.workbooks.settlement_figures import LEVELS, UNSCORED
from tests import calculations as calc
from tests import workbook_cases as cases
from tests.recalculation import beside, by_heading, read, recalculate, row_of, under

YEARS = cases.scorecards() | cases.random_years()
VECTORS = YEARS | cases.statements() | cases.payments() | cases.turnovers() | cases.seats() | cases.tiers() | cases.surges() | cases.bands()
SAMPLES = (*(f"{kind} {slug}" for kind in ("样例", "空白") for slug in WORKBOOKS), "样例 按季", "权重不是100")


@pytest.fixture(scope="module")
def built(library, form) -> dict[str, bytes]:
    preset, _ = read_answers(library.presets["ecommerce-promotion"].answers, form)
    wanted = VECTORS | cases.samples(preset.values)
    return {name: build_workbooks(library, terms, {slug: inputs}, [slug])[f"{slug}.xlsx"] for name, (slug, terms, inputs) in wanted.items()}


@pytest.fixture(scope="module")
def recalculated(built, tmp_path_factory):
    return recalculate(built, tmp_path_factory.mktemp("workbooks"))


def plain(value):
    """An empty text is an empty cell."""
    return "" if value is None else value


def agree(one, other) -> bool:
    one, other = plain(one), plain(other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


@pytest.mark.parametrize("name", [*VECTORS, *SAMPLES])
def test_every_formula_yields_what_python_computed(name: str, built, recalculated):
    differences = [
        (sheet, place, cell.value, found, cell.formula)
        for sheet, cells in read(built[name]).items()
        for place, cell in cells.items()
        if cell.formula and (not agree(cell.value, found := recalculated[name][sheet][place].value) or str(found).startswith("#"))
    ]
    assert not differences, differences[:5]


@pytest.mark.parametrize("name", YEARS)
def test_scorecard(name: str, recalculated, library):
    _, terms, inputs = VECTORS[name]
    months = [month | {"fee": month["quantities"]["other"]} for month in inputs["months"]]
    for number, result in enumerate(assess_year(months, terms, library.operations), 1):
        sheet = recalculated[name][f"第{number}月"]
        assert agree(beside(sheet, "综合得分"), result["score"])
        assert beside(sheet, "是否达到综合达标线") == {True: "达标", False: "不达标", None: "不计分"}[result["passed"]]
        money = {
            "按综合得分的考核扣减": "kpi_deduction", "月度扣减上限": "cap", "考核扣减（以上限为限）": "deduction", "当月算出的考核奖励": "bonus_earned",
            "加：考核奖励（按约定的月份兑付）": "bonus_paid", "加：扣减返还": "earn_back", "达到挑战值的权重合计（分）": "stretch_weight", "连续不达标（个考核月）": "chronic",
        }
        assert {label: beside(sheet, label) for label in money} == pytest.approx({label: result[key] for label, key in money.items()}, abs=1e-9), number
        notice = beside(sheet, "最近6个考核月不达标")
        assert notice.startswith(f"{result['window_failures']}个") and ("可发整改通知" in notice) == result["notice"]
        weak = "、".join(library.operations["scorecard"]["metrics"][key]["name"] for key in result["weak_metrics"])
        assert beside(sheet, "连续2个考核月劣于底线值的指标") == (weak or "没有")
        assert not result["problem"] or result["problem"] in [cell.value for cell in sheet.values()]
        check_metrics(sheet, result, library)


def check_metrics(sheet: dict, result: dict, library) -> None:
    head = row_of(sheet, "指标")
    columns = {"结果%": "rate", "计分权重": "weight", "得分": "points", "并入前几月": "carried"}
    for line, key in enumerate(library.operations["scorecard"]["metrics"], 1):
        shown, metric = by_heading(sheet, head, head + line), result["metrics"].get(key)
        if metric:
            assert shown["档次"] == (LEVELS | UNSCORED)[metric["level"] or metric["status"]]
            assert all(agree(shown[heading], metric[part]) for heading, part in columns.items()), (key, shown, metric)
        else:
            assert plain(shown["档次"]) == ""


@pytest.mark.parametrize("name", cases.statements())
def test_monthly_fee(name: str, recalculated):
    group = list(cases.by_terms(cases.of("settlement", "monthly_fee")).values())[int(name.split()[-1])]
    for number, case in enumerate(group, 1):
        expected = calc.in_python("monthly_fee", *calc.arguments("monthly_fee", case["input"], {}))
        sheet = recalculated[name][f"第{number}月"]
        assert beside(sheet, "月度服务费") == expected["fee"], case["name"]
        amounts = [line["amount"] for line in expected["lines"]]
        shown = [sheet[row, 12].value for row in range(row_of(sheet, "席位费"), row_of(sheet, "月度服务费"))]
        assert [amount for amount in shown if amount] == [amount for amount in amounts if amount], case["name"]


@pytest.mark.parametrize("name", cases.payments())
def test_amount_due(name: str, recalculated):
    case = cases.of("settlement", "amount_due")[int(name.split()[-1])]
    sheet, expected = recalculated[name]["第1月"], amount_due(case["input"]["parts"], cases.terms_of(case))
    labels = {"开票金额（含税）": "invoice", "不含税金额": "net", "税额": "tax", "减：本月抵销": "setoff", "结转下月": "setoff_left", "应付金额": "due"}
    assert {label: beside(sheet, label) for label in labels} == {label: expected[key] for label, key in labels.items()}
    assert sheet[row_of(sheet, "应付金额"), 8].value == expected["due_in_words"]


@pytest.mark.parametrize("name", cases.turnovers())
def test_turnover(name: str, recalculated, library):
    case = cases.of("turnover", "core_turnover", "compare")[int(name.split()[-1])]
    sheet, months = recalculated[name]["流动率"], case["input"]["months"]
    result = calc.in_python(case["call"], *calc.arguments(case["call"], case["input"], library.operations))
    shown = (lambda heading: under(sheet, 4, heading, len(months)))
    if case["call"] == "compare":
        assert [plain(shown("不折算%")[-1]), plain(shown("期初法%")[-1]), list(map(plain, shown("当月%")))] == [plain(result["contract"]), plain(result["opening"]), list(map(plain, result["monthly"]))]
        return
    columns = {"计算期流出": "leavers", "当月计入的流出": "new_leavers", "计算期平均在册": "average", "流动率%": "rate", "上限": "limit", "连续超限": "exceeded_in_a_row", "当月扣减%": "deduction_percent"}
    for heading, key in columns.items():
        assert all(agree(cell, month[key]) for cell, month in zip(shown(heading), result, strict=True)), heading
    assert shown("是否超限") == [{None: "只报告", True: "超限", False: "未超限"}[month["exceeded"]] for month in result]


@pytest.mark.parametrize("name", cases.seats())
def test_seats(name: str, recalculated):
    case = cases.of("workforce", "seats_needed")[int(name.split()[-1])]
    expected = calc.in_python("seats_needed", case["input"]["interval"])
    columns = {"话务强度（erl）": "traffic", "需在线人数": "agents", "需排席位": "seats", "达到的服务水平%": "service_level", "平均等待（秒）": "wait", "占用率%": "occupancy"}
    shown = {key: under(recalculated[name]["在线"], 11, heading)[0] for heading, key in columns.items()}
    assert shown == pytest.approx(expected)


@pytest.mark.parametrize("name", cases.tiers())
def test_tiers(name: str, recalculated):
    case = cases.of("surge", "seats_by_tier")[int(name.split()[-1])]
    expected = calc.in_python("seats_by_tier", *calc.arguments("seats_by_tier", case["input"], {}))
    columns = {"大促增席": "promotion", "扩容第一档": "tier_one", "扩容第二档": "tier_two", "仍缺": "short", "合计需排": "needed"}
    shown = {key: under(recalculated[name]["缺口"], 9, heading)[0] for heading, key in columns.items()}
    assert shown == expected | {"needed": case["input"]["needed"]}


@pytest.mark.parametrize("name", cases.surges())
def test_surge(name: str, recalculated):
    case = cases.of("surge", "month_fees", "wrong_forecast")[int(name.split()[-1])]
    given = {"percent": 0, "whole_month": False} | case["input"]
    terms, surge = cases.terms_of(case), given["surge"]
    fees = calc.in_python("month_fees", surge, terms, 0, given["whole_month"])
    cost = recalculated[name]["费用"]
    total = by_heading(cost, row_of(cost, "项目（元）"), row_of(cost, "月度服务费"))
    assert {model: plain(total[model]) for model in fees} == {model: plain(fee and fee["fee"]) for model, fee in fees.items()}
    wrong = calc.in_python("wrong_forecast", surge, terms, given["percent"], given["whole_month"])
    row = by_heading(recalculated[name]["容差"], 6, 7)
    assert row["结果"] == {"within": "容差之内", "above": "高于上限", "below": "低于下限"}[wrong["band"]]
    labels = {"实际会话量": "actual", "下限": "lower", "上限": "upper", "保底件数": "floor", "按量计费件数": "billed_sessions", "剔除日数": "excluded_days"}
    assert {label: plain(row[label]) for label in labels} == {label: plain(wrong[key]) for label, key in labels.items()}
    assert {model: plain(row[f"{model}（元）"]) for model in fees} == {model: plain(fee) for model, fee in wrong["fees"].items()}


@pytest.mark.parametrize("name", cases.bands())
def test_band(name: str, recalculated):
    case = cases.of("workforce", "tolerance")[int(name.split()[-1])]
    expected = calc.in_python("tolerance", *calc.arguments("tolerance", case["input"], {}))
    row = by_heading(recalculated[name]["容差"], 6, 7)
    assert (row["下限"], row["上限"], plain(row["保底件数"])) == (expected["lower"], expected["upper"], plain(expected["floor"]))
    if expected["fee"] is not None:
        assert (row["按量计费件数"], row["按量（元）"]) == (expected["billed_volume"], expected["fee"])

