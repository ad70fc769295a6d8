"""PDF through pandoc and Typst, with embedded Chinese fonts, tags and form fields."""

from __future__ import annotations

import re
from pathlib import Path

import typst

from macros.contract import Document
from macros.library import Library
from macros.numbering import Numbering
from scripts.pdf.acroform import add_form
from scripts.pdf.form_font import FONTS, form_font
from scripts.pdf.typst_source import data_json, typst_source, with_data

STANDARD = ["ua-1"]  # also the gate for missing glyphs: without a standard Typst prints empty boxes in silence
TIMESTAMP = 1767225600


def build_form(document: Document, library: Library, version_line: str) -> bytes:
    """The blank document as a fillable, tagged PDF. Raises TypesettingError, e.g. for a character the font lacks."""
    source = with_data(typst_source(document, library, version_line), data_json(library.numbering(document)))
    shown = {char for field in document.fields.values() for char in field.label + field.default_text + "".join(field.options)}
    return add_form(_compile(_compiler(source.encode())), form_font("".join(sorted(shown))))


def build_source(document: Document, library: Library, version_line: str) -> bytes:
    """The document's Typst source without data, for Filler."""
    return typst_source(document, library, version_line).encode()


class TypesettingError(Exception):
    """The PDF could not be made; the message says why, in Chinese."""


class Filler:
    """Fills one document again and again. Only the data file changes, which takes a tenth of a second."""

    def __init__(self, source: bytes, folder: Path):
        """`source`: what build_source made. `folder`: empty or still to be made; the caller deletes it after the last filling."""
        folder.mkdir(parents=True, exist_ok=True)
        main = folder / "main.typ"
        main.write_bytes(b'#let data = json("data.json")\n' + source)
        self._data = main.with_name("data.json")
        self._compiler = _compiler(main)

    def fill(self, shown: dict[str, str | bool], numbering: Numbering) -> bytes:
        """`shown`: what is printed for every field, a boolean for a checkbox. `numbering`: of the document settled with it.

        Raises TypesettingError, e.g. for a character the font lacks.
        """
        self._data.write_text(data_json(numbering, shown), encoding="utf-8")
        return _compile(self._compiler)


def _compiler(source: bytes | Path) -> typst.Compiler:
    if not FONTS.exists():
        raise FileNotFoundError(f"没有找到字体 {FONTS.name}；请先运行 make site（它会用 npm 安装字体）。")
    return typst.Compiler(source, font_paths=typst.Fonts(False, False, [FONTS / "400Regular", FONTS / "700Bold"]), ignore_system_fonts=True)


def _compile(compiler: typst.Compiler) -> bytes:
    try:
        return compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=TIMESTAMP)
    except typst.TypstError as error:
        if missing := dict.fromkeys(re.findall(r'the text `?"(.+?)"`? could not be displayed', error.diagnostic)):
            raise TypesettingError(f"字体里没有{''.join(map(_named, missing))}，PDF 印不出来。请换成常用的字或符号。") from None
        raise TypesettingError(f"PDF 排版失败：{error.diagnostic}") from None


def _named(char: str) -> str:
    """“𠮷”（U+20BB7）; Typst writes an invisible one as \\u{200d}."""
    point = int(char[3:-1], 16) if char.startswith(r"\u{") else ord(char[0])
    return f"“{chr(point)}”（U+{point:04X}）"
