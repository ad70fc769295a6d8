"""How the workbooks look: colours of the site, one font, and what each kind of cell is like."""

from __future__ import annotations

FONT = "微软雅黑"
INK, SOFT, LINE = "1E2A30", "4C5B63", "BFCACC"
DEEP, BRAND, TINT, PALE = "17434F", "11596A", "E3ECED", "F4F7F7"
FILL, FILL_INK, FILL_LINE = "FDF5DC", "1F3FA8", "B98D22"
RED, RED_TINT = "9A2C20", "F9E4E0"
GREEN, GREEN_TINT = "1E6B43", "E0F0E6"
AMBER, AMBER_TINT = "7A5A00", "FBEFC6"

_BOX = {"border": 1, "border_color": LINE}
DEFAULT = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}  # no scheme: the office theme must not put its own font in the place of ours
_ALL = {**DEFAULT, "font_color": INK, "valign": "vcenter"}

KINDS = {
    "title": {"font_size": 16, "bold": True, "font_color": DEEP},
    "subtitle": {"font_color": SOFT, "font_size": 9},
    "section": {"bold": True, "font_size": 11, "font_color": BRAND, "bottom": 2, "bottom_color": DEEP},
    "text": {"text_wrap": True, "valign": "top"},
    "head": {**_BOX, "bold": True, "font_color": "FFFFFF", "bg_color": DEEP, "align": "center", "text_wrap": True},
    "subhead": {**_BOX, "bold": True, "font_size": 9, "bg_color": TINT, "align": "center", "text_wrap": True},
    "label": {**_BOX, "bg_color": PALE, "text_wrap": True, "indent": 1},
    "cell": {**_BOX, "text_wrap": True, "indent": 1},
    "hint": {**_BOX, "text_wrap": True, "font_size": 9, "font_color": SOFT, "indent": 1},
    "small": {**_BOX, "font_size": 8, "font_color": SOFT, "indent": 1},
    "input": {**_BOX, "border_color": FILL_LINE, "bg_color": FILL, "font_color": FILL_INK, "locked": False},
    "figure": {**_BOX, "align": "right"},
    "word": {**_BOX, "align": "center", "text_wrap": True},
    "total": {**_BOX, "align": "right", "bold": True, "bg_color": TINT},
    "total_label": {**_BOX, "bold": True, "bg_color": TINT, "text_wrap": True, "indent": 1},
    "warning": {"font_color": RED, "bold": True, "bottom": 2, "bottom_color": DEEP, "align": "right"},
    "good_mark": {"font_color": GREEN, "bg_color": GREEN_TINT},
    "bad_mark": {"font_color": RED, "bg_color": RED_TINT, "bold": True},
    "amber_mark": {"font_color": AMBER, "bg_color": AMBER_TINT},
    "idle_mark": {"font_color": "9AA7AB"},
}
MARKS = ("good_mark", "bad_mark", "amber_mark", "idle_mark")  # conditional formats: what they change and nothing else

NUMBERS = {
    "": {},
    "money": {"num_format": "#,##0.00", "align": "right", "shrink": True},
    "count": {"num_format": "#,##0", "align": "right", "shrink": True},
    "number": {"num_format": "General", "align": "right", "shrink": True},
    "rate": {"num_format": "0.00", "align": "right"},
    "share": {"num_format": "0.00####", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
    "month": {"num_format": 'yyyy"年"m"月"', "align": "center"},
    "choice": {"align": "center"},
    "code": {"num_format": "@", "align": "center"},
    "long": {"text_wrap": True, "indent": 1},
}


def properties(kind: str, number: str = "") -> dict:
    """What XlsxWriter makes a format of. `kind` and `number` are keys of KINDS and NUMBERS."""
    own = KINDS[kind] | NUMBERS[number]
    return own if kind in MARKS else _ALL | own
