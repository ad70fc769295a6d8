"""House wording as data: vague words, fixed terms, dangerous phrases, superseded law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import Field as Constraint
from pydantic import model_validator

from macros.numerals import from_chinese, to_chinese
from macros.problems import Problem
from macros.registry import Sentence
from macros.validation import Entry, Inconsistent, validated
from macros.yaml_source import load_yaml

ARTICLE = r"第[零〇一二三四五六七八九十百千\d]+条"
_MAY_CITE = re.compile(rf"[《〔]|{ARTICLE}")
ARTICLES = rf"{ARTICLE}(?:(?:、|和|及|与|至){ARTICLE})*"


class Vague(Entry):
    word: Sentence
    why: Sentence
    instead: Sentence
    except_: list[str] = Constraint(default=[], alias="except")


class Term(Entry):
    term: Sentence
    instead_of: list[str]
    why: Sentence
    except_: list[str] = Constraint(default=[], alias="except")


class Terms(Entry):
    """`exempt_paragraphs`: anchors of the paragraphs that define the terms."""

    exempt_paragraphs: list[str]
    words: list[Term]


class Forbidden(Entry):
    """A legally dangerous phrase, or a `pattern` (regular expression) for a family of them.

    `unless`: words that make the same sentence harmless. `catches`, `allows`: examples that the tests hold it to.
    """

    phrase: str | None = None
    pattern: str | None = None
    why: Sentence
    instead: Sentence
    law: str | None = None
    unless: list[str] = []
    catches: list[str] = []
    allows: list[str] = []

    @model_validator(mode="after")
    def _one_of(self):
        if bool(self.phrase) == bool(self.pattern):
            raise Inconsistent("why", "phrase（原样词句）和 pattern（正则表达式）要写一个，也只能写一个", "留下一个，删去另一个。")
        try:
            re.compile(self.pattern or "")
        except re.error as error:
            raise Inconsistent("pattern", f"pattern 不是有效的正则表达式（第 {error.pos} 个字符附近）", "检查括号是否成对；只想查一个词句的，改用 phrase。") from error
        return self

    @cached_property
    def _regex(self) -> re.Pattern:
        return re.compile(self.pattern or re.escape(self.phrase))

    def found_in(self, text: str) -> str:
        """The offending words, or an empty string."""
        for sentence in re.split("[。；]", text) if self._regex.search(text) else ():
            if (found := self._regex.search(sentence)) and not any(word in sentence for word in self.unless):
                return found[0]
        return ""


class Wording(Entry):
    vague: list[Vague]
    terms: Terms
    forbidden: list[Forbidden]

    def findings(self, path: str, line: int, anchor: str, text: str) -> Iterator[Problem]:
        """What the house rules object to in one line of contract wording; `anchor` is the paragraph it stands in."""
        text = re.sub("【[^【】]*】", "", text)
        for vague in self.vague:
            if vague.word in text and vague.word in without(text, vague.except_):
                yield Problem(path, line, f"“{vague.word}”太含糊：{vague.why}", f"{vague.instead}。")
        for term in self.terms.words if anchor not in self.terms.exempt_paragraphs else ():
            for variant in term.instead_of:
                if variant in text and variant in without(text, term.except_):
                    yield Problem(path, line, f"本合同的用语是“{term.term}”，不是“{variant}”：{term.why}", f"把“{variant}”改为“{term.term}”。")
        for forbidden in self.forbidden:
            if found := forbidden.found_in(text):
                yield Problem(path, line, f"不能写“{found}”：{forbidden.why}", f"{forbidden.instead}。")


def without(text: str, phrases: list[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, "")
    return text


class OldArticle(Entry):
    """An article number that changed. `keywords`: words in the same line that show the old article is meant."""

    law: Sentence
    aliases: list[str] = []
    old: int
    new: int
    new_law: str | None = None
    since: date
    always: bool = False
    keywords: list[str] = []
    remedy: Sentence

    def cited_in(self, text: str) -> bool:
        """True when the line cites the old number, unless it also gives the new one."""
        if not self.always and not any(keyword in text for keyword in self.keywords):
            return False
        names = "|".join(map(re.escape, (self.law, *self.aliases)))
        cited = {from_chinese(number) for run in re.findall(rf"(?:{names})》?({ARTICLES})", text) for number in re.findall(r"第(.+?)条", run)}
        return self.old in cited and f"第{to_chinese(self.new)}条" not in text


class OldLaw(Entry):
    """A law that must not be cited: repealed, a draft, or not law at all."""

    name: Sentence
    aliases: list[str] = []
    except_: list[str] = Constraint(default=[], alias="except")
    kind: Sentence
    since: date | None = None
    replaced_by: str | None = None
    remedy: Sentence

    def cited_in(self, text: str) -> bool:
        """Only names in 《》, document numbers, or a short name right before 第……条 count as citations."""
        text = without(text, self.except_)
        return any(
            f"《{name}》" in text or ("〔" in name and name in text) or re.search(rf"{re.escape(name)}第[^条]+条", text)
            for name in (self.name, *self.aliases)
        )


class Superseded(Entry):
    articles: list[OldArticle]
    laws: list[OldLaw]

    def findings(self, path: str, line: int, text: str) -> Iterator[Problem]:
        if not _MAY_CITE.search(text):
            return
        for article in self.articles:
            if article.cited_in(text):
                cause = f"《{article.law}》第{to_chinese(article.old)}条是旧条号，自 {article.since} 起已改"
                yield Problem(path, line, cause, article.remedy)
        for law in self.laws:
            if law.cited_in(text):
                yield Problem(path, line, f"不能引用《{law.name}》：{law.kind}", law.remedy)


def load_wording(file: Path, root: Path, problems: list[Problem]) -> Wording:
    return _load(Wording, file, root, problems) or Wording(vague=[], terms=Terms(exempt_paragraphs=[], words=[]), forbidden=[])


def load_superseded(file: Path, root: Path, problems: list[Problem]) -> Superseded:
    return _load(Superseded, file, root, problems) or Superseded(articles=[], laws=[])


def _load(model, file: Path, root: Path, problems: list[Problem]):
    path = file.relative_to(root).as_posix()
    data, lines = load_yaml(file, root, problems)
    return validated(model, data, path, lines, (), problems) if data else None
