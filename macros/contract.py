"""The contract as a tree: what a clause file says, free of Markdown, HTML, Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from macros.registry import Field

PENDING = "【待定】"  # what is printed for an answer that the parties do not know yet


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Blank:
    """A place to fill in (占位符)."""

    field: Field


@dataclass(frozen=True)
class Reference:
    """A cross-reference to a clause slug or a paragraph anchor."""

    target: str


Inline = Text | Strong | Blank | Reference


@dataclass(frozen=True)
class Body:
    """An unnumbered paragraph."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A 款: numbered 1. within its article, with a caption and an anchor of its own."""

    anchor: str
    caption: str
    material: bool
    inlines: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True)
class Item:
    """A 项: numbered （1） within its paragraph."""

    inlines: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Option:
    """Text that applies only when the field has one of `values` (a checkbox: when it is ticked)."""

    field: Field
    values: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def condition(self) -> str:
        if not self.values:
            return f"勾选“{self.field.label}”时适用"
        return f"“{self.field.label}”选“{'”或“'.join(self.values)}”时适用"


@dataclass(frozen=True)
class Note:
    """Guidance for the reader of the site; never part of the contract."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Table:
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True)
class MaterialList:
    """Stands for the list of all material paragraphs of the document."""


@dataclass(frozen=True)
class Signature:
    """A signature table; must not be split over pages."""

    table: Table


Block = Body | Paragraph | Item | Option | Note | Table | MaterialList | Signature


@dataclass(frozen=True)
class Clause:
    """One file of templates/clauses: an article (条) or an unnumbered section."""

    slug: str
    title: str
    numbered: bool
    blocks: tuple[Block, ...]
    meta: object
    path: str


@dataclass(frozen=True)
class Document:
    """One downloadable file: cover blocks and clauses in order."""

    slug: str
    title: str
    cover: tuple[Block, ...]
    clauses: tuple[Clause, ...]
    meta: object
    path: str

    def heads(self, clause: Clause) -> bool:
        """False for the section that bears the document's own name: an annex needs no second title."""
        return clause.numbered or clause.slug != self.slug

    @property
    def material(self) -> list[Paragraph]:
        return [p for clause in self.clauses for p in paragraphs(clause.blocks) if p.material]

    @property
    def fields(self) -> dict[str, Field]:
        """The fields used, in order of first use."""
        blocks = [*self.cover, *(b for clause in self.clauses for b in clause.blocks)]
        return {f.key: f for f in fields_in(blocks)}


def walk(blocks) -> Iterator[Block]:
    """Every block, parents before children; notes included."""
    for block in blocks:
        yield block
        if isinstance(block, (Paragraph, Item, Option, Note)):
            yield from walk(block.blocks)
        elif isinstance(block, Signature):
            yield block.table


def settled(document: Document, values: dict) -> Document:
    """The document with the options that apply in place of their frames and the others dropped.

    `values`: field key → chosen option, or true for a ticked checkbox. While the choice is PENDING, its options stay in their frames.
    """
    def settle(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        kept: list[Block] = []
        for block in blocks:
            if isinstance(block, Option):
                chosen = values.get(block.field.key)
                if chosen == PENDING:
                    kept.append(replace(block, blocks=settle(block.blocks)))
                elif chosen in block.values if block.values else chosen is True:
                    kept += settle(block.blocks)
            else:
                kept.append(replace(block, blocks=settle(block.blocks)) if isinstance(block, (Paragraph, Item)) else block)
        return tuple(kept)

    return replace(document, cover=settle(document.cover), clauses=tuple(replace(c, blocks=settle(c.blocks)) for c in document.clauses))


def paragraphs(blocks) -> Iterator[Paragraph]:
    return (b for b in walk(blocks) if isinstance(b, Paragraph))


def inlines_of(block: Block) -> Iterator[Inline]:
    """The block's own inlines, flattened; captions and nested blocks are not included."""
    def flat(inlines):
        for inline in inlines:
            yield inline
            if isinstance(inline, Strong):
                yield from flat(inline.children)

    if isinstance(block, (Body, Paragraph, Item)):
        yield from flat(block.inlines)
    elif isinstance(block, Table):
        for row in (block.header, *block.rows):
            for cell in row:
                yield from flat(cell)


def fields_in(blocks) -> Iterator[Field]:
    """Fields in reading order, repeats included; conditions of options count."""
    for block in walk(blocks):
        if isinstance(block, Option):
            yield block.field
        for inline in inlines_of(block):
            if isinstance(inline, Blank):
                yield inline.field
