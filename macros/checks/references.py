"""Cross-references lead somewhere; anchors are unique in the whole contract."""

from __future__ import annotations

from macros.contract import Option, paragraphs, walk
from macros.problems import Problem, closest


def check(library):
    seen = {source.slug: (path, source.title_line) for path, source in library.sources.items() if source.slug}
    for path, source in library.sources.items():
        for anchor, line in source.anchor_lines:
            if anchor in seen:
                other, other_line = seen[anchor]
                yield Problem(path, line, f"英文编号“{anchor}”用了两次，另一处在 {other}:{other_line}", "把新写的那一处换成整份合同里没有用过的英文编号。")
            seen.setdefault(anchor, (path, line))
    conditional = {p.anchor: p for source in library.sources.values() for option in walk(source.blocks) if isinstance(option, Option) for p in paragraphs(option.blocks)}
    moving = {anchor for source in library.sources.values() for anchor in _moving(source.blocks)}
    together = {(path, clause.slug) for d in library.documents.values() for path in (d.path, *(c.path for c in d.clauses)) for clause in d.clauses}
    for path, source in library.sources.items():
        for paragraph in paragraphs(source.blocks):
            if paragraph.material and paragraph.anchor in conditional:
                yield Problem(path, paragraph.line, f"重大条款“{paragraph.caption}”整款在选项段里，没有选中时提示说明确认页会指向空处", "款写在外面，只把随选项变化的文字放进选项段。")
        for target, line in source.reference_lines:
            if target in conditional:
                yield Problem(path, line, f"引用的“{conditional[target].caption}”整款在选项段里，没有选中时引用会落空", "把那一款写在选项段外面，只把随选项变化的文字放进选项段；或改为引用它所在的条。")
            if target in moving and (path, library.targets[target].slug) not in together:
                cause = f"引用的“{library.targets[target].caption}”在另一份文件里，它前面有整款的选项段：选与不选，款号不同，已经印好的这一份跟不上"
                yield Problem(path, line, cause, "把那个选项段移到这一款后面，或者把选项写进款里面；也可以改为引用它所在的条。")
            if target not in library.targets:
                yield Problem(path, line, f"引用的“#{target}”不存在", _suggestion(target, library.targets) + "英文编号写在款的小标题后面；如果刚改过它，请改回原来的，别处和网址都在用。")


def _moving(blocks):
    """Anchors of the 款 whose number depends on an option before them."""
    optional = False
    for block in blocks:
        inner = [paragraph.anchor for paragraph in paragraphs([block])]
        yield from inner if optional else ()
        optional |= isinstance(block, Option) and bool(inner)


def _suggestion(target: str, targets) -> str:
    """The nearest anchor with its caption; a caption typed instead of an anchor is recognised too."""
    by_caption = {known.caption or known.title: anchor for anchor, known in targets.items()}
    anchor = by_caption.get(target) or closest(target, targets)
    if not anchor:
        return ""
    return f"最接近的是 [](#{anchor})（{targets[anchor].caption or targets[anchor].title}）。"
