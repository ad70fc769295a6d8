"""What the tests of the calculations share: calls by name, in Python and in the browser's engine, and exact figures to compare with."""

from __future__ import annotations

import inspect
import math
import re
from fractions import Fraction

from macros.operations import band, history, interest, rounding, scorecard, settlement, surge, turnover, workforce
from tests.engine import vectors

MODULES = (rounding, band, history, scorecard, settlement, turnover, workforce, surge, interest)
FUNCTIONS = {name: function for module in MODULES for name, function in vars(module).items() if inspect.isfunction(function) and function.__module__ == module.__name__}
TERMS = vectors("operations_terms")  # a contract of its own: what a default becomes later does not matter here


def arguments(call: str, given: dict, rules: dict) -> list:
    """The arguments of the function in order; `terms` in `given` are changes to TERMS."""
    known = {"rules": rules} | given | ({"terms": TERMS | given["terms"]} if "terms" in given else {})
    parameters = inspect.signature(FUNCTIONS[call]).parameters.values()
    return [known.get(parameter.name, parameter.default) for parameter in parameters]


def in_python(call: str, *parameters):
    return FUNCTIONS[call](*parameters)


def in_browser(engine, call: str, *parameters):
    name = re.sub(r"_(\w)", lambda letter: letter[1].upper(), call)
    return engine.operation(name, *parameters)


def contains(actual, expected, tolerance: float = 1e-9) -> bool:
    """Whether everything expected is there: dicts may hold more, lists are equally long, numbers agree but for noise."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(key in actual and contains(actual[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, (list, tuple)):
        return len(actual) == len(expected) and all(contains(one, other, tolerance) for one, other in zip(actual, expected))
    if isinstance(expected, bool) or isinstance(actual, bool) or not isinstance(expected, (int, float)) or not isinstance(actual, (int, float)):
        return type(actual) is type(expected) and actual == expected
    return math.isclose(actual, expected, rel_tol=tolerance, abs_tol=tolerance)


def same(one, other) -> bool:
    """Equal in shape and value; 1e-12 is what exp may differ by."""
    return contains(one, other, 1e-12) and contains(other, one, 1e-12)


def exact(number: float) -> Fraction:
    """The decimal number that a double is written as."""
    return Fraction(str(number))


def exactly_rounded(x: Fraction, digits: int) -> Fraction:
    """四舍五入, half away from zero."""
    size = Fraction(math.floor(abs(x) * 10**digits + Fraction(1, 2)), 10**digits)
    return -size if x < 0 else size


def exact_month(counts: dict, fee: int, red_lines: int, terms: dict, rules: dict) -> dict:
    """Score, deduction and bonus of a month all of whose metrics count: 款 scoring, deductions, bonuses and red-line-handling in fractions."""
    points, reached, below = Fraction(0), Fraction(0), False
    for key, rule in rules["scorecard"]["metrics"].items():
        value = exactly_rounded(Fraction(*counts[key]) * 100, terms["percent_decimals"])
        base, target, stretch, weight = (exact(terms[f"{rule['prefix']}_{step}"]) for step in ("base", "target", "stretch", "weight"))
        lower_is_better = key == "negative_review_rate"
        meets = (lambda step, value=value: value <= step) if lower_is_better else (lambda step, value=value: value >= step)
        if meets(target):
            points += weight
        elif meets(base):
            points += weight * (Fraction(6, 10) + Fraction(4, 10) * (value - base) / (target - base))
        reached += weight if meets(stretch) else 0
        below |= not meets(base)
    score = max(exactly_rounded(points, 2) - red_lines * terms["red_line_points"], Fraction(0))
    short = terms["composite_pass_score"] - score
    share = next(share for within, share in ((0, 0), (5, 25), (15, 50), (25, 75), (100, 100)) if short <= within)
    earns = not below and not red_lines and score >= terms["bonus_threshold_score"]
    bonus = next(share for least, share in ((80, 100), (60, 70), (40, 40), (0, 0)) if reached >= least) if earns else 0
    return {
        "score": score, "passed": short <= 0,
        "kpi_deduction": exactly_rounded(Fraction(fee * terms["at_risk_cap_percent"] * share, 10_000), 2),
        "bonus_paid": exactly_rounded(Fraction(fee * terms["bonus_cap_percent"] * bonus, 10_000), 2),
    }


def exact_erlang_c(traffic: Fraction, agents: int) -> Fraction:
    """The textbook's sum: A^N/N! · N/(N−A) over itself plus the sum of A^k/k! up to N−1."""
    last = traffic**agents / math.factorial(agents) * agents / (agents - traffic)
    return last / (sum(traffic**k / math.factorial(k) for k in range(agents)) + last)
