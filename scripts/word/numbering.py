"""numbering.xml: one multi-level list 第一条 / 1. / （1） tied to styles, so that Word numbers again when text is added or deleted."""

from __future__ import annotations

from scripts.word.ooxml import DECLARATION, NAMESPACES, Element, set_property, style_of, w

LINKED_STYLES = ("Heading1", "ContractParagraph", "ContractItem")
LEVELS = {"Heading1": 0, "ContractParagraph": 1, "ContractItem": 2, "MaterialParagraph": 1, "MaterialItem": 2}
# No w:isLgl: LibreOffice and ONLYOFFICE do not honour it.
_FORMATS = (("chineseCountingThousand", "第%1条", "space"), ("decimal", "%2.", "space"), ("decimal", "（%3）", "nothing"))
MAIN = 1


def number_properties(level: int, list_id: int = MAIN) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def numbering_xml(lists: int, indents: list[str]) -> str:
    """The main list and `lists - 1` more of the same form, for the unnumbered sections, where 款 start again at 1."""
    ids = range(MAIN, MAIN + lists)
    abstract = "".join(_abstract(list_id, indents) for list_id in ids)
    instances = "".join(f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>' for list_id in ids)
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{abstract}{instances}</w:numbering>"


def _abstract(list_id: int, indents: list[str]) -> str:
    identity = f"4B46{list_id:04X}"
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>' + (f'<w:pStyle w:val="{style}"/>' if list_id == MAIN else "")
        + f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
        for level, ((kind, text, suffix), style, indent) in enumerate(zip(_FORMATS, LINKED_STYLES, indents))
    )
    return f'<w:abstractNum w:abstractNumId="{list_id}"><w:nsid w:val="{identity}"/><w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{identity}"/>{levels}</w:abstractNum>'


def number_paragraphs(body: Element) -> int:
    """Give every 款 and 项 its level and list; returns how many lists are in use.

    The level is written on the paragraph itself: Word takes the level of a linked style from the list, which knows nothing of the Material styles.
    """
    lists, current = MAIN, MAIN
    fresh = False
    for paragraph in body.iter(w("p")):
        style = style_of(paragraph)
        if style == "SectionTitle":
            fresh = True
        elif style == "Heading1":
            fresh, current = False, MAIN
        elif style in LEVELS:
            if fresh:
                lists, fresh = lists + 1, False
                current = lists
            set_property(paragraph, number_properties(LEVELS[style], current))
    return lists
