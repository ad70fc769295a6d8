"""Fill the built 可填写版: with its controls still live, or as flat text (定稿版).

The file is taken apart once; filling joins strings. docs/assets/fill/docx.js makes the same parts in the browser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Literal
from xml.sax.saxutils import escape

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
_CHOICE = re.compile(r'<w:tag w:val="opt:(\w+)')
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
        main = self._parts[MAIN].decode()
        self._segments = take_apart(main)
        self._choices = sorted(set(_CHOICE.findall(main)))
        self._settled: dict[Kind, tuple[list, list[str | Blank]]] = {}
        self._store = self._parts[_STORE].decode()
        self._keys = _STORED.findall(self._store)

    def fill(self, shown: Shown, stored: dict[str, str], kind: Kind) -> bytes:
        """`shown` is what is printed for every field, `stored` what the file remembers; both are text that nothing interprets."""
        if missing := [key for key in self._keys if key not in shown or key not in stored]:
            raise ValueError(f"没有给出填写项的值：{'、'.join(missing)}。填写值和文件要出自同一版范本。")
        contents = {key: _content(shown[key]) for key in self._keys}
        pieces = self._settle(shown, kind)
        if kind == "final":
            main = "".join([contents[piece.key] if isinstance(piece, Blank) else piece for piece in pieces])
            return write_zip(self._flat_parts | {MAIN: main.encode()}, _COMPRESSION)
        main = "".join([_control(piece, shown, stored, contents) if isinstance(piece, Blank) else piece for piece in pieces])
        store = _STORED.sub(lambda entry: f"<c:{entry[1]}>{escape(stored[entry[1]])}</c:{entry[1]}>", self._store)
        return write_zip(self._parts | {MAIN: main.encode(), _STORE: store.encode()}, _COMPRESSION)

    def _settle(self, shown: Shown, kind: Kind) -> list[str | Blank]:
        """What the choices decide: options, numbers, references. Kept for the next file, whose choices are often the same."""
        choices = [shown[key] for key in self._choices]
        if kind not in self._settled or self._settled[kind][0] != choices:
            self._settled[kind] = choices, _joined(_printed(list(_chosen(self._segments, shown)), kind))
        return self._settled[kind][1]


def _flattened(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that flat text needs; the styles of the placeholders are those without automatic numbers."""
    flat = {name: data for name, data in parts.items() if not name.startswith(_LIVE_PARTS)}
    for name in _LISTINGS:
        flat[name] = _LIVE_ENTRIES.sub("", flat[name].decode()).encode()
    return flat | {"word/styles.xml": parts["word/glossary/styles.xml"]}


def _chosen(segments: list[Segment], shown: Shown) -> Iterator[Segment]:
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


def _numbered(segments: list[Segment]) -> tuple[dict[Numbered, str], dict[str, str]]:
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


def _printed(segments: list[Segment], kind: Kind) -> Iterator[str | Blank]:
    numbers, references = _numbered(segments)
    for segment in segments:
        match segment:
            case str() | Blank():
                yield segment
            case Frame():
                yield segment.flat if kind == "final" else segment.live
            case Numbered():
                yield segment.flat + segment.mark + runs.run(numbers[segment]) if kind == "final" else segment.live + segment.mark
            case Reference():
                shown = references[segment.target]
                yield shown if kind == "final" else segment.field + shown + segment.end


def _joined(pieces: Iterator[str | Blank]) -> list[str | Blank]:
    """The same with neighbouring strings in one."""
    grouped = groupby(pieces, lambda piece: isinstance(piece, Blank))
    return [piece for blanks, group in grouped for piece in (group if blanks else ["".join(group)])]


def _content(shown: str | bool) -> str:
    if isinstance(shown, bool):
        return runs.box(shown)
    return runs.run(shown, runs.PENDING if shown == PENDING else runs.FILLED)


def _control(blank: Blank, shown: Shown, stored: dict[str, str], contents: dict[str, str]) -> str:
    state = _state(blank, shown[blank.key], stored[blank.key])
    return f"<w:sdt>{blank.setup}{state}{blank.rest}<w:sdtContent>{contents[blank.key]}</w:sdtContent></w:sdt>"


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
