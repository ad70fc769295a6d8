"""填写值: what people typed → canonical values, and what is printed and stored for every blank.

docs/assets/fill/answers.js mirrors this module, messages included; tests/vectors holds the two together.
`form` is the plain data of macros/form_data.py, the same in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.amounts import amount_in_words
from macros.answer_values import NUMBERS, WHITE, Refusal, normalise, quoted, text_of
from macros.contract import PENDING
from macros.problems import nearest

NOT_APPLICABLE = "／"
TO_WRITE = "　" * 6  # in papers that are filled in when they are used, an optional blank stays open
TEMPLATE_KEYS = ("范本", "template")
RESERVED_KEYS = (*TEMPLATE_KEYS, "范本版本", "template_version", "$schema")


@dataclass(frozen=True)
class Mistake:
    """An answer that cannot be used. `key` is the one written in the file, or empty."""

    key: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Answers:
    """`values`: field key → canonical value, of the fields that have one and apply.
    `states`: every field key → given, default, unknown, missing (required), blank (optional) or inapplicable."""

    values: dict[str, str | bool]
    states: dict[str, str]


def read_answers(raw: Mapping[str, object], form: dict) -> tuple[Answers, list[Mistake]]:
    """The answers in canonical form, and every mistake in them. `raw`: label or key → text, number, bool or None."""
    fields = {name: field for field in form["fields"] for name in (field["key"], field["label"])}
    given: dict[str, str | bool | None] = {}
    written: dict[str, str] = {}
    mistakes = []
    for name, value in raw.items():
        field = fields.get(name)
        try:
            if name in RESERVED_KEYS:
                _check_template(name, value, form)
            elif field is None:
                raise Refusal(f"没有{quoted(name)}这一填写项", nearest(name, fields) + "键要与填写项的中文标签或英文名完全一致；用不上的删去这一行。")
            elif field["key"] in written:
                raise Refusal(f"【{field['label']}】写了两次，另一处的键是{quoted(written[field['key']])}", "留下一处，删去另一处。")
            else:
                written[field["key"]] = name
                given[field["key"]] = normalise(value, field)
        except Refusal as refusal:
            mistakes.append(Mistake(name, refusal.message, refusal.remedy))
            if field:
                given.setdefault(field["key"], None)
    return _settled(given, form), mistakes


def _check_template(name: str, value: object, form: dict) -> None:
    slug = text_of(value).strip(WHITE)
    if name in TEMPLATE_KEYS and slug not in ("", form["document"], form["title"]):
        raise Refusal(f"这份填写内容属于另一份范本{quoted(slug)}", f"这一份是《{form['title']}》：换一份填写内容，或改正这一行。")


def _settled(given: dict[str, str | bool | None], form: dict) -> Answers:
    """`given`: what `normalise` returned, or None where it refused."""
    values, states = {}, {}
    for field in form["fields"]:
        key, value = field["key"], given.get(field["key"], "")
        if value is None:
            states[key] = "missing"
        elif value == PENDING:
            states[key] = "unknown"
        elif value != "":
            values[key], states[key] = value, "given"
        elif field["default"] != "":
            values[key], states[key] = field["default"], "default"
        else:
            states[key] = "missing" if field["required"] and not field["of"] else "blank"
    answers = Answers(values, states)
    _drop_inapplicable(answers, form)
    for field in form["fields"]:
        if field["of"] in values and states[field["key"]] == "blank":
            states[field["key"]] = "default"
    return answers


def _drop_inapplicable(answers: Answers, form: dict) -> None:
    """A blank applies while the text it stands in may be part of the contract: a pending choice keeps its alternatives."""
    fields = {field["key"]: field for field in form["fields"]}
    decided: set[str] = set()

    def decide(key: str) -> str:
        if key not in decided:
            decided.add(key)
            chains = fields[key]["when"]
            if chains and not any(all(map(holds, chain)) for chain in chains):
                answers.values.pop(key, None)
                answers.states[key] = "inapplicable"
        return answers.states[key]

    def holds(condition: dict) -> bool:
        key = condition["field"]
        if decide(key) in ("unknown", "missing"):
            return fields[key]["type"] == "choice"
        return answers.values.get(key) in condition["in"]

    for key in fields:
        decide(key)


def applies(answers: Answers, key: str) -> bool:
    """True where the blank is part of the contract."""
    return answers.states[key] != "inapplicable"


def unanswered(answers: Answers, form: dict) -> list[str]:
    """Keys of the form's fields that will be printed as PENDING, in contract order."""
    return [field["key"] for field in form["fields"] if answers.states[field["key"]] in ("missing", "unknown")]


def shown(answers: Answers, form: dict) -> dict[str, str | bool]:
    """Every field key → what is printed; a checkbox → ticked or not."""
    printed = {field["key"]: _printed(answers, field) for field in form["fields"]}
    for field in form["fields"]:
        if field["of"] and applies(answers, field["key"]):
            amount = answers.values.get(field["of"])
            printed[field["key"]] = amount_in_words(amount) if amount else printed[field["of"]]
    return printed


def _printed(answers: Answers, field: dict) -> str | bool:
    value = answers.values.get(field["key"])
    if field["type"] == "checkbox":
        return value is True
    if value is None:
        state = answers.states[field["key"]]
        return PENDING if state in ("missing", "unknown") else TO_WRITE if state == "blank" and field["later"] else NOT_APPLICABLE
    if field["type"] in NUMBERS:
        integer, point, fraction = value.partition(".")
        return f"{int(integer):,}{point}{fraction}" if len(integer) > 4 else value
    if field["type"] == "date":
        year, month, day = map(int, value.split("-"))
        return f"{year}年{month}月{day}日"
    return value


def stored(answers: Answers, form: dict) -> dict[str, str]:
    """Every field key → what the data store of the Word file holds: as printed, but dates as ISO, checkboxes as true or false."""
    printed = shown(answers, form)
    dates = {field["key"]: answers.values[field["key"]] for field in form["fields"] if field["type"] == "date" and field["key"] in answers.values}
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in (printed | dates).items()}
