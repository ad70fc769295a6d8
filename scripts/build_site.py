"""Build the downloads, then the site, into site/; a failure leaves the previous site as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from macros.library import load_library
from scripts import build_downloads

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"


def main() -> int:
    if code := build_downloads.main([]):
        return code
    staging = ROOT / ".cache/site"
    shutil.rmtree(staging, ignore_errors=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(content_epoch()), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(staging)]
    if code := subprocess.run(command, cwd=ROOT, env=environment).returncode:
        print("网站没有生成；上一次的 site/ 保持不变。", file=sys.stderr)
        return code
    old = ROOT / ".cache/site-old"
    shutil.rmtree(old, ignore_errors=True)
    if SITE.exists():
        SITE.rename(old)
    staging.rename(SITE)
    shutil.rmtree(old, ignore_errors=True)
    print(f"网站已生成：{SITE.relative_to(ROOT)}/index.html")
    return 0


def content_epoch() -> int:
    """Seconds since 1970 of the latest review: the same content gives the same dates in the site's files."""
    latest = max(clause.meta.reviewed for clause in load_library(ROOT).clauses.values())
    return int(datetime(latest.year, latest.month, latest.day, tzinfo=timezone.utc).timestamp())


if __name__ == "__main__":
    raise SystemExit(main())
