"""One filled contract, or the whole pack, as a set of files: all of them made first, then put in place together."""

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
from macros.form_data import form_data, pack_form
from macros.library import Library
from macros.pack import file_stem
from scripts.build_downloads import CODE, built, code_digest, swap, zip_of
from scripts.build_workbooks import CODE as WORKBOOK_CODE
from scripts.filling_report import render_report
from scripts.pdf import Filler
from scripts.word.fill import WordTemplate
from scripts.workbooks import WORKBOOKS, build_workbooks, file_name

KINDS = {"fillable": "{title}-可填写版.docx", "final": "{title}-定稿版.docx", "pdf": "{title}.pdf"}
WORKBOOK_KIND = "xlsx"  # only in a whole pack
MADE_FROM = {"fillable": "fillable", "final": "fillable", "pdf": "typst"}
ANSWERS, REPORT, ZIP = "{title}-填写内容.json", "{title}-核对报告.txt", "{title}-整套.zip"
MARK = ".made-from"  # in every set: the digest of what it was made from, and of each file as it was made
IGNORED = (MARK, ".DS_Store")
LONGEST_NAME = 40
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Materials:
    """What sets are made from: of the main contract, or of the whole pack. Can be sent to another process."""

    library: Library
    documents: tuple[Document, ...]
    kinds: tuple[str, ...]
    templates: dict[str, dict[str, bytes]]  # by slug and kind of file

    @cached_property
    def form(self) -> dict:
        """What answers are read with, whichever documents are made."""
        return pack_form(self.library)

    @cached_property
    def view(self) -> dict:
        """What the report is about."""
        return self.form if self.whole else form_data(self.documents[0], self.library)

    @property
    def whole(self) -> bool:
        return len(self.documents) > 1

    @cached_property
    def digest(self) -> str:
        """Changes when the same answers would give other files."""
        templates = [data for slug in self.templates for data in self.templates[slug].values()]
        parts = [code_digest((*CODE, *WORKBOOK_CODE)), json.dumps([self.form, [*self.templates], self.kinds], ensure_ascii=False).encode(), *templates]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def mark(self, raw: dict) -> str:
        """The digest of a set made from these answers, as they were written."""
        return hashlib.sha256(f"{self.digest}{json.dumps(raw, sort_keys=True)}".encode()).hexdigest()

    @property
    def names(self) -> set[str]:
        """The files of a complete set."""
        made = {_name(KINDS[kind], document) for document in self.documents for kind in self.kinds if kind in KINDS}
        made |= set(map(workbook_path, WORKBOOKS)) if WORKBOOK_KIND in self.kinds else set()
        return made | {_name(pattern, self.documents[0]) for pattern in (ANSWERS, REPORT, *([ZIP] if self.whole else []))} | {MARK}


def load_materials(library: Library, kinds: Iterable[str], whole: bool) -> Materials:
    """With the built files of the present templates. Raises BuildError."""
    kinds = tuple(kinds)
    documents = tuple(library.documents.values()) if whole else (library.agreement,)
    return Materials(library, documents, kinds, built(documents, dict.fromkeys(MADE_FROM[kind] for kind in kinds if kind in KINDS), library))


def workbook_path(slug: str) -> str:
    return f"测算表/{WORKBOOKS[slug]['title']}.xlsx"


def _name(pattern: str, document: Document) -> str:
    """附件/附件4 个人信息委托处理协议-定稿版.docx"""
    return pattern.format(title=file_stem(document.slug, document.meta.title))


class Maker:
    """Makes sets one after the other; the templates are taken apart once."""

    def __init__(self, materials: Materials, scratch: Path):
        """`scratch`: an empty folder for working files."""
        self._from = materials
        self._word = {slug: WordTemplate(files["fillable"]) for slug, files in materials.templates.items() if "fillable" in files}
        self._pdf = {slug: Filler(files["typst"], scratch / slug) for slug, files in materials.templates.items() if "typst" in files}

    def files(self, raw: dict, answers: Answers, found: list[dict]) -> dict[str, bytes]:
        """File name → content. `raw`: the answers as written; `found`: in view of what is made. Raises TypesettingError."""
        head, form = self._from.documents[0], self._from.form
        printed, kept = shown(answers, form), stored(answers, form)
        files = {_name(KINDS[kind], document): self._file(document, kind, printed, kept) for document in self._from.documents for kind in self._from.kinds if kind in KINDS}
        if WORKBOOK_KIND in self._from.kinds:
            files |= self._workbooks(answers)
        files[_name(ANSWERS, head)] = render_answers(answers, form).encode()
        files[_name(REPORT, head)] = render_report(answers, found, self._from.view).encode()
        if self._from.whole:
            files[_name(ZIP, head)] = zip_of(files)
        record = {"from": self._from.mark(raw), "files": {name: _digest(data) for name, data in files.items()}}
        return files | {MARK: json.dumps(record, ensure_ascii=False, indent=1).encode()}

    def _workbooks(self, answers: Answers) -> dict[str, bytes]:
        made = build_workbooks(self._from.library, answers.values)
        return {workbook_path(slug): made[file_name(slug)] for slug in WORKBOOKS}

    def _file(self, document: Document, kind: str, printed: dict, kept: dict) -> bytes:
        if kind != "pdf":
            return self._word[document.slug].fill(printed, kept, kind)
        return self._pdf[document.slug].fill(printed, self._from.library.numbering(settled(document, printed)))


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
        file = staging / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    swap(staging, folder)


def of_the_user(folder: Path) -> list[str]:
    """Names of what is in the folder and not as we wrote it."""
    made = _record(folder)["files"]

    def theirs(inside: Path, prefix: str) -> Iterator[str]:
        for path in inside.iterdir():
            name = prefix + path.name
            if path.is_dir() and any(known.startswith(f"{name}/") for known in made):
                yield from theirs(path, f"{name}/")
            elif path.name not in IGNORED and (not path.is_file() or made.get(name) != _digest(path.read_bytes())):
                yield name

    return sorted(theirs(folder, ""))


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
