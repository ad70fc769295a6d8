"""Turn a document into pandoc's JSON tree, for any writer that says how its format prints our own pieces."""

from __future__ import annotations

import json
import unicodedata
from itertools import count
from typing import Protocol

from macros.contract import (
    Blank,
    Block,
    Body,
    Clause,
    Document,
    Inline,
    Item,
    MaterialList,
    Note,
    Option,
    Paragraph,
    Reference,
    Signature,
    Strong,
    Table,
    Text,
)
from macros.numbering import Numbering
from macros.registry import Field

PANDOC_API = [1, 23, 1]
WRITING_SPACE = "\u3000"  # keeps an empty cell as high as a line
Node = dict


class Writer(Protocol):
    """What differs between Word and PDF. Every method returns pandoc nodes."""

    @property
    def line(self) -> float:
        """How many full-width characters of table text fit beside each other in the current section."""

    def blank(self, field: Field) -> list[Node]:
        """Inlines for a place to fill in."""

    def reference(self, target: str) -> list[Node]:
        """Inlines for a cross-reference."""

    def article(self, clause: Clause) -> list[Node]:
        """The heading of a 条 or of an unnumbered section."""

    def paragraph(self, paragraph: Paragraph, inlines: list[Node], number: int) -> list[Node]:
        """The first lines of a 款, caption included."""

    def item(self, inlines: list[Node], number: int, material: bool) -> list[Node]:
        """A 项; numbers start again in every 款."""

    def body(self, inlines: list[Node], inside: str) -> list[Node]:
        """An unnumbered paragraph inside "cover", "article", "paragraph" or "item"."""

    def option(self, option: Option, blocks: list[Node]) -> list[Node]:
        """Text that applies only under a condition, with its guidance line."""

    def write_in(self, column: str, row: str) -> list[Node]:
        """Inlines for an empty cell of a table; `column` and `row` are the words that head it."""

    def table(self, table: Node, inside: str) -> list[Node]:
        """A table as it stands on the cover, in an article or in a paragraph."""

    def signature(self, table: Node) -> list[Node]:
        """The signature table, which must not split."""


def document_tree(document: Document, numbering: Numbering, writer: Writer) -> str:
    """The document as pandoc JSON text; notes are left out."""
    build = _Tree(document, numbering, writer)
    blocks = build.blocks(document.cover, "cover", None)
    for clause in document.clauses:
        heading = writer.article(clause)
        blocks += heading if document.heads(clause) else []
        blocks += build.blocks(clause.blocks, "article", None)
    return json.dumps({"pandoc-api-version": PANDOC_API, "meta": {}, "blocks": blocks}, ensure_ascii=False)


class _Tree:
    def __init__(self, document: Document, numbering: Numbering, writer: Writer):
        self.document, self.numbering, self.writer = document, numbering, writer
        self.material = False

    def blocks(self, blocks: tuple[Block, ...], inside: str, items) -> list[Node]:
        return [node for block in blocks for node in self.block(block, inside, items)]

    def block(self, block: Block, inside: str, items) -> list[Node]:
        match block:
            case Paragraph():
                self.material = block.material
                number = self.numbering.paragraphs[block.anchor]
                nodes = self.writer.paragraph(block, self.inlines(block.inlines), number) + self.blocks(block.blocks, "paragraph", count(1))
                self.material = False
                return nodes
            case Item():
                return self.writer.item(self.inlines(block.inlines), next(items), self.material) + self.blocks(block.blocks, "item", items)
            case Body():
                return self.writer.body(self.inlines(block.inlines), inside)
            case Option():
                return self.writer.option(block, self.blocks(block.blocks, inside, items))
            case Table():
                return self.writer.table(self.table(block), inside)
            case Signature():
                return self.writer.signature(self.table(block.table))
            case MaterialList():
                return self.material_list()
            case Note():
                return []

    def inlines(self, inlines: tuple[Inline, ...]) -> list[Node]:
        nodes: list[Node] = []
        for inline in inlines:
            match inline:
                case Text():
                    nodes.append(text(inline.text))
                case Strong():
                    nodes.append(strong(self.inlines(inline.children)))
                case Blank():
                    nodes += self.writer.blank(inline.field)
                case Reference():
                    nodes += self.writer.reference(inline.target)
        return nodes

    def material_list(self) -> list[Node]:
        rows = [[self.writer.reference(p.anchor), [text(p.caption)], [text(WRITING_SPACE)]] for p in self.document.material]
        return self.writer.table(table([[text("条款")], [text("内容")], [text("对方已阅知并理解（签字）")]], rows), "article")

    def table(self, block: Table) -> Node:
        columns = [plain_text(cell) for cell in block.header]
        rows = [
            [self.inlines(cell) if has_text(cell) else self.writer.write_in(column, plain_text(row[0]) or str(number)) for column, cell in zip(columns, row)]
            for number, row in enumerate(block.rows, 1)
        ]
        return table([self.inlines(cell) for cell in block.header], rows, column_widths(block, self.writer.line))


def plain_text(inlines: tuple[Inline, ...]) -> str:
    return "".join(inline.text for inline in inlines if isinstance(inline, Text)).strip()


def has_text(cell: tuple[Inline, ...]) -> bool:
    return bool(plain_text(cell)) or not all(isinstance(inline, Text) for inline in cell)


def text(value: str) -> Node:
    return {"t": "Str", "c": value}


def strong(inlines: list[Node]) -> Node:
    return {"t": "Strong", "c": inlines}


def raw_inline(format_: str, value: str) -> Node:
    return {"t": "RawInline", "c": [format_, value]}


def raw_block(format_: str, value: str) -> Node:
    return {"t": "RawBlock", "c": [format_, value]}


def para(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}


def styled(style: str, blocks: list[Node]) -> Node:
    """Blocks in a named Word style."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def table(header: list[list[Node]], rows: list[list[list[Node]]], widths: list[float] | None = None) -> Node:
    """A simple table; `widths` are fractions of the text width, one per column."""
    columns = len(header)
    widths = widths or [1 / columns] * columns
    row = lambda cells: [["", [], []], [[["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": cell}]] for cell in cells]]
    specs = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width}] for width in widths]
    return {"t": "Table", "c": [
        ["", [], []], [None, []], specs, [["", [], []], [row(header)]],
        [[["", [], []], 0, [], [row(cells) for cells in rows]]], [["", [], []], []],
    ]}


PADDING = 1.4
WRITING_WIDTH = 36.0  # shared among the columns of a table with cells to write in


def column_widths(block: Table, line: float) -> list[float]:
    """Fractions of the text width by content: narrow columns keep their natural width, wide ones share what is left by square root."""
    writing = WRITING_WIDTH / len(block.header)
    width = lambda cell: _display_width(cell) if has_text(cell) else writing
    natural = [max(2.0, *(width(row[i]) for row in (block.header, *block.rows))) + PADDING for i in range(len(block.header))]
    if sum(natural) <= line:
        return [width / sum(natural) for width in natural]
    widths, rest, wide = {}, line, []
    for left, column in zip(range(len(natural), 0, -1), sorted(range(len(natural)), key=natural.__getitem__)):
        if not wide and natural[column] <= rest / left:
            widths[column] = natural[column]
            rest -= natural[column]
        else:
            wide.append(column)
    share = sum(natural[c] ** 0.5 for c in wide)
    widths |= {c: rest * natural[c] ** 0.5 / share for c in wide}
    return [widths[c] / line for c in range(len(natural))]


def _display_width(inlines: tuple[Inline, ...]) -> float:
    """Width in full-width characters."""
    width = 0.0
    for inline in inlines:
        match inline:
            case Text():
                width += text_width(inline.text)
            case Strong():
                width += _display_width(inline.children)
            case Blank():
                field = inline.field
                width += min(22, max(3, 1 + (text_width(field.default_text) or max(text_width(field.label), text_width(field.example or "")))))
            case Reference():
                width += 8
    return width


def text_width(value: str) -> float:
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in value)
