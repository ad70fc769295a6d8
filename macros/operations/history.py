"""What a 考核月 yields because of those before it: bonuses by the quarter, earn-back, months missed in a row. docs/assets/operations/history.js mirrors this module.

`months` and `results` are those of scorecard.py, the month in question last in both.
"""

from __future__ import annotations

from macros.operations.rounding import rounded


def bonus_paid(months: list[dict], results: list[dict], terms: dict) -> float:
    """按月: this month's. 按季: at the quarter's end all of it, nothing if a month outside the ramp-up missed (款 bonuses)."""
    if terms["bonus_model"] != "按季兑付":
        return results[-1]["bonus_earned"]
    if not months[-1].get("quarter_end"):
        return 0.0
    start = max((index + 1 for index, month in enumerate(months[:-1]) if month.get("quarter_end")), default=0)
    if any(result["passed"] is False and month["phase"] != "ramp_up" for month, result in zip(months[start:], results[start:])):
        return 0.0
    return rounded(sum(result["bonus_earned"] for result in results[start:]), 2)


def earn_back(months: list[dict], results: list[dict], terms: dict) -> float:
    """What the month just before the last earn_back_months gets back, if those passed, outside the ramp-up, without a red line (款 earn-back)."""
    first = len(months) - terms["earn_back_months"]
    if terms["earn_back_model"] != "连续达标返还" or first < 1 or first == len(months):
        return 0.0
    if not all(result["passed"] and month["phase"] == "normal" and not month.get("red_lines") for month, result in zip(months[first:], results[first:])):
        return 0.0
    return rounded(results[first - 1]["kpi_deduction"] * terms["earn_back_percent"] / 100, 2)


def chronic(months: list[dict], results: list[dict], rule: dict) -> dict:
    """款 chronic-miss. Months of the ramp-up, unscored ones and those missed because of 甲方 neither count nor interrupt.

    weak_metrics: those worse than 底线值 for in_a_row months, to which the text applies the same steps; `notice` speaks of whole months only.
    """
    missed = [
        result["passed"] is False and month["phase"] == "normal" and not month.get("client_cause")
        for month, result in zip(months, results)
    ]
    in_a_row = 0
    for month, result, miss in zip(months[::-1], results[::-1], missed[::-1]):
        if result["passed"] and month["phase"] == "normal":
            break
        in_a_row += miss
    recent = sum(missed[-rule["window_months"] :])
    weak = [key for key in results[-1]["metrics"] if _below_base(key, months, results) >= rule["in_a_row"]]
    return {
        "chronic": in_a_row, "window_failures": recent, "weak_metrics": weak,
        "notice": missed[-1] and (in_a_row >= rule["in_a_row"] or recent >= rule["failures"]),
    }


def _below_base(key: str, months: list[dict], results: list[dict]) -> int:
    """How many 考核月 in a row, up to the last, the metric was worse than 底线值; those in which it did not count are passed over."""
    count = 0
    for month, result in zip(months[::-1], results[::-1]):
        level = result["metrics"].get(key, {}).get("level")
        if level is None or month["phase"] != "normal" or month.get("client_cause"):
            continue
        if level != "below_base":
            break
        count += 1
    return count
