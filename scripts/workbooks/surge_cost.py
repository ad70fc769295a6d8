"""费用 and 容差: what a plan costs under each 计费方式, and what the tolerance band does when the forecast is wrong."""

from __future__ import annotations

from macros.operations.rounding import rounded
from macros.operations.settlement import PRICES, SURCHARGES
from macros.operations.workforce import cost_by_model, tolerance
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import area, at, fixed

COST, BAND = "费用", "容差"
MONTHS, TOP = 12, 5
PLAN = (
    ("seat_days", "席位日"), ("schedule_days", "排班日数"), ("sessions", "会话量（件）"), ("hours", "有效服务时长（小时）"), ("sales", "有效成交额（元）"),
    ("promotion", "大促加价基数（元）"), ("scale_up", "扩容加价基数（元）"),
)
MODELS = tuple(PRICES)
DEVIATIONS = tuple(range(-30, 101, 10))
BAND_HEADS = ("与预测相差%", "实际会话量", "因乙方或不可抗力减少", "下限", "上限", "结果", "保底件数", "按量计费件数", "按量会话费（元）")
RESULTS = {"within": "容差之内", "above": "高于上限", "below": "低于下限"}
BAND_TOP = 6


def write_cost(book: Book, plan: list[dict], gap: dict, extra: dict, terms: dict) -> None:
    """`plan`: quantities of each month, as monthly_fee takes them. `gap`: from surge_gap. `extra`: days, seat_hours_per_day, monthly_hours."""
    sheet = book.sheet(COST, [11, *[12.5] * len(PLAN), *[14] * len(MODELS)], landscape=True)
    sheet.title(COST, "同一份计划按五种计费方式各算一遍，单价取自“合同参数”；缺单价的一列留空。没有算：加班、节假日和夜班加价、培训、考核扣减与奖励。")
    sheet.merged(3, 1, len(PLAN), "计划的计量（填得越实，比较越准）", "subhead")
    sheet.merged(3, len(PLAN) + 1, len(PLAN) + len(MODELS), "月度服务费（元）", "head")
    sheet.row(4, ("月份", *(name for _, name in PLAN), *MODELS), "head", height=34)
    sheet.file.freeze_panes(TOP, 1)
    needed = {"seat_days": 0, "schedule_days": 1, "sessions": 0, "hours": 0, "sales": 0}
    costs = cost_by_model([needed | month for month in plan[:MONTHS]], terms)
    for index in range(MONTHS):
        month = plan[index] if index < len(plan) else {}
        _write_month(sheet, TOP + index, index, month, {model: cost["months"][index] if cost and month else None for model, cost in costs.items()})
    last, total = TOP + MONTHS - 1, TOP + MONTHS
    sheet.allow(TOP, 1, last, len(PLAN), least=0)
    sheet.merged(total, 0, len(PLAN), "合计", "total_label")
    first_model = len(PLAN) + 1
    for number, model in enumerate(MODELS):
        column = area(TOP, first_model + number, last, first_model + number)
        cost = costs[model]["total"] if costs[model] and plan else None
        sheet.formula(total, first_model + number, f'=IF(COUNT({column})=0,"",ROUND(SUM({column}),2))', cost, "total", "money")
    totals = f"{fixed(total, first_model)}:{fixed(total, first_model + len(MODELS) - 1)}"
    sheet.mark(total, first_model, total, first_model + len(MODELS) - 1, f"AND(ISNUMBER({at(total, first_model)}),{at(total, first_model)}=MIN({totals}))", "good_mark")
    _write_extra(sheet, total + 2, gap, extra, terms)
    sheet.file.fit_to_pages(1, 1)


def _write_month(sheet, row: int, index: int, month: dict, costs: dict) -> None:
    cell = {key: at(row, col) for col, (key, _) in enumerate(PLAN, 1)}
    sheet.file.write(row, 0, f"第{index + 1}月", sheet.book.style("label", "choice"))
    for col, (key, _) in enumerate(PLAN, 1):
        sheet.input(row, col, month.get(key, month.get("surcharges", {}).get(key)), "number")
    seats = f'IF(N({cell["seat_days"]})=0,0,IF(N({cell["schedule_days"]})=0,0,ROUND({cell["seat_days"]}/{cell["schedule_days"]}*席位月单价,2)))'
    billed, sales = f"MAX(N({cell['sessions']}),月保底会话量)", f"ROUND(N({cell['sales']})*提成比例/100,2)"
    base = {
        "按席位": seats, "按量": f"ROUND(MIN({billed},首档会话量)*首档会话单价,2)+ROUND(MAX({billed}-首档会话量,0)*超档会话单价,2)",
        "按时长": f"ROUND(ROUND(N({cell['hours']}),1)*小时单价,2)", "按成交提成": sales, "混合": f"{seats}+{sales}",
    }
    surcharges = "".join(f"+ROUND(N({cell[key]})*{SURCHARGES[key]}比例/100,2)" for key in ("promotion", "scale_up"))
    given = f"COUNT({at(row, 1)}:{at(row, len(PLAN))})>0"
    for col, model in enumerate(MODELS, len(PLAN) + 1):
        prices = ",".join(sheet.book.library.fields[key].label for key in PRICES[model])
        sheet.formula(row, col, f'=IF(AND({given},COUNT({prices})={len(PRICES[model])}),ROUND({base[model]}{surcharges},2),"")', costs[model], number="money")


def _write_extra(sheet, row: int, gap: dict, extra: dict, terms: dict) -> None:
    """What the missing seat hours of a day come to over a promotion: figures to carry into the plan."""
    row = sheet.section(row, "增席换算：把“缺口”的全天缺口折成计划里的计量")
    days, per_day, monthly = (extra.get(key) for key in ("days", "seat_hours_per_day", "monthly_hours"))
    inputs = (("持续天数", "days", days), ("每席位每日排班小时", "seat_hours_per_day", per_day), ("每席位每月排班小时", "monthly_hours", monthly))
    cells = {}
    for number, (label, key, value) in enumerate(inputs):
        sheet.merged(row + number, 0, 2, label, "label")
        sheet.input(row + number, 3, value, "number", least=0)
        cells[key] = at(row + number, 3)
    hours = None if gap["missing"] is None or days is None else gap["missing"] * days
    need = (lambda *names: "OR(" + ",".join(f'{name}=""' for name in names) + ")")
    total = f"{gap['hours']}*{cells['days']}"
    seat, hour = terms.get("seat_monthly_price"), terms.get("hourly_price")
    rows = (
        ("增席小时", f'IF({need(gap["hours"], cells["days"])},"",{total})', hours, "number"),
        ("增加的席位日", f'IF(OR({need(gap["hours"], cells["days"])},N({cells["seat_hours_per_day"]})=0),"",{total}/{cells["seat_hours_per_day"]})', hours / per_day if hours is not None and per_day else None, "rate"),
        ("加价基数：按席位、混合（元）", f'IF(OR({need(gap["hours"], cells["days"])},N({cells["monthly_hours"]})=0,N(席位月单价)=0),"",ROUND(席位月单价/{cells["monthly_hours"]}*{total},2))', rounded(seat / monthly * hours, 2) if hours is not None and monthly and seat else None, "money"),
        ("加价基数：按时长（元）", f'IF(OR({need(gap["hours"], cells["days"])},N(小时单价)=0),"",ROUND(小时单价*{total},2))', rounded(hour * hours, 2) if hours is not None and hour else None, "money"),
    )
    for number, (label, formula, value, style) in enumerate(rows):
        sheet.merged(row + number, 5, 7, label, "label")
        sheet.formula(row + number, 8, f"={formula}", value, "total", style)


def write_band(book: Book, given: dict, terms: dict) -> None:
    """`given`: forecast, and rows of (deviation in percent, sessions lost)."""
    sheet = book.sheet(BAND, [13, 14, 20, 13, 13, 13, 13, 15, 18], landscape=True)
    sheet.title(BAND, f"预测错了会怎样（{book.reference('tolerance-band')}）：容差之内不调整；高于上限，超出部分照常计费；低于下限，按量计费有保底，按席位不因此扣减。按时长的保底按排班时长计算，不在本表。")
    sheet.merged(3, 0, 1, "当月锁定预测（件）", "label")
    sheet.input(3, 2, given.get("forecast"), "count", least=0)
    sheet.row(BAND_TOP - 1, BAND_HEADS, "head", height=34)
    rows = given.get("rows", [])
    for number, deviation in enumerate(DEVIATIONS):
        deviation, lost = rows[number] if number < len(rows) else (deviation, None)
        _write_band_row(sheet, BAND_TOP + number, deviation, lost, given.get("forecast"), terms)
    last = BAND_TOP + len(DEVIATIONS) - 1
    sheet.allow(BAND_TOP, 0, last, 0, least=-100, most=1000, tip="实际会话量比锁定预测多（正）或少（负）百分之几。")
    sheet.allow(BAND_TOP, 2, last, 2, least=0)
    for text, kind in ((RESULTS["below"], "bad_mark"), (RESULTS["above"], "amber_mark"), (RESULTS["within"], "good_mark")):
        sheet.mark(BAND_TOP, 5, last, 5, f'{at(BAND_TOP, 5)}="{text}"', kind)
    sheet.block(last + 2, "某日会话量比该日锁定预测高出超过容差的，该日的首响达标率和接通率剔除，其余指标照常考核；该日有增席的，锁定预测先按席位小时的增加比例上调。", "subtitle")


def _write_band_row(sheet, row: int, deviation: float, lost, forecast, terms: dict) -> None:
    figure = {}
    if forecast is not None:
        actual = rounded(forecast * (1 + deviation / 100), 0)
        figure = tolerance(forecast, actual, terms | {"pricing_model": "按量"}, lost or 0) if all(key in terms for key in PRICES["按量"]) else tolerance(forecast, actual, terms | {"pricing_model": "按席位"}, lost or 0)
        figure |= {"actual": actual, "band": RESULTS[figure["band"]], "floor": figure["floor"]}
    whole, cell = fixed(3, 2), {name: at(row, col) for col, name in enumerate(("deviation", "actual", "lost", "lower", "upper", "band", "floor", "billed_volume", "fee"))}
    sheet.input(row, 0, deviation, "number")
    sheet.input(row, 2, lost, "count")
    expected = f"MAX({whole}-N({cell['lost']}),0)"
    billed = f"MAX({cell['actual']},月保底会话量-N({cell['lost']}),N({cell['floor']}))"
    fee = f"ROUND(MIN({cell['billed_volume']},首档会话量)*首档会话单价,2)+ROUND(MAX({cell['billed_volume']}-首档会话量,0)*超档会话单价,2)"
    ready = "COUNT(首档会话量,首档会话单价,超档会话单价)=3"
    rows = (
        (1, "actual", f"ROUND({whole}*(1+{cell['deviation']}/100),0)", "count"), (3, "lower", f"ROUND({expected}*(1-预测容差/100),6)", "number"),
        (4, "upper", f"ROUND({whole}*(1+预测容差/100),6)", "number"),
        (5, "band", f'IF({cell["actual"]}<{cell["lower"]},"{RESULTS["below"]}",IF({cell["actual"]}>{cell["upper"]},"{RESULTS["above"]}","{RESULTS["within"]}"))', "choice"),
        (6, "floor", f'IF({cell["band"]}="{RESULTS["below"]}",ROUND({expected}*保底结算比例/100,6),"")', "number"),
        (7, "billed_volume", f'IF({ready},{billed},"")', "number"), (8, "fee", f'IF({cell["billed_volume"]}="","",{fee})', "money"),
    )
    for col, key, formula, number in rows:
        sheet.formula(row, col, f'=IF({whole}="","",{formula})', figure.get(key), "word" if number == "choice" else "figure", number)
