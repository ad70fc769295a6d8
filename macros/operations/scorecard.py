"""考核: from the counts of each 考核月 to scores, deductions, bonuses and 整改 thresholds (performance.md, definitions.md). docs/assets/operations/scorecard.js mirrors this module.

A month:
    fee               月度服务费, 元
    metrics           by key: {"numerator", "denominator"} counts, or {"rate"} a percentage without sample check, or None 不适用
    phase             "normal" | "ramp_up" | "record_only" 只记录不计分 (first month of the ramp-up; first or last month under 15 days)
    red_lines         成立的红线行为, 起
    other_deductions  元, 考核扣减 under 款 scale-up-failure and staffing-remedies (0 in the first month of the ramp-up)
    bonus_barred      应由乙方承担责任的服务中断或安全事件
    calibrated        首次质检校准已达到允差; a month whose later 校准 failed has None for quality_pass_rate
    quality_shortfall 质检样本不足是乙方没有完成抽检造成的
    client_cause      因甲方原因不达标 (款 chronic-miss)
    quarter_end       自然季度最后一个考核月, or the last one of the contract
Only `fee`, `metrics` and `phase` must be there.

Where the text is silent: a sample may be merged twice, so a month's sample is its own plus that of at most two unscored months just
before it; samples of a record_only month are not merged; where the cap cuts, it cuts other_deductions before the KPI deduction.
"""

from __future__ import annotations

from macros.operations.history import bonus_paid, chronic, earn_back
from macros.operations.rounding import rounded

QUALITY = "quality_pass_rate"
_UNSCORED = ("too_few", "no_data")
_BLANK = {"rate": None, "status": "not_applicable", "weight": None, "points": None, "level": None, "carried": 0}


def assess_year(months: list[dict], terms: dict, rules: dict) -> list[dict]:
    """The result of every month, in order; assess_month says what it holds."""
    results: list[dict] = []
    for count in range(1, len(months) + 1):
        results.append(assess_month(months[:count], results, terms, rules))
    return results


def assess_month(months: list[dict], earlier: list[dict], terms: dict, rules: dict) -> dict:
    """The result of the last of `months`; `earlier` are the results of the others.

    problem: why nothing can be scored, or None. metrics: by key, rate %, status scored | not_applicable | too_few | no_data, weight
    after 重新分配, points before rounding, level below_base | below_target | target | stretch, carried: how many earlier months' samples
    are merged. weak_metrics: 同一指标连续劣于底线值. score, shortfall, stretch_weight in 分; passed None when not scored; money in 元.
    """
    month, card = months[-1], rules["scorecard"]
    problem = _problem(month, terms, card["metrics"])
    metrics = {} if problem else {key: _measured(key, months, earlier, terms, card) for key in card["metrics"]}
    if month["phase"] != "record_only":
        _share_out(metrics, terms, card)
    points = [metric["points"] for metric in metrics.values() if metric["points"] is not None]
    score = max(rounded(rounded(sum(points), 2) - terms["red_line_points"] * _red_lines(month), 2), 0.0) if points else None
    shortfall = max(rounded(terms["composite_pass_score"] - score, 2), 0.0) if points else 0.0
    cap = rounded(month["fee"] * terms["at_risk_cap_percent"] / 100, 2)
    kpi = _kpi_deduction(month, shortfall, terms, card)
    wanted = rounded(kpi + month.get("other_deductions", 0), 2)
    result = {
        "problem": problem, "metrics": metrics, "score": score, "passed": shortfall == 0 if points else None, "shortfall": shortfall,
        "kpi_deduction": kpi, "deduction": min(wanted, cap), "cap": cap, "capped": wanted > cap, "stretch_weight": _stretch_weight(metrics, month),
    }
    result["bonus_earned"] = _bonus(month, result, terms, card)
    results = [*earlier, result]
    result["bonus_paid"] = bonus_paid(months, results, terms)
    result["earn_back"] = earn_back(months, results, terms)
    return result | chronic(months, results, card["chronic"])


def _problem(month: dict, terms: dict, metrics: dict) -> str | None:
    weights = [terms[f"{rule['prefix']}_weight"] for rule in metrics.values()]
    if rounded(sum(weights), 6) != 100 or min(weights) < 0:
        return "各指标的权重相加应当正好是100分"
    for key, rule in metrics.items():
        base, target, stretch = (_sign(rule) * terms[f"{rule['prefix']}_{step}"] for step in ("base", "target", "stretch"))
        if not base < target <= stretch:
            return f"{rule['name']}的底线值、目标值、挑战值次序不对"
        counts = month["metrics"].get(key) or {}
        if counts.get("numerator", 0) > counts.get("denominator", 0):
            return f"{rule['name']}的分子大于分母"
    return None


def _sign(rule: dict) -> int:
    """Rates times this are the better the higher."""
    return -1 if rule["direction"] == "越低越好" else 1


def _red_lines(month: dict) -> int:
    return month.get("red_lines", 0)


def _measured(key: str, months: list[dict], earlier: list[dict], terms: dict, card: dict) -> dict:
    """Rate, status and level of one metric (款 metric-small-sample, metric-rounding); weight and points are still to come."""
    rule, counts = card["metrics"][key], months[-1]["metrics"].get(key)
    if counts is None:
        return dict(_BLANK)
    carried = 0
    if "rate" in counts:
        rate, status = rounded(counts["rate"], terms["percent_decimals"]), "scored"
    else:
        pending = _pending(key, months, earlier, card["most_carries"])
        carried = len(pending)
        numerator, denominator = (sum(sample[part] for sample in (counts, *pending)) for part in ("numerator", "denominator"))
        rate = rounded(numerator / denominator * 100, terms["percent_decimals"]) if denominator else None
        status = "no_data" if not denominator else "too_few" if denominator < terms[rule["minimum"]] else "scored"
    level = _level(rate, rule, terms) if status == "scored" else None
    if key == QUALITY and status in _UNSCORED and months[-1].get("quality_shortfall"):
        status, level = "scored", "below_base"
    return _BLANK | {"rate": rate, "status": status, "level": level, "carried": carried}


def _pending(key: str, months: list[dict], earlier: list[dict], most: int) -> list[dict]:
    """Samples of the months just before that were not scored, the latest first."""
    samples = []
    for month, result in zip(months[-2::-1], earlier[::-1]):
        unscored = result["metrics"].get(key, _BLANK)["status"] in _UNSCORED and month["phase"] != "record_only"
        if len(samples) == most or not unscored:
            break
        samples.append(month["metrics"][key])
    return samples


def _level(rate: float, rule: dict, terms: dict) -> str:
    reached = {step: _sign(rule) * rate >= _sign(rule) * terms[f"{rule['prefix']}_{step}"] for step in ("base", "target", "stretch")}
    return "stretch" if reached["stretch"] else "target" if reached["target"] else "below_target" if reached["base"] else "below_base"


def _share_out(metrics: dict, terms: dict, card: dict) -> None:
    """Give the scored metrics their weights, together 100, and their points (款 scoring)."""
    weights = {key: terms[f"{card['metrics'][key]['prefix']}_weight"] for key, metric in metrics.items() if metric["status"] == "scored"}
    total = sum(weights.values())
    for key in weights if total else ():
        weight = weights[key] * 100 / total
        metrics[key] |= {"weight": weight, "points": weight * _share(metrics[key], card["metrics"][key], terms, card["partial_share"])}


def _share(metric: dict, rule: dict, terms: dict, partial: float) -> float:
    if metric["level"] != "below_target":
        return 0.0 if metric["level"] == "below_base" else 1.0
    base, target = terms[f"{rule['prefix']}_base"], terms[f"{rule['prefix']}_target"]
    return partial + (1 - partial) * (metric["rate"] - base) / (target - base)


def _kpi_deduction(month: dict, shortfall: float, terms: dict, card: dict) -> float:
    """款 deductions; in the ramp-up only a part of it (款 ramp-up)."""
    if not shortfall:
        return 0.0
    band = next(band for band in card["deduction_bands"] if shortfall <= band.get("within", shortfall))
    share = terms[band["share"]] if isinstance(band["share"], str) else band["share"]
    factor = terms["ramp_up_factor_percent"] if month["phase"] == "ramp_up" else 100
    return rounded(month["fee"] * terms["at_risk_cap_percent"] / 100 * share / 100 * factor / 100, 2)


def _stretch_weight(metrics: dict, month: dict) -> float:
    """分 of the metrics that reach 挑战值; 质检合格率 only once the first 校准 has passed (款 bonuses)."""
    barred = () if month.get("calibrated", True) else (QUALITY,)
    return rounded(sum(metric["weight"] or 0 for key, metric in metrics.items() if metric["level"] == "stretch" and key not in barred), 2)


def _bonus(month: dict, result: dict, terms: dict, card: dict) -> float:
    """款 bonuses, before it is known whether and when it is paid."""
    barred = terms["bonus_model"] == "不设奖励" or month["phase"] != "normal" or _red_lines(month) or month.get("bonus_barred")
    below = any(metric["level"] == "below_base" for metric in result["metrics"].values())
    if barred or below or result["score"] is None or result["score"] < terms["bonus_threshold_score"]:
        return 0.0
    share = max((band["share"] for band in card["bonus_bands"] if result["stretch_weight"] >= band["from"]), default=0)
    return rounded(month["fee"] * terms["bonus_cap_percent"] / 100 * share / 100, 2)
