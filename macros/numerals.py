"""Chinese numerals as used in article numbers: 585 ↔ 五百八十五."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}


def to_chinese(number: int) -> str:
    """1 ≤ number ≤ 9999, e.g. 11 → 十一, 110 → 一百一十, 1034 → 一千零三十四."""
    result, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            result += ("零" if gap and result else "") + _DIGITS[digit] + unit
        gap = not digit
    return result.removeprefix("一") if result.startswith("一十") else result


def from_chinese(text: str) -> int:
    """The integer of a Chinese numeral or of Arabic digits. Raises ValueError."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text.replace("〇", "零"):
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            raise ValueError(text)
    return total + digit
