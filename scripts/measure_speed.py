"""Measure build time, PDF, filling, page weight and Lighthouse scores on this contract, in one run (`make bench`)."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from macros.library import load_library
from scripts.measure_fill_page import fill_page
from scripts.measure_pages import lighthouse, page_weights, served
from scripts.measure_pdf import pdf_engines
from scripts.measure_word_filling import measures as word_filling
from scripts.stopwatch import median, run
from scripts.workbooks import build_workbooks

ROOT = Path(__file__).resolve().parent.parent
EXPAND_HOOK = """
import os, pathlib
def on_page_markdown(markdown, page, **_):
    target = pathlib.Path(os.environ["EXPANDED"]) / page.file.src_uri
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(markdown, encoding="utf-8")
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = working_copy(Path(folder))
        report("构建", builds(copy))
        report("mkdocs（同样的页面，含中文分词）", macros_overhead(copy))
        report("PDF（同一份主合同）", pdf_engines(copy))
        report("填写 Word（同一份主合同）", word_filling())
        report("工作簿", workbooks())
        with served(copy / "site") as address:
            report("页面重量（首次访问）", page_weights(address))
            report("在线填写（浏览器里）", fill_page(address))
            report("Lighthouse（手机）", lighthouse(address))
    return 0


def report(title: str, rows: Iterator[tuple[str, str]]) -> None:
    print(f"\n{title}", flush=True)
    for name, value in rows:
        print(f"  {name}：{value}", flush=True)


def working_copy(folder: Path) -> Path:
    """The repository's files without what builds left behind; environments are shared."""
    copy = folder / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", ".cache", "site", "downloads", "__pycache__"))
    for shared in (".venv", "node_modules"):
        (copy / shared).symlink_to(ROOT / shared)
    return copy


def builds(copy: Path) -> Iterator[tuple[str, str]]:
    build = [sys.executable, "-m", "scripts.build_site"]
    yield "全部从头生成", f"{run(build, copy):.1f} 秒（目标 ≤ 60）"
    clause = copy / "templates/clauses/fees.md"
    original = clause.read_text(encoding="utf-8")
    clause.write_text(re.sub(r"(\n1\. \[[^\n]+)", r"\1本句仅用于测速。", original, count=1), encoding="utf-8")
    yield "改一个条款后重新生成", f"{run(build, copy):.1f} 秒（目标 ≤ 6）"
    clause.write_text(original, encoding="utf-8")
    yield "什么都没改", f"{run(build, copy):.1f} 秒"


def workbooks() -> Iterator[tuple[str, str]]:
    library = load_library(ROOT)

    def build() -> float:
        started = time.perf_counter()
        build_workbooks(library, {})
        return time.perf_counter() - started

    yield "四份，各一年", f"{median(build):.1f} 秒（目标 ≤ 3）"


def macros_overhead(copy: Path) -> Iterator[tuple[str, str]]:
    """Build the pages once to see what the macros make of them, then time that Markdown with the plugin left out."""
    config = (copy / "mkdocs.yml").read_text(encoding="utf-8")
    (copy / "expand.py").write_text(EXPAND_HOOK, encoding="utf-8")
    (copy / "expand.yml").write_text(config + "\nhooks: [expand.py]\n", encoding="utf-8")
    expanded = copy / "expanded"
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(copy / "site-bench"), "--config-file"]
    run([*mkdocs, "expand.yml"], copy, EXPANDED=str(expanded))
    for folder in ("assets", "overrides", "downloads"):
        shutil.copytree(copy / "docs" / folder, expanded / folder)
    plain = re.sub(r"  - macros:\n(?:      .*\n)+", "", config).replace("docs_dir: docs", "docs_dir: expanded").replace("docs/overrides", "expanded/overrides")
    (copy / "plain.yml").write_text(plain, encoding="utf-8")
    without = median(lambda: run([*mkdocs, "plain.yml"], copy))
    with_macros = median(lambda: run([*mkdocs, "mkdocs.yml"], copy))
    yield "不用宏", f"{without:.2f} 秒"
    yield "用宏", f"{with_macros:.2f} 秒（多 {with_macros / without - 1:.0%}，目标 ≤ 30%）"


if __name__ == "__main__":
    raise SystemExit(main())
