"""Let LibreOffice work the workbooks out: their cached results are taken away first, so that nothing can be read back that it did not compute."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Cell:
    value: str | float | None
    formula: str | None


Book = dict[str, dict[tuple[int, int], Cell]]  # sheet → (row, column) from 1 → cell; empty ones are left out


def recalculate(books: dict[str, bytes], folder: Path) -> dict[str, Book]:
    """Name → the workbook as LibreOffice computes it; one process for each core, many files each."""
    names, workers = list(books), os.cpu_count() or 1
    for number, name in enumerate(names):
        place = folder / f"in{number % workers}" / f"{number}.xlsx"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(without_results(books[name]))
    office = [start(folder, number) for number in range(min(workers, len(names)))]
    for process in office:
        output, _ = process.communicate(timeout=900)
        assert process.returncode == 0, output
    return {name: read((folder / "out" / f"{number}.xlsx").read_bytes()) for number, name in enumerate(names)}


def start(folder: Path, number: int) -> subprocess.Popen:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile{number}", "--headless", "--convert-to", "xlsx", "--outdir", folder / "out"]
    return subprocess.Popen([*command, *sorted((folder / f"in{number}").glob("*.xlsx"))], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def without_results(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, CACHED.sub(rb"\1", content) if name.startswith("xl/worksheets/") else content)
    return buffer.getvalue()


def read(data: bytes) -> Book:
    """Values and formulas; ten times as fast as openpyxl, and it keeps a formula and its result together."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = (lambda name: etree.fromstring(archive.read(name)))
        shared = ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in part("xl/sharedStrings.xml")]
        targets = {relation.get("Id"): relation.get("Target") for relation in part("xl/_rels/workbook.xml.rels")}
        sheets = {sheet.get("name"): targets[sheet.get(RELATION)] for sheet in part("xl/workbook.xml").iter(f"{MAIN}sheet")}
        return {name: dict(cells(part(f"xl/{target}"), shared)) for name, target in sheets.items()}


def cells(sheet, shared: list[str]):
    for cell in sheet.iter(f"{MAIN}c"):
        shown, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if shown is None and formula is None:
            continue
        text, kind = (shown.text or "") if shown is not None else "", cell.get("t", "n")
        value = shared[int(text)] if kind == "s" else text if kind in ("str", "e") else float(text) if text else None
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r")).groups()
        yield (int(row), column_number(letters)), Cell(value, formula.text if formula is not None else None)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def row_of(sheet: dict, label: str) -> int:
    """The first row in whose first column the label stands."""
    return next(row for (row, col), cell in sorted(sheet.items()) if col == 1 and cell.value == label)


def beside(sheet: dict, label: str):
    """What stands next to the right of a label."""
    place = next((place for place, cell in sorted(sheet.items()) if cell.value == label), None)
    assert place, f"没有“{label}”"
    return next(cell.value for (row, col), cell in sorted(sheet.items()) if row == place[0] and col > place[1])


def under(sheet: dict, head: int, heading: str, count: int = 1) -> list:
    """`count` cells under a heading of row `head`."""
    col = next(col for (row, col), cell in sheet.items() if row == head and cell.value == heading)
    return [sheet[head + 1 + number, col].value if (head + 1 + number, col) in sheet else None for number in range(count)]


def by_heading(sheet: dict, head: int, row: int) -> dict:
    """The cells of a row by their headings."""
    return {cell.value: sheet[row, col].value if (row, col) in sheet else None for (line, col), cell in sheet.items() if line == head}
