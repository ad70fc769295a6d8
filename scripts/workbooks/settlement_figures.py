"""What the settlement workbook shows, as macros/operations computes it: the cached results of its formulas.

A month of `inputs`: the keys of macros/operations/scorecard.py without `fee`; `quantities` as monthly_fee takes them; `parts`: other, setoff, final.
"""

from __future__ import annotations

from datetime import date

from macros.operations.band import volume_band
from macros.operations.rounding import rounded
from macros.operations.scorecard import assess_year
from macros.operations.settlement import SURCHARGES, amount_due, billed_sessions, monthly_fee

MONTHS = 12
NORMAL, RAMP_UP, RECORD_ONLY = "正常考核", "爬坡期", "只记录"
PHASES = {"normal": NORMAL, "ramp_up": RAMP_UP, "record_only": RECORD_ONLY}
LEVELS = {"stretch": "达到挑战值", "target": "达到目标值", "below_target": "未达目标值", "below_base": "劣于底线值"}
UNSCORED = {"too_few": "样本不足", "no_data": "没有数据", "not_applicable": "不适用"}
VERDICTS = {True: "达标", False: "不达标", None: "不计分"}
NOTICE = "可发整改通知"
LINES = {"首档会话费": "tier_one", "超档会话费": "tier_two", "时长费": "hours", "成交提成": "sales", "加班费": "overtime_hours", "培训费": "training_hours", "其他服务价款": "other"}
LINES |= {item: key for key, item in SURCHARGES.items()}
_NO_SEATS = {"seat_days": 0, "schedule_days": 1}
_NOTHING = {"sessions": 0, "hours": 0, "scheduled_hours": 0, "absent_hours": 0, "sales": 0}


def year_figures(months: list[dict], terms: dict, rules: dict, first: date | None = None) -> list[dict]:
    """One dict for each of MONTHS; `given` is False where nothing is filled in."""
    months = [_complete(month, terms, index, first) for index, month in enumerate(months[:MONTHS])]
    results = assess_year(months, terms, rules)
    figures: list[dict] = []
    for index in range(MONTHS):
        given = index < len(months)
        figure = {"given": given, "label": label_of(first, index), "phase": PHASES[months[index]["phase"]] if given else "", "month": months[index] if given else None}
        if given:
            figure |= _assessment(months[: index + 1], results[index], figures, terms, rules["scorecard"]) | _payment(months[index], results[index], figures, terms)
        figure["chain"] = _chain(months[index] if given else None, results[index] if given else None, figures, terms, rules, _quarter_end(first, index))
        if given:
            figure["notice"] = f"{figure['chain']['window']}个{'，' if figure['chain']['notice'] else ''}{figure['chain']['notice']}"
        figures.append(figure)
    return figures


def label_of(first: date | None, index: int) -> str | int:
    """第3月, or the day number of the month's first day as spreadsheets count."""
    return f"第{index + 1}月" if first is None else (calendar_month(first, index) - date(1899, 12, 30)).days


def calendar_month(first: date, index: int) -> date:
    return date(first.year + (first.month - 1 + index) // 12, (first.month - 1 + index) % 12 + 1, 1)


def _quarter_end(first: date | None, index: int) -> bool:
    return first is not None and calendar_month(first, index).month % 3 == 0


def _complete(month: dict, terms: dict, index: int, first: date | None) -> dict:
    """With a fee, and with what was left empty; `given` and `given_end` are what was not."""
    given, parts = month.get("quantities", {}), month.get("parts", {})
    quantities = ({} if "seat_groups" in given else _NO_SEATS) | _NOTHING | given
    fee = monthly_fee(quantities, terms)
    end = month.get("quarter_end", bool(parts.get("final")) or _quarter_end(first, index))
    return month | {"quantities": quantities, "given": given, "fee": fee["fee"], "lines": fee["lines"], "parts": parts, "quarter_end": end, "given_end": month.get("quarter_end")}


def _assessment(months: list[dict], result: dict, before: list[dict], terms: dict, card: dict) -> dict:
    month, points = months[-1], [metric["points"] for metric in result["metrics"].values() if metric["points"] is not None]
    band = next(band for band in card["deduction_bands"] if result["shortfall"] <= band.get("within", result["shortfall"]))
    share = terms[band["share"]] if isinstance(band["share"], str) else band["share"]
    return {
        "result": result, "passed": VERDICTS[result["passed"]], "points_total": rounded(sum(points), 2) if points else None,
        "red_points": terms["red_line_points"] * month.get("red_lines", 0), "share": share if result["shortfall"] else 0,
        "other_deductions": month.get("other_deductions", 0),
        "metrics": {key: _metric(key, months, result["metrics"].get(key)) | {"below": _below(key, month, result, before)} for key in card["metrics"]},
        "weak": "、".join(card["metrics"][key]["name"] for key in result["weak_metrics"]) or "没有",
    }


def _below(key: str, month: dict, result: dict, before: list[dict]) -> int:
    """Months in a row below 底线值, as history.chronic counts them."""
    count = before[-1]["metrics"][key]["below"] if before else 0
    level = result["metrics"].get(key, {}).get("level")
    if level is None or month["phase"] != "normal" or month.get("client_cause"):
        return count
    return count + 1 if level == "below_base" else 0


def _metric(key: str, months: list[dict], result: dict | None) -> dict:
    counts, result = months[-1]["metrics"].get(key), result or {}
    shown = result | {"carried": result.get("carried", 0), "label": LEVELS.get(result.get("level")) or UNSCORED.get(result.get("status"))}
    if counts is None:
        return shown | {"numerator": UNSCORED["not_applicable"]}
    if "rate" in counts:
        return shown
    merged = [month["metrics"][key] for month in months[len(months) - 1 - shown["carried"] :]]
    return shown | counts | {f"all_{part}": sum(sample[part] for sample in merged) for part in ("numerator", "denominator")}


def _payment(month: dict, result: dict, before: list[dict], terms: dict) -> dict:
    left, new = (before[-1]["due"]["setoff_left"] if before else 0.0), month["parts"].get("setoff", 0)
    parts = {"fee": month["fee"], "deduction": result["deduction"], "bonus": result["bonus_paid"], "earn_back": result["earn_back"]}
    due = amount_due(parts | {"other": month["parts"].get("other", 0), "setoff": left + new, "final": month["parts"].get("final", False)}, terms)
    return {"fee": month["fee"], "lines": _lines(month, terms), "due": due, "setoff_before": left, "setoff_new": new}


def _lines(month: dict, terms: dict) -> dict[str, dict]:
    """The lines of the fee by their keys in settlement_fee, of what was filled in; a 0 makes a line of 0, which the engine leaves out."""
    given, seats = month["given"] | month["given"].get("surcharges", {}), iter(("seat", "seat_2"))
    lines = {LINES[line["item"]] if line["item"] in LINES else next(seats): line for line in month["lines"]}
    filled = {"seat", "seat_2"} & ({"seat"} if "seat_days" in given else {"seat", "seat_2"} if "seat_groups" in given else set())
    filled |= {key for key in LINES.values() if {"tier_one": "sessions", "tier_two": "sessions"}.get(key, key) in given}
    prices = {key: terms.get(f"{key}_surcharge_percent") for key in SURCHARGES} | {"training_hours": terms.get("training_hourly_price"), "other": 0}
    if terms["pricing_model"] not in ("按量", "按成交提成"):
        prices["overtime_hours"] = terms.get("overtime_hourly_price")
    nothing = {key: {"quantity": int(key == "other"), "price": price, "amount": 0} for key, price in prices.items() if given.get(key) == 0}
    return nothing | {key: line for key, line in lines.items() if key in filled}


def _chain(month: dict | None, result: dict | None, before: list[dict], terms: dict, rules: dict, quarter_end: bool) -> dict:
    """What runs from month to month, for the hidden sheet; its formulas run on after the last month filled in."""
    previous = before[-1]["chain"] if before else {"in_a_row": 0, "quarter_end": True, "clean": 0}
    month = month or {"phase": "", "quarter_end": quarter_end, "quantities": _NOTHING}
    result = result or {"passed": None, "bonus_earned": 0, "kpi_deduction": 0, "bonus_paid": 0, "earn_back": 0, "notice": False}
    normal, passed = month["phase"] == "normal", result["passed"]
    miss = int(passed is False and normal and not month.get("client_cause"))
    running = {"quarter_bonus": 0, "quarter_missed": 0} if previous["quarter_end"] else previous
    recent = before[max(0, len(before) - rules["scorecard"]["chronic"]["window_months"] + 1) :]
    chain = {
        "miss": miss, "in_a_row": 0 if passed and normal else previous["in_a_row"] + miss, "window": miss + sum(figure["chain"]["miss"] for figure in recent),
        "notice": NOTICE if result["notice"] else "", "quarter_end": month["quarter_end"],
        "quarter_bonus": rounded(result["bonus_earned"] + running["quarter_bonus"], 2),
        "quarter_missed": int(passed is False and month["phase"] != "ramp_up") + running["quarter_missed"],
        "clean": previous["clean"] + 1 if passed and normal and not month.get("red_lines") else 0,
        "kpi": result["kpi_deduction"], "bonus_paid": result["bonus_paid"], "earn_back": result["earn_back"],
    }
    if not month["phase"] and terms["bonus_model"] == "按季兑付" and quarter_end and not chain["quarter_missed"]:
        chain["bonus_paid"] = chain["quarter_bonus"]
    return chain | _volume(month["quantities"], terms)


def _volume(quantities: dict, terms: dict) -> dict:
    """What the floors of 款 tolerance-band and pricing-model make of the counts."""
    floor = None
    if quantities.get("forecast") is not None:
        floor = volume_band(quantities["forecast"], quantities["sessions"], terms, quantities.get("lost_sessions", 0))["floor"]
    hours = quantities["hours"]
    if floor is not None:
        hours = max(hours, (quantities["scheduled_hours"] - quantities["absent_hours"]) * terms["forecast_floor_percent"] / 100)
    return {"below": int(floor is not None), "floor": floor or 0, "billed": billed_sessions(quantities, terms), "hours": rounded(hours, 1)}
