"""How fast the page 在线填写 answers a key, a choice and a download; part of `make bench`."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.measure_pages import CHROMIUM_FLAGS

PRESET = "ecommerce-promotion"
TYPED = {"party_a_name": "HangzhouYunfan", "payment_cure_days": "12345", "estimated_monthly_fee": "104000", "party_b_bank_account": "ICBC6222"}
CHOICE = "pricing_model"
DOWNLOADS = {"fillable": ("下载可填写版", "（目标 ≤ 300）"), "final": ("下载定稿版", "（目标 ≤ 300）"), "pack": ("下载整套 ZIP，连同取其他文件的范本", "（目标 ≤ 2000）")}
TURNS, VISITS = 8, 5

# From the time stamp of the real key or click to the frame in which the paper has changed, or to the bytes being handed over.
STOPWATCH = """() => {
    const paper = document.querySelector(".paper");
    const handOver = URL.createObjectURL;
    let started;
    for (const type of ["keydown", "click"]) addEventListener(type, ({ timeStamp }) => { started ??= timeStamp; }, true);
    const measure = (wait) => {
        started = undefined;
        window.taken = new Promise((done, fail) => {
            wait(() => done(performance.now() - started));
            setTimeout(() => fail(new Error("nothing happened")), 10_000);
        });
    };
    window.untilPainted = () => measure((done) => {
        const painted = (_, watch) => { watch.disconnect(); requestAnimationFrame(() => setTimeout(done)); };
        new MutationObserver(painted).observe(paper, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    window.untilMade = () => measure((done) => {
        URL.createObjectURL = (blob) => { done(); return handOver(blob); };
    });
}"""


def fill_page(address: str) -> Iterator[tuple[str, str]]:
    """Keys and choices on one visit. Downloads are each the first of a visit: people make one, before the browser has warmed to it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        with visit(browser, address) as page:
            keys = [taken for key, text in TYPED.items() for taken in typing(page, key, text)]
            yield f"按键到预览画好（{len(TYPED)} 个填写项，{len(keys)} 次按键）", f"{spread(keys)}（目标 ≤ 50）"
            yield f"换计费方式到重新编号、画好（{TURNS} 次）", spread(choosing(page))
        for kind, (name, target) in DOWNLOADS.items():
            yield f"{name}，从点击到做好（{VISITS} 次新打开页面）", spread([downloading(browser, address, kind) for _ in range(VISITS)]) + target
        browser.close()


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Page]:
    """The page with a scenario chosen and every field in view."""
    page = browser.new_page()
    page.goto(address + "fill/", wait_until="networkidle")
    page.evaluate(STOPWATCH)
    page.locator(f"[data-preset={PRESET}]").click()
    page.locator(".switch label", has_text="全部").click()
    yield page
    page.close()


def typing(page: Page, key: str, text: str) -> list[float]:
    control = page.locator(f"#fill-{key}")
    control.select_text()
    return [timed(page, "untilPainted", lambda char=char: page.keyboard.press(char)) for char in text]


def choosing(page: Page) -> list[float]:
    control = page.locator(f"#fill-{CHOICE}")
    control.select_option(index=1)
    control.focus()
    return [timed(page, "untilPainted", lambda turn=turn: page.keyboard.press(("ArrowDown", "ArrowUp")[turn % 2])) for turn in range(TURNS)]


def downloading(browser: Browser, address: str, kind: str) -> float:
    with visit(browser, address) as page:

        def click() -> None:
            with page.expect_download():
                page.locator(f"[data-download={kind}]").click()

        return timed(page, "untilMade", click)


def timed(page: Page, until: str, act: Callable[[], object]) -> float:
    """Milliseconds, as the page itself sees them."""
    page.evaluate(f"{until}()")
    act()
    return page.evaluate("taken")


def spread(taken: list[float]) -> str:
    return f"{statistics.median(taken):.0f} 毫秒，最慢 {max(taken):.0f} 毫秒"
