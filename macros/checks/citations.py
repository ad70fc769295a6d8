"""Every cited article is in the law register, under its current number; clause pages list what they cite."""

from __future__ import annotations

import re

from macros.numerals import from_chinese, to_chinese
from macros.problems import Problem, nearest
from macros.wording import ARTICLES

_DATA = ("templates/laws.yml", "templates/superseded.yml", "templates/wording.yml")


def check(library):
    known: dict[str, str] = {}
    for law in library.laws.values():
        known |= {law.law: law.law, law.law.removeprefix("中华人民共和国"): law.law}
        if law.short:
            known[law.short] = law.law
    bare = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    citation = re.compile(rf"(?:《([^》]+)》(?:（[^）]*）)?|({bare}))({ARTICLES})")
    for path, lines in written_files(library.root):
        cited_on_page = _clause_of(path, library)
        for number, row in enumerate(lines, 1):
            yield from library.superseded.findings(path, number, row)
            for full, short, articles in citation.findall(row):
                name = full or short
                law = known.get(name)
                if law is None:
                    yield Problem(path, number, f"引用的《{name}》不在法规登记表中", nearest(name, known) + "只能引用 templates/laws.yml 里核对过的法规；尚未核实的写“待核验”，不写条号。")
                    continue
                for article in map(from_chinese, re.findall(r"第(.+?)条", articles)):
                    ids = [entry.id for entry in library.laws.values() if entry.law == law and article in entry.articles]
                    label = f"《{law}》第{to_chinese(article)}条"
                    if not ids:
                        yield Problem(path, number, f"{label}不在法规登记表中", "先在 templates/laws.yml 登记并核对条文原文，再引用。")
                    elif cited_on_page and not set(ids) & set(cited_on_page.meta.laws):
                        yield Problem(path, number, f"{label}没有列入本条的 laws", f"在 {cited_on_page.path} 信息栏的 laws 里加上“{ids[0]}”。")


def written_files(root):
    """Path and lines of everything people read: wording, registries and pages."""
    files = [*(root / "templates").rglob("*.md"), *(root / "templates").rglob("*.yml"), *(root / "docs").rglob("*.md")]
    for file in sorted(files):
        path = file.relative_to(root).as_posix()
        if path not in _DATA:
            yield path, file.read_text(encoding="utf-8").splitlines()


def _clause_of(path: str, library):
    folder, _, name = path.rpartition("/")
    return library.clauses.get(name.removesuffix(".md")) if folder in ("templates/clauses", "docs/clauses") else None
