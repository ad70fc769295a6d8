"""The macro calls of the pages name clauses, documents, diagrams and scripts that exist."""

from __future__ import annotations

import re

from macros.problems import Problem, nearest

CALL = re.compile(r'\{\{\s*(\w+)\("([^"]*)"\)\s*\}\}')


def check(library):
    known = {
        "diagram": {file.stem for file in (library.root / "docs/assets/diagrams").glob("*.svg")},
        "download_list": {document.slug for document in library.published()},
        "document_text": set(library.documents),
        "fill_page": set(library.documents),
        "calculator_scripts": {file.stem for file in (library.root / "docs/assets/calculators").glob("*.js")},
    }
    for file in sorted((library.root / "docs").rglob("*.md")):
        for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for macro, name in CALL.findall(row):
                names = known.get(macro, library.clauses)
                if name not in names:
                    path = file.relative_to(library.root).as_posix()
                    yield Problem(path, number, f"{macro} 里的“{name}”不存在", nearest(name, names) + f"可用的名称：{'、'.join(sorted(names))}。")
