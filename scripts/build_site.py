"""Build the downloads, the scripts of 在线填写, then the site, into site/; a failure leaves the previous site as it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from macros.library import Library
from scripts import build_downloads, bundle_browser, offline_edition, page_security

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"


def main() -> int:
    library = build_downloads.checked_library()
    if library is None or not build_downloads.attempt(library) or not bundle_browser.attempt(library):
        return 1
    staging = ROOT / ".cache/site"
    shutil.rmtree(staging, ignore_errors=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(content_epoch(library)), "NO_MKDOCS_2_WARNING": "1"}
    # Not --quiet: with it, mkdocs does not count the warnings that --strict should stop at.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(staging)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        print("网站没有生成；上一次的 site/ 保持不变。", file=sys.stderr)
        return done.returncode
    compact_search_index(staging / "search/search_index.json")
    offline_edition.publish(staging)
    for page in staging.rglob("*.html"):
        page.write_text(page_security.secured(page.read_text(encoding="utf-8")), encoding="utf-8")
    build_downloads.swap(staging, SITE)
    print(f"网站已生成：{SITE.relative_to(ROOT)}/index.html")
    return 0


def compact_search_index(file: Path) -> None:
    """Every visit loads the index: plain UTF-8 instead of \\u escapes halves it."""
    index = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def content_epoch(library: Library) -> int:
    """Seconds since 1970 of the latest review: the same content gives the same dates in the site's files."""
    latest = max(clause.meta.reviewed for clause in library.clauses.values())
    return int(datetime(latest.year, latest.month, latest.day, tzinfo=UTC).timestamp())


if __name__ == "__main__":
    raise SystemExit(main())
