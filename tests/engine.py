"""Ask the browser's engine: one node process for the whole test run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from macros.answers import read_answers, shown, stored, unanswered
from macros.limit_checks import findings

NODE = Path(sys.executable).with_name("node")
VECTORS = Path(__file__).with_name("vectors")


def vectors(name: str):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def read(form: dict, raw: dict) -> dict:
    """Everything that Python says about raw answers, in the shape of tests/run_engine.mjs."""
    answers, mistakes = read_answers(raw, form)
    return {
        "values": answers.values, "states": answers.states, "mistakes": [vars(mistake) for mistake in mistakes],
        "shown": shown(answers, form), "stored": stored(answers, form), "unanswered": unanswered(answers, form), "findings": findings(answers, form),
    }


class Engine:
    """Calls of tests/run_engine.mjs as methods."""

    def __init__(self):
        self._node = subprocess.Popen(
            [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", Path(__file__).with_name("run_engine.mjs")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )

    def __getattr__(self, call: str):
        if call.startswith("_"):
            raise AttributeError(call)
        return lambda *parameters: self._ask(call, *parameters)

    def _ask(self, *request):
        self._node.stdin.write(json.dumps(request) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, f"the engine broke on {request!r:.2000}"
        return json.loads(line)

    def close(self) -> None:
        self._node.stdin.close()
        self._node.wait()
        self._node.stdout.close()
