"""填写值: what people typed → canonical values, and what is printed and stored for every blank.

docs/assets/fill/answers.js mirrors this module, messages included; tests/vectors holds the two together.
`form` is the plain data of macros/form_data.py, the same in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from macros.amounts import amount_in_words
from macros.contract import PENDING
from macros.problems import nearest

NOT_APPLICABLE = "／"
TEMPLATE_KEYS = ("范本", "template")
RESERVED_KEYS = (*TEMPLATE_KEYS, "范本版本", "template_version", "$schema")
UNKNOWN_WORDS = ("不知道", "待定", PENDING, "未定")
YES = ("true", "是", "√", "1", "勾选", "yes")
NO = ("false", "否", "×", "0", "不勾选", "no")
NUMBERS = ("integer", "decimal", "percent", "money")
LONGEST = {"text": 500, "long_text": 10_000}

WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_COMPACT = _FULL_WIDTH | dict.fromkeys(map(ord, WHITE))
# Control characters, halves of surrogate pairs, noncharacters, and marks that reorder or hide the text around them.
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"([0-9]{1,15})(\.[0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")


@dataclass(frozen=True)
class Mistake:
    """An answer that cannot be used. `key` is the one written in the file, or empty."""

    key: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Answers:
    """`values`: field key → canonical value, of the fields that have one and apply.
    `states`: every field key → given, default, unknown, missing (required), blank (optional) or inapplicable."""

    values: dict[str, str | bool]
    states: dict[str, str]


class Refusal(ValueError):
    """Raised by `normalise`."""

    def __init__(self, message: str, remedy: str):
        super().__init__(message)
        self.message, self.remedy = message, remedy


def read_answers(raw: Mapping[str, object], form: dict) -> tuple[Answers, list[Mistake]]:
    """The answers in canonical form, and every mistake in them. `raw`: label or key → text, number, bool or None."""
    fields = {name: field for field in form["fields"] for name in (field["key"], field["label"])}
    given: dict[str, str | bool | None] = {}
    written: dict[str, str] = {}
    mistakes = []
    for name, value in raw.items():
        field = fields.get(name)
        try:
            if name in RESERVED_KEYS:
                _check_template(name, value, form)
            elif field is None:
                raise Refusal(f"没有{quoted(name)}这一填写项", nearest(name, fields) + "键要与填写项的中文标签或英文名完全一致；用不上的删去这一行。")
            elif field["key"] in written:
                raise Refusal(f"【{field['label']}】写了两次，另一处的键是{quoted(written[field['key']])}", "留下一处，删去另一处。")
            else:
                written[field["key"]] = name
                given[field["key"]] = normalise(value, field)
        except Refusal as refusal:
            mistakes.append(Mistake(name, refusal.message, refusal.remedy))
            if field:
                given.setdefault(field["key"], None)
    return _settled(given, form), mistakes


def _check_template(name: str, value: object, form: dict) -> None:
    slug = _text(value).strip(WHITE)
    if name in TEMPLATE_KEYS and slug not in ("", form["document"], form["title"]):
        raise Refusal(f"这份填写内容属于另一份范本{quoted(slug)}", f"本范本是“{form['document']}”：换一份填写内容，或改正这一行。")


def normalise(value: object, field: dict) -> str | bool:
    """The canonical value, "" for no answer, PENDING for an unknown one. Raises Refusal."""
    if isinstance(value, (list, dict)):
        raise Refusal(f"【{field['label']}】下面写了一组值", "只写一个值；多行文字合成一段。")
    text = _text(value).replace("\r\n", "\n").replace("\r", "\n").strip(WHITE)
    if not text or text in UNKNOWN_WORDS:
        return PENDING if text else ""
    label = field["label"]
    if found := REFUSED.search(text):
        place = f"第 {found.start() + 1} 个字（U+{ord(found[0]):04X}）"
        raise Refusal(f"【{label}】里有看不见的控制字符：{place}", "删去这个位置前后各一个字再重新输入；或者先粘贴到记事本，再从记事本复制过来。")
    text = text.replace("\t", " ")
    if "\n" in text and field["type"] != "long_text":
        raise Refusal(f"【{label}】只能写一行", "删去换行。")
    match field["type"]:
        case "text" | "long_text" as type_:
            if len(text) > LONGEST[type_]:
                raise Refusal(f"【{label}】太长，现在是 {len(text)} 个字", f"最多 {LONGEST[type_]} 个字；更长的写进附件。")
            return text
        case "choice":
            if text not in field["options"]:
                raise Refusal(f"【{label}】没有{quoted(text)}这个选项", f"改成以下之一：{'、'.join(field['options'])}。")
            return text
        case "checkbox":
            if text.lower() not in (*YES, *NO):
                raise Refusal(f"【{label}】是勾选项，不能写{quoted(text)}", "写“是”或“否”。")
            return text.lower() in YES
        case "date":
            return _date(text, field)
        case "amount_in_words":
            raise Refusal(f"【{label}】由对应的金额自动得出，不用填", "删去这一行。")
        case _:
            return _number(text, field)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")  # two halves make one character


def quoted(text: str) -> str:
    """The beginning of what was written, safe to show."""
    start = re.sub(r"[\n\t]", " ", REFUSED.sub("�", text[:20]))
    return f"“{start}{'……' if len(text) > 20 else ''}”"


def _number(text: str, field: dict) -> str:
    label, unit = field["label"], field["unit"] or ""
    plain = text.translate(_COMPACT)
    units = (unit, "元" if field["type"] == "money" else "", "%" if field["type"] == "percent" else "")
    plain = plain.removesuffix(next((name for name in units if name and plain.endswith(name)), ""))
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    found = _NUMBER.fullmatch(plain)
    if not found:
        hint = f"（单位“{unit}”可以不写）" if unit else ""
        raise Refusal(f"【{label}】写的{quoted(text)}不是数字", f"只写阿拉伯数字{hint}，不写正负号、“约”和“万”；整数最多 15 位，小数最多 6 位。")
    integer, fraction = found[1].lstrip("0") or "0", found[2] or ""
    if field["type"] == "integer":
        if fraction.strip(".0"):
            raise Refusal(f"【{label}】应当是整数，不能写{quoted(text)}", "去掉小数部分。")
        return integer
    if field["type"] == "money" and len(fraction) > 3:
        raise Refusal(f"【{label}】最多写到分，不能写{quoted(text)}", "留两位小数。")
    return integer + fraction


def _date(text: str, field: dict) -> str:
    found = _DATE.fullmatch(text.translate(_COMPACT))
    try:
        year, month, day = (int(part) for part in (found[1], found[3] or found[5], found[4] or found[6])) if found else (0, 0, 0)
        if not 2000 <= year <= 2100:
            raise ValueError
        return date(year, month, day).isoformat()
    except ValueError:
        raise Refusal(f"【{field['label']}】写的{quoted(text)}不是有效的日期", "写成 2026-12-01（年-月-日）；年份在 2000 到 2100 之间，日历上要有这一天。") from None


def _settled(given: dict[str, str | bool | None], form: dict) -> Answers:
    """`given`: what `normalise` returned, or None where it refused."""
    values, states = {}, {}
    for field in form["fields"]:
        key, value = field["key"], given.get(field["key"], "")
        if value is None:
            states[key] = "missing"
        elif value == PENDING:
            states[key] = "unknown"
        elif value != "":
            values[key], states[key] = value, "given"
        elif field["default"] != "":
            values[key], states[key] = field["default"], "default"
        else:
            states[key] = "missing" if field["required"] and not field["of"] else "blank"
    answers = Answers(values, states)
    _drop_inapplicable(answers, form)
    for field in form["fields"]:
        if field["of"] in values and states[field["key"]] == "blank":
            states[field["key"]] = "default"
    return answers


def _drop_inapplicable(answers: Answers, form: dict) -> None:
    """A blank applies while the text it stands in may be part of the contract: a pending choice keeps its alternatives."""
    fields = {field["key"]: field for field in form["fields"]}
    decided: set[str] = set()

    def decide(key: str) -> str:
        if key not in decided:
            decided.add(key)
            chains = fields[key]["when"]
            if chains and not any(all(map(holds, chain)) for chain in chains):
                answers.values.pop(key, None)
                answers.states[key] = "inapplicable"
        return answers.states[key]

    def holds(condition: dict) -> bool:
        key = condition["field"]
        if decide(key) in ("unknown", "missing"):
            return fields[key]["type"] == "choice"
        return answers.values.get(key) in condition["in"]

    for key in fields:
        decide(key)


def applies(answers: Answers, key: str) -> bool:
    """True where the blank is part of the contract."""
    return answers.states[key] != "inapplicable"


def unanswered(answers: Answers) -> list[str]:
    """Keys of the fields that will be printed as PENDING, in contract order."""
    return [key for key, state in answers.states.items() if state in ("missing", "unknown")]


def shown(answers: Answers, form: dict) -> dict[str, str | bool]:
    """Every field key → what is printed; a checkbox → ticked or not."""
    printed = {field["key"]: _printed(answers, field) for field in form["fields"]}
    for field in form["fields"]:
        if field["of"] and applies(answers, field["key"]):
            amount = answers.values.get(field["of"])
            printed[field["key"]] = amount_in_words(amount) if amount else printed[field["of"]]
    return printed


def _printed(answers: Answers, field: dict) -> str | bool:
    value = answers.values.get(field["key"])
    if field["type"] == "checkbox":
        return value is True
    if value is None:
        return PENDING if answers.states[field["key"]] in ("missing", "unknown") else NOT_APPLICABLE
    if field["type"] in NUMBERS:
        integer, point, fraction = value.partition(".")
        return f"{int(integer):,}{point}{fraction}" if len(integer) > 4 else value
    if field["type"] == "date":
        year, month, day = map(int, value.split("-"))
        return f"{year}年{month}月{day}日"
    return value


def stored(answers: Answers, form: dict) -> dict[str, str]:
    """Every field key → what the data store of the Word file holds: as printed, but dates as ISO, checkboxes as true or false."""
    printed = shown(answers, form)
    dates = {field["key"]: answers.values[field["key"]] for field in form["fields"] if field["type"] == "date" and field["key"] in answers.values}
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in (printed | dates).items()}
