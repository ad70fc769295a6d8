"""What is wrong with the content: where, why and how to put it right, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. `path` is relative to the repository, `line` counts from 1."""

    path: str
    line: int
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}：{self.cause}\n    怎么改：{self.remedy}"


class ContentError(Exception):
    """Raised with every problem found, never only the first one."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def closest(word: str, known) -> str:
    """The closest known word, or an empty string."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def nearest(word: str, known) -> str:
    """The closest known word as a Chinese hint, or an empty string."""
    found = closest(word, known)
    return f"最接近的是“{found}”。" if found else ""
