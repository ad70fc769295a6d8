"""Bundle the code and data of 在线填写 and of the calculators into docs/assets/built/: classic scripts, because modules and fetch do not work from a folder."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

from macros.calculator_parts import calculator_data
from macros.contract import Document
from macros.fill_form import WORKBOOK_SCRIPT, word_script
from macros.form_data import pack_form
from macros.library import Library
from scripts import build_downloads
from scripts.build_workbooks import blank_workbooks
from scripts.contract_set import workbook_path
from scripts.term_cells import term_cells

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "docs/assets/built"
ENTRIES = {"fill": ROOT / "docs/assets/fill/page.js"} | {
    name: ROOT / f"docs/assets/calculators/{name}.js" for name in ("incentives", "surge", "late-payment", "turnover", "self-test")
}
ESBUILD = ROOT / "node_modules/.bin/esbuild"
PACKAGES = ("chart.js", "fflate", "js-yaml", "papaparse")
ONLY_IN_THE_PAGE = ("hint", "example")  # macros/fill_form.py prints them


class BundleError(Exception):
    """The scripts could not be made; the message says why, in Chinese."""


def main() -> int:
    library = build_downloads.checked_library()
    return 0 if library and attempt(library) else 1


def attempt(library: Library) -> bool:
    """Bundle; False after printing why it failed."""
    try:
        bundle(library)
    except BundleError as error:
        print(error, file=sys.stderr)
        return False
    return True


def bundle(library: Library) -> None:
    """Needs the built downloads."""
    missing = [name for name in PACKAGES if not (ROOT / "node_modules" / name).is_dir()]
    if missing or not ESBUILD.exists():
        raise BundleError(f"没有找到 npm 包 {'、'.join(missing) or 'esbuild'}，在线填写的程序没有生成。请运行 make site（它会先安装）。")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    entries = [f"{name}={file}" for name, file in ENTRIES.items() if file.exists()]
    command = [ESBUILD, *entries, "--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none", "--log-level=warning", f"--outdir={OUTPUT}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BundleError(f"在线填写的程序没有生成：\n{done.stderr}")
    (OUTPUT / "fill-data.js").write_text(assignment("fillData", fill_data(library)), encoding="utf-8")
    for document in library.documents.values():
        (OUTPUT.parent / word_script(document.slug)).write_text(word_data(document), encoding="utf-8")
    (OUTPUT.parent / WORKBOOK_SCRIPT).write_text(workbook_data(library), encoding="utf-8")
    (OUTPUT / "calculator-data.js").write_text(assignment("calculatorData", calculator_data(library)), encoding="utf-8")


def fill_data(library: Library) -> dict:
    """The form of the whole pack: every page works out all answers."""
    form = pack_form(library)
    form["fields"] = [{name: value for name, value in field.items() if name not in ONLY_IN_THE_PAGE} for field in form["fields"]]
    return form


def word_data(document: Document) -> str:
    """The built Word file; a page loads its own, and the others when it packs them all."""
    return file_assignment(document.slug, encoded(f"{document.slug}.docx"))


def workbook_data(library: Library) -> str:
    """The blank workbooks, and where they show what the answers say."""
    return file_assignment("workbooks", [
        {"file": workbook_path(slug), "cells": term_cells(data, library), "data": base64.b64encode(data).decode()} for slug, data in blank_workbooks(library).items()
    ])


def encoded(name: str) -> str:
    return base64.b64encode((ROOT / "docs/downloads" / name).read_bytes()).decode()


def file_assignment(name: str, data) -> str:
    return f"(window.fillFiles??={{}})[{json.dumps(name)}]={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def assignment(name: str, data: dict) -> str:
    """The data as a classic script."""
    return f"window.{name}={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


if __name__ == "__main__":
    raise SystemExit(main())
