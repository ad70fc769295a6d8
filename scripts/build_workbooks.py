"""The blank workbooks among the downloads, with the default terms; made again only when what they show has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from macros.library import Library
from scripts.workbooks import WORKBOOKS, build_workbooks, file_name

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache/workbooks"
CODE = ("macros/operations/*.py", "macros/amounts.py", "scripts/workbooks/*.py", "requirements.txt")


def blank_workbooks(library: Library) -> dict[str, bytes]:
    """Slug → content, in the order of WORKBOOKS."""
    folder = CACHE / _fingerprint(library)
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, data in build_workbooks(library, {}).items():
            (part / name).write_bytes(data)
        part.rename(folder)
    return {slug: (folder / file_name(slug)).read_bytes() for slug in WORKBOOKS}


def _fingerprint(library: Library) -> str:
    """Changes when anything that the workbooks show changes."""
    code = b"".join(file.read_bytes() for pattern in CODE for file in sorted(ROOT.glob(pattern)))
    shown = (library.version_line(library.agreement), library.fields, library.operations, library.metrics, library.clauses["form-vendor-assessment"].blocks)
    return hashlib.sha256(code + repr(shown).encode()).hexdigest()
