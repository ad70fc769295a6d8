"""A workbook in memory: its formats, names and properties, the same bytes for the same content."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format

from macros.library import Library
from scripts.workbooks.sheet import Sheet
from scripts.workbooks.styles import DEFAULT, properties

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Book:
    def __init__(self, title: str, library: Library):
        self.title, self.library = title, library
        self.version_line = library.version_line(library.agreement)
        self._numbering = library.numbering(library.agreement)
        self._buffer = io.BytesIO()
        self.file = xlsxwriter.Workbook(self._buffer, OPTIONS | {"default_format_properties": dict(DEFAULT)})
        day = library.law_date
        self.file.set_properties({"title": title, "comments": self.version_line, "created": datetime(day.year, day.month, day.day)})
        self.file.set_size(1600, 1000)
        self._formats: dict[tuple[str, str], Format] = {}
        self.names: dict[str, str] = {}  # defined name → the cell, as other sheets write it

    def style(self, kind: str, number: str = "") -> Format:
        if (kind, number) not in self._formats:
            self._formats[kind, number] = self.file.add_format(properties(kind, number))
        return self._formats[kind, number]

    def sheet(self, name: str, widths: list[float], landscape: bool = False) -> Sheet:
        """`widths`: of the columns from A, in characters."""
        return Sheet(self, name, widths, landscape)

    def name(self, name: str, place: str) -> None:
        """`place`: as 'sheet'!$A$1."""
        self.file.define_name(name, f"={place}")
        self.names[name] = place

    def reference(self, target: str) -> str:
        """第九条第4款 of the main contract."""
        return self._numbering.reference(target)

    def data(self) -> bytes:
        self.file.close()
        return self._buffer.getvalue()
