"""Marks left in contract text that the template language does not know, and how to put them right."""

from __future__ import annotations

import re
import unicodedata

_HAN = "\u4e00-\u9fff，。；：、！？（）“”《》【】％"
_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_NUMBER = r"\s*(\d+[.．、)）](?!\d)|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)"
_BLANKS = "空白写成【标签】；引用写成 [](#英文编号)；小标题只放在一款的开头；其他地方改用全角（ ）。"

_AT_START = (
    (_NUMBER, "编号“{0}”是手写的", "款和项都写成“1. ”（半角数字、点、一个空格），编号由程序生成；项的行首比款多空 3 格（款号是两位数的 4 格）。"),
    (r"\s*([-·•●○—–])\s*\S", "合同文字里不用项目符号“{0}”", "改成项：行首比款多空 3 格（款号是两位数的 4 格），写成“1. ”，编号由程序生成。"),
    ("(\u3000+)\\S", "行首有全角空格", "删去；首行缩进由版式生成。"),
)
_ANYWHERE = (
    (r"[【】]", "【】没有成对", "空白写成【标签】，左右都要有；合同文字里不另用【】。"),
    (r"\[\]\s*[（(]", "引用条款的写法不对", "写成“[](#英文编号)”：括号都用半角，中间没有空格。"),
    (r"([\[\]［］〖〗])", "合同文字里不用“{0}”", _BLANKS),
    (r"([{}｛｝])", "合同文字里不用“{0}”", "{#英文编号} 只能紧跟在一款开头的 [小标题] 后面；其他地方删去。"),
    (r"([_＿]{2,})", "空白不用下划线“{0}”", "写成【标签】，标签要先在 templates/fields/ 登记。"),
    (r"[|｜]", "表格没有识别出来", "表头下面要有一行“|---|---|”；每一行用半角竖线隔开，中间不空行，行首缩进相同；表格前空一行。"),
    (r"((?:https?:|www\.)[\x21-\x7e]*)", "合同文字里不能放网址“{0}”", "删去网址，写出文件或平台的名称。"),
    (r"([<>]|&(?=\w+;))", "合同文字里不用“{0}”", "大小关系写“不超过”“少于”；其他地方删去。"),
    ("\u00a0", "合同文字里不用 &nbsp; 这样的网页代码", "删去；需要空格就直接输入。"),
    (r"\*", "星号没有成对", "乘号写“×”；要加粗的，前后各写两个星号。"),
    (r"([\"'`])", "合同文字里不用半角引号“{0}”", "改用全角引号“ ”。"),
    (rf"(?<=[{_HAN}])([,;:?!()])|([,;:?!()])(?=[{_HAN}])", "中文里用了半角标点“{0}”", "改成全角“{1}”。"),
    (rf"(?<=[{_HAN}])(\.)(?!\d)", "中文里用了半角句点“{0}”", "改成句号“。”。"),
    (r"([０-９Ａ-Ｚａ-ｚ％．]+)", "用了全角的“{0}”", "改成半角“{1}”。"),
)
_START = [(re.compile(pattern), cause, remedy) for pattern, cause, remedy in _AT_START]
_REST = [(re.compile(pattern), cause, remedy) for pattern, cause, remedy in _ANYWHERE]
_ANY = re.compile("|".join(pattern for pattern, *_ in _ANYWHERE))


def stray_mark(text: str, at_start: bool) -> tuple[str, str] | None:
    """Cause and remedy for the first mark in a stretch of text; `at_start`: it begins a line."""
    if at_start:
        for pattern, cause, remedy in _START:
            if found := pattern.match(text):
                return cause.format(found[1]), remedy
    if not _ANY.search(text):
        return None
    for pattern, cause, remedy in _REST:
        if found := pattern.search(text):
            mark = next(filter(None, found.groups()), "")
            return cause.format(mark), remedy.replace("{1}", unicodedata.normalize("NFKC", mark) if mark > "\u2000" else mark.translate(_FULL))


def typed_number(text: str) -> str:
    """A paragraph number typed by hand at the beginning of the text, or an empty string."""
    found = re.match(_NUMBER, text)
    return found[1] if found else ""


def fence_mistakes(rows: list[str]) -> list[tuple[int, str, str]]:
    """Row, cause and remedy for every ::: that is misspelt or unbalanced: it would silently swallow what follows."""
    found, open_at = [], []
    for number, row in enumerate(rows):
        fence = re.match(r"( *)([:：]{2,}) *(.*?) *$", row)
        if not fence:
            continue
        indent, colons, name = fence.groups()
        if colons != ":::":
            found.append((number, f"“{colons}”不是段落标记", f"写三个半角冒号：“{' '.join(filter(None, [':::', name]))}”。"))
        if name:
            open_at.append((number, indent))
        elif not open_at:
            found.append((number, "多出一个结束标记“:::”", "删去这一行，或在前面补上对应的开始标记。"))
        elif open_at.pop()[1] != indent:
            found.append((number, "结束标记“:::”与开始标记没有对齐", "让两个“:::”的行首空格一样多。"))
    return found + [(number, "这个段落标记没有结束", "在这一段的最后另起一行写“:::”，行首空格与这一行相同。") for number, _ in open_at]
