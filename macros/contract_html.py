"""The contract as HTML for the site: one line of markup per clause, so that Markdown leaves it alone."""

from __future__ import annotations

from html import escape
from itertools import count

from macros.contract import (
    Blank,
    Block,
    Body,
    Clause,
    Document,
    Inline,
    Item,
    MaterialList,
    Note,
    Option,
    Paragraph,
    Reference,
    Signature,
    Strong,
    Table,
    Text,
)
from macros.numbering import Numbering
from macros.registry import Field

BOX = "☐"


class ContractHtml:
    """Renders the clauses of one document.

    `link` gives the address of a clause slug or paragraph anchor. Clauses in `unindexed` stay out of the
    site's search, because a page of their own is found instead.
    """

    def __init__(self, document: Document, numbering: Numbering, link, heading_level: int, unindexed: list[str] = ()):
        self.document, self.numbering, self.link, self.level, self.unindexed = document, numbering, link, heading_level, unindexed
        self.search = ""

    def clause(self, clause: Clause, tools: str = "") -> str:
        """The clause as a section with a heading, its paragraphs and, on top, the given tools."""
        self.search = " data-search-exclude" if clause.slug in self.unindexed else ""
        heading = self.heading(self.level, f' class="contract-title" id="{clause.slug}"', escape(self.title(clause)))
        return f'<section class="contract" data-clause="{clause.slug}">{tools}{heading}{self.blocks(clause.blocks)}</section>'

    def contents(self) -> str:
        """Links to every clause of the document."""
        items = "".join(f'<li><a href="#{clause.slug}">{escape(self.title(clause))}</a></li>' for clause in self.document.clauses)
        return f'<nav class="contract-contents" aria-label="合同目录"><ol>{items}</ol></nav>'

    def cover(self) -> str:
        return f'<section class="contract" data-clause="cover">{self.blocks(self.document.cover)}</section>' if self.document.cover else ""

    def title(self, clause: Clause) -> str:
        return f"{self.numbering.article(clause)} {clause.title}".strip()

    def heading(self, level: int, attributes: str, content: str) -> str:
        return f"<h{level}{attributes}{self.search}>{content}</h{level}>"

    def blocks(self, blocks: tuple[Block, ...], items=None) -> str:
        return "".join(self.block(block, items) for block in blocks)

    def block(self, block: Block, items) -> str:
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Item():
                return f'<div class="item"><p><span class="no">（{next(items)}）</span>{self.inlines(block.inlines)}</p>{self.blocks(block.blocks, items)}</div>'
            case Body():
                return f"<p>{self.inlines(block.inlines)}</p>"
            case Option():
                return f'<div class="option"><p class="option-when">{BOX} {escape(block.condition)}</p>{self.blocks(block.blocks, items)}</div>'
            case Note():
                return f'<div class="drafting-note" role="note">{self.blocks(block.blocks)}</div>'
            case Table():
                return self.table(block)
            case Signature():
                return f'<div class="signature">{self.table(block.table)}</div>'
            case MaterialList():
                return self.material_list()

    def paragraph(self, block: Paragraph) -> str:
        number = self.numbering.paragraphs[block.anchor]
        mark = '<span class="material-mark" title="重大利害关系条款：签约时须提示并说明">▲</span>' if block.material else ""
        caption = self.heading(
            self.level + 1, f' class="caption" id="{block.anchor}"',
            f'<span class="no">{number}.</span> {mark}{escape(block.caption)}'
            f'<a class="anchor" href="#{block.anchor}" aria-label="本款链接：{escape(block.caption)}"></a>',
        )
        body = f"<p>{self.inlines(block.inlines)}</p>" if block.inlines else ""
        return f'<div class="para{" material" if block.material else ""}">{caption}{body}{self.blocks(block.blocks, count(1))}</div>'

    def table(self, block: Table) -> str:
        cells = lambda row, tag: "".join(f"<{tag}>{self.inlines(cell)}</{tag}>" for cell in row)
        rows = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in block.rows)
        return f'<div class="contract-table" tabindex="0" role="group" aria-label="表格"><table><thead><tr>{cells(block.header, "th")}</tr></thead><tbody>{rows}</tbody></table></div>'

    def material_list(self) -> str:
        rows = "".join(f"<tr><td>{self.reference(p.anchor)}</td><td>{escape(p.caption)}</td><td></td></tr>" for p in self.document.material)
        return f'<div class="contract-table" tabindex="0" role="group" aria-label="提示说明的条款"><table><thead><tr><th>条款</th><th>内容</th><th>对方已阅知并理解（签字）</th></tr></thead><tbody>{rows}</tbody></table></div>'

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return escape(inline.text)
            case Strong():
                return f"<strong>{self.inlines(inline.children)}</strong>"
            case Blank():
                return self.blank(inline.field)
            case Reference():
                return self.reference(inline.target)

    def reference(self, target: str) -> str:
        return f'<a class="reference" href="{self.link(target)}">{escape(self.numbering.reference(target))}</a>'

    def blank(self, field: Field) -> str:
        """A place to fill in: its default, or its label where there is none; what to fill in as a tooltip."""
        if field.type == "checkbox":
            return f'<span class="check" data-key="{field.key}" title="{escape(field.hint)}">{"☑" if field.default else BOX}{escape(field.label)}</span>'
        choices = f"（{'／'.join(field.options)}）" if field.options else ""
        hint = escape(f"{field.label}：{field.hint}{choices}")
        state = "blank has-default" if field.default_text else "blank"
        return f'<span class="{state}" data-key="{field.key}" title="{hint}">{escape(field.default_text or field.label)}</span>'
