"""The contract as it will be printed, beside the form of the page 在线填写: what depends on the answers is marked for the browser."""

from __future__ import annotations

from html import escape
from itertools import count

from macros.contract import Clause, Note, Option, Paragraph, Table
from macros.contract_html import ContractHtml
from macros.registry import Field


class ContractPaper(ContractHtml):
    """One line of HTML in the words of the PDF. docs/assets/fill/paper.js fills the blanks, chooses among the options and counts again.

    `data-key` marks a blank, `data-option` and `data-values` an option, `data-anchor` a 款, `data-article` a 条, `data-target` a reference.
    """

    def __init__(self, document, numbering):
        super().__init__(document, numbering, link=None, heading_level=3)

    def sheet(self, version_line: str) -> str:
        kind = "paper-head" if self.document.cover else "paper-head compact"
        head = f'<header class="{kind}"><p class="paper-version">{escape(version_line)}</p><h2>{escape(self.document.title)}</h2></header>'
        cover = f'<section data-clause="cover">{self.blocks(self.document.cover)}</section>' if self.document.cover else ""
        return head + cover + "".join(self.clause(clause) for clause in self.document.clauses)

    def clause(self, clause: Clause) -> str:
        article = self.numbering.article(clause)
        number = f'<span class="article">{article}</span>' if article else ""
        heading = f'<h3{"" if article else " class=centred"}>{number}{escape(clause.title)}</h3>' if self.document.heads(clause) else ""
        return f'<section data-clause="{clause.slug}" data-article="{article}">{heading}{self.blocks(clause.blocks)}</section>'

    def block(self, block, items) -> str:
        if isinstance(block, Note):
            return ""
        if isinstance(block, Option):
            values = escape("、".join(block.values))
            return (
                f'<div class="option" data-option="{block.field.key}" data-values="{values}">'
                f'<p class="option-when"><i class="box"></i>{escape(block.condition)}</p>{self.blocks(block.blocks, items)}</div>'
            )
        return super().block(block, items)

    def paragraph(self, block: Paragraph) -> str:
        lead = f'<b><span class="no">{self.numbering.paragraphs[block.anchor]}.</span>{"▲" if block.material else ""}{escape(block.caption)}</b>'
        kind = "para material" if block.material else "para"
        return f'<div class="{kind}" data-anchor="{block.anchor}"><p>{lead}{self.inlines(block.inlines)}</p>{self.blocks(block.blocks, count(1))}</div>'

    def table(self, block: Table) -> str:
        return _table([self.inlines(cell) for cell in block.header], [[self.inlines(cell) for cell in row] for row in block.rows])

    def material_list(self) -> str:
        return _table(["条款", "内容", "对方已阅知并理解（签字）"], [[self.reference(p.anchor), escape(p.caption), ""] for p in self.document.material])

    def blank(self, field: Field) -> str:
        if field.type == "checkbox":
            return f'<span class="check" data-key="{field.key}"><i class="box"></i>{escape(field.label)}</span>'
        return f'<span class="blank" data-key="{field.key}">{escape(field.default_text or f"【{field.label}】")}</span>'

    def reference(self, target: str) -> str:
        return f'<span class="reference" data-target="{target}">{escape(self.numbering.reference(target))}</span>'


def _table(header: list[str], rows: list[list[str]]) -> str:
    cells = lambda row, tag: "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
    return f'<table class="paper-table"><thead>{cells(header, "th")}</thead><tbody>{"".join(cells(row, "td") for row in rows)}</tbody></table>'
