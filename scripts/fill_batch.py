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
from scripts.answer_table import Row, load_table
from scripts.contract_set import MARK, Maker, Materials, is_complete, put, safe_name
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


def fill_batch(batch: Batch) -> bool:
    """Make every set, or check every row; False when a row failed or, checked only, goes against the law. Raises ContentError when the table is no table."""
    rows = load_table(batch.table, names_of(batch.materials.form))
    if batch.folder:
        batch.folder.mkdir(parents=True, exist_ok=True)
        for left in (*batch.folder.glob(".*.new"), *batch.folder.glob(".*.new-old")):
            shutil.rmtree(left)
    outcomes = list(tqdm(_outcomes(batch, rows), total=len(rows), unit="份", desc="生成合同" if batch.folder else "核对", disable=not sys.stderr.isatty()))
    _print_summary(batch, outcomes)
    if batch.folder:
        _write_tables(batch.folder, outcomes)
        return all(outcome.state != FAILED for outcome in outcomes)
    return not any(outcome.state == FAILED or outcome.levels[ILLEGAL] for outcome in outcomes)


def _outcomes(batch: Batch, rows: list[Row]) -> Iterator[Outcome]:
    with TemporaryDirectory() as scratch:
        # Fresh processes: one forked off after Typst has run would wait for threads that it does not have.
        pool = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_start, initargs=(batch, scratch))
        try:
            yield from pool.map(_one, rows, chunksize=4)
        finally:
            pool.shutdown(cancel_futures=True)


def _start(batch: Batch, scratch: str) -> None:
    """Get a worker process ready."""
    global _batch, _scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
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
    form = _batch.materials.form
    raw = _batch.base | row.cells
    answers, mistakes = read_answers(raw, form)
    name = "-".join(part for part in (serial(row), safe_name(_title(row, form))) if part)
    if problems := row.problems or tuple(_problem(row, mistake.message, mistake.remedy) for mistake in mistakes):
        return Outcome(row, FAILED, name, problems)
    found = findings(answers, form)
    state = CHECKED
    if _batch.folder is not None:
        try:
            state = _make(row, _batch.folder / name, raw, answers, found)
        except Exception as error:  # whatever is wrong with one row must not stop the others
            return Outcome(row, FAILED, name, (_problem(row, *_explained(error)),))
    return Outcome(row, state, name, (), len(unanswered(answers)), Counter(finding["level"] for finding in found))


def _make(row: Row, folder: Path, raw: dict, answers: Answers, found: list[dict]) -> str:
    if is_complete(folder, _batch.materials, _batch.materials.mark(raw)):
        return KEPT
    put(folder, _maker().files(raw, answers, found), _batch.materials.form["title"])
    for other in _batch.folder.glob(f"{serial(row)}*"):
        if other != folder and other.name.split("-")[0] == serial(row) and (other / MARK).exists():
            shutil.rmtree(other)  # the same row under the name it had before
    return MADE


def _explained(error: Exception) -> tuple[str, str]:
    match error:
        case TypesettingError():
            return str(error), "改这一行的字；或者加上 --kinds fillable,final，只做 Word。"
        case FileExistsError():
            return str(error), "移走以后再运行一次，只补没做成的。"
        case OSError():
            return f"写不进“{error.filename}”：{error.strerror}", "关掉正打开它的程序，看看磁盘满没满；再运行一次，只补没做成的。"
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


def _print_summary(batch: Batch, outcomes: list[Outcome]) -> None:
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if batch.folder is None:
        problems += [
            Problem(str(batch.table), outcome.row.line, f"有 {outcome.levels[ILLEGAL]} 处{ILLEGAL}", "单独核对这一行的内容，看核对报告。")
            for outcome in outcomes if outcome.levels[ILLEGAL]
        ]
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
