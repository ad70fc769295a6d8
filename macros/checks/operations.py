"""templates/operations.yml says what the contract says: its blanks exist, and its numbers stand in the wording of the 款 they come from."""

from __future__ import annotations

from macros.contract import Blank, Note, Table, Text, inlines_of, paragraphs
from macros.numerals import to_chinese
from macros.operations.rules import PATH
from macros.problems import Problem, nearest
from macros.yaml_source import load_yaml

STEPS = ("base", "target", "stretch", "weight")


def check(library):
    _, lines = load_yaml(library.root / PATH, library.root, [])
    unknown = list(_unknown(library, lines))
    yield from unknown
    if unknown:
        return
    known = {p.anchor: (path, p) for path, source in library.sources.items() for p in paragraphs(source.blocks)}
    reported = set()
    for anchor, location, words in _facts(library.operations, library.fields):
        line = lines.at(*location)
        if anchor in reported:
            continue
        if anchor not in known:
            yield Problem(PATH, line, f"这里的数字出自编号为“{anchor}”的款，合同里没有这一款", "恢复那一款的英文编号；计算不再需要它的，请改程序（见 DEVELOPING.md）。")
        elif not any(all(word in row for word in words) for row in _rows([known[anchor][1]])):
            path, paragraph = known[anchor]
            yield Problem(
                path, paragraph.line, f"“{paragraph.caption}”一款里找不到“{'……'.join(words)}”，计算器却这样算（{PATH} 第 {line} 行）",
                f"改了合同的数字，把 {PATH} 也改成一样；只是换了说法，请保留这几个字。",
            )
        else:
            continue
        reported.add(anchor)


def _unknown(library, lines):
    """Metrics and fields that are not registered."""
    metrics = library.operations["scorecard"]["metrics"]
    for key in metrics:
        if key not in library.metrics:
            yield Problem(PATH, lines.at("scorecard", "metrics", key), f"指标“{key}”没有登记", nearest(key, library.metrics) + "改成 templates/metrics.yml 里的键。")
    wanted = [(("scorecard", "metrics", key), f"{rule['prefix']}_{step}") for key, rule in metrics.items() for step in STEPS]
    wanted += [(("scorecard", "metrics", key), rule["minimum"]) for key, rule in metrics.items()]
    bands = library.operations["scorecard"]["deduction_bands"]
    wanted += [(("scorecard", "deduction_bands", index), band["share"]) for index, band in enumerate(bands) if isinstance(band["share"], str)]
    for location, key in dict(reversed([(location, key) for location, key in wanted if key not in library.fields])).items():
        yield Problem(PATH, lines.at(*location), f"用到的填写项“{key}”没有登记", nearest(key, library.fields) + "改成 templates/fields/ 里的键。")


def _facts(rules: dict, fields: dict):
    """(anchor of the 款, place in operations.yml, words that one row of the 款 must contain)."""
    card, turnover = rules["scorecard"], rules["turnover"]

    def blank(key: str) -> str:
        return f"【{fields[key].label}】"

    for key, rule in card["metrics"].items():
        place = ("scorecard", "metrics", key)
        yield "kpi-table", place, (f"{rule['name']}｜", *(blank(f"{rule['prefix']}_{step}") for step in STEPS))
        yield "metric-definitions", place, (f"{rule['name']}｜", f"｜{rule['direction']}")
        yield "metric-small-sample", place, (f"少于{blank(rule['minimum'])}",)
    yield "scoring", ("scorecard", "partial_share"), (f"{card['partial_share']:g}＋{1 - card['partial_share']:g}×完成度",)
    over = ""
    for index, band in enumerate(card["deduction_bands"]):
        share = blank(band["share"]) if isinstance(band["share"], str) else f"{band['share']:g}"
        width = "，".join(part for part in (over, f"{band['within']:g}分以内" if "within" in band else "") if part)
        yield "deductions", ("scorecard", "deduction_bands", index), (f"{width}｜{share}%",)
        over = f"超过{band.get('within', 0):g}分"
    bonus = card["bonus_bands"]
    yield "bonuses", ("scorecard", "bonus_bands", 0), (f"合计不低于{bonus[0]['from']:g}分",)
    for index, band in enumerate(bonus):
        below = f"不足{bonus[index + 1]['from']:g}分" if index + 1 < len(bonus) else ""
        yield "bonuses", ("scorecard", "bonus_bands", index), (f"{band['from']:g}分以上{below}的，{'' if index else '奖励比例'}为{band['share']:g}%",)
    yield "metric-small-sample", ("scorecard", "most_carries"), (f"最多并入{_times(card['most_carries'])}次",)
    chronic = card["chronic"]
    yield "chronic-miss", ("scorecard", "chronic"), (f"连续{chronic['in_a_row']}个不达标月，或任意{chronic['window_months']}个考核月内累计{chronic['failures']}个不达标月",)
    window, least = turnover["window_months"], turnover["annualise_after_months"]
    for words in (
        f"合作满{window}个考核月的，为最近{window}个考核月", f"满{least}个、不满{window}个考核月的", f"流出不足{turnover['least_leavers_annualised']}名的，不视为超限",
        f"不满{least}个考核月的，只报告", f"平均在册人数不足{turnover['small_team']}名的",
    ):
        yield "turnover-cap", ("turnover",), (words,)
    yield "staffing-remedies", ("turnover",), (f"自连续超限的第{turnover['deducted_from']}个考核月起",)


def _times(count: int) -> str:
    return "两" if count == 2 else to_chinese(count)


def _rows(blocks):
    """The wording of the blocks without notes, row by row; the cells of a table's row are divided by ｜."""
    for block in blocks:
        if isinstance(block, Table):
            yield from ("｜".join(_words(cell) for cell in row) for row in block.rows)
        elif not isinstance(block, Note):
            yield _words(inlines_of(block))
            yield from _rows(getattr(block, "blocks", ()))


def _words(inlines) -> str:
    return "".join(i.text if isinstance(i, Text) else f"【{i.field.label}】" for i in inlines if isinstance(i, (Text, Blank)))
