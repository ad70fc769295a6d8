"""The calculations: figures worked out by hand, exact fractions, published tables; the browser says the same; the text is what is calculated."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.checks import operations
from macros.library import read_library
from macros.operations.rounding import rounded
from macros.operations.scorecard import assess_year
from macros.operations.terms import contract_terms
from macros.operations.workforce import erlang_c, seats_needed
from macros.problems import Problem
from tests import calculations as calc
from tests.calculation_inputs import INPUTS, counted_months, decimals, halves
from tests.engine import vectors

# workforce.json also holds published results: PyPI pyworkforce 0.1.0 (project description), CRAN ErlangC 0.1.0 (README), and the example of
# jonesthenet.com, "Erlang uplift" (all read 2026-11-23).
CASES = [case for name in ("rounding", "scorecard", "settlement", "turnover", "workforce", "surge", "interest") for case in vectors(name)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['call']}：{case['name']}")
def test_worked_out_by_hand(case: dict, library, engine):
    parameters = calc.arguments(case["call"], case["input"], library.operations)
    result = calc.in_python(case["call"], *parameters)
    assert calc.contains(result, case["output"], case.get("tolerance", 1e-9)), result
    assert calc.same(calc.in_browser(engine, case["call"], *parameters), result)


@pytest.mark.parametrize("call", INPUTS)
@settings(max_examples=200)
@given(data=st.data())
def test_the_browser_says_the_same(call: str, library, engine, data):
    parameters = calc.arguments(call, data.draw(INPUTS[call]), library.operations)
    result = calc.in_python(call, *parameters)
    assert calc.same(calc.in_browser(engine, call, *parameters), result)


@given(x=decimals | halves, digits=st.integers(0, 3))
def test_rounding_is_exact(x: float, digits: int):
    assert calc.exact(rounded(x, digits)) == calc.exactly_rounded(calc.exact(x), digits)


@settings(max_examples=500)
@given(counts=counted_months, fee=st.integers(0, 2_000_000), red_lines=st.sampled_from([0, 0, 0, 1, 9]))
def test_scores_are_exact(library, counts, fee, red_lines):
    metrics = {key: {"numerator": part, "denominator": whole} for key, (part, whole) in counts.items()}
    [result] = assess_year([{"fee": fee, "phase": "normal", "metrics": metrics, "red_lines": red_lines}], calc.TERMS, library.operations)
    expected = calc.exact_month(counts, fee, red_lines, calc.TERMS, library.operations)
    assert {key: result[key] if key == "passed" else calc.exact(result[key]) for key in expected} == expected


@pytest.mark.parametrize(("traffic", "agents"), [("1/2", 1), ("5/2", 3), ("10", 14), ("48", 55), ("199", 200), ("1/10", 20)])
def test_erlang_c_is_exact(traffic: str, agents: int):
    expected = calc.exact_erlang_c(Fraction(traffic), agents)
    assert erlang_c(float(Fraction(traffic)), agents) == pytest.approx(float(expected), rel=1e-12)


USUAL = {"volume": 100, "aht_seconds": 300, "interval_minutes": 30, "concurrency": 1, "target_percent": 80, "target_seconds": 20, "shrinkage_percent": 30, "max_occupancy_percent": 100}


def test_thousands_of_agents_do_not_overflow():
    result = seats_needed(USUAL | {"volume": 100_000})
    assert result["agents"] > result["traffic"] > 16_000 and 80 <= result["service_level"] < 81


@pytest.mark.parametrize("change", [{"volume": -1}, {"aht_seconds": 0}, {"concurrency": 0}, {"target_percent": 101}, {"shrinkage_percent": 100}, {"max_occupancy_percent": 0}], ids=str)
def test_impossible_intervals_are_refused(change: dict):
    with pytest.raises(ValueError):
        seats_needed(USUAL | change)


def test_terms_are_the_contracts(library):
    """The vectors' terms are blanks of the contract; typed text becomes numbers, a default stands in for what is not typed."""
    assert calc.TERMS.keys() <= library.fields.keys()
    terms = contract_terms({"seat_monthly_price": "5200.50", "payment_term_days": "", "hourly_price": "【待定】", "pricing_model": "混合", "no_such_field": "1"}, library.fields)
    assert (terms["seat_monthly_price"], terms["payment_term_days"], terms["pricing_model"], terms["csat_weight"]) == (5200.5, 30, "混合", 25)
    assert "hourly_price" not in terms and "no_such_field" not in terms


# —— The contract's wording and templates/operations.yml ——

OPERATIONS, PERFORMANCE, DEFINITIONS, STAFFING = "templates/operations.yml", *(f"templates/clauses/{name}.md" for name in ("performance", "definitions", "staffing"))
MISMATCHES = [
    ("扣减分档改了一档", PERFORMANCE, "| 超过5分，15分以内 |", "| 超过5分，18分以内 |", PERFORMANCE, "[考核扣减]", "找不到“超过5分，15分以内｜【二档扣减比例】%”"),
    ("扣减末档改了比例", PERFORMANCE, "| 超过25分 | 100% |", "| 超过25分 | 90% |", PERFORMANCE, "[考核扣减]", "找不到“超过25分｜100%”"),
    ("计分系数改了", PERFORMANCE, "0.6＋0.4×完成度", "0.5＋0.5×完成度", PERFORMANCE, "[计分方法]", "找不到“0.6＋0.4×完成度”"),
    ("奖励门槛改了", PERFORMANCE, "60分以上不足80分的，为70%", "60分以上不足80分的，为75%", PERFORMANCE, "[考核奖励]", "找不到“60分以上不足80分的，为70%”"),
    ("整改条件改了", PERFORMANCE, "累计3个不达标月", "累计4个不达标月", PERFORMANCE, "[连续不达标]", "任意6个考核月内累计3个不达标月"),
    ("并入次数改了", DEFINITIONS, "最多并入两次", "最多并入三次", DEFINITIONS, "[样本不足]", "找不到“最多并入两次”"),
    ("方向改了", DEFINITIONS, "| 平台公开评价 | 越低越好 |", "| 平台公开评价 | 越高越好 |", DEFINITIONS, "[指标总表]", "差评率｜……｜越低越好"),
    ("流动率人数线改了", STAFFING, "平均在册人数不足10名的", "平均在册人数不足8名的", STAFFING, "[流动率上限]", "找不到“平均在册人数不足10名的”"),
    ("登记表改了，正文没改", OPERATIONS, "{from: 40, share: 40}", "{from: 45, share: 40}", PERFORMANCE, "[考核奖励]", "找不到“合计不低于45分”"),
    ("登记表的填写项写错", OPERATIONS, "share: deduction_step_1", "share: deduction_step1", OPERATIONS, "deduction_step1", "最接近的是“deduction_step_1”"),
    ("登记表的前缀写错", OPERATIONS, "prefix: fcr,", "prefix: frc,", OPERATIONS, "frc", "最接近的是“fcr_base”"),
    ("登记表的指标写错", OPERATIONS, "    answer_rate:", "    answer_rates:", OPERATIONS, "answer_rates", "最接近的是“answer_rate”"),
    ("登记表的键写错", OPERATIONS, "most_carries: 2", "most_carry: 2", OPERATIONS, "most_carry", "改成“most_carries”"),
]


@pytest.mark.parametrize(("name", "file", "old", "new", "path", "line", "words"), MISMATCHES, ids=[row[0] for row in MISMATCHES])
def test_text_and_calculation_cannot_part(name, file, old, new, path, line, words, repository: Path, tmp_path: Path):
    shutil.copytree(repository / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("layout", "presets", "documents", "clauses"))
    (tmp_path / "templates/clauses").mkdir()
    for clause in (PERFORMANCE, DEFINITIONS, STAFFING):  # reading the others would only cost time
        shutil.copy(repository / clause, tmp_path / clause)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text, f"{file} 里没有“{old}”，请更新这个测试"
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    problems: list[Problem] = []
    library = read_library(tmp_path, problems)
    [problem] = problems or operations.check(library)
    assert problem.path == path and words in str(problem)
    assert line in (tmp_path / path).read_text(encoding="utf-8").split("\n")[problem.line - 1]
