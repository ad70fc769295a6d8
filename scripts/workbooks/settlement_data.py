"""数据粘贴: the one place to type or paste a year of figures, a row for each month; the month sheets read it."""

from __future__ import annotations

from datetime import date

from scripts.workbooks.book import Book
from scripts.workbooks.settlement_figures import MONTHS, PHASES
from scripts.workbooks.sheet import YES_NO, area, at, fixed

NAME = "数据粘贴"
NOT_APPLICABLE = "不适用"
WIDTHS = [13, 10, *[10.5] * 12]
FIRST_MONTH = (2, 2)  # the cell with the first month
LEFT = 2  # the first column after 考核月 and 阶段
YES = {"options": YES_NO}

# key, heading, number format, what is accepted
EVENTS = [
    ("red_lines", "成立的红线行为（起）", "count", {"least": 0, "whole": True}),
    ("bonus_barred", "有乙方担责的服务中断或安全事件", "choice", YES),
    ("calibrated", "首次质检校准已通过（空白为是）", "choice", YES),
    ("quality_shortfall", "质检件数不足由乙方造成", "choice", YES),
    ("client_cause", "因甲方原因不达标", "choice", YES),
    ("quarter_end", "季度末月（空白按日历）", "choice", YES),
]
QUANTITIES = [
    ("seat_days", "实际席位日", "number", {}), ("schedule_days", "排班日数", "number", {}),
    ("seat_days_2", "第二组实际席位日", "number", {}), ("schedule_days_2", "第二组排班日数", "number", {}),
    ("sessions", "会话量（按量为计费会话）", "count", {}), ("forecast", "锁定预测（件）", "count", {}),
    ("lost_sessions", "因乙方或不可抗力减少（件）", "count", {}), ("month_share", "合作日数占当月（整月空白）", "number", {"most": 1}),
    ("hours", "有效服务时长（小时）", "number", {}), ("scheduled_hours", "排班时长（小时）", "number", {}),
    ("absent_hours", "缺岗时长（小时）", "number", {}), ("sales", "有效成交额（元）", "money", {}),
]
MONEY = [
    ("overtime_hours", "加班（小时）", "number", {}),
    ("promotion", "大促加价基数（元）", "money", {}), ("scale_up", "扩容加价基数（元）", "money", {}),
    ("holiday", "节假日加价基数（元）", "money", {}), ("night", "夜班加价基数（元）", "money", {}),
    ("training_hours", "培训（人时）", "number", {}), ("other", "其他服务价款（元）", "money", {}),
    ("other_deductions", "其他考核扣减（元）", "money", {}),
    ("other_due", "其他款项±（元）", "money", {"custom": "signed"}),
    ("setoff", "已确定的违约金、赔偿金（元）", "money", {}), ("final", "最终结算", "choice", YES),
]


class DataSheet:
    """`place(month, key)`: the cell of a figure as other sheets write it; metrics have the keys (metric, "numerator" | "denominator" | "rate")."""

    def __init__(self, book: Book, metrics: dict, figures: list[dict], first: date | None):
        self.sheet = book.sheet(NAME, WIDTHS, landscape=True)
        self._metrics, self._figures, self._first = metrics, figures, first
        counts = [
            ((key, part), name, "count", {"custom": "count"})
            for key in metrics
            for part, name in zip(("numerator", "denominator"), self._parts(key))
        ]
        rates = [((key, "rate"), metrics[key]["name"] + "%", "rate", {"most": 100}) for key in metrics]
        self._tables = [
            ("一、指标的计数：从平台导出后汇总全部服务渠道，再粘贴到这里", counts),
            ("二、只有结果、没有计数的指标（填百分数，例如 92.35）；考核事项", rates + EVENTS),
            ("三、基础费的计量", QUANTITIES),
            ("四、加班、加价、培训和其他款项", MONEY),
        ]
        self._cells = {}
        row = FIRST_MONTH[0] + 2
        self._starts = []
        for _, columns in self._tables:
            top = 2 if columns is counts else 1
            self._starts.append(row)
            for col, (key, *_) in enumerate(columns, LEFT):
                self._cells[key] = row + 1 + top, col
            row += 1 + top + MONTHS + 1
        self._month_row = self._cells[next(iter(self._cells))][0]

    def _parts(self, key: str) -> list[str]:
        """满意评价数, 有效评价数."""
        formula = self.sheet.book.library.metrics[key].formula
        return [part.strip() for part in formula.replace("×", "÷").split("÷")[:2]]

    def cell(self, index: int, key) -> str:
        if key in ("month", "phase"):
            return fixed(self._month_row + index, 0 if key == "month" else 1)
        row, col = self._cells[key]
        return fixed(row + index, col)

    def place(self, index: int, key) -> str:
        return f"'{NAME}'!{self.cell(index, key)}"

    def write(self) -> None:
        sheet = self.sheet
        sheet.title(NAME, "每个考核月一行；先填首个考核月，再逐月选阶段。没有选阶段的月份不计算；填了计数、没选阶段的，阶段标红。分子一格写“不适用”，该指标当月不计分，权重分给其他指标。")
        sheet.merged(FIRST_MONTH[0], 0, 1, "首个考核月（填当月1日）", "label")
        sheet.input(*FIRST_MONTH, self._first, "month", last_col=3, date=date(2020, 1, 1), tip="填第一个考核月的1日，例如 2027-04-01；各月份由此推出。")
        sheet.file.freeze_panes(0, 2)
        for start, (heading, columns) in zip(self._starts, self._tables):
            row = sheet.section(start, heading)
            if columns is self._tables[0][1]:
                for number, rule in enumerate(self._metrics.values()):
                    sheet.merged(row, LEFT + 2 * number, LEFT + 2 * number + 1, rule["name"], "head")
                sheet.merged(row, 0, 0, "考核月", "head", last_row=row + 1)
                sheet.merged(row, 1, 1, "阶段", "head", last_row=row + 1)
                row += 1
                kind = "subhead"
            else:
                sheet.row(row, ("考核月", "阶段"), "head")
                kind = "head"
            sheet.row(row, [heading for _, heading, *_ in columns], kind, LEFT, height=48)
            for index in range(MONTHS):
                self._write_row(row + 1 + index, index, columns)
            for col, (*_, rule) in enumerate(columns, LEFT):
                self._allow(row + 1, col, rule)
        typed = area(self._month_row, LEFT, self._month_row, len(WIDTHS) - 1).replace(at(self._month_row, LEFT), "$" + at(self._month_row, LEFT)).replace(":", ":$")
        sheet.mark(self._month_row, 1, self._month_row + MONTHS - 1, 1, f'AND({at(self._month_row, 1)}="",COUNTA({typed})>0)', "bad_mark")
        sheet.file.set_h_pagebreaks([self._starts[2]])

    def _write_row(self, row: int, index: int, columns: list) -> None:
        sheet, own = self.sheet, row == self._month_row + index
        first = fixed(*FIRST_MONTH)
        shown = self._figures[index]["label"]
        month = f'=IF({first}="","第{index + 1}月",EDATE({first},{index}))' if own else f"={self.cell(index, 'month')}"
        sheet.formula(row, 0, month, shown, "label", "month")
        figure = self._figures[index]
        phase = figure["phase"]
        if own:
            sheet.input(row, 1, phase, "choice", options=PHASES.values(), tip="正常考核：计分、扣减、奖励；爬坡期：扣减打折，没有奖励；只记录：爬坡期首月，或实际服务不足15日的月份。")
        else:
            cell = self.cell(index, "phase")
            sheet.formula(row, 1, f'=IF({cell}="","",{cell})', phase, "word")
        for col, (key, _, number, _) in enumerate(columns, LEFT):
            sheet.input(row, col, given(figure["month"], key) if figure["given"] else None, number)

    def _allow(self, row: int, col: int, rule: dict) -> None:
        last = row + MONTHS - 1
        here = fixed(row, col).replace("$", "")
        if rule.get("custom") == "count":
            self.sheet.allow(row, col, last, col, custom=f'=OR({here}="{NOT_APPLICABLE}",IF(ISNUMBER({here}),{here}>=0,FALSE))', error=f"请填不小于 0 的计数；指标不适用的，在分子一格填“{NOT_APPLICABLE}”。")
        elif rule.get("custom") == "signed":
            self.sheet.allow(row, col, last, col, least=-1e12, most=1e12, error="请填金额；应由乙方承担或退还的填负数。", tip="甲方应承担的其他款项、以前月份的更正差额、提成扣回；减少应付金额的填负数。")
        else:
            self.sheet.allow(row, col, last, col, **rule)


def given(month: dict, key):
    """What the cell of `key` holds for a month of the inputs."""
    if isinstance(key, tuple):
        metric, part = key
        counts = month["metrics"].get(metric)
        if counts is None:
            return NOT_APPLICABLE if part == "numerator" else None
        return counts.get(part)
    quantities, parts = month["given"], month["parts"]
    groups = quantities.get("seat_groups") or [quantities]
    if key in ("seat_days", "schedule_days", "seat_days_2", "schedule_days_2"):
        name, number = key.removesuffix("_2"), int(key.endswith("_2"))
        return groups[number].get(name) if number < len(groups) else None
    if key in ("bonus_barred", "calibrated", "quality_shortfall", "client_cause"):
        return YES_NO[not month[key]] if key in month else None
    if key == "quarter_end":
        return None if month["given_end"] is None else YES_NO[not month["given_end"]]
    if key in ("red_lines", "other_deductions"):
        return month.get(key)
    if key == "final":
        return YES_NO[0] if parts.get("final") else None
    if key in ("other_due", "setoff"):
        return parts.get(key.removesuffix("_due"))
    return quantities.get("surcharges", {}).get(key, quantities.get(key))
