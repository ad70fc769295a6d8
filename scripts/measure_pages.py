"""What a first visit to a page fetches, and Lighthouse scores; part of `make bench`."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
WEIGHED = {
    "首页": ("", ""), "条款页": ("clauses/fees/", "（目标 ≤ 300 kB）"), "在线填写": ("fill/", "（目标 ≤ 400 kB）"),
    "奖惩沙盘": ("calculators/incentives/", "（目标 ≤ 350 kB）"), "大促弹性测算": ("calculators/surge/", "（目标 ≤ 350 kB）"),
}
SCORED = ["首页", "条款页"]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a local port, gzip where browsers accept it, as static hosts do."""
    handler = functools.partial(_Gzip, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Gzip(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            return self.send_error(404)
        body = gzip.compress(file.read_bytes())
        self.send_response(200)
        for name, value in {"Content-Type": self.guess_type(file), "Content-Encoding": "gzip", "Content-Length": len(body), "Cache-Control": "max-age=600"}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def page_weights(address: str) -> Iterator[tuple[str, str]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        for name, (path, target) in WEIGHED.items():
            page, sizes = browser.new_page(), []
            page.on("response", lambda response, sizes=sizes: sizes.append(int(response.headers["content-length"])))
            page.goto(address + path, wait_until="networkidle")
            yield name, f"{sum(sizes) / 1000:.0f} kB（gzip），{len(sizes)} 个请求{target}"
        browser.close()


def lighthouse(address: str) -> Iterator[tuple[str, str]]:
    names = {"performance": "性能", "accessibility": "无障碍", "best-practices": "最佳实践", "seo": "SEO"}
    for name in SCORED:
        command = [
            Path(sys.executable).with_name("node"), ROOT / "node_modules/lighthouse/cli/index.js", address + WEIGHED[name][0], "--quiet", "--output=json",
            f"--chrome-flags={' '.join(['--headless', *CHROMIUM_FLAGS])}", f"--only-categories={','.join(names)}",
        ]
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": shutil.which("chromium")}, capture_output=True, text=True, check=True)
        scores = json.loads(done.stdout)["categories"]
        yield name, "，".join(f"{label} {scores[key]['score'] * 100:.0f}" for key, label in names.items())
