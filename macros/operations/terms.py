"""The terms of a contract as the engine takes them: numbers as numbers, choices as text, defaults where nothing is filled in."""

from __future__ import annotations

from macros.answer_values import NUMBERS
from macros.contract import PENDING
from macros.registry import Field


def contract_terms(values: dict, fields: dict[str, Field]) -> dict:
    """`values`: filled values by key, as Answers.values holds them (text such as "5200"); {} gives the defaults alone.

    A field that has neither a value nor a default is absent: what needs it raises KeyError.
    """
    given = {key: value for key, value in values.items() if key in fields and value not in (None, "", PENDING)}
    known = {key: field.default for key, field in fields.items() if field.default is not None} | given
    return {key: _number(value) if fields[key].type in NUMBERS else value for key, value in known.items()}


def _number(value: str | float) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() else number
