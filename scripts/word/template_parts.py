"""A built 可填写版 taken apart: the text that never changes, and between it blanks, options, numbered paragraphs and references.

docs/assets/fill/template-parts.js does the same in the browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.word import runs
from scripts.word.controls import OPTION_END, REMEDY_BOXED, REMEDY_FLAT
from scripts.word.numbering import MAIN

_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_OPTION = (
    r'(?P<frame><w:sdt><w:sdtPr><w:alias [^<>]*/><w:tag w:val="opt:(?P<condition>[^"]*)"/><w:id [^<>]*/></w:sdtPr><w:sdtContent>)'
    r'(?P<note><w:p><w:pPr><w:pStyle w:val="OptionNote"/>.*?</w:p>)'
)
_NOTICE = r'(?P<notice><w:p><w:pPr><w:pStyle w:val="Notice"/>.*?</w:p>)'
_BLANK = r'<w:sdt>(?P<setup><w:sdtPr>.*?<w:tag w:val="(?P<key>\w+)"/>.*?</w:sdtPr>)<w:sdtContent>.*?</w:sdtContent></w:sdt>'
_PARAGRAPH = (
    r'(?P<opening><w:pPr>(?P<heading><w:pStyle w:val="Heading1"/>)?(?:<w:[^<>]*/>)*)'
    r'(?P<place><w:numPr><w:ilvl w:val="(?P<level>\d)"/><w:numId w:val="(?P<list>\d+)"/></w:numPr>)?(?P<rest>(?:<w:[^<>]*/>)*</w:pPr>)'
    r'(?P<mark><w:bookmarkStart w:id="\d+" w:name="(?P<bookmark>\w+)"/>)?'
)
_REFERENCE = (
    r'(?P<field><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF (?P<target>\w+) [^<>]*</w:instrText></w:r>'
    r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>)<w:r>.*?</w:r>' + re.escape(_FIELD_END)
)
_PIECE = re.compile(f"{_NOTICE}|{_OPTION}|{_BLANK}|{_PARAGRAPH}|{_REFERENCE}|(?P<end>{OPTION_END})")
# Where a control writes its state: the day, the item chosen, the tick.
_STATE = re.compile(r'(<w:date|<w:dropDownList|<w14:checked)(?: w14:val="\d")?(?=/?>)')


@dataclass(frozen=True, slots=True)
class Frame:
    """What belongs to the template rather than to the contract, such as either end of the box around an option: its XML in a live file, and in a flat one."""

    live: str
    flat: str


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    values: tuple[str, ...]
    opening: Frame
    segments: list[Segment]

    def applies(self, shown: str | bool) -> bool:
        return runs.quoted(shown) in self.values if self.values else shown is True


OPTION_CLOSING = Frame(OPTION_END, "")


@dataclass(frozen=True, slots=True)
class Blank:
    """A content control up to its text. A date, list or box (`kind`, the end of `setup`) writes its state before `rest`."""

    key: str
    kind: str
    setup: str
    rest: str


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """The beginning of a 条, 款 or 项: properties, those without the automatic number, and the bookmark references point to."""

    list: int
    level: int
    live: str
    flat: str
    mark: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A REF field up to the text it shows."""

    target: str
    field: str
    end: str = _FIELD_END


Segment = str | Frame | Option | Blank | Numbered | Reference


def take_apart(xml: str) -> list[Segment]:
    """document.xml in order; options hold what is inside them."""
    open_lists: list[list[Segment]] = [[]]
    position = 0
    for match in _PIECE.finditer(xml):
        if match["opening"] and not (match["heading"] or match["place"]):
            continue
        open_lists[-1].append(xml[position : match.start()])
        position = match.end()
        if match["end"]:
            open_lists.pop()
            continue
        segment = _segment(match)
        open_lists[-1].append(segment)
        if isinstance(segment, Option):
            open_lists.append(segment.segments)
    open_lists[-1].append(xml[position:])
    return open_lists.pop()


def _segment(match: re.Match) -> Segment:
    if match["notice"]:
        return Frame(match["notice"], "")
    if match["frame"]:
        key, _, values = match["condition"].partition("=")
        flat_note = match["note"].replace(REMEDY_BOXED, REMEDY_FLAT)
        return Option(key, tuple(values.split("、")) if values else (), Frame(match["frame"] + match["note"], flat_note), [])
    if match["key"]:
        return _blank(match["key"], match["setup"].replace("<w:showingPlcHdr/>", ""))
    if match["opening"]:
        properties = (match["opening"] + (match["place"] or "") + match["rest"], match["opening"] + match["rest"])
        return Numbered(int(match["list"] or MAIN), int(match["level"] or 0), *properties, match["mark"] or "", match["bookmark"] or "")
    return Reference(match["target"], match["field"])


def _blank(key: str, setup: str) -> Blank:
    found = _STATE.search(setup)
    return Blank(key, found[1], setup[: found.end(1)], setup[found.end() :]) if found else Blank(key, "", setup, "")
