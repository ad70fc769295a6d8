"""Numbers of articles and paragraphs, and what a cross-reference says, in a given document."""

from __future__ import annotations

from dataclasses import dataclass

from macros.contract import Clause, Document, paragraphs
from macros.numerals import to_chinese


@dataclass(frozen=True)
class Target:
    """What a reference can point to, wherever it is printed."""

    slug: str
    title: str
    numbered: bool
    caption: str = ""


def targets(sources) -> dict[str, Target]:
    """Every clause slug and paragraph anchor of the parsed clause files."""
    found = {}
    for source in sources:
        found[source.slug] = Target(source.slug, source.title, source.numbered)
        for paragraph in paragraphs(source.blocks):
            found[paragraph.anchor] = Target(source.slug, source.title, source.numbered, paragraph.caption)
    return found


class Numbering:
    """第X条 and 款 numbers for one document; options are counted as printed (a blank document prints them all)."""

    def __init__(self, document: Document, known: dict[str, Target]):
        self._known = known
        self.articles: dict[str, int] = {}
        self.paragraphs: dict[str, int] = {}
        for clause in document.clauses:
            if clause.numbered:
                self.articles[clause.slug] = len(self.articles) + 1
            for number, paragraph in enumerate(paragraphs(clause.blocks), 1):
                self.paragraphs[paragraph.anchor] = number

    def article(self, clause: Clause) -> str:
        """第八条, or an empty string for an unnumbered section."""
        return f"第{to_chinese(self.articles[clause.slug])}条" if clause.slug in self.articles else ""

    def slug_of(self, target: str) -> str:
        return self._known[target].slug

    def reference(self, target: str) -> str:
        """第八条, 第八条第3款, or the name of a clause that the document does not contain."""
        known = self._known[target]
        if known.slug in self.articles:
            article = f"第{to_chinese(self.articles[known.slug])}条"
            return article + (f"第{self.paragraphs[target]}款" if known.caption else "")
        name = f"“{known.title}”" + ("条款" if known.numbered else "")
        return name + (f"之“{known.caption}”" if known.caption else "")
