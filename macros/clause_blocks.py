"""The blocks of a clause or document: its heading, numbered paragraphs and items, tables, options and notes."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin

from macros import block_mistakes as mistakes
from macros.clause_inlines import InlineParser
from macros.contract import Block, Body, Item, MaterialList, Note, Option, Paragraph, Signature, Table
from macros.problems import Problem, nearest
from macros.stray_marks import fence_mistakes

_TITLE = re.compile(r"^(?P<title>.+?)\s*\{#(?P<slug>[a-z][a-z0-9-]*)(?P<unnumbered>\s+\.unnumbered)?\}$")
_ANCHOR = re.compile(r"^[a-z][a-z0-9-]*$")
_OPTION = re.compile(r'^\{\.option when="([^"=]+)(?:=([^"]+))?"\}$')
_CONTAINERS = ("note", "option", "material-list", "signature")


@lru_cache(maxsize=32)  # under `make serve`, only the file being edited is parsed again
def _syntax(body: str) -> SyntaxTreeNode:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(attrs_plugin, spans=True)
    parser.use(container_plugin, "block", validate=lambda params, *_: bool(params.strip()))
    return SyntaxTreeNode(parser.parse(body))


class BlockParser:
    """Reads one file's body; `text` remembers what its inlines mention."""

    def __init__(self, path, fields_by_label, problems, body, first_line, expected_slug):
        self.path, self.problems, self.body, self.first_line, self.expected_slug = path, problems, body, first_line, expected_slug
        self.rows = body.split("\n")
        self.text = InlineParser(fields_by_label, self.problem)
        self.title, self.slug, self.numbered, self.title_line = "", "", True, first_line
        self.anchor_lines: list[tuple[str, int]] = []
        self.indent, self.lost = 3, False  # of the last numbered paragraph; whether what follows it has been reported

    def problem(self, line: int, cause: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, line, cause, remedy))

    def read(self) -> tuple[Block, ...]:
        """The blocks; none when the file is broken in a way that would make every other finding misleading."""
        broken = fence_mistakes(self.rows)
        if self.expected_slug and (no_heading := mistakes.missing_heading_mistake(self.rows, self.expected_slug)):
            broken.append(no_heading)
        for row, cause, remedy in broken:
            self.problem(row + self.first_line, cause, remedy)
        return () if broken else self.blocks(_syntax(self.body).children, inside="file")

    def line(self, node) -> int:
        while node.map is None and node.parent is not None:
            node = node.parent
        return (node.map[0] if node.map else 0) + self.first_line

    def blocks(self, nodes, inside: str) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self.block(node, inside))

    def block(self, node, inside: str) -> list[Block]:
        kind, line = node.type, self.line(node)
        if kind == "heading":
            self.heading(node, line, inside)
        elif kind == "ordered_list":
            return self.numbered_list(node, line, inside)
        elif kind == "container_block" and node.info.strip() != "note":
            return self.container(node, line, inside)
        elif kind in mistakes.OUTSIDE:
            self.problem(line, *mistakes.OUTSIDE[kind])
        elif inside == "file" and self.slug and self.numbered:
            if not self.lost:
                self.problem(line, *mistakes.stray_mistake(self.rows[line - self.first_line], self.indent))
            self.lost = True
        elif kind == "paragraph":
            return [Body(self.text.inlines(node.children[0], line))]
        elif kind == "table":
            return [self.table(node)]
        elif kind == "container_block":
            return [Note(self.blocks(node.children, "note"))]
        else:
            self.problem(line, "这里的写法不认识", "改成款、项、表格、选项段或起草说明。")
        return []

    def heading(self, node, line: int, inside: str) -> None:
        text = node.children[0].content
        if inside != "file" or node.tag != "h1" or self.title or not self.expected_slug:
            underlined = node.markup in "-="
            return self.problem(node.map[1] - 1 + self.first_line if underlined else line, *mistakes.extra_heading_mistake(text, underlined))
        found = _TITLE.match(text)
        self.title, self.title_line = (found["title"], line) if found else (text, line)
        if not found:
            self.problem(line, *mistakes.heading_mistake(text, self.expected_slug))
        elif found["slug"] != self.expected_slug:
            self.problem(line, f"标题的英文名“{found['slug']}”与文件名“{self.expected_slug}”不同", mistakes.slug_remedy(found["slug"], self.expected_slug))
        else:
            self.slug, self.numbered = found["slug"], not found["unnumbered"]

    def numbered_list(self, node, line: int, inside: str) -> list[Block]:
        if inside == "item":
            self.problem(line, "编号多于两级", "只有款（1.）和项（（1））两级：把这一级并入上一级的文字，或拆成新的款。")
            return []
        make = self.item if inside == "paragraph" else self.paragraph
        return [block for entry in node.children if (block := make(entry))]

    def paragraph(self, entry) -> Paragraph | None:
        line = self.line(entry)
        head = entry.children[0] if entry.children else None
        content = head.children[0] if head and head.type == "paragraph" else None
        span = content.children[0] if content and content.children else None
        if span is None or span.type != "span":
            if not self.lost:
                self.problem(line, *mistakes.caption_mistake(content.content if content else "", self.indent))
            self.lost = True
            return None
        self.lost, self.indent = False, len(entry.info + entry.markup) + 1
        anchor, caption = str(span.attrs.get("id", "")), "".join(c.content for c in span.children)
        classes = str(span.attrs.get("class", "")).split()
        if not _ANCHOR.match(anchor):
            self.problem(line, *(mistakes.anchor_mistake(caption, anchor) if anchor else mistakes.caption_mistake(content.content, self.indent)))
        if unknown := set(classes) - {"material"}:
            self.problem(line, f"不认识的标记“.{'、'.join(sorted(unknown))}”", "小标题只能加 .material（重大利害关系条款）。")
        self.anchor_lines.append((anchor, line))
        return Paragraph(anchor, caption, "material" in classes, self.text.inlines(content, line, skip=1), self.blocks(entry.children[1:], "paragraph"), line)

    def item(self, entry) -> Item | None:
        line = self.line(entry)
        if not entry.children or entry.children[0].type != "paragraph":
            self.problem(line, "这一项没有文字", "在编号后写上内容，或删去这一项。")
            return None
        return Item(self.text.inlines(entry.children[0].children[0], line), self.blocks(entry.children[1:], "item"))

    def container(self, node, line: int, inside: str) -> list[Block]:
        info = node.info.strip()
        if "option" in info:
            return self.option(node, info, line, inside)
        if info == "material-list":
            return [MaterialList()]
        if info == "signature":
            tables = [block for block in self.blocks(node.children, "signature") if isinstance(block, Table)]
            if len(tables) == 1:
                return [Signature(tables[0])]
            self.problem(line, "签署栏里应当正好有一个表格", "在“::: signature”与“:::”之间只放一个两列的表格。")
            return []
        self.problem(line, f"不认识的段落标记“::: {info}”", nearest(info, _CONTAINERS) + '可用的有：起草说明“::: note”，选项段“::: {.option when="填写项=选项"}”。')
        return []

    def option(self, node, info: str, line: int, inside: str) -> list[Block]:
        blocks = self.blocks(node.children, inside)
        match = _OPTION.match(info)
        if not match or re.search("[＝，,/／]", match[0]):
            self.problem(line, *mistakes.option_mistake(info, _OPTION.match))
            return list(blocks)
        label, values = match[1].strip(), tuple(v.strip() for v in (match[2] or "").split("、") if v.strip())
        field = self.text.field(label, line)
        if field is None:
            return list(blocks)
        if field.type not in ("choice", "checkbox"):
            self.problem(line, f"选项段的条件【{label}】不是选择项或勾选项", "条件只能用 type 为 choice（选择）或 checkbox（勾选）的填写项。")
        elif field.type == "checkbox" and values:
            self.problem(line, f"【{label}】是勾选项，条件里不写等号", f'改成 when="{label}"。')
        elif field.type == "choice" and (not values or set(values) - set(field.options)):
            wrong = "、".join(sorted(set(values) - set(field.options))) or "（空）"
            self.problem(line, f"【{label}】没有“{wrong}”这个选项", f"改成以下之一：{'、'.join(field.options)}；要新增选项，先改 templates/fields/ 里的 options。")
        return [Option(field, values, blocks)]

    def table(self, node) -> Table:
        rows = [row for part in node.children for row in part.children]
        for row in rows:
            written = self.rows[self.line(row) - self.first_line].strip().strip("|").count("|") + 1
            if written != len(rows[0].children) and "｜" not in self.rows[self.line(row) - self.first_line]:
                self.problem(self.line(row), f"表头有 {len(rows[0].children)} 格，这一行有 {written} 格", "每一行的格数要与表头相同：用半角竖线“|”隔开，空格子也要写竖线。")
        cells = [tuple(self.text.inlines(cell.children[0], self.line(row)) if cell.children else () for cell in row.children) for row in rows]
        return Table(cells[0], tuple(cells[1:]))
