"""逐月计算: the hidden sheet of what runs from month to month, and the words of the amounts due. A row for each month."""

from __future__ import annotations

from scripts.workbooks import words
from scripts.workbooks.settlement_figures import MONTHS, NORMAL, NOTICE, RAMP_UP
from scripts.workbooks.sheet import Sheet, at, fixed

NAME = "逐月计算"
COLUMNS = {
    "miss": "不达标月", "in_a_row": "连续不达标", "window": "近几月不达标", "notice": "整改提示", "quarter_end": "季度末月",
    "quarter_bonus": "本季奖励累计", "quarter_missed": "本季不达标月", "bonus_paid": "兑付奖励", "kpi": "得分扣减", "clean": "连续无误月", "earn_back": "扣减返还",
    "below": "低于容差", "floor": "保底件数", "billed": "计费件数", "hours": "计费时长",
}
FIRST_ROW, FIRST_WORD = 2, 1 + len(COLUMNS) + 1
WORDS = FIRST_WORD + len(words.HEADS) - 1


def chain_place(index: int, key: str) -> str:
    return f"'{NAME}'!{fixed(FIRST_ROW + index, 1 + list(COLUMNS).index(key))}"


def words_place(index: int) -> str:
    return f"'{NAME}'!{fixed(FIRST_ROW + index, WORDS)}"


def write_chain(sheet: Sheet, months: list) -> None:
    """`months`: the month sheets, written."""
    sheet.title(NAME)
    sheet.row(1, ("考核月", *COLUMNS.values(), "", *words.HEADS), "head")
    for month in months:
        row = FIRST_ROW + month.index
        sheet.formula(row, 0, month.input("month"), month.figure["label"], "label", "month")
        chain = month.figure["chain"]
        for key, formula in _formulas(month, row).items():
            value = chain[key]
            sheet.formula(row, 1 + list(COLUMNS).index(key), formula, ("是" if value else "否") if key == "quarter_end" else value, number="number")
        words.write_words(sheet, row, FIRST_WORD, f"'{month.sheet.name}'!{month.cells['due']}", month.value("due", "due"))
    sheet.file.hide()


def _formulas(month, row: int) -> dict[str, str]:
    index, given, rule = month.index, month.input, month.rules["chronic"]
    cell = {key: at(row, col) for col, key in enumerate(COLUMNS, 1)}
    before = {key: (at(row - 1, col) if index else "0") for col, key in enumerate(COLUMNS, 1)}
    own = {key: f"'{month.sheet.name}'!{month.cells[key]}" for key in ("passed", "bonus_earned", "kpi_deduction")}
    phase, normal = given("phase"), f'{given("phase")}="{NORMAL}"'
    hit, missed = f'{own["passed"]}="达标"', f'{own["passed"]}="不达标"'
    new_quarter = f'{before["quarter_end"]}="是"' if index else "TRUE"
    first_miss = at(max(FIRST_ROW, row - rule["window_months"] + 1), 1)
    top = fixed(FIRST_ROW, 1 + list(COLUMNS).index("kpi"))
    kpi = f"{top}:{fixed(FIRST_ROW + MONTHS - 1, 1 + list(COLUMNS).index('kpi'))}"
    by_calendar = f'IF(ISNUMBER({given("month")}),IF(MOD(MONTH({given("month")}),3)=0,"是","否"),"否")'
    sessions, lost, forecast = f"N({given('sessions')})", f"N({given('lost_sessions')})", given("forecast")
    expected, share = f"MAX(N({forecast})-{lost},0)", f'IF({given("month_share")}="",1,{given("month_share")})'
    rostered = f"(N({given('scheduled_hours')})-N({given('absent_hours')}))*保底结算比例/100"
    return {
        "miss": f'IF(AND({missed},{normal},{given("client_cause")}<>"是"),1,0)',
        "in_a_row": f'IF(AND({hit},{normal}),0,{before["in_a_row"]}+{cell["miss"]})',
        "window": f"SUM({first_miss}:{cell['miss']})",
        "notice": f'IF(AND({cell["miss"]}=1,OR({cell["in_a_row"]}>={rule["in_a_row"]},{cell["window"]}>={rule["failures"]})),"{NOTICE}","")',
        "quarter_end": f'IF({given("quarter_end")}<>"",{given("quarter_end")},IF({given("final")}="是","是",{by_calendar}))',
        "quarter_bonus": f'ROUND(N({own["bonus_earned"]})+IF({new_quarter},0,{before["quarter_bonus"]}),2)',
        "quarter_missed": f'IF(AND({missed},{phase}<>"{RAMP_UP}"),1,0)+IF({new_quarter},0,{before["quarter_missed"]})',
        "bonus_paid": f'IF(考核奖励方式="按季兑付",IF(AND({cell["quarter_end"]}="是",{cell["quarter_missed"]}=0),{cell["quarter_bonus"]},0),N({own["bonus_earned"]}))',
        "kpi": f"N({own['kpi_deduction']})",
        "clean": f'IF(AND({hit},{normal},N({given("red_lines")})=0),{before["clean"]}+1,0)',
        "earn_back": (
            f'IF(AND(扣减返还方式="连续达标返还",N(返还达标月数)>0,{index + 1}>N(返还达标月数),{cell["clean"]}>=N(返还达标月数)),'
            f"ROUND(INDEX({kpi},MAX({index + 1}-N(返还达标月数),1))*扣减返还比例/100,2),0)"
        ),
        "below": f'IF({forecast}="",0,IF({sessions}<ROUND({expected}*(1-预测容差/100),6),1,0))',
        "floor": f"IF({cell['below']}=1,ROUND({expected}*保底结算比例/100,6),0)",
        "billed": f"MAX({sessions},月保底会话量*{share}-{lost},{cell['floor']})",
        "hours": f"ROUND(IF({cell['below']}=1,MAX(N({given('hours')}),{rostered}),N({given('hours')})),1)",
    }
