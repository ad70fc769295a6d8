"""Charts in the site's colours, of columns of a table whose headings stand right above the first row."""

from __future__ import annotations

from scripts.workbooks.styles import DEEP, FONT, LINE, SOFT

SMALL = {"name": FONT, "size": 9, "color": f"#{SOFT}"}
HEADING = {"name": FONT, "size": 11, "bold": True, "color": f"#{DEEP}"}


def column_chart(sheet, title: str, first: int, last: int, categories: int, series, *, stacked: bool = False, horizontal: bool = False, dates: str = "", most: float | None = None):
    """`series`: column and colour of each. `dates`: number format of the categories where they are dates."""
    chart = sheet.book.file.add_chart({"type": "bar" if horizontal else "column"} | ({"subtype": "stacked"} if stacked else {}))
    for col, colour in series:
        chart.add_series(_series(sheet, first, last, categories, col) | {"fill": {"color": f"#{colour}"}, "gap": 60})
    chart.set_title({"name": title, "name_font": HEADING})
    chart.set_legend({"position": "bottom", "font": SMALL} if len(series) > 1 else {"none": True})
    names = {"num_font": SMALL, "line": {"color": f"#{LINE}"}} | ({"num_format": dates, "text_axis": True} if dates else {}) | ({"reverse": True} if horizontal else {})
    numbers = {"num_font": SMALL, "num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": {"color": f"#{LINE}", "width": 0.5}}, "line": {"none": True}}
    numbers |= {"max": most} if most else {}
    chart.set_x_axis(numbers if horizontal else names)
    chart.set_y_axis(names if horizontal else numbers)
    return chart


def line_chart(sheet, first: int, last: int, categories: int, series):
    """To be combined with a column chart."""
    chart = sheet.book.file.add_chart({"type": "line"})
    for col, colour in series:
        chart.add_series(_series(sheet, first, last, categories, col) | {"line": {"color": f"#{colour}", "width": 1.75}})
    return chart


def _series(sheet, first: int, last: int, categories: int, col: int) -> dict:
    return {"name": f"={sheet.place(first - 1, col)}", "categories": f"={sheet.range(first, categories, last, categories)}", "values": f"={sheet.range(first, col, last, col)}"}
