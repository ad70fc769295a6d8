"""What a reader does on the site: search, copy, follow deep links; nothing leaves the machine."""

import re

import pytest
from playwright.sync_api import expect

from macros.contract import paragraphs

QUERIES = {
    "违约金": "clauses/liability-disputes/",
    "流动率": "clauses/staffing/",
    "扩容": "clauses/contingency/",
    "一次性解决率": "clauses/performance/",
    "逾期利息": "clauses/fees/",
    "CSAT": "metrics/",
    "转委托": "clauses/data-security/",
}


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_words_from_the_middle_of_the_text(page, query):
    page.goto("")
    page.keyboard.press("/")
    box = page.get_by_role("textbox", name="搜索")
    box.fill(query)  # like pasting: no key is pressed
    results = page.locator(".md-search-result__link")
    results.first.wait_for()
    found = {re.sub(r"[?#].*", "", link.evaluate("a => a.href")) for link in results.all()}
    assert any(address.endswith(QUERIES[query]) for address in found), found
    assert page.locator(".md-search-result__item mark").first.inner_text()


def test_copy_gives_the_clause_text_without_notes(page, library):
    page.goto("clauses/fees/")
    page.locator(".contract .copy-clause").click()
    page.get_by_text("已复制").first.wait_for()
    plain, rich = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const read = async (type) => (await item.getType(type)).text();
            return [await read("text/plain"), await read("text/html")];
        }"""
    )
    for paragraph in paragraphs(library.clauses["fees"].blocks):
        assert paragraph.caption in plain and paragraph.caption in rich
    assert "1." in plain and "（1）" in plain
    note = page.locator(".drafting-note").first.text_content().strip()
    assert note not in plain and note not in rich


@pytest.mark.parametrize("address", ["clauses/fees/#payment-term", "clauses/fees/#filling", "agreement/#liability-cap"])
def test_a_deep_link_shows_its_paragraph(page, address):
    page.goto(address)
    expect(page.locator("#" + address.split("#")[1])).to_be_in_viewport()


def test_a_reference_leads_to_the_paragraph_it_names(page, library):
    page.goto("clauses/fees/")
    link = page.locator(".contract a.reference").first
    label = link.inner_text()
    link.click()
    page.wait_for_load_state()
    anchor = page.url.split("#")[1]
    assert library.numbering(library.agreement).reference(anchor) == label
    assert page.locator(f"[id='{anchor}']").count() == 1


@pytest.mark.parametrize("width", [1280, 360])
def test_a_diagram_has_the_proportions_of_its_drawing(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    compared = 0
    for address in ("", "structure/", "clauses/performance/", "clauses/contingency/", "clauses/fees/"):
        page.goto(address)
        for frame, drawing in page.locator(".diagram > svg").evaluate_all(
            """svgs => svgs.map((svg) => {
                const frame = svg.getBoundingClientRect();
                const { width, height } = [...svg.querySelectorAll("svg")].find((drawing) => getComputedStyle(drawing).display !== "none").viewBox.baseVal;
                return [frame.width / frame.height, width / height];
            })"""
        ):
            assert frame == pytest.approx(drawing, rel=0.01), address
            compared += 1
    assert compared >= 5


def test_no_page_asks_another_host_for_anything(page, repository):
    for file in sorted((repository / "site").rglob("index.html")):
        page.goto(file.parent.relative_to(repository / "site").as_posix() + "/")
        page.wait_for_load_state("networkidle")
    assert page.foreign == []


def test_every_clause_page_says_it_is_no_legal_advice_and_how_current_it_is(page, library):
    page.goto("clauses/fees/")
    footer = page.locator("footer").inner_text()
    assert "不构成法律意见" in footer and str(library.law_date) in footer and library.agreement.meta.version in footer
