"""What the Open XML SDK validator does not notice in a Word file.   python -m scripts.word.lint a.docx …"""

from __future__ import annotations

import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scripts.word.ooxml import VAL, W14, Element, R, parse, w
from scripts.word.package import read_zip
from scripts.word.store import NAMESPACE

_STYLE_USES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_TEXT = re.compile(r"word/(document|header\d*|footer\d*|glossary/document)\.xml")
_LONGEST_TAG, _LONGEST_BOOKMARK = 64, 40


def lint(data: bytes) -> list[str]:
    """Findings in Chinese, empty when all is well. Raises when the file is no package of well-formed XML."""
    parts = {name: parse(content) for name, content in read_zip(data).items()}
    found = [*_relationships(parts), *_content_types(parts), *_styles(parts), *_numbering(parts), *_tables(parts)]
    return found + [*_identifiers(parts), *_controls(parts), *_references(parts)]


def _texts(parts: dict[str, Element]) -> list[tuple[str, Element]]:
    return [(name, root) for name, root in parts.items() if _TEXT.fullmatch(name)]


def _relationships(parts) -> Iterator[str]:
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        for relation in root:
            target = posixpath.normpath(posixpath.join(folder, relation.get("Target")))
            if relation.get("TargetMode") != "External" and target not in parts:
                yield f"{name}：关系指向不存在的部件 {target}"
        if source in parts:
            known = {relation.get("Id") for relation in root}
            used = {value for element in parts[source].iter("{*}*") for key, value in element.attrib.items() if key.startswith(f"{{{R}}}")}
            yield from (f"{source}：没有关系 {missing}" for missing in sorted(used - known))


def _content_types(parts) -> Iterator[str]:
    for entry in parts["[Content_Types].xml"]:
        name = entry.get("PartName")
        if name and name[1:] not in parts:
            yield f"[Content_Types].xml：登记了不存在的部件 {name}"


def _styles(parts) -> Iterator[str]:
    for name, root in _texts(parts):
        folder = posixpath.dirname(name)
        known = {style.get(w("styleId")) for style in parts[f"{folder}/styles.xml"].iter(w("style"))}
        used = {element.get(VAL) for element in root.iter(*_STYLE_USES)}
        yield from (f"{name}：没有样式 {missing}" for missing in sorted(used - known))


def _numbering(parts) -> Iterator[str]:
    numbering = parts.get("word/numbering.xml")
    known = set() if numbering is None else {entry.get(w("numId")) for entry in numbering.iter(w("num"))}
    for name in ("word/document.xml", "word/styles.xml"):
        used = {element.get(VAL) for element in parts[name].iter(w("numId"))}
        yield from (f"{name}：没有编号列表 {missing}" for missing in sorted(used - known - {"0"}))


def _tables(parts) -> Iterator[str]:
    for name, root in _texts(parts):
        for cell in root.iter(w("tc")):
            if len(cell) == 0 or cell[-1].tag not in (w("p"), w("sdt")):
                yield f"{name}：单元格不以段落结尾"
        for table in root.iter(w("tbl")):
            if table.getnext() is not None and table.getnext().tag == w("tbl"):
                yield f"{name}：两个表格紧挨着，Word 会把它们合成一个"


def _identifiers(parts) -> Iterator[str]:
    texts = [(name, root) for name, root in _texts(parts) if "glossary" not in name]
    controls = Counter(identity.get(VAL) for _, root in texts for identity in root.iterfind(f".//{w('sdtPr')}/{w('id')}"))
    yield from (f"内容控件的编号 {identity} 出现 {times} 次" for identity, times in controls.items() if times > 1)
    for name, root in texts:
        marks = [*root.iter(w("bookmarkStart"))]
        for attribute in ("id", "name"):
            times = Counter(mark.get(w(attribute)) for mark in marks)
            yield from (f"{name}：书签 {value} 出现 {number} 次" for value, number in times.items() if number > 1)
        yield from (f"{name}：书签名 {mark.get(w('name'))} 超过 {_LONGEST_BOOKMARK} 个字符" for mark in marks if len(mark.get(w("name"))) > _LONGEST_BOOKMARK)
        if {mark.get(w("id")) for mark in marks} != {mark.get(w("id")) for mark in root.iter(w("bookmarkEnd"))}:
            yield f"{name}：书签的开头和结尾不成对"


def _controls(parts) -> Iterator[str]:
    glossary, properties, store = (parts.get(name) for name in ("word/glossary/document.xml", "customXml/itemProps1.xml", "customXml/item1.xml"))
    placeholders = set() if glossary is None else {entry.get(VAL) for entry in glossary.iterfind(f".//{w('docPartPr')}/{w('name')}")}
    store_id = None if properties is None else properties.get(f"{{{_CUSTOM_XML}}}itemID")
    for name, root in _texts(parts):
        for control in root.iter(w("sdt")):
            setup, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
            mark = setup.find(w("tag"))
            tag = "" if mark is None else mark.get(VAL)
            if not tag or len(tag) > _LONGEST_TAG:
                yield f"{name}：内容控件的标记“{tag}”为空或超过 {_LONGEST_TAG} 个字符"
            if setup.find(w("id")) is None:
                yield f"{name}：{tag} 没有编号"
            if content is None or len(content) == 0:
                yield f"{name}：{tag} 没有内容"
            if tag.startswith("opt:") and content is not None and len(content) < 2:
                yield f"{name}：选项 {tag} 只有一段，LibreOffice 会丢失其中的文字"
            for part in setup.iter(w("docPart")):
                if part.get(VAL) not in placeholders:
                    yield f"{name}：{tag} 的占位文字 {part.get(VAL)} 不存在"
            for entry in setup.iter(w("listItem")):
                if entry.get(w("value")) != entry.get(w("displayText")):
                    yield f"{name}：{tag} 的选项“{entry.get(w('displayText'))}”与其值不同"
            for binding in setup.iter(w("dataBinding")):
                yield from (f"{name}：{tag} {finding}" for finding in _binding(binding, store, store_id))
            if setup.find(f"{{{W14}}}checkbox") is not None and setup.find(w("dataBinding")) is not None:
                yield f"{name}：勾选框 {tag} 不应绑定数据"


def _binding(binding: Element, store: Element | None, store_id: str | None) -> Iterator[str]:
    if binding.get(w("storeItemID")) != store_id:
        yield "绑定的数据部件编号不对"
    path = binding.get(w("xpath"))
    selected = 0 if store is None else len(store.xpath(path, namespaces={"c": NAMESPACE}))
    if selected != 1:
        yield f"绑定的路径 {path} 选中 {selected} 个节点"


def _references(parts) -> Iterator[str]:
    marks = {mark.get(w("name")) for _, root in _texts(parts) for mark in root.iter(w("bookmarkStart"))}
    for name, root in _texts(parts):
        for instruction in root.iter(w("instrText")):
            match = re.match(r"\s*REF (\S+)", instruction.text or "")
            if match and match[1] not in marks:
                yield f"{name}：引用的书签 {match[1]} 不存在"
        kinds = Counter(mark.get(w("fldCharType")) for mark in root.iter(w("fldChar")))
        if len(set(kinds.values())) > 1:
            yield f"{name}：域的开头、分隔和结尾不成套"


def main(files: list[str]) -> int:
    findings = [f"{file}：{finding}" for file in files for finding in lint(Path(file).read_bytes())]
    print("\n".join(findings) or "没有发现问题。")
    return bool(findings)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
