"""The Word files: what can be filled in is bound, what is printed is right, and Word's own validator has nothing to say."""

import dataclasses
import io
import json
import os
import re
import subprocess
import sys
import unicodedata

import docx
import pytest
from lxml import etree

from macros.contract import Blank, Body, Clause, Item, Option, Paragraph, Reference, Table, Text, inlines_of, paragraphs, walk
from scripts import word
from scripts.word import store
from scripts.word.lint import lint
from scripts.word.ooxml import VAL, W14, parse, serialise, style_of, w
from scripts.word.package import read_zip, write_zip

VERSION_LINE = "版本 1.0.0 · 法规核对至 2026-11-23"
MAIN = "word/document.xml"
KINDS = {"choice": w("dropDownList"), "date": w("date"), "checkbox": f"{{{W14}}}checkbox"}


@pytest.fixture(scope="module")
def fillable(library):
    return word.build_fillable(library.agreement, library, VERSION_LINE)


@pytest.fixture(scope="module")
def plain(library):
    return word.build_plain(library.agreement, library, VERSION_LINE)


@pytest.fixture(scope="module")
def alone(library):
    document = library.alone("fees")
    return [build(document, library, VERSION_LINE) for build in (word.build_fillable, word.build_plain)]


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Let LibreOffice convert a file; returns the path of the result."""
    folder = tmp_path_factory.mktemp("libreoffice")

    def convert(data, kind):
        source = folder / "contract.docx"
        source.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder, source]
        subprocess.run(command, check=True, capture_output=True)
        return source.with_suffix("." + kind.split(":")[0])

    return convert


def body(data):
    return parse(read_zip(data)[MAIN])


def text_of(element) -> str:
    return "".join(node.text or "" for node in element.iter(w("t")))


def squeeze(text: str) -> str:
    """Letters only: no white space, one form of every character."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def blanks(document):
    """Every blank that is printed, in order; notes are not."""
    def printed(blocks):
        for block in blocks:
            if type(block).__name__ != "Note":
                yield from (inline.field for inline in inlines_of(block) if isinstance(inline, Blank))
                yield from printed([block.table] if hasattr(block, "table") else getattr(block, "blocks", ()))

    return list(printed([*document.cover, *(block for clause in document.clauses for block in clause.blocks)]))


def controls(root):
    """Controls of fields, by key."""
    found = {}
    for control in root.iter(w("sdt")):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}").get(VAL)
        if not tag.startswith("opt:"):
            found.setdefault(tag, []).append(control)
    return found


def references(document):
    return [i.target for clause in document.clauses for b in walk(clause.blocks) if type(b).__name__ != "Note" for i in inlines_of(b) if isinstance(i, Reference)]


def test_every_blank_is_a_control_bound_to_the_one_place_of_its_field(fillable, library):
    found, data = controls(body(fillable)), parse(read_zip(fillable)["customXml/item1.xml"])
    wanted = blanks(library.agreement)
    assert set(found) == set(library.agreement.fields)
    assert {key: len(several) for key, several in found.items()} == {field.key: wanted.count(field) for field in wanted}
    for key, several in found.items():
        for control in several:
            binding = control.find(f"{w('sdtPr')}/{w('dataBinding')}")
            assert control.find(f"{w('sdtPr')}/{w('alias')}").get(VAL) == library.fields[key].label
            if library.fields[key].type == "checkbox":
                assert binding is None
                continue
            selected = data.xpath(binding.get(w("xpath")), namespaces={"c": store.NAMESPACE})
            assert [etree.QName(node).localname for node in selected] == [key]
            assert binding.get(w("storeItemID")) == store.STORE_ID


def test_every_control_is_of_the_kind_its_field_asks_for(fillable, library):
    for key, several in controls(body(fillable)).items():
        field = library.fields[key]
        for control in several:
            kind = control.find(f"{w('sdtPr')}/{KINDS.get(field.type, w('text'))}")
            assert kind is not None, key
            if field.type == "choice":
                assert [(item.get(w("value")), item.get(w("displayText"))) for item in kind] == [(option, option) for option in field.options]
            if kind.tag == w("text"):
                assert (kind.get(w("multiLine")) == "1") == (field.type == "long_text")


def test_defaults_are_shown_and_stored_and_empty_controls_show_their_label(fillable, library):
    data = parse(read_zip(fillable)["customXml/item1.xml"])
    assert (data.get("template"), data.get("version")) == ("service-agreement", library.agreement.meta.version)
    assert [etree.QName(node).localname for node in data] == list(library.agreement.fields)
    for key, several in controls(body(fillable)).items():
        field = library.fields[key]
        shown = {True: "☑", False: "☐"}[field.default] if field.type == "checkbox" else field.default_text or f"【{field.label}】"
        assert {text_of(control) for control in several} == {shown}
        assert (data.findtext(f"{{{store.NAMESPACE}}}{key}") or "") == (str(field.default).lower() if field.type == "checkbox" else field.default_text)
        empty = field.type != "checkbox" and not field.default_text
        assert all((control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None) == empty for control in several)


def test_every_option_is_a_box_that_begins_with_its_condition(fillable, library):
    options = [b for clause in library.agreement.clauses for b in walk(clause.blocks) if isinstance(b, Option)]
    boxes = [s for s in body(fillable).iter(w("sdt")) if s.find(f"{w('sdtPr')}/{w('tag')}").get(VAL).startswith("opt:")]
    assert options and len(boxes) == len(options)
    for option, box in zip(options, boxes):
        values = "=" + "、".join(option.values) if option.values else ""
        assert box.find(f"{w('sdtPr')}/{w('tag')}").get(VAL) == f"opt:{option.field.key}{values}"
        guidance, *rest = box.find(w("sdtContent"))
        assert style_of(guidance) == "OptionNote" and text_of(guidance).startswith(f"☐ {option.condition}")
        assert rest


def test_references_are_fields_whose_shown_text_is_right(fillable, library):
    numbering = library.numbering(library.agreement)
    wanted = [*references(library.agreement), *(paragraph.anchor for paragraph in library.agreement.material)]
    shown = []
    for paragraph in body(fillable).iter(w("p")):
        pieces = iter(paragraph.iter(w("instrText"), w("fldChar"), w("t")))
        for piece in pieces:
            if piece.tag == w("instrText"):
                assert re.fullmatch(r" REF _[a-z0-9_]+ \\n \\h ", piece.text)
                next(pieces)
                shown.append((piece.text.split()[1], next(pieces).text))
    expected = []
    for target in wanted:
        slug = numbering.slug_of(target)
        if slug in numbering.articles:
            expected.append((f"_{slug}".replace("-", "_"), numbering.reference(slug)))
            if target != slug:
                expected.append((f"_{target}".replace("-", "_"), str(numbering.paragraphs[target])))
    assert sorted(shown) == sorted(expected)


def test_the_plain_version_has_no_controls_and_no_fields_but_page_numbers(plain):
    parts = read_zip(plain)
    assert not [name for name in parts if "customXml" in name or "glossary" in name or "numbering" in name]
    assert parse(parts[MAIN]).find(f".//{w('sdt')}") is None
    instructions = [node.text.strip() for name in parts if name.startswith("word/") for node in parse(parts[name]).iter(w("instrText"))]
    assert instructions == ["PAGE", "NUMPAGES"]


def plain_lines(data):
    """Paragraphs and cells as python-docx sees them, which is how other programs would."""
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


def test_libreoffice_reads_the_plain_version_in_full(plain, convert):
    read = convert(plain, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert squeeze(read) == squeeze("".join(plain_lines(plain)))


def test_the_plain_version_has_every_number_and_reference_in_its_text(plain, library):
    lines = list(plain_lines(plain))
    numbering = library.numbering(library.agreement)
    for clause in library.agreement.clauses:
        assert f"{numbering.article(clause)} {clause.title}".strip() in lines
        for paragraph in paragraphs(clause.blocks):
            mark = "▲" if paragraph.material else ""
            assert any(line.startswith(f"{numbering.paragraphs[paragraph.anchor]}. {mark}{paragraph.caption}") for line in lines)
    items = [block for clause in library.agreement.clauses for block in walk(clause.blocks) if isinstance(block, Item)]
    assert sum(bool(re.match(r"（\d+）", line)) for line in lines) >= len(items)
    text = "".join(lines)
    assert all(numbering.reference(target) in text for target in references(library.agreement))


def test_the_plain_version_offers_every_choice_and_marks_every_blank(plain, library):
    text = "".join(plain_lines(plain))
    for field in library.agreement.fields.values():
        if field.type == "choice":
            for option in field.options:
                assert f"{'☑' if option == field.default else '☐'}\u00a0{option}" in text
        elif field.type == "checkbox":
            assert f"{'☑' if field.default else '☐'}\u00a0{field.label}" in text
        else:
            assert (field.default_text or f"\u3000{field.label}\u3000") in text
    for key, field in library.agreement.fields.items():
        for run in (r for r in body(plain).iter(w("r")) if text_of(r).strip() == field.label and field.default is None):
            style = run.find(f"{w('rPr')}/{w('rStyle')}")
            assert style is None or style.get(VAL) in ("BlankHint", "ClauseCaption"), key


def printed_words(pdf, title):
    """The words of a PDF in reading order without headers and footers."""
    pages = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    frame = re.compile(re.escape(squeeze(title + VERSION_LINE)) + r"|第\d+页共\d+页$")
    # Where box and quotation mark touch, poppler reads the mark first.
    return [frame.sub("", squeeze(page)).replace("“☐", "☐“") for page in pages if page.strip()]


def numbered_lines(fillable, plain):
    """The lines of the fillable version, with the numbers that the plain one prints."""
    lines = []
    for automatic, literal in zip(body(fillable).iter(w("p")), body(plain).iter(w("p")), strict=True):
        assert style_of(automatic) == style_of(literal)
        number = re.match(r"第[一二三四五六七八九十百]+条 |\d+\. |（\d+）", text_of(literal))
        has_number = style_of(literal) in ("Heading1", "ContractParagraph", "ContractItem", "MaterialParagraph", "MaterialItem")
        lines.append(squeeze((number[0] if has_number else "") + text_of(automatic)))
    return lines


@pytest.fixture(scope="module")
def pages(fillable, convert, library):
    return printed_words(convert(fillable, "pdf"), library.agreement.title)


def test_libreoffice_prints_the_fillable_version_word_for_word(pages, fillable, plain):
    printed, position, repeated = "".join(pages), 0, ""
    for line in numbered_lines(fillable, plain):
        found = printed.find(line, position)
        assert found >= 0, f"{line} … {printed[position : position + 80]}"
        repeated += printed[position:found]
        position = found + len(line)
    headers = {squeeze(text_of(row)) for row in body(fillable).iter(w("tr")) if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None}
    assert re.fullmatch("(" + "|".join(map(re.escape, headers)) + ")*", repeated + printed[position:]), "only header rows are printed again"


def test_the_key_terms_stand_on_one_page_of_their_own(pages, plain, convert, library):
    for found in (pages, printed_words(convert(plain, "pdf"), library.agreement.title)):
        assert found[1].startswith("要素表")
        assert found[2].startswith("第一条")


@pytest.mark.parametrize("kind", ["fillable", "plain", "alone"])
def test_words_own_validator_and_our_lint_find_nothing(kind, request, repository, tmp_path):
    built = request.getfixturevalue(kind)
    for data in built if kind == "alone" else [built]:
        assert lint(data) == []
        path = tmp_path / "contract.docx"
        path.write_bytes(data)
        run = subprocess.run([repository / "node_modules/.bin/ooxml-validator", path], capture_output=True, text=True)
        assert json.loads(run.stdout)["errors"] == []


DEFECTS = {
    "两个控件同号": (MAIN, 'w:id w:val="710000002"', 'w:id w:val="710000001"', "出现 2 次"),
    "数据部件编号不对": (MAIN, store.STORE_ID, "{00000000-0000-0000-0000-000000000000}", "部件编号"),
    "路径选不中": (MAIN, "c:party_a_name[1]", "c:nobody[1]", "选中 0 个"),
    "没有样式": (MAIN, 'w:val="OptionNote"', 'w:val="Nowhere"', "没有样式 Nowhere"),
    "引用落空": (MAIN, "REF _fees ", "REF _fee ", "书签 _fee 不存在"),
    "选项与值不同": (MAIN, 'w:value="诉讼"', 'w:value="2"', "与其值不同"),
    "占位文字不存在": ("word/glossary/document.xml", "PH_party_a_name", "PH_x", "占位文字 PH_party_a_name"),
    "关系落空": ("word/_rels/document.xml.rels", "styles.xml", "style.xml", "不存在的部件"),
    "列表不存在": ("word/numbering.xml", 'w:numId="1"', 'w:numId="7"', "编号列表 1"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_lint_notices(defect, fillable):
    name, old, new, finding = DEFECTS[defect]
    parts = read_zip(fillable)
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())
    assert finding in "\n".join(lint(write_zip(parts)))


def test_lint_notices_a_cell_that_does_not_end_with_a_paragraph(plain):
    parts = read_zip(plain)
    root = parse(parts[MAIN])
    cell = next(root.iter(w("tc")))
    cell.remove(cell[-1])
    parts[MAIN] = serialise(root)
    assert "单元格" in "\n".join(lint(write_zip(parts)))


def test_the_same_content_makes_the_same_bytes(fillable, plain, repository, tmp_path):
    script = (
        "import sys; from pathlib import Path; from macros.library import load_library; from scripts import word\n"
        f"library = load_library(Path(sys.argv[1])); arguments = library.agreement, library, {VERSION_LINE!r}\n"
        "Path(sys.argv[2]).write_bytes(word.build_fillable(*arguments)); Path(sys.argv[3]).write_bytes(word.build_plain(*arguments))"
    )
    again = [tmp_path / "fillable.docx", tmp_path / "plain.docx"]
    environment = os.environ | {"PYTHONPATH": str(repository), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", script, repository, *again], check=True, cwd=tmp_path, env=environment)
    assert [path.read_bytes() for path in again] == [fillable, plain]


def test_a_clause_alone_names_what_it_does_not_contain(alone, library):
    document = library.alone("fees")
    numbering = library.numbering(document)
    outside = [target for target in references(document) if numbering.slug_of(target) not in numbering.articles]
    assert outside
    for data in alone:
        text = text_of(body(data))
        assert all(numbering.reference(target) in text for target in outside)
        assert docx.Document(io.BytesIO(data)).core_properties.title == document.title
    marks = {mark.get(w("name")) for mark in body(alone[0]).iter(w("bookmarkStart"))}
    assert not any(f"_{target}".replace("-", "_") in marks for target in outside)


def test_files_say_which_template_and_version_they_are(fillable, plain, library):
    for data in (fillable, plain):
        properties = docx.Document(io.BytesIO(data)).core_properties
        assert (properties.title, properties.language) == (library.agreement.title, "zh-CN")
        custom = read_zip(data)["docProps/custom.xml"].decode()
        assert "service-agreement" in custom and library.agreement.meta.version in custom


@pytest.fixture
def sample(library):
    """A library whose agreement has numbered paragraphs before and after its articles, nested options, and long defaults."""
    field = next(f for f in library.fields.values() if f.type == "choice")
    long_text = field.model_copy(update={"key": "remark", "label": "备注", "type": "long_text", "options": [], "default": "甲 <乙> & 丙\n第二行"})

    def paragraph(anchor, *blocks, material=False, text="内容"):
        return Paragraph(anchor, f"标题{anchor[-1]}", material, (Text(text),), blocks, 1)

    item, remark = Item((Text("一项；"),), ()), Body((Blank(long_text), Reference("p-2")))
    table = Table(((Text("a"),), ()), (((Text("b"),), ()),))
    inner = Option(field, (field.options[1],), (Body((Text("内层"),)), item))
    blocks = (
        paragraph("p-1", item, item),
        Option(field, (field.options[0],), (paragraph("p-2", item, inner, material=True), paragraph("p-3", table, table))),
        paragraph("p-4", remark),
    )
    meta = library.clauses["fees"].meta
    before, articles, after = (
        Clause("before", "前言", False, (paragraph("b-1", item), paragraph("b-2")), meta, ""),
        Clause("middle", "正文", True, blocks, meta, ""),
        Clause("after", "附言", False, (paragraph("a-1", item), paragraph("a-2", item)), meta, ""),
    )
    clauses = {clause.slug: clause for clause in (before, articles, after)}
    document = dataclasses.replace(library.agreement, cover=(), clauses=tuple(clauses.values()))
    return dataclasses.replace(library, clauses=clauses, documents={"service-agreement": document}, sources=clauses)


def test_numbers_begin_again_in_every_section_and_run_on_through_options(sample, convert):
    fillable, plain = (build(sample.agreement, sample, VERSION_LINE) for build in (word.build_fillable, word.build_plain))
    assert lint(fillable) == [] and lint(plain) == []
    printed = "".join(printed_words(convert(fillable, "pdf"), sample.agreement.title))
    numbers = r"(\d+)\.▲?标题(\d)"
    assert re.findall(numbers, printed) == [(n, n) for n in "12" + "1234" + "12"]
    assert re.findall(numbers, squeeze(text_of(body(plain)))) == re.findall(numbers, printed)
    assert re.findall(r"\((\d)\)一项", printed) == list("1" + "12" + "12" + "1" + "1")
    assert "第一条第2款" in printed


def test_awkward_defaults_survive(sample, convert):
    data = word.build_fillable(sample.agreement, sample, VERSION_LINE)
    assert parse(read_zip(data)["customXml/item1.xml"]).findtext(f"{{{store.NAMESPACE}}}remark") == "甲 <乙> & 丙\n第二行"
    assert "甲<乙>&丙第二行" in "".join(printed_words(convert(data, "pdf"), sample.agreement.title))
