"""Build every download into docs/downloads/: DOCX and PDF of each document, checksums, manifest and a ZIP of all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tqdm import tqdm

from macros.answer_schema import answer_schema
from macros.answer_text import SCHEMA
from macros.contract import Document, Reference, inlines_of, walk
from macros.form_data import pack_form
from macros.library import Library, load_library
from macros.problems import ContentError
from scripts import pdf, word
from scripts.build_workbooks import blank_workbooks
from scripts.command_line import Arguments
from scripts.workbooks import WORKBOOKS
from scripts.workbooks import file_name as workbook_name

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "docs/downloads"
CACHE = ROOT / ".cache/downloads"
NOTHING_LOST = "没有生成新的下载文件；上一次的文件保持不变。"
PACK = "kefu-waibao-hetong.zip"
KINDS = {
    "fillable": ("{slug}.docx", word.build_fillable),
    "plain": ("{slug}-plain.docx", word.build_plain),
    "pdf": ("{slug}.pdf", pdf.build_form),
    "typst": ("{slug}.typ", pdf.build_source),
}
BEHIND = {"typst"}  # what only scripts.fill_contract works from: for whole contracts, on no download card
CODE = ("macros/*.py", "scripts/word/*", "scripts/pdf/*", "scripts/pandoc_tree.py", "templates/layout/*", "requirements.txt", "package-lock.json")


def main(argv: list[str] | None = None) -> int:
    options = Arguments(description="生成全部下载文件到 docs/downloads/")
    options.add_argument("--only", metavar="文件", help="只重新生成一个文件（例如 fees 或 service-agreement），其余沿用上一次的")
    only = options.parse_args(argv).only
    library = checked_library()
    return 0 if library and attempt(library, only) else 1


def checked_library() -> Library | None:
    """The content, or None after printing everything that is wrong with it."""
    try:
        return load_library(ROOT)
    except ContentError as error:
        print(error, NOTHING_LOST, sep="\n", file=sys.stderr)
        return None


def attempt(library: Library, only: str | None = None) -> bool:
    """Build; False after printing why it failed."""
    try:
        build(library, only)
    except BuildError as error:
        print(error, NOTHING_LOST, sep="\n", file=sys.stderr)
        return False
    return True


class BuildError(Exception):
    """A document could not be built; the message says which and why."""


def build(library: Library, only: str | None = None) -> None:
    """Write docs/downloads/ as a whole, or leave it untouched when anything fails."""
    documents = library.published()
    if only and only not in {document.slug for document in documents}:
        raise BuildError(f"没有名为“{only}”的文件。可选：{'、'.join(document.slug for document in documents)}。")
    wanted = [(document, kind) for document in documents for kind in kinds_of(document, library)]
    cached = cached_files(wanted, library)
    make([(document, kind) for document, kind in wanted if only in (None, document.slug)], cached, library)
    ready = {key: next((file for file in (cached[key], OUTPUT / file_name(*key)) if file.exists()), None) for key in cached}
    publish([document for document in documents if all(ready[document.slug, kind] for kind in kinds_of(document, library))], ready, library)


def built(documents: Iterable[Document], kinds: Iterable[str], library: Library) -> dict[str, dict[str, bytes]]:
    """Files by slug and kind, made now unless they are cached, so that nobody works from an outdated one. Raises BuildError."""
    wanted = [(document, kind) for document in documents for kind in kinds]
    cached = cached_files(wanted, library)
    make(wanted, cached, library)
    return {document.slug: {kind: cached[document.slug, kind].read_bytes() for kind in kinds} for document in documents}


def kinds_of(document: Document, library: Library) -> list[str]:
    return [kind for kind in KINDS if kind not in BEHIND or document.slug in library.documents]


def cached_files(wanted: list[tuple[Document, str]], library: Library) -> dict[tuple[str, str], Path]:
    """Where each file is kept once it has been made, by slug and kind."""
    code = code_digest()
    return {(document.slug, kind): CACHE / fingerprint(document, kind, library, code) for document, kind in wanted}


def code_digest(patterns: Iterable[str] = CODE) -> bytes:
    """Changes when what makes the files changes."""
    return hashlib.sha256(b"".join(file.read_bytes() for pattern in patterns for file in sorted(ROOT.glob(pattern)) if file.is_file())).digest()


def file_name(slug: str, kind: str) -> str:
    return KINDS[kind][0].format(slug=slug)


def fingerprint(document: Document, kind: str, library: Library, code: bytes) -> str:
    """Changes when anything that the file shows changes."""
    numbering = library.numbering(document)
    blocks = [*document.cover, *(b for clause in document.clauses for b in clause.blocks)]
    references = {i.target: numbering.reference(i.target) for b in walk(blocks) for i in inlines_of(b) if isinstance(i, Reference)}
    shown = (kind, library.version_line(document), document, references)
    return hashlib.sha256(code + repr(shown).encode()).hexdigest()


def make(wanted: list[tuple[Document, str]], cached: dict, library: Library) -> None:
    """Build what is not cached, on all cores; a bar on a terminal, one line a file elsewhere."""
    missing = [(document, kind) for document, kind in wanted if not cached[document.slug, kind].exists()]
    if not missing:
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    failed = []
    with ProcessPoolExecutor(initializer=use, initargs=(library,)) as pool, tqdm(total=len(missing), unit="个", desc="生成下载文件", disable=not sys.stderr.isatty()) as bar:
        work = {pool.submit(make_one, document.slug, kind): (document.slug, kind) for document, kind in missing}
        for done in as_completed(work):
            slug, kind = work[done]
            name = file_name(slug, kind)
            if error := done.exception():
                failed.append(f"{name}：{error}")
                continue
            part = cached[slug, kind].with_suffix(f".{os.getpid()}")
            part.write_bytes(done.result())
            part.rename(cached[slug, kind])
            bar.update()
            if bar.disable:
                print(f"{name}  {len(done.result()) / 1024:.0f} KB  {time.perf_counter() - started:.1f}s", flush=True)
    if failed:
        raise BuildError("\n".join(failed))


def use(library: Library) -> None:
    """Give a worker process the library that the parent has loaded and checked."""
    global _library
    _library = library


def make_one(slug: str, kind: str) -> bytes:
    """One file; runs in a worker process."""
    document = next(document for document in _library.published() if document.slug == slug)
    return KINDS[kind][1](document, _library, _library.version_line(document))


def publish(documents: list[Document], ready: dict, library: Library) -> None:
    """Assemble the folder beside the old one, then swap."""
    staging = OUTPUT.with_name(".downloads-new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    entries, files, packed = [], {}, {}
    for document in documents:
        entry = {"slug": document.slug, "title": document.title, "summary": document.meta.summary, "version": document.meta.version, "files": []}
        for kind in kinds_of(document, library):
            name, data = file_name(document.slug, kind), ready[document.slug, kind].read_bytes()
            files[name] = data
            if kind not in BEHIND:
                packed[name] = data
                entry["files"].append({"kind": kind, **described(name, data)})
        entries.append(entry)
    workbooks = []
    for slug, data in blank_workbooks(library).items():
        files[workbook_name(slug)] = packed[workbook_name(slug)] = data
        workbooks.append({"slug": f"workbook-{slug}", **WORKBOOKS[slug], "version": library.agreement.meta.version, "files": [{"kind": "xlsx", **described(workbook_name(slug), data)}]})
    pack = zip_of(packed | {"SHA256SUMS": checksums(packed)})
    manifest = {"law_date": str(library.law_date), "documents": entries, "workbooks": workbooks, "pack": described(PACK, pack)}
    files[PACK] = pack
    schema = answer_schema(pack_form(library))
    files[SCHEMA] = json.dumps(schema, ensure_ascii=False, indent=1).encode()
    files["SHA256SUMS"] = checksums(files)
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    for name, data in files.items():
        (staging / name).write_bytes(data)
    swap(staging, OUTPUT)


def swap(staging: Path, target: Path) -> None:
    """Put a finished folder in the place of the previous one."""
    old = staging.with_name(f"{staging.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    staging.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def described(name: str, data: bytes) -> dict:
    return {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def checksums(files: dict[str, bytes]) -> bytes:
    """The format of sha256sum."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def zip_of(files: dict[str, bytes]) -> bytes:
    """A ZIP that depends on nothing but its content; DOCX and PDF are compressed already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith((".docx", ".pdf", ".xlsx")) else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
