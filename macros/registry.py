"""The registries beside the wording: fields, laws, limits, metrics, superseded law, house wording."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field as Constraint, ValidationError, model_validator

from macros.problems import Problem, nearest
from macros.yaml_source import Lines, read_yaml

Key = Annotated[str, Constraint(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Sentence = Annotated[str, Constraint(min_length=1)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Field(Entry):
    """A blank of the contract (填写项). `default` and `example` are what a person would type, without the unit."""

    key: Key
    group: str
    label: Annotated[str, Constraint(min_length=2, max_length=16, pattern=r"^[^【】\s]+$")]
    type: Literal["text", "long_text", "integer", "decimal", "percent", "money", "date", "choice", "checkbox"]
    unit: str | None = None
    options: list[str] = []
    hint: Annotated[str, Constraint(min_length=1, max_length=80)]
    default: str | int | float | bool | None = None
    default_rationale: Sentence | None = None
    example: str | None = None
    required: bool = True

    @model_validator(mode="after")
    def _consistent(self):
        if self.type == "choice" and len(self.options) < 2:
            raise ValueError("choice（选择）类型至少要有两个 options（选项）")
        if self.type != "choice" and self.options:
            raise ValueError("只有 choice（选择）类型才能写 options（选项）")
        if self.type == "percent" and self.unit != "%":
            raise ValueError("percent（百分比）类型的 unit 必须是 \"%\"")
        if self.type == "checkbox" and not isinstance(self.default, bool):
            raise ValueError("checkbox（勾选）类型必须写 default: true 或 default: false")
        if self.type == "choice" and self.default is not None and self.default not in self.options:
            raise ValueError("default（默认值）必须是 options 里的一个")
        if self.type == "integer" and self.default is not None and type(self.default) is not int:
            raise ValueError("integer（整数）类型的 default 必须是整数，不带单位和引号")
        if self.type in ("decimal", "percent", "money") and self.default is not None and type(self.default) not in (int, float):
            raise ValueError("数字类型的 default 必须是数字，不带单位和引号")
        if self.default is None and self.example is None:
            raise ValueError("没有 default（默认值）的填写项必须写 example（示例）")
        if self.default is not None and self.default_rationale is None:
            raise ValueError("写了 default（默认值）就必须写 default_rationale（为什么是这个值）")
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


class Rule(Entry):
    op: Literal["<=", "<", ">=", ">", "==", "in", "range", "sum", "none"]
    value: int | float | str | list | None = None
    field: Key | None = None


class Limit(Entry):
    """A legal limit or advice on filled values; evaluated by the filling tools."""

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
                problems.append(Problem(path, line, f"填写项的键“{key}”已在 {places[key][0]}:{places[key][1]} 登记过", "一个填写项只登记一次；换一个键，或删去这一处。"))
            elif field.label in labels:
                problems.append(Problem(path, line, f"标签【{field.label}】已被“{labels[field.label]}”使用", "标签在整份合同里必须唯一，请换一个更具体的说法。"))
            else:
                fields[key], places[key], labels[field.label] = field, (path, line), key
    return fields, places


def load_entries(file: Path, root: Path, model: type[Entry], problems: list[Problem], fixed: dict, key_name: str) -> tuple[dict, Lines]:
    """A YAML map as validated entries by key; what does not validate becomes problems."""
    path = file.relative_to(root).as_posix()
    data, lines = read_yaml(file.read_text(encoding="utf-8"), path, problems)
    entries = {}
    for key, value in data.items():
        if not isinstance(value, dict):
            problems.append(Problem(path, lines.at(key), f"“{key}”下面没有内容", "照相邻条目的样子，把各项缩进写在下面。"))
            continue
        entry = validated(model, {key_name: key, **fixed, **value}, path, lines, (key,), problems)
        if entry is not None:
            entries[key] = entry
    return entries, lines


def validated(model: type[BaseModel], data: dict, path: str, lines: Lines, location: tuple, problems: list[Problem]):
    """The model instance, or None with the reasons in `problems`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for finding in error.errors():
            problems.append(_explain(finding, model, path, lines, location))
        return None


_EXPECTED = {
    "string_type": "文字", "int_type": "整数", "float_type": "数字", "bool_type": "true 或 false",
    "list_type": "列表（每行以“- ”开头，或写在 [ ] 里）", "date_type": "日期（2026-11-23）", "dict_type": "一组“键: 值”",
    "model_type": "一组“键: 值”",
}


def _explain(finding: dict, model: type[BaseModel], path: str, lines: Lines, location: tuple) -> Problem:
    where = tuple(finding["loc"])
    line = lines.at(*location, *where)
    name = ".".join(str(part) for part in where) or str(location[-1] if location else "")
    kind = finding["type"]
    if kind == "missing":
        return Problem(path, line, f"缺少“{name}”", f"在这一条里补上“{where[-1]}: ……”。")
    if kind == "extra_forbidden":
        known = [alias_or_name(n, f) for n, f in model.model_fields.items()]
        return Problem(path, line, f"不认识的键“{name}”", nearest(str(where[-1]), known) + "可用的键：" + "、".join(known) + "。")
    if kind == "value_error":
        return Problem(path, line, finding["msg"].removeprefix("Value error, "), "按提示改正这一条。")
    if kind == "literal_error":
        return Problem(path, line, f"“{name}”的值“{finding['input']}”不在可选范围内", f"改成以下之一：{finding['ctx']['expected'].replace(' or ', '、').replace(', ', '、')}。")
    if kind == "string_pattern_mismatch":
        return Problem(path, line, f"“{name}”的值“{finding['input']}”写法不对", "键只能用小写英文字母、数字和下划线；标签里不能有空格和【】；版本号写成 1.0.0。")
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        limit = finding["ctx"].get("min_length", finding["ctx"].get("max_length"))
        return Problem(path, line, f"“{name}”{'太短' if 'short' in kind else '太长'}", f"{'至少' if 'short' in kind else '最多'} {limit} 个字（项）。")
    return Problem(path, line, f"“{name}”的值“{finding['input']}”类型不对", f"这里应当是{_EXPECTED.get(kind, '另一种类型的值')}。")


def alias_or_name(name: str, field) -> str:
    return field.alias or name


VERSION = re.compile(r"^\d+\.\d+\.\d+$")
