"""The registries beside the wording: fields, laws, limits, metrics, superseded law, house wording."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from macros.problems import Problem
from macros.validation import Entry, Inconsistent, validated
from macros.yaml_source import Lines, load_yaml

Key = Annotated[str, Constraint(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Sentence = Annotated[str, Constraint(min_length=1)]


_NUMBERS = {"integer": (int,), "decimal": (int, float), "percent": (int, float), "money": (int, float)}


class Field(Entry):
    """A blank of the contract (填写项). `default` and `example` are what a person would type, without the unit.

    `of`: the money field that an `amount_in_words` spells out. `question`: asked of everybody who fills the contract in,
    because no scenario can know it (identity) or because it is what the parties negotiate first (negotiable).
    """

    key: Key
    group: str
    label: Annotated[str, Constraint(min_length=2, max_length=16, pattern=r"^[^【】\s]+$")]
    type: Literal["text", "long_text", "integer", "decimal", "percent", "money", "amount_in_words", "date", "choice", "checkbox"]
    unit: str | None = None
    options: list[str] = []
    of: Key | None = None
    question: Literal["identity", "negotiable"] | None = None
    hint: Annotated[str, Constraint(min_length=1, max_length=80)]
    default: str | int | float | bool | None = None
    default_rationale: Sentence | None = None
    example: str | None = None
    required: bool = True

    @model_validator(mode="after")
    def _consistent(self):
        if self.type == "choice" and len(self.options) < 2:
            raise Inconsistent("options", "选择项（choice）至少要有两个选项", "写成 options: [按席位, 按量]：半角方括号，选项之间用半角逗号加空格。")
        if self.type != "choice" and self.options:
            raise Inconsistent("options", "只有选择项（choice）才有 options", "删去 options，或把 type 改为 choice。")
        if self.type == "percent" and self.unit != "%":
            raise Inconsistent("unit", "百分比（percent）的单位不是 %", '写成 unit: "%"（带半角双引号）。')
        if self.type == "checkbox" and not isinstance(self.default, bool):
            raise Inconsistent("default", "勾选项（checkbox）没有写默认是否勾选", "写 default: true（默认勾选）或 default: false（默认不勾选）。")
        if self.type == "choice" and self.default is not None and self.default not in self.options:
            raise Inconsistent("default", f"默认值“{self.default}”不在 options 里", f"改成以下之一：{'、'.join(self.options)}。")
        if self.type in _NUMBERS and self.default is not None and type(self.default) not in _NUMBERS[self.type]:
            raise Inconsistent("default", f"默认值“{self.default}”不是{'整数' if self.type == 'integer' else '数字'}", "只写数字，例如 default: 30；不加引号，单位写在 unit 里。")
        if bool(self.of) != (self.type == "amount_in_words"):
            raise Inconsistent("of", "大写金额（amount_in_words）和 of 要一起写：of 说明它是哪一个金额的大写", "写成 type: amount_in_words 和 of: 金额的英文名；不是大写金额的，删去 of。")
        if self.default is None and self.example is None:
            raise Inconsistent("", f"【{self.label}】没有默认值，也没有示例", '补上一行 example: "……"，写一个看得懂的样例。')
        if self.default is not None and self.default_rationale is None:
            raise Inconsistent("default", f"【{self.label}】写了默认值，没有写理由", "在下面补一行 default_rationale: 起草建议：……（有法律依据的写依据）。")
        return self

    @property
    def default_text(self) -> str:
        """The default as it is printed, or an empty string."""
        return "" if self.default is None or self.type == "checkbox" else str(self.default)


class Law(Entry):
    """A rule we cite. `paraphrase` is ours, never the statute's own text."""

    id: str
    law: Sentence
    short: str | None = None
    articles: list[int]
    citation: Sentence
    title: Sentence
    effective: date
    paraphrase: Sentence
    drafting: Sentence
    basis: Sentence
    checked_on: date


class Condition(Entry):
    field: Key
    in_: list[str | bool] = Constraint(alias="in")


class Product(Entry):
    """`factor` times the values of `fields`; term_months stands for the length of the term in months."""

    factor: int | float = 1
    fields: Annotated[list[Key], Constraint(min_length=1)]


class Rule(Entry):
    """How the first field is compared; templates/limits.yml explains each `op`."""

    op: Literal["<=", "<", ">=", ">", "==", "in", "range", "sum", "none", "filled", "credit_code", "contains_any", "contains_none"]
    value: int | float | str | list | None = None
    field: Key | None = None
    product: Product | None = None


class Limit(Entry):
    """A legal limit or advice on filled values; macros/limit_checks.py evaluates it."""

    id: Key
    topic: Sentence
    fields: Annotated[list[Key], Constraint(min_length=1)]
    level: Literal["违法或无效", "高风险", "建议", "提示"]
    nature: Sentence
    applies_when: list[Condition] = []
    rule: Rule
    unit: str | None = None
    law: str | None = None
    message: Sentence
    remedy: Sentence
    safer_value: str | int | float | None = None
    checked_on: date

    @property
    def keys(self) -> list[str]:
        """Every field it names, and TERM_MONTHS where it uses the length of the term."""
        compared = [self.rule.field] if self.rule.field else []
        multiplied = self.rule.product.fields if self.rule.product else []
        return [*self.fields, *(condition.field for condition in self.applies_when), *compared, *multiplied]


class Metric(Entry):
    """An entry of the metric dictionary."""

    key: Key
    name: Sentence
    english: Sentence
    abbreviation: str | None = None
    purpose: Sentence
    formula: Sentence
    numerator: Sentence
    denominator: Sentence
    unit: Sentence
    direction: Literal["越高越好", "越低越好", "适中为好"]
    data_source: Sentence
    exclusions: list[str]
    rounding: Sentence
    common_disputes: Annotated[list[str], Constraint(min_length=1)]
    in_contract: bool


def load_fields(folder: Path, root: Path, problems: list[Problem]) -> tuple[dict[str, Field], dict[str, tuple[str, int]]]:
    """All fields by key, and where each stands as (path, line)."""
    fields: dict[str, Field] = {}
    places: dict[str, tuple[str, int]] = {}
    labels: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        loaded, lines = load_entries(file, root, Field, problems, {"group": file.stem}, "key")
        path = file.relative_to(root).as_posix()
        for key, field in loaded.items():
            line = lines.at(key)
            if key in fields:
                problems.append(Problem(path, line, f"填写项“{key}”已在 {places[key][0]}:{places[key][1]} 登记过", "一个填写项只登记一次：新的空白换一个英文名，重复的删去一处。"))
            elif field.label in labels:
                problems.append(Problem(path, line, f"标签【{field.label}】已被“{labels[field.label]}”使用", "标签在整份合同里不能重复：换一个更具体的说法，或直接使用已有的空白。"))
            else:
                fields[key], places[key], labels[field.label] = field, (path, line), key
    return fields, places


def load_entries(file: Path, root: Path, model: type[Entry], problems: list[Problem], fixed: dict, key_name: str) -> tuple[dict, Lines]:
    """A YAML map as validated entries by key; what does not validate becomes problems."""
    path = file.relative_to(root).as_posix()
    data, lines = load_yaml(file, root, problems)
    entries = {}
    for key, value in data.items():
        if not isinstance(value, dict):
            problems.append(Problem(path, lines.at(key), f"“{key}”下面没有内容", "照相邻条目的样子，把各项写在它下面，行首空 2 格。"))
            continue
        entry = validated(model, {key_name: key, **fixed, **value}, path, lines, (key,), problems)
        if entry is not None:
            entries[key] = entry
    return entries, lines
