"""Scenarios answer blanks that exist, with options that exist."""

from __future__ import annotations

from macros.problems import Problem, nearest


def check(library):
    labels = {field.label: field for field in library.fields.values()}
    for slug, preset in library.presets.items():
        path, line = f"templates/presets/{slug}.yml", library.preset_lines[slug].at
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
