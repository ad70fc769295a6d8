"""The rules that keep the house in order: who imports whom, where wording lives, every module says what it is for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from macros import checks
from macros.contract import Item, Note, Option, Paragraph, Text, inlines_of

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(file for folder in ("macros", "scripts", "tests") for file in (ROOT / folder).rglob("*.py") if file.read_text(encoding="utf-8"))
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/clauses").glob("*.md")])
RUN = 25  # characters; a shorter coincidence is a term or a set phrase


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(file: Path) -> set[str]:
    """The top-level packages a module imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(("folder", "forbidden"), [("macros", {"mkdocs", "pypandoc", "typst", "scripts"}), ("scripts", {"mkdocs"})])
def test_imports_point_one_way(folder: str, forbidden: set[str]):
    assert {name(file): bad for file in (ROOT / folder).rglob("*.py") if (bad := imported(file) & forbidden)} == {}


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_module_says_what_it_is_for(file: Path):
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


def test_every_check_is_run():
    written = {file.stem for file in (ROOT / "macros/checks").glob("*.py")} - {"__init__"}
    run = {concern.__name__.split(".")[-1] for group in checks.GROUPS for concern in group} | {"wording"}
    assert written == run


@pytest.fixture(scope="module")
def contract_runs(library) -> set[str]:
    """Every run of RUN characters of contract text; drafting notes do not count."""
    stretches = [text for source in library.sources.values() for text in stretches_of(source.blocks)]
    return {run for text in stretches for run in runs_of(text)}


def stretches_of(blocks) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Note):
            continue
        found += [inline.text for inline in inlines_of(block) if isinstance(inline, Text)]
        if isinstance(block, (Paragraph, Item, Option)):
            found += stretches_of(block.blocks)
    return found


def runs_of(text: str) -> list[str]:
    text = re.sub(r"[\s*]", "", text)
    return [text[i : i + RUN] for i in range(len(text) - RUN + 1)]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page_does_not_repeat_the_contract(page: Path, contract_runs: set[str]):
    repeated = [run for run in runs_of(page.read_text(encoding="utf-8")) if run in contract_runs]
    assert not repeated, f"{name(page)} 抄了合同文字“{repeated[0]}……”：删去，改用 clause_text 宏或换自己的话"


def test_readers_see_citations_not_our_ids(library):
    shown = [text for field in library.fields.values() for text in (field.hint, field.default_rationale or "")]
    shown += [text for limit in library.limits.values() for text in (limit.topic, limit.message, limit.remedy)]
    assert [text for text in shown for id_ in library.laws if re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", text)] == []
