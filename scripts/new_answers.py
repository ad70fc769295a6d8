"""A new answers file to fill in: every blank of the pack, explained, with the values of a preset."""

from __future__ import annotations

import json
import re

from macros.answer_text import SCHEMA
from macros.registry import Field

# What YAML reads as the same text without quotes.
_PLAIN = re.compile(r"[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿.／/（）、；，。《》“”＝%+_-]*( [0-9A-Za-z一-鿿][0-9A-Za-z一-鿿.／/（）、；，。《》“”＝%+_-]*)*")


def render_new_answers(form: dict, preset: dict, fields: dict[str, Field]) -> str:
    """YAML text: valid at once; identities are left open, what stays at its default is commented out."""
    labels = {field["key"]: field["label"] for field in form["fields"]}
    answers = {labels.get(name, name): value for name, value in preset["answers"].items()}
    lines = [
        f"# {form['title']}：按“{preset['title']}”准备的填写内容。{preset['summary']}",
        "# 一行一项：冒号后空一格写值；行首的 # 去掉才算填写，没写的用默认值；不知道的写“待定”，合同里印成【待定】。",
        "# 填好后：make fill ANSWERS=本文件，只做主合同；后面加上 PACK=1，附件和文书一起做。",
        f"# 从网站的下载中心取 {SCHEMA}，放在同一个文件夹，编辑器就能边写边提示和检查：",
        f"# yaml-language-server: $schema={SCHEMA}",
        "",
        f"范本: {form['document']}",
        f"范本版本: {form['version']}",
    ]
    for clause in form["clauses"]:
        lines += ["", "", f"# ═══ {clause['title']} ═══"]
        for data in form["fields"]:
            if data["group"] == clause["slug"]:
                lines += _entry(data, fields[data["key"]], answers.get(data["label"]), labels)
    return "\n".join(lines) + "\n"


def _entry(data: dict, field: Field, given, labels: dict[str, str]) -> list[str]:
    label, type_ = data["label"], data["type"]
    if type_ == "amount_in_words":
        return ["", f"# {label}：由“{labels[data['of']]}”自动得出，不用填"]
    notes = [data["hint"]]
    notes += [f"单位：{data['unit']}"] if data["unit"] else []
    notes += [f"可选：{'、'.join(data['options'])}"] if data["options"] else []
    notes += ["写“是”或“否”"] if type_ == "checkbox" else []
    notes += ["可以不填"] if not data["required"] and data["default"] == "" else []
    notes += [f"只在{_condition(data['when'], labels)}时用到"] if data["when"] else []
    lines = ["", *(f"# {note}" for note in ("；".join(notes), field.default_rationale and f"默认{_text(data['default'])}：{field.default_rationale}") if note)]
    if data["question"] == "identity":
        sample = _text(given) or data["example"] or ""
        return [*lines, f"# 例如：{_one_line(sample)}", f"{label}:"]
    if given is not None:
        return [*lines, f"{label}: {_scalar(_text(given))}"]
    if data["default"] == "":
        return [*lines, f"# 例如：{_one_line(data['example'] or '')}", f"# {label}:"]
    return [*lines, f"# {label}: {_scalar(_text(data['default']))}"]


def _condition(chains: list[list[dict]], labels: dict[str, str]) -> str:
    """“计费方式”为“按量”或“混合”."""
    def one(condition: dict) -> str:
        if condition["in"] == [True]:
            return f"勾选“{labels[condition['field']]}”"
        return f"“{labels[condition['field']]}”为“{'”或“'.join(condition['in'])}”"

    return "，或者".join("并且".join(map(one, chain)) for chain in chains)


def _text(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _scalar(text: str) -> str:
    """Plain where that is certain to be read as the same text, else in double quotes: JSON's are YAML's."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
