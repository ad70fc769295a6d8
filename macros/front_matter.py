"""The information block (信息栏) between two lines of --- on top of a clause or document file."""

from __future__ import annotations

import re

from macros.problems import Problem

_FENCE = "---"
_ALMOST = re.compile(r"\s*[-－—–_]{2,}\s*$")


def split_front_matter(text: str, path: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """Front matter, body and the number of the body's first line; None with the reason in `problems`."""
    rows = text.split("\n")
    heading = next((i for i, row in enumerate(rows) if row.startswith("# ")), len(rows))
    if rows[0].rstrip() != _FENCE:
        problems.append(Problem(path, 1, "文件的第一行不是“---”", "第一行只写三个半角减号“---”，上面不留空行，前后没有空格；接着才是 title、summary 等。"))
        return None
    closing = next((i for i, row in enumerate(rows[1:heading], 1) if row.rstrip() == _FENCE), 0)
    if closing:
        return "\n".join(rows[1:closing]) + "\n", "\n".join(rows[closing + 1 :]), closing + 2
    almost = next((i for i, row in enumerate(rows[1:heading], 1) if _ALMOST.match(row)), None)
    if almost is not None:
        problems.append(Problem(path, almost + 1, f"信息栏应当以“---”结束，这里写成了“{rows[almost]}”", "改成三个半角减号“---”，前后没有空格。"))
    else:
        problems.append(Problem(path, min(heading, len(rows) - 1) + 1, "信息栏没有结束", "在正文开始之前加一行三个半角减号“---”。"))
    return None
