"""统一社会信用代码 and its check character (GB 32100). docs/assets/fill/credit-code.js mirrors this module."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_LENGTH = 18


def is_credit_code(text: str) -> bool:
    """True for 18 characters whose last one checks the others; small letters count as capitals."""
    values = [_ALPHABET.find(char) for char in text.upper()]
    if len(values) != _LENGTH or -1 in values:
        return False
    total = sum(value * pow(3, place, len(_ALPHABET)) for place, value in enumerate(values[:-1]))
    return (total + values[-1]) % len(_ALPHABET) == 0
