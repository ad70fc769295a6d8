"""Every cited article is in the law register, under its current number; clause pages list what they cite."""

from __future__ import annotations

import re

from macros.numerals import from_chinese, to_chinese
from macros.problems import Problem, nearest
from macros.source_text import read_text
from macros.wording import ARTICLES

_DATA = ("templates/laws.yml", "templates/superseded.yml", "templates/wording.yml")
_UNVERIFIED = "没有核实的写“待核验”，不写条号。"


def check(library):
    names = {law.short or law.law: law.law for law in library.laws.values()}
    names |= {variant: law.law for law in library.laws.values() for variant in (law.law, law.law.removeprefix("中华人民共和国"))}
    ids = {(law.law, article): law.id for law in library.laws.values() for article in law.articles}
    listed = {slug: {(library.laws[id_].law, a) for id_ in clause.meta.laws for a in library.laws[id_].articles} for slug, clause in library.clauses.items()}
    bare = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    citation = re.compile(rf"(?:《([^》]+)》(?:（[^）]*）)?|({bare}))({ARTICLES})")
    problems: list[Problem] = []
    for file in _written_files(library.root):
        path, slug = file.relative_to(library.root).as_posix(), file.stem if file.parent.name == "clauses" else ""
        for number, row in enumerate(read_text(file, library.root, problems).split("\n"), 1):
            outdated = list(library.superseded.findings(path, number, row))
            problems += outdated
            for full, short, articles in citation.findall(row) if "条" in row and not outdated else ():
                law = names.get(full or short)
                if law is None:
                    problems.append(Problem(path, number, f"《{full}》不在法规登记表中", nearest(full, names) + f"只能引用 templates/laws.yml 里核对过的法规；{_UNVERIFIED}"))
                    continue
                for article in map(from_chinese, re.findall(r"第(.+?)条", articles)):
                    label = f"《{law}》第{to_chinese(article)}条"
                    if (law, article) not in ids:
                        problems.append(Problem(path, number, f"{label}不在法规登记表中", f"读过条文原文后，先在 templates/laws.yml 登记再引用；{_UNVERIFIED}"))
                    elif slug and (law, article) not in listed.get(slug, ()):
                        problems.append(Problem(path, number, f"{label}没有列入本条的 laws", f"在 templates/clauses/{slug}.md 信息栏的 laws 里加上“{ids[law, article]}”。"))
    return problems


def _written_files(root):
    """Everything people read: wording, registries and pages."""
    files = [*(root / "templates").rglob("*.md"), *(root / "templates").rglob("*.yml"), *(root / "docs").rglob("*.md")]
    return sorted(file for file in files if file.relative_to(root).as_posix() not in _DATA)
