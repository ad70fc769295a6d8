"""axe-core finds nothing serious on any page, in light and dark, on a desktop and on a phone; nothing overflows a phone."""

import pytest

LOOKS = {"light": ("light", 1280), "dark": ("dark", 1280), "phone": ("light", 360), "dark phone": ("dark", 360)}


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible(chromium, site, repository, look):
    scheme, width = LOOKS[look]
    context = chromium.new_context(base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce", bypass_csp=True)  # for the tools of the test itself
    page = context.new_page()
    axe = (repository / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    findings = []
    for file in sorted((repository / "site").rglob("index.html")):
        address = file.parent.relative_to(repository / "site").as_posix() + "/"
        page.goto(address)
        page.add_style_tag(content="* { content-visibility: visible !important }")  # axe misjudges what is not laid out yet
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        findings += [
            f"{address} {v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}"
            for v in result["violations"] if v["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            findings.append(f"{address} is wider than the screen")
    context.close()
    assert findings == []
