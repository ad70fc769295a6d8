"""The contract's wording follows the house rules: no vague words, one word per idea, nothing legally dangerous."""

from __future__ import annotations

import re

_NOTE = re.compile(r"^\s*:::")


def check(library):
    for path, source in library.sources.items():
        lines = (library.root / path).read_text(encoding="utf-8").splitlines()
        inside: list[str] = []
        anchors = dict((line, anchor) for anchor, line in source.anchor_lines)
        anchor = ""
        for number, row in enumerate(lines, 1):
            anchor = anchors.get(number, anchor)
            if _NOTE.match(row):
                marker = row.strip().removeprefix(":::").strip()
                inside.append(marker) if marker else inside and inside.pop()
            elif number >= source.title_line and "note" not in inside:
                yield from library.wording.findings(path, number, anchor, row)
