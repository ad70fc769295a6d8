"""What the law and good practice object to in the answers. docs/assets/fill/limits.js mirrors this module; templates/limits.yml explains the rules."""

from __future__ import annotations

import math
import operator
import re
from datetime import date, timedelta

from macros.answer_values import NUMBERS
from macros.answers import Answers, applies
from macros.applicability import TERM_MONTHS
from macros.credit_code import is_credit_code

LEVELS = ("违法或无效", "高风险", "建议", "提示")
_COMPARE = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt, "==": operator.eq}
_UNANSWERED = ("unknown", "missing", "blank")


def findings(answers: Answers, form: dict) -> list[dict]:
    """Graver levels first; within a level limits in order, then wording."""
    fields = {field["key"]: field for field in form["fields"]}
    found = [_finding(limit) for limit in form["limits"] if _objects(limit, answers, fields)]
    rules = [(rule, re.compile(rule["pattern"])) for rule in form["wording"]]
    for key, field in fields.items():
        if field["type"] in ("text", "long_text") and answers.states[key] == "given":
            found += _wording_findings(field, answers.values[key], rules)
    return sorted(found, key=lambda finding: LEVELS.index(finding["level"]))


def _finding(limit: dict) -> dict:
    return {name: limit[name] for name in ("id", "level", "fields", "topic", "message", "remedy", "safer_value", "law")}


def _objects(limit: dict, answers: Answers, fields: dict) -> bool:
    rule, first = limit["rule"], limit["fields"][0]
    if not applies(answers, first) or any(answers.values.get(c["field"]) not in c["in"] for c in limit["applies_when"]):
        return False
    if rule["op"] == "none":
        return True
    if rule["op"] == "filled":
        return answers.states[first] in _UNANSWERED
    summed = limit["fields"] if rule["op"] == "sum" else [first]
    left = [_quantity(key, answers, fields) for key in summed]
    right = _bound(rule, answers, fields)
    return None not in left and right is not None and not _satisfied(rule["op"], left, right)


def _satisfied(op: str, left: list, right) -> bool:
    value = left[0]
    match op:
        case "sum":
            return _rounded(sum(left)) == right
        case "in":
            return value in right
        case "range":
            return right[0] <= value <= right[1]
        case "credit_code":
            return is_credit_code(value)
        case "contains_any":
            return any(word in value for word in right)
        case "contains_none":
            return not any(word in value for word in right)
        case _:
            return _COMPARE[op](value, right)


def _bound(rule: dict, answers: Answers, fields: dict):
    """What the first field is compared with; None while an answer is missing."""
    if "field" in rule:
        return _quantity(rule["field"], answers, fields)
    if "product" in rule:
        factors = [_quantity(key, answers, fields) for key in rule["product"]["fields"]]
        return None if None in factors else _rounded(math.prod(factors, start=rule["product"]["factor"]))
    return rule.get("value", "")


def _quantity(key: str, answers: Answers, fields: dict):
    """A number as a double, a date as ISO text, other values as they are; None while there is no answer."""
    if key == TERM_MONTHS:
        return _term_months(answers.values.get("term_start"), answers.values.get("term_end"))
    value = answers.values.get(key)
    return float(value) if value is not None and fields[key]["type"] in NUMBERS else value


def _term_months(start: str | None, end: str | None) -> float | None:
    """The length of the term, its last day included: whole months and thirtieths of a month."""
    if not start or not end or end < start:
        return None
    first, after = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
    return (after.year - first.year) * 12 + (after.month - first.month) + (after.day - first.day) / 30


def _rounded(number: float) -> float:
    """Answers have at most six decimals: what lies beyond is noise of the doubles."""
    return math.floor(number * 1e6 + 0.5) / 1e6


def _wording_findings(field: dict, text: str, rules: list[tuple[dict, re.Pattern]]) -> list[dict]:
    return [
        {
            "id": "wording", "level": "高风险", "fields": [field["key"]], "topic": "用语",
            "message": f"【{field['label']}】里的“{words}”：{rule['why']}。", "remedy": f"{rule['instead']}。", "safer_value": None, "law": rule["law"],
        }
        for rule, pattern in rules
        if pattern.search(text) and (words := _words_found(text, rule, pattern))
    ]


def _words_found(text: str, rule: dict, pattern: re.Pattern) -> str:
    """The offending words of the first sentence that nothing makes harmless."""
    for sentence in re.split("[。；\n]", text):
        if (found := pattern.search(sentence)) and not any(word in sentence for word in rule["unless"]):
            return found[0]
    return ""
