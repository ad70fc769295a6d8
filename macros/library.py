"""Everything under templates/, loaded and validated: the one object that pages and scripts work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Constraint

from macros import library_cache
from macros.clause_source import Source, parse_source
from macros.contract import Clause, Document
from macros.dispatch_signs import DispatchSigns, load_dispatch_signs
from macros.numbering import Numbering, Target, targets
from macros.operations.rules import load_operations
from macros.pack import MAIN, full_title, reading_order
from macros.presets import Preset, load_presets
from macros.problems import ContentError, Problem
from macros.registry import Field, Law, Limit, Metric, Sentence, load_entries, load_fields
from macros.source_text import read_text
from macros.validation import Entry, validated
from macros.wording import Superseded, Wording, load_superseded, load_wording
from macros.yaml_source import Lines

Version = Annotated[str, Constraint(pattern=r"^\d+\.\d+\.\d+$")]


class Stance(Entry):
    position: Sentence
    say: Sentence


class Alternative(Entry):
    """A hard point: what each side asks for, and the sentence to say at the table."""

    point: Sentence
    paragraph: Sentence
    party_a: Stance
    balanced: Stance
    party_b: Stance


class Risk(Entry):
    risk: Sentence
    consequence: Sentence


class ClauseMeta(Entry):
    title: Sentence
    summary: Annotated[str, Constraint(min_length=1, max_length=80)]
    version: Version
    reviewed: date
    stability: Literal["stable", "draft"]
    laws: list[str]
    risks_if_absent: list[Risk]
    alternatives: list[Alternative]
    checklist: list[str]


class DocumentMeta(Entry):
    title: Sentence
    summary: Sentence
    version: Version
    notice: str = ""
    clauses: Annotated[list[str], Constraint(min_length=1)]
    published_alone: list[str] = []
    presets: list[str] = []


@dataclass(frozen=True)
class Library:
    root: Path
    fields: dict[str, Field]
    field_places: dict[str, tuple[str, int]]
    laws: dict[str, Law]
    law_lines: Lines
    limits: dict[str, Limit]
    limit_lines: Lines
    metrics: dict[str, Metric]
    wording: Wording
    superseded: Superseded
    presets: dict[str, Preset]
    preset_lines: dict[str, Lines]
    clauses: dict[str, Clause]
    documents: dict[str, Document]
    sources: dict[str, Source]
    operations: dict
    dispatch_signs: DispatchSigns
    dispatch_sign_lines: Lines

    @cached_property
    def targets(self) -> dict[str, Target]:
        return targets((source for source in self.sources.values() if source.slug), self.documents)

    @property
    def agreement(self) -> Document:
        """The main contract."""
        return self.documents[MAIN]

    def notice(self, document: Document) -> str:
        """What a blank document says under its title: its own notice, or that of the main contract."""
        return document.meta.notice or self.agreement.meta.notice

    @property
    def law_date(self) -> date:
        """法规核对日: no law we cite was checked later or earlier than its own `checked_on`; this is the earliest."""
        return min(law.checked_on for law in self.laws.values())

    def version_line(self, document: Document) -> str:
        """What every published file says of itself."""
        return f"版本 {document.meta.version} · 法规核对至 {self.law_date} · 不构成法律意见"

    def numbering(self, document: Document) -> Numbering:
        """An annex or form calls the clauses of the main contract 主合同第八条."""
        main = Numbering(self.agreement, self.targets) if document.slug in self.documents and document.slug != MAIN else None
        return Numbering(document, self.targets, main)

    def published(self) -> list[Document]:
        """Every document to build: the contract pack, then each core clause alone."""
        return [*self.documents.values(), *(self.alone(slug) for slug in self.agreement.meta.published_alone)]

    def alone(self, slug: str) -> Document:
        """One clause as a document of its own."""
        clause = self.clauses[slug]
        notice = f"摘自《{self.agreement.title}》范本的“{clause.title}”条款，可并入其他合同使用。{self.agreement.meta.notice}"
        meta = DocumentMeta(title=clause.title, summary=clause.meta.summary, version=clause.meta.version, notice=notice, clauses=[slug])
        return Document(slug, clause.title, (), (clause,), meta, clause.path)


def load_library(root: Path) -> Library:
    """Load templates/ and check it. Raises ContentError with every problem found."""
    from macros.checks import check_library

    kept = library_cache.place(root)
    if library := library_cache.fetch(kept):
        return library
    problems: list[Problem] = []
    library = read_library(root, problems)
    problems += check_library(library, complete=not problems)
    if problems:
        raise ContentError(problems)
    library_cache.keep(library, kept)
    return library


def read_library(root: Path, problems: list[Problem]) -> Library:
    """Load what can be loaded; what cannot goes to `problems`."""
    templates = root / "templates"
    fields, places = load_fields(templates / "fields", root, problems)
    by_label = {field.label: field for field in fields.values()}

    def entries(name: str, model: type[Entry], key: str):
        return load_entries(templates / f"{name}.yml", root, model, problems, {}, key)

    laws, law_lines = entries("laws", Law, "id")
    limits, limit_lines = entries("limits", Limit, "id")
    metrics, _ = entries("metrics", Metric, "key")

    sources: dict[str, Source] = {}

    def parsed(folder: str, model: type[Entry]):
        """Path, source and information block of each file that can be read."""
        for file in sorted((templates / folder).glob("*.md")):
            path, text = file.relative_to(root).as_posix(), read_text(file, root, problems)
            source = parse_source(text, path, by_label, problems, file.stem if folder == "clauses" else "") if text else None
            if source is not None:
                sources[path] = source
                meta = validated(model, source.meta, path, source.meta_lines, (), problems) if source.meta else None
                if meta is not None:
                    yield file.stem, path, source, meta

    clauses = {slug: Clause(slug, s.title, s.numbered, s.blocks, meta, path) for slug, path, s, meta in parsed("clauses", ClauseMeta)}
    read = {slug: (path, source, meta) for slug, path, source, meta in parsed("documents", DocumentMeta)}
    documents = {
        slug: Document(slug, full_title(slug, meta.title), source.blocks, tuple(clauses[name] for name in meta.clauses if name in clauses), meta, path)
        for slug, (path, source, meta) in sorted(read.items(), key=lambda item: reading_order(item[0]))
    }
    return Library(
        root, fields, places, laws, law_lines, limits, limit_lines, metrics,
        load_wording(templates / "wording.yml", root, problems), load_superseded(templates / "superseded.yml", root, problems),
        *load_presets(templates / "presets", root, problems),
        clauses, documents, sources, load_operations(root, metrics, problems), *load_dispatch_signs(root, problems),
    )
