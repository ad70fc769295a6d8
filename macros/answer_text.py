"""填写内容 as JSON: only what was answered, 不知道 included, under Chinese labels, so that a later default changes nothing.

docs/assets/fill/answer-text.js mirrors this module.
"""

from __future__ import annotations

import json

from macros.answers import Answers
from macros.contract import PENDING

SCHEMA = "answers.schema.json"


def render_answers(answers: Answers, form: dict) -> str:
    """JSON text that can be read in again."""
    given = {field["label"]: answers.values.get(field["key"], PENDING) for field in form["fields"] if answers.states[field["key"]] in ("given", "unknown")}
    head = {"$schema": SCHEMA, "范本": form["document"], "范本版本": form["version"]}
    return json.dumps(head | given, ensure_ascii=False, indent=2) + "\n"
