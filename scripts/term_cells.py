"""Where a blank workbook shows a term of the contract, so that the browser can put another value there."""

from __future__ import annotations

import io
import re
import zipfile

from macros.library import Library
from scripts.workbooks import settlement_data, staffing_turnover
from scripts.workbooks.sheet import at
from scripts.workbooks.surge import TARGETS
from scripts.workbooks.surge_channel import ASSUMPTIONS, FIRST_ASSUMPTION
from scripts.workbooks.terms_sheet import NAME

_SHEET = re.compile(r'<sheet name="([^"]+)"')
_NAME = re.compile(rf"<definedName name=\"([^\"]+)\">'{NAME}'!\$([A-Z]+)\$(\d+)</definedName>")
_TARGET_ROWS = [FIRST_ASSUMPTION + row for row, (key, *_) in enumerate(ASSUMPTIONS) if key in ("target_percent", "target_seconds")]
# Cells to fill in that start from the contract: sheet → cell → key of a field, or the month of term_start as docs/assets/fill/workbook.js names it.
_STARTS = {channel: {at(row, 2): key for row, key in zip(_TARGET_ROWS, keys)} for channel, keys in TARGETS.items()} | {
    settlement_data.NAME: {at(*settlement_data.FIRST_MONTH): "first_month"},
    staffing_turnover.COUNTS: {at(*staffing_turnover.FIRST_MONTH): "first_complete_month"},
}


def term_cells(data: bytes, library: Library) -> dict[str, dict[str, str]]:
    """Part of the file → cell → key. The terms stand on 合同参数; formulas carry them everywhere else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    keys = {field.label: key for key, field in library.fields.items()}
    cells = _STARTS | {NAME: {column + row: keys[label] for label, column, row in _NAME.findall(workbook) if label in keys}}
    return {f"xl/worksheets/sheet{number}.xml": cells[sheet] for number, sheet in enumerate(_SHEET.findall(workbook), 1) if cells.get(sheet)}
