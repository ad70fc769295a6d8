"""The lines of the monthly fee, as macros/operations/settlement.py has them; those of another 计费方式 stay empty."""

from __future__ import annotations

from scripts.workbooks.sheet import area, at

SEAT, SESSION, HOUR, SALES = ("按席位", "混合"), ("按量",), ("按时长",), ("按成交提成", "混合")
NO_OVERTIME = ("按量", "按成交提成")
HEADS = (("项目", 0, 2), ("计量", 3, 5), ("单位", 6, 6), ("单价或比例", 7, 10), ("金额（元）", 11, 14))
MISSING = "缺"


def write_fee(month, row: int) -> int:
    sheet = month.sheet
    row = sheet.section(row, "一、月度服务费")
    for text, first, last in HEADS:
        sheet.merged(row, first, last, text, "head")
    first = row = row + 1
    for key, item, unit, quantity, label, price_unit in _lines(month):
        _write_line(month, row, key, item, unit, quantity, label, price_unit)
        row += 1
    amounts = area(first, 11, row - 1, 11)
    sheet.merged(row, 0, 10, "月度服务费", "total_label")
    month.put("fee", row, 11, f'IF(COUNTIF({amounts},"{MISSING}*")>0,"缺数据",ROUND(SUM({amounts}),2))', month.value("fee"), "total", "money", 14)
    sheet.mark(first, 0, row - 1, 14, f'AND({month.shown},$L{first + 1}="")', "idle_mark")
    sheet.mark(first, 11, row, 14, f'LEFT($L{first + 1},1)="{MISSING}"', "bad_mark")
    return row + 2


def _lines(month):
    """key, item, unit, formula of the quantity, label of the price, its unit."""
    given, chain = month.input, month.chain
    share = f'IF({given("month_share")}="",1,{given("month_share")})'
    tier = f"首档会话量*{share}"
    for number in ("", "_2"):
        days, roster = given(f"seat_days{number}"), given(f"schedule_days{number}")
        yield f"seat{number}", "席位费（第二组班次）" if number else "席位费", "席位月", _when(SEAT, days, f'IF(N({roster})>0,{days}/{roster},"缺排班日数")'), "席位月单价", "元"
    sessions = given("sessions")
    yield "tier_one", "首档会话费", "件", _when(SESSION, sessions, f"MIN({chain('billed')},{tier})"), "首档会话单价", "元"
    yield "tier_two", "超档会话费", "件", _when(SESSION, sessions, f'IF({chain("billed")}>{tier},{chain("billed")}-{tier},"")'), "超档会话单价", "元"
    yield "hours", "时长费", "小时", _when(HOUR, given("hours"), chain("hours")), "小时单价", "元"
    yield "sales", "成交提成", "元", _when(SALES, given("sales"), given("sales")), "提成比例", "%"
    overtime = given("overtime_hours")
    yield "overtime_hours", "加班费", "小时", f'IF(OR({overtime}="",{_is(NO_OVERTIME)}),"",{overtime})', "加班小时单价", "元"
    for key, item in (("promotion", "大促加价"), ("scale_up", "扩容加价"), ("holiday", "节假日加价"), ("night", "夜班加价")):
        yield key, item, "元", f'IF({given(key)}="","",{given(key)})', f"{item}比例", "%"
    yield "training_hours", "培训费", "小时", f'IF({given("training_hours")}="","",{given("training_hours")})', "培训小时单价", "元"
    yield "other", "其他服务价款（附件六、变更单）", "项", f'IF({given("other")}="","",1)', given("other"), "元"


def _is(models: tuple[str, ...]) -> str:
    choices = ",".join(f'计费方式="{model}"' for model in models)
    return f"OR({choices})"


def _when(models: tuple[str, ...], filled: str, formula: str) -> str:
    return f'IF(AND({_is(models)},{filled}<>""),{formula},"")'


def _write_line(month, row: int, key: str, item: str, unit: str, quantity: str, price: str, price_unit: str) -> None:
    sheet = month.sheet
    line = month.value("lines", key) or {}
    sheet.merged(row, 0, 2, item, "label")
    shown = {"席位月": "share", "小时": "rate", "元": "money"}.get(unit, "count")
    month.put(("quantity", key), row, 3, quantity, line.get("quantity"), "figure", shown, 5)
    sheet.file.write(row, 6, unit, month.book.style("word"))
    amount, count = ("amount", key), at(row, 3)
    month.put(("price", key), row, 7, f'IF(ISNUMBER({count}),IF(ISNUMBER({price}),{price},"缺单价"),"")', line.get("price"), "figure", "number" if price_unit == "%" else "money", 9)
    sheet.file.write(row, 10, price_unit, month.book.style("word"))
    product = f"ROUND({count}*{price}{'/100' if price_unit == '%' else ''},2)"
    month.put(amount, row, 11, f'IF(ISNUMBER({count}),IF(ISNUMBER({price}),{product},"缺单价"),{count})', line.get("amount"), "figure", "money", 14)
