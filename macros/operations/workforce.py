"""席位测算: Erlang C, seats for an interval, and what a plan costs under each 计费方式. docs/assets/operations/workforce.js mirrors this module.

Planning aids, not contract rules; only `tolerance` and `cost_by_model` rest on the contract (款 tolerance-band, pricing-model). Erlang C assumes
calls at random, one queue, nobody hanging up, and so needs rather too many seats. traffic is in erlangs, times in seconds, rates in percent.
"""

from __future__ import annotations

import math

from macros.operations.band import volume_band
from macros.operations.rounding import ceiling, rounded
from macros.operations.settlement import PRICES, billed_sessions, monthly_fee


def erlang_c(traffic: float, agents: int) -> float:
    """The probability, 0 to 1, that a call has to wait; 1 when there are no more agents than erlangs."""
    return _waiting(traffic, agents, _blocking(traffic, agents))


def _blocking(traffic: float, agents: int) -> float:
    """Erlang B, by the recursion in which nothing overflows."""
    blocking = 1.0
    for agent in range(1, agents + 1):
        blocking = traffic * blocking / (agent + traffic * blocking)
    return blocking


def _waiting(traffic: float, agents: int, blocking: float) -> float:
    """Erlang C from Erlang B."""
    if agents <= traffic:
        return 1.0 if traffic else 0.0
    return agents * blocking / (agents - traffic * (1 - blocking))


def service_level(traffic: float, agents: int, aht: float, seconds: float) -> float:
    """% of calls answered within `seconds`."""
    return _within(erlang_c(traffic, agents), traffic, agents, aht, seconds)


def _within(waiting: float, traffic: float, agents: int, aht: float, seconds: float) -> float:
    if agents <= traffic:
        return 0.0 if traffic else 100.0
    return 100 * (1 - waiting * math.exp(-(agents - traffic) * seconds / aht))


def average_wait(traffic: float, agents: int, aht: float) -> float | None:
    """Seconds a call waits on average; None when the queue only grows."""
    if agents <= traffic:
        return None if traffic else 0.0
    return erlang_c(traffic, agents) * aht / (agents - traffic)


def occupancy(traffic: float, agents: int) -> float:
    """% of their time that agents are busy, at most 100."""
    return min(traffic / agents * 100, 100.0) if agents else 0.0


def seats_needed(interval: dict) -> dict:
    """{"traffic", "agents", "seats", "service_level", "wait", "occupancy"} for an interval.

    interval: volume, aht_seconds, interval_minutes, concurrency (sessions one agent handles at a time, 1 for calls), target_percent within
    target_seconds, shrinkage_percent, max_occupancy_percent. agents: the fewest that reach the target without exceeding the occupancy; seats:
    agents ÷ (1 − shrinkage), rounded up. Concurrency is an approximation: an agent with n sessions counts as n times as fast.
    Raises ValueError for figures that no number of agents can satisfy.
    """
    if not (
        interval["volume"] >= 0 and min(interval["aht_seconds"], interval["interval_minutes"], interval["concurrency"]) > 0
        and 0 <= interval["target_percent"] <= 100 and interval["target_seconds"] >= 0
        and 0 <= interval["shrinkage_percent"] < 100 and 0 < interval["max_occupancy_percent"] <= 100
    ):
        raise ValueError("interval")
    aht = interval["aht_seconds"] / interval["concurrency"]
    traffic = interval["volume"] * aht / (interval["interval_minutes"] * 60)
    agents, blocking, level = 0, 1.0, 0.0 if traffic else 100.0
    while traffic and (agents <= traffic or level < interval["target_percent"] or occupancy(traffic, agents) > interval["max_occupancy_percent"]):
        agents += 1
        blocking = traffic * blocking / (agents + traffic * blocking)
        level = _within(_waiting(traffic, agents, blocking), traffic, agents, aht, interval["target_seconds"])
    return {
        "traffic": traffic, "agents": agents, "seats": ceiling(agents / (1 - interval["shrinkage_percent"] / 100)),
        "service_level": level, "wait": average_wait(traffic, agents, aht), "occupancy": occupancy(traffic, agents),
    }


def cost_by_model(plan: list[dict], terms: dict) -> dict:
    """{计费方式: {"months": [fee], "total"} or None when a price it needs is not in the terms}; `plan`: the quantities of each month as monthly_fee takes them."""
    return {model: _cost(plan, terms | {"pricing_model": model}) if all(price in terms for price in prices) else None for model, prices in PRICES.items()}


def _cost(plan: list[dict], terms: dict) -> dict:
    fees = [monthly_fee(quantities, terms)["fee"] for quantities in plan]
    return {"months": fees, "total": rounded(sum(fees), 2)}


def tolerance(forecast: float, actual: float, terms: dict, lost: float = 0) -> dict:
    """volume_band, with what 按量 bills: {"band", "lower", "upper", "floor", "billed_volume" 件, "fee" 元}; the last two are None for other 计费方式."""
    result = volume_band(forecast, actual, terms, lost)
    if terms["pricing_model"] != "按量":
        return result | {"billed_volume": None, "fee": None}
    quantities = {"sessions": actual, "forecast": forecast, "lost_sessions": lost}
    return result | {"billed_volume": billed_sessions(quantities, terms), "fee": monthly_fee(quantities, terms)["fee"]}
