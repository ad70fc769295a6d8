"""The Typst source of a document: pandoc writes the text, our writer calls the functions of contract.typ."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc

from macros.contract import Clause, Document, Item, Option, Paragraph, walk
from macros.library import Library
from macros.numbering import Numbering
from macros.registry import Field
from scripts.pandoc_tree import document_tree, raw_block, raw_inline, text

LAYOUT = Path(__file__).resolve().parents[2] / "templates/layout/contract.typ"


def typst_source(document: Document, library: Library, version_line: str) -> str:
    """A source that lacks only its data (`with_data`), so that filling never runs pandoc again."""
    tree = document_tree(document, library.numbering(document), TypstWriter(library.numbering(document)))
    body = pypandoc.convert_text(tree, "typst", "json", extra_args=["--wrap=none"])
    cover = "true" if document.cover else "false"
    name = "none" if all(map(document.heads, document.clauses)) else quote(document.slug)
    head = f"#show: contract.with(title: {quote(document.title)}, name: {name}, version: {quote(version_line)}, notice: {quote(library.notice(document))}, cover: {cover})\n"
    return LAYOUT.read_text(encoding="utf-8") + head + body


def with_data(source: str, data: str) -> str:
    """The complete source, data included."""
    return f"#let data = json(bytes({quote(data)}))\n{source}"


def data_json(numbering: Numbering, values: dict | None = None) -> str:
    """What the source needs to know: numbers, and the values of a filled document (field key → text, or true/false)."""
    printed = [*numbering.articles, *numbering.paragraphs]
    numbers = {
        "articles": {slug: numbering.reference(slug) for slug in numbering.articles},
        "paragraphs": {anchor: str(number) for anchor, number in numbering.paragraphs.items()},
        "references": {target: numbering.reference(target) for target in printed},
    }
    return json.dumps({"numbers": numbers} | ({} if values is None else {"values": values}), ensure_ascii=False)


class TypstWriter:
    """Implements scripts.pandoc_tree.Writer with calls to contract.typ."""

    def __init__(self, numbering: Numbering):
        self.numbering = numbering
        self.compact = False
        self.material = False
        self.counted = False
        self.write_ins = 0

    @property
    def line(self) -> float:
        return 55 if self.compact else 45

    def blank(self, field: Field) -> list:
        arguments = f"{quote(field.key)}, label: {quote(field.label)}, hint: {quote(field.hint)}"
        if field.type == "checkbox":
            return [call(f"#check({arguments}, default: {'true' if field.default else 'false'})")]
        options = "".join(f"{quote(option)}, " for option in field.options)
        full = ', width: "full"' if field.type == "long_text" else ""
        example = quote(field.example or "")
        return [call(f"#field({arguments}, default: {quote(field.default_text)}, kind: {quote(field.type)}, options: ({options}), example: {example}{full})")]

    def write_in(self, column: str, row: str) -> list:
        self.write_ins += 1
        hint = f"{row}，{column}".strip("，")
        return [call(f"#write-in({quote(f'write_in_{self.write_ins}')}, {quote(column or '空白格')}, {quote(hint)})")]

    def reference(self, target: str) -> list:
        if target not in self.numbering.articles and target not in self.numbering.paragraphs:
            return [text(self.numbering.reference(target))]
        return [call(f"#refer({quote(target)}, {quote(self.numbering.slug_of(target))})")]

    def article(self, clause: Clause) -> list:
        after_section, self.compact, self.material = self.compact, not clause.numbered, False
        heading = f"#{'article' if clause.numbered else 'section'}({quote(clause.slug)}, {quote(clause.title)})"
        return [raw_block("typst", "#pagebreak()\n" + heading if after_section and clause.numbered else heading)]

    def paragraph(self, paragraph: Paragraph, inlines: list, number: int) -> list:
        self.material = paragraph.material
        self.counted = any(isinstance(block, Item) for option in walk(paragraph.blocks) if isinstance(option, Option) for block in walk(option.blocks))
        restart = [raw_block("typst", "#restart-items()")] if self.counted else []
        return [*restart, self.wrapped("paragraph", inlines, quote(paragraph.anchor), quote(paragraph.caption))]

    def item(self, inlines: list, number: int, material: bool) -> list:
        return [self.wrapped("item", inlines, "counted()" if self.counted else quote(str(number)))]

    def body(self, inlines: list, inside: str) -> list:
        return [self.wrapped("body-text", inlines)]

    def option(self, option: Option, blocks: list) -> list:
        values = "".join(f"{quote(value)}, " for value in option.values)
        return [raw_block("typst", f"#option({quote(option.field.key)}, ({values}), {quote(option.condition)})["), *blocks, raw_block("typst", "]")]

    def table(self, table: dict, inside: str) -> list:
        return [raw_block("typst", "#compact["), table, raw_block("typst", "]")] if self.compact else [table]

    def signature(self, table: dict) -> list:
        return [raw_block("typst", "#signature["), table, raw_block("typst", "]")]

    def wrapped(self, function: str, inlines: list, *arguments: str) -> dict:
        """A block that passes the inlines as content to a function of contract.typ."""
        given = ", ".join([*arguments, *(["material: true"] if self.material else [])])
        return {"t": "Plain", "c": [raw_inline("typst", f"#{function}({given})["), *inlines, raw_inline("typst", "]")]}


def quote(value: str) -> str:
    """A Typst string literal; its escapes are those of JSON for every character we print."""
    return json.dumps(value, ensure_ascii=False)


def call(code: str) -> dict:
    return raw_inline("typst", code + ";")
