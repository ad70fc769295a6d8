"""Tables as Word and WPS both read them: widths said three times, rows that do not split, text in the table's own style."""

from __future__ import annotations

from lxml import etree

from scripts.word.layout import Layout
from scripts.word.ooxml import VAL, Element, fragment, set_property, style_of, w

_GAP = 80
_SHORT = 5
_HANDWRITING = 454


def complete_tables(body: Element, layout: Layout) -> None:
    tables = list(body.iter(w("tbl")))
    _align_neighbours(tables)
    for table in tables:
        style_id = table.find(f"{w('tblPr')}/{w('tblStyle')}").get(VAL)
        _drop_empty_header(table)
        _set_widths(table, layout.page.text_width)
        _set_text_style(table, layout.tables[style_id].text)
        rows = list(table.iter(w("tr")))
        for row in rows:
            _complete_row(row)
        # At least the header with the first row: LibreOffice loses the rows after a header alone at the foot of a page.
        _keep_together(rows if style_id == "SignatureTable" or len(rows) <= _SHORT else rows[:2])
        if layout.tables[style_id].header_fill is None:
            _no_header(table)
        _leave_gap(table)


def _align_neighbours(tables: list[Element]) -> None:
    """Tables that follow one another directly get the same columns."""
    groups: list[list[Element]] = []
    for table in tables:
        if groups and _follows(table, groups[-1][-1]):
            groups[-1].append(table)
        else:
            groups.append([table])
    for group in groups:
        shared = [sum(widths) for widths in zip(*map(_widths, group))]
        for table in group:
            for column, width in zip(table.find(w("tblGrid")), shared):
                column.set(w("w"), str(width))


def _follows(table: Element, other: Element) -> bool:
    between = table.getprevious()
    return between is not None and len(between) == 0 and between.getprevious() is other and len(_widths(table)) == len(_widths(other))


def _widths(table: Element) -> list[int]:
    return [int(column.get(w("w"))) for column in table.find(w("tblGrid"))]


def _drop_empty_header(table: Element) -> None:
    header = table.find(w("tr"))
    if header.find(f".//{w('tblHeader')}") is not None and not _text(header):
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
    shares = _widths(table)
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


def _complete_row(row: Element) -> None:
    """Rows do not split; one with an empty cell is high enough for handwriting."""
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    if not all(_text(cell) for cell in row.iterchildren(w("tc"))):
        properties.insert(0, fragment(f'<w:trHeight w:val="{_HANDWRITING}" w:hRule="atLeast"/>'))
    properties.insert(0, etree.Element(w("cantSplit")))


def _text(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(w("t"))).strip()


def _keep_together(rows: list[Element]) -> None:
    for row in rows[:-1]:
        for paragraph in row.iter(w("p")):
            set_property(paragraph, "<w:keepNext/>")


def _leave_gap(table: Element) -> None:
    """A little air above and below, unless a page ends there; text before the table stays on the table's page."""
    before, after = table.getprevious(), table.getnext()
    if before is not None and before.tag == w("p"):
        set_property(before, "<w:keepNext/>")
        if style_of(before) != "TableGap":
            set_property(before, f'<w:spacing w:after="{_GAP}"/>')
    if after is not None and _begins_page(after):
        return
    if after is not None and after.tag == w("p") and len(after) == 0:
        table.getparent().remove(after)
    table.addnext(fragment('<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>'))


def _begins_page(element: Element) -> bool:
    return style_of(element) == "SectionTitle" or element.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None
