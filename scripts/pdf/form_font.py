"""The font that PDF readers type with: common characters of Noto Serif SC, embedded whole in every form."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "node_modules/@expo-google-fonts/noto-serif-sc"
REGULAR = FONTS / "400Regular/NotoSerifSC_400Regular.ttf"
CACHE = ROOT / ".cache/fonts"

AMOUNTS = "零壹贰叁肆伍陆柒捌玖拾佰仟萬億元角分整〇两"
NAMES = "鑫晟煜璟睿昊淼垚铭钰琪琦瑜瑾瑞瑶玮珺珮珂彧翊翀翎翔宸宥宇轩赟赪雯霖霏霄韬骁骏骥彬斌烨焱焜燚炜炫煊熠熙琛琨琳琅璇璐璞璧曦暄晖晗晞昱昕昀旻旭"
PUNCTUATION = "·×÷—‘’“”…‰′″№→←↑↓√≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩□■○●△▲☆★¥€£°±²³㎡–§©®"


def characters() -> set[str]:
    """GB 2312 level 1 (3,755 characters), ASCII, full-width forms, amounts in words, characters frequent in names."""
    level_1 = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("gb2312", "ignore")
    ranges = ((0x20, 0x7F), (0x3000, 0x3020), (0xFF01, 0xFF5F))
    return {*level_1, *AMOUNTS, *NAMES, *PUNCTUATION, *(chr(c) for low, high in ranges for c in range(low, high))}


@cache
def form_font(extra: str = "") -> Path:
    """The subset with the characters of `extra` added; made once and cached on disk."""
    wanted = "".join(sorted(characters() | set(extra)))
    file = CACHE / f"{hashlib.sha256(wanted.encode()).hexdigest()[:16]}.ttf"
    if not file.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        options = subset.Options()
        options.hinting, options.glyph_names, options.recalc_timestamp, options.layout_features = False, False, False, []
        options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "STAT", "gasp", "prep", "BASE", "GPOS", "GSUB", "GDEF"]
        font = subset.load_font(str(REGULAR), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=wanted)
        subsetter.subset(font)
        part = file.with_suffix(f".{os.getpid()}")
        font.save(part)
        part.rename(file)
    return file
