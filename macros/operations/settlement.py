"""结算: the month's fee and the amount due (fees.md). docs/assets/operations/settlement.js mirrors this module."""

from __future__ import annotations

from macros.amounts import amount_in_words
from macros.operations.band import volume_band
from macros.operations.rounding import rounded

SURCHARGES = {"promotion": "大促加价", "scale_up": "扩容加价", "holiday": "节假日加价", "night": "夜班加价"}
PRICES = {
    "按席位": ("seat_monthly_price",),
    "按量": ("tier_one_volume", "tier_one_price", "tier_two_price"),
    "按时长": ("hourly_price",),
    "按成交提成": ("commission_rate",),
    "混合": ("seat_monthly_price", "commission_rate"),
}


def monthly_fee(quantities: dict, terms: dict) -> dict:
    """{"lines": [{"item", "quantity", "unit", "price", "price_unit": "元" | "%", "amount"}], "fee"} (款 pricing-model, fee-items, monthly-fee).

    Every line is rounded to 分, the fee is their sum. `quantities`, by 计费方式:
        seat_days, schedule_days                当月实际席位日、排班日数; or seat_groups: a list of both for seats on different schedules
        sessions                                计费会话, 件
        hours                                   有效服务时长; kept to 0.1 hour
        sales                                   有效成交额, 元
    and where they apply: overtime_hours (not for 按量 and 按成交提成), training_hours, surcharges {promotion, scale_up, holiday, night: 加价基数
    元}, other 元 (附件六、附件九的其他服务价款).
    For 按量 and 按时长 a floor applies when `forecast` (锁定预测, 件) is given and the month is below the tolerance band; lost_sessions: 件 missing
    because of 乙方 or force majeure; 按时长 also needs sessions, scheduled_hours and absent_hours. month_share: 合作日数÷当月日数 of a first
    or last month. Raises KeyError when a quantity or price that the 计费方式 needs is missing, ZeroDivisionError for 0 schedule_days.

    The text leaves an overtime hour that also carries a surcharge to the higher of two prices: enter that amount as `other`.
    """
    lines = [*_base_lines(quantities, terms), *_extra_lines(quantities, terms)]
    return {"lines": lines, "fee": rounded(sum(line["amount"] for line in lines), 2)}


def billed_sessions(quantities: dict, terms: dict) -> float:
    """件 to pay for: never fewer than 月保底会话量 less the lost ones, nor than the floor of the tolerance band; the two do not add up."""
    lost = quantities.get("lost_sessions", 0)
    minimum = terms["minimum_monthly_volume"] * quantities.get("month_share", 1) - lost
    return max(quantities["sessions"], minimum, _floor_band(quantities, terms)["floor"] or 0)


def _floor_band(quantities: dict, terms: dict) -> dict:
    if quantities.get("forecast") is None:
        return {"band": "within", "floor": None}
    return volume_band(quantities["forecast"], quantities["sessions"], terms, quantities.get("lost_sessions", 0))


def _base_lines(quantities: dict, terms: dict):
    match terms["pricing_model"]:
        case "按席位":
            yield from _seat_lines(quantities, terms)
        case "按量":
            yield from _session_lines(quantities, terms)
        case "按时长":
            hours = quantities["hours"]
            if _floor_band(quantities, terms)["band"] == "below":
                hours = max(hours, (quantities["scheduled_hours"] - quantities["absent_hours"]) * terms["forecast_floor_percent"] / 100)
            yield _line("时长费", rounded(hours, 1), "小时", terms["hourly_price"])
        case "按成交提成":
            yield _line("成交提成", quantities["sales"], "元", terms["commission_rate"], "%")
        case "混合":
            yield from _seat_lines(quantities, terms)
            yield _line("成交提成", quantities["sales"], "元", terms["commission_rate"], "%")


def _seat_lines(quantities: dict, terms: dict):
    for group in quantities.get("seat_groups") or [quantities]:
        yield _line("席位费", group["seat_days"] / group["schedule_days"], "席位月", terms["seat_monthly_price"])


def _session_lines(quantities: dict, terms: dict):
    billed = billed_sessions(quantities, terms)
    first = min(billed, terms["tier_one_volume"] * quantities.get("month_share", 1))
    yield _line("首档会话费", first, "件", terms["tier_one_price"])
    if billed > first:
        yield _line("超档会话费", billed - first, "件", terms["tier_two_price"])


def _extra_lines(quantities: dict, terms: dict):
    if quantities.get("overtime_hours") and terms["pricing_model"] not in ("按量", "按成交提成"):
        yield _line("加班费", quantities["overtime_hours"], "小时", terms["overtime_hourly_price"])
    for key, item in SURCHARGES.items():
        if base := quantities.get("surcharges", {}).get(key):
            yield _line(item, base, "元", terms[f"{key}_surcharge_percent"], "%")
    if quantities.get("training_hours"):
        yield _line("培训费", quantities["training_hours"], "小时", terms["training_hourly_price"])
    if quantities.get("other"):
        yield _line("其他服务价款", 1, "项", quantities["other"])


def _line(item: str, quantity: float, unit: str, price: float, price_unit: str = "元") -> dict:
    amount = rounded(quantity * price / 100 if price_unit == "%" else quantity * price, 2)
    return {"item": item, "quantity": quantity, "unit": unit, "price": price, "price_unit": price_unit, "amount": amount}


def amount_due(parts: dict, terms: dict) -> dict:
    """{"fee", "deduction", "bonus", "earn_back", "invoice", "net", "tax", "other", "setoff", "setoff_left", "due", "due_in_words"}, 元 (款 deductions-setoff, invoicing).

    `parts`: fee; deduction, bonus, earn_back (0 unless given); other: 甲方应承担的其他款项、更正差额和提成扣回, either sign; setoff: 已确定的违约金、
    赔偿金 with what was left of the month before; final: 最终结算, the limit on setoff does not apply.
    invoice = fee − deduction + bonus + earn_back, tax included; due < 0 is for 乙方 to pay, and its words say so.
    """
    fee, deduction, bonus, earn_back, other, confirmed = (parts.get(key, 0) for key in ("fee", "deduction", "bonus", "earn_back", "other", "setoff"))
    invoice = rounded(fee - deduction + bonus + earn_back, 2)
    net = rounded(invoice / (1 + terms["vat_rate"] / 100), 2)
    limit = confirmed if parts.get("final") else rounded(fee * terms["monthly_setoff_cap_percent"] / 100, 2)
    setoff = min(confirmed, limit)
    due = rounded(invoice + other - setoff, 2)
    return {
        "fee": fee, "deduction": deduction, "bonus": bonus, "earn_back": earn_back,
        "invoice": invoice, "net": net, "tax": rounded(invoice - net, 2),
        "other": other, "setoff": setoff, "setoff_left": rounded(confirmed - setoff, 2),
        "due": due, "due_in_words": amount_in_words(f"{abs(due):.2f}") + ("（由乙方支付）" if due < 0 else ""),
    }
