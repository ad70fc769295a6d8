"""One filled contract as a set of files: all of them made first, then put in place together."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.answer_text import render_answers
from macros.answers import Answers, shown, stored
from macros.contract import Document, settled
from macros.library import Library
from scripts.build_downloads import built, code_digest, swap
from scripts.filling_report import render_report
from scripts.pdf import Filler
from scripts.word.fill import WordTemplate

KINDS = {"fillable": "{title}-可填写版.docx", "final": "{title}-定稿版.docx", "pdf": "{title}.pdf"}
MADE_FROM = {"fillable": "fillable", "final": "fillable", "pdf": "typst"}
ANSWERS, REPORT = "{title}-填写内容.json", "{title}-核对报告.txt"
MARK = ".made-from"  # in every set: the digest of what it was made from, and of each file as it was made
IGNORED = (MARK, ".DS_Store")
LONGEST_NAME = 40
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Materials:
    """What sets of one document are made from; can be sent to another process."""

    library: Library
    document: Document
    form: dict
    kinds: tuple[str, ...]
    templates: dict[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Changes when the same answers would give other files."""
        parts = [code_digest(), json.dumps([self.form, self.kinds], ensure_ascii=False).encode(), *self.templates.values()]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def mark(self, raw: dict) -> str:
        """The digest of a set made from these answers, as they were written."""
        return hashlib.sha256(f"{self.digest}{json.dumps(raw, sort_keys=True)}".encode()).hexdigest()

    @property
    def names(self) -> set[str]:
        """The files of a complete set."""
        return {pattern.format(title=self.document.title) for pattern in (*(KINDS[kind] for kind in self.kinds), ANSWERS, REPORT)} | {MARK}


def load_materials(library: Library, document: Document, form: dict, kinds: Iterable[str]) -> Materials:
    """With the built files of the present templates. Raises BuildError."""
    kinds = tuple(kinds)
    return Materials(library, document, form, kinds, built(document, dict.fromkeys(MADE_FROM[kind] for kind in kinds), library))


class Maker:
    """Makes sets one after the other; the templates are taken apart once."""

    def __init__(self, materials: Materials, scratch: Path):
        """`scratch`: an empty folder for working files."""
        self._from = materials
        self._word = WordTemplate(materials.templates["fillable"]) if "fillable" in materials.templates else None
        self._pdf = Filler(materials.templates["typst"], scratch) if "typst" in materials.templates else None

    def files(self, raw: dict, answers: Answers, found: list[dict]) -> dict[str, bytes]:
        """File name → content. `raw`: the answers as written. Raises TypesettingError."""
        document, form, library = self._from.document, self._from.form, self._from.library
        printed, kept = shown(answers, form), stored(answers, form)
        make = {
            "fillable": lambda: self._word.fill(printed, kept, "fillable"),
            "final": lambda: self._word.fill(printed, kept, "final"),
            "pdf": lambda: self._pdf.fill(printed, library.numbering(settled(document, printed))),
        }
        files = {KINDS[kind]: make[kind]() for kind in self._from.kinds}
        files[ANSWERS] = render_answers(answers, form).encode()
        files[REPORT] = render_report(answers, found, form).encode()
        files = {name.format(title=document.title): data for name, data in files.items()}
        record = {"from": self._from.mark(raw), "files": {name: _digest(data) for name, data in files.items()}}
        return files | {MARK: json.dumps(record, ensure_ascii=False, indent=1).encode()}


class NotOurs(Exception):
    """A folder that must not be replaced; the message says why, in Chinese."""


def is_complete(folder: Path, materials: Materials, mark: str) -> bool:
    """Whether the folder holds the set that these answers would give."""
    return all((folder / name).is_file() for name in materials.names) and _record(folder)["from"] == mark


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Replace the folder as a whole. Raises NotOurs when something in it is the user's."""
    folder = folder.resolve()
    if folder.exists() and (theirs := of_the_user(folder)):
        raise NotOurs(f"文件夹“{folder}”里有不是本程序生成、或者生成以后改过的“{'”“'.join(theirs)}”，没有动它")
    staging = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, data in files.items():
        (staging / name).write_bytes(data)
    swap(staging, folder)


def of_the_user(folder: Path) -> list[str]:
    """Names of what is in the folder and not as we wrote it."""
    made = _record(folder)["files"]
    return sorted(
        file.name for file in folder.iterdir() if file.name not in IGNORED and (not file.is_file() or made.get(file.name) != _digest(file.read_bytes()))
    )


def _record(folder: Path) -> dict:
    try:
        return json.loads((folder / MARK).read_bytes())
    except (FileNotFoundError, ValueError):
        return {"from": "", "files": {}}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into the folder. The system lifts the lock of a run that was killed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"另一次运行正在写“{folder}”，等它结束……", file=sys.stderr, flush=True)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        pass  # a network drive without locks
    try:
        yield
    finally:
        os.close(descriptor)


def safe_name(text: str) -> str:
    """A file name that Windows, macOS and Linux accept; may be empty."""
    name = _UNSAFE.sub("_", text).strip(" .")[:LONGEST_NAME].rstrip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name
