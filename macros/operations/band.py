"""预测容差: is a month's volume within the band around the locked forecast, and what is paid at least (款 tolerance-band). docs/assets/operations/band.js mirrors this module."""

from __future__ import annotations

from macros.operations.rounding import rounded


def volume_band(forecast: float, actual: float, terms: dict, lost: float = 0) -> dict:
    """{"band": "within" | "above" | "below", "lower", "upper", "floor"}, all in 件.

    `lost`: 件 missing because of 乙方 or force majeure; they leave the forecast before it is compared downwards, and before the floor is
    taken of it (the text says so of the comparison only). `floor` is None unless below.
    """
    expected = max(forecast - lost, 0)
    lower = rounded(expected * (1 - terms["forecast_tolerance_percent"] / 100), 6)
    upper = rounded(forecast * (1 + terms["forecast_tolerance_percent"] / 100), 6)
    band = "below" if actual < lower else "above" if actual > upper else "within"
    floor = rounded(expected * terms["forecast_floor_percent"] / 100, 6) if band == "below" else None
    return {"band": band, "lower": lower, "upper": upper, "floor": floor}


def day_is_excluded(forecast: float, actual: float, terms: dict) -> bool:
    """Whether 首响达标率 and 接通率 of the day are left out: its volume exceeds that day's forecast by more than the tolerance."""
    return actual > rounded(forecast * (1 + terms["forecast_tolerance_percent"] / 100), 6)
