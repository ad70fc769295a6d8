"""How Word prints the pieces of a contract: with content controls and automatic numbers, or flat."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import count

from macros.contract import Clause, Option, Paragraph
from macros.numbering import Numbering
from macros.registry import Field
from scripts.pandoc_tree import WRITING_SPACE, Node, para, raw_block, raw_inline, strong, styled, text
from scripts.word import runs
from scripts.word.controls import OPTION_END, REMEDY_BOXED, REMEDY_FLAT, Controls

GAP = "\u3000"
NO_BREAK = "\u00a0"
MATERIAL_MARK = "▲"
_MATERIAL_STYLES = {
    "ContractParagraph": "MaterialParagraph", "ContractItem": "MaterialItem",
    "ParagraphText": "MaterialParagraphText", "ItemText": "MaterialItemText",
}


class WordWriter(ABC):
    """What both kinds have in common. Styles are named by their id in templates/layout/word.yml."""

    def __init__(self, numbering: Numbering):
        self.numbering = numbering
        self._bookmark_ids = count(1)
        self._section_numbered = True
        self._material = False

    @property
    def line(self) -> float:
        return 42 if self._section_numbered else 52

    def article(self, clause: Clause) -> list[Node]:
        self._section_numbered, self._material = clause.numbered, False
        start, end = self._bookmark(clause.slug)
        if not clause.numbered:
            return [styled("SectionTitle", [para([start, text(clause.title), end])])]
        number = self.number(self.numbering.article(clause) + " ")
        return [{"t": "Header", "c": [1, ["", [], []], [start, *number, text(clause.title), end]]}]

    def paragraph(self, paragraph: Paragraph, inlines: list[Node], number: int) -> list[Node]:
        self._material = paragraph.material
        start, end = self._bookmark(paragraph.anchor)
        caption = strong([_characters("ClauseCaption", (MATERIAL_MARK if paragraph.material else "") + paragraph.caption)])
        gap = [text(GAP), *inlines] if inlines else []
        return [self._styled("ContractParagraph", [start, *self.number(f"{number}. "), caption, end, *gap])]

    def item(self, inlines: list[Node], number: int, material: bool) -> list[Node]:
        return [self._styled("ContractItem", [*self.number(f"（{number}）"), *inlines])]

    def body(self, inlines: list[Node], inside: str) -> list[Node]:
        if inside == "paragraph":
            return [self._styled("ParagraphText", inlines)]
        if inside == "item":
            return [self._styled("ItemText", inlines)]
        return [styled("CoverText" if inside == "cover" else "BodyText", [para(inlines)])]

    def write_in(self, column: str, row: str) -> list[Node]:
        return [text(WRITING_SPACE)]

    def table(self, table: Node, inside: str) -> list[Node]:
        if inside == "cover":
            return [_in_style("CoverTable", table)]
        return [_in_style("ContractTable" if self._section_numbered else "CompactTable", table)]

    def signature(self, table: Node) -> list[Node]:
        return [_in_style("SignatureTable", table)]

    @abstractmethod
    def number(self, literal: str) -> list[Node]:
        """The number of a 条, 款 or 项, where it is not automatic."""

    def _styled(self, style: str, inlines: list[Node]) -> Node:
        return styled(_MATERIAL_STYLES[style] if self._material else style, [para(inlines)])

    def _bookmark(self, anchor: str) -> tuple[Node, Node]:
        start, end = runs.bookmark(anchor, next(self._bookmark_ids))
        return _raw(start), _raw(end)


class FillableWriter(WordWriter):
    """可填写版: blanks and options are content controls, numbers and references are Word's own."""

    def __init__(self, numbering: Numbering):
        super().__init__(numbering)
        self.controls = Controls()

    def number(self, literal: str) -> list[Node]:
        return []

    def blank(self, field: Field) -> list[Node]:
        label = [text(NO_BREAK + field.label)] if field.type == "checkbox" else []
        return [_raw(self.controls.blank(field)), *label]

    def reference(self, target: str) -> list[Node]:
        slug = self.numbering.slug_of(target)
        if slug not in self.numbering.articles:
            return self._unnumbered(target)
        nodes = [_number_field(slug, self.numbering.reference(slug))]
        if target != slug:
            nodes += [text("第"), _number_field(target, str(self.numbering.paragraphs[target])), text("款")]
        return nodes

    def _unnumbered(self, target: str) -> list[Node]:
        """A place in an unnumbered section, such as an annex, or in another document."""
        shown = self.numbering.reference(target)
        if target not in self.numbering.paragraphs:
            return [text(shown)]
        before, number, after = shown.rpartition(str(self.numbering.paragraphs[target]))
        return [text(before), _number_field(target, number), text(after)]

    def option(self, option: Option, blocks: list[Node]) -> list[Node]:
        note = _option_note(option, blocks, REMEDY_BOXED)
        return [raw_block("openxml", self.controls.option_start(option)), note, *blocks, raw_block("openxml", OPTION_END)]


class PlainWriter(WordWriter):
    """普通版: everything is text that any program shows and any pen can fill in."""

    def number(self, literal: str) -> list[Node]:
        return [text(literal)]

    def blank(self, field: Field) -> list[Node]:
        if field.type == "checkbox":
            return _ticked({field.label: field.default})
        if field.type == "choice":
            return _ticked({option: option == field.default for option in field.options})
        if field.default_text:
            return [_raw(runs.run(field.default_text, runs.FILLED))]
        return [_raw(runs.run(f"{GAP}{field.label}{GAP * 2}", runs.UNDERLINED_HINT))]

    def reference(self, target: str) -> list[Node]:
        return [text(self.numbering.reference(target))]

    def option(self, option: Option, blocks: list[Node]) -> list[Node]:
        return [_option_note(option, blocks, REMEDY_FLAT), *blocks]


def _ticked(choices: dict[str, bool]) -> list[Node]:
    """☑ 专属 ☐ 共享: every option stands there, so that a pen is enough to choose another."""
    nodes = []
    for choice, ticked in choices.items():
        nodes += [text(" ")] if nodes else []
        nodes += [_raw(runs.box(ticked)), text(NO_BREAK + choice)]
    return nodes


def _option_note(option: Option, blocks: list[Node], remedy: str) -> Node:
    """The guidance line before an option. It says how far the option reaches, because on paper nobody sees a box."""
    kinds = [block["t"] for block in blocks]
    reach = "和".join(f" {number} {unit}" for number, unit in ((kinds.count("Div"), "段"), (kinds.count("Table"), "个表格")) if number)
    return styled("OptionNote", [para([_raw(runs.box(False)), text(f" {option.condition}以下{reach}（{remedy}）")])])


def _number_field(target: str, shown: str) -> Node:
    return _raw(runs.field(rf"REF {runs.bookmark_name(target)} \n \h", shown))


def _raw(xml: str) -> Node:
    return raw_inline("openxml", xml)


def _characters(style: str, value: str) -> Node:
    return {"t": "Span", "c": [["", [], [["custom-style", style]]], [text(value)]]}


def _in_style(style: str, table: Node) -> Node:
    _, *rest = table["c"]
    return {"t": "Table", "c": [["", [], [["custom-style", style]]], *rest]}
