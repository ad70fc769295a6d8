"""PDF through pandoc and Typst, with embedded Chinese fonts, tags and form fields."""

from __future__ import annotations

import json

import typst

from macros.contract import Document
from macros.library import Library
from scripts.pdf.acroform import add_form
from scripts.pdf.form_font import FONTS, form_font
from scripts.pdf.typst_source import typst_source

STANDARD = ["ua-1"]  # also the gate for missing glyphs: without a standard Typst prints empty boxes in silence
TIMESTAMP = 1767225600


def build_form(document: Document, library: Library, version_line: str) -> bytes:
    """The blank document as a fillable, tagged PDF. Raises typst.TypstError, e.g. for a character the font lacks."""
    return compile_form(typst_source(document, library, version_line), form_characters(document))


def compile_form(source: str, characters: str) -> bytes:
    """The PDF of a Typst source; `characters` are those the form fields show besides the common ones."""
    return add_form(compiler(source).compile(format="pdf", pdf_standards=STANDARD, timestamp=TIMESTAMP), form_font(characters))


def form_characters(document: Document) -> str:
    return "".join(sorted({char for field in document.fields.values() for char in field.label + field.default_text + "".join(field.options)}))


def compiler(source: str) -> typst.Compiler:
    """A resident compiler: compiling again with other values takes milliseconds."""
    if not FONTS.exists():
        raise FileNotFoundError(f"没有找到字体 {FONTS.name}；请先运行 make site（它会用 npm 安装字体）。")
    fonts = [FONTS / "400Regular", FONTS / "700Bold"]
    return typst.Compiler(source.encode(), font_paths=typst.Fonts(False, False, fonts), ignore_system_fonts=True)


def fill(resident: typst.Compiler, values: dict) -> bytes:
    """The document with values instead of form fields. `values`: field key → text, or true/false for a checkbox."""
    inputs = {"values": json.dumps(values, ensure_ascii=False)}
    return resident.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD, timestamp=TIMESTAMP)
