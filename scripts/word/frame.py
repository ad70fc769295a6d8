"""What surrounds the text of a file: header, footer, settings and document properties."""

from __future__ import annotations

from xml.sax.saxutils import escape

from macros.contract import Document
from scripts.word import runs
from scripts.word.ooxml import DECLARATION, NAMESPACES

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def header_xml(title: str, version_line: str) -> str:
    text = runs.run(title) + "<w:r><w:tab/></w:r>" + runs.run(version_line)
    return f'{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{text}</w:p></w:hdr>'


def footer_xml() -> str:
    text = runs.run("第 ") + runs.field("PAGE", "1") + runs.run(" 页 共 ") + runs.field("NUMPAGES", "1") + runs.run(" 页")
    return f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{text}</w:p></w:ftr>'


def settings_xml() -> str:
    """Word 2013 mode, or Word would say 兼容模式. No w:updateFields: it asks the reader a question."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def core_properties_xml(document: Document, version_line: str) -> str:
    """No dates: the same content makes the same file."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:description>{escape(version_line)}</dc:description><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def custom_properties_xml(document: Document) -> str:
    """Which template and version a file came from, whatever becomes of its text."""
    values = {"template": document.slug, "templateVersion": document.meta.version}
    entries = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return f'{DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}">{entries}</Properties>'
