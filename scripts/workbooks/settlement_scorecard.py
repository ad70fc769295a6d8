"""The scorecard of a month: rates, carried samples, levels, weights, points, score, deduction and bonus, as macros/operations/scorecard.py has them."""

from __future__ import annotations

from macros.operations.scorecard import QUALITY
from scripts.workbooks.settlement_data import NOT_APPLICABLE
from scripts.workbooks.settlement_figures import LEVELS, NORMAL, NOTICE, RAMP_UP, RECORD_ONLY, UNSCORED
from scripts.workbooks.sheet import area, at, fixed

HEADS = ("指标", "本月分子", "本月分母", "并入前几月", "合计分子", "合计分母", "结果%", "底线值", "目标值", "挑战值", "档次", "约定权重", "计分权重", "得分", "连续劣于底线")
NAME, OWN_TOP, OWN_BOTTOM, CARRIED, TOP, BOTTOM, RATE, BASE, TARGET, STRETCH, LEVEL, AGREED, WEIGHT, POINTS, BELOW = range(len(HEADS))
PASSED, MISSED, UNRATED = "达标", "不达标", "不计分"
NONE_WEAK = "没有"


def write_scorecard(month, row: int) -> int:
    sheet, metrics = month.sheet, month.rules["metrics"]
    row = sheet.section(row, "二、考核")
    problem_row = row - 1
    sheet.row(row, HEADS, "head", height=32)
    first = row + 1
    last = first + len(metrics) - 1
    month.cells |= {(name, key): fixed(first + line, col) for line, key in enumerate(metrics) for name, col in (("level", LEVEL), ("below", BELOW))}
    _write_problem(month, metrics, problem_row, first)
    for line, key in enumerate(metrics):
        _write_metric(month, metrics, key, first + line, first, last)
    sheet.mark(first, LEVEL, last, LEVEL, f'{at(first, LEVEL)}="{LEVELS["below_base"]}"', "bad_mark")
    sheet.mark(first, LEVEL, last, LEVEL, f'{at(first, LEVEL)}="{LEVELS["stretch"]}"', "good_mark")
    sheet.mark(first, LEVEL, last, LEVEL, f'{at(first, LEVEL)}="{LEVELS["below_target"]}"', "amber_mark")
    return _write_results(month, metrics, last + 1, first, last)


def _write_problem(month, metrics: dict, row: int, first: int) -> None:
    """Why nothing is scored, in the words and the order of the engine."""
    weights = ",".join(name_of(month, rule, "weight") for rule in metrics.values())
    checks = [(f"OR(ROUND(SUM({weights}),6)<>100,MIN({weights})<0)", "各指标的权重相加应当正好是100分")]
    for key, rule in metrics.items():
        base, target, stretch = (name_of(month, rule, step) for step in ("base", "target", "stretch"))
        wrong = f"OR({base}<={target},{target}<{stretch})" if lower_is_better(rule) else f"OR({base}>={target},{target}>{stretch})"
        top, bottom, rate = (month.input((key, part)) for part in ("numerator", "denominator", "rate"))
        checks.append((wrong, f"{rule['name']}的底线值、目标值、挑战值次序不对"))
        checks.append((f'AND({rate}="",N({top})>N({bottom}))', f"{rule['name']}的分子大于分母"))
    formula = '""'
    for condition, text in reversed(checks):
        formula = f'IF({condition},"{text}",{formula})'
    month.put("problem", row, BASE, formula, month.value("result", "problem"), "warning", "", BELOW)  # beside the heading


def name_of(month, rule: dict, step: str) -> str:
    """The defined name of a term of the metric: 客户满意度目标值."""
    return month.label(f"{rule['prefix']}_{step}")


def lower_is_better(rule: dict) -> bool:
    return rule["direction"] == "越低越好"


def _write_metric(month, metrics: dict, key: str, row: int, first: int, last: int) -> None:
    rule, result = metrics[key], month.value("metrics", key) or {}
    given = {part: month.input((key, part)) for part in ("numerator", "denominator", "rate")}
    absent, rated = f'{given["numerator"]}="{NOT_APPLICABLE}"', f'{given["rate"]}<>""'
    problem = f'{month.cells["problem"]}<>""'
    month.sheet.file.write(row, NAME, rule["name"], month.book.style("label"))
    for col, part in ((OWN_TOP, "numerator"), (OWN_BOTTOM, "denominator")):
        month.put((part, key), row, col, f'IF({given[part]}="","",{given[part]})', result.get(part), "figure", "count")
    month.put(("carried", key), row, CARRIED, f"IF(OR({problem},{absent},{rated}),0,{_carried(month, key, month.rules['most_carries'])})", result.get("carried"), "figure", "count")
    for col, part in ((TOP, "numerator"), (BOTTOM, "denominator")):
        own = f"N({given[part]})"
        merged = "".join(f"+IF({at(row, CARRIED)}>={back},N({month.data.place(month.index - back, (key, part))}),0)" for back in range(1, min(month.index, month.rules["most_carries"]) + 1))
        month.put((f"all_{part}", key), row, col, f'IF(OR({absent},{rated}),"",{own}{merged})', result.get(f"all_{part}"), "figure", "count")
    top, bottom, rate = at(row, TOP), at(row, BOTTOM), at(row, RATE)
    computed = f'IF(N({bottom})>0,ROUND({top}/{bottom}*100,百分比保留位数),"")'
    month.put(("rate", key), row, RATE, f'IF(OR({problem},{absent}),"",IF({rated},ROUND({given["rate"]},百分比保留位数),{computed}))', result.get("rate"), "figure", "rate")
    for col, step in ((BASE, "base"), (TARGET, "target"), (STRETCH, "stretch"), (AGREED, "weight")):
        name = name_of(month, rule, step)
        month.sheet.formula(row, col, f"=N({name})" if step == "weight" else f'=IF({name}="","",{name})', month.terms.get(f"{rule['prefix']}_{step}"), "figure", "number")
    month.put(("level", key), row, LEVEL, f'IF({problem},"",{_level(month, key, rule, row, absent, rated)})', result.get("label"), "word")
    scored = f'RIGHT({area(first, LEVEL, last, LEVEL)},1)="值"'
    total = f"SUMPRODUCT(({scored})*{area(first, AGREED, last, AGREED)})"
    counts = f'AND({month.input("phase")}<>"{RECORD_ONLY}",RIGHT({at(row, LEVEL)},1)="值")'
    month.put(("weight", key), row, WEIGHT, f'IF({counts},IF({total}>0,{at(row, AGREED)}*100/{total},""),"")', result.get("weight"), "figure", "rate")
    partial = month.rules["partial_share"]
    part = f"{partial}+(1-{partial})*({rate}-{at(row, BASE)})/({at(row, TARGET)}-{at(row, BASE)})"
    share = f'IF({at(row, LEVEL)}="{LEVELS["below_base"]}",0,IF({at(row, LEVEL)}="{LEVELS["below_target"]}",{part},1))'
    month.put(("points", key), row, POINTS, f'IF({at(row, WEIGHT)}="","",{at(row, WEIGHT)}*({share}))', result.get("points"), "figure", "rate")
    before = f"N({month.earlier(('below', key), 1)})" if month.index else "0"
    skipped = f'OR(RIGHT({at(row, LEVEL)},1)<>"值",{month.input("phase")}<>"{NORMAL}",{month.input("client_cause")}="是")'
    month.put(("below", key), row, BELOW, f'IF({skipped},{before},IF({at(row, LEVEL)}="{LEVELS["below_base"]}",{before}+1,0))', result.get("below"), "figure", "count")


def _carried(month, key: str, most: int) -> str:
    """How many months just before were not scored for want of samples, at most `most`."""
    formula = "0"
    for back in range(min(month.index, most), 0, -1):
        level = month.earlier(("level", key), back)
        pending = f'AND(OR({level}="{UNSCORED["too_few"]}",{level}="{UNSCORED["no_data"]}"),{month.data.place(month.index - back, "phase")}<>"{RECORD_ONLY}")'
        formula = f"IF({pending},1+{formula},0)"
    return formula


def _level(month, key: str, rule: dict, row: int, absent: str, rated: str) -> str:
    rate, bottom, minimum = at(row, RATE), f"N({at(row, BOTTOM)})", month.label(rule["minimum"])
    better = "<=" if lower_is_better(rule) else ">="
    level = f'IF({rate}{better}{at(row, BASE)},"{LEVELS["below_target"]}","{LEVELS["below_base"]}")'
    for col, name in ((TARGET, "target"), (STRETCH, "stretch")):
        level = f'IF({rate}{better}{at(row, col)},"{LEVELS[name]}",{level})'
    short = f'IF({bottom}=0,"{UNSCORED["no_data"]}","{UNSCORED["too_few"]}")'
    if key == QUALITY:
        short = f'IF({month.input("quality_shortfall")}="是","{LEVELS["below_base"]}",{short})'
    return f'IF({absent},"{NOT_APPLICABLE}",IF(OR({rated},AND({bottom}>0,{bottom}>={minimum})),{level},{short}))'


def _write_results(month, metrics: dict, row: int, first: int, last: int) -> int:
    sheet, cell, of = month.sheet, month.cells, (lambda key: month.value("result", key))
    levels, weights, points = (area(first, col, last, col) for col in (LEVEL, WEIGHT, POINTS))
    phase, red = month.input("phase"), f"N({month.input('red_lines')})"
    quality = first + list(metrics).index(QUALITY)

    month.pair(row, 0, "points_total", "各指标得分合计", f'IF(COUNT({points})=0,"",ROUND(SUM({points}),2))', month.value("points_total"), "rate")
    month.pair(row, 1, "red_points", "减：红线扣分", f"红线单次扣分*{red}", month.value("red_points"), "number")
    total = cell["points_total"]
    month.pair(row + 1, 0, "score", "综合得分", f'IF({total}="","",MAX(ROUND({total}-{cell["red_points"]},2),0))', of("score"), "rate", "total")
    score = cell["score"]
    month.pair(row + 1, 1, "passed", "是否达到综合达标线", f'IF({score}="","{UNRATED}",IF({score}>=综合达标线,"{PASSED}","{MISSED}"))', month.value("passed"), "choice", "total")
    month.pair(row + 2, 0, "shortfall", "低于综合达标线（分）", f'IF({score}="",0,MAX(ROUND(综合达标线-{score},2),0))', of("shortfall"), "rate")
    gap = cell["shortfall"]
    share = ""
    for band in reversed(month.rules["deduction_bands"]):
        percent = month.label(band["share"]) if isinstance(band["share"], str) else str(band["share"])
        share = f"IF({gap}<={band['within']},{percent},{share})" if "within" in band else percent
    month.pair(row + 2, 1, "share", "扣减比例%", f"IF({gap}=0,0,{share})", month.value("share"), "number")
    money = (lambda formula: f'IF(ISNUMBER({cell["fee"]}),{formula},"")')
    factor = f'IF({phase}="{RAMP_UP}",爬坡期扣减系数,100)'
    month.pair(row + 3, 0, "kpi_deduction", "按综合得分的考核扣减", money(f'ROUND({cell["fee"]}*月度考核扣减上限/100*{cell["share"]}/100*{factor}/100,2)'), of("kpi_deduction"))
    month.pair(row + 3, 1, "other_deductions", "其他考核扣减（扩容、人员）", f"N({month.input('other_deductions')})", month.value("other_deductions"))
    month.pair(row + 4, 0, "cap", "月度扣减上限", money(f'ROUND({cell["fee"]}*月度考核扣减上限/100,2)'), of("cap"))
    wanted = f"ROUND({cell['kpi_deduction']}+{cell['other_deductions']},2)"
    month.pair(row + 4, 1, "deduction", "考核扣减（以上限为限）", money(f'MIN({wanted},{cell["cap"]})'), of("deduction"), "money", "total")
    uncalibrated = f'IF(AND({month.input("calibrated")}="否",{at(quality, LEVEL)}="{LEVELS["stretch"]}"),N({at(quality, WEIGHT)}),0)'
    month.pair(row + 5, 0, "stretch_weight", "达到挑战值的权重合计（分）", f'ROUND(SUMIF({levels},"{LEVELS["stretch"]}",{weights})-{uncalibrated},2)', of("stretch_weight"), "rate")
    barred = f'OR(考核奖励方式="不设奖励",{phase}<>"{NORMAL}",{red}>0,{month.input("bonus_barred")}="是",COUNTIF({levels},"{LEVELS["below_base"]}")>0,{score}="",N({score})<奖励起算线)'
    bonus = "0"
    for band in month.rules["bonus_bands"]:
        bonus = f"IF({cell['stretch_weight']}>={band['from']},{band['share']},{bonus})"
    month.pair(row + 5, 1, "bonus_earned", "当月算出的考核奖励", money(f'IF({barred},0,ROUND({cell["fee"]}*月度考核奖励上限/100*({bonus})/100,2))'), of("bonus_earned"))
    month.pair(row + 6, 0, "chronic", "连续不达标（个考核月）", month.chain("in_a_row"), of("chronic"), "count")
    month.pair(row + 6, 1, "notice", f"最近{month.rules['chronic']['window_months']}个考核月不达标", f'{month.chain("window")}&"个"&IF({month.chain("notice")}="","","，"&{month.chain("notice")})', month.value("notice"), "choice")
    _write_weak(month, metrics, row + 7, first)
    sheet.mark(row + 1, 11, row + 1, BELOW, f'{cell["passed"]}="{MISSED}"', "bad_mark")
    sheet.mark(row + 1, 11, row + 1, BELOW, f'{cell["passed"]}="{PASSED}"', "good_mark")
    sheet.mark(row + 6, 11, row + 6, BELOW, f'ISNUMBER(SEARCH("{NOTICE}",{cell["notice"]}))', "amber_mark")
    capped = f'AND(ISNUMBER({cell["cap"]}),ISNUMBER({cell["kpi_deduction"]}),{cell["kpi_deduction"]}+N({cell["other_deductions"]})>{cell["cap"]})'
    sheet.mark(row + 4, 7, row + 4, BELOW, capped, "amber_mark")
    return row + 9


def _write_weak(month, metrics: dict, row: int, first: int) -> None:
    """Metrics below 底线值 for months in a row, to which the text applies the steps of whole months."""
    least = month.rules["chronic"]["in_a_row"]
    names = "&".join(f'IF(N({at(first + line, BELOW)})>={least},"、{rule["name"]}","")' for line, rule in enumerate(metrics.values()))
    formula = f'IF(OR({month.cells["problem"]}<>"",LEN({names})=0),"{NONE_WEAK}",MID({names},2,100))'
    month.sheet.merged(row, 0, 3, f"连续{least}个考核月劣于底线值的指标", "label")
    month.put("weak", row, 4, formula, month.value("weak"), "cell", "", BELOW)
    month.sheet.mark(row, 4, row, BELOW, f'AND({month.shown},{month.cells["weak"]}<>"{NONE_WEAK}")', "amber_mark")
