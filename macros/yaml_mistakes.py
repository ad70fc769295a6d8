"""What people get wrong in YAML, recognised by its look: the parser's own message points elsewhere and speaks English."""

from __future__ import annotations

import re

_KEY = r"\s*(?:- +)*[A-Za-z_][A-Za-z0-9_]*"
FULL_COLON = (re.compile(rf"{_KEY}\s*："), "键后面用了全角冒号“：”", "换成半角冒号加一个空格，例如“title: 标题”。")
NO_SPACE = (re.compile(rf"{_KEY}:[^\s\"']"), "冒号后面少一个空格", "半角冒号后面加一个空格，例如“title: 标题”。")
_NEARBY = (
    (re.compile(r" *\t"), "这一行用制表符（Tab）缩进", "只能用空格缩进：把 Tab 换成空格，与同级的行左边对齐。"),
    FULL_COLON,
    NO_SPACE,
    (re.compile(r"\s*-[^\s-]"), "减号后面少一个空格", "列表的每一行写成“- 内容”。"),
    (re.compile(rf"(?:{_KEY}: +|\s*- +)[%@`&*!|>]"), "值以特殊符号开头", "把整个值用半角双引号括起来，例如 unit: \"%\"。"),
    (re.compile(rf"(?:{_KEY}: +|\s*- +(?!{_KEY}:))[^\s\"'\[{{][^#]*: "), "值里有半角冒号", "改用全角冒号“：”，或把整个值用半角双引号括起来。"),
)
_QUOTES = (re.compile(rf"(?:{_KEY}: +|\s*- +)\"[^\"]*$"), "双引号没有成对", "在值的末尾补上半角双引号，或者两个引号都删去。")
_OTHER = ("这一行的缩进或格式与上一行对不上", "同级的行左边要对齐（只用空格）；列表以“- ”开头；照相邻条目的样子改。")


def explain(rows: list[str], line: int) -> tuple[int, str, str]:
    """Line, cause and remedy for a syntax error reported at `line` (both count from 0): the culprit stands there or above."""
    for candidate in range(min(line, len(rows) - 1), max(line - 3, -1), -1):
        for pattern, cause, remedy in _NEARBY:
            if pattern.match(rows[candidate]):
                return candidate, cause, remedy
    for candidate in range(min(line, len(rows) - 1), -1, -1):
        if _QUOTES[0].match(rows[candidate]):
            return candidate, *_QUOTES[1:]
    return line, *_OTHER
