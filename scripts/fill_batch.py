"""One set of files for each row of a table: on all cores, each row by itself, to be resumed after any interruption."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from macros.answers import Answers, read_answers, unanswered
from macros.limit_checks import LEVELS, findings
from macros.problems import Problem
from scripts.answer_table import Row
from scripts.command_line import file_failure
from scripts.contract_set import MARK, Maker, Materials, NotOurs, alone_in, is_complete, of_the_user, put, safe_name
from scripts.pdf import TypesettingError

RESULTS, ERRORS = "结果.csv", "错误.csv"
MADE, KEPT, CHECKED, FAILED = "已生成", "没有变化", "已核对", "出错"
PRINTED = 20  # errors; a longer list is for the table
ILLEGAL = LEVELS[0]


@dataclass(frozen=True)
class Outcome:
    """What became of a row."""

    row: Row
    state: str
    folder: str
    problems: tuple[Problem, ...]
    open: int = 0
    levels: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class Batch:
    """What all rows share. `base` has the answers that no row overrides, by label; without `folder` rows are only checked."""

    table: Path
    base: dict
    materials: Materials
    folder: Path | None


def names_of(form: dict) -> dict[str, str]:
    """Whatever a field may be called → its label."""
    return {name: data["label"] for data in form["fields"] for name in (data["label"], data["key"])}


def fill_batch(batch: Batch, rows: list[Row]) -> bool:
    """Make every set, or check every row; False when a row failed or, checked only, goes against the law."""
    if batch.folder is None:
        outcomes = _with_progress("核对", batch, rows)
        _print_summary(outcomes)
        return not any(outcome.problems for outcome in outcomes)
    batch.folder.mkdir(parents=True, exist_ok=True)
    with alone_in(batch.folder):
        for left in (*batch.folder.glob(".[0-9]*.new"), *batch.folder.glob(".[0-9]*.new-old")):
            shutil.rmtree(left)
        outcomes = _with_progress("生成合同", batch, rows)
        _print_summary(outcomes)
        _write_tables(batch.folder, outcomes)
    return all(outcome.state != FAILED for outcome in outcomes)


def _with_progress(what: str, batch: Batch, rows: list[Row]) -> list[Outcome]:
    return list(tqdm(_outcomes(batch, rows), total=len(rows), unit="份", desc=what, disable=not sys.stderr.isatty()))


def _outcomes(batch: Batch, rows: list[Row]) -> Iterator[Outcome]:
    # Workers are forked off a process that only imports: one forked off after Typst has run would wait for threads that it does not have.
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with TemporaryDirectory() as scratch:
        pool = ProcessPoolExecutor(mp_context=context, initializer=_start, initargs=(batch, scratch))
        try:
            with _interrupts_held_back():
                outcomes = pool.map(_one, rows, chunksize=4)
            yield from outcomes
        finally:
            with _interrupts_held_back():
                pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C waits until the end of the block. Processes started in it never get one: the parent ends them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _start(batch: Batch, scratch: str) -> None:
    """Get a worker process ready."""
    global _batch, _scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _batch, _scratch = batch, Path(scratch) / str(os.getpid())


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers, and they would wait for work for ever."""
    wait([parent_process().sentinel])
    os._exit(1)


@cache
def _maker() -> Maker:
    _scratch.mkdir()
    return Maker(_batch.materials, _scratch)


def _one(row: Row) -> Outcome:
    """Make or check one row; runs in a worker process."""
    form, view = _batch.materials.form, _batch.materials.view
    raw = _batch.base | row.cells
    answers, mistakes = read_answers(raw, form)
    name = "-".join(part for part in (serial(row), safe_name(_title(row, form))) if part)
    if problems := row.problems or tuple(_problem(row, mistake.message, mistake.remedy) for mistake in mistakes):
        return Outcome(row, FAILED, name, problems)
    found = findings(answers, form if _batch.folder is None else view)
    if _batch.folder is None:
        return Outcome(row, CHECKED, name, tuple(_problem(row, f"{ILLEGAL}：{one['message']}", one["remedy"]) for one in found if one["level"] == ILLEGAL))
    try:
        state = _make(row, _batch.folder / name, raw, answers, found)
    except Exception as error:  # whatever is wrong with one row must not stop the others
        return Outcome(row, FAILED, name, (_problem(row, *_explained(error)),))
    return Outcome(row, state, name, (), len(unanswered(answers, view)), Counter(finding["level"] for finding in found))


def _make(row: Row, folder: Path, raw: dict, answers: Answers, found: list[dict]) -> str:
    if is_complete(folder, _batch.materials, _batch.materials.mark(raw)):
        return KEPT
    put(folder, _maker().files(raw, answers, found))
    for other in _batch.folder.glob(f"{serial(row)}*"):
        if other != folder and other.name.split("-")[0] == serial(row) and (other / MARK).exists() and not of_the_user(other):
            shutil.rmtree(other)  # the same row under the name it had before
    return MADE


def _explained(error: Exception) -> tuple[str, str]:
    match error:
        case TypesettingError():
            return str(error), "改这一行的字；或者加上 --kinds fillable,final，只做 Word。"
        case NotOurs():
            return str(error), "移走这些文件再运行一次，只补没做成的。"
        case OSError():
            return file_failure(error)
    return f"程序没能做出这一份：{error!r}", "请把这一行的内容和这句话发给我们。"


def _problem(row: Row, cause: str, remedy: str) -> Problem:
    return Problem(str(_batch.table), row.line, cause, remedy)


def serial(row: Row) -> str:
    return f"{row.serial:04d}"


def _title(row: Row, form: dict) -> str:
    """The vendor's name, or the first words of the row."""
    texts = [data for data in form["fields"] if data["type"] == "text" and data["label"] in row.cells]
    named = next((data for data in texts if data["key"] == "party_b_name"), texts[0] if texts else None)
    return row.cells[named["label"]] if named else ""


def _print_summary(outcomes: list[Outcome]) -> None:
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    for problem in problems[:PRINTED]:
        print(problem, file=sys.stderr)
    if len(problems) > PRINTED:
        print(f"……还有 {len(problems) - PRINTED} 处", file=sys.stderr)
    states = Counter(outcome.state for outcome in outcomes)
    print(f"共 {len(outcomes)} 行：" + "，".join(f"{count} 行{state}" for state, count in states.items()) + "。")


def _write_tables(folder: Path, outcomes: list[Outcome]) -> None:
    """结果.csv, and 错误.csv when there are errors."""
    results = [
        [serial(o.row), o.row.line, o.folder, o.state, *(() if o.state == FAILED else (o.open, *(o.levels[level] for level in LEVELS)))] for o in outcomes
    ]
    _write(folder / RESULTS, [["序号", "表格第几行", "文件夹", "结果", "待定项", *LEVELS], *results])
    errors = [[serial(o.row), problem.line, problem.cause, problem.remedy] for o in outcomes for problem in o.problems]
    if errors:
        _write(folder / ERRORS, [["序号", "表格第几行", "错误", "怎么改"], *errors])
    else:
        (folder / ERRORS).unlink(missing_ok=True)
    current = {outcome.folder for outcome in outcomes if outcome.state != FAILED}
    if outdated := sorted(mark.parent.name for mark in folder.glob(f"*/{MARK}") if mark.parent.name not in current):
        print(f"“{'”“'.join(outdated)}”是以前做的，与这张表不符，没有动。", file=sys.stderr)
    print(f"在 {folder}/，逐行结果见 {RESULTS}" + (f"，出错的见 {ERRORS}。" if errors else "。"))


def _write(file: Path, rows: Iterable[Iterable]) -> None:
    """CSV that Excel opens as Chinese and does not run as formulas."""
    text = io.StringIO()
    csv.writer(text).writerows([_inert(str(cell)) for cell in row] for row in rows)
    part = file.with_name(f".{file.name}.new")
    part.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    part.replace(file)


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
