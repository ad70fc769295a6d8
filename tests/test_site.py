"""The built site: every internal link and anchor leads somewhere, every download is whole."""

import hashlib
import json
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from macros.pack import annex_name, is_form
from scripts.workbooks import WORKBOOKS


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            assert found["id"] not in self.ids or tag in ("path", "marker", "title", "desc"), f"id {found['id']} twice"
            self.ids.add(found["id"])
        self.links += [found[name] for name in ("href", "src") if found.get(name)]


@pytest.fixture(scope="module")
def pages(repository):
    site = repository / "site"
    return {f"/{file.relative_to(site).as_posix().removesuffix('index.html')}": Page(file.read_text(encoding="utf-8")) for file in site.rglob("index.html")}


def test_every_internal_link_and_anchor_exists(pages, repository):
    broken = []
    for address, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(f"http://site{address}", link))
            if target.netloc != "site" or target.scheme != "http":
                continue
            path = unquote(target.path)
            if path in pages:
                if target.fragment and unquote(target.fragment) not in pages[path].ids | {"__skip", "__codelineno"}:
                    broken.append(f"{address} → {link}")
            elif not (repository / "site" / path.lstrip("/")).is_file():
                broken.append(f"{address} → {link}")
    assert broken == []


def test_nothing_but_edit_links_points_to_other_hosts(pages, repository):
    edit_base = next(line.split()[1] for line in (repository / "mkdocs.yml").read_text().splitlines() if "edit_base:" in line)
    allowed = (edit_base, "https://squidfunk.github.io/mkdocs-material/", "https://creativecommons.org/")
    foreign = {link for page in pages.values() for link in page.links if link.startswith(("http", "//"))}
    assert [link for link in foreign if not link.startswith(allowed)] == []


def test_the_pack_is_complete(library):
    assert [annex_name(slug) for slug in library.documents if annex_name(slug)] == [f"附件{number}" for number in "一二三四五六七八九"]
    assert {slug for slug in library.documents if is_form(slug)} == {f"form-{name}" for name in ("settlement", "rectification", "termination", "renewal", "vendor-assessment")}
    assert list(WORKBOOKS) == ["settlement", "staffing", "surge", "vendor-assessment"]


def test_every_document_has_its_three_files(repository, library):
    for slug in (*library.documents, *library.agreement.meta.published_alone):
        for name in (f"{slug}.docx", f"{slug}-plain.docx", f"{slug}.pdf"):
            assert (repository / "site/downloads" / name).stat().st_size > 8_000, name


def test_every_annex_and_form_has_a_page_of_its_own(pages, library):
    for slug in library.documents:
        assert slug == "service-agreement" or f"/annexes/{slug}/" in pages


def entries(manifest: dict) -> list[dict]:
    return manifest["documents"] + manifest["workbooks"]


def test_checksums_and_sizes_are_those_of_the_files(repository):
    folder = repository / "site/downloads"
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = [file for entry in entries(manifest) for file in entry["files"]] + [manifest["pack"], manifest["offline"]]
    for file in listed:
        data = (folder / file["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"] == sums[file["name"]]
        assert len(data) == file["size"]


def test_the_pack_holds_every_file_byte_for_byte(repository):
    folder = repository / "site/downloads"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(folder / manifest["pack"]["name"]) as pack:
        assert pack.testzip() is None
        for entry in entries(manifest):
            for file in entry["files"]:
                assert pack.read(file["name"]) == (folder / file["name"]).read_bytes()


def test_the_downloads_page_shows_every_checksum(repository):
    text = (repository / "site/download-center/index.html").read_text(encoding="utf-8")
    manifest = json.loads((repository / "site/downloads/manifest.json").read_text(encoding="utf-8"))
    for entry in entries(manifest):
        for file in entry["files"]:
            assert file["sha256"] in text


def test_the_search_index_was_built_with_chinese_words(repository):
    index = json.loads((repository / "site/search/search_index.json").read_text(encoding="utf-8"))
    assert any("违约金\u200b" in entry["text"] or "\u200b违约金" in entry["text"] for entry in index["docs"]), "jieba did not run"
