"""surge.xlsx 大促扩容测算: volume by the hour to seats, seats against the contract, cost under each 计费方式, and a wrong forecast."""

from __future__ import annotations

from macros.library import Library
from scripts.workbooks.book import Book
from scripts.workbooks.guide import write_guide
from scripts.workbooks.surge_band import write_band
from scripts.workbooks.surge_channel import CANDIDATES, HOURS, SHRINKAGE, Channel, write_channel
from scripts.workbooks.surge_cost import write_cost
from scripts.workbooks.surge_figures import Plan, day_figures
from scripts.workbooks.surge_gap import write_gap
from scripts.workbooks.terms_sheet import write_terms

TITLE = "大促扩容测算"
SUMMARY = "按时段的业务量、处理时长和同时接待数，用 Erlang C 算出要排的席位，与约定席位和三档扩容比较，再算各种计费方式的费用和预测偏差的后果。"
HIDDEN = "候选人数"

GROUPS = {
    "席位与扩容": ["contracted_seats", "bench_percent", "bench_ready_hours", "scale_up_percent", "scale_up_hours", "scale_up_max_days", "scale_up_min_billing_days", "scale_up_times_per_year"],
    "预测与容差": ["forecast_tolerance_percent", "forecast_floor_percent"],
    "计费": [
        "pricing_model", "seat_monthly_price", "tier_one_volume", "tier_one_price", "tier_two_price", "minimum_monthly_volume", "hourly_price", "commission_rate",
        "promotion_surcharge_percent", "scale_up_surcharge_percent",
    ],
    "响应目标": ["phone_answer_seconds", "phone_on_time_percent", "chat_first_response_seconds", "first_response_target"],
}


# What the two targets of a channel are until something else is typed: percentage and seconds.
TARGETS = {"在线": ("first_response_target", "chat_first_response_seconds"), "电话": ("phone_on_time_percent", "phone_answer_seconds")}


def build(library: Library, terms: dict, inputs: dict) -> bytes:
    """`inputs`: chat and phone (see Channel), planned (seats by hour), month (peak, and INPUTS of surge_fee), tolerance (see write_band)."""
    book, month = Book(TITLE, library), inputs.get("month", {})
    _write_guide(book)
    write_terms(book, terms, GROUPS)
    chat = Channel("在线", _with_targets(inputs.get("chat", {}), *(terms[key] for key in TARGETS["在线"])))
    phone = Channel("电话", _with_targets(inputs.get("phone", {}), *(terms[key] for key in TARGETS["电话"])), chat)
    hidden = book.sheet(HIDDEN, [10] * (CANDIDATES + 3), landscape=True)
    hidden.title(HIDDEN)
    hidden.row(1, ("erl", "处理时长", "最少人数", *(f"+{more}" for more in range(CANDIDATES))), "head")
    write_channel(book, chat, hidden, 2)
    write_channel(book, phone, hidden, 2 + HOURS)
    hidden.file.hide()
    planned, peak = inputs.get("planned", []), month.get("peak")
    day = day_figures([chat, phone], planned, peak, terms)
    write_gap(book, chat, phone, planned, peak, day, terms)
    plan = Plan(month, day, chat.assumptions.get(SHRINKAGE), terms)
    write_cost(book, plan, chat.assumption(SHRINKAGE))
    write_band(book, plan, inputs.get("tolerance", {}))
    return book.data()


def _with_targets(given: dict, percent: float, seconds: float) -> dict:
    return given | {"assumptions": {"target_percent": percent, "target_seconds": seconds} | given.get("assumptions", {})}


def _write_guide(book: Book) -> None:
    reference = book.reference
    write_guide(
        book,
        "活动前估一估：哪几个小时缺多少席位，扩容通知该写几席，几种计费方式各要多少钱，预测错了谁承担。",
        [
            "“合同参数”与签署的合同核对；空白的文件先填约定席位数和要比较的单价。",
            "“在线”“电话”分别填假设和大促当天各小时的业务量，用自己近期的数据；没有的渠道不填。",
            "“缺口”填大促峰值席位数和各小时已排席位，看缺的席位落在哪一档。",
            "“费用”填当月的天数和平日会话量，比较五种计费方式；“容差”看预测不准时各方多付少付多少。",
            f"要增席的，大促依主合同{reference('promotion-calendar')}提前锁定，临时的依{reference('scale-up')}发扩容通知。",
        ],
        [
            "Erlang C 假定来电随机、一条队列、没有人放弃，所以算出的人数偏多；一人同时接待几个会话是近似：看作一个人快几倍。",
            "损耗和占用率上限是测算的假设，不是合同约定；席位是始终有人值守的工位，休息由乙方轮换，按席位比较时损耗填 0 更接近合同的口径。",
            f"一小时要的人数最多比最低可能人数多 {CANDIDATES - 1} 名，再多显示“超出范围”，通常是目标定得过高。",
            "费用比较只算基础费和大促、扩容加价，一个月里的大促日都按填的那一天计。",
        ],
    )
