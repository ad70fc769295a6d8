"""Random inputs of the calculations for hypothesis, by the name of the function; `terms` are changes to calculations.TERMS."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

METRICS = ("customer_satisfaction", "first_contact_resolution", "negative_review_rate", "first_response_attainment", "answer_rate", "quality_pass_rate")
MODELS = ["按席位", "按量", "按时长", "按成交提成", "混合"]
some = st.fixed_dictionaries
few = st.integers(0, 40)
amounts = st.integers(0, 50_000_000).map(lambda cents: cents / 100)
decimals = st.tuples(st.integers(-99_999_999, 99_999_999), st.integers(0, 999_999)).map(lambda parts: float(f"{parts[0]}.{parts[1]:06d}"))
halves = st.integers(-(10**9), 10**9).map(lambda cents: cents / 200)


def _counts(key: str):
    """Counts about where the thresholds are."""
    share = st.integers(0, 400) if key == "negative_review_rate" else st.integers(6000, 10_000) | st.integers(8400, 9600)
    return st.tuples(st.integers(100, 40_000), share).map(lambda pair: (pair[0] * pair[1] // 10_000, pair[0]))


counted_months = some({key: _counts(key) for key in METRICS})

_sample = st.integers(0, 300).flatmap(lambda whole: st.integers(0, whole).map(lambda part: {"numerator": part, "denominator": whole}))
_metric = _sample | st.none() | st.builds(lambda rate: {"rate": rate / 1000}, st.integers(0, 100_000))
_flags = dict.fromkeys(["bonus_barred", "calibrated", "quality_shortfall", "client_cause", "quarter_end"], st.booleans())
_month = some(
    {"fee": amounts, "phase": st.sampled_from(["normal", "normal", "normal", "ramp_up", "record_only"]), "metrics": some({}, optional=dict.fromkeys(METRICS, _metric))},
    optional={"red_lines": st.integers(0, 3), "other_deductions": amounts} | _flags,
)
_score = st.integers(0, 100)
_scoring = some({}, optional={
    "bonus_model": st.sampled_from(["按月兑付", "按季兑付", "不设奖励"]), "bonus_threshold_score": _score, "composite_pass_score": _score,
    "earn_back_model": st.sampled_from(["不返还", "连续达标返还"]), "earn_back_months": st.integers(0, 3),
    "csat_weight": st.sampled_from([25, 25, 20]), "percent_decimals": st.integers(0, 3), "min_sessions": st.integers(0, 200),
})
_seats = {"seat_days": few, "schedule_days": st.integers(1, 31)}
_quantities = some(
    _seats | {"sessions": st.integers(0, 60_000), "hours": amounts, "sales": amounts, "scheduled_hours": few, "absent_hours": few},
    optional={
        "seat_groups": st.lists(some(_seats), max_size=3), "forecast": st.none() | st.integers(0, 60_000), "lost_sessions": few, "month_share": st.floats(0, 1),
        "overtime_hours": few, "training_hours": few, "other": amounts, "surcharges": some({}, optional=dict.fromkeys(["promotion", "scale_up", "holiday", "night"], amounts)),
    },
)
_pricing = some({"pricing_model": st.sampled_from(MODELS), "minimum_monthly_volume": st.integers(0, 30_000)})
_parts = some({"fee": amounts}, optional=dict.fromkeys(["deduction", "bonus", "earn_back", "setoff"], amounts) | {"other": amounts.map(lambda amount: -amount), "final": st.booleans()})
_staff = st.lists(some({"opening": few, "closing": few, "leavers": st.integers(0, 6)}, optional={"excluded": st.integers(0, 2)}), min_size=1, max_size=15)
_interval = some({
    "volume": st.integers(0, 2000), "aht_seconds": st.integers(1, 900), "interval_minutes": st.sampled_from([15, 30, 60]), "concurrency": st.sampled_from([1, 1.5, 3]),
    "target_percent": st.integers(0, 99), "target_seconds": st.integers(0, 120), "shrinkage_percent": st.integers(0, 60), "max_occupancy_percent": st.integers(40, 100),
})
_seat_terms = some({}, optional={
    "contracted_seats": st.integers(1, 60), "bench_percent": st.integers(0, 30), "scale_up_percent": st.integers(0, 100), "scale_up_min_billing_days": st.integers(0, 3),
    "forecast_tolerance_percent": st.sampled_from([0, 5, 10, 15]),
})
_peak = st.none() | st.integers(60, 90)
_surge = some({
    "hours": st.lists(some({"volume": st.integers(0, 900), "scheduled": few}), max_size=4), "interval": _interval, "peak": _peak, "days": st.integers(0, 31), "month_days": st.just(31),
    "ordinary_volume": st.integers(0, 3000), "shift_hours": st.sampled_from([8, 7.5, 24]), "sales_per_session": st.none() | st.sampled_from([0, 20, 33.3]),
})
_off = {"surge": _surge, "terms": _seat_terms, "percent": st.integers(-100, 100), "whole_month": st.booleans()}
_days = st.dates(date(2024, 1, 1), date(2029, 1, 1)).map(str)
_scales = st.sampled_from(["机关或事业单位", "大型企业", "中型企业", "小型企业", "微型企业"])

INPUTS = {
    "rounded": some({"x": decimals | halves, "digits": st.integers(0, 3)}),
    "ceiling": some({"x": st.floats(0, 1e6)}),
    "assess_year": some({"months": st.lists(_month, min_size=1, max_size=8), "terms": _scoring}),
    "monthly_fee": some({"quantities": _quantities, "terms": _pricing}),
    "amount_due": some({"parts": _parts, "terms": some({"vat_rate": st.sampled_from([0, 1, 3, 6, 13])})}),
    "core_turnover": some({"months": _staff, "terms": some({"turnover_cap_percent": st.integers(0, 100)})}),
    "compare": some({"months": _staff}),
    "seats_needed": some({"interval": _interval}),
    "tolerance": some({"forecast": st.integers(0, 60_000), "actual": st.integers(0, 60_000), "terms": _pricing, "lost": few}),
    "cost_by_model": some({"plan": st.lists(_quantities, max_size=3), "terms": some({})}),
    "seats_by_tier": some({"needed": st.integers(0, 150), "scheduled": st.integers(0, 60), "peak": _peak, "terms": _seat_terms}),
    "plan_day": some({"surge": _surge, "terms": _seat_terms, "percent": st.integers(-100, 100)}),
    "month_fees": some(_off),
    "wrong_forecast": some(_off),
    "payment_limit": some({"days": st.none() | st.integers(1, 120), "party_a_scale": _scales, "party_b_scale": _scales, "reasoned": st.booleans()}),
    "due_date": some({"confirmed": _days, "days": st.integers(0, 90), "holidays": st.lists(_days), "workdays": st.lists(_days), "limit": st.none() | st.just(60)}),
    "late_interest": some({
        "unpaid": amounts, "due": _days, "until": _days, "daily_rate": st.sampled_from([0.05, 0.005, 0.03]), "lpr": st.none() | st.sampled_from([3, 3.1, 3.65]),
        "payments": st.lists(some({"date": _days, "amount": amounts}), max_size=3),
    }),
    "compare_penalty_with_loss": some({"penalty": amounts, "loss": amounts | st.just(0)}),
}
