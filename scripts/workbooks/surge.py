"""surge.xlsx 大促扩容测算: volume by the hour to seats, seats against the contract, cost under each 计费方式, and a wrong forecast."""

from __future__ import annotations

from macros.library import Library
from scripts.workbooks.book import Book
from scripts.workbooks.guide import write_guide
from scripts.workbooks.surge_channel import CANDIDATES, INTERVALS, Channel, write_channel
from scripts.workbooks.surge_cost import write_band, write_cost
from scripts.workbooks.surge_gap import write_gap
from scripts.workbooks.terms_sheet import write_terms

TITLE = "大促扩容测算"
SUMMARY = "按时段的业务量、处理时长和同时接待数，用 Erlang C 算出要排的席位，与约定席位和三档扩容比较，再算各种计费方式的费用和预测偏差的后果。"
HIDDEN = "候选人数"

GROUPS = {
    "席位与扩容": ["contracted_seats", "bench_percent", "bench_ready_hours", "scale_up_percent", "scale_up_hours", "scale_up_max_days", "scale_up_times_per_year"],
    "预测与容差": ["forecast_tolerance_percent", "forecast_floor_percent"],
    "计费": [
        "pricing_model", "seat_monthly_price", "tier_one_volume", "tier_one_price", "tier_two_price", "minimum_monthly_volume", "hourly_price", "commission_rate",
        "promotion_surcharge_percent", "scale_up_surcharge_percent",
    ],
    "响应目标": ["phone_answer_seconds", "phone_on_time_percent", "chat_first_response_seconds", "first_response_target"],
}


def build(library: Library, terms: dict, inputs: dict) -> bytes:
    """`inputs`: phone and chat (see Channel), planned (seats by interval), plan, extra (see write_cost), tolerance (see write_band)."""
    book = Book(TITLE, library)
    _write_guide(book)
    write_terms(book, terms, GROUPS)
    phone = Channel("电话", _with_targets(inputs.get("phone", {}), terms["phone_on_time_percent"], terms["phone_answer_seconds"]) | {})
    chat = Channel("在线", _with_targets(inputs.get("chat", {}), terms["first_response_target"], terms["chat_first_response_seconds"]))
    hidden = book.sheet(HIDDEN, [10] * (CANDIDATES + 3), landscape=True)
    hidden.title(HIDDEN)
    hidden.row(1, ("erl", "处理时长", "最少人数", *(f"+{more}" for more in range(CANDIDATES))), "head")
    write_channel(book, phone, hidden, 2)
    write_channel(book, chat, hidden, 2 + INTERVALS)
    hidden.file.hide()
    gap = write_gap(book, phone, chat, inputs.get("planned", []), terms)
    write_cost(book, inputs.get("plan", []), gap, inputs.get("extra", {}), terms)
    write_band(book, inputs.get("tolerance", {}), terms)
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
            "“电话”“在线”分别填假设和各时段业务量，用自己近期的数据；没有的渠道不填。",
            "“缺口”看需要的席位与已排席位之差落在第几档；“费用”填各月计划，比较五种计费方式；“容差”填当月锁定预测。",
            f"要增席的，大促依主合同{reference('promotion-calendar')}提前锁定，临时的依{reference('scale-up')}发扩容通知。",
        ],
        [
            "Erlang C 假定来电随机、一条队列、没有人放弃，所以算出的人数偏多；一人同时接待几个会话是近似：看作一个人快几倍。",
            "损耗和占用率上限是测算的假设，不是合同约定；席位是始终有人值守的工位，休息由乙方轮换，按席位比较时损耗填 0 更接近合同的口径。",
            f"一个时段要的人数最多比最低可能人数多 {CANDIDATES - 1} 名，再多显示“超出范围”，通常是目标定得过高。",
            "费用比较只算基础费和大促、扩容加价；按量和按时长的容差保底看“容差”和合同。",
        ],
    )
