"""真外包自测: every vector comes out as written, in the browser as in Python; every example is told apart; our own contract shows no sign."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import self_test_page
from macros.checks import dispatch_signs as check
from macros.dispatch_scan import scan
from macros.dispatch_signs import PATH, load_dispatch_signs
from macros.numerals import to_chinese
from tests.conftest import ROOT
from tests.engine import NODE, vectors

VECTORS = vectors("dispatch_signs")
REGISTRY = load_dispatch_signs(ROOT, [])[0]
RULES = REGISTRY.page_data["scan"]
EXAMPLES = [(key, words, example) for key, sign in REGISTRY.signs.items() for words in sign.wording for example in (*words.catches, *words.allows)]
OPPOSITE = {"是": "否", "否": "是"}


class Browser:
    """One node process; calls of tests/run_dispatch_signs.mjs as methods."""

    def __init__(self):
        runner = Path(__file__).with_name("run_dispatch_signs.mjs")
        self._node = subprocess.Popen([NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", runner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, *request):
        self._node.stdin.write(json.dumps(request) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def close(self):
        self._node.stdin.close()
        self._node.wait()
        self._node.stdout.close()


@pytest.fixture(scope="module")
def browser():
    browser = Browser()
    browser.ask("data", REGISTRY.page_data)
    yield browser
    browser.close()


def given_answers(vector: dict) -> dict:
    """The vector's answers; `others` says how the remaining questions are answered."""
    answers = {}
    for key, sign in REGISTRY.signs.items():
        answers[key] = {"fine": OPPOSITE[sign.sign], "sign": sign.sign}.get(vector["others"], vector["others"])
    return {key: answer for key, answer in (answers | vector["answers"]).items() if answer}


@pytest.mark.parametrize("vector", VECTORS["assess"], ids=lambda vector: vector["name"])
def test_answers_come_to_the_verdict(vector, browser):
    result, wanted = browser.ask("assess", given_answers(vector)), vector["output"]
    assert (result["verdict"], result["low"], result["high"], result["total"]) == (wanted["verdict"], wanted["low"], wanted["high"], 46)
    assert (result["found"] if isinstance(wanted["found"], list) else len(result["found"])) == wanted["found"]
    assert len(result["unknown"]) == wanted["unknown"]
    assert [clash["keys"] for clash in result["clashes"]] == wanted["clashes"]


@pytest.mark.parametrize("vector", VECTORS["scan"], ids=lambda vector: vector["name"])
def test_wording_is_found_or_passed(vector, browser):
    result = browser.ask("scan", vector["text"], vector.get("names"))
    assert result["verdict"] == vector["verdict"]
    assert [[finding["sentence"], [sign["sign"] for sign in finding["signs"]]] for finding in result["findings"]] == vector["findings"]
    if "names" not in vector:
        assert scan(vector["text"], RULES) == result


@pytest.mark.parametrize(("key", "words", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_example_is_told_apart(key, words, example, browser):
    result = scan(example, RULES)
    found = {sign["sign"]: sign for finding in result["findings"] for sign in finding["signs"]}
    if example in words.catches:
        assert key in found
    else:
        assert found == {}
    assert browser.ask("scan", example) == result


PIECES = st.sampled_from([*(example for *_, example in EXAMPLES), "甲方不得：", "（1）", "2. ", "；", "。", "\n", "，", "不得", "甲方", "乙方", "服务人员", "考勤", "𠮷", " ", "　", "A"])


@given(pieces=st.lists(PIECES, max_size=12))
def test_the_scan_means_the_same_in_both_languages(browser, pieces):
    text = "".join(pieces)
    assert browser.ask("scan", text) == scan(text, RULES)


def test_our_own_contract_shows_no_sign(library):
    for path, source in library.sources.items():
        text = "\n".join(row for _, _, row in source.wording())
        assert scan(text, RULES)["findings"] == [], path


def test_the_house_rule_on_dispatch_agrees(library):
    for rule in (rule for rule in library.wording.forbidden if rule.law == "pqzx-27"):
        assert all(scan(example, RULES)["findings"] for example in rule.catches)
        assert not any(scan(example, RULES)["findings"] for example in rule.allows)


def test_rewordings_show_no_sign_themselves():
    for sign in REGISTRY.signs.values():
        for text in (sign.normal, sign.instead, *(words.reword for words in sign.wording)):
            assert scan(text, RULES)["findings"] == [], text


def test_there_are_fifteen_to_twenty_questions_in_coherent_groups():
    groups = [sign.group for sign in REGISTRY.signs.values()]
    assert 15 <= len(groups) <= 20
    assert f"## {to_chinese(len(groups))}个问题" in (ROOT / "docs/self-test.md").read_text(encoding="utf-8")
    assert len([group for index, group in enumerate(groups) if index == 0 or group != groups[index - 1]]) == len(set(groups))


def test_no_text_calls_a_relation_lawful_or_unlawful():
    def words(value):
        if isinstance(value, dict):
            return [found for each in value.values() for found in words(each)]
        return [found for each in value for found in words(each)] if isinstance(value, list) else [str(value)]

    shown = [text for text in words(REGISTRY.model_dump(exclude={"scan": {"words"}})) if "使乙方违法解除" not in text]
    assert [text for text in shown if re.search("合法|违法|无效", text)] == []


def test_the_static_page_says_everything_without_scripts(library):
    html = self_test_page.questions(library, library.numbering(library.agreement), lambda anchor: f"#{anchor}", "../laws/")
    for sign in REGISTRY.signs.values():
        assert all(text in html for text in (sign.question, sign.normal, sign.meaning, sign.risk, sign.instead, sign.find_out))
    assert '<a href="../laws/#pqzx-27">《劳务派遣暂行规定》第二十七条</a>' in html
    assert "style=" not in html and "onclick" not in html and "\n" not in html


MISTAKES = {
    "an unregistered article": ("laws: {ldht-57-67: [62], pqzx-27: [27]}", "laws: {ldht-57-67: [68], pqzx-27: [27]}", "没有登记第 68 条"),
    "an unknown law": ("laws: {ldht-57-67: [62], pqzx-27: [27]}", "laws: {ldht-57: [62]}", "不在法规登记表中"),
    "an unknown paragraph": ("paragraphs: [removal-request, red-line-handling]", "paragraphs: [removal-requests]", "最接近的是“removal-request”"),
    "a conflict about no question": ("answers: {manager: 是, leave: 是}", "answers: {manager: 是, leaves: 是}", "没有“leaves”这个问题"),
    "an example that is not caught": ("catches: [服务费按人头结算。,", "catches: [服务费按席位结算。,", "应当报而没有报"),
    "an example that is caught": ("allows: [服务费按席位结算。,", "allows: [服务费按人头结算。,", "不应当报却报了"),
}
UNREADABLE = {
    "a broken pattern": ("'<甲方><12>(?:批假|", "'<甲方><12>((?:批假|", "不是有效的正则表达式"),
    "an unknown name in a pattern": ("'<甲方><12>(?:批假|", "'<丙方><12>(?:批假|", "没有写在 scan.words 里"),
    "a pattern that JavaScript reads otherwise": ("'<甲方><12>(?:批假|", r"'<甲方>\d(?:批假|", "在浏览器里读法不同"),
    "bands that leave nothing between": ("least: 12", "least: 5", "中间还要留出"),
    "a weight of four": ("weight: 1", "weight: 4", "weight"),
}


def edited(tmp_path, old: str, new: str):
    """The registry with one edit, and what loading it says."""
    text = (ROOT / PATH).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "templates").mkdir()
    (tmp_path / PATH).write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = []
    return *load_dispatch_signs(tmp_path, problems), problems


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(library, tmp_path, old, new, words):
    registry, lines, problems = edited(tmp_path, old, new)
    assert problems == []
    found = list(check.check(dataclasses.replace(library, dispatch_signs=registry, dispatch_sign_lines=lines)))
    assert len(found) == 1 and words in str(found[0]) and found[0].line > 1


@pytest.mark.parametrize(("old", "new", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_in_chinese(tmp_path, old, new, words):
    registry, _, problems = edited(tmp_path, old, new)
    assert registry is None and len(problems) == 1 and words in str(problems[0]) and problems[0].line > 1
