"""The contract's wording follows the house rules: no vague words, one word per idea, nothing legally dangerous."""

from __future__ import annotations


def check(library):
    for path, source in library.sources.items():
        for line, anchor, row in source.wording():
            yield from library.wording.findings(path, line, anchor, row)
