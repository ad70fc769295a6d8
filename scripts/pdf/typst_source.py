"""The Typst source of a document: pandoc writes the text, our writer calls the functions of contract.typ."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc

from macros.contract import Clause, Document, Option, Paragraph
from macros.library import Library
from macros.numbering import Numbering
from macros.registry import Field
from scripts.pandoc_tree import document_tree, raw_block, raw_inline, text

LAYOUT = Path(__file__).resolve().parents[2] / "templates/layout/contract.typ"


def typst_source(document: Document, library: Library, version_line: str) -> str:
    """A self-contained source; values are read from sys.inputs, so that filling never runs pandoc again."""
    numbering = library.numbering(document)
    tree = document_tree(document, numbering, TypstWriter(numbering))
    body = pypandoc.convert_text(tree, "typst", "json", extra_args=["--wrap=none"])
    cover = "true" if document.cover else "false"
    head = f"#show: contract.with(title: {quote(document.title)}, version: {quote(version_line)}, notice: {quote(document.meta.notice)}, cover: {cover})\n"
    return LAYOUT.read_text(encoding="utf-8") + head + body


class TypstWriter:
    """Implements scripts.pandoc_tree.Writer with calls to contract.typ."""

    def __init__(self, numbering: Numbering):
        self.numbering = numbering
        self.compact = False

    @property
    def line(self) -> float:
        return 55 if self.compact else 45

    def blank(self, field: Field) -> list:
        arguments = f"{quote(field.key)}, label: {quote(field.label)}, hint: {quote(field.hint)}"
        if field.type == "checkbox":
            return [call(f"#check({arguments}, default: {'true' if field.default else 'false'})")]
        options = "".join(f"{quote(option)}, " for option in field.options)
        full = ', width: "full"' if field.type == "long_text" else ""
        return [call(f"#field({arguments}, default: {quote(field.default_text)}, kind: {quote(field.type)}, options: ({options}), example: {quote(field.example or '')}{full})")]

    def reference(self, target: str) -> list:
        if self.numbering.slug_of(target) not in self.numbering.articles:
            return [text(self.numbering.reference(target))]
        paragraph = ", paragraph: true" if target in self.numbering.paragraphs else ""
        return [call(f"#refer({quote(target)}{paragraph})")]

    def article(self, clause: Clause) -> list:
        after_section, self.compact = self.compact, not clause.numbered
        heading = f"#{'article' if clause.numbered else 'section'}({quote(clause.slug)}, {quote(clause.title)})"
        return [raw_block("typst", "#pagebreak()\n" + heading if after_section and clause.numbered else heading)]

    def paragraph(self, paragraph: Paragraph, inlines: list, number: int) -> list:
        material = ", material: true" if paragraph.material else ""
        return [wrapped(f"#paragraph({quote(paragraph.anchor)}, {quote(paragraph.caption)}{material})", inlines)]

    def item(self, inlines: list, number: int, material: bool) -> list:
        return [wrapped("#item", inlines)]

    def body(self, inlines: list, inside: str) -> list:
        return [wrapped("#body-text", inlines)]

    def option(self, option: Option, blocks: list) -> list:
        values = "".join(f"{quote(value)}, " for value in option.values)
        return [raw_block("typst", f"#option({quote(option.field.key)}, ({values}), {quote(option.condition)})["), *blocks, raw_block("typst", "]")]

    def table(self, table: dict, inside: str) -> list:
        return [raw_block("typst", "#compact["), table, raw_block("typst", "]")] if self.compact else [table]

    def signature(self, table: dict) -> list:
        return [raw_block("typst", "#signature["), table, raw_block("typst", "]")]


def quote(value: str) -> str:
    """A Typst string literal; its escapes are those of JSON for every character we print."""
    return json.dumps(value, ensure_ascii=False)


def call(code: str) -> dict:
    return raw_inline("typst", code + ";")


def wrapped(function: str, inlines: list) -> dict:
    """A block that passes the inlines as content to a Typst function."""
    return {"t": "Plain", "c": [raw_inline("typst", function + "["), *inlines, raw_inline("typst", "]")]}
