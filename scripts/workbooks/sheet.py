"""A sheet ready for A4: cells to fill in are unlocked and look it, everything else is locked; no password."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "select_locked_cells": True, "select_unlocked_cells": True}
_QUOTED, _NAME = re.compile(r"\"[^\"]*\"|'[^']*'"), re.compile(r"[\u4e00-\u9fff]\w*")
LINE_HEIGHT = 15.5  # points, of one line of 10 pt text
YES_NO = ("是", "否")


def at(row: int, col: int) -> str:
    return xl_rowcol_to_cell(row, col)


def fixed(row: int, col: int) -> str:
    return xl_rowcol_to_cell(row, col, True, True)


def area(first_row: int, first_col: int, last_row: int, last_col: int) -> str:
    return xl_range(first_row, first_col, last_row, last_col)


def width_of(text: str) -> float:
    """In characters, as column widths count them: a Chinese one is nearly two."""
    return sum(1.9 if ord(sign) > 0x2E7F or sign in "“”‘’…—·÷×−≤≥①②③④⑤" else 1 for sign in text)


class Sheet:
    def __init__(self, book, name: str, widths: list[float], landscape: bool):
        self.book, self.name, self.widths = book, name, widths
        self.file = book.file.add_worksheet(name)
        self._print_set_up(landscape)
        for col, width in enumerate(widths):
            self.file.set_column(col, col, width)
        self.file.hide_gridlines(2)
        self.file.protect("", PROTECTION)

    def _print_set_up(self, landscape: bool) -> None:
        page = self.file
        page.set_landscape() if landscape else page.set_portrait()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        page.set_header(f"&L&9 {self.book.title}&R&9 &A", {"margin": 0.35})
        page.set_footer(f"&L&9 {self.book.version_line}&R&9 第 &P 页，共 &N 页", {"margin": 0.35})
        page.fit_to_pages(1, 0)
        page.center_horizontally()

    @property
    def last_col(self) -> int:
        return len(self.widths) - 1

    def place(self, row: int, col: int) -> str:
        """As other sheets and names write it."""
        return f"'{self.name}'!{fixed(row, col)}"

    def range(self, first_row: int, first_col: int, last_row: int, last_col: int) -> str:
        return f"'{self.name}'!{xl_rowcol_to_cell(first_row, first_col, True, True)}:{xl_rowcol_to_cell(last_row, last_col, True, True)}"

    # ---- what is only read

    def title(self, text: str, subtitle: str = "", row: int = 0) -> int:
        """Title and a line under it; the next free row."""
        self.file.set_row(row, 30)
        self.file.write(row, 0, text, self.book.style("title"))
        if subtitle:
            self.block(row + 1, subtitle, "subtitle")
        return row + 2

    def section(self, row: int, text: str) -> int:
        self.file.set_row(row, 22)
        for col in range(self.last_col + 1):
            self.file.write_blank(row, col, None, self.book.style("section"))
        self.file.write(row, 0, text, self.book.style("section"))
        return row + 1

    def block(self, row: int, text: str, kind: str = "text", first_col: int = 0, last_col: int | None = None) -> int:
        """Text across columns, the row as high as it needs."""
        last_col = self.last_col if last_col is None else last_col
        self.file.set_row(row, self.height(text, sum(self.widths[first_col : last_col + 1]) * (1.1 if kind == "subtitle" else 1)))
        self.merged(row, first_col, last_col, text, kind)
        return row + 1

    def height(self, text: str, width: float) -> float:
        """Points that wrapped text needs."""
        return LINE_HEIGHT * max(ceil(width_of(text) / (width - 1)), 1) + 3

    def merged(self, row: int, first_col: int, last_col: int, text: str, kind: str = "cell", number: str = "", last_row: int | None = None) -> None:
        style, last_row = self.book.style(kind, number), row if last_row is None else last_row
        if (first_col, row) == (last_col, last_row):
            self.file.write(row, first_col, text, style)
        else:
            self.file.merge_range(row, first_col, last_row, last_col, text, style)

    def row(self, row: int, texts: Iterable, kind: str = "cell", first_col: int = 0, height: float | None = None) -> int:
        if height:
            self.file.set_row(row, height)
        for col, text in enumerate(texts, first_col):
            self.file.write(row, col, text, self.book.style(kind))
        return row + 1

    def formula(self, row: int, col: int, formula: str, value, kind: str = "figure", number: str = "", last_col: int | None = None) -> None:
        """`value`: what the formula yields, for readers that do not recalculate; None stands for an empty text."""
        unknown = set(_NAME.findall(_QUOTED.sub("", formula))) - self.book.names.keys()
        assert not unknown, f"no term is called {unknown}: {formula}"
        value = "" if value is None else value
        style = self.book.style(kind, number)
        if last_col is not None and last_col > col:
            self.file.merge_range(row, col, row, last_col, "", style)
        self.file.write_formula(row, col, formula if formula.startswith("=") else f"={formula}", style, value)

    # ---- what is filled in

    def input(self, row: int, col: int, value=None, number: str = "", last_col: int | None = None, **rule) -> None:
        """A cell to fill in. `rule`: see `allow`."""
        style = self.book.style("input", number)
        if last_col is not None and last_col > col:
            self.file.merge_range(row, col, row, last_col, "", style)
        if value is None or value == "":
            self.file.write_blank(row, col, None, style)
        elif number in ("date", "month", "moment"):
            self.file.write_datetime(row, col, value, style)
        else:
            self.file.write(row, col, value, style)
        if rule:
            self.allow(row, col, **rule)

    def allow(self, row: int, col: int, last_row: int | None = None, last_col: int | None = None, *, options=None, least=None, most=None, whole=False, custom=None, date=None, tip="", error="") -> None:
        """What the cells accept: one of `options` (texts, or a range), a number from `least` to `most`, a date from `date`, or what `custom` says."""
        if options is not None:
            rule = {"validate": "list", "source": options if isinstance(options, str) else list(options)}
            error = error or "请从下拉列表中选一项。"
        elif custom:
            rule = {"validate": "custom", "value": custom}
        elif date:
            rule = {"validate": "date", "criteria": ">=", "value": date}
            error = error or "请填日期，例如 2027-04-20。"
        else:
            rule = {"validate": "integer" if whole else "decimal"} | (
                {"criteria": ">=", "value": least or 0} if most is None else {"criteria": "between", "minimum": least or 0, "maximum": most}
            )
            error = error or f"请填{'整数' if whole else '数字'}，" + (f"不小于 {least or 0}。" if most is None else f"{least or 0} 到 {most}。")
        message = {"error_title": "填写有误", "error_message": error}
        if tip:
            message |= {"input_title": "填写说明", "input_message": tip}
        self.file.data_validation(row, col, row if last_row is None else last_row, col if last_col is None else last_col, rule | message)

    # ---- marks and charts

    def chart(self, row: int, chart, height: int, first_col: int = 0, last_col: int | None = None) -> None:
        """Across whole columns, `height` in pixels."""
        columns = self.widths[first_col : (self.last_col if last_col is None else last_col) + 1]
        chart.set_size({"width": int(sum(7 * width + 5 for width in columns)) - 4, "height": height})
        self.file.insert_chart(row, first_col, chart, {"object_position": 2})

    def mark(self, first_row: int, first_col: int, last_row: int, last_col: int, formula: str, kind: str) -> None:
        """Colour the cells where `formula`, written for the first of them, is true."""
        self.file.conditional_format(first_row, first_col, last_row, last_col, {"type": "formula", "criteria": f"={formula}", "format": self.book.style(kind)})
