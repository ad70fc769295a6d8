"""核对报告: what the law says about the answers, and what is still open."""

from __future__ import annotations

from macros.answers import Answers, shown, unanswered
from macros.limit_checks import LEVELS


def render_report(answers: Answers, found: list[dict], form: dict) -> str:
    """The report as plain text; the same answers give the same text. On the whole pack, it says where an open blank stands."""
    labels = {field["key"]: field["label"] for field in form["fields"]}
    whole = len(form["documents"]) > 1
    home = {key: f"（{document['title']}）" if whole else "" for document in reversed(form["documents"]) for key in document["keys"]}
    printed = shown(answers, form)
    lines = [
        f"《{form['title']}》{'整套文件' if whole else ''}核对报告",
        f"范本版本 {form['version']} · 法规核对至 {form['law_date']} · 不构成法律意见",
    ]
    for level in LEVELS:
        findings = [finding for finding in found if finding["level"] == level]
        if findings:
            lines += ["", f"【{level}】{len(findings)} 处"]
        for number, finding in enumerate(findings, 1):
            lines += ["", f"{number}. {finding['topic']}：{finding['message']}"]
            values = "；".join(f"{labels[key]}：{_value(printed[key])}" for key in finding["fields"] if key in labels)
            lines += [f"   现在填的：{values}"] if values else []
            lines.append(f"   怎么改：{finding['remedy']}")
            lines += [f"   可以改为：{finding['safer_value']}"] if finding["safer_value"] is not None else []
            lines += [f"   依据：{basis(finding['law'])}"] if finding["law"] else []
    lines += [] if found else ["", "没有发现问题。"]
    if open_ := unanswered(answers, form):
        lines += ["", f"还没有定，会印成【待定】的 {len(open_)} 项：", *(f"  {labels[key]}{home[key]}" for key in open_)]
    lines += ["", "本报告只核对登记过的界限和用语，没有列出的不等于没有问题。签署前请由执业律师结合具体交易审核。"]
    return "\n".join(lines) + "\n"


def basis(law: dict) -> str:
    return f"{law['citation']}（{law['title']}；{law['effective']} 起施行，{law['checked_on']} 核对）"


def _value(value: str | bool) -> str:
    """The beginning, on one line."""
    if isinstance(value, bool):
        return "勾选" if value else "不勾选"
    text = value.replace("\n", " ")
    return text if len(text) <= 40 else f"{text[:40]}……"
