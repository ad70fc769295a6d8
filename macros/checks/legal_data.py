"""Laws and limits are consistent with each other and with the dates of review."""

from __future__ import annotations

import re

from macros.applicability import TERM_MONTHS
from macros.numerals import to_chinese
from macros.problems import Problem, nearest
from macros.wording import ARTICLE

LAWS, LIMITS = "templates/laws.yml", "templates/limits.yml"


def check(library):
    for law in library.laws.values():
        line = library.law_lines.at
        if law.effective > law.checked_on:
            yield Problem(LAWS, line(law.id, "effective"), f"“{law.id}”的施行日期 {law.effective} 晚于核对日期 {law.checked_on}", "尚未施行的规定不能引用；或改正日期。")
        for article in law.articles:
            cited = re.findall(ARTICLE, law.citation)
            if cited and not {f"第{to_chinese(article)}条", f"第{article}条"} & set(cited):
                yield Problem(LAWS, line(law.id, "articles"), f"“{law.id}”的 citation 里没有第{to_chinese(article)}条", "让 articles 与 citation 列出的条文一致。")
        if f"《{law.law}》" not in law.citation:
            yield Problem(LAWS, line(law.id, "citation"), f"“{law.id}”的 citation 没有写法规全称《{law.law}》", f"写成“《{law.law}》第……条”。")
    for clause in library.clauses.values():
        for index, id_ in enumerate(clause.meta.laws):
            law = library.laws.get(id_)
            if law and clause.meta.reviewed < law.effective:
                yield Problem(
                    clause.path, library.sources[clause.path].meta_lines.at("laws", index),
                    f"《{law.law}》现行文本自 {law.effective} 施行，晚于本条的复核日期 {clause.meta.reviewed}", "按现行条文复核本条，再更新 reviewed。",
                )
    for limit in library.limits.values():
        line = library.limit_lines.at(limit.id)
        for key in limit.keys:
            if key not in library.fields and key != TERM_MONTHS:
                yield Problem(LIMITS, line, f"“{limit.id}”用到的填写项“{key}”没有登记", nearest(key, library.fields) + "改成 templates/fields/ 里的键。")
        if limit.law is not None and limit.law not in library.laws:
            yield Problem(LIMITS, line, f"“{limit.id}”依据的法规“{limit.law}”不在法规登记表中", nearest(limit.law, library.laws) + "先登记并核对，或写成 law: null（起草建议）。")
        if limit.law is None and limit.level == "违法或无效":
            yield Problem(LIMITS, line, f"“{limit.id}”说“违法或无效”却没有法律依据", "写上 law，或把 level 改为“建议”“提示”。")
