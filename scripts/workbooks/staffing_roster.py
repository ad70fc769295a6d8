"""花名册: everybody who serves, by staff number; who counts as core, and whether a departure counts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from macros.library import Library
from scripts.workbooks.book import Book
from scripts.workbooks.contract_tables import table_rows
from scripts.workbooks.sheet import YES_NO, at, fixed

NAME, LISTS, REASONS = "花名册", "选项", "离开原因代码"
PEOPLE = 300
POSTS = ("项目经理", "班组长", "客服", "质检人员", "培训人员")
HEADS = ("工号", "岗位", "核心客服", "上岗日", "列入核心名单日", "移出核心名单日", "离岗日", "离开原因", "证明材料", "是否计入流动率", "提示", "核心起", "核心止", "全员止")
WIDTHS = [12, 11, 9, 12, 13, 13, 12, 34, 24, 12, 26, 10, 10, 10]
ID, POST, CORE, START, LISTED, UNLISTED, LEFT, REASON, PROOF, COUNTED, HINT, CORE_FROM, CORE_TO, STAFF_TO = range(len(HEADS))
KEYS = {ID: "id", POST: "post", CORE: "core", START: "start", LISTED: "listed", UNLISTED: "unlisted", LEFT: "left", REASON: "reason", PROOF: "proof"}
FIRST = 3  # row of the first person
NEVER = date(9999, 12, 31)
FOREVER = 2958465  # its number
COUNTS, EXCLUDED = "计入", "不计入"
TRANSFER, UNLIST = "A3", "A4"


def reasons(library: Library) -> list[str]:
    """A1 辞职 … B7 被甲方录用, from the stability report."""
    return [f"{code} {text}" for code, text, *_ in table_rows(library, "annex-7-stability-report", "annex-7-report-leavers") if len(code) == 2 and code[0] in "AB"]


def column(col: int) -> str:
    """The cells of everybody, as other sheets write them."""
    return f"'{NAME}'!{fixed(FIRST, col)}:{fixed(FIRST + PEOPLE - 1, col)}"


def write_roster(book: Book, people: list[dict], terms: dict) -> None:
    """`people`: dicts with the KEYS; dates as dates, reason as its code."""
    codes = reasons(book.library)
    lists = book.sheet(LISTS, [40])
    for row, text in enumerate(codes):
        lists.file.write(row, 0, text, book.style("cell"))
    lists.file.hide()
    book.name(REASONS, lists.range(0, 0, len(codes) - 1, 0))
    sheet = book.sheet(NAME, WIDTHS, landscape=True)
    sheet.title(NAME, "一人一行，一人一号，离岗后不再给他人使用；只写工号，不写姓名、证件号码和健康婚育情况。离开原因以 A 开头的计入流动率，以 B 开头的不计入，须附证明。")
    sheet.row(FIRST - 1, HEADS, "head", height=34)
    sheet.file.freeze_panes(FIRST, 1)
    sheet.file.repeat_rows(FIRST - 1)
    sheet.file.autofilter(FIRST - 1, 0, FIRST + PEOPLE - 1, HINT)
    sheet.file.set_column(CORE_FROM, STAFF_TO, 10, None, {"hidden": True})
    for number in range(PEOPLE):
        _write_person(book, sheet, FIRST + number, people[number] if number < len(people) else {}, codes, terms)
    _allow(sheet)
    last = FIRST + PEOPLE - 1
    sheet.mark(FIRST, HINT, last, HINT, f'{at(FIRST, HINT)}<>""', "amber_mark")
    sheet.mark(FIRST, COUNTED, last, COUNTED, f'{at(FIRST, COUNTED)}="{COUNTS}"', "bad_mark")
    sheet.mark(FIRST, ID, last, PROOF, f'AND(${at(FIRST, LEFT)}<>"",${at(FIRST, ID)}<>"")', "idle_mark")
    sheet.file.print_area(0, 0, FIRST + max(len(people) + 10, 40), HINT)


def _allow(sheet) -> None:
    last = FIRST + PEOPLE - 1
    sheet.allow(FIRST, POST, last, POST, options=POSTS)
    sheet.allow(FIRST, CORE, last, CORE, options=YES_NO, tip="项目经理、班组长和双方确认的骨干填“是”，与附件七的核心客服名单一致。")
    for col, tip in ((START, "开始为甲方服务之日；还没有上岗的受训人员不列入。"), (LISTED, "与上岗日相同的留空。"), (UNLISTED, "仍在岗、只是移出名单的，填这里，原因选 A4。"), (LEFT, "最后一个在岗日。")):
        sheet.allow(FIRST, col, last, col, date=date(2015, 1, 1), tip=tip)
    sheet.allow(FIRST, REASON, last, REASON, options=f"={REASONS}", tip="A 类计入流动率，B 类不计入；B 类要附甲方书面通知、休假安排或录用确认。")


def _write_person(book: Book, sheet, row: int, person: dict, codes: list[str], terms: dict) -> None:
    for col, key in KEYS.items():
        value = person.get(key)
        if key == "core" and value is not None:
            value = YES_NO[not value]
        elif key == "reason" and value:
            value = next(code for code in codes if code.startswith(value))
        number = "date" if col in (START, LISTED, UNLISTED, LEFT) else "code" if col == ID else "long" if col in (REASON, PROOF) else "choice"
        sheet.input(row, col, value, number)
    cell = {col: at(row, col) for col in range(len(HEADS))}
    figures = person_figures(person, terms) if person else {}
    gone = f'AND({cell[LEFT]}="",{cell[UNLISTED]}="")'
    sheet.formula(row, COUNTED, f'=IF(OR({cell[REASON]}="",{gone}),"",IF(LEFT({cell[REASON]},1)="A","{COUNTS}","{EXCLUDED}"))', figures.get("counted"), "word")
    sheet.formula(row, HINT, _hint(cell), figures.get("hint"), "word")
    core = f'AND({cell[CORE]}="是",{cell[START]}<>"")'
    sheet.formula(row, CORE_FROM, f'=IF({core},IF({cell[LISTED]}="",{cell[START]},{cell[LISTED]}),"")', figures.get("core_from"), number="date")
    sheet.formula(row, CORE_TO, f'=IF({core},MIN(IF({cell[UNLISTED]}="",{FOREVER},{cell[UNLISTED]}),IF({cell[LEFT]}="",{FOREVER},{cell[LEFT]})),"")', figures.get("core_to"), number="date")
    sheet.formula(row, STAFF_TO, f'=IF({cell[START]}="","",IF({cell[LEFT]}="",{FOREVER},{cell[LEFT]}))', figures.get("staff_to"), number="date")


def _hint(cell: dict) -> str:
    ended, transfer = f'OR({cell[LEFT]}<>"",{cell[UNLISTED]}<>"")', f'LEFT({cell[REASON]},2)="{TRANSFER}"'
    tenure = f'EDATE({cell[CORE_FROM]},IF({cell[POST]}="项目经理",项目经理最短任期,核心客服最短任期))'
    checks = (
        (f'AND({cell[ID]}<>"",{cell[START]}="")', "缺上岗日"),
        (f'AND({cell[LEFT]}<>"",{cell[LEFT]}<{cell[START]})', "离岗日早于上岗日"),
        (f'AND({ended},{cell[REASON]}="")', "缺离开原因"),
        (f'AND(NOT({ended}),{cell[REASON]}<>"")', "有原因，缺离岗日"),
        (f'AND({cell[LEFT]}<>"",{cell[UNLISTED]}="",LEFT({cell[REASON]},2)="{UNLIST}")', "移出名单填“移出核心名单日”"),
        (f'AND(LEFT({cell[REASON]},1)="B",{cell[PROOF]}="")', "不计入的须附证明"),
        (f'IF(AND({transfer},ISNUMBER({cell[CORE_FROM]})),{cell[CORE_TO]}<{tenure},FALSE)', "任期内主动调离"),
    )
    formula = '""'
    for condition, text in reversed(checks):
        formula = f'IF({condition},"{text}",{formula})'
    return f"={formula}"


def person_figures(person: dict, terms: dict) -> dict:
    """What the formulas of a person's row yield."""
    start, left, unlisted, reason = person.get("start"), person.get("left"), person.get("unlisted"), person.get("reason") or ""
    core_from = (person.get("listed") or start) if person.get("core") else None
    core_to = min(unlisted or NEVER, left or NEVER) if core_from else None
    months = terms["project_manager_tenure_months" if person.get("post") == "项目经理" else "key_agent_tenure_months"]
    checks = (
        (not start, "缺上岗日"), (left and start and left < start, "离岗日早于上岗日"), ((left or unlisted) and not reason, "缺离开原因"),
        (reason and not left and not unlisted, "有原因，缺离岗日"), (left and not unlisted and reason == UNLIST, "移出名单填“移出核心名单日”"),
        (reason[:1] == "B" and not person.get("proof"), "不计入的须附证明"),
        (reason == TRANSFER and core_from and core_to < months_later(core_from, months), "任期内主动调离"),
    )
    return {
        "counted": (COUNTS if reason[0] == "A" else EXCLUDED) if reason and (left or unlisted) else None,
        "hint": next((text for wrong, text in checks if wrong), None),
        "core_from": day_number(core_from), "core_to": day_number(core_to), "staff_to": day_number(left or NEVER) if start else None,
    }


def day_number(day: date | None) -> int | None:
    """As spreadsheets count days."""
    return (day - date(1899, 12, 30)).days if day else None


def months_later(day: date, months: int) -> date:
    """EDATE: the same day, or the last one of a shorter month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
