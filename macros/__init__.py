"""The macros of the guide's pages (mkdocs-macros-plugin). They only look up and render; see DEVELOPING.md."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

from macros import calculator_parts, page_parts, self_test_page
from macros.contract_html import ContractHtml
from macros.contract_paper import ContractPaper
from macros.fill_form import WORKBOOK_SCRIPT, Choice, fill_form, fill_scripts, named_asset, word_script
from macros.form_data import form_data
from macros.library import load_library
from macros.pack import MAIN

ROOT = Path(__file__).resolve().parent.parent


def define_env(env) -> None:
    """Register the macros. Loading stops the build with every content problem found."""
    library = load_library(ROOT)
    agreement = library.agreement
    numbering = library.numbering(agreement)
    manifest = json.loads((ROOT / "docs/downloads/manifest.json").read_text(encoding="utf-8"))
    downloads = {entry["slug"]: entry for entry in manifest["documents"]}
    edit_base = env.conf["extra"]["edit_base"]
    for name, value in {"law_date": str(library.law_date), "version": agreement.meta.version}.items():
        env.variables[name] = env.conf["extra"][name] = value

    def to(path: str) -> str:
        """The address of a site path, relative to the page being rendered."""
        page = env.page.url or "."
        relative = posixpath.relpath(path, page)
        return relative + "/" if path.endswith("/") else relative

    annexed = {clause.slug: document.slug for document in library.documents.values() if document is not agreement for clause in document.clauses}

    def link(target: str) -> str:
        """Where a clause or paragraph can be read: on its own page, on that of its annex, or in the whole contract."""
        slug = numbering.slug_of(target)
        clause_page = f"clauses/{slug}/" if slug in agreement.meta.published_alone else "agreement/"
        own_page = f"annexes/{annexed[slug]}/" if slug in annexed else clause_page
        return f"{'' if env.page.url == own_page else to(own_page)}#{target}"

    def edit_link(path: str, label: str) -> str:
        return f'<a class="edit" href="{edit_base}/edit/main/{path}" rel="noopener">{label}</a>'

    def tools(clause) -> str:
        return f'<div class="contract-tools"><button type="button" class="copy-clause">复制条款文字</button>{edit_link(clause.path, "改这一条的合同文字")}</div>'

    @env.macro
    def clause_text(slug: str) -> str:
        return ContractHtml(agreement, numbering, link, 3).clause(library.clauses[slug], tools(library.clauses[slug]))

    @env.macro
    def document_text(slug: str) -> str:
        document = library.documents[slug]
        page = ContractHtml(document, library.numbering(document), link, 3)
        return "\n\n".join([page.cover(), *(page.clause(clause, tools(clause)) for clause in document.clauses)])

    @env.macro
    def agreement_text() -> str:
        here = lambda target: link(target) if numbering.slug_of(target) in annexed else f"#{target}"
        page = ContractHtml(agreement, numbering, here, 2, agreement.meta.published_alone)
        return "\n\n".join([page.contents(), page.cover(), *(page.clause(clause, tools(clause)) for clause in agreement.clauses)])

    def filled_at(slug: str) -> str:
        return "fill/" if slug == MAIN else f"fill/{slug}/"

    @env.macro
    def fill_page(slug: str = MAIN) -> str:
        assets, document = ROOT / "docs/assets", library.documents[slug]
        paper = ContractPaper(document, library.numbering(document)).sheet(library.version_line(document))
        to_clause = {name: link(name) for name in (*agreement.meta.published_alone, *annexed)}
        choices = [
            Choice(name, each.title, to(filled_at(name)), to("assets/") + named_asset(assets, word_script(name)))
            for name, each in library.documents.items()
        ]
        workbooks = to("assets/") + named_asset(assets, WORKBOOK_SCRIPT)
        return fill_form(form_data(document, library), choices, workbooks, paper, to_clause, to("laws/")) + fill_scripts(assets, to("assets/"), slug)

    @env.macro
    def terms_form(keys: list[str], name: str, title: str) -> str:
        return calculator_parts.terms_form(library, keys, name, title)

    @env.macro
    def incentive_terms(name: str, title: str) -> str:
        return calculator_parts.incentive_terms(library, name, title)

    @env.macro
    def paste_box(name: str, title: str, hint: str) -> str:
        return calculator_parts.paste_box(name, title, hint)

    @env.macro
    def calculator_scripts(name: str) -> str:
        return calculator_parts.calculator_scripts(ROOT / "docs/assets", to("assets/"), name)

    @env.macro
    def self_test() -> str:
        return self_test_page.scripts(ROOT / "docs/assets", to("assets/")) + self_test_page.questions(library, numbering, link, to("laws/"))

    @env.macro
    def self_test_scan() -> str:
        return self_test_page.scan_form()

    @env.macro
    def risks_if_absent(slug: str) -> str:
        return page_parts.risks(library.clauses[slug])

    @env.macro
    def clause_fields(slug: str) -> str:
        return page_parts.field_table(library.clauses[slug], library.limits)

    @env.macro
    def negotiation_table(slug: str) -> str:
        return page_parts.negotiation(library.clauses[slug], numbering, link)

    @env.macro
    def law_list(slug: str) -> str:
        return page_parts.law_list([library.laws[id_] for id_ in library.clauses[slug].meta.laws], to("laws/"))

    @env.macro
    def law_register() -> str:
        return page_parts.law_register(library)

    @env.macro
    def clause_checklist(slug: str) -> str:
        return page_parts.checklist(library.clauses[slug])

    @env.macro
    def metric_dictionary() -> str:
        return page_parts.metric_dictionary(library.metrics)

    @env.macro
    def download_list(slug: str) -> str:
        online = f'<p><a href="{to(filled_at(slug))}">在线填写</a>：边填边看，当场得到填好的 Word 和 PDF。</p>' if slug in library.documents else ""
        return page_parts.download_cards(downloads[slug], to("downloads/")) + online

    @env.macro
    def download_center() -> str:
        return page_parts.download_center(manifest, to("downloads/"))

    @env.macro
    def version_table() -> str:
        return page_parts.version_table(library)

    @env.macro
    def diagram(name: str) -> str:
        svg = (ROOT / f"docs/assets/diagrams/{name}.svg").read_text(encoding="utf-8")
        return f'<figure class="diagram" data-search-exclude>{" ".join(svg.split())}</figure>'
