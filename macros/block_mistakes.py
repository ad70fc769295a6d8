"""What people get wrong in headings, captions, options and indentation: cause and remedy of each."""

from __future__ import annotations

import re

from macros.stray_marks import typed_number

OUTSIDE = {
    "bullet_list": ("合同文字里不能用项目符号列表", "改成项：行首比款多空 3 格（款号是两位数的 4 格），写成“1. ”，编号由程序生成。"),
    "fence": ("合同文字里不能用代码块", "删去反引号，直接写文字。"),
    "code_block": ("这一段缩进太深，成了代码块", "款下面的内容空 3 格（款号是两位数的 4 格），项下面的再多空 3 格。"),
    "blockquote": ("合同文字里不能用引用段落", "删去行首的 >；起草说明写在“::: note”与“:::”之间。"),
    "hr": ("合同文字里不能用分隔线", "删去这一行。"),
    "html_block": ("合同文字里不能用 HTML", "删去尖括号和里面的字母，只写文字；要留给同事的话写在修改说明里。"),
}
_BRACKETED = re.compile(r"[【［\[](?P<caption>[^】］\]]+)[】］\]]\s*(?P<rest>[{｛][^}｝]*[}｝])?")
_FULL_WIDTH = str.maketrans({"“": '"', "”": '"', "＝": "=", "｛": "{", "｝": "}", "，": "、", ",": "、", "/": "、", "／": "、"})


def heading_mistake(text: str, slug: str) -> tuple[str, str]:
    title = re.sub(r"\s*[{｛].*", "", text.strip()) or "标题"
    return f"标题“{title}”后面没有英文名，或写法不对", f"写成“# {title} {{#{slug}}}”：花括号和 # 用半角，前面空一格。"


def slug_remedy(slug: str, file_name: str) -> str:
    rename = f"把文件名改回 {slug}.md（网址和引用都在用）"
    return f"{rename}；如果改错的是标题，写回 {{#{file_name}}}。" if re.fullmatch("[a-z][a-z0-9-]*", file_name) else f"{rename}。"


def extra_heading_mistake(text: str, underlined: bool) -> tuple[str, str]:
    if underlined:
        return "这里的横线会把上一段变成标题", "删去横线；要分段就空一行。"
    return f"多出一个标题“{text[:20]}”", "条款文件只有开头一个“# 标题”；款的小标题写成“1. [小标题]{#英文编号} 正文”。"


def missing_heading_mistake(rows: list[str], slug: str) -> tuple[int, str, str] | None:
    """Row, cause and remedy when the body has no heading at all."""
    if any(row.startswith("# ") for row in rows):
        return None
    for row, text in enumerate(rows):
        if re.match(r"[#＃]", text):
            return row, "标题的写法不对", f"写成“# 标题 {{#{slug}}}”：# 用半角，后面空一格。"
    return 0, "正文没有标题", f"正文第一行写“# 标题 {{#{slug}}}”。"


def caption_mistake(text: str, indent: int) -> tuple[str, str]:
    """For a numbered paragraph that does not begin with a well-formed caption."""
    found = _BRACKETED.match(text)
    if not found:
        return "这一款没有小标题", (
            "新的一款写成“1. [小标题]{#英文编号} 正文”，英文编号自己起、全合同不重复；"
            f"如果它是上一款的一项，行首空 {indent} 格，与上一款的文字左对齐。"
        )
    caption, rest = found["caption"], found["rest"] or ""
    anchor = re.search(r"[a-z][a-z0-9-]*", rest.replace("material", ""))
    if not anchor:
        return f"小标题“{caption}”后面没有英文编号", f"原来有的请照原样恢复；新的一款紧接着写编号，例如 [{caption}]{{#payment-term}}，小写英文、数字和连字符，全合同不重复。"
    mark = " .material" if "material" in rest else ""
    return f"小标题“{caption}”的写法不对", f"改成 [{caption}]{{#{anchor[0]}{mark}}}：括号、# 和点都用半角，中间没有空格（.material 前空一格）。"


def anchor_mistake(caption: str, anchor: str) -> tuple[str, str]:
    lower = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_ ]", "-", anchor).lower()
    example = lower if re.fullmatch(r"[a-z][a-z0-9-]*", lower) else "payment-term"
    return f"小标题“{caption}”的英文编号“{anchor}”写法不对", f"只用小写英文字母、数字和连字符，例如 {{#{example}}}。"


def stray_mistake(text: str, indent: int) -> tuple[str, str]:
    """For text between the numbered paragraphs of an article."""
    if text.startswith("\u3000"):
        return "行首有全角空格", "删去；首行缩进由版式生成。"
    if number := typed_number(text):
        return f"款号“{number}”的写法不对", "写成“1. ”：半角数字、半角点、一个空格，后面是 [小标题]{#英文编号}。写几都可以，编号由程序生成。"
    return "这一段不在任何一款里", f"行首空 {indent} 格，与所在的款的文字左对齐；如果是新的一款，写成“1. [小标题]{{#英文编号}} 正文”。"


def option_mistake(info: str, known) -> tuple[str, str]:
    """`known`: says whether a text is a well-formed option."""
    fixed = re.sub(r"^\{?\s*\.?option", "{.option", info.translate(_FULL_WIDTH))
    if not known(fixed) and (found := re.search(r"option\s+(?:when=)?\"?([^\"{}]+?)\"?\s*\}?$", fixed)):
        fixed = f'{{.option when="{found[1]}"}}'
    example = fixed if known(fixed) else '{.option when="计费方式=按席位"}'
    return f"选项段的写法不对：“::: {info}”", f"改成“::: {example}”：引号、等号、花括号用半角，option 前有一个点，几个选项用顿号隔开。"
