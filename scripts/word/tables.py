"""Tables as Word and WPS both read them: widths said three times, rows that do not split, text in the table's own style."""

from __future__ import annotations

from lxml import etree

from scripts.word.layout import Layout
from scripts.word.ooxml import VAL, Element, fragment, set_property, w


def complete_tables(body: Element, layout: Layout) -> None:
    for table in list(body.iter(w("tbl"))):
        style_id = table.find(f"{w('tblPr')}/{w('tblStyle')}").get(VAL)
        _drop_empty_header(table)
        _set_widths(table, layout.page.text_width)
        _set_text_style(table, layout.tables[style_id].text)
        for row in table.iter(w("tr")):
            _row_properties(row).insert(0, etree.Element(w("cantSplit")))
        if style_id == "SignatureTable":
            _keep_together(table)
        if layout.tables[style_id].header_fill is None:
            _no_header(table)
        _leave_gap(table)


def _drop_empty_header(table: Element) -> None:
    header = table.find(w("tr"))
    if header.find(f".//{w('tblHeader')}") is not None and not any(header.itertext(w("t"))):
        table.remove(header)
        _no_header(table)


def _no_header(table: Element) -> None:
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    look.set(w("firstRow"), "0")
    look.set(VAL, "0000")
    for mark in list(table.iter(w("tblHeader"))):
        mark.getparent().remove(mark)


def _set_widths(table: Element, total: int) -> None:
    columns = table.find(w("tblGrid"))
    shares = [int(column.get(w("w"))) for column in columns]
    widths = [share * total // sum(shares) for share in shares]
    widths[-1] += total - sum(widths)
    for column, width in zip(columns, widths):
        column.set(w("w"), str(width))
    whole = table.find(f"{w('tblPr')}/{w('tblW')}")
    whole.set(w("type"), "dxa")
    whole.set(w("w"), str(total))
    for row in table.iter(w("tr")):
        for cell, width in zip(row.iterchildren(w("tc")), widths):
            cell.find(w("tcPr")).insert(0, fragment(f'<w:tcW w:w="{width}" w:type="dxa"/>'))


def _set_text_style(table: Element, style: str) -> None:
    for cell in table.iter(w("tc")):
        for paragraph in cell.iterchildren(w("p")):
            set_property(paragraph, f'<w:pStyle w:val="{style}"/>')


def _row_properties(row: Element) -> Element:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    return properties


def _keep_together(table: Element) -> None:
    for row in list(table.iter(w("tr")))[:-1]:
        for paragraph in row.iter(w("p")):
            set_property(paragraph, "<w:keepNext/>")


def _leave_gap(table: Element) -> None:
    """A little air below; where text precedes, it stays on the page of the table."""
    before, after = table.getprevious(), table.getnext()
    if before is not None and before.tag == w("p"):
        set_property(before, "<w:keepNext/>")
    gap = fragment('<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>')
    if after is not None and after.tag == w("p") and len(after) == 0:
        table.getparent().replace(after, gap)
    else:
        table.addnext(gap)
