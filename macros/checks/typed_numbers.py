"""Articles and paragraphs of this contract are referred to by anchor: a number typed by hand is wrong after the next change."""

from __future__ import annotations

import re

from macros.contract import paragraphs
from macros.numerals import from_chinese
from macros.problems import Problem

_N = r"[零〇一二三四五六七八九十百千\d]+"
_TYPED = re.compile(rf"(?P<law>\w*(?:法|法典|条例|规定|办法|解释|决定))?第(?P<article>{_N})条(?:第(?P<of_article>{_N})款)?|第(?P<of_this>{_N})款")
_ELSEWHERE = re.compile(rf"(?:》(?:（[^）]*）)?|附件{_N}(?:《[^》]*》)?)(?:第[（(]?{_N}[）)]?[条款项][、和及与或至]?)+")


def check(library):
    articles = {number: slug for slug, number in library.numbering(library.agreement).articles.items()}
    for path, source in library.sources.items():
        for line, _, row in source.wording():
            rest = _ELSEWHERE.sub("", row)
            if not _TYPED.search(rest) or any(library.superseded.findings(path, line, row)):
                continue
            for found in _TYPED.finditer(rest):
                if found["law"]:
                    yield Problem(path, line, f"引用法律“{found[0]}”没有写全称和书名号", "写成《法律全称》第×条；条文要先在 templates/laws.yml 登记。")
                    continue
                slug = articles.get(from_chinese(found["article"])) if found["article"] else source.slug
                anchor = _anchor(library.clauses.get(slug), found["of_article"] or found["of_this"])
                yield Problem(path, line, f"“{found[0]}”是手写的条款号，增删条款后就不对了", _remedy(anchor, library.targets))


def _anchor(clause, number: str | None) -> str:
    """What the number means today: the clause, or its paragraph of that number."""
    if clause is None or number is None:
        return clause.slug if clause else ""
    anchors = [paragraph.anchor for paragraph in paragraphs(clause.blocks)]
    index = from_chinese(number) - 1
    return anchors[index] if 0 <= index < len(anchors) else clause.slug


def _remedy(anchor: str, targets) -> str:
    if not anchor:
        return "写成 [](#英文编号)，程序会换成正确的条款号；英文编号在那一款的小标题后面。引用法律写《法律全称》第×条。"
    title = targets[anchor].caption or targets[anchor].title
    return f"如果指“{title}”，写成 [](#{anchor})，程序会换成正确的条款号；指别处就换成那一款的英文编号。引用法律写《法律全称》第×条。"
