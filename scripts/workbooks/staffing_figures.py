"""What the staffing workbook shows, as macros/operations/turnover.py computes it: the cached results of its formulas."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from macros.operations.turnover import compare, core_turnover
from scripts.workbooks.staffing_roster import EXCLUDED, day_number, months_later, person_figures

MONTHS = 24
BASES = {"report_only": "只报告", "annualised": "折算", "rolling": "滚动", "headcount": "按人数"}
PARTS = ("opening", "closing", "leavers", "excluded")


def year_figures(inputs: dict, terms: dict, rules: dict) -> list[dict]:
    """One dict for each of MONTHS; `given` is False after the last month and without a first one. See staffing.build for the inputs."""
    first, people, overrides = inputs.get("first_month"), inputs.get("people", []), inputs.get("months", [])
    count = min(inputs.get("count", len(overrides)), MONTHS) if first else 0
    figures = [_counts(months_later(first, index), people, overrides[index] if index < len(overrides) else {}, terms) for index in range(count)]
    used = [figure["core"] for figure in figures]
    window = rules["turnover"]["window_months"]
    for index, (figure, result) in enumerate(zip(figures, core_turnover(used, terms, rules))):
        recent = used[max(0, index + 1 - window) : index + 1]
        both = compare(recent)
        staff = figure["staff"]
        monthly = compare([staff])["monthly"][0]
        figure |= {"result": result, "contract": both["contract"], "opening": both["opening"], "own": both["monthly"][-1], "all": monthly, "months": index + 1}
        figure["alert"] = monthly is not None and monthly > terms["all_staff_turnover_alert_percent"]
    return figures + [{"given": False}] * (MONTHS - count)


def _counts(first: date, people: list[dict], override: dict, terms: dict) -> dict:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = [person_figures(person, terms) | {"start": person["start"]} for person in people]
    roster = _of([(row["core_from"], row["core_to"], row["counted"]) for row in rows if row["core_from"]], first, last)
    staff = _of([(day_number(row["start"]), row["staff_to"], row["counted"]) for row in rows], first, last)
    return {"given": True, "first": first, "roster": roster, "override": override, "core": roster | override, "staff": staff}


def _of(spans: list[tuple[int, int, str]], first: date, last: date) -> dict[str, int]:
    start, end = day_number(first), day_number(last)
    gone = [counted for _, to, counted in spans if start <= to <= end]
    return {
        "opening": sum(since <= start <= to for since, to, _ in spans), "closing": sum(since <= end < to for since, to, _ in spans),
        "leavers": len(gone), "excluded": gone.count(EXCLUDED),
    }

