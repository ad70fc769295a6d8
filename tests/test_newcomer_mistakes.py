"""A lawyer's mistakes in the browser: each is reported once, on the right line, with words that say what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from macros.library import load_library
from macros.problems import ContentError, Problem
from scripts.check_templates import annotation

CLAUSE = "templates/clauses/fees.md"
FIELDS = "templates/fields/fees.yml"
AGREEMENT = "templates/documents/service-agreement.md"
TERM = "[付款期限]{#payment-term}"


class Mistake(NamedTuple):
    """What someone does to the templates, and the one message they get: its file, a piece of its line, its words."""

    name: str
    edit: Callable[[Path], None]
    path: str
    line: str
    words: tuple[str, ...]


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, f"{path} 里没有“{old}”，请更新这个测试"
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add_to_term(words: str) -> Callable[[Path], None]:
    """Add a sentence at the end of the line that begins the payment-term paragraph."""

    def edit(root: Path) -> None:
        rows = (root / CLAUSE).read_text(encoding="utf-8").split("\n")
        place = next(i for i, row in enumerate(rows) if TERM in row)
        rows[place] += words
        (root / CLAUSE).write_text("\n".join(rows), encoding="utf-8")

    return edit


def set_row(path: str, start: str, row: str | None) -> Callable[[Path], None]:
    """Put another row, or none, in place of the first one that begins so."""

    def edit(root: Path) -> None:
        rows = (root / path).read_text(encoding="utf-8").split("\n")
        place = next(i for i, old in enumerate(rows) if old.startswith(start))
        rows[place : place + 1] = [] if row is None else [row]
        (root / path).write_text("\n".join(rows), encoding="utf-8")

    return edit


def rewrite(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda root: (root / path).write_bytes(change((root / path).read_bytes()))


def enclose_last_paragraph(root: Path) -> None:
    """Make the whole last 款 of the fee clause an option."""
    head, last = (root / CLAUSE).read_text(encoding="utf-8").split("15. [计费记录核查]")
    (root / CLAUSE).write_text(f'{head}::: {{.option when="计费方式=混合"}}\n15. [计费记录核查]{last.rstrip()}\n:::\n', encoding="utf-8")


def rename(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: (root / old).rename(root / new)


def says(name: str, addition: str, *words: str) -> Mistake:
    """A mistake in words added to the payment-term paragraph."""
    return Mistake(name, add_to_term(addition), CLAUSE, TERM, words)


BLANKS = [
    Mistake("标签打错一个字", replace(CLAUSE, "【付款期限】日", "【付款期现】日"), CLAUSE, "【付款期现】", ("没有登记", "最接近的是“付款期限”")),
    says("新空白没有登记", "逾期超过【宽限日数】日的，另行计算。", "【宽限日数】没有登记", "templates/fields/fees.yml", "加一个空白"),
    Mistake("只打了半边【", replace(CLAUSE, "【付款期限】日", "【付款期限日"), CLAUSE, "【付款期限日", ("没有成对", "写成【标签】")),
    Mistake("用半角方括号作空白", replace(CLAUSE, "【付款期限】日", "[付款期限]日"), CLAUSE, "[付款期限]日", ("不用“[”", "写成【标签】")),
    says("用下划线作空白", "账户为____。", "下划线", "写成【标签】"),
    Mistake("漏写单位", replace(CLAUSE, "【付款期限】日", "【付款期限】"), CLAUSE, TERM, ("单位“日”", "写成“【付款期限】日”")),
    Mistake("漏写百分号", replace(CLAUSE, "每日【逾期利息日利率】%", "每日【逾期利息日利率】"), CLAUSE, "【逾期利息日利率】", ("单位“%”", "写成“【逾期利息日利率】%”")),
]
PARAGRAPHS = [
    Mistake("删掉小标题", replace(CLAUSE, f"{TERM} ", ""), CLAUSE, "【付款期限】日", ("没有小标题", "[小标题]{#英文编号}")),
    Mistake("删掉英文编号", replace(CLAUSE, "{#payment-term}", ""), CLAUSE, "[付款期限]", ("小标题“付款期限”后面没有英文编号", "{#payment-term}")),
    Mistake("英文编号写成中文", replace(CLAUSE, "{#payment-term}", "{#付款期限}"), CLAUSE, "{#付款期限}", ("写法不对", "只用小写英文字母")),
    Mistake("花括号用了全角", replace(CLAUSE, TERM, "[付款期限]｛#payment-term｝"), CLAUSE, "｛#payment-term｝", ("改成 [付款期限]{#payment-term}",)),
    Mistake("重大条款少一个点", replace(CLAUSE, "{#late-payment .material}", "{#late-payment material}"), CLAUSE, "late-payment material", ("{#late-payment .material}",)),
    Mistake("复制一款没改编号", add_to_term(f"\n\n1. {TERM} 甲方应付款。"), CLAUSE, "甲方应付款", ("用了两次", "换成整份合同里没有用过的")),
    Mistake("款号写成汉字", replace(CLAUSE, f"8. {TERM}", f"八、{TERM}"), CLAUSE, "八、", ("款号“八、”", "写成“1. ”")),
    Mistake("款号后少一个空格", replace(CLAUSE, f"8. {TERM}", f"8.{TERM}"), CLAUSE, "8.[", ("款号“8.”", "一个空格")),
    Mistake("段落没有缩进", replace(CLAUSE, f"8. {TERM}", f"甲方不得拖延付款。\n\n8. {TERM}"), CLAUSE, "甲方不得拖延付款", ("不在任何一款里", "行首空 3 格")),
    Mistake("项没有缩进", add_to_term("\n1. 甲方为机关的，为30日。"), CLAUSE, "甲方为机关的", ("没有小标题", "行首空 3 格")),
    Mistake("手写（1）", add_to_term("\n\n   （1）甲方为机关的，为30日。"), CLAUSE, "（1）甲方", ("编号“（1）”是手写的", "写成“1. ”")),
    Mistake("项目符号", add_to_term("\n\n   - 甲方付款；\n   - 乙方开票。"), CLAUSE, "- 甲方付款", ("不能用项目符号", "写成“1. ”")),
    Mistake("表格少一格", replace(CLAUSE, "   |---|---|---|---|\n", "   |---|---|---|---|\n   | 基础费 | 每月 |\n"), CLAUSE, "| 基础费 | 每月 |", ("表头有 4 格，这一行有 2 格",)),
    Mistake("多一个标题", replace(CLAUSE, f"8. {TERM}", f"## 付款\n\n8. {TERM}"), CLAUSE, "## 付款", ("多出一个标题", "[小标题]{#英文编号}")),
    Mistake("标题 # 后没有空格", replace(CLAUSE, "\n# ", "\n#"), CLAUSE, "{#fees}", ("标题的写法不对", "后面空一格")),
]
OPTIONS = [
    Mistake("选项打错", replace(CLAUSE, 'when="计费方式=按量"', 'when="计费方式=按件"'), CLAUSE, "按件", ("没有“按件”这个选项", "按席位、按量")),
    Mistake("引号用了全角", replace(CLAUSE, 'when="计费方式=按量"', "when=“计费方式=按量”"), CLAUSE, "when=“", ('改成“::: {.option when="计费方式=按量"}”',)),
    Mistake("选项段没有结束", replace(CLAUSE, '   :::\n\n   ::: {.option when="计费方式=按时长"}', '   ::: {.option when="计费方式=按时长"}'), CLAUSE, "计费方式=按量", ("没有结束", "另起一行写“:::”")),
    Mistake("冒号用了全角", replace(CLAUSE, "   ::: note\n", "   ：：： note\n"), CLAUSE, "：：： note", ("三个半角冒号", "“::: note”")),
]
REFERENCES = [
    Mistake("引用写错编号", replace(CLAUSE, "[](#payment-term)", "[](#payment-terms)"), CLAUSE, "#payment-terms", ("不存在", "最接近的是 [](#payment-term)（付款期限）")),
    Mistake("引用用了中文名", replace(CLAUSE, "[](#payment-term)", "[](#付款期限)"), CLAUSE, "#付款期限", ("不存在", "[](#payment-term)")),
    Mistake("引用里写了条号", replace(CLAUSE, "[](#payment-term)", "[第八条](#payment-term)"), CLAUSE, "[第八条]", ("方括号里不写字", "[](#payment-term)")),
    Mistake("引用了选项段里的款", enclose_last_paragraph, "templates/clauses/term-exit.md", "[存续条款]", ("引用的“计费记录核查”整款在选项段里", "选项段外面")),
    Mistake("引用用了全角括号", replace(CLAUSE, "[](#payment-term)", "[]（#payment-term）"), CLAUSE, "[]（", ("引用条款的写法不对", "括号都用半角")),
    says("手写第三条", "具体按本合同第三条执行。", "“第三条”是手写的条款号", "[](#service-scope)"),
    says("手写第八条第2款", "按第八条第2款执行。", "“第八条第2款”是手写的", "[](#fee-items)"),
    says("放一个网址", "见[税务总局](https://www.chinatax.gov.cn)。", "不能放网址", "删去网址"),
]
LAWS = [
    says("引用合同法", "依照《中华人民共和国合同法》第一百一十四条。", "不能引用《中华人民共和国合同法》", "第五百八十五条"),
    says("引用旧条号", "依照《中华人民共和国仲裁法》第十六条。", "旧条号", "第二十七条"),
    says("引用没登记的条文", "依照《中华人民共和国民法典》第九百九十条。", "第九百九十条不在法规登记表中", "templates/laws.yml", "待核验"),
    says("引用没登记的法", "依照《客服外包条例》第三条。", "《客服外包条例》不在法规登记表中", "待核验"),
    says("引用没列入本条", "依照《中华人民共和国劳动合同法》第四十条。", "没有列入本条的 laws", "ldht-37-40"),
]
WORDS = [
    says("写了“及时”", "甲方应及时付款。", "“及时”太含糊", "小时内"),
    says("不得请求调整违约金", "双方不得请求调整违约金。", "不能写", "法院不予支持", "删去"),
    says("换了一个叫法", "按坐席计费。", "“席位”，不是“坐席”", "改为“席位”"),
    says("HTML 换行", "<br>另有约定的除外。", "不能用 HTML", "空一行"),
    says("半角逗号", "甲方付款后,乙方开票。", "半角标点“,”", "改成全角“，”"),
    says("Word 的不换行空格", "甲方\u00a0应付款。", "看不见的特殊字符", "从 Word 或网页粘贴", "重新输入"),
    says("Word 的项目符号字体", "\uf0b7甲方应付款。", "看不见的特殊字符", "U+F0B7"),
]
FRONT_MATTER = [
    Mistake("键后用全角冒号", replace(CLAUSE, "title: ", "title："), CLAUSE, "title：", ("全角冒号", "“title: 标题”")),
    Mistake("值里有半角冒号", replace(CLAUSE, "summary: ", "summary: 注意: "), CLAUSE, "summary:", ("值里有半角冒号", "全角冒号")),
    Mistake("用 Tab 缩进", replace(FIELDS, "  label: 席位月单价", "\tlabel: 席位月单价"), FIELDS, "席位月单价", ("制表符（Tab）", "换成空格")),
    Mistake("同一个键写了两次", replace(CLAUSE, "reviewed: ", "version: 1.0.1\nreviewed: "), CLAUSE, "version: 1.0.1", ("“version”写了两次", "保留一处")),
    Mistake("漏写版本号", set_row(CLAUSE, "version:", None), CLAUSE, "title:", ("缺少“version”", "补上一行“version:", "1.0.1")),
    Mistake("版本号写成两段", set_row(CLAUSE, "version:", "version: 1.1"), CLAUSE, "version: 1.1", ("“1.1”不对", "三段数字")),
    Mistake("日期写成中文", set_row(CLAUSE, "reviewed:", "reviewed: 2026年11月23日"), CLAUSE, "reviewed:", ("“2026年11月23日”不对", "2026-11-23")),
    Mistake("不存在的日期", set_row(CLAUSE, "reviewed:", "reviewed: 2026-13-45"), CLAUSE, "2026-13-45", ("不是有效的日期", "2026-11-23")),
    Mistake("不认识的键", replace(CLAUSE, "version:", "author: 张三\nversion:"), CLAUSE, "author", ("不认识的键“author”", "可用的键：title、")),
    Mistake("键打错字", replace(CLAUSE, "    balanced:", "    balance:"), CLAUSE, "balance:", ("不认识的键", "改成“balanced”")),
    Mistake("信息栏没有结束", replace(CLAUSE, "---\n# ", "———\n# "), CLAUSE, "———", ("信息栏应当以“---”结束", "三个半角减号")),
]
FIELD_ENTRIES = [
    Mistake("默认值没写理由", set_row(FIELDS, "  default_rationale:", None), FIELDS, "default:", ("写了默认值，没有写理由", "补一行 default_rationale:")),
    Mistake("默认值带单位", set_row(FIELDS, "  default: 30", "  default: 30日"), FIELDS, "default: 30日", ("“30日”不是", "只写数字")),
    Mistake("默认值不在选项里", set_row(FIELDS, "  default: 按席位", "  default: 按坐席"), FIELDS, "按坐席", ("不在 options 里", "按席位、按量")),
    Mistake("选项用全角逗号", replace(FIELDS, "[按席位, 按量, ", "[按席位，按量，"), FIELDS, "default: 按席位", ("不在 options 里", "按席位，按量")),
    Mistake("类型写成中文", replace(FIELDS, "  type: money", "  type: 金额"), FIELDS, "type: 金额", ("不能写“金额”", "money")),
    Mistake("百分号没加引号", replace(FIELDS, '  unit: "%"', "  unit: %"), FIELDS, "unit: %", ("特殊符号开头", 'unit: "%"')),
    Mistake("登记了没有使用", rewrite(FIELDS, lambda data: data + "grace_days:\n  label: 宽限日数\n  type: integer\n  unit: 日\n  hint: 填整数\n  example: \"3\"\n".encode()), FIELDS, "grace_days", ("没有用在任何条款里", "写上【宽限日数】")),
]
FILES = [
    Mistake("改了文件名", rename(CLAUSE, "templates/clauses/fee.md"), "templates/clauses/fee.md", "{#fees}", ("与文件名“fee”不同", "改回 fees.md")),
    Mistake("存成了 .txt", rename(CLAUSE, f"{CLAUSE}.txt"), f"{CLAUSE}.txt", "---", ("文件名", "改名为 fees.md")),
    Mistake("删掉一个条款文件", lambda root: (root / CLAUSE).unlink(), AGREEMENT, "fees", ("没有名为“fees”的条款文件", "恢复")),
    Mistake("清空了文件", rewrite(CLAUSE, lambda data: b""), CLAUSE, "", ("文件是空的", "恢复")),
    Mistake("存成 GBK", rewrite(CLAUSE, lambda data: data.decode().encode("gb18030")), CLAUSE, "", ("不是 UTF-8", "另存为")),
    Mistake("留着合并冲突标记", replace(CLAUSE, f"8. {TERM}", f"<<<<<<< HEAD\n8. {TERM}\n=======\n8. {TERM}\n>>>>>>> main"), CLAUSE, "<<<<<<<", ("冲突标记", "留下要的一段")),
]
MISTAKES = [*BLANKS, *PARAGRAPHS, *OPTIONS, *REFERENCES, *LAWS, *WORDS, *FRONT_MATTER, *FIELD_ENTRIES, *FILES]



@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    """The templates, with empty pages instead of the guide: reading it would only cost time."""
    shutil.copytree(repository / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("layout"))
    (tmp_path / "docs/clauses").mkdir(parents=True)
    for page in (repository / "docs/clauses").glob("*.md"):
        (tmp_path / "docs/clauses" / page.name).write_text("# 页面\n", encoding="utf-8")
    return tmp_path


def test_untouched_templates_pass(copy: Path):
    load_library(copy)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_message_says_where_and_what_to_do(copy: Path, mistake: Mistake):
    mistake.edit(copy)
    with pytest.raises(ContentError) as caught:
        load_library(copy)
    [problem] = caught.value.problems
    assert problem.path == mistake.path
    if b"\n" in (data := (copy / mistake.path).read_bytes()) and mistake.line:
        assert mistake.line in data.decode().split("\n")[problem.line - 1]
    for words in mistake.words:
        assert words in str(problem)


def test_mistakes_in_different_places_are_reported_together(copy: Path):
    replace(FIELDS, "  type: money", "  type: 金额")(copy)
    replace(CLAUSE, f"{TERM} ", "")(copy)
    replace("templates/clauses/staffing.md", "\n1. [", "\n1. 【")(copy)
    with pytest.raises(ContentError) as caught:
        load_library(copy)
    assert [problem.path for problem in caught.value.problems] == [CLAUSE, "templates/clauses/staffing.md", FIELDS]


def test_github_shows_the_message_on_its_line():
    problem = Problem(CLAUSE, 3, "单位不是 %", "写上 %。")
    assert annotation(problem) == f"::error file={CLAUSE},line=3::单位不是 %25%0A怎么改：写上 %25。"


def test_a_macro_that_names_no_clause_is_reported(copy: Path):
    (copy / "docs/clauses/fees.md").write_text('# 页面\n\n{{ clause_text("fee") }}\n', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_library(copy)
    [problem] = caught.value.problems
    assert (problem.path, problem.line) == ("docs/clauses/fees.md", 3)
    assert "fee" in problem.cause and "fees" in problem.remedy
