"""document.xml: what pandoc makes of the contract, completed with what pandoc cannot say."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pypandoc

from macros.contract import Document
from scripts.word import runs
from scripts.word.layout import Layout, twips
from scripts.word.ooxml import NAMESPACES, Element, fragment, parse, set_property, style_of, w
from scripts.word.tables import complete_tables


def read_body(tree: str) -> Element:
    """The root of document.xml for a pandoc tree; of pandoc's file only this part is used."""
    command = [pypandoc.get_pandoc_path(), "--from=json", "--to=docx", "--output=-"]
    made = subprocess.run(command, input=tree.encode(), capture_output=True)
    if made.returncode:
        raise RuntimeError(f"pandoc 没有生成文件：{made.stderr.decode(errors='replace').strip()}")
    with zipfile.ZipFile(io.BytesIO(made.stdout)) as package:
        xml = package.read("word/document.xml").decode()
    root = parse((f"<w:document {NAMESPACES}>" + xml[xml.index("<w:body>") :]).encode())
    for element in root.iter():
        if len(element) and element.text and not element.text.strip():
            element.text = None
        if element.tail and not element.tail.strip():
            element.tail = None
    return root


def complete_body(root: Element, document: Document, notice: str, layout: Layout, header_id: str, footer_id: str) -> None:
    """Title, page breaks, tables and page set-up."""
    body = root.find(w("body"))
    _begin_pages(body)
    complete_tables(body, layout)
    for index, paragraph in enumerate(_opening(document, notice)):
        body.insert(index, paragraph)
    body.replace(body.find(w("sectPr")), fragment(_page_setup(layout, header_id, footer_id)))


def _begin_pages(body: Element) -> None:
    """The first article after an unnumbered section begins on a page of its own."""
    after_section = False
    for paragraph in body.iterchildren(w("p")):
        style = style_of(paragraph)
        if style == "Heading1" and after_section:
            set_property(paragraph, "<w:pageBreakBefore/>")
        if style in ("Heading1", "SectionTitle"):
            after_section = style == "SectionTitle"


def _opening(document: Document, notice: str) -> list[Element]:
    """Title and notice; without cover blocks the text goes on below them."""
    title = "Title" if document.cover else "TitleCompact"
    return [_paragraph(title, document.title), *(_paragraph("Notice", line) for line in notice.strip().splitlines())]


def _paragraph(style: str, text: str) -> Element:
    return fragment(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs.run(text)}</w:p>')


def _page_setup(layout: Layout, header_id: str, footer_id: str) -> str:
    page = layout.page
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header_id}"/><w:footerReference w:type="default" r:id="{footer_id}"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/><w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="{twips(page.header)}" w:footer="{twips(page.footer)}" w:gutter="0"/></w:sectPr>'
    )
