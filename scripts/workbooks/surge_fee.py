"""The fee of a month under each 计费方式 as formulas, from the cells of 缺口 and 费用; macros/operations/surge.py is the same in Python."""

from __future__ import annotations

from macros.library import Library
from macros.operations.settlement import PRICES
from scripts.workbooks import surge_gap as gap
from scripts.workbooks.sheet import fixed

COST = "费用"
MODELS = tuple(PRICES)
LINES = ("席位费（约定席位）", "席位费（增席）", "首档会话费", "超档会话费", "时长费", "成交提成", "大促加价", "扩容加价")
CONTRACTED, ADDED, TIER_ONE, TIER_TWO, HOURS, SALES, PROMOTION, SCALE_UP = range(len(LINES))
LINES_OF = {
    "按席位": (CONTRACTED, ADDED, PROMOTION, SCALE_UP), "按量": (TIER_ONE, TIER_TWO, PROMOTION, SCALE_UP), "按时长": (HOURS, PROMOTION, SCALE_UP),
    "按成交提成": (SALES,), "混合": (CONTRACTED, ADDED, SALES, PROMOTION, SCALE_UP),
}
INPUTS = (  # key, label, unit; the first four must be there
    ("days", "大促天数", "日"), ("month_days", "当月天数", "日"), ("ordinary_volume", "其他每日会话量", "件"), ("shift_hours", "每席位每日排班时长", "小时"),
    ("sales_per_session", "每件会话带来的有效成交额", "元"),
)
DERIVED = (
    ("promotion", "大促增席（席位小时）"), ("scale_up", "扩容（席位小时，按最短计费期）"), ("scheduled", "排班席位小时合计"), ("working", "其中有效服务时长占比"), ("forecast", "当月预测（件）"),
)
FIRST_ROW, INPUT_COL, DERIVED_COL = 3, 4, 8


def place(key: str) -> str:
    """The cell of an input of 费用 or of what follows from them."""
    for names, col in ((INPUTS, INPUT_COL), (DERIVED, DERIVED_COL)):
        for line, (name, *_) in enumerate(names):
            if name == key:
                return f"'{COST}'!{fixed(FIRST_ROW + line, col)}"
    raise KeyError(key)


def derived(shrinkage: str) -> dict[str, str]:
    """Formulas of DERIVED."""
    days, month, shift = place("days"), place("month_days"), place("shift_hours")
    seats = {name: f"SUM({gap.column(col)})" for name, col in (("promotion", gap.PROMOTION), ("one", gap.TIER_1), ("two", gap.TIER_2), ("volume", gap.TOTAL))}
    needed = ",".join(place(key) for key, *_ in INPUTS[:4])
    ready = f"AND(COUNT({needed})=4,COUNT({gap.column(gap.ON_DUTY)})>0,ISNUMBER({shrinkage}))"
    formulas = {
        "promotion": f"{days}*{seats['promotion']}", "scale_up": f"IF({days}=0,0,MAX({days},扩容最短计费期))*({seats['one']}+{seats['two']})",
        "scheduled": f"约定席位数*{month}*{shift}+{place('promotion')}+{place('scale_up')}", "working": f"1-{shrinkage}/100",
        "forecast": f"{days}*{seats['volume']}+({month}-{days})*{place('ordinary_volume')}",
    }
    return {key: f'IF({ready},{formula},"")' for key, formula in formulas.items()}


def known(model: str, library: Library) -> str:
    """True when nothing that the model needs is missing."""
    prices = ",".join(library.fields[key].label for key in PRICES[model])
    sales = f",ISNUMBER({place('sales_per_session')})" if SALES in LINES_OF[model] else ""
    return f"AND(ISNUMBER({place('forecast')}),COUNT({prices})={len(PRICES[model])}{sales})"


def line(number: int, model: str, sold: str, billed: str, hours: str, percent: str) -> str:
    """A line of the fee. `sold`: 件 of the month; `billed`: those that 按量 counts; `hours` of service; `percent`: how far the volume is off."""
    month, shift = place("month_days"), place("shift_hours")
    if number in (PROMOTION, SCALE_UP):
        kind, share = ("promotion", "大促加价比例") if number == PROMOTION else ("scale_up", "扩容加价比例")
        base = {
            "按量": f"SUM({gap.column(gap.PROMOTION_SESSIONS if number == PROMOTION else gap.SCALE_UP_SESSIONS)})*{place('days')}*(1+{percent}/100)*首档会话单价",
            "按时长": f"{place(kind)}*小时单价*{place('working')}",
        }.get(model, f"{place(kind)}*席位月单价/({month}*{shift})")
        return f"ROUND({base}*{share}/100,2)"
    return {
        CONTRACTED: "ROUND(约定席位数*席位月单价,2)", ADDED: f"ROUND(({place('promotion')}+{place('scale_up')})/{shift}/{month}*席位月单价,2)",
        TIER_ONE: f"ROUND(MIN({billed},首档会话量)*首档会话单价,2)", TIER_TWO: f"ROUND(MAX({billed}-首档会话量,0)*超档会话单价,2)",
        HOURS: f"ROUND(ROUND({hours},1)*小时单价,2)", SALES: f"ROUND({sold}*{place('sales_per_session')}*提成比例/100,2)",
    }[number]


def worked() -> str:
    """有效服务时长 of the seats as planned."""
    return f"{place('scheduled')}*{place('working')}"
