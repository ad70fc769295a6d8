"""The site as a ZIP to unpack and open from a folder: the built pages rewritten, no second build."""

from __future__ import annotations

import json
import posixpath
import re
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

from macros.page_parts import OFFLINE_EDITION, kilobytes
from scripts.build_downloads import checksums, described, zip_of
from scripts.page_security import FILES, secured

_FOLDER = OFFLINE_EDITION.removesuffix(".zip")
_LEFT_OUT = (
    "404.html", "sitemap.xml*", "*.map", "search/search_index.json", "assets/javascripts/lunr/wordcut.js",
    "downloads/*.zip", "downloads/*.typ", "downloads/SHA256SUMS", "downloads/manifest.json",
)
_WORKER = Path(__file__).with_name("frame_worker.js")
_LINK = re.compile(r'(?<=\s)((?:href|src)=")([^"#][^"]*)"')
_ONLINE_ONLY = re.compile(r'<div class="online-only">.*?</div>', re.DOTALL)
_THEME_SCRIPT = re.compile(r'<script src="([^"]*)assets/javascripts/bundle')


def publish(site: Path) -> None:
    """Put the ZIP among the downloads of a built site, and its size and checksum where the others are."""
    data = archive(site)
    file = described(OFFLINE_EDITION, data)
    downloads = site / "downloads"
    (downloads / OFFLINE_EDITION).write_bytes(data)
    with (downloads / "SHA256SUMS").open("ab") as sums:
        sums.write(checksums({OFFLINE_EDITION: data}))
    manifest = json.loads((downloads / "manifest.json").read_text(encoding="utf-8"))
    (downloads / "manifest.json").write_text(json.dumps(manifest | {"offline": file}, ensure_ascii=False, indent=1), encoding="utf-8")
    page = site / "download-center/index.html"
    shown = page.read_text(encoding="utf-8")
    for mark, value in {'id="offline-size">': kilobytes(file["size"]), 'id="offline-sha256">': file["sha256"]}.items():
        shown = shown.replace(mark, mark + value)
    page.write_text(shown, encoding="utf-8")


def archive(site: Path) -> bytes:
    names = [file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    files = {name: (site / name).read_bytes() for name in names if not any(fnmatch(name, pattern) for pattern in _LEFT_OUT)}
    for name in [name for name in files if name.endswith(".html")]:
        files[name] = secured(offline_page(files[name].decode()), FILES).encode()
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    files["search/search_index.js"] = offline_index(index).encode()
    files[f"assets/javascripts/{_WORKER.name}"] = _WORKER.read_bytes()
    return zip_of({f"{_FOLDER}/{name}": data for name, data in files.items()})


def offline_page(page: str) -> str:
    page = _ONLINE_ONLY.sub("", page)
    page = _LINK.sub(lambda link: f'{link[1]}{file_link(link[2])}"', page)
    return _THEME_SCRIPT.sub(rf'<script src="\1assets/javascripts/{_WORKER.name}"></script>\n      \g<0>', page)


def offline_index(index: dict) -> str:
    """The search index as the script that the theme loads where it cannot fetch."""
    docs = [entry | {"location": file_link(entry["location"])} for entry in index["docs"]]
    return f"var __index = {json.dumps(index | {'docs': docs}, ensure_ascii=False, separators=(',', ':'))}"


def file_link(link: str) -> str:
    """Without a server a folder has no page: a link to a folder becomes one to its index.html."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or posixpath.basename(parts.path) not in ("", ".", ".."):
        return link
    return parts._replace(path=posixpath.join(parts.path, "index.html")).geturl()
