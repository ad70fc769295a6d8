"""What people type becomes the same canonical values in Python and in the browser, literally or refused with a reason."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from macros.amounts import amount_in_words
from macros.answer_file import read_answer_file
from macros.answer_schema import answer_schema
from macros.answer_values import LONGEST, REFUSED, WHITE, normalise
from macros.answers import read_answers
from macros.credit_code import is_credit_code
from macros.problems import nearest
from tests.engine import read, vectors

VALUES = vectors("values")
SAMPLE = VALUES["form"]
HOSTILE = ("<w:p>", "&amp;", "]]>", "#let x = 1", "$x$", "@ref", "*", "_", "`", "\\", "\\u0041", "【甲方名称】", "{{ x }}", ":::", "=1+1", "|", "\"", "'",
           "不知道", "𠮷", "𰻝", "😀", "👨‍👩‍👧", "\u202e", "\u2067", "\ufeff", "\u2028", "\x00", "\x0b", "\ud800", "\r\n", "\n", "\t", "　", "1,234.50", "２０２６年２月３０日",
           "30日", "100%", "-1", "1e9", "NaN", "背靠背", "甲方收到平台结算款后十日内支付。", "合同总额的３０%", "91350100M000100Y43", "仲裁", "法院")  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=8), max_size=4).map("".join)
numbers = st.from_regex(r"[0-9０-９,，. ]{1,18}(元|%|日)?", fullmatch=True) | st.integers(-5, 2**53) | st.decimals(0, 10**6, places=3).map(str)
dates = st.dates().map(str) | st.from_regex(r"20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", fullmatch=True)
scalars = texts | numbers | dates | st.booleans() | st.none()


def keys_of(form: dict):
    return st.sampled_from([name for field in form["fields"] for name in (field["key"], field["label"])])


def answers_of(form: dict):
    """Mostly known keys; values that suit their field about half the time."""
    options = {name: st.sampled_from(field["options"] + ["不知道"]) for field in form["fields"] if field["options"] for name in (field["key"], field["label"])}
    pairs = keys_of(form).flatmap(lambda name: st.tuples(st.just(name), options.get(name, scalars) | scalars))
    strangers = st.tuples(texts.filter(lambda name: not name.isdigit()).map(whole), scalars)
    return st.lists(pairs | strangers, max_size=12).map(dict)


def whole(text: str) -> str:
    """Two halves of a surrogate pair side by side are one character, as in JavaScript."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.fixture(scope="module", autouse=True)
def sample(engine):
    engine.form("sample", SAMPLE)


@pytest.mark.parametrize("case", VALUES["cases"], ids=lambda case: json.dumps(case["raw"])[:60])
def test_value(case, engine):
    result = read(SAMPLE, case["raw"])
    for part in ("values", "states", "shown", "stored"):
        assert result[part] | case.get(part, {}) == result[part]
    assert [[mistake["key"], mistake["message"]] for mistake in result["mistakes"]] == case["mistakes"]
    assert [mistake["remedy"] for mistake in result["mistakes"]][: len(case.get("remedies", []))] == case.get("remedies", [])
    assert engine.read("sample", case["raw"]) == result


@pytest.mark.parametrize(("key", "type_"), [("party", "text"), ("note", "long_text")])
@pytest.mark.parametrize("char", ["字", "𠮷"])
def test_longest_value(key, type_, char, engine):
    fits, exceeds = {key: char * LONGEST[type_]}, {key: char * (LONGEST[type_] + 1)}
    assert read(SAMPLE, fits)["shown"][key] == fits[key]
    assert [mistake["message"][-12:] for mistake in read(SAMPLE, exceeds)["mistakes"]] == [f"太长，现在是 {LONGEST[type_] + 1} 个字"[-12:]]
    for raw in (fits, exceeds):
        assert engine.read("sample", raw) == read(SAMPLE, raw)


@pytest.mark.parametrize(("amount", "words"), vectors("amounts").items())
def test_amount_in_words(amount, words, engine):
    assert amount_in_words(amount) == words
    assert engine.amount(amount) == words


@given(st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,2})?", fullmatch=True))
def test_amounts_agree(engine, amount):
    words = amount_in_words(amount)
    assert engine.amount(amount) == words
    assert "零零" not in words and words.endswith(("整", "分"))


@pytest.mark.parametrize(("code", "valid"), vectors("credit_codes").items())
def test_credit_code(code, valid, engine):
    assert is_credit_code(code) is valid
    assert engine.creditCode(code) is valid


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZaß", min_size=17, max_size=19))
def test_credit_codes_agree(engine, code):
    assert engine.creditCode(code) == is_credit_code(code)


@given(code=st.just("91350100M000100Y43"), place=st.integers(0, 17), char=st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_credit_code_catches_any_single_slip(code, place, char):
    assert is_credit_code(code[:place] + char + code[place + 1 :]) == (char == code[place])


@given(word=st.text(max_size=12) | st.text("abcde_甲乙方名称", max_size=20))
def test_suggestions_agree(engine, form, word):
    known = [name for field in form["fields"] for name in (field["key"], field["label"])]
    assert engine.nearest(whole(word), known) == nearest(whole(word), known)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(raw=answers_of(SAMPLE))
def test_engines_agree_on_any_answers(engine, raw):
    assert engine.read("sample", raw) == read(SAMPLE, raw)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_engines_agree_on_the_contract(engine, form, data):
    raw = data.draw(answers_of(form))
    assert engine.read("contract", raw) == read(form, raw)


@given(text=texts)
@example("不知道")
@example(" 甲\t乙 ")
@example("甲\r\n乙")
def test_text_comes_out_literally_or_is_refused(text):
    text = whole(text)
    for key in ("party", "note"):
        result = read(SAMPLE, {key: text})
        lines = re.sub(r"\r\n?", "\n", text).strip(WHITE)
        if lines in ("", "不知道"):
            assert result["shown"][key] in ("【待定】", "／", "　　　　　　") and not result["mistakes"]
        elif REFUSED.search(lines) or (key == "party" and "\n" in lines):
            assert result["mistakes"][0]["remedy"] and result["shown"][key] == "【待定】"
        else:
            assert result["shown"][key] == result["stored"][key] == lines.replace("\t", " ")


@given(raw=answers_of(SAMPLE))
def test_reading_again_what_was_read_changes_nothing(raw):
    answers, _ = read_answers(raw, SAMPLE)
    given_values = {key: value for key, value in answers.values.items() if answers.states[key] == "given"}
    again, mistakes = read_answers(given_values, SAMPLE)
    assert not mistakes
    assert {key: again.values[key] for key in given_values} == given_values


def test_a_pending_choice_leaves_its_blanks_to_be_filled(form):
    open_choice = read(form, {"计费方式": "不知道"})
    assert {open_choice["states"][key] for key in ("seat_monthly_price", "tier_one_price")} == {"missing"}
    decided = read(form, {"计费方式": "按席位"})
    assert (decided["states"]["seat_monthly_price"], decided["states"]["tier_one_price"]) == ("missing", "inapplicable")
    assert "tier_one_price" not in decided["unanswered"]


def test_every_default_is_canonical(form):
    assert [field["key"] for field in form["fields"] if field["default"] not in ("", normalise(field["default"], field))] == []


FILES = {
    "good.yml": "# 注释\n范本: sample\n甲方名称: 上海某某商贸有限公司  # 注释\n付款期限: 030\nhours: 1.20\nphone: true\nnote: |\n  第一行 # 不是注释\n  第二行: 冒号\n起始日: 2026-12-01\n'计费方式': \"按\\u91cf\"\nfee:\n",
    "good.json": '{"甲方名称": "甲\\n\\u4e59\\ud83d\\ude00", "days": 30, "hours": 1.20,\n "fee": 1e5, "phone": true, "note": null}\n',
    "tabs.json": '{\r\n\t"甲方名称": "甲",\r\n\t"days": "30"\r\n}',
    "comments.yml": "甲方名称: # 待填\nnote: |  # 注释\n  一\n# 注释\n\"days\":  # 注释\nfee:\n  #注释\nhours: 1\n",
    "flow.yml": "{甲方名称: 甲, days: 30}\n",
    "empty.json": "{}",
}
BROKEN = {
    "blank.yml": (" \n\n", 1, "文件是空的"),
    "twice.yml": ("甲方名称: 甲\ndays: 1\n甲方名称: 乙\n", 3, "“甲方名称”写了两次，第 1 行已经写过"),
    "nested.yml": ("甲方名称: 甲\ndays:\n  - 1\n  - 2\n", 2, "值里又套了一组值"),
    "nested-map.yml": ("甲方名称:\n  名称: 甲\n", 1, "值里又套了一组值"),
    "list.yml": ("- 甲方名称: 甲\n", 1, "这里应当是一组“填写项: 值”"),
    "full-colon.yml": ("甲方名称：甲\ndays: 1\n", 1, "键后面用了全角冒号“：”"),
    "full-colon-below.yml": ("days: 1\n甲方名称：甲\n", 2, "键后面用了全角冒号“：”"),
    "all-full-colons.yml": ("甲方名称：甲\n乙方名称：乙\n", 1, "键后面用了全角冒号“：”"),
    "no-space.yml": ("days: 1\n甲方名称:甲\n", 2, "冒号后面少一个空格"),
    "colon.yml": ("note: 地点: 上海\n", 1, "值里有半角冒号"),
    "quote.yml": ("days: 1\nnote: \"没有写完\nfee: 1\n", 2, "双引号没有成对"),
    "percent.yml": ("rate: %5\n", 1, "值以特殊符号开头"),
    "tag.yml": ("note: !重要 事项\n", 1, "值以特殊符号开头"),
    "anchor.yml": ("note: &甲 事项\n", 1, "值以特殊符号开头"),
    "comment.yml": ("note: 某路 #3 楼\n", 1, "半角 # 后面的文字会被当作注释丢掉"),
    "comment-only.yml": ("days: 1\nnote: #import \"x\"\n", 2, "半角 # 后面的文字会被当作注释丢掉"),
    "quoted-key-comment.yml": ("\"note\": #3\n", 1, "半角 # 后面的文字会被当作注释丢掉"),
    "braces.yml": ("note: {{ 甲 }}\n", 1, "值以特殊符号开头"),
    "brackets.yml": ("note: [甲, 乙]\n", 1, "值以特殊符号开头"),
    "dash.yml": ("days: 1\nnote: - 甲\n", 2, "值以特殊符号开头"),
    "greater.yml": ("note: >=18 岁\n", 1, "值以特殊符号开头"),
    "backslash.yml": ("note: \"D:\\文件\"\n", 1, "双引号里的反斜杠有特别的意思"),
    "no-colon.yml": ("甲方名称 云帆\ndays: 1\n", 1, "这一行没有半角冒号"),
    "text-below.yml": ("note: |\n  第一行\n第二行\ndays: 1\n", 3, "这一行没有半角冒号"),
    "folded.yml": ("note: 第一行\n  第二行\n", 1, "值分成了几行"),
    "hidden.yml": ("days: 1\nnote: 甲\u202e乙\n", 2, "有看不见的控制字符（U+202E）"),
    "two.yml": ("days: 1\n---\ndays: 2\n", 2, "一个文件里写了几份填写值"),
    "blank.json": ("\n", 1, "文件是空的"),
    "twice.json": ('{"days": 1,\n"days": 2}', 2, "“days”写了两次，第 1 行已经写过"),
    "nested.json": ('{"days": 1,\n"note": ["甲"]}', 2, "值里又套了一组值"),
    "list.json": ("[1]", 1, "JSON 文件应当以 { 开头"),
    "comma.json": ('{"days": 1\n"note": "甲"}', 1, "“days”的值后面没有半角逗号"),
    "last-comma.json": ('{"days": 1,\n}', 1, "最后一项后面多了一个逗号"),
    "colon.json": ('{"days"： 1}', 1, "“days”后面没有半角冒号"),
    "bare.json": ('{"note": 甲}', 1, "“甲”不是完整的 JSON 值"),
    "nan.json": ('{"note": NaN}', 1, "“NaN”不是完整的 JSON 值"),
    "bare-key.json": ('{days: 1}', 1, "“days”不是完整的 JSON 值"),
    "number-key.json": ("{1: 1}", 1, "这里应当是半角双引号括起来的键，不是“1”"),
    "quotes.json": ('{“days”: 1}', 1, "““days””不是完整的 JSON 值"),
    "space.json": ('{\xa0"days": 1}', 1, "“\xa0”不是完整的 JSON 值"),
    "cut.json": ('{"days": 1,\n"note": "甲', 2, "“\"”不是完整的 JSON 值"),
    "unfinished.json": ('{"days": 1', 1, "文件没有写完"),
    "more.json": ('{"days": 1}\n{}', 2, "结尾的 } 后面还有“{”"),
}  # fmt: skip


def python_file(text: str, name: str) -> dict:
    file = read_answer_file(text, name)
    return {"raw": file.raw, "lines": file.lines, "problems": [vars(problem) for problem in file.problems]}


@pytest.mark.parametrize("name", FILES)
def test_answer_file(name, engine):
    result = python_file(FILES[name], name)
    assert not result["problems"]
    assert engine.file(FILES[name], name) == result


def test_answers_are_read_as_they_are_written():
    assert read_answer_file(FILES["good.yml"], "good.yml").raw == {
        "范本": "sample", "甲方名称": "上海某某商贸有限公司", "付款期限": "030", "hours": "1.20", "phone": "true",
        "note": "第一行 # 不是注释\n第二行: 冒号\n", "起始日": "2026-12-01", "计费方式": "按量", "fee": "",
    }  # fmt: skip
    good = read_answer_file(FILES["good.json"], "good.json")
    assert good.raw == {"甲方名称": "甲\n乙😀", "days": "30", "hours": "1.20", "fee": "1e5", "phone": True, "note": None}
    assert (good.lines["hours"], good.lines["fee"]) == (1, 2)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answer_file(name, engine):
    text, line, cause = BROKEN[name]
    result = python_file(text, name)
    assert [(problem["line"], problem["cause"]) for problem in result["problems"]] == [(line, cause)]
    assert engine.file(text, name) == result


@given(raw=st.dictionaries(texts.filter(lambda key: not key.isdigit()), texts | st.booleans() | st.none()), ascii_=st.booleans(), indent=st.sampled_from([None, 1, "\t"]))
def test_json_files_agree(engine, raw, ascii_, indent):
    text = json.dumps(raw, ensure_ascii=ascii_, indent=indent)
    result = python_file(whole(text), "a.json")
    assert engine.file(whole(text), "a.json") == result
    if ascii_:
        assert result["raw"] == {whole(key): whole(value) if isinstance(value, str) else value for key, value in raw.items()}


@given(text=st.text('{}[]":,\\ \n\t0123456789.-eatrufnls甲“”', max_size=40))
def test_any_json_text_agrees(engine, text):
    assert engine.file(text, "a.json")["problems"] == python_file(text, "a.json")["problems"]


@given(values=st.lists(texts.map(lambda text: REFUSED.sub("", whole(text)).replace("\r", "")), max_size=5))
def test_quoted_yaml_agrees(engine, values):
    text = "甲: 一\n" + "".join(f"键{number}: {json.dumps(value, ensure_ascii=False)}\n" for number, value in enumerate(values))
    result = python_file(text, "a.yml")
    assert result["raw"] == {"甲": "一"} | {f"键{number}": value for number, value in enumerate(values)}
    assert engine.file(text, "a.yml") == result


def test_schema_lists_every_field_under_both_names(form):
    schema = answer_schema(form)
    names = {name for field in form["fields"] if not field["of"] for name in (field["key"], field["label"])}
    assert schema["properties"].keys() - names == {"$schema", "范本", "template", "范本版本", "template_version"}
    assert names <= schema["properties"].keys()
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("raw", [{"付款期限": "30日"}, {"付款期限": 30}, {"付款期限": None}, {"付款期限": "不知道"}, {"合作起始日": "2027/1/1"}, {"电话渠道": True}, {"甲方名称": 1}])
def test_schema_accepts(raw, form):
    assert rejected(raw, answer_schema(form)) == []


@pytest.mark.parametrize("raw", [{"付款期限": "三十"}, {"付款期限": -1}, {"合作起始日": "明天"}, {"电话渠道": "也许"}, {"计费方式": "按天"}, {"甲方名称": "甲" * 501}, {"甲方": "甲"}])
def test_schema_rejects(raw, form):
    assert rejected(raw, answer_schema(form)) == list(raw)


def test_scenarios_are_read_alike_and_fit_the_schema(form, engine):
    for preset in form["presets"]:
        result = read(form, preset["answers"])
        assert not result["mistakes"]
        assert engine.read("contract", preset["answers"]) == result
        assert rejected(preset["answers"], answer_schema(form)) == []


def rejected(raw: dict, schema: dict) -> list[str]:
    """Keys that the schema does not accept, by the keywords that it uses."""
    kinds = {"string": str, "number": (int, float), "integer": int, "boolean": bool}

    def fits(value, rules: dict) -> bool:
        if "enum" in rules:
            return value in rules["enum"]
        return (
            any(isinstance(value, kinds[kind]) for kind in ([rules["type"]] if isinstance(rules["type"], str) else rules["type"]))
            and (not isinstance(value, str) or (len(value) <= rules.get("maxLength", len(value)) and bool(re.search(rules.get("pattern", ""), value))))
            and (isinstance(value, str) or value >= rules.get("minimum", value))
        )

    definition = {name: schema["$defs"][rules["$ref"].split("/")[-1]] for name, rules in schema["properties"].items() if "$ref" in rules}
    return [key for key, value in raw.items() if key not in definition or not any(fits(value, rules) for rules in definition[key]["anyOf"])]
