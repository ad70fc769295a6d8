"""人民币大写 by formulas that every spreadsheet program knows: the digits in groups of four, with the rules of macros/amounts.py."""

from __future__ import annotations

from macros.amounts import amount_in_words
from scripts.workbooks.sheet import Sheet, at

HEADS = ("金额", "分为单位", "亿以上", "万以上", "元", "角", "分", "亿段", "万段", "个段", "大写")
LARGEST = 999_999_999_999.99  # beyond it doubles no longer hold every 分


def write_words(sheet: Sheet, row: int, first_col: int, source: str, amount: float | None) -> str:
    """A row of HEADS; returns the cell of the words. `source`: the cell of the amount, whose sign is left out; `amount`: what it holds."""
    money, cents, high, middle, low, jiao, fen, *groups, result = range(first_col, first_col + len(HEADS))
    cell = {name: at(row, col) for name, col in zip(("money", "cents", "high", "middle", "low", "jiao", "fen"), range(first_col, first_col + 7))}
    whole = f"INT({cell['cents']}/100)"
    number = None if amount is None else round(abs(amount) * 100)
    sheet.formula(row, money, f'=IF(ISNUMBER({source}),ABS({source}),"")', None if amount is None else abs(amount), number="money")
    _digits(sheet, row, cents, f"ROUND({cell['money']}*100,0)", cell["money"], number)
    _digits(sheet, row, high, f"INT({cell['cents']}/10000000000)", cell["money"], number, lambda n: n // 10**10)
    _digits(sheet, row, middle, f"MOD(INT({cell['cents']}/1000000),10000)", cell["money"], number, lambda n: n // 10**6 % 10**4)
    _digits(sheet, row, low, f"MOD({whole},10000)", cell["money"], number, lambda n: n // 100 % 10**4)
    _digits(sheet, row, jiao, f"INT({cell['cents']}/10)-10*INT({cell['cents']}/100)", cell["money"], number, lambda n: n // 10 % 10)
    _digits(sheet, row, fen, f"{cell['cents']}-10*INT({cell['cents']}/10)", cell["money"], number, lambda n: n % 10)
    for col, part in zip(groups, ("high", "middle", "low")):
        value = "" if number is None else _group(number // {"high": 10**10, "middle": 10**6, "low": 100}[part] % 10**4)
        sheet.formula(row, col, f'=IF({cell["money"]}="","",{_group_formula(cell[part])})', value, "word")
    sheet.formula(row, result, _joined(cell, *(at(row, col) for col in groups)), None if amount is None else amount_in_words(f"{abs(amount):.2f}"), "word")
    return sheet.place(row, result)


def _digits(sheet: Sheet, row: int, col: int, formula: str, money: str, number: int | None, part=lambda n: n) -> None:
    sheet.formula(row, col, f'=IF({money}="","",{formula})', None if number is None else part(number))


def _digit(number: str) -> str:
    return f'MID("零壹贰叁肆伍陆柒捌玖",{number}+1,1)'


def _group_formula(n: str) -> str:
    """Four digits in words; 0 is an empty text."""
    thousands, hundreds, tens, ones = f"INT({n}/1000)", f"MOD(INT({n}/100),10)", f"MOD(INT({n}/10),10)", f"MOD({n},10)"
    return "&".join((
        f'IF({n}>=1000,{_digit(thousands)}&"仟"&IF(AND(MOD({n},1000)>0,MOD({n},1000)<100),"零",""),"")',
        f'IF({hundreds}>0,{_digit(hundreds)}&"佰"&IF(AND(MOD({n},100)>0,MOD({n},100)<10),"零",""),"")',
        f'IF({tens}>0,{_digit(tens)}&"拾","")',
        f'IF({ones}>0,{_digit(ones)},"")',
    ))


def _group(number: int) -> str:
    return amount_in_words(str(number)).removeprefix("人民币").removesuffix("元整") if number else ""


def _joined(cell: dict, high: str, middle: str, low: str) -> str:
    """One 零 stands for the zeros between two groups; 整 where there is no 分."""
    below_high = f"({cell['middle']}*10000+{cell['low']})"
    yuan = (
        f'IF({cell["high"]}>0,{high}&"亿"&IF(AND({below_high}>0,{below_high}<10000000),"零",""),"")'
        f'&IF({cell["middle"]}>0,{middle}&"万"&IF(AND({cell["low"]}>0,{cell["low"]}<1000),"零",""),"")&{low}'
    )
    has_yuan = f"{cell['cents']}>=100"
    jiao = f'IF({cell["jiao"]}>0,{_digit(cell["jiao"])}&"角",IF(AND({has_yuan},{cell["fen"]}>0),"零",""))'
    fen = f'IF({cell["fen"]}>0,{_digit(cell["fen"])}&"分","整")'
    return (
        f'=IF({cell["money"]}="","",IF({cell["money"]}>{LARGEST},"金额过大，请手工填写",'
        f'IF({cell["cents"]}=0,"人民币零元整","人民币"&IF({has_yuan},{yuan}&"元","")&{jiao}&{fen})))'
    )
