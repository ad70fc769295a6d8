"""The page 在线填写: the form, its tools and the paper beside it, as one line of HTML. docs/assets/fill/page.js brings it to life."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.pack import MAIN

KEYBOARDS = {"integer": "numeric", "decimal": "decimal", "percent": "decimal", "money": "decimal"}
DOWNLOADS = (
    ("final", "定稿版 Word", "内容已定，用来签署：普通的文字和表格，哪里打开都一样"),
    ("fillable", "可填写版 Word", "还要再改：在 Word 里点每一处空白接着填"),
    ("print", "打印或存为 PDF", "在打印窗口里选“另存为 PDF”"),
    ("answers", "填写内容", "各份文件共用的一份：下次导入接着填，也能发给同事；不是合同"),
    ("pack", "整套打包 ZIP", "主合同、附件和文书的两种 Word，测算表，连同填写内容和核对报告"),
)


@dataclass(frozen=True)
class Choice:
    """A document of the pack, as every page offers it: its page, and the script that holds its Word file."""

    slug: str
    title: str
    page: str
    word: str


def fill_form(form: dict, choices: list[Choice], workbooks: str, paper: str, to_clause: dict[str, str], law_page: str) -> str:
    """`form`: macros.form_data; `workbooks`: the script that holds them; `paper`: the document as ContractPaper writes it; `to_clause`: clause slug → address of its page."""
    asked = [field for field in form["fields"] if field["type"] != "amount_in_words"]
    groups = "".join(group(clause, [field for field in asked if field["group"] == clause["slug"]], to_clause.get(clause["slug"])) for clause in form["clauses"])
    # An <article>, because the search plugin ends an exclusion at the next end tag of the same name.
    return (
        '<div class="admonition warning without-script"><p class="admonition-title">这个浏览器没有启用 JavaScript</p>'
        f'<p>在线填写要靠它。不启用也有办法，见<a href="{choices[0].page}#other-ways">不在网页上填</a>。</p></div>'
        f'<article class="fill" data-document="{form["document"]}" data-mode="essential" data-view="form" data-search-exclude hidden>'
        f"{chooser(choices, workbooks, form['document'])}{start(form['presets'], folded=form['document'] != MAIN)}{bar()}"
        f'<div class="fill-panes"><form class="fill-form" aria-label="填写项" autocomplete="off" novalidate>{groups}{review(law_page)}</form>'
        f'<section class="fill-paper" tabindex="0" aria-label="合同预览"><div class="paper">{paper}</div></section></div></article>'
    )


def fill_scripts(assets: Path, address: str, slug: str) -> str:
    """What only these pages load, named by content: the data must be of the same build as the form."""
    named = lambda name: address + named_asset(assets, name)
    scripts = "".join(f'<script defer src="{named(name)}"></script>' for name in ("built/fill-data.js", word_script(slug), "built/fill.js"))
    return f'<link rel="stylesheet" href="{named("fill.css")}">{scripts}'


def named_asset(assets: Path, name: str) -> str:
    """The file's address with its content in it, so that no browser mixes the files of two builds."""
    return f"{name}?{hashlib.sha256((assets / name).read_bytes()).hexdigest()[:12]}"


WORKBOOK_SCRIPT = "built/workbooks.js"


def word_script(slug: str) -> str:
    return f"built/word-{slug}.js"


def chooser(choices: list[Choice], workbooks: str, current: str) -> str:
    """The documents of the pack; the browser adds how much is still open in each."""
    here = ' aria-current="page"'
    links = "".join(
        f'<li><a href="{choice.page}" data-document="{choice.slug}" data-word="{choice.word}"{here if choice.slug == current else ""}>{escape(choice.title)}</a> <span class="open"></span></li>'
        for choice in choices
    )
    return f'<nav class="fill-documents" data-workbooks="{workbooks}" aria-label="合同包里的文件"><ul>{links}</ul></nav>'


def start(presets: list[dict], folded: bool) -> str:
    """Where to begin: a preset, an answers file or the draft. Annexes and forms mostly go on from the main contract: presets are folded there."""
    cards = "".join(
        f'<button type="button" class="preset" data-preset="{preset["slug"]}" aria-pressed="false"><b>{escape(preset["title"])}</b><span>{escape(preset["summary"])}</span></button>'
        for preset in presets
    )
    heading = "先选一个接近的场景"
    opening, closing = (f'<details class="review-fold"><summary>{heading}</summary>', "</details>") if folded else (f"<h2>{heading}</h2>", "")
    return (
        f'<section class="fill-start" aria-label="从哪里开始">{opening}'
        '<p>除了双方名称这类只有你知道的内容，都会按该场景填好，之后每一项都能改。不选也可以，从默认值开始。</p>'
        f'<div class="presets">{cards}</div>{closing}'
        '<div class="draft-tools"><button type="button" class="quiet" data-action="import">导入填写内容</button>'
        '<input type="file" class="import-file" accept=".json,.yml,.yaml" aria-label="导入填写内容" hidden>'
        '<button type="button" class="quiet" data-action="clear">清除草稿</button>'
        '<p class="draft-status" role="status">填的内容会自动存成草稿，只存在这台设备上。</p><button type="button" class="quiet" data-action="undo" hidden>撤销</button></div></section>'
    )


def bar() -> str:
    """Progress and the switches; stays in view."""
    return (
        '<div class="fill-bar" role="group" aria-label="进度和显示">'
        f'<div class="switch" role="radiogroup" aria-label="显示多少项">{radio("mode", "essential", "主要项", True)}{radio("mode", "all", "全部", False)}</div>'
        f'<div class="switch views" role="radiogroup" aria-label="填写还是预览">{radio("view", "form", "填写", True)}{radio("view", "paper", "预览", False)}</div>'
        '<p class="progress"><progress value="0" max="1" aria-label="填写进度"></progress><span class="progress-text"></span></p>'
        '<button type="button" class="quiet" data-action="next">下一个没填的</button><a class="to-review" href="#fill-review">核对和下载</a><p class="fill-voice" role="status"></p></div>'
    )


def radio(name: str, value: str, label: str, checked: bool) -> str:
    return f'<label><input type="radio" name="{name}" value="{value}"{" checked" if checked else ""} autocomplete="off"><span>{label}</span></label>'


def group(clause: dict, asked: list[dict], address: str | None) -> str:
    more = f'<a class="group-more" href="{address}">逐款说明</a>' if address else ""
    return (
        f'<details class="fill-group" open><summary><h2>{escape(clause["title"])}</h2><span class="group-progress"></span></summary>'
        f"{more}{''.join(map(row, asked))}</details>"
    )


def row(field: dict) -> str:
    """One field: label, control, hint, “not known yet”, and a place for what is found about it."""
    key, label = field["key"], escape(field["label"])
    kind = "entry asked" if field["question"] else "entry"
    described = f'aria-describedby="hint-{key} note-{key}"'
    hint, note = f'<p class="hint" id="hint-{key}">{escape(field["hint"])}</p>', f'<div class="note" id="note-{key}"></div>'
    if field["type"] == "checkbox":
        ticked = " checked" if field["default"] else ""
        return f'<div class="{kind}" data-key="{key}"><label class="name tick"><input type="checkbox" id="fill-{key}"{ticked} {described}>{label}</label>{hint}{note}</div>'
    remarks = [field["unit"] or "", "" if field["required"] else "可不填"]
    remark = "".join(f' <span class="unit">{escape(text)}</span>' for text in remarks if text)
    unsure = f'<label class="unsure"><input type="checkbox" aria-label="{label}：还不知道">还不知道</label>'
    words = '<p class="words"></p>' if field["type"] == "money" else ""
    return (
        f'<div class="{kind}" data-key="{key}"><label class="name" for="fill-{key}">{label}{remark}</label>'
        f'{control(field, described)}{words}<div class="entry-foot">{hint}{unsure}</div>{note}</div>'
    )


def control(field: dict, described: str) -> str:
    common, default = f'id="fill-{field["key"]}" {described}', escape(field["default"])
    placeholder = f' placeholder="例：{escape(field["example"])}"' if field["example"] else ""
    match field["type"]:
        case "choice":
            empty = "" if default else '<option value="">请选择</option>'
            options = "".join(f"<option{' selected' if option == field['default'] else ''}>{escape(option)}</option>" for option in field["options"])
            return f"<select {common}>{empty}{options}</select>"
        case "date":
            return f'<input type="date" min="2000-01-01" max="2100-12-31" value="{default}" {common}>'
        case "long_text":
            return f'<textarea rows="3"{placeholder} {common}>{default}</textarea>'
        case type_:
            keyboard = f' inputmode="{KEYBOARDS[type_]}"' if type_ in KEYBOARDS else ""
            return f'<input type="text"{keyboard} value="{default}"{placeholder} {common}>'


def review(law_page: str) -> str:
    downloads = "".join(f'<li><button type="button" data-download="{kind}">{name}</button><span>{purpose}</span></li>' for kind, name, purpose in DOWNLOADS)
    return (
        '<section class="fill-review" id="fill-review" aria-label="核对和下载"><h2>核对和下载</h2>'
        f'<div class="review-list"></div><p class="law-page">依据的转述和核对日期，见<a href="{law_page}" target="_blank" rel="noopener">法规登记表</a>。</p><ul class="takeaways">{downloads}</ul><p class="download-status" role="status"></p></section>'
    )
