"""How long PDFs take, beside LibreOffice and WeasyPrint on the same contract; part of `make bench`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.stopwatch import median, run

ROOT = Path(__file__).resolve().parent.parent


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
    yield "只换填写值再出一份（常驻）", f"{refill * 1000:.0f} 毫秒（目标 ≤ 150），比 LibreOffice 快 {office / refill:.0f} 倍、比 WeasyPrint 快 {weasy / refill:.0f} 倍（目标 ≥ 40）"
    yield "从 templates/ 到可填写 PDF（新进程，含检查、pandoc 和表单）", f"{form:.2f} 秒"


def call(function: str) -> list[str]:
    """A fresh Python that runs one of the functions below and prints what it returns."""
    return [sys.executable, "-c", f"from scripts.measure_pdf import {function}; print({function}())"]


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
