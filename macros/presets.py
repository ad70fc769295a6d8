"""Scenarios to start filling from (templates/presets): complete answers of parties that do not exist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field as Constraint

from macros.problems import Problem
from macros.registry import Key, Sentence
from macros.source_text import read_text
from macros.validation import Entry, validated
from macros.yaml_source import Lines, load_yaml


class Preset(Entry):
    """`answers`: label → what a person would type; defaults need no mention. `expects`: limits that this scenario is meant to run into."""

    slug: Annotated[str, Constraint(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Annotated[str, Constraint(min_length=2, max_length=20)]
    summary: Annotated[str, Constraint(min_length=1, max_length=80)]
    answers: dict[str, Sentence]
    expects: list[Key] = []


def load_presets(folder: Path, root: Path, problems: list[Problem]) -> tuple[dict[str, Preset], dict[str, Lines]]:
    """Presets and the lines of their files, by slug."""
    presets, places = {}, {}
    for file in sorted(folder.glob("*.yml")):
        data, lines = load_yaml(file, root, problems)
        if not data:
            continue
        texts = yaml.load(read_text(file, root, problems), yaml.CBaseLoader)  # as in any file of answers, 1.20 and 10:00 stay as typed
        preset = validated(Preset, {"slug": file.stem, **texts}, file.relative_to(root).as_posix(), lines, (), problems)
        if preset is not None:
            presets[file.stem], places[file.stem] = preset, lines
    return presets, places
