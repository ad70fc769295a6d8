"""templates/operations.yml: the numbers that the contract's text fixes, and which blanks feed which calculation."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Annotated

from pydantic import Field as Constraint

from macros.problems import Problem
from macros.registry import Key, Metric
from macros.validation import Entry, validated
from macros.yaml_source import load_yaml

PATH = "templates/operations.yml"
Number = int | float


class MetricRule(Entry):
    prefix: Key
    minimum: Key


class DeductionBand(Entry):
    """`share`: percent of the cap, or the field that holds it. The last band has no `within`."""

    within: Number | None = None
    share: Key | Number


class BonusBand(Entry):
    from_: Number = Constraint(alias="from")
    share: Number


class Chronic(Entry):
    in_a_row: int
    window_months: int
    failures: int


class Scorecard(Entry):
    metrics: Annotated[dict[Key, MetricRule], Constraint(min_length=1)]
    partial_share: Number
    deduction_bands: Annotated[list[DeductionBand], Constraint(min_length=1)]
    bonus_bands: Annotated[list[BonusBand], Constraint(min_length=1)]
    most_carries: int
    chronic: Chronic


class Turnover(Entry):
    annualise_after_months: int
    window_months: int
    small_team: int
    least_leavers_annualised: int
    deducted_from: int


class Operations(Entry):
    scorecard: Scorecard
    turnover: Turnover


def load_operations(root: Path, metrics: dict[str, Metric], problems: list[Problem]) -> dict:
    """The file as plain data, which the browser gets too, each metric with its `name` and `direction`.

    Empty, with the reasons in `problems`, when it does not validate.
    """
    data, lines = load_yaml(root / PATH, root, problems)
    if not data or not validated(Operations, data, PATH, lines, (), problems):
        return {}
    rules = copy.deepcopy(data)
    for key, rule in rules["scorecard"]["metrics"].items():
        if key in metrics:
            rule |= {"name": metrics[key].name, "direction": metrics[key].direction}
    return rules
