"""Every scenario is a complete pack that meets the law, and leaves a newcomer about thirty questions on the main contract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.answers import read_answers
from macros.form_data import pack_form
from macros.library import load_library
from macros.limit_checks import findings
from macros.problems import ContentError
from tests.conftest import ROOT

LIBRARY = load_library(ROOT)
FORM = pack_form(LIBRARY)
PRESETS = pytest.mark.parametrize("preset", LIBRARY.presets.values(), ids=LIBRARY.presets)
QUESTIONS = {field.key: field.question for field in LIBRARY.agreement.fields.values()}


def answers_of(preset):
    answers, mistakes = read_answers(preset.answers, FORM)
    assert not mistakes
    return answers


def test_the_five_scenarios_are_there():
    assert set(LIBRARY.presets) == {"ecommerce-promotion", "marketplace-year", "finance-inbound", "micro-per-session", "cross-border"}


@PRESETS
def test_it_is_complete(preset):
    states = answers_of(preset).states
    assert [key for key, state in states.items() if state in ("missing", "unknown")] == []


@PRESETS
def test_it_says_nothing_that_goes_without_saying(preset):
    """An answer to a blank that does not apply, or that only repeats the default, would be dead weight."""
    answers = answers_of(preset)
    fields = {field["label"]: field for field in FORM["fields"]}
    for label in preset.answers:
        field = fields[label]
        assert answers.states[field["key"]] == "given", label
        assert answers.values[field["key"]] != field["default"], label


@PRESETS
def test_it_runs_into_no_limit_but_the_expected_ones(preset):
    found = {finding["id"] for finding in findings(answers_of(preset), FORM) if finding["level"] != "提示"}
    assert found == set(preset.expects)


@PRESETS
def test_about_thirty_questions_are_left(preset):
    states = answers_of(preset).states
    applicable = [kind for key, kind in QUESTIONS.items() if states[key] not in ("inapplicable", "blank")]
    assert 24 <= applicable.count("identity") <= 29
    assert 12 <= applicable.count("negotiable") <= 17


def test_data_going_abroad_is_pointed_out():
    found = {finding["id"]: finding for finding in findings(answers_of(LIBRARY.presets["cross-border"]), FORM)}
    assert {"安全评估", "保护认证", "标准合同"} <= {route for route in ("安全评估", "保护认证", "标准合同") if route in found["data_export_routes"]["message"]}
    others = [preset for slug, preset in LIBRARY.presets.items() if slug != "cross-border"]
    assert not any(finding["id"].startswith("data_export") for preset in others for finding in findings(answers_of(preset), FORM))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  席位月单价: ", "  席位月单家: ", "席位月单家", ("没有【席位月单家】这个填写项", "最接近的是“席位月单价”")),
        ("  甲方规模: 中型企业", "  甲方规模: 中等企业", "中等企业", ("没有“中等企业”这个选项", "中型企业")),
        ("expects: []", "expects: [weight_sum]", "weight_sum", ("没有“weight_sum”这条界限", "weights_sum")),
        ("  席位月单价: ", "  预计月度服务费大写: 人民币壹元整\n  席位月单价: ", "大写", ("由【预计月度服务费】自动得出", "删去")),
        ("summary: ", "summery: ", "summery", ("不认识的键", "summary")),
    ],
)
def test_a_mistake_in_a_scenario_is_reported_on_its_line(tmp_path: Path, old, new, line, words):
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("layout"))
    (tmp_path / "docs/clauses").mkdir(parents=True)
    for page in (ROOT / "docs/clauses").glob("*.md"):
        (tmp_path / "docs/clauses" / page.name).write_text("# 页面\n", encoding="utf-8")
    file = tmp_path / "templates/presets/marketplace-year.yml"
    text = file.read_text(encoding="utf-8").replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_library(tmp_path)
    [problem] = caught.value.problems
    assert problem.path == "templates/presets/marketplace-year.yml"
    assert line in text.split("\n")[problem.line - 1]
    assert all(word in str(problem) for word in words)
