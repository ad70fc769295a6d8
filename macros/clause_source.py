"""Parse the template language: one Markdown file with front matter becomes a tree of contract blocks.

The language is deliberately small; everything outside it is a Problem with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin

from macros.contract import (
    Blank, Block, Body, Inline, Item, MaterialList, Note, Option, Paragraph, Reference, Signature, Strong, Table, Text,
)
from macros.problems import Problem, nearest
from macros.registry import Field
from macros.yaml_source import Lines, read_yaml

CONTAINERS = ("option", "note", "material-list", "signature")
_TITLE = re.compile(r"^(?P<title>.+?)\s*\{#(?P<slug>[a-z][a-z0-9-]*)(?P<unnumbered>\s+\.unnumbered)?\}$")
_ANCHOR = re.compile(r"^[a-z][a-z0-9-]*$")
_OPTION = re.compile(r'^\{\.option when="([^"=]+)(?:=([^"]+))?"\}$')
_BLANK = re.compile(r"【([^【】]*)】")
_OUTSIDE = {
    "bullet_list": ("项目符号列表", "改用有序列表（每行以“1. ”开头），编号由程序生成。"),
    "fence": ("代码块", "删去反引号，直接写文字。"),
    "code_block": ("缩进的代码块", "缩进过深：款下面的内容缩进 3 个空格，项下面缩进 6 个空格。"),
    "blockquote": ("引用段落", "起草说明请写在“::: note”与“:::”之间。"),
    "hr": ("分隔线", "删去这一行。"),
    "html_block": ("HTML", "删去 HTML 标签，只写文字。"),
}


@dataclass(frozen=True)
class Source:
    """A parsed file. `title`, `slug` are empty where the file has no heading (documents)."""

    meta: dict
    meta_lines: Lines
    title: str
    slug: str
    numbered: bool
    blocks: tuple[Block, ...]
    blank_lines: list[tuple[str, int, str]]
    reference_lines: list[tuple[str, int]]
    anchor_lines: list[tuple[str, int]]
    title_line: int


def parse_source(text: str, path: str, fields_by_label: dict[str, Field], problems: list[Problem]) -> Source:
    """Parse one clause or document file; findings are appended to `problems`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front, body, body_line = _split(text, path, problems)
    meta, lines = read_yaml(front, path, problems, first_line=2) if front else ({}, Lines(1))
    parser = _Parser(path, fields_by_label, problems, body_line)
    blocks = parser.blocks(SyntaxTreeNode(_markdown().parse(body)).children, inside="file")
    parser.check_fences(body)
    return Source(meta, lines, parser.title, parser.slug, parser.numbered, blocks,
                  parser.blank_lines, parser.reference_lines, parser.anchor_lines, parser.title_line)


def _split(text: str, path: str, problems: list[Problem]) -> tuple[str, str, int]:
    match = re.match(r"---\n(.*?\n)---\n", text, re.S)
    if not match:
        problems.append(Problem(path, 1, "文件开头没有信息栏", "第一行写“---”，接着写 title、summary、version 等，再用一行“---”结束，然后才是正文。"))
        return "", text, 1
    return match[1], text[match.end():], text[: match.end()].count("\n") + 1


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(attrs_plugin, spans=True)
    return parser.use(container_plugin, "block", validate=lambda params, *_: bool(params.strip()))


class _Parser:
    def __init__(self, path, fields_by_label, problems, first_line):
        self.path, self.fields, self.problems, self.first_line = path, fields_by_label, problems, first_line
        self.title, self.slug, self.numbered, self.title_line = "", "", True, first_line
        self.blank_lines: list[tuple[str, int, str]] = []
        self.reference_lines: list[tuple[str, int]] = []
        self.anchor_lines: list[tuple[str, int]] = []

    def problem(self, line: int, cause: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, line, cause, remedy))

    def line(self, node) -> int:
        while node.map is None and node.parent is not None:
            node = node.parent
        return (node.map[0] if node.map else 0) + self.first_line

    def blocks(self, nodes, inside: str) -> tuple[Block, ...]:
        result: list[Block] = []
        for node in nodes:
            result.extend(self.block(node, inside))
        return tuple(result)

    def block(self, node, inside: str) -> list[Block]:
        kind, line = node.type, self.line(node)
        if kind == "heading":
            self.heading(node, inside)
            return []
        if kind == "paragraph":
            return [Body(self.inlines(node.children[0], line))]
        if kind == "ordered_list":
            return self.numbered_list(node, inside)
        if kind == "table":
            return [self.table(node)]
        if kind == "container_block":
            return self.container(node, inside)
        name, remedy = _OUTSIDE.get(kind, (kind, "改成款、项、表格、选项段或起草说明。"))
        self.problem(line, f"条款文件里不能用{name}", remedy)
        return []

    def heading(self, node, inside: str) -> None:
        line = self.line(node)
        text = node.children[0].content
        match = _TITLE.match(text)
        if inside != "file" or node.tag != "h1" or self.title:
            self.problem(line, f"多出一个标题“{text}”", "每个文件只有开头一个“# 标题 {#英文名}”；款的小标题写成“1. [小标题]{#英文编号} ……”。")
        elif not match:
            self.problem(line, f"标题“{text}”缺少英文名", "写成“# 服务费用 {#fees}”，英文名与文件名相同。")
        else:
            self.title, self.slug, self.numbered, self.title_line = match["title"], match["slug"], not match["unnumbered"], line

    def numbered_list(self, node, inside: str) -> list[Block]:
        if inside == "item":
            self.problem(self.line(node), "编号多于两级", "只有款（1.）和项（（1））两级；请把内容并入上一级，或拆成新的款。")
            return []
        make = self.item if inside == "paragraph" else self.paragraph
        return [block for entry in node.children if (block := make(entry))]

    def paragraph(self, entry) -> Paragraph | None:
        line = self.line(entry)
        head = entry.children[0] if entry.children else None
        span = head.children[0].children[0] if head and head.type == "paragraph" and head.children[0].children else None
        if span is None or span.type != "span":
            self.problem(line, "这一款没有小标题", "款以小标题开头：“1. [付款期限]{#payment-term} 甲方应当……”。")
            return None
        anchor, caption = str(span.attrs.get("id", "")), "".join(c.content for c in span.children)
        classes = str(span.attrs.get("class", "")).split()
        if not _ANCHOR.match(anchor):
            self.problem(line, f"小标题“{caption}”缺少英文编号", "在小标题后写 {#英文编号}，只用小写字母、数字和连字符，例如 {#payment-term}。")
        if unknown := set(classes) - {"material"}:
            self.problem(line, f"不认识的标记“.{'、.'.join(sorted(unknown))}”", "小标题只能加 .material（重大利害关系条款）。")
        self.anchor_lines.append((anchor, line))
        inlines = self.inlines(head.children[0], line, skip=1)
        return Paragraph(anchor, caption, "material" in classes, inlines, self.blocks(entry.children[1:], "paragraph"), line)

    def item(self, entry) -> Item | None:
        line = self.line(entry)
        if not entry.children or entry.children[0].type != "paragraph":
            self.problem(line, "这一项没有文字", "在编号后写上内容，或删去这一项。")
            return None
        return Item(self.inlines(entry.children[0].children[0], line), self.blocks(entry.children[1:], "item"))

    def container(self, node, inside: str) -> list[Block]:
        line, info = self.line(node), node.info.strip()
        if info.startswith("{.option"):
            return self.option(node, info, line, inside)
        if info == "note":
            return [Note(self.blocks(node.children, "note"))]
        if info == "material-list":
            return [MaterialList()]
        if info == "signature":
            tables = [block for block in self.blocks(node.children, "signature") if isinstance(block, Table)]
            if len(tables) == 1:
                return [Signature(tables[0])]
            self.problem(line, "签署栏里应当正好有一个表格", "在“::: signature”与“:::”之间只放一个两列的表格。")
            return []
        self.problem(line, f"不认识的段落标记“::: {info}”", nearest(info, CONTAINERS) + '可用的有：“::: {.option when="填写项=选项"}”、“::: note”、“::: material-list”、“::: signature”。')
        return []

    def option(self, node, info: str, line: int, inside: str) -> list[Block]:
        match = _OPTION.match(info)
        if not match:
            self.problem(line, f"选项段写法不对：“::: {info}”", '写成“::: {.option when="计费方式=按席位"}”；多个选项用顿号隔开；勾选项只写名称。')
            return []
        label, values = match[1].strip(), tuple(v.strip() for v in (match[2] or "").split("、") if v.strip())
        field = self.field(label, line)
        if field is None:
            return []
        if field.type not in ("choice", "checkbox"):
            self.problem(line, f"选项段的条件【{label}】不是选择或勾选类型", "条件只能用 type 为 choice 或 checkbox 的填写项。")
        elif field.type == "checkbox" and values:
            self.problem(line, f"【{label}】是勾选项，条件里不写等号", f'改成 when="{label}"。')
        elif field.type == "choice" and (not values or set(values) - set(field.options)):
            wrong = "、".join(sorted(set(values) - set(field.options))) or "（空）"
            self.problem(line, f"【{label}】没有“{wrong}”这个选项", f"可用的选项：{'、'.join(field.options)}。")
        return [Option(field, values, self.blocks(node.children, inside))]

    def table(self, node) -> Table:
        rows = [
            tuple(self.inlines(cell.children[0], self.line(row)) if cell.children else () for cell in row.children)
            for part in node.children for row in part.children
        ]
        return Table(rows[0], tuple(rows[1:]))

    def inlines(self, node, line: int, skip: int = 0) -> tuple[Inline, ...]:
        result: list[Inline] = []
        for child in node.children[skip:]:
            if child.type == "softbreak":
                line += 1
            else:
                result.extend(self.inline(child, line))
        if skip and result and isinstance(result[0], Text):
            result[0] = Text(result[0].text.lstrip())
        return tuple(result)

    def inline(self, node, line: int) -> list[Inline]:
        if node.type == "text":
            return self.text(node.content, line)
        if node.type == "strong":
            return [Strong(self.inlines(node, line))]
        if node.type == "link":
            return self.reference(node, line)
        name = {"em": "斜体（单个星号）", "code_inline": "代码", "image": "图片", "html_inline": "HTML 标签", "hardbreak": "强制换行", "span": "方括号标记"}.get(node.type, node.type)
        self.problem(line, f"条款文字里不能用{name}", "删去这个记号，只保留文字；星号、方括号等符号如确需原样出现，请改用中文符号。")
        return []

    def reference(self, node, line: int) -> list[Inline]:
        target = str(node.attrs.get("href", ""))
        if not target.startswith("#") or node.children:
            self.problem(line, f"这里的链接“{target}”不是条款引用", "引用本合同其他条款写成“[](#fees)”，方括号留空，程序会换成“第八条”；不能放网址。")
            return []
        self.reference_lines.append((target[1:], line))
        return [Reference(target[1:])]

    def text(self, text: str, line: int) -> list[Inline]:
        result: list[Inline] = []
        end = 0
        for match in _BLANK.finditer(text):
            if match.start() > end:
                result.append(Text(text[end : match.start()]))
            if field := self.field(match[1], line):
                result.append(Blank(field))
                self.blank_lines.append((field.key, line, text[match.end() : match.end() + 8]))
            end = match.end()
        if end < len(text):
            result.append(Text(text[end:]))
        if re.search("[【】]", _BLANK.sub("", text)):
            self.problem(line, "【】没有成对", "每个占位符写成【标签】；其他地方不要用【】，可改用〔〕。")
        return result

    def field(self, label: str, line: int) -> Field | None:
        if label not in self.fields:
            self.problem(line, f"【{label}】不在填写项登记表中", nearest(label, self.fields) + f"若是新的填写项，请先登记到 templates/fields/{self.slug or '（条款英文名）'}.yml。")
            return None
        return self.fields[label]

    def check_fences(self, body: str) -> None:
        """Unbalanced ::: would silently swallow the rest of the file."""
        open_at: list[int] = []
        for number, row in enumerate(body.splitlines(), self.first_line):
            fence = re.match(r"^\s*:::\s*(.*?)\s*$", row)
            if fence and fence[1]:
                open_at.append(number)
            elif fence and open_at:
                open_at.pop()
            elif fence:
                self.problem(number, "多出一个结束标记“:::”", "删去这一行，或在前面补上对应的开始标记。")
        for number in open_at:
            self.problem(number, "这个段落标记没有结束", "在这一段的最后另起一行写“:::”，缩进与开始标记相同。")
