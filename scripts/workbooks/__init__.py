"""The Excel workbooks of the pack, made from the same registry and engine as the contract and the calculators."""

from __future__ import annotations

from collections.abc import Iterable

from macros.library import Library
from scripts.workbooks import settlement, staffing, surge, vendor_assessment
from scripts.workbooks.terms_sheet import known_terms

_MODULES = {"settlement": settlement, "staffing": staffing, "surge": surge, "vendor-assessment": vendor_assessment}
WORKBOOKS = {slug: {"title": module.TITLE, "summary": module.SUMMARY} for slug, module in _MODULES.items()}


def file_name(slug: str) -> str:
    return f"{slug}.xlsx"


def build_workbooks(library: Library, terms: dict, inputs: dict | None = None, slugs: Iterable[str] = tuple(_MODULES)) -> dict[str, bytes]:
    """File name → the workbook. `terms`: field key → value, defaults where one is missing; `inputs`: slug → figures to put in, see the modules."""
    terms, inputs = known_terms(library, terms), inputs or {}
    return {file_name(slug): _MODULES[slug].build(library, terms, inputs.get(slug, {})) for slug in slugs}
