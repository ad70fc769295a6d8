"""The loaded and checked library, kept under the hash of all it was made from, so that mkdocs need not parse it again."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sys
from pathlib import Path

MADE_FROM = ("templates/**/*", "docs/**/*.md", "docs/assets/diagrams/*.svg", "macros/**/*.py", "requirements.txt")


def place(root: Path) -> Path:
    """Where the library made from the present files is kept, if it is."""
    digest = hashlib.sha256(f"{root}\0{sys.version}".encode())
    for file in sorted(file for pattern in MADE_FROM for file in root.glob(pattern) if file.is_file()):
        digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return root / ".cache/library" / f"{digest.hexdigest()}.pickle"


def fetch(file: Path):
    """The library, or None."""
    return pickle.loads(file.read_bytes()) if file.exists() else None


def keep(library, file: Path) -> None:
    """Keep this library and forget older ones."""
    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(library))
    part.rename(file)
