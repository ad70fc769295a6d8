"""The first sheet of a workbook: what it is for, how to use it, what the colours mean."""

from __future__ import annotations

from scripts.workbooks.book import Book
from scripts.workbooks.sheet import Sheet

LEGAL = (
    "本资料不构成法律意见。算法来自合同范本的正文；签署的合同改过正文的，以合同为准，并请先核对本表的算法。",
    "表格没有密码：要改公式，先在“审阅”里取消工作表保护；改过的表不再能保证与合同一致。没有宏，也不读取外部文件。",
)
COLOURS = (("input", "黄底蓝字", "要您填写或粘贴的格子"), ("figure", "白底黑字", "公式或合同数值，已锁定"), ("total", "灰绿底加粗", "合计和结论"))
WIDTH = 92


def write_guide(book: Book, purpose: str, steps: list[str], notes: list[str]) -> Sheet:
    sheet = book.sheet("说明", [18, WIDTH - 18])
    row = sheet.title(book.title, book.version_line)
    row = sheet.block(row, purpose) + 1
    row = sheet.section(row, "怎么用")
    for number, step in enumerate(steps, 1):
        row = sheet.block(row, f"{number}. {step}")
    row = sheet.section(row + 1, "颜色")
    for kind, colour, meaning in COLOURS:
        sheet.file.write(row, 0, colour, book.style(kind, "choice"))
        sheet.file.write(row, 1, f"　{meaning}", book.style("text"))
        row += 1
    row = sheet.section(row + 1, "要知道的")
    for note in (*notes, *LEGAL):
        row = sheet.block(row, f"· {note}")
    return sheet
