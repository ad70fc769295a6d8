"""Names and the few XML operations that every part of a Word file needs."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:r="{R}" xmlns:mc="{MC}" mc:Ignorable="w14"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The order that the schema demands of children of w:pPr, as far as we set them after pandoc.
_PARAGRAPH_PROPERTIES = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "outlineLvl", "rPr")

Element = etree._Element


def w(name: str) -> str:
    """`tag` or attribute `name` in the main namespace, as lxml writes it."""
    return f"{{{W}}}{name}"


VAL = w("val")


def parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def fragment(xml: str) -> Element:
    """One element written with the usual prefixes."""
    element = etree.fromstring(f"<x {NAMESPACES}>{xml}</x>")[0]
    element.tail = None
    return element


def serialise(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def style_of(paragraph: Element) -> str:
    """The style id of a w:p, or an empty string."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(VAL)


def set_property(paragraph: Element, xml: str) -> None:
    """Add or replace one child of w:pPr at its place in the schema's order."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    new = fragment(xml)
    for old in properties.findall(new.tag):
        properties.remove(old)
    rank = _rank(new)
    properties.insert(sum(_rank(child) < rank for child in properties), new)


def _rank(element: Element) -> int:
    return _PARAGRAPH_PROPERTIES.index(etree.QName(element).localname)
