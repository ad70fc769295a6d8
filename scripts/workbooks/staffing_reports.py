"""补员 and 到岗与备用: how long vacancies lasted, attendance and bench month by month, and what the contract lets follow."""

from __future__ import annotations

from datetime import date, timedelta

from macros.operations.rounding import ceiling, rounded
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import area, at
from scripts.workbooks.staffing_figures import MONTHS
from scripts.workbooks.staffing_roster import day_number
from scripts.workbooks.staffing_turnover import COUNTS, MONTH
from scripts.workbooks.staffing_turnover import FIRST as FIRST_COUNT

REPLACEMENTS, ATTENDANCE = "补员", "到岗与备用"
VACANCIES, TOP = 60, 7
LATE, ON_TIME, OPEN = "逾期", "按时", "未补"
VACANCY_HEADS = ("空缺席位或离岗工号", "空缺发生时间", "顶岗到岗时间", "正式补员上岗日", "顶岗小时", "顶岗", "最晚补员日", "补员日数", "正式补员", "备注")
WHO, SINCE, STANDBY, FILLED, HOURS, STANDBY_OK, DUE, DAYS, FILLED_OK, NOTE = range(len(VACANCY_HEADS))
MONTH_HEADS = ("考核月", "排定值守小时", "实际值守小时", "席位到岗率%", "低于下限", "连续低于下限", "应备用人数", "月末备用人数", "其中已考核合格", "备用缺口", "提示")
WHEN, PLANNED, WORKED, RATE, BELOW, IN_A_ROW, REQUIRED, BENCH, QUALIFIED, GAP, HINT = range(len(MONTH_HEADS))
NOTICE = "可发整改通知"


def write_replacements(book: Book, vacancies: list[dict], terms: dict) -> None:
    """`vacancies`: who, since and standby (datetimes), filled (a date), note."""
    sheet = book.sheet(REPLACEMENTS, [18, 17, 17, 15, 12, 9, 13, 12, 10, 26], landscape=True)
    sheet.title(REPLACEMENTS, f"顶岗时限和补员期限自空缺发生时起算（{book.reference('replacement')}）。最晚补员日不是工作日的顺延，表里没有顺延，请人工核对。")
    figures = [_vacancy(vacancy, terms) for vacancy in vacancies]
    last = TOP + VACANCIES - 1
    columns = {col: area(TOP, col, last, col) for col in range(len(VACANCY_HEADS))}
    count = (lambda col, text: f'COUNTIF({columns[col]},"{text}")')
    done = (lambda key, text: sum(figure[key] == text for figure in figures))
    share = (lambda col: f'IF({count(col, ON_TIME)}+{count(col, LATE)}=0,"",ROUND({count(col, ON_TIME)}/({count(col, ON_TIME)}+{count(col, LATE)})*100,2))')
    ratio = (lambda key: rounded(done(key, ON_TIME) / (done(key, ON_TIME) + done(key, LATE)) * 100, 2) if done(key, ON_TIME) + done(key, LATE) else None)
    longest = (lambda col: f'IF(COUNT({columns[col]})=0,"",MAX({columns[col]}))')
    most = (lambda key: max((figure[key] for figure in figures if figure[key] is not None), default=None))
    summary = (
        ("空缺次数", f"COUNT({columns[SINCE]})", len(figures), "count"), ("顶岗按时率%", share(STANDBY_OK), ratio("standby_ok"), "rate"), ("最长顶岗（小时）", longest(HOURS), most("hours"), "rate"),
        ("补员按时率%", share(FILLED_OK), ratio("filled_ok"), "rate"), ("最长补员（日）", longest(DAYS), most("days"), "count"),
    )
    for number, (label, formula, value, style) in enumerate(summary):
        sheet.merged(3, 2 * number, 2 * number + 1, label, "subhead")
        sheet.formula(4, 2 * number, f"={formula}", value, "total", style, 2 * number + 1)
    sheet.row(TOP - 1, VACANCY_HEADS, "head", height=34)
    sheet.file.freeze_panes(TOP, 1)
    sheet.file.repeat_rows(TOP - 1)
    for number in range(VACANCIES):
        _write_vacancy(sheet, TOP + number, vacancies[number] if number < len(vacancies) else {}, figures[number] if number < len(figures) else {})
    sheet.allow(TOP, SINCE, last, STANDBY, date=date(2015, 1, 1), tip="日期加时刻，例如 2027-06-18 09:30。")
    sheet.allow(TOP, FILLED, last, FILLED, date=date(2015, 1, 1), tip="正式人员通过考核、上岗的日期。")
    for col in (STANDBY_OK, FILLED_OK):
        sheet.mark(TOP, col, last, col, f'{at(TOP, col)}="{LATE}"', "bad_mark")
        sheet.mark(TOP, col, last, col, f'{at(TOP, col)}="{ON_TIME}"', "good_mark")
        sheet.mark(TOP, col, last, col, f'{at(TOP, col)}="{OPEN}"', "amber_mark")


def _vacancy(vacancy: dict, terms: dict) -> dict:
    since, standby, filled = vacancy["since"], vacancy.get("standby"), vacancy.get("filled")
    due = since.date() + timedelta(days=terms["replacement_days"])
    hours = rounded((standby - since).total_seconds() / 3600, 2) if standby else None
    days = (filled - since.date()).days if filled else None
    return {
        "hours": hours, "standby_ok": OPEN if hours is None else ON_TIME if hours <= terms["bench_arrival_hours"] else LATE,
        "due": day_number(due), "days": days, "filled_ok": OPEN if days is None else ON_TIME if filled <= due else LATE,
    }


def _write_vacancy(sheet, row: int, vacancy: dict, figure: dict) -> None:
    cell = {col: at(row, col) for col in range(len(VACANCY_HEADS))}
    for col, key, number in ((WHO, "who", "code"), (SINCE, "since", "moment"), (STANDBY, "standby", "moment"), (FILLED, "filled", "date"), (NOTE, "note", "long")):
        sheet.input(row, col, vacancy.get(key), number)
    hours = f"ROUND(({cell[STANDBY]}-{cell[SINCE]})*24,2)"
    formulas = (
        (HOURS, f'IF(OR({cell[SINCE]}="",{cell[STANDBY]}=""),"",{hours})', "hours", "rate", "figure"),
        (STANDBY_OK, f'IF({cell[SINCE]}="","",IF({cell[STANDBY]}="","{OPEN}",IF({cell[HOURS]}<=备用到岗时限,"{ON_TIME}","{LATE}")))', "standby_ok", "choice", "word"),
        (DUE, f'IF({cell[SINCE]}="","",INT({cell[SINCE]})+正式补员期限)', "due", "date", "word"),
        (DAYS, f'IF(OR({cell[SINCE]}="",{cell[FILLED]}=""),"",{cell[FILLED]}-INT({cell[SINCE]}))', "days", "count", "figure"),
        (FILLED_OK, f'IF({cell[SINCE]}="","",IF({cell[FILLED]}="","{OPEN}",IF({cell[FILLED]}<={cell[DUE]},"{ON_TIME}","{LATE}")))', "filled_ok", "choice", "word"),
    )
    for col, formula, key, number, kind in formulas:
        sheet.formula(row, col, formula, figure.get(key), kind, number)


def write_attendance(book: Book, figures: list[dict], given: list[dict], terms: dict) -> None:
    """`given`: planned, worked (hours), bench, qualified (people) of each month."""
    sheet = book.sheet(ATTENDANCE, [13, 14, 14, 12, 11, 12, 12, 13, 14, 11, 34], landscape=True)
    sheet.title(ATTENDANCE, f"席位到岗率连续 2 个考核月低于下限，或者备用人力不足且逾期未补足的，依{book.reference('staffing-remedies')}可发整改通知。应备用人数依{book.reference('bench')}。")
    sheet.row(3, MONTH_HEADS, "head", height=34)
    sheet.file.freeze_panes(4, 1)
    before = 0
    for index, figure in enumerate(figures):
        month = given[index] if index < len(given) and figure["given"] else {}
        shown = _attendance(month, before, terms) if figure["given"] else {}
        before = shown.get("in_a_row", before)
        _write_attendance(sheet, 4 + index, index, figure, month, shown)
    last = 4 + MONTHS - 1
    sheet.allow(4, PLANNED, last, WORKED, least=0)
    sheet.allow(4, BENCH, last, QUALIFIED, least=0, whole=True)
    sheet.mark(4, BELOW, last, BELOW, f'{at(4, BELOW)}="是"', "bad_mark")
    sheet.mark(4, GAP, last, GAP, f"AND(ISNUMBER({at(4, GAP)}),{at(4, GAP)}>0)", "bad_mark")
    sheet.mark(4, HINT, last, HINT, f'{at(4, HINT)}<>""', "amber_mark")
    sheet.file.fit_to_pages(1, 1)


def _attendance(month: dict, before: int, terms: dict) -> dict:
    planned, worked, qualified = month.get("planned"), month.get("worked"), month.get("qualified")
    rate = rounded(worked / planned * 100, terms["percent_decimals"]) if planned and worked is not None else None
    below = None if rate is None else rate < terms["seat_attendance_percent"]
    required = max(ceiling(terms["contracted_seats"] * terms["bench_percent"] / 100), 1) if "contracted_seats" in terms else None
    in_a_row = before + 1 if below else 0
    gap = max(required - qualified, 0) if qualified is not None and required is not None else None
    hints = ((in_a_row >= 2, f"到岗率连续低于下限，{NOTICE}"), (gap, "备用人力不足，请补足"))
    return {
        "rate": rate, "below": None if below is None else "是" if below else "否", "in_a_row": in_a_row, "required": required, "gap": gap,
        "hint": "；".join(text for wrong, text in hints if wrong),
    }


def _write_attendance(sheet, row: int, index: int, figure: dict, month: dict, shown: dict) -> None:
    cell, source = {col: at(row, col) for col in range(len(MONTH_HEADS))}, f"'{COUNTS}'!{at(FIRST_COUNT + index, MONTH)}"
    for col, key, number in ((PLANNED, "planned", "number"), (WORKED, "worked", "number"), (BENCH, "bench", "count"), (QUALIFIED, "qualified", "count")):
        sheet.input(row, col, month.get(key), number)
    before = f"N({at(row - 1, IN_A_ROW)})" if index else "0"
    warnings = f'IF({cell[IN_A_ROW]}>=2,"到岗率连续低于下限，{NOTICE}","")', f'IF(N({cell[GAP]})>0,"备用人力不足，请补足","")'
    both = f'IF(AND({cell[IN_A_ROW]}>=2,N({cell[GAP]})>0),"；","")'
    formulas = (
        (RATE, f'IF(OR(N({cell[PLANNED]})=0,{cell[WORKED]}=""),"",ROUND({cell[WORKED]}/{cell[PLANNED]}*100,百分比保留位数))', "rate", "rate", "figure"),
        (BELOW, f'IF({cell[RATE]}="","",IF({cell[RATE]}<席位到岗率下限,"是","否"))', "below", "choice", "word"),
        (IN_A_ROW, f'IF({cell[BELOW]}="是",{before}+1,0)', "in_a_row", "count", "figure"),
        (REQUIRED, 'IF(N(约定席位数)=0,"",MAX(ROUNDUP(ROUND(约定席位数*备用人力比例/100,6),0),1))', "required", "count", "figure"),
        (GAP, f'IF(OR({cell[QUALIFIED]}="",{cell[REQUIRED]}=""),"",MAX({cell[REQUIRED]}-{cell[QUALIFIED]},0))', "gap", "count", "figure"),
        (HINT, f"{warnings[0]}&{both}&{warnings[1]}", "hint", "choice", "word"),
    )
    sheet.formula(row, WHEN, f"={source}", day_number(figure["first"]) if figure["given"] else None, "label", "month")
    for col, formula, key, number, kind in formulas:
        sheet.formula(row, col, f'=IF({cell[WHEN]}="","",{formula})', shown.get(key), kind, number)

