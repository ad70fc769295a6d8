"""Files are named by their slug, and documents list clauses that exist."""

from __future__ import annotations

import re

from macros.problems import Problem, closest, nearest

_FOLDERS = {"clauses": "md", "documents": "md", "fields": "yml"}


def check(library):
    listed = {slug for document in library.documents.values() for slug in document.meta.clauses}
    lost = {f"{slug}.md" for slug in listed - library.clauses.keys()}
    for folder, ending in _FOLDERS.items():
        for file in sorted((library.root / "templates" / folder).iterdir()):
            path = file.relative_to(library.root).as_posix()
            if not re.fullmatch(rf"[a-z][a-z0-9-]*\.{ending}", file.name):
                meant = closest(file.name, lost) if folder == "clauses" else ""
                lost.discard(meant)
                yield Problem(path, 1, f"文件名“{file.name}”不合规则", f"改名为 {meant or f'小写英文名.{ending}（只用小写字母、数字和连字符）'}；不是模板文件的请移走。")
            elif folder == "fields" and file.stem not in library.clauses.keys() | listed:
                yield Problem(path, 1, f"没有与“{file.name}”同名的条款文件", f"填写项文件与所属条款同名。{nearest(file.stem, library.clauses)}改名，或把填写项移到所属条款的文件里。")
    for document in library.documents.values():
        for index, slug in enumerate(document.meta.clauses):
            if f"{slug}.md" in lost:
                line = library.sources[document.path].meta_lines.at("clauses", index)
                hint = nearest(slug, library.clauses.keys() - set(document.meta.clauses))
                yield Problem(document.path, line, f"没有名为“{slug}”的条款文件", hint + f"检查拼写，名字之间用半角逗号加空格；如果文件被误删，请恢复 templates/clauses/{slug}.md。")
