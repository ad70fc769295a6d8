"""Tables and items of the contract as text: what a workbook shares with an annex or form is read from there."""

from __future__ import annotations

from macros.contract import Blank, Item, Paragraph, Reference, Strong, Table, Text, paragraphs, walk
from macros.library import Library


def table_rows(library: Library, slug: str, anchor: str) -> list[list[str]]:
    """The rows of the first table of a 款, without its header."""
    _, rows = next(tables(library, slug, paragraph_of(library, slug, anchor)))
    return rows


def paragraph_of(library: Library, slug: str, anchor: str) -> Paragraph:
    return next(paragraph for paragraph in paragraphs(library.clauses[slug].blocks) if paragraph.anchor == anchor)


def tables(library: Library, slug: str, paragraph: Paragraph):
    """Header and rows of each table of a 款."""
    for block in walk(paragraph.blocks):
        if isinstance(block, Table):
            header, *rows = [[text_of(library, slug, cell) for cell in row] for row in (block.header, *block.rows)]
            yield header, rows


def item_texts(library: Library, slug: str, anchor: str) -> list[str]:
    return [text_of(library, slug, block.inlines).rstrip("；。") for block in paragraph_of(library, slug, anchor).blocks if isinstance(block, Item)]


def text_of(library: Library, slug: str, inlines) -> str:
    def one(inline) -> str:
        match inline:
            case Text():
                return inline.text
            case Strong():
                return "".join(map(one, inline.children))
            case Blank():
                return f"【{inline.field.label}】"
            case Reference():
                return library.numbering(library.agreement).reference(inline.target)

    return "".join(map(one, inlines)).strip()
