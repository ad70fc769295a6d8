"""Install the programs that tests and benchmarks drive: Chromium, LibreOffice, poppler and a Chinese font."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from scripts.command_line import Arguments

PACKAGES = {
    "test": {"chromium": "chromium", "soffice": "libreoffice-writer-nogui", "pdftotext": "poppler-utils", "fc-list": "fontconfig"},
    "bench": {"chromium": "chromium", "soffice": "libreoffice-writer-nogui"},
}
CALC = ("libreoffice-calc-nogui", "libreoffice-calc")  # either recalculates the workbooks; no command tells whether it is there
FONT = "fonts-noto-cjk"
PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]


def main() -> int:
    options = Arguments(description="安装测试（test）或测速（bench）要用的程序")
    options.add_argument("purpose", choices=PACKAGES)
    purpose = options.parse_args().purpose
    packages = [package for command, package in PACKAGES[purpose].items() if not shutil.which(command)]
    if purpose == "test" and shutil.which("dpkg") and not any(map(has_package, CALC)):
        packages.append(CALC[0])
    if not has_chinese_font():
        packages.append(FONT)
    if purpose == "bench" and not has_package(PANGO[-1]):
        packages += PANGO
    return install(packages) if packages else 0


def has_chinese_font() -> bool:
    return bool(shutil.which("fc-list")) and bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout)


def has_package(name: str) -> bool:
    return bool(shutil.which("dpkg")) and subprocess.run(["dpkg", "-s", name], capture_output=True).returncode == 0


def install(packages: list[str]) -> int:
    """Install Debian packages; without apt or root, say in Chinese what to install."""
    if not shutil.which("apt-get") or (os.geteuid() != 0 and not shutil.which("sudo")):
        print(f"缺少程序，请先安装这些软件包（Debian/Ubuntu 名称）：{' '.join(packages)}", file=sys.stderr)
        return 1
    root = [] if os.geteuid() == 0 else ["sudo"]
    print(f"安装 {' '.join(packages)} ……", flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run([*root, "apt-get", *command], env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, stdout=subprocess.DEVNULL)
        if done.returncode:
            print(f"apt-get {command[0]} 失败，请手动安装：{' '.join(packages)}", file=sys.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
