"""Run every content check and say in plain Chinese what is wrong, where, and what to do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from macros.library import load_library
from macros.problems import ContentError, Problem

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        library = load_library(ROOT)
    except ContentError as error:
        print(error, file=sys.stderr)
        print(f"\n共 {len(error.problems)} 处需要修改。改好后请再检查一遍：有些检查要等这些改好才做。", file=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS"):
            print(*map(annotation, error.problems), sep="\n")
        return 1
    print(f"检查通过：{len(library.clauses)} 个条款，{len(library.fields)} 个填写项，{len(library.laws)} 条法规，{len(library.limits)} 条界限。")
    return 0


def annotation(problem: Problem) -> str:
    """The workflow command that makes GitHub show the problem beside its line in the pull request."""
    message = f"{problem.cause}\n怎么改：{problem.remedy}".replace("%", "%25").replace("\n", "%0A")
    return f"::error file={problem.path},line={problem.line}::{message}"


if __name__ == "__main__":
    raise SystemExit(main())
