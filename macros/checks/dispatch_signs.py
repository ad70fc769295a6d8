"""The self-test's signs cite registered articles and existing paragraphs, and tell their own examples apart."""

from __future__ import annotations

from macros.dispatch_scan import scan
from macros.dispatch_signs import PATH
from macros.problems import Problem, nearest


def check(library):
    registry, line = library.dispatch_signs, library.dispatch_sign_lines.at
    for key, sign in registry.signs.items():
        for id_, articles in sign.laws.items():
            law = library.laws.get(id_)
            if law is None:
                yield Problem(PATH, line("signs", key, "laws"), f"“{key}”依据的法规“{id_}”不在法规登记表中", nearest(id_, library.laws) + "先在 templates/laws.yml 登记并核对，再引用。")
            elif lacking := [article for article in articles if article not in law.articles]:
                listed = "、".join(map(str, law.articles))
                yield Problem(PATH, line("signs", key, "laws"), f"法规“{id_}”没有登记第 {'、'.join(map(str, lacking))} 条", f"只写登记过的条号：{listed}。")
        for index, anchor in enumerate(sign.paragraphs):
            if anchor not in library.targets:
                yield Problem(PATH, line("signs", key, "paragraphs", index), f"主合同没有“{anchor}”这一款", nearest(anchor, library.targets) + "写款的英文编号，在小标题后面的 {#……} 里。")
        yield from _examples(registry, key, line)
    for index, conflict in enumerate(registry.conflicts):
        for key in conflict.answers:
            if key not in registry.signs:
                yield Problem(PATH, line("conflicts", index), f"没有“{key}”这个问题", nearest(key, registry.signs) + "写 signs 下面的英文名。")


def _examples(registry, key: str, line):
    rules = registry.page_data["scan"]
    for number, words in enumerate(registry.signs[key].wording):
        only = rules | {"rules": [rule for rule in rules["rules"] if rule["sign"] == key and rule["reword"] == words.reword]}
        for name, wanted in (("catches", True), ("allows", False)):
            for index, example in enumerate(getattr(words, name)):
                if bool(scan(example, only)["findings"]) is not wanted:
                    cause = f"例句“{example}”{'应当报而没有报' if wanted else '不应当报却报了'}"
                    yield Problem(PATH, line("signs", key, "wording", number, name, index), cause, "改 pattern、unless，或者换一个例句。")
