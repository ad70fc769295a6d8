"""Every legal limit objects and keeps silent where its vectors say so, in Python and in the browser, resting on the law that it cites."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.answers import read_answers
from macros.form_data import form_data
from macros.limit_checks import LEVELS, findings
from tests.engine import read, vectors

VECTORS = vectors("limits")
CASES = [(vector["limit"], raw, objects) for vector in VECTORS for objects in (True, False) for raw in vector["objects" if objects else "silent"]]
RESTS = ("", "日", "，", "。", "；", "\n", "不得", "３０%", "30 %", "(", "𠮷")


@pytest.mark.parametrize(("limit", "raw", "objects"), CASES, ids=lambda value: str(value)[:50])
def test_limit(limit, raw, objects, form, engine):
    result = read(form, raw)
    assert not result["mistakes"]
    assert (limit in [finding["id"] for finding in result["findings"]]) is objects
    assert engine.read("contract", raw) == result


def test_every_limit_is_covered_and_cites_its_law(library, form):
    assert [vector["limit"] for vector in VECTORS] == list(dict.fromkeys(vector["limit"] for vector in VECTORS))
    assert {vector["limit"]: vector["law"] for vector in VECTORS} == {limit.id: limit.law for limit in library.limits.values()}
    always = {limit.id for limit in library.limits.values() if limit.rule.op == "none" and not limit.applies_when}
    assert [vector["limit"] for vector in VECTORS if not vector["objects"] or (not vector["silent"] and vector["limit"] not in always)] == []
    assert {limit["id"] for limit in form["limits"]} == library.limits.keys()


def test_a_finding_says_what_is_wrong_why_and_what_is_safer(form):
    found = read(form, {"甲方规模": "机关或事业单位", "乙方规模": "小型企业", "付款期限": "90"})["findings"]
    finding = next(finding for finding in found if finding["id"] == "payment_term_public_max")
    assert (finding["level"], finding["fields"], finding["safer_value"]) == ("违法或无效", ["payment_term_days"], "30")
    assert finding["law"]["id"] == "smepay-9" and finding["law"]["citation"].startswith("《保障中小企业款项支付条例》")
    assert set(finding) == {"id", "level", "fields", "topic", "message", "remedy", "safer_value", "law"}
    assert [LEVELS.index(each["level"]) for each in found] == sorted(LEVELS.index(each["level"]) for each in found)


def test_every_safer_value_is_accepted_and_silences_its_limit(form):
    for vector in VECTORS:
        limit = next(limit for limit in form["limits"] if limit["id"] == vector["limit"])
        if limit["safer_value"] is None or limit["rule"]["op"] == "none":
            continue
        for raw in vector["objects"]:
            field = limit["fields"][0]
            labels = {field, next(each["label"] for each in form["fields"] if each["key"] == field)}
            result = read(form, {key: value for key, value in raw.items() if key not in labels} | {field: limit["safer_value"]})
            assert not result["mistakes"]
            assert vector["limit"] not in [finding["id"] for finding in result["findings"]]


def test_defaults_alone_are_neither_illegal_nor_risky(form):
    wanting = {limit["id"] for limit in form["limits"] if limit["rule"]["op"] == "filled"}
    assert [finding["id"] for finding in read(form, {})["findings"] if finding["level"] in LEVELS[:2] and finding["id"] not in wanting] == []


def test_dangerous_wording_is_found_in_what_people_type(library, form, engine):
    field = next(field for field in form["fields"] if field["type"] == "long_text" and not field["when"])
    for rule, data in zip(library.wording.forbidden, form["wording"]):
        for example in rule.catches:
            raw = {field["label"]: example}
            found = [finding for finding in read(form, raw)["findings"] if finding["id"] == "wording"]
            assert f"【{field['label']}】里的“{rule.found_in(example)}”：{rule.why}。" in [finding["message"] for finding in found]
            assert all(finding["level"] == "高风险" and finding["fields"] == [field["key"]] for finding in found)
            assert (data["law"] or {}).get("id") == rule.law
            assert engine.read("contract", raw)["findings"] == read(form, raw)["findings"]
        for example in rule.allows:
            messages = [finding["message"] for finding in read(form, {field["label"]: example})["findings"]]
            assert not any(rule.why in message for message in messages)


@given(data=st.data())
def test_wording_rules_mean_the_same_in_both_languages(library, form, engine, data):
    examples = [example for rule in library.wording.forbidden for example in (*rule.catches, *rule.allows)]
    pieces = st.sampled_from(examples).flatmap(lambda text: st.tuples(st.integers(0, 8), st.integers(4, 40)).map(lambda cut: text[cut[0] : cut[1]]))
    text = "".join(data.draw(st.lists(pieces | st.sampled_from(RESTS), min_size=1, max_size=5)))
    raw = {"processing_purpose": text}
    assert engine.read("contract", raw)["findings"] == read(form, raw)["findings"]


def test_checking_is_quick_enough_for_every_keystroke(form, engine):
    raw = {field["label"]: field["example"] or field["default"] for field in form["fields"] if not field["of"]}
    rounds = 20
    start = time.perf_counter()
    for _ in range(rounds):
        findings(read_answers(raw, form)[0], form)
    assert (time.perf_counter() - start) / rounds < 0.05  # about 3 ms on an idle machine
    assert engine.milliseconds("contract", raw, rounds) < 50


def test_form_leaves_out_limits_whose_blanks_are_elsewhere(library):
    alone = form_data(library.alone("fees"), library)
    assert alone["fields"] and {field["group"] for field in alone["fields"]} >= {"fees"}
    keys = {field["key"] for field in alone["fields"]} | {"term_months"}
    assert 0 < len(alone["limits"]) < len(library.limits)
    for limit in alone["limits"]:
        assert {*limit["fields"], *(condition["field"] for condition in limit["applies_when"])} <= keys
