"""Fill the built 可填写版: with its controls still live, or as flat text (定稿版).

The file is taken apart once; filling joins strings. docs/assets/fill/docx.js makes the same parts in the browser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from macros.contract import PENDING
from macros.numerals import to_chinese
from scripts.word import MAIN, runs
from scripts.word.package import read_zip, write_zip
from scripts.word.template_parts import OPTION_CLOSING, Blank, Frame, Numbered, Option, Reference, Segment, take_apart

Kind = Literal["fillable", "final"]
Shown = dict[str, str | bool]
_COMPRESSION = 3  # a file a sixth larger in a sixth of the time
_STORE = "customXml/item1.xml"
_STORED = re.compile(r"<c:(\w+)>[^<]*</c:\1>")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# What flat text has no use for: bound data, placeholders, automatic numbers.
_LIVE_PARTS = ("customXml/", "word/glossary/", "word/numbering.xml")
_LIVE_ENTRIES = re.compile(r'<Override PartName="/(?:customXml/|word/glossary/|word/numbering\.xml)[^<>]*/>|<Relationship [^<>]*Target="(?:\.\./customXml/|glossary/|numbering\.xml)[^<>]*/>')
_NUMBERS = (lambda number: f"第{to_chinese(number)}条 ", "{}. ".format, "（{}）".format)
_LISTINGS = ("[Content_Types].xml", "word/_rels/document.xml.rels")


class WordTemplate:
    """One built file, to be filled any number of times."""

    def __init__(self, data: bytes):
        self._parts = read_zip(data)
        self._flat_parts = _flattened(self._parts)
        self._segments = take_apart(self._parts[MAIN].decode())
        self._store = self._parts[_STORE].decode()
        self._keys = _STORED.findall(self._store)

    def fill(self, shown: Shown, stored: dict[str, str], kind: Kind) -> bytes:
        """`shown` is what is printed for every field, `stored` what the file remembers; both are text that nothing interprets."""
        if missing := [key for key in self._keys if key not in shown or key not in stored]:
            raise ValueError(f"没有给出填写项的值：{'、'.join(missing)}。填写值和文件要出自同一版范本。")
        segments = list(_chosen(self._segments, shown))
        numbers, references = _numbered(segments)
        filling = _Filling(shown, stored, {key: _content(shown[key]) for key in self._keys}, numbers, references)
        if kind == "final":
            main = "".join(_flat(segment, filling) for segment in segments)
            return write_zip(self._flat_parts | {MAIN: main.encode()}, _COMPRESSION)
        main = "".join(_live(segment, filling) for segment in segments)
        store = _STORED.sub(lambda entry: f"<c:{entry[1]}>{runs.escape(stored[entry[1]])}</c:{entry[1]}>", self._store)
        return write_zip(self._parts | {MAIN: main.encode(), _STORE: store.encode()}, _COMPRESSION)


@dataclass(frozen=True)
class _Filling:
    """What goes into the places of one file."""

    shown: Shown
    stored: dict[str, str]
    contents: dict[str, str]
    numbers: dict[Numbered, str]
    references: dict[str, str]


def _flattened(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that flat text needs; the styles of the placeholders are those without automatic numbers."""
    flat = {name: data for name, data in parts.items() if not name.startswith(_LIVE_PARTS)}
    for name in _LISTINGS:
        flat[name] = _LIVE_ENTRIES.sub("", flat[name].decode()).encode()
    return flat | {"word/styles.xml": parts["word/glossary/styles.xml"]}


def _chosen(segments: list[Segment], shown: Shown) -> Iterator[Segment | Frame]:
    """What remains: chosen options without their frames, and with them while the choice is open."""
    for segment in segments:
        if not isinstance(segment, Option):
            yield segment
        elif shown[segment.key] == PENDING:
            yield segment.opening
            yield from _chosen(segment.segments, shown)
            yield OPTION_CLOSING
        elif segment.applies(shown[segment.key]):
            yield from _chosen(segment.segments, shown)


def _numbered(segments: list[Segment | Frame]) -> tuple[dict[Numbered, str], dict[str, str]]:
    """The number that Word will print before each 条, 款 and 项, and the run that a reference to its bookmark shows."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    numbers, references = {}, {}
    for segment in segments:
        if isinstance(segment, Numbered):
            counted, level = counts[segment.list], segment.level
            counted[level:] = [counted[level] + 1, *(0 for _ in counted[level + 1 :])]
            numbers[segment] = _NUMBERS[level](counted[level])
            if segment.bookmark:
                references[segment.bookmark] = runs.run(numbers[segment].rstrip(". "))
    return numbers, references


def _content(shown: str | bool) -> str:
    if isinstance(shown, bool):
        return runs.box(shown)
    return runs.run(shown, runs.PENDING if shown == PENDING else runs.FILLED)


def _live(segment: Segment | Frame, filling: _Filling) -> str:
    match segment:
        case str():
            return segment
        case Blank():
            key = segment.key
            return f"<w:sdt>{segment.setup}{_state(segment, filling.shown[key], filling.stored[key])}{segment.rest}<w:sdtContent>{filling.contents[key]}</w:sdtContent></w:sdt>"
        case Numbered():
            return segment.live + segment.mark
        case Reference():
            return segment.field + filling.references[segment.target] + segment.end
        case Frame():
            return segment.live


def _state(blank: Blank, shown: str | bool, stored: str) -> str:
    """What a control knows besides its text, as an attribute."""
    match blank.kind:
        case "<w14:checked":
            return f' w14:val="{shown:d}"'
        case "<w:date" if _ISO_DATE.fullmatch(stored):
            return f' w:fullDate="{stored}T00:00:00Z"'
        case "<w:dropDownList" if f' w:value="{runs.quoted(shown)}"' in blank.rest:
            return f' w:lastValue="{runs.quoted(shown)}"'
    return ""


def _flat(segment: Segment | Frame, filling: _Filling) -> str:
    match segment:
        case str():
            return segment
        case Blank():
            return filling.contents[segment.key]
        case Numbered():
            return segment.flat + segment.mark + runs.run(filling.numbers[segment])
        case Reference():
            return filling.references[segment.target]
        case Frame():
            return segment.flat
