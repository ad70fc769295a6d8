"""One answer: what a person typed → its canonical value, or a refusal that says why. docs/assets/fill/answer-values.js mirrors this module."""

from __future__ import annotations

import re
from datetime import date

from macros.contract import PENDING

UNKNOWN_WORDS = ("不知道", "待定", PENDING, "未定")
YES = ("true", "是", "√", "1", "勾选", "yes")
NO = ("false", "否", "×", "0", "不勾选", "no")
NUMBERS = ("integer", "decimal", "percent", "money")
LONGEST = {"text": 500, "long_text": 10_000}

WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_COMPACT = _FULL_WIDTH | dict.fromkeys(map(ord, WHITE))
# Control characters, halves of surrogate pairs, noncharacters, and marks that reorder or hide the text around them.
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"([0-9]{1,15})(\.[0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")


class Refusal(ValueError):
    """Raised by `normalise`."""

    def __init__(self, message: str, remedy: str):
        super().__init__(message)
        self.message, self.remedy = message, remedy


def normalise(value: object, field: dict) -> str | bool:
    """The canonical value, "" for no answer, PENDING for an unknown one. Raises Refusal."""
    if isinstance(value, (list, dict)):
        raise Refusal(f"【{field['label']}】下面写了一组值", "只写一个值；多行文字合成一段。")
    text = text_of(value).replace("\r\n", "\n").replace("\r", "\n").strip(WHITE)
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


def text_of(value: object) -> str:
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
