"""Which answers make a blank part of the contract: blanks inside an option that was not chosen are not asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from macros.contract import Document, Item, Option, Paragraph, fields_in
from macros.registry import Condition

TERM_MONTHS = "term_months"  # a quantity that limits may use though nobody fills it in: the length of the term
Chain = tuple[Condition, ...]


def applicability(documents: Iterable[Document]) -> dict[str, tuple[Chain, ...]]:
    """Field key → alternatives, each a chain of conditions that must all hold; () where the blank always applies.

    Cover and articles decide. What is unnumbered, such as 要素表 or an annex, only repeats what they ask for, so it counts for blanks that no article has.
    """
    deciding: dict[str, list[Chain]] = {}
    repeating: dict[str, list[Chain]] = {}
    for document in documents:
        _collect(document.cover, (), deciding)
        for clause in document.clauses:
            _collect(clause.blocks, (), deciding if clause.numbered else repeating)
    return {key: _simplest(deciding.get(key) or repeating[key]) for key in deciding | repeating}


def _collect(blocks, chain: Chain, found: dict[str, list[Chain]]) -> None:
    for block in blocks:
        nested = block.blocks if isinstance(block, (Paragraph, Item, Option)) else ()
        own = replace(block, blocks=()) if nested else block
        for field in fields_in([own]):
            found.setdefault(field.key, []).append(chain)
        inner = (*chain, condition(block)) if isinstance(block, Option) else chain
        _collect(nested, inner, found)


def condition(option: Option) -> Condition:
    """The option's `when` in the form that limits use."""
    return Condition.model_validate({"field": option.field.key, "in": list(option.values) or [True]})


def _simplest(chains: list[Chain]) -> tuple[Chain, ...]:
    return () if () in chains else tuple(chain for place, chain in enumerate(chains) if chain not in chains[:place])
