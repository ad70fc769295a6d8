"""付款期限、逾期利息 and a look at whether a penalty is out of proportion (款 payment-term, late-payment, penalties-and-loss). docs/assets/operations/interest.js mirrors this module.

Dates are text, 2026-11-23. Money in 元, rates in percent.
"""

from __future__ import annotations

from datetime import date, timedelta

from macros.operations.rounding import rounded

_SMALL = ("中型企业", "小型企业", "微型企业")
_DAY = timedelta(days=1)


def payment_limit(days: int | None, party_a_scale: str, party_b_scale: str, reasoned: bool = False) -> dict:
    """{"days": 付款期限 to apply, "limit": 最多几日, 顺延 included, or None} (款 payment-term).

    `days` None: left blank. `reasoned`: 附件六 states the custom of the trade that a large enterprise's longer term rests on.
    """
    small = party_b_scale in _SMALL
    if small and party_a_scale == "机关或事业单位":
        return {"days": min(days or 30, 60), "limit": 60}
    if small and party_a_scale == "大型企业":
        if reasoned and days is not None and days > 60:
            return {"days": days, "limit": None}
        return {"days": min(days or 60, 60), "limit": 60}
    return {"days": days or 30, "limit": None}


def due_date(confirmed: str, days: int, holidays: list[str] = (), workdays: list[str] = (), limit: int | None = None) -> str:
    """最晚付款日: `days` after the day of confirmation, which does not count; not a 工作日, then the next one (款 interpretation).

    `holidays`: 放假日, `workdays`: 调休上班日; other Saturdays and Sundays are free. `limit` of payment_limit: 顺延 does not go beyond it.
    """
    start = date.fromisoformat(confirmed)
    due = start + days * _DAY
    while due.isoformat() in holidays or (due.weekday() >= 5 and due.isoformat() not in workdays):
        due += _DAY
    return (due if limit is None else min(due, start + limit * _DAY)).isoformat()


def late_interest(unpaid: float, due: str, until: str, daily_rate: float, lpr: float | None = None, payments: list[dict] = ()) -> dict:
    """{"daily_rate": % applied, "at_floor": LPR applies, "segments": [{"from", "to", "days", "unpaid", "interest"}], "total"} (款 late-payment).

    From the day after `due` to `until`, both counted: 付清之日 or the day of the calculation. `lpr`: 1年期, on the day of signing; it applies
    ÷ 365 when daily_rate × 365 is lower. payments: [{"date", "amount"}] towards the unpaid amount; a payment earns interest up to its own day.
    A segment's interest is not rounded, the total is, to 分. The text does not say whether a payment goes to interest first: amounts are principal.
    """
    at_floor = lpr is not None and rounded(daily_rate * 365, 6) < lpr
    rate = lpr / 365 if at_floor else daily_rate
    start, end, segments = date.fromisoformat(due) + _DAY, date.fromisoformat(until), []
    for payment in sorted(payments, key=lambda payment: payment["date"]):
        day = min(date.fromisoformat(payment["date"]), end)
        if day >= start:
            segments.append(_segment(start, day, unpaid, rate))
            start = day + _DAY
        unpaid = max(rounded(unpaid - payment["amount"], 2), 0.0)
    if end >= start:
        segments.append(_segment(start, end, unpaid, rate))
    segments = [segment for segment in segments if segment["unpaid"]]
    return {"daily_rate": rate, "at_floor": at_floor, "segments": segments, "total": rounded(sum(segment["interest"] for segment in segments), 2)}


def _segment(start: date, end: date, unpaid: float, rate: float) -> dict:
    days = (end - start).days + 1
    return {"from": start.isoformat(), "to": end.isoformat(), "days": days, "unpaid": unpaid, "interest": unpaid * rate / 100 * days}


def compare_penalty_with_loss(penalty: float, loss: float) -> dict:
    """{"ratio": penalty as % of the loss, or None without loss, "over_30_percent"}: more than 130 % of it is, as a rule, 过分高于损失 (合同编通则解释第六十五条)."""
    return {"ratio": rounded(penalty / loss * 100, 2) if loss else None, "over_30_percent": penalty > rounded(loss * 1.3, 6)}
