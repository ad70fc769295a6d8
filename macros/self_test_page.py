"""The page 真外包自测: its questions as a list that reads well by itself. docs/assets/calculators/self-test.js brings it to life."""

from __future__ import annotations

import json
from html import escape
from itertools import groupby
from pathlib import Path

from macros.dispatch_signs import ANSWERS, Sign
from macros.fill_form import named_asset
from macros.numerals import to_chinese

TAKEAWAYS = (
    '<p class="self-tools self-takeaways" hidden><button type="button" data-action="copy">复制结果文字</button>'
    '<button type="button" data-action="print">打印结果</button><span class="copy-status" aria-live="polite"></span></p>'
)
RESULT = f'<p class="self-status" role="status"></p><div class="self-findings"></div>{TAKEAWAYS}'


def questions(library, numbering, link, law_page: str) -> str:
    """`link`: paragraph → address; `law_page`: address of the law register."""
    signs, number, parts = library.dispatch_signs.signs, 0, []
    for group, members in groupby(signs.items(), lambda item: item[1].group):
        parts.append(f"<h3>{escape(group)}</h3>")
        for key, sign in members:
            number += 1
            parts.append(_question(number, key, sign, _about(sign, library, numbering, link, law_page)))
    data = escape(json.dumps(library.dispatch_signs.page_data, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<div class="self-test" data-rules="{data}"><form class="self-questions" aria-label="自测问题" autocomplete="off">{"".join(parts)}</form>'
        '<p class="self-tools"><button type="button" data-action="assess">看结果</button><button type="button" data-action="reset">重新答</button><span class="self-progress"></span></p>'
        f"{RESULT}</div>"
    )


def _question(number: int, key: str, sign: Sign, about: str) -> str:
    answers = "".join(
        f'<label><input type="radio" name="{key}" value="{answer}" autocomplete="off"><span>{answer}</span></label>' for answer in ANSWERS
    )
    return (
        f'<fieldset class="sign" id="sign-{key.replace("_", "-")}" data-key="{key}" aria-describedby="normal-{key}"><legend><span class="no">{number}.</span> {escape(sign.question)}</legend>'
        f'<p class="sign-normal" id="normal-{key}"><b>正常的：</b>{escape(sign.normal)}</p><div class="sign-answers">{answers}</div>'
        f'<details class="sign-about"><summary>为什么问、怎么改</summary><dl>{about}</dl></details></fieldset>'
    )


def _about(sign: Sign, library, numbering, link, law_page: str) -> str:
    laws = "；".join(
        f'<a href="{law_page}#{id_}">《{escape(library.laws[id_].law)}》{"、".join(f"第{to_chinese(article)}条" for article in articles)}</a>' for id_, articles in sign.laws.items()
    )
    paragraphs = "；".join(f'<a href="{link(anchor)}">{numbering.reference(anchor)}“{escape(library.targets[anchor].caption)}”</a>' for anchor in sign.paragraphs)
    rows = {
        "sign": ("信号", f"回答“{sign.sign}”，{sign.weight} 分"), "meaning": ("说明什么", escape(sign.meaning)), "laws": ("依据", laws), "risk": ("风险", escape(sign.risk)),
        "instead": ("怎么改", escape(sign.instead)), "paragraphs": ("合同里", paragraphs), "find_out": ("不清楚时", escape(sign.find_out)),
    }
    return "".join(f'<div data-part="{part}"><dt>{name}</dt><dd>{text}</dd></div>' for part, (name, text) in rows.items())


def scan_form() -> str:
    return (
        '<div class="self-scan"><form class="self-text" aria-label="查一段文字" autocomplete="off">'
        '<p><label for="scan-text">把文字贴在这里</label><textarea id="scan-text" rows="9" autocomplete="off" spellcheck="false" aria-describedby="scan-hint"></textarea></p>'
        '<p id="scan-hint">合同、规章制度、群公告都可以，一次贴几款更准。只在这个网页里查，不上传，也不保存。</p>'
        '<p><label for="scan-a">甲方在文字里叫什么（可不填）</label><input id="scan-a" autocomplete="off" aria-describedby="scan-names"></p>'
        '<p><label for="scan-b">乙方在文字里叫什么（可不填）</label><input id="scan-b" autocomplete="off" aria-describedby="scan-names"></p>'
        '<p id="scan-names">写“公司”“我司”或者人名的，告诉它指谁；有几个的，用顿号隔开。</p></form>'
        '<p class="self-tools"><button type="button" data-action="scan">查一查</button><button type="button" data-action="clear">清空</button></p>'
        f"{RESULT}</div>"
    )


def scripts(assets: Path, address: str) -> str:
    """What only this page loads; goes before the questions, so that they do not jump."""
    return f'<link rel="stylesheet" href="{address}{named_asset(assets, "self-test.css")}"><script defer src="{address}{named_asset(assets, "built/self-test.js")}"></script>'
