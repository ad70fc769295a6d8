"""What the surge workbook shows of two channels together, as macros/operations/surge.py computes it for one: the cached results of its formulas."""

from __future__ import annotations

from macros.operations.band import day_is_excluded, volume_band
from macros.operations.rounding import rounded
from macros.operations.settlement import PRICES, billed_sessions, monthly_fee
from macros.operations.surge import seats_by_tier
from scripts.workbooks.surge_gap import sessions_served

MONTH = ("days", "month_days", "ordinary_volume", "shift_hours")  # what the costs need; peak and sales_per_session are optional
KINDS = ("promotion", "scale_up")


def day_figures(channels: list, planned: list, peak: int | None, terms: dict) -> list[dict]:
    """Each hour: volume, need, scheduled, and where the seats come from; empty for an hour without volumes."""
    return [_hour(number, channels, planned[number] if number < len(planned) else None, peak, terms) for number in range(24)]


def _hour(number: int, channels: list, scheduled: int | None, peak: int | None, terms: dict) -> dict:
    volumes = [channel.volume(number) for channel in channels]
    seats = [channel.figures[number].get("seats") for channel in channels]
    if all(one is None for one in seats):
        return {}
    hour = {"volume": sum(volume or 0 for volume in volumes), "need": sum(one or 0 for one in seats)} | dict(zip(("chat", "phone"), seats))
    scheduled = terms.get("contracted_seats") if scheduled is None else scheduled
    if scheduled is None or "contracted_seats" not in terms:
        return hour
    tiers = seats_by_tier(hour["need"], scheduled, peak, terms)
    return hour | {"scheduled": scheduled} | tiers | {"on_duty": scheduled + tiers["promotion"] + tiers["tier_one"] + tiers["tier_two"]}


class Plan:
    """The month with its promotion days. `complete` is False while something is missing."""

    def __init__(self, month: dict, day: list[dict], shrinkage: float | None, terms: dict):
        self.month, self.terms = month, terms
        self.day = [hour for hour in day if "on_duty" in hour]
        self.complete = bool(self.day) and shrinkage is not None and all(month.get(key) is not None for key in MONTH)
        self.derived: dict[str, float] = {}
        if not self.complete:
            return
        days, shift = month["days"], month["shift_hours"]
        billed_days = max(days, terms["scale_up_min_billing_days"]) if days else 0
        self.working = 1 - shrinkage / 100
        self.hours = {"promotion": days * self._seats("promotion"), "scale_up": billed_days * self._seats("tier_one", "tier_two")}
        self.extra = sum(self.hours.values())
        self.scheduled = terms["contracted_seats"] * month["month_days"] * shift + self.extra
        self.day_volume = sum(hour["volume"] for hour in self.day)
        self.forecast = days * self.day_volume + (month["month_days"] - days) * month["ordinary_volume"]
        self.sessions = {kind: sum(sessions_served(hour, kind) for hour in self.day) for kind in KINDS}
        self.derived = self.hours | {"scheduled": self.scheduled, "working": self.working, "forecast": self.forecast}

    def _seats(self, *names: str) -> int:
        return sum(hour[name] for hour in self.day for name in names)

    def actual(self, percent: float, whole_month: bool) -> float:
        days, ordinary = self.month["days"], self.month["ordinary_volume"]
        others = off(ordinary, percent) if whole_month else ordinary
        return days * off(self.day_volume, percent) + (self.month["month_days"] - days) * others

    def fee(self, model: str, percent: float = 0, whole_month: bool = False, lost: float = 0) -> dict | None:
        """monthly_fee, or None when a price or the sales are not known."""
        if not self.complete or not all(price in self.terms for price in PRICES[model]) or ("commission_rate" in PRICES[model] and self.month.get("sales_per_session") is None):
            return None
        actual, days = self.actual(percent, whole_month), self.month["month_days"]
        seats = [self.terms["contracted_seats"] * days] + ([self.extra / self.month["shift_hours"]] if self.extra else [])
        quantities = {
            "seat_groups": [{"seat_days": count, "schedule_days": days} for count in seats], "sessions": actual, "forecast": self.forecast, "lost_sessions": lost,
            "sales": actual * (self.month.get("sales_per_session") or 0), "hours": self.scheduled * self.working, "scheduled_hours": self.scheduled, "absent_hours": 0,
            "surcharges": self._bases(model, percent),
        }
        return monthly_fee(quantities, self.terms | {"pricing_model": model})

    def _bases(self, model: str, percent: float) -> dict:
        """加价基数, by the kind of surcharge."""
        if model == "按量":
            return {kind: self.sessions[kind] * self.month["days"] * (1 + percent / 100) * self.terms["tier_one_price"] for kind in KINDS}
        if model == "按成交提成":
            return {}
        price = self.terms["hourly_price"] * self.working if model == "按时长" else self.terms["seat_monthly_price"] / (self.month["month_days"] * self.month["shift_hours"])
        return {kind: self.hours[kind] * price for kind in KINDS}

    def deviation(self, percent: float, whole_month: bool, lost: float) -> dict:
        """A row of 容差."""
        actual = self.actual(percent, whole_month)
        quantities = {"sessions": actual, "forecast": self.forecast, "lost_sessions": lost}
        ordinary, days = self.month["ordinary_volume"], self.month["days"]
        excluded = days if day_is_excluded(self.day_volume, off(self.day_volume, percent), self.terms) else 0
        if whole_month and day_is_excluded(ordinary, off(ordinary, percent), self.terms):
            excluded += self.month["month_days"] - days
        fees = {model: fee and fee["fee"] for model, fee in ((model, self.fee(model, percent, whole_month, lost)) for model in PRICES)}
        return volume_band(self.forecast, actual, self.terms, lost) | {"actual": actual, "billed": billed_sessions(quantities, self.terms), "excluded": excluded} | fees


def off(volume: float, percent: float) -> float:
    """Whole 件 more or less, a fraction dropped."""
    return volume + int(rounded(volume * percent / 100, 6))
