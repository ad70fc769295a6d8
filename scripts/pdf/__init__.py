"""PDF through pandoc and Typst, with embedded Chinese fonts, tags and form fields."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from macros.contract import Document, settled
from macros.library import Library
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


class TypesettingError(Exception):
    """The PDF could not be made; the message says why, in Chinese."""


class Filler:
    """Fills one document again and again: `with Filler(…) as filler`. Only the data file changes, which takes a tenth of a second."""

    def __init__(self, document: Document, library: Library, version_line: str):
        self._document, self._library, self._folder = document, library, TemporaryDirectory()
        main = Path(self._folder.name) / "main.typ"
        main.write_text('#let data = json("data.json")\n' + typst_source(document, library, version_line), encoding="utf-8")
        self._data = main.with_name("data.json")
        self._compiler = _compiler(main)

    def __enter__(self) -> Filler:
        return self

    def __exit__(self, *_) -> None:
        self._folder.cleanup()

    def fill(self, values: dict) -> bytes:
        """`values`: field key → text, or true/false for a checkbox. Options that do not apply are dropped, numbers close up."""
        numbering = self._library.numbering(settled(self._document, values))
        self._data.write_text(data_json(numbering, values), encoding="utf-8")
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
            raise TypesettingError(f"字体里没有“{'”“'.join(missing)}”，PDF 印不出来。请换成常用的字或符号。") from None
        raise TypesettingError(f"PDF 排版失败：{error.diagnostic}") from None
