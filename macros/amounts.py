"""人民币大写 by the rules for bills and settlement vouchers (正确填写票据和结算凭证的基本规定). docs/assets/fill/amounts.js mirrors this module."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((100_000_000, "亿"), (10_000, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def amount_in_words(amount: str) -> str:
    """104000.50 → 人民币壹拾万肆仟元伍角整. `amount`: at most 15 integer digits and 2 decimals, as answers.normalise leaves it."""
    yuan, _, cents = amount.partition(".")
    jiao, fen = (int(digit) for digit in f"{cents}00"[:2])
    words = f"{_integer(int(yuan))}元" if int(yuan) else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    if fen:
        words += f"{'零' if words and not jiao else ''}{_DIGITS[fen]}分"
    return f"人民币{words or '零元'}{'' if fen else '整'}"


def _integer(number: int) -> str:
    """A positive integer; one 零 stands for the zeros between two digits."""
    for value, unit in _UNITS:
        if number >= value:
            upper, rest = divmod(number, value)
            gap = "零" if 0 < rest < value // 10 else ""
            return f"{_integer(upper)}{unit}{gap}{_integer(rest) if rest else ''}"
    return _DIGITS[number]
