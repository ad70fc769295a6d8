"""Measure build time, PDF engines, page weight and Lighthouse scores on this contract, in one run (`make bench`)."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
PAGES = {"首页": "", "条款页": "clauses/fees/"}
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
        with served(copy / "site") as address:
            report("页面重量（首次访问）", page_weights(address))
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


def run(command: list, cwd: Path, **environment: str) -> float:
    """Seconds that a fresh process takes. Raises CalledProcessError with its output on stderr."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()
    return time.perf_counter() - started


def median(measure: Callable[[], float], times: int = 3) -> float:
    return statistics.median(measure() for _ in range(times))


def builds(copy: Path) -> Iterator[tuple[str, str]]:
    build = [sys.executable, "-m", "scripts.build_site"]
    yield "全部从头生成", f"{run(build, copy):.1f} 秒（目标 ≤ 60）"
    clause = copy / "templates/clauses/fees.md"
    original = clause.read_text(encoding="utf-8")
    clause.write_text(re.sub(r"(\n1\. \[[^\n]+)", r"\1本句仅用于测速。", original, count=1), encoding="utf-8")
    yield "改一个条款后重新生成", f"{run(build, copy):.1f} 秒（目标 ≤ 6）"
    clause.write_text(original, encoding="utf-8")
    yield "什么都没改", f"{run(build, copy):.1f} 秒"


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


def pdf_engines(copy: Path) -> Iterator[tuple[str, str]]:
    """Every engine starts from its own input, ready on disk, in a fresh process."""
    run(call("write_engine_inputs"), copy)
    office_command = ["soffice", f"-env:UserInstallation=file://{copy}/office", "--headless", "--convert-to", "pdf", "--outdir", "bench", "bench/in.docx"]
    run(office_command, copy)
    ours = median(lambda: run(call("typst_to_pdf"), copy))
    office = median(lambda: run(office_command, copy))
    weasy = median(lambda: run([sys.executable, "-m", "weasyprint", "bench/in.html", "bench/weasy.pdf"], copy))
    form = median(lambda: run(call("templates_to_form"), copy))
    refill = float(subprocess.run(call("refill_seconds"), cwd=copy, capture_output=True, text=True, check=True).stdout)
    yield "Typst → 带标签的 PDF（新进程）", f"{ours:.2f} 秒"
    yield "LibreOffice：DOCX → PDF（新进程）", f"{office:.2f} 秒，是 Typst 的 {office / ours:.1f} 倍（目标 ≥ 4）"
    yield "WeasyPrint：HTML → PDF（新进程）", f"{weasy:.2f} 秒，是 Typst 的 {weasy / ours:.1f} 倍（目标 ≥ 4）"
    yield "只换填写值再出一份（常驻）", f"{refill * 1000:.0f} 毫秒，比 LibreOffice 快 {office / refill:.0f} 倍、比 WeasyPrint 快 {weasy / refill:.0f} 倍（目标 ≥ 40）"
    yield "从 templates/ 到可填写 PDF（新进程，含检查、pandoc 和表单）", f"{form:.2f} 秒"


def call(function: str) -> list[str]:
    """A fresh Python that runs one of the functions below and prints what it returns."""
    return [sys.executable, "-c", f"from scripts.measure_speed import {function}; print({function}())"]


def write_engine_inputs() -> None:
    """bench/in.typ, in.docx and in.html: the main contract as each engine wants it."""
    from macros.contract_html import ContractHtml
    from macros.library import load_library
    from scripts import pdf, word

    library = load_library(Path.cwd())
    agreement, line = library.agreement, "版本 1.0.0"
    page = ContractHtml(agreement, library.numbering(agreement), lambda target: f"#{target}", 2)
    style = "<style>body{font-family:'Noto Serif CJK SC',serif;font-size:10.5pt;line-height:1.5}table{border-collapse:collapse}td,th{border:1px solid}.drafting-note{display:none}</style>"
    bench = Path("bench")
    bench.mkdir(exist_ok=True)
    (bench / "in.typ").write_text(pdf.with_data(pdf.typst_source(agreement, library, line), pdf.data_json(library.numbering(agreement))), encoding="utf-8")
    (bench / "in.docx").write_bytes(word.build_plain(agreement, library, line))
    (bench / "in.html").write_text(f"<meta charset=utf-8>{style}{page.cover()}{''.join(page.clause(c) for c in agreement.clauses)}", encoding="utf-8")


def typst_to_pdf() -> None:
    import typst

    fonts = typst.Fonts(False, False, [ROOT / "node_modules/@expo-google-fonts/noto-serif-sc" / weight for weight in ("400Regular", "700Bold")])
    typst.compile("bench/in.typ", output="bench/ours.pdf", font_paths=fonts, ignore_system_fonts=True, pdf_standards=["ua-1"])


def templates_to_form() -> None:
    from macros.library import load_library
    from scripts import pdf

    library = load_library(Path.cwd())
    Path("bench/form.pdf").write_bytes(pdf.build_form(library.agreement, library, "版本 1.0.0"))


def refill_seconds() -> float:
    from macros.answers import read_answers, shown
    from macros.contract import settled
    from macros.form_data import form_data
    from macros.library import load_library
    from scripts import pdf

    library = load_library(Path.cwd())
    agreement = library.agreement
    form = form_data(agreement, library)
    examples = {field["label"]: field["example"] for field in form["fields"] if field["example"] and not field["of"]}
    names = [f"杭州云帆第{number}电子商务有限公司" for number in range(1, 9)]

    def once() -> float:
        printed = shown(read_answers(examples | {"甲方名称": names.pop()}, form)[0], form)
        started = time.perf_counter()
        filler.fill(printed, library.numbering(settled(agreement, printed)))
        return time.perf_counter() - started

    with tempfile.TemporaryDirectory() as folder:
        filler = pdf.Filler(pdf.build_source(agreement, library, "版本 1.0.0"), Path(folder))
        once()
        return median(once, 7)


def word_filling() -> Iterator[tuple[str, str]]:
    """Imported here, because the processes timed above load this module."""
    from scripts.measure_word_filling import measures

    return measures()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a local port, gzip where browsers accept it, as static hosts do."""
    handler = functools.partial(_Gzip, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Gzip(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            return self.send_error(404)
        body = gzip.compress(file.read_bytes())
        self.send_response(200)
        for name, value in {"Content-Type": self.guess_type(file), "Content-Encoding": "gzip", "Content-Length": len(body), "Cache-Control": "max-age=600"}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def page_weights(address: str) -> Iterator[tuple[str, str]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        for name, path in PAGES.items():
            page, sizes = browser.new_page(), []
            page.on("response", lambda response, sizes=sizes: sizes.append(int(response.headers["content-length"])))
            page.goto(address + path, wait_until="networkidle")
            yield name, f"{sum(sizes) / 1000:.0f} kB（gzip），{len(sizes)} 个请求" + ("（目标 ≤ 300 kB）" if path else "")
        browser.close()


def lighthouse(address: str) -> Iterator[tuple[str, str]]:
    names = {"performance": "性能", "accessibility": "无障碍", "best-practices": "最佳实践", "seo": "SEO"}
    for name, path in PAGES.items():
        command = [
            Path(sys.executable).with_name("node"), ROOT / "node_modules/lighthouse/cli/index.js", address + path, "--quiet", "--output=json",
            f"--chrome-flags={' '.join(['--headless', *CHROMIUM_FLAGS])}", f"--only-categories={','.join(names)}",
        ]
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": shutil.which("chromium")}, capture_output=True, text=True, check=True)
        scores = json.loads(done.stdout)["categories"]
        yield name, "，".join(f"{label} {scores[key]['score'] * 100:.0f}" for key, label in names.items())


if __name__ == "__main__":
    raise SystemExit(main())
