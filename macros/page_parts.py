"""The tables and lists of the guide's pages, as HTML on one line each."""

from __future__ import annotations

from html import escape

from macros.contract import Clause, fields_in
from macros.library import Library
from macros.numbering import Numbering
from macros.pack import MAIN, annex_name, is_form
from macros.registry import Field, Law, Limit, Metric

TYPES = {
    "text": "文字", "long_text": "长文字", "integer": "整数", "decimal": "数字", "percent": "百分比",
    "money": "金额", "amount_in_words": "大写金额", "date": "日期", "choice": "选择", "checkbox": "勾选",
}
OFFLINE_EDITION = "kefu-waibao-hetong-offline.zip"
KINDS = {
    "fillable": ("可填写版 DOCX", "适合 Microsoft Word：填一次，全文同步"),
    "plain": ("普通版 DOCX", "适合 WPS、LibreOffice、手机和邮件"),
    "pdf": ("可填写 PDF", "适合打印、手写或在 PDF 阅读器里填写"),
    "xlsx": ("Excel 工作簿", "公式是活的，打开就能算；没有宏，不联网"),
}


def risks(clause: Clause) -> str:
    rows = "".join(f"<div><dt>{escape(r.risk)}</dt><dd>{escape(r.consequence)}</dd></div>" for r in clause.meta.risks_if_absent)
    return f'<dl class="risks">{rows}</dl>'


def field_table(clause: Clause, limits: dict[str, Limit]) -> str:
    """The blanks of one clause: what to write, the default and why, and the legal limits that bear on it."""
    by_field: dict[str, list[Limit]] = {}
    for limit in limits.values():
        for key in limit.fields:
            by_field.setdefault(key, []).append(limit)
    used = {field.key: field for field in fields_in(clause.blocks)}
    rows = "".join(_field_row(field, by_field.get(key, [])) for key, field in used.items())
    return folded(
        f"{len(used)} 个填写项：怎么填，默认值是多少、为什么",
        '<div class="fields" data-search-exclude tabindex="0" role="group" aria-label="填写项"><table><thead><tr><th>填写项</th><th>怎么填</th><th>默认值与理由</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>",
    )


def folded(summary: str, content: str) -> str:
    """A long reference table, closed at first on small screens."""
    return f'<details class="folded"><summary>{summary}</summary>{content}</details>'


def _field_row(field: Field, limits: list[Limit]) -> str:
    choices = f'<p class="options">可选：{escape("／".join(field.options))}</p>' if field.options else ""
    optional = "" if field.required else '<span class="optional">可不填</span>'
    if field.default is None:
        default = f'<p class="example">示例：{escape(field.example)}</p>'
    else:
        shown = {True: "勾选", False: "不勾选"}.get(field.default, f"{field.default_text}{field.unit or ''}") if field.type == "checkbox" else f"{field.default_text}{field.unit or ''}"
        default = f'<p class="default">{escape(shown)}</p><p class="rationale">{escape(field.default_rationale)}</p>'
    warnings = "".join(
        f'<p class="limit limit-{ {"违法或无效": "void", "高风险": "high", "建议": "advice", "提示": "hint"}[limit.level] }"><b>{limit.level}</b> {escape(limit.message)}</p>'
        for limit in limits
    )
    return (
        f'<tr id="field-{field.key}"><th scope="row">{escape(field.label)}{optional}<span class="type">{TYPES[field.type]}</span></th>'
        f"<td><p>{escape(field.hint)}</p>{choices}{warnings}</td><td>{default}</td></tr>"
    )


def negotiation(clause: Clause, numbering: Numbering, link) -> str:
    sides = (("party_a", "甲方常提"), ("balanced", "均衡（本范本）"), ("party_b", "乙方常提"))
    cards = []
    for alternative in clause.meta.alternatives:
        stances = "".join(
            f'<div class="stance stance-{key.replace("_", "-")}"><h4>{name}</h4><p>{escape(getattr(alternative, key).position)}</p>'
            f'<p class="say">“{escape(getattr(alternative, key).say.strip("“”"))}”</p></div>'
            for key, name in sides
        )
        where = f'<a href="{link(alternative.paragraph)}">{escape(numbering.reference(alternative.paragraph))}</a>'
        cards.append(f'<div class="point"><h3>{escape(alternative.point)} <small>{where}</small></h3><div class="stances">{stances}</div></div>')
    return f'<div class="negotiation">{"".join(cards)}</div>'


def law_list(laws: list[Law], register: str) -> str:
    """What a clause rests on: paraphrase and date, with a link to the full entry of the register."""
    entries = "".join(
        f'<div><dt><a href="{register}#{law.id}">{escape(law.citation)}</a> <span class="law-title">{escape(law.title)}</span></dt>'
        f'<dd><p>{escape(law.paraphrase)}</p><p class="meta">施行：{law.effective} · 核对：{law.checked_on}</p></dd></div>'
        for law in laws
    )
    return folded(f"{len(laws)} 条依据：转述与施行日期", f'<dl class="laws" data-search-exclude>{entries}</dl>')


def _registered(law: Law) -> str:
    return (
        f'<div id="{law.id}"><dt>{escape(law.citation)} <span class="law-title">{escape(law.title)}</span></dt><dd><p>{escape(law.paraphrase)}</p>'
        f'<p class="drafting" data-search-exclude>起草要点：{escape(law.drafting)}</p>'
        f'<p class="meta" data-search-exclude>施行：{law.effective} · 核对：{law.checked_on} · {escape(law.basis)}</p></dd></div>'
    )


def law_register(library: Library) -> str:
    """All laws, grouped by statute in the register's order, each group under its own heading."""
    groups: dict[str, list[Law]] = {}
    for law in library.laws.values():
        groups.setdefault(law.law, []).append(law)
    return "\n\n".join(f'## {name} {{ #law-{number} }}\n\n<dl class="laws">{"".join(map(_registered, laws))}</dl>' for number, (name, laws) in enumerate(groups.items(), 1))


def checklist(clause: Clause) -> str:
    items = "".join(f'<li><label><input type="checkbox"> <span>{escape(item)}</span></label></li>' for item in clause.meta.checklist)
    return f'<ul class="checklist">{items}</ul>'


def metric_dictionary(metrics: dict[str, Metric]) -> str:
    return "\n\n".join(f"## {m.name} {{ #{key.replace('_', '-')} }}\n\n{_metric(m)}" for key, m in metrics.items())


def _metric(metric: Metric) -> str:
    rows = {
        "公式": metric.formula, "分子": metric.numerator, "分母": metric.denominator, "单位与方向": f"{metric.unit}，{metric.direction}",
        "数据来源": metric.data_source, "剔除": "；".join(metric.exclusions) or "无", "取整": metric.rounding, "常见争议": "；".join(metric.common_disputes),
    }
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows.items())
    names = "，".join(filter(None, [metric.english, metric.abbreviation]))
    badge = '<span class="badge">合同考核指标</span>' if metric.in_contract else ""
    return f'<div class="metric"><p class="metric-name">{escape(names)} {badge}</p><p>{escape(metric.purpose)}</p><dl>{listed}</dl></div>'


def download_cards(entry: dict, base: str) -> str:
    """One document's files; `entry` is its part of downloads/manifest.json."""
    cards = []
    for file in entry["files"]:
        name, purpose = KINDS[file["kind"]]
        cards.append(
            f'<li><a href="{base}{file["name"]}" download="{escape(entry["title"])}-{name.split()[0] if file["kind"] != "pdf" else "可填写"}-{entry["version"]}.{file["name"].rsplit(".", 1)[1]}">{name}</a>'
            f'<span class="purpose">{purpose}</span><span class="meta">版本 {entry["version"]} · {kilobytes(file["size"])}</span>'
            f'<code class="sha256" data-search-exclude title="SHA-256">{file["sha256"]}</code></li>'
        )
    return f'<ul class="downloads">{"".join(cards)}</ul>'


def kilobytes(size: int) -> str:
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


_SHELVES = {"主合同": "contract", "九个附件": "annexes", "通知与表单": "forms", "单条条款": "clauses", "测算工作簿": "workbooks"}


def _shelf(entry: dict) -> str:
    """The part of the download centre where an entry of the manifest stands."""
    if entry["files"][0]["kind"] == "xlsx":
        return "测算工作簿"
    if entry["slug"] == MAIN:
        return "主合同"
    return "九个附件" if annex_name(entry["slug"]) else "通知与表单" if is_form(entry["slug"]) else "单条条款"


def download_center(manifest: dict, base: str) -> str:
    """Every file. The offline edition's size and checksum come when its ZIP is made; that edition leaves out what is online-only."""
    shelves: dict[str, list[str]] = {}
    for entry in [*manifest["documents"], *manifest["workbooks"]]:
        shelves.setdefault(_shelf(entry), []).append(f"### {entry['title']} {{ #{entry['slug']} }}\n\n{escape(entry['summary'])}\n\n{download_cards(entry, base)}")
    parts = [f"## {name} {{ #{_SHELVES[name]} }}\n\n" + "\n\n".join(entries) for name, entries in shelves.items()]
    pack = manifest["pack"]
    whole = (
        f'<div class="online-only"><ul class="downloads"><li><a href="{base}{pack["name"]}">全部文件（ZIP）</a><span class="meta">{kilobytes(pack["size"])}</span><code class="sha256" data-search-exclude title="SHA-256">{pack["sha256"]}</code></li>'
        f'<li><a href="{base}{OFFLINE_EDITION}">离线版网站（ZIP）</a><span class="purpose">没有网络也能看、能搜索，<a href="#offline">用法见下</a></span>'
        '<span class="meta" id="offline-size"></span><code class="sha256" data-search-exclude title="SHA-256" id="offline-sha256"></code></li>'
        f'<li><a href="{base}SHA256SUMS">SHA256SUMS</a><span class="purpose">核对下载是否完整、未被改动</span></li></ul></div>'
    )
    return "\n\n".join([*parts, "## 打包下载 { #pack }", whole])


def version_table(library: Library) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(item.title)}</th><td>{item.meta.version}</td><td><time>{reviewed}</time></td><td>{state}</td></tr>"
        for item, reviewed, state in (
            *((d, library.law_date, "—") for d in library.documents.values()),
            *((c, c.meta.reviewed, {"stable": "稳定", "draft": "征求意见"}[c.meta.stability]) for c in library.agreement.clauses),
        )
    )
    return f'<div class="versions" tabindex="0" role="group" aria-label="版本"><table><thead><tr><th>文件或条款</th><th>版本</th><th>复核日期</th><th>状态</th></tr></thead><tbody>{rows}</tbody></table></div>'
