"""The contract pack (合同包): main contract, annexes and standalone forms. The file name of a document says which it is."""

from __future__ import annotations

import re

from macros.numerals import to_chinese

MAIN = "service-agreement"
_ANNEX = re.compile(r"annex-(\d+)-")


def annex_name(slug: str) -> str:
    """附件四 for annex-4-data-processing and its sections; empty for everything else."""
    found = _ANNEX.match(slug)
    return f"附件{to_chinese(int(found[1]))}" if found else ""


def is_form(slug: str) -> bool:
    return slug.startswith("form-")


def used_later(slug: str) -> bool:
    """True for papers that are filled in while the contract is performed, not when it is signed: forms and 变更单."""
    return is_form(slug) or slug == "annex-9-change-order"


def full_title(slug: str, title: str) -> str:
    """附件四 个人信息委托处理协议"""
    return f"{annex_name(slug)} {title}".strip()


def file_stem(slug: str, title: str) -> str:
    """附件/附件4 个人信息委托处理协议: where a filled document goes. `title` is bare; digits, because Chinese numerals do not sort."""
    found = _ANNEX.match(slug)
    return f"附件/附件{found[1]} {title}" if found else f"文书/{title}" if is_form(slug) else title


def reading_order(slug: str) -> tuple[bool, str]:
    """The main contract first, then annexes, then forms."""
    return slug != MAIN, slug
