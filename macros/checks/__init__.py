"""Content checks: one concern per module, each a function from the library to problems."""

from __future__ import annotations

from macros.checks import (
    annexes,
    citations,
    clause_files,
    dispatch_signs,
    field_use,
    file_names,
    legal_data,
    operations,
    pages,
    presets,
    references,
    typed_numbers,
    wording,
)
from macros.problems import Problem

GROUPS = (
    (file_names,), (clause_files,), (references, annexes, field_use, legal_data, citations, typed_numbers, pages, presets, dispatch_signs), (operations,)
)


def check_library(library, complete: bool) -> list[Problem]:
    """Every problem of the wording, and of how the files fit together.

    A later group presumes the earlier ones to be clean (`complete`: every file could be read), so that a mistake is
    reported where it was made, and not again wherever it is felt.
    """
    problems = list(wording.check(library))
    for group in GROUPS if complete else ():
        found = [problem for concern in group for problem in concern.check(library)]
        problems += found
        if found:
            break
    return problems
