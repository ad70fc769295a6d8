"""The one way to round, the same in Python, JavaScript and a spreadsheet's ROUND. docs/assets/operations/rounding.js mirrors this module."""

from __future__ import annotations

import math

_NOISE = 1e-7  # of the last digit kept: what doubles add to or take from an exact half


def rounded(x: float, digits: int) -> float:
    """四舍五入, halves away from zero (款 metric-rounding). Exact for amounts up to 100,000,000 with 2 decimals."""
    scale = 10**digits
    size = math.floor(abs(x) * scale + 0.5 + _NOISE) / scale
    return -size if x < 0 and size else size


def ceiling(x: float) -> int:
    """向上取整: the least integer not below x, noise of the doubles aside."""
    return math.ceil(rounded(x, 6))
