"""Scenarios are offered by a document and answer blanks that exist, with options that exist."""

from __future__ import annotations

from macros.problems import Problem, nearest


def check(library):
    offered = {slug for document in library.documents.values() for slug in document.meta.presets}
    for document in library.documents.values():
        for index, slug in enumerate(document.meta.presets):
            if slug not in library.presets:
                line = library.sources[document.path].meta_lines.at("presets", index)
                yield Problem(document.path, line, f"没有名为“{slug}”的场景", nearest(slug, library.presets) + "写 templates/presets/ 里的文件名，不带 .yml。")
    labels = {field.label: field for field in library.fields.values()}
    for slug, preset in library.presets.items():
        path, line = f"templates/presets/{slug}.yml", library.preset_lines[slug].at
        if slug not in offered:
            yield Problem(path, 1, "没有任何文件提供这个场景", f"在 templates/documents/service-agreement.md 的 presets 里加上“{slug}”，次序就是网页上的次序。")
        for label, value in preset.answers.items():
            field = labels.get(label)
            if field is None:
                yield Problem(path, line("answers", label), f"没有【{label}】这个填写项", nearest(label, labels) + "写登记过的中文标签；用不上的删去这一行。")
            elif field.options and value not in field.options:
                yield Problem(path, line("answers", label), f"【{label}】没有“{value}”这个选项", f"改成以下之一：{'、'.join(field.options)}。")
            elif field.of:
                yield Problem(path, line("answers", label), f"【{label}】由【{library.fields[field.of].label}】自动得出", "删去这一行。")
        for index, limit in enumerate(preset.expects):
            if limit not in library.limits:
                yield Problem(path, line("expects", index), f"没有“{limit}”这条界限", nearest(limit, library.limits) + "写 templates/limits.yml 里的编号。")
