"""Everything under templates/, loaded and validated: the one object that pages and scripts work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field as Constraint

from macros.clause_source import Source, parse_source
from macros.contract import Clause, Document
from macros.numbering import Numbering, Target, targets
from macros.problems import ContentError, Problem
from macros.registry import Entry, Field, Law, Limit, Metric, Sentence, load_entries, load_fields, validated
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
    notice: Sentence
    clauses: Annotated[list[str], Constraint(min_length=1)]
    published_alone: list[str] = []


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
    clauses: dict[str, Clause]
    documents: dict[str, Document]
    sources: dict[str, Source]

    @cached_property
    def targets(self) -> dict[str, Target]:
        return targets(source for source in self.sources.values() if source.slug)

    @property
    def agreement(self) -> Document:
        """The main contract."""
        return self.documents["service-agreement"]

    @property
    def law_date(self) -> date:
        """法规核对日: no law we cite was checked later or earlier than its own `checked_on`; this is the earliest."""
        return min(law.checked_on for law in self.laws.values())

    def numbering(self, document: Document) -> Numbering:
        return Numbering(document, self.targets)

    def published(self) -> list[Document]:
        """Every document to build: the files of templates/documents, then each core clause alone."""
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

    problems: list[Problem] = []
    library = read_library(root, problems)
    problems += check_library(library)
    if problems:
        raise ContentError(problems)
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
    clauses: dict[str, Clause] = {}
    for file in sorted((templates / "clauses").glob("*.md")):
        path, source = _read(file, root, by_label, problems)
        sources[path] = source
        meta = validated(ClauseMeta, source.meta, path, source.meta_lines, (), problems) if source.meta else None
        if not source.slug:
            problems.append(Problem(path, 1, "文件里没有标题", f"正文第一行写“# 标题 {{#{file.stem}}}”。"))
        elif source.slug != file.stem:
            problems.append(Problem(path, source.title_line, f"标题的英文名“{source.slug}”与文件名“{file.stem}”不同", f"改成 {{#{file.stem}}}。"))
        elif meta is not None:
            clauses[source.slug] = Clause(source.slug, source.title, source.numbered, source.blocks, meta, path)

    documents: dict[str, Document] = {}
    for file in sorted((templates / "documents").glob("*.md")):
        path, source = _read(file, root, by_label, problems)
        sources[path] = source
        meta = validated(DocumentMeta, source.meta, path, source.meta_lines, (), problems) if source.meta else None
        if meta is None:
            continue
        for index, slug in enumerate(meta.clauses):
            if slug not in clauses and not (templates / "clauses" / f"{slug}.md").exists():
                problems.append(Problem(path, source.meta_lines.at("clauses", index), f"没有名为“{slug}”的条款文件", f"检查拼写，或新建 templates/clauses/{slug}.md。"))
        included = tuple(clauses[slug] for slug in meta.clauses if slug in clauses)
        documents[file.stem] = Document(file.stem, meta.title, source.blocks, included, meta, path)

    return Library(
        root, fields, places, laws, law_lines, limits, limit_lines, metrics,
        load_wording(templates / "wording.yml", root, problems), load_superseded(templates / "superseded.yml", root, problems),
        clauses, documents, sources,
    )


def _read(file: Path, root: Path, by_label: dict[str, Field], problems: list[Problem]) -> tuple[str, Source]:
    path = file.relative_to(root).as_posix()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "文件不是 UTF-8 编码", "用编辑器“另存为”，编码选 UTF-8。"))
        text = "---\n---\n"
    return path, parse_source(text, path, by_label, problems)
