"""axe-core finds nothing serious on any page, in light and dark, on a desktop and on a phone; nothing overflows a phone."""

import pytest

LOOKS = {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 360), "dark phone": ("dark", 360)}
CALCULATORS = ("incentives", "surge", "turnover")


@pytest.fixture(params=LOOKS)
def look(request, chromium, site):
    scheme, width = LOOKS[request.param]
    context = chromium.new_context(base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce", bypass_csp=True)  # for the tools of the test itself
    yield context.new_page()
    context.close()


def findings(page, axe, address):
    """What is wrong with the page as it stands."""
    page.add_style_tag(content="* { content-visibility: visible !important }")  # axe misjudges what is not laid out yet
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [
        f"{address} {v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}"
        for v in result["violations"] if v["impact"] in ("serious", "critical")
    ]
    return found + [f"{address} is wider than the screen"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture(scope="session")
def axe(repository):
    return (repository / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def test_pages_are_accessible(look, axe, repository):
    found = []
    for file in sorted((repository / "site").rglob("index.html")):
        address = file.parent.relative_to(repository / "site").as_posix() + "/"
        look.goto(address)
        found += findings(look, axe, address)
    assert found == []


def test_calculators_are_accessible_with_their_results(look, axe):
    found = []
    for name in CALCULATORS:
        look.goto(f"calculators/{name}/")
        look.get_by_role("button", name="填入演示数据").first.click()
        look.locator(".calculator canvas").first.wait_for()
        for details in look.locator(".calculator details:visible").all():
            details.evaluate("details => details.open = true")
        found += findings(look, axe, name)
    assert found == []
