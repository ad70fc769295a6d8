"""Contracts as Word files.

可填写版 has content controls bound to one custom XML part, so that a field filled in once is filled in everywhere.
普通版 is flat text with underlined blanks, for WPS, LibreOffice, phones and pens.
"""

from __future__ import annotations

from macros.contract import Document
from macros.library import Library
from scripts.pandoc_tree import document_tree
from scripts.word import frame, store
from scripts.word.body import complete_body, read_body
from scripts.word.controls import glossary_xml
from scripts.word.layout import load_layout
from scripts.word.numbering import number_paragraphs, numbering_xml
from scripts.word.ooxml import serialise
from scripts.word.package import Package
from scripts.word.styles import font_table_xml, level_indents, styles_xml
from scripts.word.writers import FillableWriter, PlainWriter, WordWriter

MAIN = "word/document.xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


def build_fillable(document: Document, library: Library, version_line: str) -> bytes:
    """可填写版: content controls, automatic numbers, REF fields."""
    writer = FillableWriter(library.numbering(document))
    package = _package(document, library, version_line, writer, numbered=True)
    package.add("customXml/item1.xml", store.store_xml(document))
    package.add("customXml/itemProps1.xml", store.store_properties_xml(), "customXmlProperties")
    package.relate("customXml/item1.xml", "customXml/itemProps1.xml", "customXmlProps")
    package.relate(MAIN, "customXml/item1.xml", "customXml")
    _add_glossary(package, writer, library)
    return package.to_bytes()


def build_plain(document: Document, library: Library, version_line: str) -> bytes:
    """普通版: no controls, literal numbers and references."""
    return build_flat(document, library, version_line, PlainWriter(library.numbering(document)))


def build_flat(document: Document, library: Library, version_line: str, writer: WordWriter) -> bytes:
    """Numbers, references and blanks as text, the way `writer` prints them."""
    return _package(document, library, version_line, writer, numbered=False).to_bytes()


def _package(document: Document, library: Library, version_line: str, writer: WordWriter, numbered: bool) -> Package:
    layout = load_layout(library.root)
    package = Package()
    package.relate("", MAIN, "officeDocument")
    package.relate("", "docProps/core.xml", _CORE_RELATION)
    package.relate("", "docProps/custom.xml", "custom-properties")
    package.add("docProps/core.xml", frame.core_properties_xml(document, version_line), _CORE_TYPE)
    package.add("docProps/custom.xml", frame.custom_properties_xml(document), "custom-properties")

    def add(name: str, xml: str) -> str:
        package.add(f"word/{name}.xml", xml, f"wordprocessingml.{name.rstrip('1')}")
        return package.relate(MAIN, f"word/{name}.xml", name.rstrip("1"))

    add("styles", styles_xml(layout, numbered))
    add("settings", frame.settings_xml())
    add("fontTable", font_table_xml(layout))
    header, footer = add("header1", frame.header_xml(document.title, version_line)), add("footer1", frame.footer_xml())

    root = read_body(document_tree(document, writer.numbering, writer))
    complete_body(root, document, library.notice(document), layout, header, footer)
    if numbered:
        add("numbering", numbering_xml(number_paragraphs(root), level_indents(layout)))
    package.add(MAIN, serialise(root), "wordprocessingml.document.main")
    return package


def _add_glossary(package: Package, writer: FillableWriter, library: Library) -> None:
    """Placeholder texts, with styles and settings of their own as Word writes them."""
    layout, main = load_layout(library.root), "word/glossary/document.xml"
    package.add(main, glossary_xml(writer.controls.bound), "wordprocessingml.document.glossary")
    package.relate(MAIN, main, "glossaryDocument")
    for name, xml in (("styles", styles_xml(layout, numbered=False)), ("settings", frame.settings_xml()), ("fontTable", font_table_xml(layout))):
        package.add(f"word/glossary/{name}.xml", xml, f"wordprocessingml.{name}")
        package.relate(main, f"word/glossary/{name}.xml", name)
