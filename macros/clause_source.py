"""Parse the template language: one Markdown file with front matter becomes a tree of contract blocks.

The language is deliberately small; everything outside it is a Problem with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from macros.clause_blocks import BlockParser
from macros.contract import Block
from macros.front_matter import split_front_matter
from macros.problems import Problem
from macros.registry import Field
from macros.yaml_source import Lines, read_yaml


@dataclass(frozen=True)
class Source:
    """A parsed file. `title`, `slug` are empty where the file has no heading (documents)."""

    meta: dict
    meta_lines: Lines
    title: str
    slug: str
    numbered: bool
    blocks: tuple[Block, ...]
    blank_lines: list[tuple[str, int, str]]
    unregistered_lines: list[tuple[str, int]]
    reference_lines: list[tuple[str, int]]
    anchor_lines: list[tuple[str, int]]
    title_line: int
    rows: list[str]

    def wording(self) -> Iterator[tuple[int, str, str]]:
        """Line, anchor of the paragraph and text of every row that goes into the contract; notes do not."""
        anchors = {line: anchor for anchor, line in self.anchor_lines}
        anchor, inside = "", []
        for line, row in enumerate(self.rows[self.title_line - 1 :], self.title_line):
            anchor = anchors.get(line, anchor)
            fence = re.match(r"\s*:::\s*(.*)", row)
            if fence:
                inside.append(fence[1]) if fence[1] else inside and inside.pop()
            elif "note" not in inside:
                yield line, anchor, row


def parse_source(text: str, path: str, fields_by_label: dict[str, Field], problems: list[Problem], slug: str = "") -> Source | None:
    """Parse a clause file (`slug`: its name) or a document file; None when it cannot even be split.

    Findings are appended to `problems`.
    """
    parts = split_front_matter(text, path, problems)
    if parts is None:
        return None
    front, body, first_line = parts
    meta, lines = read_yaml(front, path, problems, first_line=2)
    parser = BlockParser(path, fields_by_label, problems, body, first_line, slug)
    blocks, found = parser.read(), parser.text
    return Source(
        meta, lines, parser.title, parser.slug, parser.numbered, blocks,
        found.blanks, found.unregistered, found.references, parser.anchor_lines, parser.title_line, text.split("\n"),
    )
