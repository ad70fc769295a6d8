"""Every blank is registered, every registered field is used, and each is printed with its unit."""

from __future__ import annotations

from macros.contract import fields_in
from macros.problems import Problem, nearest


def check(library):
    labels = {field.label: field for field in library.fields.values()}
    unregistered = [(path, source.slug, label, line) for path, source in library.sources.items() for label, line in source.unregistered_lines]
    for path, slug, label, line in unregistered:
        if label.strip() in labels:
            yield Problem(path, line, f"【{label}】里面有空格", f"写成【{label.strip()}】。")
        else:
            file = f"templates/fields/{slug}.yml"
            place = f"{file} " if (library.root / file).exists() else "templates/fields/ 里所属条款的文件中"
            new = f"如果是新的空白，先在 {place}登记（见 CONTRIBUTING.md“加一个空白”）。"
            yield Problem(path, line, f"【{label}】没有登记", nearest(label, labels) + new)
    if not unregistered:
        yield from _unused(library)
    for key, field in library.fields.items():
        if field.of and (field.of not in library.fields or library.fields[field.of].type != "money"):
            path, line = library.field_places[key]
            yield Problem(path, line, f"【{field.label}】的 of 写的“{field.of}”不是已登记的金额填写项", nearest(field.of, library.fields) + "改成一个 type: money 的填写项的英文名。")
    for path, source in library.sources.items():
        for key, line, following in source.blank_lines:
            field = library.fields[key]
            if field.unit and not following.startswith(field.unit):
                yield Problem(path, line, f"【{field.label}】后面没有紧跟单位“{field.unit}”", f"写成“【{field.label}】{field.unit}”；填写的值不带单位。要换单位，改 templates/fields/{field.group}.yml 里的 unit。")


def _unused(library):
    used = {field.key for source in library.sources.values() for field in fields_in(source.blocks)}
    for key, field in library.fields.items():
        if key not in used:
            path, line = library.field_places[key]
            yield Problem(path, line, f"填写项【{field.label}】没有用在任何条款里", f"在条款中写上【{field.label}】，或从这里删去整条“{key}”。")
