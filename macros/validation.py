"""Data checked against its model, with the model's objections in Chinese."""

from __future__ import annotations

import typing

from pydantic import BaseModel, ConfigDict, ValidationError

from macros.problems import Problem, nearest
from macros.yaml_source import Lines


class Entry(BaseModel):
    """What every registry entry and information block is built on: no unknown keys, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Inconsistent(ValueError):
    """Raised by a model whose values contradict each other; `key` is the one to look at."""

    def __init__(self, key: str, cause: str, remedy: str):
        super().__init__(cause)
        self.key, self.cause, self.remedy = key, cause, remedy


_DATE = "写成 2026-11-23（年-月-日，半角，不加引号）。"
_HOW = {
    "version": "写成三段数字，例如 1.0.1。",
    "reviewed": _DATE, "checked_on": _DATE, "effective": _DATE, "since": _DATE,
    "key": "开头的英文名只用小写字母、数字和下划线，最多 40 个字，例如 payment_term_days。",
    "label": "标签里不写【】和空格，2 到 16 个字。",
    "options": "写成 options: [按席位, 按量]：半角方括号，选项之间用半角逗号加空格。",
    "example": '用半角双引号括起来，例如 example: "5200"。',
    "articles": "只写阿拉伯数字，放在半角方括号里，例如 articles: [585]。",
    "laws": "写成半角方括号里的编号，例如 laws: [smepay-9]；没有引用法律的写 laws: []。",
}
_NAMES = {"key": "英文名", "id": "编号"}
_KINDS = {
    "string_type": "一句文字", "int_type": "整数，不加引号和单位", "float_type": "数字，不加引号和单位",
    "bool_type": " true（是）或 false（否）", "list_type": "列表（每行以“- ”开头）", "date_type": "日期（2026-11-23）",
    "dict_type": "一组“键: 值”", "model_type": "一组“键: 值”",
}


def validated(model: type[BaseModel], data: dict, path: str, lines: Lines, location: tuple, problems: list[Problem]):
    """The model instance, or None with the reasons in `problems`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        findings = [finding | {"loc": _place(finding)} for finding in error.errors()]
        missing = {f["loc"] for f in findings if f["type"] == "missing"}
        misspelt = {}
        for finding in findings:
            loc = finding["loc"]
            if finding["type"] == "extra_forbidden" and (meant := _meant(loc, missing - set(misspelt.values()))):
                misspelt[loc] = meant
        for finding in findings:
            loc = finding["loc"]
            if loc not in misspelt.values():
                line = lines.at(*location, *loc)
                problems.append(Problem(path, line, *_explain(finding, model, misspelt.get(loc), location)))
        return None


def _meant(loc: tuple, missing: set[tuple]) -> tuple | None:
    """The missing key that an unknown one beside it probably stands for."""
    beside = {str(other[-1]): other for other in missing if other[:-1] == loc[:-1]}
    return next((other for name, other in beside.items() if nearest(str(loc[-1]), [name])), None)


def _explain(finding: dict, model: type[BaseModel], meant: tuple | None, location: tuple) -> tuple[str, str]:
    loc, kind, value = finding["loc"], finding["type"], finding["input"]
    name, key = _name(loc), str(loc[-1]) if loc else ""
    how = _HOW.get(next((str(part) for part in reversed(loc) if isinstance(part, str)), ""), "")
    if kind == "missing":
        return f"缺少“{name}”", f"在{'这一条' if location else '信息栏'}里补上一行“{key}: ……”。{how}"
    if kind == "extra_forbidden" and meant:
        return f"不认识的键“{name}”", f"改成“{meant[-1]}”。"
    if kind == "extra_forbidden":
        known = [field.alias or name for name, field in _model_at(model, loc).model_fields.items() if name not in ("key", "id", "group")]
        return f"不认识的键“{name}”", nearest(key, known) + "可用的键：" + "、".join(known) + "。"
    if kind == "value_error":
        error = finding["ctx"]["error"]
        return (error.cause, error.remedy) if isinstance(error, Inconsistent) else (str(error), "按提示改正这一条。")
    if kind == "literal_error":
        choices = finding["ctx"]["expected"].replace("'", "").replace(" or ", ", ").replace(", ", "、")
        return f"“{name}”不能写“{value}”", f"改成以下之一：{choices}。"
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        limit, unit = finding["ctx"].get("min_length", finding["ctx"].get("max_length")), "个字" if "string" in kind else "项"
        return f"“{name}”{'太短' if 'short' in kind else '太长'}，现在是 {len(value)} {unit}", f"{'至少' if 'short' in kind else '最多'} {limit} {unit}。"
    if value is None:
        return f"“{name}”是空的", f"写上内容，或删去这一行。{how}"
    if kind == "string_type" and isinstance(value, dict):
        return f"“{name}”里有半角冒号，被当成了“键: 值”", "改用全角冒号“：”，或把整句用半角双引号括起来。"
    if kind == "string_pattern_mismatch":
        return f"“{name}”的写法“{value}”不对", how or "照相邻条目的样子改。"
    return f"“{name}”的写法“{value}”不对", how or f"这里应当是{_KINDS.get(kind, '另一种类型的值')}。"


def _place(finding: dict) -> tuple:
    error = finding.get("ctx", {}).get("error")
    return (*finding["loc"], error.key) if isinstance(error, Inconsistent) and error.key else tuple(finding["loc"])


def _name(loc: tuple) -> str:
    """("checklist", 3) → checklist 第 4 项."""
    return " ".join(f"第 {part + 1} 项" if isinstance(part, int) else _NAMES.get(part, part) for part in loc)


def _model_at(model: type[BaseModel], loc: tuple) -> type[BaseModel]:
    """The model that the key at `loc` was checked against."""
    for part in loc[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = next((m for m in _models_in(model.model_fields[part].annotation)), model)
    return model


def _models_in(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in typing.get_args(annotation) for model in _models_in(argument)]
