"""大促: seats by hour against what 甲方 may call up, what the month costs, and what a wrong forecast does. docs/assets/operations/surge.js mirrors this module.

`surge` describes a month with some promotion days, all alike:
    hours                         of a promotion day: [{"volume" 件, "scheduled" 约定席位 on duty}]
    interval                      what seats_needed takes besides the volume
    peak                          大促峰值席位, or None when no promotion is agreed and every further seat is 扩容
    days, month_days              promotion days; days of the month, on each of which every contracted seat is on duty
    ordinary_volume               件 of any other day
    shift_hours                   每日排班时长 of a seat
    sales_per_session             有效成交额 for each 件, or None
The seats planned are those that the forecast needs and the contract binds 乙方 to; promotion seats count as known when the forecast was locked.
"""

from __future__ import annotations

import math

from macros.operations.band import day_is_excluded, volume_band
from macros.operations.rounding import ceiling, rounded
from macros.operations.settlement import PRICES, billed_sessions, monthly_fee
from macros.operations.workforce import seats_needed, service_level


def seats_by_tier(needed: int, scheduled: int, peak: int | None, terms: dict) -> dict:
    """{"promotion", "tier_one", "tier_two", "short"}: where the seats beyond `scheduled` come from (款 promotion-calendar, scale-up).

    promotion: up to `peak`; tier_one, tier_two: 扩容 within the percentages and, in a promotion, within the limit on all seats; short: what
    乙方 need not provide (第三档). A fraction of a seat in a limit is a seat.
    """
    first, both, most = _limits(peak, terms)
    extra = max(needed - scheduled, 0)
    promotion = min(extra, max((peak or 0) - scheduled, 0))
    called = max(min(extra - promotion, both, most - scheduled - promotion), 0)
    return {"promotion": promotion, "tier_one": min(called, first), "tier_two": max(called - first, 0), "short": extra - promotion - called}


def _limits(peak: int | None, terms: dict) -> tuple[int, int, float]:
    """第一档; 第一、二档 together; all seats of a promotion."""
    contracted = terms["contracted_seats"]
    first = ceiling(contracted * terms["bench_percent"] / 100)
    both = max(ceiling(contracted * terms["scale_up_percent"] / 100), first)
    return first, both, math.inf if peak is None else max(peak + max(first, 1), contracted + both)


def plan_day(surge: dict, terms: dict, percent: float = 0) -> list[dict]:
    """Each hour of a promotion day whose volume is off by `percent`: what seats_needed and seats_by_tier say, with `on_duty`, the seats there are, and `reached`, the service level with them."""
    return [_planned(hour, surge, terms, percent) for hour in surge["hours"]]


def _planned(hour: dict, surge: dict, terms: dict, percent: float) -> dict:
    need = seats_needed(surge["interval"] | {"volume": hour["volume"] * (1 + percent / 100)})
    tiers = seats_by_tier(need["seats"], hour["scheduled"], surge["peak"], terms)
    on_duty = hour["scheduled"] + tiers["promotion"] + tiers["tier_one"] + tiers["tier_two"]
    agents = math.floor(rounded(on_duty * _working(surge), 6))
    reached = service_level(need["traffic"], agents, surge["interval"]["aht_seconds"] / surge["interval"]["concurrency"], surge["interval"]["target_seconds"])
    return hour | need | tiers | {"on_duty": on_duty, "reached": reached}


def month_fees(surge: dict, terms: dict, percent: float = 0, whole_month: bool = False) -> dict:
    """{计费方式: monthly_fee or None when a price or the sales are not known}: the seats as planned, the volume off by `percent`.

    Off on the promotion days only, or in the `whole_month`. Counts no overtime, and no surcharge but those of 大促 and 扩容.
    """
    day = plan_day(surge, terms)
    known = lambda prices: all(price in terms for price in prices) and (surge["sales_per_session"] is not None or "commission_rate" not in prices)
    fee = lambda model: monthly_fee(_quantities(surge, day, terms | {"pricing_model": model}, percent, whole_month), terms | {"pricing_model": model})
    return {model: fee(model) if known(prices) else None for model, prices in PRICES.items()}


def wrong_forecast(surge: dict, terms: dict, percent: float, whole_month: bool = False) -> dict:
    """volume_band of the month, and {"forecast", "actual", "billed_sessions" under 按量, "fees", "excluded_days", "excluded_days_after_scale_up", "seats", "short", "short_after_scale_up"}.

    excluded_days: days without 首响达标率 and 接通率; after_scale_up: when 甲方 calls up what 乙方 must provide, which raises the locked forecast
    by the share of seat hours added (款 tolerance-band). seats, short: of the hour that is worst.
    """
    plan, busy = plan_day(surge, terms), plan_day(surge, terms, percent)
    forecast, actual = _month_volumes(surge, percent, whole_month)
    short = [max(hour["seats"] - planned["on_duty"], 0) for hour, planned in zip(busy, plan)]
    _, both, most = _limits(surge["peak"], terms)
    called = [max(min(lack, both - hour["tier_one"] - hour["tier_two"], most - hour["on_duty"]), 0) for lack, hour in zip(short, plan)]
    raised = 1 + sum(called) / (sum(hour["on_duty"] for hour in plan) or 1)
    expected = _day_volume(surge)
    ordinary = surge["ordinary_volume"]
    others = surge["month_days"] - surge["days"] if whole_month and day_is_excluded(ordinary, _off(ordinary, percent), terms) else 0
    excluded = lambda day: others + (surge["days"] if day_is_excluded(day, _off(expected, percent), terms) else 0)
    return volume_band(forecast, actual, terms) | {
        "forecast": forecast, "actual": actual, "billed_sessions": billed_sessions({"sessions": actual, "forecast": forecast}, terms),
        "fees": {model: fee and fee["fee"] for model, fee in month_fees(surge, terms, percent, whole_month).items()},
        "excluded_days": excluded(expected), "excluded_days_after_scale_up": excluded(expected * raised),
        "seats": max((hour["seats"] for hour in busy), default=0),
        "short": max(short, default=0),
        "short_after_scale_up": max((lack - more for lack, more in zip(short, called)), default=0),
    }


def _day_volume(surge: dict) -> float:
    return sum(hour["volume"] for hour in surge["hours"])


def _off(volume: float, percent: float) -> float:
    """Whole 件, a fraction dropped, so that a deviation of just the tolerance stays within it."""
    return volume + math.trunc(rounded(volume * percent / 100, 6))


def _month_volumes(surge: dict, percent: float, whole_month: bool) -> tuple[float, float]:
    """Forecast and actual 件 of the month."""
    day, ordinary, others = _day_volume(surge), surge["ordinary_volume"], surge["month_days"] - surge["days"]
    actual = surge["days"] * _off(day, percent) + others * (_off(ordinary, percent) if whole_month else ordinary)
    return surge["days"] * day + others * ordinary, actual


def _quantities(surge: dict, day: list[dict], terms: dict, percent: float, whole_month: bool) -> dict:
    """The month as monthly_fee takes it; 扩容 counts for 扩容最短计费期 at least."""
    days, month_days, shift = surge["days"], surge["month_days"], surge["shift_hours"]
    billed_days = max(days, terms["scale_up_min_billing_days"]) if days else 0
    hours = {"promotion": days * sum(hour["promotion"] for hour in day), "scale_up": billed_days * sum(hour["tier_one"] + hour["tier_two"] for hour in day)}
    extra = sum(hours.values())
    seat_days = [terms["contracted_seats"] * month_days] + ([extra / shift] if extra else [])
    scheduled = terms["contracted_seats"] * month_days * shift + extra
    forecast, actual = _month_volumes(surge, percent, whole_month)
    return {
        "seat_groups": [{"seat_days": count, "schedule_days": month_days} for count in seat_days],
        "sessions": actual, "forecast": forecast, "sales": actual * (surge["sales_per_session"] or 0),
        "hours": scheduled * _working(surge), "scheduled_hours": scheduled, "absent_hours": 0,
        "surcharges": _bases(surge, day, hours, terms, percent),
    }


def _working(surge: dict) -> float:
    """The share of a scheduled hour that is 有效服务时长."""
    return 1 - surge["interval"]["shrinkage_percent"] / 100


def _bases(surge: dict, day: list[dict], hours: dict, terms: dict, percent: float) -> dict:
    """加价基数, by the kind of surcharge (款 overtime-promotion-fees)."""
    match terms["pricing_model"]:
        case "按席位" | "混合":
            price = terms["seat_monthly_price"] / (surge["month_days"] * surge["shift_hours"])
        case "按时长":
            price = terms["hourly_price"] * _working(surge)
        case "按量":
            sessions = lambda *kinds: sum(hour["volume"] * sum(hour[kind] for kind in kinds) / hour["on_duty"] for hour in day if hour["on_duty"])
            price = surge["days"] * (1 + percent / 100) * terms["tier_one_price"]
            return {"promotion": sessions("promotion") * price, "scale_up": sessions("tier_one", "tier_two") * price}
        case _:
            return {}
    return {kind: count * price for kind, count in hours.items()}
