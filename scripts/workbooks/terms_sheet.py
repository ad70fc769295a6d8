"""合同参数: the terms that the other sheets calculate with, each a defined name that is the label of its blank."""

from __future__ import annotations

from macros.answer_values import NUMBERS
from macros.operations.terms import contract_terms
from macros.registry import Field
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import Sheet

NAME = "合同参数"
WIDTHS = [24, 26, 9, 50, 28]
HEADS = ("填写项", "数值", "单位", "说明", "英文名")
VALUE = 1  # the column of the values
FORMATS = {"money": "money", "integer": "count", "decimal": "number", "percent": "number", "date": "date", "choice": "choice"}


def write_terms(book: Book, terms: dict, groups: dict[str, list[str]], constants: list[tuple[str, str, str, str]] = ()) -> Sheet:
    """`groups`: heading → keys of fields. `constants`: label, value, unit and where it comes from, of numbers that the contract's text fixes."""
    sheet = book.sheet(NAME, WIDTHS)
    row = sheet.title(NAME, "取自合同的填写项；其他各表的公式都从这里取数。与签署的合同逐项核对，不一致的以合同为准并在这里改。")
    sheet.row(row, HEADS, "head", height=20)
    sheet.file.freeze_panes(row + 1, 1)
    sheet.file.repeat_rows(row)
    row += 1
    for heading, keys in groups.items():
        sheet.merged(row, 0, len(WIDTHS) - 1, heading, "total_label")
        row += 1
        for key in keys:
            _write_term(sheet, row, book.library.fields[key], terms.get(key))
            row += 1
    if constants:
        sheet.merged(row, 0, len(WIDTHS) - 1, "合同正文写明的数（要改须改合同正文，这里只供核对）", "total_label")
        row += 1
        for label, value, unit, source in constants:
            sheet.file.set_row(row, sheet.height(value, WIDTHS[VALUE]))
            for col, (text, kind) in enumerate(((label, "label"), (value, "word"), (unit, "word"), (source, "hint"), ("", "small"))):
                sheet.file.write(row, col, text, book.style(kind))
            row += 1
    return sheet


def _write_term(sheet: Sheet, row: int, field: Field, value) -> None:
    book = sheet.book
    hint = field.hint
    sheet.file.set_row(row, max(sheet.height(hint, WIDTHS[3] * 1.1), sheet.height(str(value or ""), WIDTHS[VALUE])))
    sheet.file.write(row, 0, field.label, book.style("label"))
    if field.type == "choice":
        rule = {"options": field.options, "tip": hint}
    elif field.type in NUMBERS:
        rule = {"least": 0, "whole": field.type == "integer", "tip": hint}
    else:
        rule = {}
    sheet.input(row, VALUE, value, FORMATS.get(field.type, "long"), **rule)
    sheet.file.write(row, 2, field.unit or "", book.style("word"))
    sheet.file.write(row, 3, hint, book.style("hint"))
    sheet.file.write(row, 4, field.key, book.style("small"))
    book.name(field.label, sheet.place(row, VALUE))


def known_terms(library, terms: dict) -> dict:
    """`terms` with the defaults of what is missing."""
    return contract_terms(terms, library.fields)
