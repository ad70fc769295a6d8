"""Read a table of answers, one contract a row, from CSV or from the first visible sheet of an Excel file: every cell becomes text."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from macros.problems import ContentError, Problem, nearest

CELL_LIMIT = 2**31 - 1  # characters; whether a value is too long is for macros.answers to say
EXACT_DIGITS = 15  # what a number cell of Excel holds
NO_VALUE = "公式没有算好的值"
MERGED = "是合并的单元格，只有左上角那一格有内容"
REMEDIES = {NO_VALUE: "在 Excel 里改好并保存；或复制这一格，“选择性粘贴”为数值。", MERGED: "取消合并，每一格都填上。"}
AS_TEXT = "改成文字或数字，长的编号先把单元格格式设为“文本”再输入。"
# What Excel puts into text in place of what was meant.
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
SAVE_AS = "用 Excel 或 WPS 另存为“CSV UTF-8（逗号分隔）”或 .xlsx 再试。"


@dataclass(frozen=True)
class Row:
    """One contract: `serial` counts them, `line` is where it stands in the file, `cells` has what is filled in, by label."""

    serial: int
    line: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()


class Unreadable(str):
    """Stands for a cell that has no text; says why."""


Cells = list[str]


def load_table(file: Path, names: dict[str, str]) -> list[Row]:
    """`names`: what a column may be called → label. A broken row carries its problems; a broken table raises ContentError."""
    lines = _excel_lines(file) if _is_excel(file) else _csv_lines(file)
    _, header = next(lines, (1, []))
    columns = _columns(file, header, names)
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise _refusal(file, 2, "标题行下面没有内容", "一行写一份合同。")
    return [_row(file, serial, line, cells, columns) for serial, (line, cells) in enumerate(filled, 1)]


def _is_excel(file: Path) -> bool:
    return file.suffix.lower() in (".xlsx", ".xlsm")


def _columns(file: Path, header: Cells, names: dict[str, str]) -> list[str]:
    """The label of each column; empty for a column without a title."""
    columns: list[str] = []
    problems = []
    if len(header) == 1 and re.search(r"[\t;；，]", header[0]):
        raise _refusal(file, 1, "列与列之间不是半角逗号", SAVE_AS)
    for place, title in enumerate(header, 1):
        label = names.get(title, "") if title else ""
        if isinstance(title, Unreadable):
            problems.append(Problem(str(file), 1, f"第 {place} 列的标题{title}", REMEDIES.get(title, AS_TEXT)))
        elif title and not label:
            sheet = "只读第一张工作表。" if _is_excel(file) else ""
            remedy = f"{nearest(title, names)}标签见“在线填写”页或 --new 得到的文件；不要的列请删去。{sheet}"
            problems.append(Problem(str(file), 1, f"第 {place} 列的标题“{title}”不是填写项的标签或英文名", remedy))
        elif label and label in columns:
            problems.append(Problem(str(file), 1, f"第 {place} 列和第 {columns.index(label) + 1} 列都是【{label}】", "只留一列。"))
        columns.append(label)
    if not any(columns) and not problems:
        problems.append(Problem(str(file), 1, "第一行没有标题", "第一行写填写项的标签，例如“甲方名称”“乙方名称”，一列一项。"))
    if problems:
        raise ContentError(problems)
    return columns


def _row(file: Path, serial: int, line: int, cells: Cells, columns: list[str]) -> Row:
    given, problems = {}, []
    for place, (cell, label) in enumerate(zip_longest(cells, columns), 1):
        where = f"第 {place} 列" + (f"【{label}】" if label else "")
        if cell is None:
            problems.append(Problem(str(file), line, f"这一行只有 {len(cells)} 列，标题有 {len(columns)} 列", "补上缺的逗号；内容里有逗号或换行的，整格用半角双引号括起来。"))
            break
        if isinstance(cell, Unreadable):
            problems.append(Problem(str(file), line, f"{where}{cell}", REMEDIES.get(cell, AS_TEXT)))
        elif cell and not label:
            problems.append(Problem(str(file), line, f"{where}有内容“{cell[:20]}”，这一列没有标题", "在第一行写上标题，或删去这一格；内容里有逗号的，整格用半角双引号括起来。"))
        elif cell:
            given[label] = cell
    return Row(serial, line, given, tuple(problems))


def _csv_lines(file: Path) -> Iterator[tuple[int, Cells]]:
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO(_decoded(file), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_text(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        raise _refusal(file, line, "从这一行起，半角双引号不成对", "内容里有逗号或换行的，整格用一对半角双引号括起来；内容里本来就有的双引号写两遍。") from None


def _decoded(file: Path) -> str:
    """UTF-8, or the GB18030 that Excel writes in China."""
    data = file.read_bytes()
    if file.suffix.lower() == ".xls" or data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise _refusal(file, 1, "这不是 CSV 文件", SAVE_AS)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        damaged = data.count(b"\n", 0, error.start) + 1
        broken = data.decode(errors="replace").count("\ufffd")
    try:
        if broken * 10 > sum(byte > 127 for byte in data):  # in GB18030 nearly every character is broken UTF-8
            return data.decode("gb18030")
    except UnicodeDecodeError as error:
        damaged = data.count(b"\n", 0, error.start) + 1
    raise _refusal(file, damaged, "这一行有坏掉的字节，不是 UTF-8，也不是 GB18030", SAVE_AS)


def _excel_lines(file: Path) -> Iterator[tuple[int, Cells]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about decorations that openpyxl does not read
        try:
            books = [openpyxl.load_workbook(file, read_only=True, data_only=data_only) for data_only in (True, False)]
            values, formulas = (next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible") for book in books)
            merged = _merged(file, values)
            width = 0
            for sheet in (values, formulas):
                sheet.reset_dimensions()
            for line, (row, sources) in enumerate(zip(values.rows, formulas.rows), 1):
                cells = [
                    Unreadable(MERGED) if any(covers(line, place) for covers in merged) else _cell_text(cell, source, f"{get_column_letter(place)}{line}")
                    for place, (cell, source) in enumerate(zip(row, sources), 1)
                ]
                width = width or len(cells)
                yield line, cells + [""] * (width - len(cells))
            for book in books:
                book.close()
        except (FileNotFoundError, PermissionError, IsADirectoryError):
            raise
        except Exception:  # openpyxl raises whatever a damaged file leads to
            raise _refusal(file, 1, "打不开这个 Excel 文件：它坏了、加了密码，或者不是 .xlsx", SAVE_AS) from None


def _merged(file: Path, sheet) -> list[Callable[[int, int], bool]]:
    """For each merged range, whether a cell is hidden under another one; openpyxl leaves them out when it only reads."""
    with zipfile.ZipFile(file) as archive:
        ranges = re.findall(r'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"', archive.read(sheet._worksheet_path).decode())
    return [_hidden_in(*range_boundaries(found)) for found in ranges]


def _hidden_in(left: int, top: int, right: int, bottom: int) -> Callable[[int, int], bool]:
    return lambda line, place: left <= place <= right and top <= line <= bottom and (line, place) != (top, left)


def _cell_text(cell, source, address: str) -> str:
    """What a person sees in the cell, as far as it matters; never 1.0E+5 or 2026-12-01 00:00:00."""
    value = cell.value
    if source.data_type == "f" and value is None and cell.data_type != "str":  # a formula may well give empty text
        return Unreadable(NO_VALUE)
    if cell.data_type == "e":
        return Unreadable(f"单元格 {address} 是公式错误 {value}")
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | float():
            return _number_text(value, cell.number_format or "", address)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case str():
            return _text(value.replace("_x000D_", ""))  # how Excel writes a carriage return
    return Unreadable(f"单元格 {address} 的内容读不懂")


def _text(cell: str) -> str:
    cell = cell.strip()
    if _ERROR.fullmatch(cell):
        return Unreadable(f"是公式错误或者太窄的列“{cell}”")
    if _SCIENTIFIC.fullmatch(cell):
        return Unreadable(f"“{cell}”是科学计数，后面的数字已经丢了")
    return cell


def _number_text(value: float, shape: str, address: str) -> str:
    """As many digits as Excel keeps. A cell that shows 5% holds 0.05, and one that shows 007 holds 7."""
    percent = "%" in shape
    number = Decimal(f"{value:.{EXACT_DIGITS}g}") * (100 if percent else 1)
    if abs(number) >= 10**EXACT_DIGITS:
        return Unreadable(f"单元格 {address} 的数字太长，Excel 只记得住 {EXACT_DIGITS} 位")
    plain = f"{number:f}"
    if shape.strip("0") == "":
        return plain.zfill(len(shape))
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + ("%" if percent else "")


def _refusal(file: Path, line: int, cause: str, remedy: str) -> ContentError:
    return ContentError([Problem(str(file), line, cause, remedy)])
