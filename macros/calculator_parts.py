"""The calculators' pages: the contract's blanks as input boxes, and the data their scripts work from."""

from __future__ import annotations

from html import escape
from pathlib import Path

from macros.fill_form import KEYBOARDS, named_asset
from macros.form_data import form_data
from macros.library import Library
from macros.operations.terms import contract_terms

_FIELD_PARTS = ("key", "label", "type", "unit", "options", "default", "group")


def calculator_data(library: Library) -> dict:
    """Rules of templates/operations.yml, the fields and the scenarios: everything the four calculators share."""
    form = form_data(library.agreement, library)
    keys = set(term_keys(library))
    fields = [{part: field[part] for part in _FIELD_PARTS} for field in form["fields"] if field["key"] in keys]
    labels = {field["label"]: field["key"] for field in fields}
    presets = [
        {"slug": preset["slug"], "title": preset["title"], "answers": {labels[label]: value for label, value in preset["answers"].items() if label in labels}}
        for preset in form["presets"]
    ]
    return {"rules": library.operations, "fields": fields, "defaults": contract_terms({}, library.fields), "presets": presets}


def term_keys(library: Library) -> list[str]:
    """The blanks that enter a calculation."""
    groups = ("performance", "definitions", "service-scope", "fees", "staffing", "contingency", "term-exit", "parties")
    return [key for key, field in library.fields.items() if field.group in groups and field.type in ("integer", "decimal", "percent", "money", "choice")]


def terms_form(library: Library, keys: list[str], name: str, title: str, inside: str = "") -> str:
    """Input boxes for `keys`, where their values may come from, and a place for what is wrong with each; then `inside`."""
    presets = "".join(f'<option value="{slug}">{escape(library.presets[slug].title)}</option>' for slug in library.agreement.meta.presets)
    rows = "".join(_row(library.fields[key], name) for key in keys)
    return (
        f'<section class="terms" id="{name}" aria-label="{escape(title)}"><h3>{escape(title)}</h3>'
        f'<p class="term source"><label for="{name}-source">从这里取值</label><select id="{name}-source" data-source autocomplete="off">'
        f'<option value="">默认值</option><option value="draft">我在“在线填写”里的草稿</option>{presets}</select></p>{rows}{inside}</section>'
    )


_STEPS = {"base": "底线值", "target": "目标值", "stretch": "挑战值", "weight": "权重"}
INCENTIVES = (
    "composite_pass_score", "at_risk_cap_percent", "deduction_step_1", "deduction_step_2", "deduction_step_3", "bonus_model", "bonus_threshold_score",
    "bonus_cap_percent", "earn_back_model", "earn_back_months", "earn_back_percent", "ramp_up_factor_percent", "red_line_points", "consecutive_miss_months",
)


def incentive_terms(library: Library, name: str, title: str) -> str:
    """The terms of 绩效考核与奖惩: what decides the money, and the table of targets and weights."""
    rules = library.operations["scorecard"]["metrics"]
    box = lambda rule, step, label: _control(library.fields[f"{rule['prefix']}_{step}"], rule["name"] + label)
    cells = lambda rule: "".join(f"<td>{box(rule, step, label)}</td>" for step, label in _STEPS.items())
    rows = "".join(f'<tr class="term"><th scope="row">{rule["name"]}<span class="note"></span></th>{cells(rule)}</tr>' for rule in rules.values())
    table = (
        '<details class="targets"><summary>指标的三档数值和权重</summary><div class="target-table" tabindex="0" role="group" aria-label="三档数值和权重">'
        f'<table><thead><tr><th>指标</th>{"".join(f"<th>{label}</th>" for label in _STEPS.values())}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )
    return terms_form(library, INCENTIVES, name, title, table)


def _control(field, label: str) -> str:
    return f'<input data-term="{field.key}" aria-label="{escape(label)}" inputmode="decimal" value="{escape(field.default_text)}" autocomplete="off">'


def _row(field, name: str) -> str:
    id_, unit = f"{name}-{field.key}", f'<span class="unit">{escape(field.unit)}</span>' if field.unit else ""
    if field.type == "choice":
        options = "" if field.default else '<option value="">请选择</option>'
        options += "".join(f"<option{' selected' if option == field.default else ''}>{escape(option)}</option>" for option in field.options)
        control = f'<select id="{id_}" data-term="{field.key}" autocomplete="off">{options}</select>'
    else:
        example = f' placeholder="例：{escape(field.example)}"' if field.example else ""
        control = f'<input id="{id_}" data-term="{field.key}" inputmode="{KEYBOARDS[field.type]}" value="{escape(field.default_text)}"{example} autocomplete="off" aria-describedby="{id_}-note">'
    return f'<div class="term"><label for="{id_}">{escape(field.label)}</label><span class="value">{control}{unit}</span><span class="note" id="{id_}-note"></span></div>'


def paste_box(name: str, title: str, hint: str) -> str:
    """Where a table is pasted, typed or loaded; docs/assets/calculators/paste-box.js reads it."""
    return (
        f'<section class="paste" aria-label="{escape(title)}"><h3><label for="{name}-paste">{escape(title)}</label></h3><p class="hint" id="{name}-hint">{escape(hint)}</p>'
        f'<textarea id="{name}-paste" spellcheck="false" autocomplete="off" aria-describedby="{name}-hint {name}-note"></textarea><div class="note" id="{name}-note" role="status"></div>'
        '<p class="tools"><button type="button" data-action="sample">填入演示数据</button><button type="button" data-action="template">下载空白 CSV</button>'
        f'<label class="file">打开 CSV 文件<input type="file" accept=".csv,.txt,.tsv"></label></p></section>'
    )


def calculator_scripts(assets: Path, address: str, name: str) -> str:
    """What a calculator's page loads, named by content."""
    scripts = "".join(f'<script defer src="{address}{named_asset(assets, file)}"></script>' for file in ("built/calculator-data.js", f"built/{name}.js"))
    return f'<link rel="stylesheet" href="{address}{named_asset(assets, "calculators.css")}">{scripts}'
