"""The offline edition, unpacked and opened from its folder, reads, searches, copies and asks the network for nothing."""

import json
import zipfile
from urllib.parse import unquote, urlsplit

import pytest

from scripts.offline_edition import file_link
from tests.test_site import Page

NAME = "kefu-waibao-hetong-offline"


@pytest.fixture(scope="module")
def folder(repository, tmp_path_factory):
    """Unpacked where paths are unkind: Chinese, a space, and the word the theme looks for in its worker's address."""
    place = tmp_path_factory.mktemp("worker") / "客服 外包"
    with zipfile.ZipFile(repository / f"site/downloads/{NAME}.zip") as archive:
        archive.extractall(place)
    return place / NAME


@pytest.fixture
def reader(chromium):
    """A page that records its complaints and every request that leaves the folder."""
    context = chromium.new_context()
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else page.complaints.append(request.url))
    yield page
    context.close()


@pytest.mark.parametrize(("link", "file"), {
    "..": "../index.html", "../../": "../../index.html", "./": "./index.html", "": "index.html", "#top": "index.html#top",
    "clauses/fees/": "clauses/fees/index.html", "../fees/#payment-term": "../fees/index.html#payment-term", "../laws/?h=定金#mfd-586": "../laws/index.html?h=定金#mfd-586",
    "../downloads/fees.pdf": "../downloads/fees.pdf", "https://example.com/": "https://example.com/", "//example.com/": "//example.com/", "mailto:a@example.com": "mailto:a@example.com",
}.items())
def test_a_link_to_a_folder_names_its_page(link, file):
    assert file_link(link) == file


def test_every_link_leads_to_a_file_of_the_edition(folder):
    pages = {file: Page(file.read_text(encoding="utf-8")) for file in folder.rglob("*.html")}
    broken = []
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file() or parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                broken.append(f"{file.relative_to(folder)} → {link}")
    assert broken == []


def test_the_edition_has_every_page_and_every_single_document(folder, repository):
    site = repository / "site"
    names = {file.relative_to(site).as_posix() for pattern in ("**/index.html", "downloads/*.docx", "downloads/*.pdf") for file in site.glob(pattern)}
    assert {name for name in names if not (folder / name).is_file()} == set()


def test_every_page_opens_without_a_complaint(reader, folder):
    for file in sorted(folder.rglob("*.html")):
        reader.goto(file.as_uri())
    assert reader.complaints == []


def test_reading_searching_and_copying(reader, folder):
    reader.goto((folder / "index.html").as_uri())
    reader.locator(".md-nav--primary").get_by_role("link", name="费用结构与支付").click()
    reader.wait_for_url("**/clauses/fees/index.html")
    reader.locator(".contract .copy-clause").click()
    reader.get_by_text("已复制").first.wait_for()
    reader.keyboard.press("/")
    reader.get_by_role("textbox", name="搜索").fill("违约金")
    result = reader.locator(".md-search-result__link[href*='liability-disputes']").first
    result.click()
    reader.wait_for_url("**/clauses/liability-disputes/index.html?h=*")
    reader.locator("article mark").first.wait_for()
    assert reader.complaints == []


def test_filling_keeps_its_draft_on_this_device(reader, folder):
    reader.goto((folder / "fill/index.html").as_uri())
    name = reader.get_by_role("textbox", name="甲方名称", exact=True)
    name.fill("杭州云帆电子商务有限公司")
    reader.get_by_text("杭州云帆电子商务有限公司").first.wait_for()
    name.blur()
    reader.reload()
    assert name.input_value() == "杭州云帆电子商务有限公司"
    assert reader.complaints == []


def test_the_edition_does_not_offer_what_it_leaves_out(reader, folder):
    reader.goto((folder / "download-center/index.html").as_uri())
    assert reader.locator("a[href$='.zip']").count() == 0
    assert reader.locator("a[href$='.docx']").count() > 0


def test_the_download_page_tells_size_and_checksum(page, repository):
    manifest = json.loads((repository / "site/downloads/manifest.json").read_text(encoding="utf-8"))
    page.goto("download-center/")
    assert page.locator("#offline-sha256").inner_text() == manifest["offline"]["sha256"]
    assert page.locator("#offline-size").inner_text() == f"{manifest['offline']['size'] / 1024 / 1024:.1f} MB"
