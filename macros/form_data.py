"""Everything that filling a document needs to know, as plain data: Python and the browser work from the same dict."""

from __future__ import annotations

import re

from macros.answer_values import normalise
from macros.applicability import TERM_MONTHS, Chain, applicability
from macros.contract import Document
from macros.pack import file_stem, full_title, used_later
from macros.presets import Preset
from macros.registry import Field, Law, Limit
from macros.wording import Forbidden

_TERM_FIELDS = ("term_start", "term_end")  # what TERM_MONTHS is worked out from


def pack_form(library) -> dict:
    """One form for the whole pack: every answer is read once and means the same in every document."""
    return _form(library.agreement, list(library.documents.values()), library)


def form_data(document: Document, library) -> dict:
    """The part of it that one document asks for: what its page shows, and what its report is about."""
    return _form(document, [document], library)


def _form(head: Document, documents: list[Document], library) -> dict:
    """Fields in order of first use, groups in order of the pack, limits and wording rules that can apply."""
    used = {key: field for document in documents for key, field in document.fields.items()}
    chains = applicability(library.documents.values() if head.slug in library.documents else documents)
    clauses = {clause.slug: clause for document in (*library.documents.values(), *documents) for clause in document.clauses}
    groups = {field.group for field in used.values()}
    labels = {field.label for field in used.values()}

    def law(id_: str | None) -> dict | None:
        return _law(library.laws[id_]) if id_ else None

    return {
        "document": head.slug,
        "title": head.title,
        "version": head.meta.version,
        "law_date": library.law_date.isoformat(),
        "documents": [{"slug": d.slug, "title": d.title, "file": file_stem(d.slug, d.meta.title), "keys": list(d.fields)} for d in documents],
        "fields": [_field(field, chains[key]) for key, field in used.items()],
        "clauses": [{"slug": slug, "title": full_title(slug, clause.title)} for slug, clause in clauses.items() if slug in groups],
        "limits": [_limit(limit) | {"law": law(limit.law)} for limit in library.limits.values() if _needed(limit) <= used.keys()],
        "wording": [_wording(rule) | {"law": law(rule.law)} for rule in library.wording.forbidden],
        "presets": [_preset(slug, library.presets[slug], labels) for slug in library.agreement.meta.presets],
    }


def _preset(slug: str, preset: Preset, labels: set[str]) -> dict:
    answers = {label: value for label, value in preset.answers.items() if label in labels}
    return {"slug": slug, "title": preset.title, "summary": preset.summary, "answers": answers}


def _field(field: Field, chains: tuple[Chain, ...]) -> dict:
    data = {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "unit": field.unit,
        "options": field.options,
        "default": field.default if field.type == "checkbox" else field.default_text,
        "required": field.required,
        "group": field.group,
        "question": field.question,
        "of": field.of,
        "later": used_later(field.group),
        "hint": field.hint,
        "example": field.example,
        "when": [[condition.model_dump(by_alias=True) for condition in chain] for chain in chains],
    }
    return data if field.type == "checkbox" else data | {"default": normalise(data["default"], data)}


def _needed(limit: Limit) -> set[str]:
    """The fields without which the limit cannot be checked."""
    used = set(limit.keys)
    return used - {TERM_MONTHS} | (set(_TERM_FIELDS) if TERM_MONTHS in used else set())


def _limit(limit: Limit) -> dict:
    return {
        "id": limit.id,
        "topic": limit.topic,
        "fields": limit.fields,
        "level": limit.level,
        "nature": limit.nature,
        "applies_when": [condition.model_dump(by_alias=True) for condition in limit.applies_when],
        "rule": limit.rule.model_dump(exclude_none=True),
        "unit": limit.unit,
        "message": limit.message,
        "remedy": limit.remedy,
        "safer_value": None if limit.safer_value is None else str(limit.safer_value),
    }


def _wording(rule: Forbidden) -> dict:
    """The pattern in the syntax that Python and JavaScript share; JavaScript's own \\d knows no full-width digits."""
    pattern = rule.pattern or re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", rule.phrase)
    return {"pattern": pattern.replace(r"\d", "[0-9０-９]"), "unless": rule.unless, "why": rule.why, "instead": rule.instead}


def _law(law: Law) -> dict:
    return {
        "id": law.id,
        "citation": law.citation,
        "title": law.title,
        "effective": law.effective.isoformat(),
        "checked_on": law.checked_on.isoformat(),
    }
