"""Where a blank workbook shows a term of the contract, so that the browser can put another value there."""

from __future__ import annotations

import io
import re
import zipfile

from macros.library import Library
from scripts.workbooks.sheet import at
from scripts.workbooks.surge import TARGETS
from scripts.workbooks.surge_channel import ASSUMPTIONS, FIRST_ASSUMPTION
from scripts.workbooks.terms_sheet import NAME

_SHEET = re.compile(r'<sheet name="([^"]+)"')
_NAME = re.compile(rf"<definedName name=\"([^\"]+)\">'{NAME}'!\$([A-Z]+)\$(\d+)</definedName>")
_TARGET_ROWS = [FIRST_ASSUMPTION + row for row, (key, *_) in enumerate(ASSUMPTIONS) if key in ("target_percent", "target_seconds")]


def term_cells(data: bytes, library: Library) -> dict[str, dict[str, str]]:
    """Part of the file → cell → key. Cells that the user fills in start from a term in 大促扩容测算; everywhere else formulas follow 合同参数."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    parts = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(_SHEET.findall(workbook), 1)}
    keys = {field.label: key for key, field in library.fields.items()}
    found = {parts[NAME]: {column + row: keys[label] for label, column, row in _NAME.findall(workbook) if label in keys}} if NAME in parts else {}
    for channel, terms in TARGETS.items():
        if channel in parts:
            found[parts[channel]] = {at(row, 2): key for row, key in zip(_TARGET_ROWS, terms)}
    return found

