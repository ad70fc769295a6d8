"""Signs that an outsourcing is run like labour dispatch (templates/dispatch_signs.yml): the questions of 真外包自测 and the patterns of its wording scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from macros.problems import Problem
from macros.registry import Key, Sentence
from macros.validation import Entry, Inconsistent, validated
from macros.yaml_source import Lines, load_yaml

PATH = "templates/dispatch_signs.yml"
ANSWERS = ("是", "否", "不清楚")
_GAP = re.compile(r"<([0-9]{1,2})>")
_NAME = re.compile(r"<[^<>()=!]+>")
_NOT_SHARED = re.compile(r"\\[dDwWsSbB]|\(\?<|\(\?P|\(\?[a-zA-Z]")
YesNo = Literal["是", "否"]


class Words(Entry):
    """One way of writing a sign. `even_if`: what otherwise silences a finding but does not silence this one."""

    pattern: Sentence
    unless: list[Sentence] = []
    even_if: list[Literal["negation", "harmless"]] = []
    depends: Sentence | None = None
    reword: Sentence
    catches: Annotated[list[Sentence], Constraint(min_length=1)]
    allows: Annotated[list[Sentence], Constraint(min_length=1)]


class Sign(Entry):
    """A question, the answer that is a sign, and what to know about it. `laws`: register id → the articles that matter here."""

    group: Sentence
    title: Annotated[str, Constraint(min_length=2, max_length=8)]
    question: Sentence
    sign: YesNo
    weight: Literal[1, 2, 3]
    normal: Sentence
    meaning: Sentence
    laws: Annotated[dict[str, list[int]], Constraint(min_length=1)]
    risk: Sentence
    instead: Sentence
    paragraphs: Annotated[list[str], Constraint(min_length=1)]
    find_out: Sentence
    wording: list[Words] = []


class Conflict(Entry):
    answers: Annotated[dict[Key, YesNo], Constraint(min_length=2)]
    why: Sentence


class Verdict(Entry):
    name: Sentence
    say: Sentence
    most: int | None = None
    least: int | None = None


class Verdicts(Entry):
    few: Verdict
    some: Verdict
    many: Verdict
    unsure: Verdict

    @model_validator(mode="after")
    def _in_order(self):
        if self.few.most is None or self.many.least is None or not 0 <= self.few.most < self.many.least - 1:
            raise Inconsistent("many", "few.most 和 many.least 要都写，中间还要留出“有一些信号”", "例如 few 写 most: 4，many 写 least: 12。")
        return self


class ScanVerdicts(Entry):
    found: Verdict
    depends: Verdict
    clear: Verdict
    short: Verdict
    foreign: Verdict
    off_topic: Verdict


class Scan(Entry):
    words: dict[str, Sentence]
    negation: Sentence
    harmless: Sentence
    topics: Sentence
    least: int
    verdicts: ScanVerdicts


class DispatchSigns(Entry):
    verdicts: Verdicts
    conflicts: list[Conflict]
    signs: Annotated[dict[Key, Sign], Constraint(min_length=1)]
    scan: Scan

    def expanded(self, pattern: str) -> str:
        """The pattern with its <names> and <gaps> spelt out: what Python and the browser run."""
        for word, meaning in self.scan.words.items():
            pattern = pattern.replace(f"<{word}>", meaning)
        return _GAP.sub(r"[^，,：:]{0,\1}", pattern)

    @cached_property
    def page_data(self) -> dict:
        """Everything that docs/assets/calculators/self-test.js decides by; what it only shows is on the page already."""
        rules = [
            {"sign": key, "pattern": self.expanded(words.pattern)} | words.model_dump(include={"unless", "even_if", "depends", "reword"})
            for key, sign in self.signs.items() for words in sign.wording
        ]
        return {
            "signs": {key: sign.model_dump(include={"title", "sign", "weight"}) for key, sign in self.signs.items()},
            "conflicts": [conflict.model_dump() for conflict in self.conflicts],
            "verdicts": self.verdicts.model_dump(exclude_none=True),
            "scan": {name: self.expanded(getattr(self.scan, name)) for name in ("negation", "harmless", "topics")}
            | {"least": self.scan.least, "rules": rules, "verdicts": self.scan.verdicts.model_dump(exclude_none=True)},
        }


def load_dispatch_signs(root: Path, problems: list[Problem]) -> tuple[DispatchSigns | None, Lines]:
    """The registry and the lines of its file; None, with the reasons in `problems`, when it does not validate."""
    data, lines = load_yaml(root / PATH, root, problems)
    registry = validated(DispatchSigns, data, PATH, lines, (), problems) if data else None
    unreadable = list(_unreadable(registry, lines)) if registry else []
    problems += unreadable
    return None if unreadable else registry, lines


def _unreadable(registry: DispatchSigns, lines: Lines) -> Iterator[Problem]:
    """Patterns that Python or the browser could not run, or would read differently."""
    written = {("scan", name): getattr(registry.scan, name) for name in ("negation", "harmless", "topics")}
    written |= {("signs", key, "wording", number, "pattern"): words.pattern for key, sign in registry.signs.items() for number, words in enumerate(sign.wording)}
    for place, pattern in written.items():
        line, expanded = lines.at(*place), registry.expanded(pattern)
        if unknown := _NAME.search(expanded):
            yield Problem(PATH, line, f"{unknown[0]} 没有写在 scan.words 里", f"可用的代称：{'、'.join(f'<{word}>' for word in registry.scan.words)}；间隔写成 <12>。")
        elif wrong := _NOT_SHARED.search(expanded):
            yield Problem(PATH, line, f"写法里的 {wrong[0]} 在浏览器里读法不同", "数字写 [0-9]，空格写“ *”，不用后顾和 (?i) 一类写法。")
        else:
            try:
                re.compile(expanded)
            except re.error as error:
                yield Problem(PATH, line, f"写法不是有效的正则表达式（{error.pos} 个字符附近）", "检查括号是否成对。")
