"""Read the text of an answers file: a flat map, YAML or JSON, every value as it is written.

docs/assets/fill/answer-file.js mirrors this module, messages included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from macros.answer_values import REFUSED, quoted
from macros.problems import Problem

_TOKEN = re.compile(r'[ \n\t]*("(?:[^"\\\n]|\\.)*"|[^\s"{}\[\]:,]+|.|$)')
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_JSON_WORDS = {"true": True, "false": False, "null": None}
_COMMENT = re.compile(r"\s+#\S")
_COMMENT_ONLY = re.compile(r"\s*:\s+#\S")
_LOST = ("半角 # 后面的文字会被当作注释丢掉", "改用全角“＃”；要保留 # 的，把整个值用半角双引号括起来。")
_ROOT = ("这里应当是一组“填写项: 值”", "一行写一个填写项，例如“甲方名称: 上海某某商贸有限公司”。")
_NESTED = "只写一个值；多行文字的写法是：键后面写“: |”，下面各行行首空 2 格。"
_QUOTE = "把整个值用半角双引号括起来。"
_MISTAKES = (  # what people get wrong in YAML, recognised by its look
    (r"\s*\t", "这一行用制表符（Tab）缩进", "把 Tab 换成空格；每个填写项顶格写。"),
    (r"[^\s:#\"'][^:]*：", "键后面用了全角冒号“：”", "换成半角冒号加一个空格，例如“甲方名称: 上海某某商贸有限公司”。"),
    (r"[^\s:#\"'][^:]*:[^\s:]", "冒号后面少一个空格", "半角冒号后面加一个空格，例如“甲方名称: 上海某某商贸有限公司”。"),
    (r"[^\s:#\"'][^:]*: +([%@`&*!,\[\]{}]|[-?] |[|>](?![-+0-9]*\s*(#.*)?$))", "值以特殊符号开头", _QUOTE),
    (r'[^\s:#"\'][^:]*: +"[^"]*\\[^\\"/0abefnrtuvxUNLP_ \t]', "双引号里的反斜杠有特别的意思", "反斜杠写两遍，或者把两头的双引号换成半角单引号。"),
    (r"[^\s:#\"'][^:]*: +[^\s\"'][^#]*: ", "值里有半角冒号", "改用全角冒号“：”，或把整个值用半角双引号括起来。"),
    (r"[^\s:#\"'][^:]*: +\"[^\"]*$", "双引号没有成对", "在值的末尾补上半角双引号，或者两个引号都删去。"),
    (r"[^\s:#\"'{}\[\],.?%-][^:]*$", "这一行没有半角冒号", "写成“键: 值”；它接着上一行的，改用“键: |”的写法，各行行首空 2 格。"),
)
_OTHER = ("这一行的格式不对，或者缩进与上一行对不上", "每个填写项顶格写成“键: 值”；值里有特殊符号的，用半角双引号括起来。")


@dataclass
class AnswerFile:
    """`raw`: key → text, bool or None. `lines`: key → where it stands, from 1."""

    raw: dict[str, str | bool | None] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Broken(Exception):
    def __init__(self, line: int, cause: str, remedy: str):
        super().__init__(cause)
        self.line, self.cause, self.remedy = line, cause, remedy


def read_answer_file(text: str, path: str) -> AnswerFile:
    """The answers as written; `path` says whether it is JSON (.json) or YAML."""
    file = AnswerFile()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        _check_characters(text)
        for key, line, value in _json_entries(text) if path.lower().endswith(".json") else _yaml_entries(text):
            if key in file.raw:
                raise _Broken(line, f"{quoted(key)}写了两次，第 {file.lines[key]} 行已经写过", "留下一处，删去另一处。")
            file.raw[key], file.lines[key] = value, line
    except _Broken as broken:
        file.problems.append(Problem(path, broken.line, broken.cause, broken.remedy))
    return file


def _check_characters(text: str) -> None:
    if not text.strip(" \n\t"):
        raise _Broken(1, "文件是空的", "照样例写上填写项，或者从在线填写页导出一份。")
    if found := REFUSED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _Broken(line, f"有看不见的控制字符（U+{ord(found[0]):04X}）", "删去它前后各一个字再重新输入；或者先粘贴到记事本，再从记事本复制过来。")


def _json_entries(text: str) -> Iterator[tuple[str, int, str | bool | None]]:
    tokens = _json_tokens(text)
    token, line = next(tokens)
    if token != "{":
        raise _Broken(line, "JSON 文件应当以 { 开头", '写成 {"甲方名称": "上海某某商贸有限公司"}。')
    token, line = next(tokens)
    while token != "}":
        key, key_line = _json_value(token, line), line
        if not token.startswith('"'):
            raise _Broken(line, f"这里应当是半角双引号括起来的键，不是{quoted(token)}", "键用半角双引号括起来；最后一项后面不写逗号。")
        token, line = next(tokens)
        if token != ":":
            raise _Broken(line, f"{quoted(key)}后面没有半角冒号", "键和值之间写一个半角冒号。")
        yield key, key_line, _json_value(*next(tokens))
        after, after_line = next(tokens)
        if after not in ",}":
            raise _Broken(line, f"{quoted(key)}的值后面没有半角逗号", "每一项的末尾写一个半角逗号，最后一项不写。")
        token, line = next(tokens) if after == "," else (after, after_line)
        if after == "," and token == "}":
            raise _Broken(after_line, "最后一项后面多了一个逗号", "删去这个逗号。")
    token, line = next(tokens)
    if token:
        raise _Broken(line, f"结尾的 }} 后面还有{quoted(token)}", "一个文件只写一组填写值，删去后面的内容。")


def _json_tokens(text: str) -> Iterator[tuple[str, int]]:
    """Each token with its line; "" for ever at the end."""
    position = 0
    while True:
        found = _TOKEN.match(text, position)
        yield found[1], text.count("\n", 0, found.start(1)) + 1
        position = found.end()


def _json_value(token: str, line: int) -> str | bool | None:
    """Numbers stay as they are written."""
    if token in _JSON_WORDS:
        return _JSON_WORDS[token]
    if _JSON_NUMBER.fullmatch(token):
        return token
    if token in ("{", "["):
        raise _Broken(line, "值里又套了一组值", "只写一个值；多行文字在引号里用 \\n 换行。")
    try:
        return json.loads(token if token.startswith('"') else "")
    except ValueError:
        raise _Broken(line, f"{quoted(token)}不是完整的 JSON 值" if token else "文件没有写完", "文字用半角双引号括起来；引号要成对；里面的双引号写成 \\\"，反斜杠写成 \\\\。") from None


def _yaml_entries(text: str) -> Iterator[tuple[str, int, str]]:
    rows = text.split("\n")
    try:
        events = [event for event in yaml.parse(text, Loader=yaml.CSafeLoader) if not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent))]
    except yaml.MarkedYAMLError as error:
        raise _explained(rows, (error.problem_mark or error.context_mark).line) from error
    if len(events) < 2 or not isinstance(events[1], yaml.MappingStartEvent):
        raise _explained(rows, next(number for number, row in enumerate(rows) if row.strip()), _ROOT)
    pairs = iter(events[2:])
    for key in pairs:
        if isinstance(key, yaml.MappingEndEvent):
            break
        line, value = key.start_mark.line + 1, next(pairs)
        if value.start_mark.index == value.end_mark.index and _COMMENT_ONLY.match(rows[key.end_mark.line], key.end_mark.column):
            raise _Broken(line, *_LOST)
        yield _yaml_scalar(key, line, rows), line, _yaml_scalar(value, line, rows)
    if any(isinstance(event, yaml.DocumentStartEvent) for event in pairs):
        line = max(number for number, row in enumerate(rows, 1) if row.startswith("---"))
        raise _Broken(line, "一个文件里写了几份填写值", "一份填写值一个文件：删去单独一行的“---”和它后面的内容。")


def _yaml_scalar(event, line: int, rows: list[str]) -> str:
    """The text of a key or value, if it is one that YAML takes as it is written."""
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag or getattr(event, "flow_style", False):
        raise _Broken(line, "值以特殊符号开头", _QUOTE)
    if isinstance(event, yaml.CollectionStartEvent):
        raise _Broken(line, "值里又套了一组值", _NESTED)
    if not event.style and event.value:
        if event.end_mark.line > event.start_mark.line:
            raise _Broken(line, "值分成了几行", _NESTED)
        if _COMMENT.match(rows[event.end_mark.line], event.end_mark.column):
            raise _Broken(line, *_LOST)
    return event.value


def _explained(rows: list[str], line: int, otherwise: tuple[str, str] = _OTHER) -> _Broken:
    """What is wrong at `line` (from 0): the culprit stands there or a little above."""
    for number in range(min(line, len(rows) - 1), max(line - 4, -1), -1):
        for pattern, cause, remedy in _MISTAKES:
            if re.match(pattern, rows[number]):
                return _Broken(number + 1, cause, remedy)
    return _Broken(line + 1, *otherwise)
