"""Cross-references lead somewhere; anchors are unique in the whole contract."""

from __future__ import annotations

from macros.problems import Problem, nearest


def check(library):
    seen: dict[str, tuple[str, int]] = {slug: (clause.path, 1) for slug, clause in library.clauses.items()}
    for path, source in library.sources.items():
        for anchor, line in source.anchor_lines:
            if anchor in seen:
                other, other_line = seen[anchor]
                yield Problem(path, line, f"英文编号“{anchor}”已在 {other}:{other_line} 用过", "换一个在整份合同里没有用过的英文编号。")
            seen.setdefault(anchor, (path, line))
    for path, source in library.sources.items():
        for target, line in source.reference_lines:
            if target not in library.targets:
                yield Problem(path, line, f"引用的“#{target}”不存在", nearest(target, library.targets) + "引用只能指向某一条的英文名或某一款的英文编号。")
