"""在线 and 电话: from the volume of each hour to the seats it needs, by Erlang C.

Erlang B in closed form is POISSON.DIST(n, A, FALSE) ÷ POISSON.DIST(n, A, TRUE), Erlang C follows from it. The service levels of the numbers of
agents that come into question stand on a hidden sheet; the first one that is good enough is taken.
"""

from __future__ import annotations

from macros.operations.rounding import ceiling
from macros.operations.workforce import seats_needed, service_level
from scripts.workbooks.book import Book
from scripts.workbooks.sheet import area, at, fixed

HOURS, CANDIDATES = 24, 60
HEADS = ("时段", "业务量（件）", "平均处理时长（秒，不填用上面的）", "话务强度（erl）", "需在线人数", "需排席位", "达到的服务水平%", "平均等待（秒）", "占用率%")
WIDTHS = [13, 13, 20, 13, 13, 13, 14, 13, 12]
TIME, VOLUME, AHT, TRAFFIC, AGENTS, SEATS, LEVEL, WAIT, BUSY = range(len(HEADS))
FIRST_ASSUMPTION, TOP = 3, 11  # rows
SHRINKAGE = "shrinkage_percent"
ASSUMPTIONS = (  # key, label, unit, what is accepted, advice
    ("aht_seconds", "平均处理时长", "秒", {"least": 1}, "交谈或会话、保持和事后处理之和，取自己近期的数据。"),
    ("concurrency", "一人同时接待", "个会话", {"least": 1, "most": 20}, "电话填 1；在线取实际同时接待的个数，不取系统允许的最多数。"),
    ("target_percent", "目标：这么大比例的会话", "%", {"least": 0, "most": 99.9}, "在下一格的秒数以内应答。"),
    ("target_seconds", "目标：这么多秒以内应答", "秒", {"least": 0}, "从进入人工队列起算。"),
    (SHRINKAGE, "损耗", "%", {"least": 0, "most": 90}, "在班但不能接待的时间占比：休息、用餐、培训、离席。席位由乙方轮换、始终有人的，填 0。"),
    ("max_occupancy_percent", "占用率上限", "%", {"least": 1, "most": 100}, "接待时间占在线时间的上限；长期过高会拖累质量和留人。不设填 100。"),
)


def hour_name(number: int) -> str:
    return f"{number:02d}:00"


class Channel:
    def __init__(self, name: str, given: dict, shared: Channel | None = None):
        """`given`: assumptions by key, volumes (None where there are none), handle_times. `shared`: the channel whose 损耗 this one uses."""
        self.name, self.given, self.shared = name, given, shared
        self.assumptions = given.get("assumptions", {}) | ({SHRINKAGE: shared.assumptions.get(SHRINKAGE)} if shared else {})
        self.complete = all(self.assumptions.get(key) is not None for key, *_ in ASSUMPTIONS)
        self.figures = [self._figure(number) for number in range(HOURS)]

    def volume(self, number: int) -> float | None:
        volumes = self.given.get("volumes", [])
        return volumes[number] if number < len(volumes) else None

    def handle_time(self, number: int) -> float | None:
        times = self.given.get("handle_times", [])
        return times[number] if number < len(times) else None

    def _figure(self, number: int) -> dict:
        volume = self.volume(number)
        if not self.complete or volume is None:
            return {}
        interval = self.assumptions | {"volume": volume, "interval_minutes": 60, "aht_seconds": self.handle_time(number) or self.assumptions["aht_seconds"]}
        return seats_needed(interval) | {"handle": interval["aht_seconds"] / interval["concurrency"]}

    def assumption(self, key: str) -> str:
        return self._place(FIRST_ASSUMPTION + [name for name, *_ in ASSUMPTIONS].index(key), 2)

    def cell(self, number: int, col: int) -> str:
        return self._place(TOP + number, col)

    def _place(self, row: int, col: int) -> str:
        return f"'{self.name}'!{fixed(row, col)}"


def write_channel(book: Book, channel: Channel, hidden, first_row: int) -> None:
    """`hidden`: the sheet of the candidates; this channel's stand there from `first_row` on."""
    sheet = book.sheet(channel.name, WIDTHS)
    sheet.title(channel.name, "先填假设，再填大促当天各小时的业务量。没有业务的小时填 0 或留空；没有这个渠道的，整张不填。")
    for line, (key, label, unit, rule, advice) in enumerate(ASSUMPTIONS):
        row = FIRST_ASSUMPTION + line
        sheet.merged(row, 0, 1, label, "label")
        if key == SHRINKAGE and channel.shared:
            other, advice = channel.shared.assumption(key), f"与“{channel.shared.name}”用同一个数，在那里改。"
            sheet.formula(row, 2, f'=IF({other}="","",{other})', channel.assumptions.get(key), number="number")
        else:
            sheet.input(row, 2, channel.assumptions.get(key), "number", **rule)
        sheet.file.write(row, 3, unit, book.style("word"))
        sheet.merged(row, 4, len(WIDTHS) - 1, advice, "hint")
    sheet.row(TOP - 1, HEADS, "head", height=48)
    sheet.file.freeze_panes(TOP, 1)
    for number in range(HOURS):
        _write_candidates(hidden, channel, number, first_row + number)
        _write_hour(sheet, channel, number, hidden, first_row + number)
    last = TOP + HOURS - 1
    sheet.allow(TOP, VOLUME, last, AHT, least=0)
    most = f"MAX({fixed(TOP, SEATS)}:{fixed(last, SEATS)})"
    sheet.mark(TOP, SEATS, last, SEATS, f"AND(ISNUMBER({at(TOP, SEATS)}),{at(TOP, SEATS)}={most},{at(TOP, SEATS)}>0)", "amber_mark")
    sheet.merged(last + 1, 0, SEATS - 1, "全天最多需排席位", "total_label")
    peak = max((figure["seats"] for figure in channel.figures if figure), default=None)
    sheet.formula(last + 1, SEATS, f'=IF(COUNT({area(TOP, SEATS, last, SEATS)})=0,"",{most})', peak, "total", "count")
    sheet.file.fit_to_pages(1, 1)


def _write_candidates(hidden, channel: Channel, number: int, row: int) -> None:
    """Traffic, handle time, the fewest agents that occupancy allows, and the service levels of that many and more."""
    of, figure = channel.assumption, channel.figures[number]
    volume, own_time = channel.cell(number, VOLUME), channel.cell(number, AHT)
    filled = ",".join(of(key) for key, *_ in ASSUMPTIONS)
    traffic, handle, fewest = (fixed(row, col) for col in range(3))
    a = figure.get("traffic")
    start = fewest_agents(a, channel.assumptions["max_occupancy_percent"]) if a else None
    hidden.formula(row, 1, f'=IF(AND(COUNT({filled})={len(ASSUMPTIONS)},{volume}<>""),IF({own_time}="",{of("aht_seconds")},{own_time})/{of("concurrency")},"")', figure.get("handle"), number="number")
    hidden.formula(row, 0, f'=IF({handle}="","",{volume}*{handle}/3600)', a, number="number")
    hidden.formula(row, 2, f'=IF(N({traffic})=0,"",MAX(INT({traffic})+1,ROUNDUP(ROUND({traffic}*100/{of("max_occupancy_percent")},6),0)))', start, number="count")
    for more in range(CANDIDATES):
        n = f"({fewest}+{more})"
        level = f"100*(1-{_waiting(n, traffic)}*EXP(-({n}-{traffic})*{of('target_seconds')}/{handle}))"
        value = service_level(a, start + more, figure["handle"], channel.assumptions["target_seconds"]) if a else None
        hidden.formula(row, 3 + more, f'=IF({fewest}="","",{level})', value, number="number")


def fewest_agents(traffic: float, occupancy: float) -> int:
    return max(int(traffic) + 1, ceiling(traffic * 100 / occupancy))


def _waiting(n: str, a: str) -> str:
    """Erlang C of `n` agents, more than `a` erlangs."""
    blocking = f"(_xlfn.POISSON.DIST({n},{a},FALSE)/_xlfn.POISSON.DIST({n},{a},TRUE))"
    return f"({n}*{blocking}/({n}-{a}*(1-{blocking})))"


def _write_hour(sheet, channel: Channel, number: int, hidden, hidden_row: int) -> None:
    row, figure, of = TOP + number, channel.figures[number], channel.assumption
    cell = {col: at(row, col) for col in range(len(HEADS))}
    traffic, handle, fewest = (f"'{hidden.name}'!{fixed(hidden_row, col)}" for col in range(3))
    levels = f"'{hidden.name}'!{fixed(hidden_row, 3)}:{fixed(hidden_row, 2 + CANDIDATES)}"
    sheet.file.write(row, TIME, hour_name(number), sheet.book.style("word"))
    sheet.input(row, VOLUME, channel.volume(number), "count")
    sheet.input(row, AHT, channel.handle_time(number), "number")
    n, a = cell[AGENTS], cell[TRAFFIC]
    short = f"SUMPRODUCT(--({levels}<{of('target_percent')}))"
    agents = f'IF({traffic}=0,0,IF({short}={CANDIDATES},"超出范围",{fewest}+{short}))'
    waiting = _waiting(n, a)
    rows = (
        (TRAFFIC, f'IF({traffic}="","",{traffic})', "traffic", "figure", "rate"),
        (AGENTS, f'IF({traffic}="","",{agents})', "agents", "figure", "count"),
        (SEATS, f'IF(ISNUMBER({n}),ROUNDUP(ROUND({n}/(1-{of(SHRINKAGE)}/100),6),0),"")', "seats", "total", "count"),
        (LEVEL, f'IF(ISNUMBER({n}),IF({n}=0,100,100*(1-{waiting}*EXP(-({n}-{a})*{of("target_seconds")}/{handle}))),"")', "service_level", "figure", "rate"),
        (WAIT, f'IF(ISNUMBER({n}),IF({n}=0,0,{waiting}*{handle}/({n}-{a})),"")', "wait", "figure", "rate"),
        (BUSY, f'IF(ISNUMBER({n}),IF({n}=0,0,{a}/{n}*100),"")', "occupancy", "figure", "rate"),
    )
    for col, formula, key, kind, number_format in rows:
        sheet.formula(row, col, f"={formula}", figure.get(key), kind, number_format)
