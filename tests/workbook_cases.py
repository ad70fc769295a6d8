"""The shared vectors as workbooks: what to type so that a workbook has to work out the same cases."""

from __future__ import annotations

import json
import random
from datetime import date

from tests import calculations as calc
from tests import sample_year
from tests.engine import vectors

FIRST = date(2027, 1, 1)
TARGETS = ("aht_seconds", "target_seconds")


def of(name: str, *calls: str) -> list[dict]:
    return [case for case in vectors(name) if case["call"] in calls]


def by_terms(cases: list[dict]) -> dict[str, list[dict]]:
    grouped: dict[str, list[dict]] = {}
    for case in cases:
        grouped.setdefault(json.dumps(case["input"].get("terms", {}), ensure_ascii=False), []).append(case)
    return grouped


def terms_of(case: dict) -> dict:
    return calc.TERMS | case["input"].get("terms", {})


def scorecards() -> dict[str, tuple]:
    """Vectors with the same terms share years of 12 months; the engine takes such a year as it stands."""
    years = {}
    for number, cases in enumerate(by_terms(of("scorecard", "assess_year")).values()):
        months: list[dict] = []
        for case in cases:
            if len(months) + len(case["input"]["months"]) > 12:
                years[f"考核 {number}-{len(years)}"] = ("settlement", terms_of(cases[0]), {"months": months})
                months = []
            months = months + [with_fee(month) for month in case["input"]["months"]]
        years[f"考核 {number}-{len(years)}"] = ("settlement", terms_of(cases[0]), {"months": months})
    return years


def with_fee(month: dict) -> dict:
    """The month with its fee as a price of its own, the only one."""
    return {key: value for key, value in month.items() if key != "fee"} | {"quantities": {"other": month["fee"]}}


def random_years() -> dict[str, tuple]:
    """Months of every kind, few samples, red lines, contracts of every kind of bonus; the same each time."""
    dice = random.Random(20261123)
    return {f"随机 {number}": ("settlement", calc.TERMS | random_terms(dice), {"months": [random_month(dice) for _ in range(12)]}) for number in range(4)}


def random_terms(dice: random.Random) -> dict:
    choices = {"bonus_model": ["按月兑付", "按季兑付", "不设奖励"], "earn_back_model": ["不返还", "连续达标返还"], "earn_back_months": [1, 2], "percent_decimals": [1, 2], "min_sessions": [150, 300]}
    return {key: dice.choice(values) for key, values in choices.items()} | {"monthly_setoff_cap_percent": dice.choice([10, 30])}


def random_month(dice: random.Random) -> dict:
    counts = {}
    for key, good in zip(sample_year.METRICS, (0.92, 0.83, 0.004, 0.92, 0.92, 0.96)):
        whole = dice.choice([0, 12, 80, 200, 900, 1203])
        part = min(whole, round(whole * good * dice.choice([0.8, 0.97, 1, 1.01, 1.04])))
        counts[key] = dice.choice([{"numerator": part, "denominator": whole}] * 4 + [{"rate": round(100 * good * dice.uniform(0.9, 1.03), 3)}, None])
    flags = {name: True for name in ("bonus_barred", "quality_shortfall", "client_cause", "quarter_end") if dice.random() < 0.2}
    return {
        "phase": dice.choice(["normal"] * 8 + ["ramp_up", "record_only"]), "metrics": counts, "red_lines": dice.choice([0] * 8 + [1]), "calibrated": dice.random() < 0.8,
        "other_deductions": dice.choice([0, 0, 0, 777.77]), "quantities": {"other": dice.choice([104_000, 98_765.43, 0])},
        "parts": {"other": dice.choice([0, -123.45, 2_000]), "setoff": dice.choice([0, 0, 45_000.5])},
    } | flags


def statements() -> dict[str, tuple]:
    """monthly_fee: a month for each vector with the same terms, nothing scored."""
    blank = {"phase": "record_only", "metrics": {}}
    return {
        f"结算 {number}": ("settlement", terms_of(cases[0]), {"months": [blank | {"quantities": case["input"]["quantities"]} for case in cases]})
        for number, cases in enumerate(by_terms(of("settlement", "monthly_fee")).values())
    }


def payments() -> dict[str, tuple]:
    """amount_due: deductions come in as 其他考核扣减; bonus and earn-back from the scorecard vector that yields them."""
    books = {}
    for number, case in enumerate(of("settlement", "amount_due")):
        parts = case["input"]["parts"]
        month = {"phase": "record_only", "metrics": {}, "quantities": {"other": parts["fee"]}, "other_deductions": parts.get("deduction", 0)}
        month |= {"parts": {key: parts[key] for key in ("other", "setoff", "final") if key in parts}}
        if not parts.get("bonus"):
            books[f"付款 {number}"] = ("settlement", terms_of(case), {"months": [month]})
    return books


def turnovers() -> dict[str, tuple]:
    return {
        f"流动率 {number}": ("staffing", terms_of(case), {"first_month": FIRST, "months": case["input"]["months"], "count": len(case["input"]["months"])})
        for number, case in enumerate(of("turnover", "core_turnover", "compare"))
    }


def seats() -> dict[str, tuple]:
    """seats_needed by the hour: twice the calls of half an hour are the same load."""
    books = {}
    for number, case in enumerate(of("workforce", "seats_needed")):
        interval = case["input"]["interval"]
        assumptions = {key: value for key, value in interval.items() if key not in ("volume", "interval_minutes")}
        books[f"席位 {number}"] = ("surge", terms_of(case), {"chat": {"assumptions": assumptions, "volumes": [interval["volume"] * 60 / interval["interval_minutes"]]}})
    return books


def tiers() -> dict[str, tuple]:
    """seats_by_tier: a load of half a seat less than needed takes just the seats needed when nobody minds waiting."""
    books = {}
    for number, case in enumerate(of("surge", "seats_by_tier")):
        given = case["input"]
        assumptions = {"aht_seconds": 3600, "concurrency": 1, "target_percent": 0, "target_seconds": 0, "shrinkage_percent": 0, "max_occupancy_percent": 100}
        books[f"分档 {number}"] = ("surge", terms_of(case), {"chat": {"assumptions": assumptions, "volumes": [given["needed"] - 0.5]}, "planned": [given["scheduled"]], "month": {"peak": given["peak"]}})
    return books


def surges() -> dict[str, tuple]:
    """month_fees and wrong_forecast: one channel, hours instead of half hours of the same load; the deviation is the first row of 容差."""
    return {f"大促 {number}": ("surge", terms_of(case), surge_inputs(case["input"])) for number, case in enumerate(of("surge", "month_fees", "wrong_forecast"))}


def surge_inputs(given: dict) -> dict:
    surge, interval = given["surge"], given["surge"]["interval"]
    factor = 60 / interval["interval_minutes"]
    assumptions = {key: value * factor if key in TARGETS else value for key, value in interval.items() if key != "interval_minutes"}
    month = {key: surge[key] for key in ("peak", "days", "month_days", "ordinary_volume", "shift_hours", "sales_per_session")}
    return {
        "chat": {"assumptions": assumptions, "volumes": [hour["volume"] for hour in surge["hours"]]}, "planned": [hour["scheduled"] for hour in surge["hours"]],
        "month": month, "tolerance": {"whole_month": given.get("whole_month", False), "rows": [(given.get("percent", 0), None)]},
    }


def bands() -> dict[str, tuple]:
    """tolerance: a month of one ordinary day."""
    books = {}
    for number, case in enumerate(of("workforce", "tolerance")):
        given = case["input"]
        month = {"peak": None, "days": 0, "month_days": 1, "ordinary_volume": given["forecast"], "shift_hours": 8, "sales_per_session": None}
        row = ((given["actual"] - given["forecast"]) / given["forecast"] * 100, given.get("lost"))
        chat = {"assumptions": {"aht_seconds": 180, "concurrency": 1, "shrinkage_percent": 0, "max_occupancy_percent": 100}, "volumes": [10]}
        books[f"容差 {number}"] = ("surge", terms_of(case), {"chat": chat, "month": month, "tolerance": {"whole_month": True, "rows": [row]}})
    return books


def samples(preset_terms: dict) -> dict[str, tuple]:
    """A plausible year on a scenario's terms, with earn-back and bonuses by the quarter; the vendor form with weights that do not add up; blanks."""
    terms = preset_terms | {"earn_back_model": "连续达标返还", "earn_back_months": 2}
    slugs = ("settlement", "staffing", "surge", "vendor-assessment")
    figures = {slug: getattr(sample_year, slug.replace("-", "_"))() for slug in slugs}
    books = {f"样例 {slug}": (slug, terms, figures[slug]) for slug in slugs} | {f"空白 {slug}": (slug, {}, {}) for slug in slugs}
    books["样例 按季"] = ("settlement", terms | {"bonus_model": "按季兑付"}, figures["settlement"])
    books["权重不是100"] = ("vendor-assessment", terms, figures["vendor-assessment"] | {"weights": {"1.1": 3}})
    return books
