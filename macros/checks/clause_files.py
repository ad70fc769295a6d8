"""The information block of each clause agrees with its text, and the documents with the pages."""

from __future__ import annotations

from macros.problems import Problem, nearest


def check(library):
    for clause in library.clauses.values():
        yield from _clause(clause, library)
    for document in library.documents.values():
        line = library.sources[document.path].meta_lines.at
        for index, slug in enumerate(document.meta.published_alone):
            if slug not in document.meta.clauses:
                yield Problem(document.path, line("published_alone", index), f"“{slug}”不在 clauses 里", "单独发布的条款必须先收入本文件。")
            elif not (library.root / f"docs/clauses/{slug}.md").exists():
                yield Problem(document.path, line("published_alone", index), f"条款“{slug}”没有指南页面", f"照其他页面的样子新建 docs/clauses/{slug}.md，并加进 mkdocs.yml 的 nav。")


def _clause(clause, library):
    source = library.sources[clause.path]
    line = source.meta_lines.at
    if clause.meta.title != clause.title:
        yield Problem(clause.path, line("title"), f"信息栏的 title“{clause.meta.title}”与第 {source.title_line} 行的标题“{clause.title}”不同", "把两处改成一致。")
    if not any(clause.slug in document.meta.clauses for document in library.documents.values()):
        yield Problem(clause.path, 1, "没有任何文件收录这一条款", f"在 templates/documents/ 的某个文件的 clauses 里加上“{clause.slug}”，或删除本文件。")
    own = {anchor for anchor, _ in source.anchor_lines}
    for index, alternative in enumerate(clause.meta.alternatives):
        if alternative.paragraph not in own:
            yield Problem(
                clause.path, line("alternatives", index, "paragraph"), f"谈判要点指向的款“{alternative.paragraph}”不在本条里",
                nearest(alternative.paragraph, own) + "改成本条某一款小标题后面的英文编号；如果刚改过那个编号，请改回原来的，别处和网址都在用。",
            )
    for index, law in enumerate(clause.meta.laws):
        if law not in library.laws:
            yield Problem(
                clause.path, line("laws", index), f"法规“{law}”不在法规登记表中",
                nearest(law, library.laws) + "新的法规先在 templates/laws.yml 登记并核对条文；没有核实的不能引用。",
            )
