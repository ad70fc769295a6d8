"""Numbers of articles and paragraphs, and what a cross-reference says, in a given document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros.contract import Clause, Document, paragraphs
from macros.numerals import to_chinese
from macros.pack import annex_name, is_form


@dataclass(frozen=True)
class Target:
    """What a reference can point to, wherever it is printed."""

    slug: str
    title: str
    numbered: bool
    caption: str = ""
    number: int = 0
    heads: bool = False  # a document of the pack bears its name


def targets(sources, documents) -> dict[str, Target]:
    """Every clause slug and paragraph anchor of the parsed clause files."""
    found = {}
    for source in sources:
        whole = found[source.slug] = Target(source.slug, source.title, source.numbered, heads=source.slug in documents)
        for number, paragraph in enumerate(paragraphs(source.blocks), 1):
            found[paragraph.anchor] = replace(whole, caption=paragraph.caption, number=number)
    return found


class Numbering:
    """第X条 and 款 numbers for one document; options are counted as printed (a blank document prints them all).

    `main`: the numbering of the contract that the document is an annex of.
    """

    def __init__(self, document: Document, known: dict[str, Target], main: Numbering | None = None):
        self._slug, self._known, self._main = document.slug, known, main
        self.articles: dict[str, int] = {}
        self.paragraphs: dict[str, int] = {}
        for clause in document.clauses:
            if clause.numbered:
                self.articles[clause.slug] = len(self.articles) + 1
            for number, paragraph in enumerate(paragraphs(clause.blocks), 1):
                self.paragraphs[paragraph.anchor] = number

    def article(self, clause: Clause) -> str:
        """第八条, or an empty string for an unnumbered section."""
        return self._article(clause.slug) if clause.slug in self.articles else ""

    def slug_of(self, target: str) -> str:
        return self._known[target].slug

    def reference(self, target: str) -> str:
        """第八条, 第八条第3款, 主合同第八条第3款, 附件四第2款, or the name of a clause that the document does not contain."""
        known = self._known[target]
        paragraph = f"第{self.paragraphs.get(target, known.number)}款" if known.caption else ""
        if known.slug in self.articles:
            return self._article(known.slug) + paragraph
        if self._main and known.slug in self._main.articles:
            return "主合同" + self._main.reference(target)
        if annex_name(known.slug) or is_form(known.slug):
            return self._annexed(known, paragraph)
        name = ("主合同" if self._main else "") + f"“{known.title}”" + ("条款" if known.numbered else "")
        return name + (f"之“{known.caption}”" if known.caption else "")

    def _article(self, slug: str) -> str:
        return f"第{to_chinese(self.articles[slug])}条"

    def _annexed(self, known: Target, paragraph: str) -> str:
        """A place in an annex or form. Sections that follow the annex's own text go by their title."""
        annex, section = annex_name(known.slug), "" if known.heads else f"“{known.title}”"
        if annex and annex == annex_name(self._slug):
            return (section or "本附件") + paragraph
        if annex:
            return annex + section + paragraph
        return paragraph if paragraph and known.slug == self._slug else f"《{known.title}》{paragraph}"
