"""The examples in CONTRIBUTING.md work as written there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from macros.library import load_library, read_library
from macros.problems import ContentError

CLAUSE, FIELDS = "templates/clauses/fees.md", "templates/fields/fees.yml"


@pytest.fixture
def guide(repository: Path) -> str:
    return (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    shutil.copytree(repository / "templates", tmp_path / "templates")
    for folder in ("docs/clauses", "docs/assets/diagrams"):
        shutil.copytree(repository / folder, tmp_path / folder)
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_example_of_the_template_language(guide: str, copy: Path):
    """Written over the clause it imitates, it is read without a complaint."""
    example = re.search(r"```\n(# .*?)```", guide, re.S)[1]
    front, _, _ = (copy / CLAUSE).read_text(encoding="utf-8").partition("# ")
    (copy / CLAUSE).write_text(front + re.sub(r" +←.*", "", example), encoding="utf-8")
    problems = []
    read_library(copy, problems)
    assert problems == []


def test_example_of_a_blank(guide: str, copy: Path):
    example = re.search(r"```yaml\n(.*?)```", guide, re.S)[1]
    with (copy / FIELDS).open("a", encoding="utf-8") as fields:
        fields.write(example)
    edit(copy / CLAUSE, "【付款期限】日", "【付款期限】日（宽限【宽限日数】日）")
    load_library(copy)


def test_example_of_a_message(guide: str, copy: Path):
    edit(copy / CLAUSE, "【付款期限】日", "【付款期现】日")
    with pytest.raises(ContentError) as caught:
        load_library(copy)
    without_line = re.compile(r":\d+：")
    assert without_line.sub("：", str(caught.value)) in without_line.sub("：", guide)
