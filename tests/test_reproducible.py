"""Two builds of the same files, in other folders, time zones and hash seeds, are byte-identical; a failed build loses nothing."""

import os
import re
import shutil
import subprocess
import sys

import pytest

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", ".cache", "site", "downloads", "__pycache__", ".pytest_cache")


def copy_of(repository, target):
    shutil.copytree(repository, target, ignore=LEFT_OUT)
    (target / "node_modules").symlink_to(repository / "node_modules")
    return target


def build(folder, **environment):
    return subprocess.run([sys.executable, "-m", "scripts.build_site"], cwd=folder, env=os.environ | environment, capture_output=True, text=True)


def files_of(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def first(repository, tmp_path_factory):
    folder = copy_of(repository, tmp_path_factory.mktemp("first") / "tree")
    done = build(folder, TZ="Asia/Shanghai", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_second_clean_build_is_byte_identical(first, repository, tmp_path):
    folder = copy_of(repository, tmp_path / "elsewhere" / "tree")
    done = build(folder, TZ="America/New_York", PYTHONHASHSEED="2")
    assert done.returncode == 0, done.stderr
    one, two = files_of(first / "site"), files_of(folder / "site")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_a_failed_build_leaves_the_previous_output_untouched(first):
    before = files_of(first / "site") | files_of(first / "docs/downloads")
    clause = first / "templates/clauses/fees.md"
    original = clause.read_text(encoding="utf-8")
    clause.write_text(original.replace("【付款期限】", "【付款期线】", 1), encoding="utf-8")
    done = build(first)
    clause.write_text(original, encoding="utf-8")
    assert done.returncode != 0
    assert "templates/clauses/fees.md:" in done.stderr and "【付款期线】" in done.stderr and "付款期限" in done.stderr
    assert files_of(first / "site") | files_of(first / "docs/downloads") == before


def test_only_one_document_can_be_rebuilt(first):
    clause = first / "templates/clauses/fees.md"
    original = clause.read_text(encoding="utf-8")
    before = files_of(first / "docs/downloads")
    clause.write_text(re.sub(r"(\{#payment-term[^}]*\}) ", r"\1 双方确认如下。", original), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "scripts.build_downloads", "--only", "fees"], cwd=first, capture_output=True, text=True)
    clause.write_text(original, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    after = files_of(first / "docs/downloads")
    changed = {name for name in before if before[name] != after[name]}
    assert {"fees.docx", "fees-plain.docx", "fees.pdf"} <= changed
    assert "service-agreement.docx" not in changed
