"""A plausible year of figures for the workbooks: a good start, a bad autumn, a promotion, too few reviews in the new year."""

from __future__ import annotations

from datetime import date, datetime

METRICS = ("customer_satisfaction", "first_contact_resolution", "negative_review_rate", "first_response_attainment", "answer_rate", "quality_pass_rate")
RATES = [  # percent by month, in the order of METRICS
    (88, 79, 0.6, 88, 91, 94), (91, 82, 0.45, 91, 92, 95.5), (93, 84, 0.4, 93, 93, 96), (95.2, 89, 0.18, 96, 95.5, 98.4), (92, 83, 0.42, 92, 92, 96),
    (86, 74, 0.8, 86, 89, 92), (83, 71, 1.1, 83, 84, 89), (89, 80, 0.5, 90, 91, 95), (92, 81, 0.4, 92, 93, 96), (93, 83, 0.35, 93, 92, 97),
    (90, 80, 0.5, 84, 90, 95), (94, 85, 0.3, 94, 95, 98),
]
BASES = (900, 5200, 8600, 8600, 1500, 240)
PHASES = ("record_only", "ramp_up", *["normal"] * 10)


def settlement(months: int = 12) -> dict:
    return {"first_month": date(2027, 5, 1), "months": [_month(index) for index in range(months)]}


def _month(index: int) -> dict:
    counts = {}
    for key, rate, base in zip(METRICS, RATES[index], BASES):
        denominator = 22 if index == 8 and key == METRICS[0] else base + 37 * index
        counts[key] = {"numerator": round(denominator * rate / 100), "denominator": denominator}
    counts["answer_rate"] = counts["answer_rate"] if index % 5 else None
    quantities = {
        "seat_days": 720 - 3 * index, "schedule_days": 30, "sessions": 8600 + 37 * index, "forecast": 9000, "hours": 5400.5, "scheduled_hours": 5760,
        "absent_hours": 12, "sales": 1_250_000 + 23_456.78 * index, "training_hours": 16,
        "surcharges": {"night": 3120.5} | ({"promotion": 41_500.25} if index in (1, 6) else {}), "overtime_hours": 12.5,
    }
    month = {"phase": PHASES[index], "metrics": counts, "quantities": quantities, "parts": {"other": -380.0 if index == 4 else 0, "setoff": 120_000 if index == 7 else 0}}
    return month | ({"red_lines": 1, "other_deductions": 30_000.0} if index == 6 else {})


def staffing() -> dict:
    """24 seats, 44 people, of whom 14 are core; ten months to report."""
    people = [{"id": f"KF{number:03d}", "post": _post(number), "core": number < 14, "start": date(2027, 4, 20)} for number in range(44)]
    departures = {
        3: (date(2027, 6, 18), "A1"), 6: (date(2027, 9, 30), "A3"), 9: (date(2027, 11, 15), "B4"), 11: (date(2027, 12, 1), "A2"), 12: (date(2027, 12, 20), "A1"),
        20: (date(2027, 6, 3), "A1"), 25: (date(2027, 7, 29), "A5"), 31: (date(2027, 9, 9), "B1"), 38: (date(2027, 11, 30), "A1"), 40: (date(2028, 1, 14), "A1"),
    }
    for number, (day, reason) in departures.items():
        people[number] |= {"left": day, "reason": reason} | ({"proof": "甲方书面通知"} if reason == "B1" else {})
    people[13] |= {"unlisted": date(2027, 10, 8), "reason": "A4"}
    people += [{"id": f"KF{50 + number}", "post": "客服", "core": number < 2, "start": date(2027, 7 + number, 1), "listed": date(2027, 9, 1)} for number in range(5)]
    vacancies = [
        {"who": "KF003", "since": datetime(2027, 6, 19, 8), "standby": datetime(2027, 6, 19, 20, 30), "filled": date(2027, 7, 1)},
        {"who": "KF006", "since": datetime(2027, 10, 1, 8), "standby": datetime(2027, 10, 2, 14), "filled": date(2027, 10, 20), "note": "临近大促，招募迟延"},
        {"who": "KF012", "since": datetime(2027, 12, 21, 8), "standby": datetime(2027, 12, 21, 18)},
    ]
    attendance = [{"planned": 8640, "worked": 8640 - 90 * index - 2.5, "bench": 5, "qualified": 5 - (index == 3)} for index in range(10)]
    return {"first_month": date(2027, 5, 1), "count": 10, "people": people, "vacancies": vacancies, "attendance": attendance}


def _post(number: int) -> str:
    return "项目经理" if number == 0 else "班组长" if number < 3 else "质检人员" if number == 19 else "客服"


def surge() -> dict:
    """The peak day of a promotion: calls by day, chats far into the night."""
    calls = [0] * 8 + [20, 45, 70, 80, 66, 60, 72, 78, 70, 62, 58, 66, 74, 60, 30, 12]
    chats = [420, 160, 60, 30, 20, 18, 30, 90, 380, 720, 980, 1050, 900, 860, 940, 990, 930, 870, 960, 1180, 1460, 1540, 1320, 860]
    assumptions = {"shrinkage_percent": 0, "max_occupancy_percent": 85}
    return {
        "chat": {"assumptions": assumptions | {"aht_seconds": 420, "concurrency": 4}, "volumes": chats},
        "phone": {"assumptions": assumptions | {"aht_seconds": 240, "concurrency": 1}, "volumes": calls, "handle_times": [None] * 20 + [300]},
        "planned": [12] * 7,
        "month": {"peak": 40, "days": 10, "month_days": 30, "ordinary_volume": 6_200, "shift_hours": 8, "sales_per_session": 46},
        "tolerance": {"rows": [(-30, None), (-20, 4_000)]},
    }


def vendor_assessment() -> dict:
    """Three candidates: a good one, one with a weak group, one that is vetoed; a fourth not scored yet."""
    counts = (3, 4, 5, 5, 4, 3, 3, 3)
    numbers = [f"{group}.{item}" for group, count in enumerate(counts, 1) for item in range(1, count + 1)]
    good = {number: 4 + (index % 3 == 0) - (index % 7 == 0) for index, number in enumerate(numbers)}
    weak = {number: 2 if number.startswith("3") else 3.5 + (index % 2) * 0.5 for index, number in enumerate(numbers)}
    return {"vendors": [
        {"name": "示例云答", "scores": good, "vetoes": []}, {"name": "示例远声", "scores": weak, "vetoes": []},
        {"name": "示例速回", "scores": good, "vetoes": [5]}, {"name": "示例新来", "scores": {"1.1": 5}, "vetoes": []},
    ]}
