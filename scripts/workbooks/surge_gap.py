"""缺口: the seats that a day needs against those that are contracted, and which tier of 弹性扩容 covers the difference."""

from __future__ import annotations

from macros.operations.rounding import ceiling
from scripts.workbooks import surge_channel as channels
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import area, at, fixed
from scripts.workbooks.styles import AMBER, BRAND, DEEP, FONT, LINE, RED, SOFT

NAME = "缺口"
HEADS = ("时段", "电话需排", "在线需排", "合计需排", "已排席位", "缺口", "第一档", "第二档", "第三档", "提示")
WIDTHS = [10, 11, 11, 11, 12, 10, 10, 10, 10, 30]
TIME, PHONE, CHAT, NEED, PLANNED, GAP, TIER_1, TIER_2, TIER_3, HINT = range(len(HEADS))
TOP = 8
BEYOND = "超过前两档，须乙方书面确认"


def write_gap(book: Book, phone, chat, planned: list, terms: dict) -> dict:
    """`planned`: seats rostered by interval, contracted seats where None. Returns what surge_cost uses: seat hours missing in the day."""
    sheet = book.sheet(NAME, WIDTHS)
    reference = book.reference
    sheet.title(NAME, f"电话、在线两表合计，与已排席位比较（不填按约定席位数）。三档依主合同{reference('scale-up')}；列入大促日历的增席按{reference('promotion-calendar')}锁定，不占扩容。")
    seats, limits = terms.get("contracted_seats"), tier_limits(terms)
    for line, (label, formula, value) in enumerate((
        ("第一档最多（席）", 'IF(N(约定席位数)=0,"",ROUNDUP(ROUND(约定席位数*备用人力比例/100,6),0))', limits and limits[0]),
        ("前两档合计最多（席）", 'IF(N(约定席位数)=0,"",ROUNDUP(ROUND(约定席位数*扩容比例/100,6),0))', limits and limits[1]),
    )):
        sheet.merged(3 + line, 0, 2, label, "label")
        sheet.formula(3 + line, 3, f"={formula}", value, "total", "count")
        sheet.merged(3 + line, 5, len(WIDTHS) - 1, ("账号开通后按备用人力到位时限到位", "超过第一档的部分，通知后按扩容响应时限到位")[line], "hint")
    sheet.merged(5, 0, 2, "全天缺口（席位小时）", "label")
    sheet.row(TOP - 1, HEADS, "head", height=34)
    sheet.file.freeze_panes(TOP, 1)
    rows = [_figures(phone.figures[number], chat.figures[number], planned[number] if number < len(planned) else None, seats, limits) for number in range(channels.INTERVALS)]
    for number, row in enumerate(rows):
        _write_row(sheet, phone, chat, number, row, planned[number] if number < len(planned) else None)
    last = TOP + channels.INTERVALS - 1
    gaps = [row["gap"] for row in rows if row.get("gap") is not None]
    minutes = phone.assumptions.get("interval_minutes", channels.DEFAULTS["interval_minutes"])
    missing = sum(gaps) * minutes / 60 if gaps else None
    column = area(TOP, GAP, last, GAP)
    sheet.formula(5, 3, f'=IF(COUNT({column})=0,"",SUM({column})*N({phone.assumption("interval_minutes")})/60)', missing, "total", "number")
    same = f"N({phone.assumption('interval_minutes')})=N({chat.assumption('interval_minutes')})"
    both = minutes == chat.assumptions.get("interval_minutes", channels.DEFAULTS["interval_minutes"])
    sheet.formula(5, 5, f'=IF({same},"","电话、在线两表的时段长度不同，请改成一样")', "" if both else "电话、在线两表的时段长度不同，请改成一样", "warning", last_col=len(WIDTHS) - 1)
    sheet.allow(TOP, PLANNED, last, PLANNED, least=0, whole=True)
    sheet.mark(TOP, GAP, last, GAP, f"AND(ISNUMBER({at(TOP, GAP)}),{at(TOP, GAP)}>0)", "amber_mark")
    sheet.mark(TOP, TIER_3, last, HINT, f"N({'$' + at(TOP, TIER_3)})>0", "bad_mark")
    _write_chart(book, sheet, last + 2)
    sheet.file.fit_to_pages(1, 1)
    return {"hours": f"'{NAME}'!{fixed(5, 3)}", "missing": missing}


def tier_limits(terms: dict) -> tuple[int, int] | None:
    if not terms.get("contracted_seats"):
        return None
    return tuple(ceiling(terms["contracted_seats"] * terms[key] / 100) for key in ("bench_percent", "scale_up_percent"))


def _figures(phone: dict | None, chat: dict | None, planned, seats, limits) -> dict:
    if not phone and not chat:
        return {}
    need = sum(figure["seats"] for figure in (phone, chat) if figure)
    has = planned if planned is not None else seats
    row = {"phone": phone and phone["seats"], "chat": chat and chat["seats"], "need": need, "planned": has}
    if has is None or limits is None:
        return row
    gap = max(need - has, 0)
    first = min(gap, limits[0])
    second = min(gap - first, max(limits[1] - limits[0], 0))
    third = gap - first - second
    return row | {"gap": gap, "first": first, "second": second, "third": third, "hint": BEYOND if third else ""}


def _write_row(sheet, phone, chat, number: int, figure: dict, planned) -> None:
    row = TOP + number
    cell = {col: at(row, col) for col in range(len(HEADS))}
    source = (lambda channel: f"'{channel.name}'!{fixed(channels.TOP + number, channels.SEATS)}")
    first, both = fixed(3, 3), fixed(4, 3)
    shown = (lambda channel: f'IF(ISNUMBER({source(channel)}),{source(channel)},"")')
    start = number * phone.assumptions.get("interval_minutes", channels.DEFAULTS["interval_minutes"])
    sheet.formula(row, TIME, f"={phone.cell(number, channels.TIME)}", f"{start // 60:02d}:{start % 60:02d}" if start < 1440 else "", "word")
    sheet.input(row, PLANNED, planned, "count")
    has = f'IF({cell[PLANNED]}="",约定席位数,{cell[PLANNED]})'
    gap = f'IF(OR({cell[NEED]}="",{first}="",AND({cell[PLANNED]}="",N(约定席位数)=0)),"",MAX({cell[NEED]}-{has},0))'
    rest = f'{cell[GAP]}="",""'
    rows = (
        (PHONE, shown(phone), "phone"), (CHAT, shown(chat), "chat"), (NEED, f'IF(COUNT({cell[PHONE]}:{cell[CHAT]})=0,"",SUM({cell[PHONE]}:{cell[CHAT]}))', "need"), (GAP, gap, "gap"),
        (TIER_1, f"IF({rest},MIN({cell[GAP]},{first}))", "first"), (TIER_2, f"IF({rest},MIN({cell[GAP]}-{cell[TIER_1]},MAX({both}-{first},0)))", "second"),
        (TIER_3, f"IF({rest},{cell[GAP]}-{cell[TIER_1]}-{cell[TIER_2]})", "third"),
    )
    for col, formula, key in rows:
        sheet.formula(row, col, f"={formula}", figure.get(key), "total" if col == NEED else "figure", "count")
    sheet.formula(row, HINT, f'=IF(N({cell[TIER_3]})>0,"{BEYOND}","")', figure.get("hint"), "word")


def _write_chart(book: Book, sheet, row: int) -> None:
    chart, last = book.file.add_chart({"type": "column", "subtype": "stacked"}), TOP + channels.INTERVALS - 1
    font = {"name": FONT, "size": 9, "color": f"#{SOFT}"}
    series = ((PHONE, BRAND), (CHAT, AMBER))
    for col, colour in series:
        chart.add_series({
            "name": f"={sheet.place(TOP - 1, col)}", "categories": f"={sheet.range(TOP, TIME, last, TIME)}",
            "values": f"={sheet.range(TOP, col, last, col)}", "fill": {"color": f"#{colour}"}, "gap": 40,
        })
    gap = book.file.add_chart({"type": "line"})
    gap.add_series({
        "name": f"={sheet.place(TOP - 1, GAP)}", "categories": f"={sheet.range(TOP, TIME, last, TIME)}",
        "values": f"={sheet.range(TOP, GAP, last, GAP)}", "line": {"color": f"#{RED}", "width": 1.75},
    })
    chart.combine(gap)
    chart.set_title({"name": "各时段需排席位与缺口", "name_font": {"name": FONT, "size": 11, "color": f"#{DEEP}"}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_x_axis({"num_font": font | {"rotation": -90}, "line": {"color": f"#{LINE}"}})
    chart.set_y_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": f"#{LINE}", "width": 0.5}}, "line": {"none": True}})
    chart.set_size({"width": int(sum(WIDTHS) * 7.2), "height": 260})
    sheet.file.insert_chart(row, 0, chart, {"object_position": 2})
