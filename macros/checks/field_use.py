"""Every registered field is used, and printed with its unit."""

from __future__ import annotations

from macros.contract import fields_in
from macros.problems import Problem


def check(library):
    used = {field.key for source in library.sources.values() for field in fields_in(source.blocks)}
    for key, field in library.fields.items():
        if key not in used:
            path, line = library.field_places[key]
            yield Problem(path, line, f"填写项【{field.label}】没有用在任何条款里", f"在条款中写上【{field.label}】，或从登记表删去它。")
    for path, source in library.sources.items():
        for key, line, following in source.blank_lines:
            field = library.fields[key]
            if field.unit and not following.lstrip().startswith(field.unit):
                yield Problem(path, line, f"【{field.label}】后面没有写单位“{field.unit}”", f"写成“【{field.label}】{field.unit}”；填写的值本身不带单位。")
