"""How long filling the built Word file takes, beside docxtpl filling an equivalent one; part of `make bench`."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import docxtpl

from macros.answers import read_answers, shown, stored
from macros.contract import Option
from macros.form_data import form_data
from macros.library import Library, load_library
from macros.registry import Field
from scripts import word
from scripts.pandoc_tree import Node, para, raw_inline, text
from scripts.word import runs
from scripts.word.fill import WordTemplate
from scripts.word.writers import NO_BREAK, PlainWriter

ROOT = Path(__file__).resolve().parent.parent
LINE = "版本 1.0.0"
KINDS = {"fillable": "可填写版", "final": "定稿版"}
MANY, CORES = 1000, 2


def measures() -> Iterator[tuple[str, str]]:
    library = load_library(ROOT)
    printed, kept = example_values(library)
    built = word.build_fillable(library.agreement, library, LINE)
    template = WordTemplate(built)
    ours = {kind: median(lambda kind=kind: template.fill(printed, kept, kind), 50) for kind in KINDS}
    theirs = median(docxtpl_fill(library, printed), 5)
    yield "拆开范本（只做一次）", f"{median(lambda: WordTemplate(built), 5) * 1000:.0f} 毫秒"
    for kind, name in KINDS.items():
        yield f"填一份{name}", f"{ours[kind] * 1000:.1f} 毫秒，docxtpl 填同样的文件要 {theirs * 1000:.0f} 毫秒，是它的 {theirs / ours[kind]:.0f} 倍（目标 ≥ 5）"
    with ProcessPoolExecutor(CORES, initializer=open_template, initargs=(built, printed, kept)) as pool:
        list(pool.map(fill_both, range(CORES)))
        started = time.perf_counter()
        list(pool.map(fill_both, range(MANY), chunksize=25))
        yield f"{MANY} 份，每份两种，{CORES} 个进程", f"{time.perf_counter() - started:.1f} 秒（目标 ≤ 15）"


def median(action: Callable[[], object], times: int) -> float:
    """Seconds; one run before does not count."""
    action()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def example_values(library: Library) -> tuple[dict, dict]:
    form = form_data(library.agreement, library)
    examples = {field["key"]: field["example"] for field in form["fields"] if field["example"] and not field["of"]}
    answers, _ = read_answers(examples, form)
    return shown(answers, form), stored(answers, form)


def open_template(built: bytes, printed: dict, kept: dict) -> None:
    """Give a worker process what it fills."""
    global _template, _printed, _kept
    _template, _printed, _kept = WordTemplate(built), printed, kept


def fill_both(number: int) -> int:
    name = {"party_a_name": f"杭州云帆第{number}电子商务有限公司"}
    return sum(len(_template.fill(_printed | name, _kept | name, kind)) for kind in KINDS)


def docxtpl_fill(library: Library, printed: dict) -> Callable[[], None]:
    """The same contract for docxtpl, which leaves numbers and references as they are."""
    source = word.build_flat(library.agreement, library, LINE, DocxtplWriter(library.numbering(library.agreement)))
    template = docxtpl.DocxTemplate(io.BytesIO(source))
    values = {key: runs.BOX[value] if isinstance(value, bool) else value for key, value in printed.items()}

    def fill() -> None:
        template.render(values, autoescape=True)
        template.save(io.BytesIO())

    return fill


class DocxtplWriter(PlainWriter):
    """Blanks as {{ key }}, options between {%p if … %} and {%p endif %}."""

    def blank(self, field: Field) -> list[Node]:
        label = [text(NO_BREAK + field.label)] if field.type == "checkbox" else []
        return [tag(f"{{{{ {field.key} }}}}"), *label]

    def option(self, option: Option, blocks: list[Node]) -> list[Node]:
        values = list(option.values) or [runs.BOX[True]]
        return [para([tag(f"{{%p if {option.field.key} in {values} %}}")]), *blocks, para([tag("{%p endif %}")])]


def tag(value: str) -> Node:
    return raw_inline("openxml", runs.run(value))
