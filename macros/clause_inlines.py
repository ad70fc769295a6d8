"""The text inside a paragraph, item or table cell: plain words, blanks, cross-references and bold."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from macros.contract import Blank, Inline, Reference, Strong, Text
from macros.registry import Field
from macros.stray_marks import stray_mark

_BLANK = re.compile(r"【([^【】]*)】")
_OUTSIDE = {
    "em": ("斜体（单个星号）", "乘号写“×”；要加粗的，前后各写两个星号；否则删去星号。"),
    "code_inline": ("反引号", "删去反引号，直接写文字。"),
    "image": ("图片", "删去；图放在 docs/ 的页面里。"),
    "html_inline": (" HTML 标签", "删去尖括号和里面的字母；要另起一段就空一行再写，表格里用分号隔开。"),
    "hardbreak": ("行末的强制换行", "删去行末多余的空格或反斜杠；要另起一段就空一行再写。"),
    "span": ("小标题", "[小标题]{#英文编号} 只能放在一款的开头，前面是“1. ”。"),
}


class InlineParser:
    """Reads the inlines of one file and remembers where blanks and references stand."""

    def __init__(self, fields_by_label: dict[str, Field], problem: Callable[[int, str, str], None]):
        self.fields, self.problem = fields_by_label, problem
        self.blanks: list[tuple[str, int, str]] = []
        self.unregistered: list[tuple[str, int]] = []
        self.references: list[tuple[str, int]] = []
        self.last_mark = ("", 0)  # the same mark on line after line is one mistake

    def inlines(self, node, line: int, skip: int = 0) -> tuple[Inline, ...]:
        """The node's children from number `skip` on; `line` is where it begins."""
        result: list[Inline] = []
        at_start = True
        for child in node.children[skip:]:
            if child.type == "softbreak":
                line, at_start = line + 1, True
            else:
                result.extend(self.inline(child, line, at_start))
                at_start = False
        if skip and result and isinstance(result[0], Text):
            result[0] = Text(result[0].text.lstrip())
        return tuple(result)

    def inline(self, node, line: int, at_start: bool) -> list[Inline]:
        if node.type == "text":
            return self.text(node.content, line, at_start)
        if node.type == "strong":
            return [Strong(self.inlines(node, line))]
        if node.type == "link":
            return self.reference(node, line)
        name, remedy = _OUTSIDE.get(node.type, (node.type, "删去这个记号，只保留文字。"))
        self.problem(line, f"合同文字里不能用{name}", remedy)
        return []

    def reference(self, node, line: int) -> list[Inline]:
        target = unquote(str(node.attrs.get("href", "")))
        written = "".join(child.content for child in node.children)
        if re.match(r"[a-z]+:|www\.", target):
            self.problem(line, f"合同文字里不能放网址“{target}”", "删去网址，写出文件或平台的名称。")
        elif not target.startswith("#"):
            self.problem(line, f"引用“[]({target})”的写法不对", f"圆括号里以 # 开头：“[](#{target.removesuffix('.md')})”。")
        elif node.children:
            self.problem(line, f"引用里手写了“{written}”", f"方括号里不写字：“[]({target})”，程序会换成正确的条款号。")
        else:
            self.references.append((target[1:], line))
            return [Reference(target[1:])]
        return []

    def text(self, text: str, line: int, at_start: bool) -> list[Inline]:
        if mistake := stray_mark(_BLANK.sub("空", text), at_start):
            if (mistake[1], line - 1) != self.last_mark and (mistake[1], line) != self.last_mark:
                self.problem(line, *mistake)
            self.last_mark = mistake[1], line
        result: list[Inline] = []
        end = 0
        for match in _BLANK.finditer(text):
            if match.start() > end:
                result.append(Text(text[end : match.start()]))
            if field := self.field(match[1], line):
                result.append(Blank(field))
                self.blanks.append((field.key, line, text[match.end() : match.end() + 8]))
            end = match.end()
        if end < len(text):
            result.append(Text(text[end:]))
        return result

    def field(self, label: str, line: int) -> Field | None:
        """The field with this label; an unknown label is remembered for the checks."""
        if label not in self.fields:
            self.unregistered.append((label, line))
        return self.fields.get(label)
