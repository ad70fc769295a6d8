"""流动率 of the core staff, month by month (款 turnover-cap, turnover-formula, staffing-remedies). docs/assets/operations/turnover.js mirrors this module.

A month: opening, closing: 月初、月末在册人数; leavers: 当月流出; excluded: those of them that the formula leaves out (0 unless given).
The first month is the first complete 考核月.
"""

from __future__ import annotations

from macros.operations.rounding import ceiling, rounded


def core_turnover(months: list[dict], terms: dict, rules: dict) -> list[dict]:
    """Per month, over the months up to it:

    leavers (of the period), new_leavers (of the month), average 平均在册人数, rate % or None, basis "report_only" | "annualised" | "rolling" |
    "headcount", limit % (人数 for headcount), exceeded (None: only reported), exceeded_in_a_row, deduction_percent of the month's fee.

    Not modelled: the month whose report is more than 5 工作日 late, which the text treats as exceeded (款 staffing-report).
    """
    results: list[dict] = []
    for count in range(1, len(months) + 1):
        result = _assessed(months[:count], terms, rules["turnover"])
        before = results[-1]["exceeded_in_a_row"] if results else 0
        result["exceeded_in_a_row"] = before + 1 if result["exceeded"] else 0
        charged = result["exceeded_in_a_row"] >= rules["turnover"]["deducted_from"]
        per_leaver, most = terms["turnover_deduction_per_leaver_percent"], terms["turnover_deduction_percent"]
        result["deduction_percent"] = min(result["new_leavers"] * per_leaver, most) if charged else 0
        results.append(result)
    return results


def _assessed(months: list[dict], terms: dict, rule: dict) -> dict:
    window = months[-rule["window_months"] :]
    leavers, average = _leavers(window), _average(window)
    cap, digits = terms["turnover_cap_percent"], terms["percent_decimals"]
    rate = leavers / average * 100 if average else None
    if len(months) < rule["annualise_after_months"]:
        basis, limit, exceeded = "report_only", cap, None
    elif average < rule["small_team"]:
        basis, limit = "headcount", ceiling(average * cap / 100)
        exceeded = leavers > limit
    elif len(months) < rule["window_months"]:
        basis, limit, rate = "annualised", cap, rate * 12 / len(months)
        exceeded = leavers >= rule["least_leavers_annualised"] and rounded(rate, digits) > cap
    else:
        basis, limit = "rolling", cap
        exceeded = rounded(rate, digits) > cap
    return {
        "leavers": leavers, "new_leavers": _leavers(months[-1:]), "average": average, "rate": None if rate is None else rounded(rate, digits),
        "basis": basis, "limit": limit, "exceeded": exceeded,
    }


def _leavers(months: list[dict]) -> int:
    return sum(month["leavers"] - month.get("excluded", 0) for month in months)


def _average(months: list[dict]) -> float:
    """The mean of the months' means of opening and closing headcount."""
    return sum((month["opening"] + month["closing"]) / 2 for month in months) / len(months)


def compare(months: list[dict]) -> dict:
    """The same months by three formulas, % with 2 decimals, None without staff.

    contract: leavers ÷ average headcount of the period; opening: leavers ÷ headcount at its beginning; monthly: each month by itself (the way
    全体服务人员 are counted). Nothing is annualised.
    """
    leavers = _leavers(months)
    return {
        "contract": _percent(leavers, _average(months)), "opening": _percent(leavers, months[0]["opening"]),
        "monthly": [_percent(_leavers([month]), _average([month])) for month in months],
    }


def _percent(part: float, whole: float) -> float | None:
    return rounded(part / whole * 100, 2) if whole else None
