"""How Word files look: templates/layout/word.yml, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Constraint

from macros.problems import ContentError, Problem
from macros.registry import Entry, validated
from macros.yaml_source import read_yaml

SOURCE = "templates/layout/word.yml"
Number = int | float
Colour = Annotated[str, Constraint(pattern=r"^[0-9A-F]{6}$")]


class Page(Entry):
    """Millimetres."""

    width: Number
    height: Number
    top: Number
    bottom: Number
    left: Number
    right: Number
    header: Number
    footer: Number

    @property
    def text_width(self) -> int:
        """In twentieths of a point."""
        return twips(self.width - self.left - self.right)


class Font(Entry):
    name: str
    also: str | None = None


class CharacterStyle(Entry):
    name: str
    font: str | None = None
    size: Number | None = None
    bold: bool = False
    underline: bool = False
    color: Colour | None = None


class ParagraphStyle(CharacterStyle):
    """Spacing and line height in points, indents in characters. The line height is the least one, or with `exact_line` the only one."""

    based_on: str | None = None
    next: str | None = None
    align: Literal["left", "center", "right", "both"] | None = None
    line: Number | None = None
    exact_line: bool = False
    before: Number = 0
    after: Number = 0
    indent: Number = 0
    first_line: Number = 0
    keep_next: bool = False
    page_break_before: bool = False
    outline: int | None = None
    right_tab: bool = False
    border: Literal["below", "above_and_below"] | None = None


class TableStyle(Entry):
    name: str
    text: str
    borders: bool = False
    header_fill: Colour | None = None
    padding: tuple[Number, Number] = Constraint(strict=False)


class Layout(Entry):
    page: Page
    fonts: dict[str, Font]
    paragraphs: dict[str, ParagraphStyle]
    characters: dict[str, CharacterStyle]
    tables: dict[str, TableStyle]


def load_layout(root: Path) -> Layout:
    """Raises ContentError when the file does not hold a layout."""
    problems: list[Problem] = []
    data, lines = read_yaml((root / SOURCE).read_text(encoding="utf-8"), SOURCE, problems)
    layout = validated(Layout, data, SOURCE, lines, (), problems)
    if problems:
        raise ContentError(problems)
    return layout


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
