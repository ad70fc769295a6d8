"""Content controls: what a person clicks on and fills in."""

from __future__ import annotations

import uuid
from itertools import count
from xml.sax.saxutils import quoteattr

from macros.contract import Option
from macros.registry import Field
from scripts.word import runs
from scripts.word.ooxml import DECLARATION, NAMESPACES
from scripts.word.store import NAMESPACE, binding

OPTION_END = "</w:sdtContent></w:sdt>"
REMEDY_BOXED, REMEDY_FLAT = "不适用时删除本框", "不适用时删除"
_FIRST_ID = 710000001
_CHECKBOX = (
    '<w14:checkbox><w14:checked w14:val="{ticked:d}"/>'
    f'<w14:checkedState w14:val="2611" w14:font="{runs.SYMBOL_FONT}"/><w14:uncheckedState w14:val="2610" w14:font="{runs.SYMBOL_FONT}"/></w14:checkbox>'
)
_DATE = "<w:date><w:dateFormat w:val=\"yyyy'年'M'月'd'日'\"/><w:lid w:val=\"zh-CN\"/><w:storeMappedDataAs w:val=\"date\"/><w:calendar w:val=\"gregorian\"/></w:date>"


class Controls:
    """Makes the controls of one document; every control gets an id of its own."""

    def __init__(self):
        self._ids = count(_FIRST_ID)
        self.bound: dict[str, Field] = {}

    def blank(self, field: Field) -> str:
        """An inline control, showing the default or the placeholder."""
        if field.type == "checkbox":
            return self._checkbox(field)
        self.bound[field.key] = field
        shown = runs.run(field.default_text, runs.FILLED) if field.default_text else runs.run(placeholder_text(field), runs.EMPTY)
        empty = "" if field.default_text else "<w:showingPlcHdr/>"
        return (
            f"<w:sdt><w:sdtPr><w:rPr>{runs.FILLED}</w:rPr>{self._identity(field.label, field.key)}"
            f'<w:placeholder><w:docPart w:val="{placeholder_name(field)}"/></w:placeholder>{empty}{binding(field)}{_kind(field)}</w:sdtPr>'
            f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        )

    def option_start(self, option: Option) -> str:
        """Opens the box around an option; OPTION_END closes it."""
        condition = option.field.label + ("＝" + "、".join(option.values) if option.values else "")
        return f"<w:sdt><w:sdtPr>{self._identity(f'选项：{condition}', option_tag(option))}</w:sdtPr><w:sdtContent>"

    def _checkbox(self, field: Field) -> str:
        # Not bound: LibreOffice 24.8 would replace the box by the word "true".
        return (
            f"<w:sdt><w:sdtPr>{self._identity(field.label, field.key)}{_CHECKBOX.format(ticked=field.default)}</w:sdtPr>"
            f"<w:sdtContent>{runs.box(field.default)}</w:sdtContent></w:sdt>"
        )

    def _identity(self, alias: str, tag: str) -> str:
        return f'<w:alias w:val={quoteattr(alias)}/><w:tag w:val={quoteattr(tag)}/><w:id w:val="{next(self._ids)}"/>'


def option_tag(option: Option) -> str:
    """opt:key=value、value, or opt:key for a checkbox: what filling tools look for."""
    return f"opt:{option.field.key}" + ("=" + "、".join(option.values) if option.values else "")


def placeholder_text(field: Field) -> str:
    return f"【{field.label}】"


def placeholder_name(field: Field) -> str:
    return f"PH_{field.key}"


def glossary_xml(fields: dict[str, Field]) -> str:
    """The placeholder texts; without them Word shows five blanks in a control that has been emptied."""
    parts = "".join(_placeholder_part(field) for field in fields.values())
    return f"{DECLARATION}<w:glossaryDocument {NAMESPACES}><w:docParts>{parts}</w:docParts></w:glossaryDocument>"


def _placeholder_part(field: Field) -> str:
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}:{field.key}")).upper()
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{placeholder_name(field)}"/><w:category><w:name w:val="常规"/><w:gallery w:val="placeholder"/></w:category>'
        f'<w:types><w:type w:val="bbPlcHdr"/></w:types><w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{{{identity}}}"/></w:docPartPr>'
        f"<w:docPartBody><w:p>{runs.run(placeholder_text(field), runs.EMPTY)}</w:p></w:docPartBody></w:docPart>"
    )


def _kind(field: Field) -> str:
    match field.type:
        case "choice":
            # value equals displayText: LibreOffice 24.8 shows the value.
            items = "".join(f"<w:listItem w:displayText={quoteattr(option)} w:value={quoteattr(option)}/>" for option in field.options)
            return f"<w:dropDownList>{items}</w:dropDownList>"
        case "date":
            return _DATE
        case "long_text":
            return '<w:text w:multiLine="1"/>'
        case _:
            return "<w:text/>"
