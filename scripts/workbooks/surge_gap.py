"""缺口: the seats that each hour needs against those on duty, and where the others come from (macros/operations/surge.seats_by_tier)."""

from __future__ import annotations

from macros.operations.rounding import ceiling
from scripts.workbooks.book import Book
from scripts.workbooks.charts import column_chart, line_chart
from scripts.workbooks.sheet import area, at, fixed
from scripts.workbooks.styles import AMBER, BRAND, RED
from scripts.workbooks.surge_channel import HOURS, SEATS, VOLUME, hour_name

NAME = "缺口"
HEADS = ("时段", "业务量", "在线需排", "电话需排", "合计需排", "已排席位", "大促增席", "扩容第一档", "扩容第二档", "仍缺", "值守合计", "提示", "大促会话", "扩容会话")
WIDTHS = [10, 11, 11, 11, 11, 12, 11, 11, 11, 9, 11, 30, 10, 10]
TIME, TOTAL, CHAT, PHONE, NEED, PLANNED, PROMOTION, TIER_1, TIER_2, SHORT, ON_DUTY, HINT, PROMOTION_SESSIONS, SCALE_UP_SESSIONS = range(len(HEADS))
TOP = 9
BEYOND = "须乙方书面确认（第三档）"
PEAK, BENCH, BOTH, LIMIT = ((3 + line, 4) for line in range(4))
PLACES = {"peak": fixed(*PEAK), "bench": fixed(*BENCH), "both": fixed(*BOTH), "limit": fixed(*LIMIT)}


def column(col: int) -> str:
    """The cells of all hours, as other sheets write them."""
    return f"'{NAME}'!{fixed(TOP, col)}:{fixed(TOP + HOURS - 1, col)}"


def write_gap(book: Book, chat, phone, planned: list, peak: int | None, day: list[dict], terms: dict) -> None:
    """`planned`: seats rostered by hour, the contracted ones where None. `day`: from surge_figures."""
    sheet = book.sheet(NAME, WIDTHS, landscape=True)
    reference = book.reference
    sheet.title(NAME, f"已排席位不填，按约定席位数。先用大促日历的增席（{reference('promotion-calendar')}），不够的再扩容（{reference('scale-up')}）；仍缺的乙方可以不提供。")
    _write_limits(sheet, peak, terms)
    sheet.row(TOP - 1, HEADS, "head", height=34)
    sheet.file.set_column(PROMOTION_SESSIONS, SCALE_UP_SESSIONS, 10, None, {"hidden": True})
    sheet.file.freeze_panes(TOP, 1)
    for number in range(HOURS):
        _write_hour(sheet, chat, phone, number, planned[number] if number < len(planned) else None, day[number])
    last = TOP + HOURS - 1
    sheet.allow(TOP, PLANNED, last, PLANNED, least=0, whole=True)
    for col in (PROMOTION, TIER_1, TIER_2):
        sheet.mark(TOP, col, last, col, f"N({at(TOP, col)})>0", "amber_mark")
    sheet.mark(TOP, SHORT, last, HINT, f"N(${at(TOP, SHORT)})>0", "bad_mark")
    _write_totals(sheet, last + 1, day)
    chart = column_chart(sheet, "各小时需排席位与仍缺席位", TOP, last, TIME, ((CHAT, BRAND), (PHONE, AMBER)), stacked=True)
    chart.combine(line_chart(sheet, TOP, last, TIME, ((SHORT, RED),)))
    sheet.chart(last + 3, chart, 230, 0, HINT)
    sheet.file.fit_to_pages(1, 1)


def _write_limits(sheet, peak: int | None, terms: dict) -> None:
    """What the calendar and the percentages allow."""
    unknown, figures = "N(约定席位数)=0", limits(peak, terms)
    bench, both, own = PLACES["bench"], PLACES["both"], PLACES["peak"]
    sheet.merged(PEAK[0], 0, 3, "大促峰值席位数（没有约定大促的留空）", "label")
    sheet.input(*PEAK, peak, "count", least=0, whole=True, tip="大促日历中本次活动的峰值席位数。")
    rows = (
        (BENCH, "扩容第一档最多（席）", f'IF({unknown},"",ROUNDUP(ROUND(约定席位数*备用人力比例/100,6),0))', "备用人力比例以内；账号开通后到位"),
        (BOTH, "扩容前两档合计最多（席）", f'IF({unknown},"",MAX(ROUNDUP(ROUND(约定席位数*扩容比例/100,6),0),{bench}))', "扩容比例以内；通知后到位"),
        (LIMIT, "本次可以扩容的（席）", f'IF({unknown},"",IF({own}="",{both},MIN({both},MAX({bench},1,约定席位数+{both}-{own}))))', "大促期间以席位总数的上限为限"),
    )
    for (place, label, formula, hint), value in zip(rows, figures or (None,) * 3):
        sheet.merged(place[0], 0, 3, label, "label")
        sheet.formula(*place, f"={formula}", value, "total", "count")
        sheet.merged(place[0], 5, 9, hint, "hint")


def limits(peak: int | None, terms: dict) -> tuple[int, int, int] | None:
    """第一档, both 档 together, and what of them a promotion leaves."""
    if "contracted_seats" not in terms:
        return None
    seats = terms["contracted_seats"]
    bench, scale_up = (ceiling(seats * terms[key] / 100) for key in ("bench_percent", "scale_up_percent"))
    both = max(scale_up, bench)
    return bench, both, both if peak is None else min(both, max(bench, 1, seats + both - peak))


def _write_hour(sheet, chat, phone, number: int, planned: int | None, figure: dict) -> None:
    row = TOP + number
    cell = {col: at(row, col) for col in range(len(HEADS))}
    peak, bench, limit = PLACES["peak"], PLACES["bench"], PLACES["limit"]
    sheet.file.write(row, TIME, hour_name(number), sheet.book.style("word"))
    sheet.input(row, PLANNED, planned, "count")
    shown = (lambda channel: f'IF(ISNUMBER({channel.cell(number, SEATS)}),{channel.cell(number, SEATS)},"")')
    volumes = f"N({chat.cell(number, VOLUME)})+N({phone.cell(number, VOLUME)})"
    seats = f'IF({cell[PLANNED]}="",约定席位数,{cell[PLANNED]})'
    open_ = f'OR({cell[NEED]}="",{limit}="")'
    extra = f"MAX({cell[NEED]}-{seats},0)"
    rest = f"({extra}-{cell[PROMOTION]})"
    rows = (
        (TOTAL, f'IF({cell[NEED]}="","",{volumes})', "volume"), (CHAT, shown(chat), "chat"), (PHONE, shown(phone), "phone"),
        (NEED, f'IF(COUNT({cell[CHAT]}:{cell[PHONE]})=0,"",SUM({cell[CHAT]}:{cell[PHONE]}))', "need"),
        (PROMOTION, f'IF({open_},"",MIN({extra},MAX(N({peak})-{seats},0)))', "promotion"), (TIER_1, f'IF({open_},"",MIN({rest},{bench},{limit}))', "tier_one"),
        (TIER_2, f'IF({open_},"",MIN({rest},{limit})-{cell[TIER_1]})', "tier_two"), (SHORT, f'IF({open_},"",{rest}-{cell[TIER_1]}-{cell[TIER_2]})', "short"),
        (ON_DUTY, f'IF({open_},"",{seats}+{cell[PROMOTION]}+{cell[TIER_1]}+{cell[TIER_2]})', "on_duty"),
    )
    for col, formula, key in rows:
        sheet.formula(row, col, f"={formula}", figure.get(key), "total" if col in (NEED, ON_DUTY) else "figure", "count")
    for col, seats_added, key in ((PROMOTION_SESSIONS, cell[PROMOTION], "promotion"), (SCALE_UP_SESSIONS, f"({cell[TIER_1]}+{cell[TIER_2]})", "scale_up")):
        share = f"IF({cell[ON_DUTY]}=0,0,{cell[TOTAL]}*{seats_added}/{cell[ON_DUTY]})"
        sheet.formula(row, col, f'=IF({open_},"",{share})', sessions_served(figure, key), number="number")
    sheet.formula(row, HINT, f'=IF(N({cell[SHORT]})>0,"{BEYOND}","")', BEYOND if figure.get("short") else "", "word")


def sessions_served(hour: dict, kind: str) -> float | None:
    """件 that the seats of 大促增席 or 扩容 take of the hour."""
    if "on_duty" not in hour:
        return None
    added = hour["promotion"] if kind == "promotion" else hour["tier_one"] + hour["tier_two"]
    return hour["volume"] * added / hour["on_duty"] if hour["on_duty"] else 0


def _write_totals(sheet, row: int, day: list[dict]) -> None:
    sheet.merged(row, 0, TIME, "合计", "total_label")
    for col, key in ((TOTAL, "volume"), (CHAT, "chat"), (PHONE, "phone"), (NEED, "need"), (PROMOTION, "promotion"), (TIER_1, "tier_one"), (TIER_2, "tier_two"), (SHORT, "short"), (ON_DUTY, "on_duty")):
        own, known = area(TOP, col, TOP + HOURS - 1, col), [hour[key] for hour in day if hour.get(key) is not None]
        sheet.formula(row, col, f'=IF(COUNT({own})=0,"",SUM({own}))', sum(known) if known else None, "total", "count")
    sheet.file.write_blank(row, PLANNED, None, sheet.book.style("total"))
    sheet.file.write(row, HINT, "业务量为件，其余为席位小时", sheet.book.style("hint"))
