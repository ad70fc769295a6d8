"""JSON Schema of an answers file: editors complete the keys, explain them and mark values that cannot be used."""

from __future__ import annotations

import re

from macros.answer_values import LONGEST, NO, UNKNOWN_WORDS, YES
from macros.answers import RESERVED_KEYS

_EMPTY_OR_UNKNOWN = {"enum": [*UNKNOWN_WORDS, "", None], "title": "不知道", "description": "写“不知道”，合同里印【待定】；空着的用默认值。"}
_RESERVED = {
    "$schema": "这份说明的位置，给编辑器看。",
    "范本": "属于哪一份范本，写范本的英文名。",
    "范本版本": "填写时的范本版本。",
}
_INTEGER = r"([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})"
_DECIMALS = {"integer": r"(\.0{1,6})?", "money": r"(\.[0-9]{1,2})?"}
_DATE = r"^2[01][0-9]{2}([-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)$"


def answer_schema(form: dict) -> dict:
    """Labels and keys mean the same; amounts in words are worked out, so nobody writes them."""
    fields = [field for field in form["fields"] if not field["of"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"《{form['title']}》填写内容",
        "description": f"范本版本 {form['version']}。键是填写项的中文标签或英文名，每个填写项一行。",
        "type": "object",
        "properties": _reserved(form) | {name: {"$ref": f"#/$defs/{field['key']}"} for field in fields for name in (field["label"], field["key"])},
        "additionalProperties": False,
        "$defs": {field["key"]: _field(field) for field in fields},
    }


def _reserved(form: dict) -> dict:
    names = {"template": "范本", "template_version": "范本版本"}
    properties = {name: {"type": "string", "description": _RESERVED[names.get(name, name)]} for name in RESERVED_KEYS}
    for name in ("范本", "template"):
        properties[name] |= {"enum": [form["document"], form["title"]]}
    return properties


def _field(field: dict) -> dict:
    schema = {"title": field["label"], "description": _description(field), "anyOf": [_value(field), _EMPTY_OR_UNKNOWN]}
    example = field["example"] or field["default"]
    return schema | ({"examples": [example]} if example != "" else {})


def _description(field: dict) -> str:
    default = {True: "是", False: "否"}.get(field["default"], field["default"])
    notes = (
        field["hint"],
        f"单位：{field['unit']}" if field["unit"] else "",
        f"默认：{default}" if default != "" else "",
        "" if field["required"] or default != "" else "可以不填",
    )
    return "。".join(filter(None, notes)) + "。"


def _value(field: dict) -> dict:
    match field["type"]:
        case "text" | "long_text" as type_:
            return {"type": ["string", "number", "boolean"], "maxLength": LONGEST[type_]}
        case "choice":
            return {"enum": field["options"]}
        case "checkbox":
            return {"enum": [True, False, 1, 0, *YES, *NO]}
        case "date":
            return {"type": "string", "pattern": _DATE}
        case type_:
            unit = rf" ?({re.escape(field['unit'])})?" if field["unit"] else ""
            decimals = _DECIMALS.get(type_, r"(\.[0-9]{1,6})?")
            return {"type": ["integer" if type_ == "integer" else "number", "string"], "minimum": 0, "pattern": f"^{_INTEGER}{decimals}{unit}$"}
