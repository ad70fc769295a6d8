"""Where the wording names an annex, the annex exists and bears that name."""

from __future__ import annotations

import re

from macros.pack import annex_name
from macros.problems import Problem, nearest

_MENTION = re.compile(r"附件([一二三四五六七八九十]{1,3})(?:《([^》]+)》)?")


def check(library):
    titles = {annex_name(slug): document.meta.title for slug, document in library.documents.items() if annex_name(slug)}
    for path, source in library.sources.items():
        for line, _, row in source.wording() if source.slug else ():
            for number, title in _MENTION.findall(row):
                name = f"附件{number}"
                if name not in titles:
                    yield Problem(path, line, f"没有{name}", nearest(name, titles) + "附件是 templates/documents/ 里以 annex- 加数字开头的文件。")
                elif title and title != titles[name]:
                    yield Problem(path, line, f"{name}叫《{titles[name]}》，这里写成了《{title}》", f"改成“{name}《{titles[name]}》”；要改附件的名称，先改 templates/documents/ 里的 title。")
