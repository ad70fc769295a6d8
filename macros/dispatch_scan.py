"""Find signs of disguised dispatch in somebody's own wording. docs/assets/calculators/dispatch-signs.js mirrors this module; templates/dispatch_signs.yml explains the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(r"([^。！？!?；;\n]*)([。！？!?；;\n]|$)")
_MARKERS = (
    ("brackets", re.compile(r"[（(][0-9一二三四五六七八九十]{1,3}[）)]")), ("number", re.compile(r"[0-9]{1,2}[.．、)）]")),
    ("chinese", re.compile(r"[一二三四五六七八九十]{1,3}、")), ("circle", re.compile(r"[①-⑳]")), ("bullet", re.compile(r"[-•·*—]")),
)
_SPACE = " \t\r\u3000\u00a0"


def scan(text: str, rules: dict) -> dict:
    """`rules`: the "scan" part of DispatchSigns.page_data. A verdict, and the findings in order of the text."""
    negation, harmless = re.compile(rules["negation"]), re.compile(rules["harmless"])
    patterns = [(rule, re.compile(rule["pattern"])) for rule in rules["rules"]]
    findings = []
    for sentence, denied in _sentences(text, negation):
        found = {}
        for rule, pattern in patterns:
            words = _words_found(sentence, denied, rule, pattern, negation, harmless)
            if words and rule["sign"] not in found:
                found[rule["sign"]] = {"sign": rule["sign"], "words": words, "depends": rule["depends"], "reword": rule["reword"]}
        if found:
            findings.append({"sentence": sentence, "signs": list(found.values())})
    return {"verdict": _verdict(text, findings, rules), "findings": findings}


def _verdict(text: str, findings: list[dict], rules: dict) -> str:
    if findings:
        return "depends" if all(sign["depends"] for finding in findings for sign in finding["signs"]) else "found"
    chinese, latin = len(re.findall(r"[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]", text))
    if chinese < latin:
        return "foreign"
    if chinese < rules["least"]:
        return "short"
    return "clear" if re.search(rules["topics"], text) else "off_topic"


def _sentences(text: str, negation: re.Pattern) -> Iterator[tuple[str, int]]:
    """Sentences, each with the place from which a lead-in such as “不得有下列行为：” denies what follows (its length, if none does)."""
    lead = style = None  # the marker of the sentence with the lead-in, and of the items under it
    before = ""
    for piece, end in _PIECE.findall(text):
        sentence = piece.strip(_SPACE)
        if not sentence:
            continue
        marker = _marker(sentence)
        if lead is not None and style is None and marker != lead:
            style = marker
        inherits = lead is not None and (before in ("；", ";", ":") or (marker != "" and marker == style))
        colon = max(sentence.rfind("："), sentence.rfind(":"))
        denied = 0 if inherits else len(sentence)
        if colon >= 0 and not inherits:
            leads = negation.search(sentence[:colon]) is not None
            lead, style = (marker if leads else None), None
            denied = colon if leads else denied
        elif not inherits:
            lead = style = None
        before = ":" if colon == len(sentence) - 1 else end
        yield sentence, denied


def _marker(sentence: str) -> str:
    return next((name for name, pattern in _MARKERS if pattern.match(sentence)), "")


def _words_found(sentence: str, denied: int, rule: dict, pattern: re.Pattern, negation: re.Pattern, harmless: re.Pattern) -> str:
    """The first words that match and that nothing makes harmless."""
    if any(word in sentence for word in rule["unless"]):
        return ""
    place = 0
    while found := pattern.search(sentence, place):
        words, place = found[0], found.start() + 1
        clause = max(map(sentence.rfind, "，,：:", [0] * 4, [found.start()] * 4)) + 1
        refused = found.start() >= denied or negation.search(sentence[clause : found.end()])
        if refused and "negation" not in rule["even_if"]:
            continue
        if harmless.search(words) and "harmless" not in rule["even_if"]:
            continue
        return words
    return ""
