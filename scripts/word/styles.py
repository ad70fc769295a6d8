"""styles.xml and fontTable.xml from the layout."""

from __future__ import annotations

from scripts.word.layout import CharacterStyle, Layout, ParagraphStyle, TableStyle
from scripts.word.numbering import LINKED_STYLES, number_properties
from scripts.word.ooxml import DECLARATION, NAMESPACES

_BUILT_IN = {"Normal", "Title", "Heading1", "BodyText", "Header", "Footer", "PlaceholderText"}
_BORDERS = {"below": (("bottom", 1),), "above_and_below": (("top", 4), ("bottom", 4))}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def styles_xml(layout: Layout, numbered: bool) -> str:
    """`numbered` ties the styles of 条, 款 and 项 to the multi-level list."""
    styles = [_defaults(layout)]
    for style_id, style in layout.paragraphs.items():
        styles.append(_paragraph_style(style_id, style, layout, numbered))
    styles.append('<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>')
    for style_id, style in layout.characters.items():
        styles.append(f'<w:style w:type="character"{_custom(style_id)} w:styleId="{style_id}"><w:name w:val="{style.name}"/><w:basedOn w:val="DefaultParagraphFont"/>{run_properties(style, layout)}</w:style>')
    styles.append(_TABLE_NORMAL)
    styles += [_table_style(style_id, style) for style_id, style in layout.tables.items()]
    return f"{DECLARATION}<w:styles {NAMESPACES}>{''.join(styles)}</w:styles>"


def level_indents(layout: Layout) -> list[str]:
    """The indents of 条, 款 and 项, which the list has to repeat: a number set on a paragraph overrules the indent of its style."""
    return [indent(layout.paragraphs[style_id], layout) for style_id in LINKED_STYLES]


def font_table_xml(layout: Layout) -> str:
    """Other names under which the fonts may be installed."""
    fonts = "".join(
        f'<w:font w:name="{font.name}">' + (f'<w:altName w:val="{font.also}"/><w:charset w:val="86"/>' if font.also else '<w:charset w:val="00"/>') + "</w:font>"
        for font in layout.fonts.values()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def run_properties(style: CharacterStyle, layout: Layout) -> str:
    """w:rPr of a style; explicit fonts, because theme fonts would win over them."""
    parts = []
    if style.font:
        latin, east_asian = layout.fonts["latin"].name, layout.fonts[style.font].name
        parts.append(f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>')
    if style.bold:
        parts.append("<w:b/><w:bCs/>")
    if style.color:
        parts.append(f'<w:color w:val="{style.color}"/>')
    if style.size:
        parts.append(f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>')
    if style.underline:
        parts.append('<w:u w:val="single"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def _defaults(layout: Layout) -> str:
    run = run_properties(layout.paragraphs["Normal"], layout).replace("</w:rPr>", '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>')
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _paragraph_style(style_id: str, style: ParagraphStyle, layout: Layout, numbered: bool) -> str:
    default = ' w:default="1"' if style_id == "Normal" else ""
    based_on = "" if style_id == "Normal" else f'<w:basedOn w:val="{style.based_on or "Normal"}"/>'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    level = LINKED_STYLES.index(style_id) if numbered and style_id in LINKED_STYLES else None
    return (
        f'<w:style w:type="paragraph"{default}{_custom(style_id)} w:styleId="{style_id}"><w:name w:val="{style.name}"/>{based_on}{following}<w:qFormat/>'
        f"{_paragraph_properties(style_id, style, layout, level)}{run_properties(style, layout)}</w:style>"
    )


def _paragraph_properties(style_id: str, style: ParagraphStyle, layout: Layout, level: int | None) -> str:
    parts = []
    if style.keep_next:
        parts.append("<w:keepNext/><w:keepLines/>")
    if style.page_break_before:
        parts.append("<w:pageBreakBefore/>")
    if level is not None:
        parts.append(number_properties(level))
    if style.border:
        parts.append("<w:pBdr>" + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="{space}" w:color="auto"/>' for side, space in _BORDERS[style.border]) + "</w:pBdr>")
    if style.right_tab:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{layout.page.text_width}"/></w:tabs>')
    if style_id == "Normal":
        # For Word this is the default. LibreOffice reads it the wrong way round and so stops hanging punctuation, some of which it would not print.
        parts.append('<w:overflowPunct w:val="1"/>')
    spacing = (f' w:before="{round(style.before * 20)}"' if style.before else "") + (f' w:after="{round(style.after * 20)}"' if style.after else "")
    if style.line:
        rule = "exact" if style.exact_line else "atLeast"
        spacing += f' w:line="{round(style.line * 20)}" w:lineRule="{rule}"'
    if spacing:
        parts.append(f"<w:spacing{spacing}/>")
    if style.indent or style.first_line:
        parts.append(indent(style, layout))
    if style.align:
        parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.outline:
        parts.append(f'<w:outlineLvl w:val="{style.outline - 1}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


def indent(style: ParagraphStyle, layout: Layout) -> str:
    """Said in characters, which Word follows, and in twips for all others."""
    size = style.size or layout.paragraphs["Normal"].size
    left, first = style.indent, style.first_line
    return (
        f'<w:ind w:leftChars="{round(left * 100)}" w:left="{round(left * size * 20)}"'
        f' w:firstLineChars="{round(first * 100)}" w:firstLine="{round(first * size * 20)}"/>'
    )


def _custom(style_id: str) -> str:
    return "" if style_id in _BUILT_IN else ' w:customStyle="1"'


_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _table_style(style_id: str, style: TableStyle) -> str:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if style.borders else ""
    vertical, horizontal = (round(points * 20) for points in style.padding)
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in zip(_SIDES, (vertical, horizontal, vertical, horizontal)))
    header = (
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{style.header_fill}"/></w:tcPr></w:tblStylePr>'
        if style.header_fill else ""
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{style.name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f'<w:tblPr><w:jc w:val="center"/>{borders}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr>{header}</w:style>'
    )
