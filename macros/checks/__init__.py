"""Content checks: one concern per module, each a function from the library to problems."""

from __future__ import annotations

from macros.checks import citations, clause_files, field_use, legal_data, references, wording
from macros.problems import Problem

CONCERNS = (clause_files, references, field_use, legal_data, citations, wording)


def check_library(library) -> list[Problem]:
    return [problem for concern in CONCERNS for problem in concern.check(library)]
