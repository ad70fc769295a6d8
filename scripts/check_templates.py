"""Run every content check and say in plain Chinese what is wrong, where, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

from macros.library import load_library
from macros.problems import ContentError

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        library = load_library(ROOT)
    except ContentError as error:
        print(error, file=sys.stderr)
        print(f"\n共 {len(error.problems)} 处需要修改。", file=sys.stderr)
        return 1
    print(f"检查通过：{len(library.clauses)} 个条款，{len(library.fields)} 个填写项，{len(library.laws)} 条法规，{len(library.limits)} 条界限。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
