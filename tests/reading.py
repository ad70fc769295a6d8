"""What a person reads in a filled or blank document, and what the contract's tree says should stand there."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from macros.contract import Document, Inline, Item, Option, Paragraph, Reference, Signature, Strong, Table
from macros.numbering import Numbering


def compact(text: str) -> str:
    return "".join(text.split())


def text_of(pdf: Path) -> str:
    """Without white space and what stands above and below every page."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    pages = [re.sub(r"第\d+页共\d+页", "", compact(page)) for page in done.stdout.decode().split("\f")]
    return "".join(re.sub(r"^.{,60}?版本[\d.]+·法规核对至[\d-]+·不构成法律意见", "", page) for page in pages)


def through_office(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """The text of Word files as LibreOffice and poppler read them, by file name."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}", "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, capture_output=True, check=True)
    return {file.name: text_of(folder / f"{file.stem}.pdf") for file in files}


def landmarks(document: Document, numbering: Numbering) -> list[str]:
    """Headings, numbers of 款 and 项, and cross-references as they should be printed, in reading order."""
    found: list[str] = []

    def inlines(row: Iterable[Inline]) -> None:
        for inline in row:
            if isinstance(inline, Strong):
                inlines(inline.children)
            elif isinstance(inline, Reference):
                found.append(compact(numbering.reference(inline.target)))

    def blocks(row, items: list[int]) -> None:
        for block in row:
            match block:
                case Paragraph():
                    found.append(f"{numbering.paragraphs[block.anchor]}.{'▲' if block.material else ''}{compact(block.caption)}")
                    inlines(block.inlines)
                    blocks(block.blocks, [0])
                case Item():
                    items[0] += 1
                    found.append(f"（{items[0]}）")
                    inlines(block.inlines)
                    blocks(block.blocks, items)
                case Option():
                    blocks(block.blocks, items)
                case Signature():
                    blocks([block.table], items)
                case Table():
                    for cells in (block.header, *block.rows):
                        for cell in cells:
                            inlines(cell)
                case _ if hasattr(block, "inlines"):
                    inlines(block.inlines)

    blocks(document.cover, [0])
    for clause in document.clauses:
        found += [numbering.article(clause) + compact(clause.title)] if document.heads(clause) else []
        blocks(clause.blocks, [0])
    return found


def first_missing(expected: Iterable[str], text: str) -> str | None:
    """The first of `expected` that does not follow where the one before it ended."""
    place = 0
    for mark in expected:
        place = text.find(mark, place)
        if place < 0:
            return mark
        place += len(mark)
    return None
