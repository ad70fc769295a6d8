"""The PDF: every blank is a form field, poppler and pdf.js read what is filled in, nothing is missing or untagged."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.answers import read_answers, shown
from macros.contract import PENDING, Item, Reference, Table, Text, inlines_of, paragraphs, settled, walk
from scripts import pdf


@pytest.fixture(scope="module")
def agreement_pdf(library, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "agreement.pdf"
    path.write_bytes(pdf.build_form(library.agreement, library, "版本 1.0.0"))
    return path


@pytest.fixture(scope="module")
def opened(agreement_pdf):
    with pikepdf.open(agreement_pdf) as document:
        yield document


def widgets(document):
    return [a for page in document.pages for a in page.get("/Annots", []) if a.Subtype == "/Widget"]


def registered(document) -> list:
    """The form fields that stand for a blank of the contract, not for an empty cell of a table."""
    return [field for field in document.Root.AcroForm.Fields if not str(field.T).startswith("write_in_")]


def words(path) -> str:
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_every_field_of_the_contract_is_a_form_field(opened, library):
    assert {str(f.T) for f in registered(opened)} == set(library.agreement.fields)


def test_every_empty_cell_of_a_table_can_be_written_in(opened, library):
    cells = [cell for clause in library.agreement.clauses for block in walk(clause.blocks) if isinstance(block, Table) for row in block.rows for cell in row]
    empty = [cell for cell in cells if all(isinstance(inline, Text) and not inline.text.strip() for inline in cell)]
    write_ins = [field for field in opened.Root.AcroForm.Fields if str(field.T).startswith("write_in_")]
    assert len(write_ins) == len(empty) > 0
    assert all(field.FT == "/Tx" and str(field.V) == "" and str(field.TU).strip("：") for field in write_ins)


def test_a_field_is_of_the_kind_its_type_asks_for(opened, library):
    kinds = {"choice": "/Ch", "checkbox": "/Btn"}
    for field in registered(opened):
        assert kinds.get(library.fields[str(field.T)].type, "/Tx") == field.FT, field.T


def test_choices_offer_the_registered_options(opened, library):
    for field in registered(opened):
        if field.FT == "/Ch":
            assert [str(option) for option in field.Opt] == library.fields[str(field.T)].options


def test_defaults_are_filled_in(opened, library):
    for field in registered(opened):
        blank = library.fields[str(field.T)]
        if blank.type != "checkbox":
            assert str(field.V) == blank.default_text, field.T


def test_every_widget_is_tagged_named_and_drawn(opened):
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    elements = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    assert widgets(opened)
    for widget in widgets(opened):
        assert elements[int(widget.StructParent)].S == "/Form"
        assert "/TU" in widget.Parent and "/AP" in widget
    assert "/NeedAppearances" not in opened.Root.AcroForm


def test_the_document_is_tagged_titled_and_in_chinese(opened):
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang).startswith("zh")
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()


def test_every_font_is_embedded(agreement_pdf):
    listing = subprocess.run(["pdffonts", agreement_pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert listing and all(line.split()[-5] == "yes" for line in listing)


def test_bookmarks_lead_to_every_article(opened, library):
    with opened.open_outline() as outline:
        titles = " ".join(item.title for top in outline.root for item in (top, *top.children))
    for clause in library.agreement.clauses:
        assert clause.title in titles


def test_references_jump_to_articles_that_exist(opened, library):
    names = opened.Root.Names.Dests.Names
    known = {str(names[i]) for i in range(0, len(names), 2)}
    jumps = [str(a.Dest) for page in opened.pages for a in page.get("/Annots", []) if "/Dest" in a]
    assert len(jumps) > 100 and set(jumps) <= known <= {clause.slug for clause in library.agreement.clauses}


def test_the_text_has_every_caption_and_number(agreement_pdf, library):
    text = words(agreement_pdf)
    numbering = library.numbering(library.agreement)
    for clause in library.agreement.clauses:
        assert numbering.article(clause) + clause.title in text
        for paragraph in paragraphs(clause.blocks):
            mark = "▲" if paragraph.material else ""
            assert f"{numbering.paragraphs[paragraph.anchor]}.{mark}{paragraph.caption}" in text


def test_references_print_the_numbers_we_compute(agreement_pdf, library):
    text, numbering = words(agreement_pdf), library.numbering(library.agreement)
    for clause in library.agreement.clauses:
        for block in walk(clause.blocks):
            for inline in inlines_of(block):
                if isinstance(inline, Reference):
                    assert numbering.reference(inline.target) in text


def test_what_pdf_js_fills_in_poppler_reads_back_everywhere(agreement_pdf, tmp_path, repository):
    filled = tmp_path / "filled.pdf"
    values = {"party_a_name": "杭州云帆电子商务有限公司", "csat_target": "93.5", "dispute_method": "诉讼", "service_promotion": True}
    run = subprocess.run(
        [Path(sys.executable).with_name("node"), repository / "tests/fill_pdf.mjs", agreement_pdf, filled, json.dumps(values)], capture_output=True, text=True, check=True,
    )
    counts = json.loads(run.stdout)
    text = words(filled)
    assert counts["party_a_name"] > 1 and text.count(values["party_a_name"]) == counts["party_a_name"]
    assert values["csat_target"] in text
    with pikepdf.open(filled) as document:
        states = [w.AS for w in widgets(document) if w.get("/Parent", w).get("/T") == "service_promotion"]
        choices = {str(w.Parent.get("/V")) for w in widgets(document) if w.get("/Parent", w).get("/T") == "dispute_method"}
    assert states and all(state == "/On" for state in states)
    assert "诉讼" in choices


@pytest.fixture(scope="module")
def fill_file(library, form, tmp_path_factory):
    """Answers by label → the filled PDF."""
    filler = pdf.Filler(pdf.build_source(library.agreement, library, "版本 1.0.0"), tmp_path_factory.mktemp("filler"))

    def fill(answers: dict) -> bytes:
        printed = shown(read_answers(answers, form)[0], form)
        return filler.fill(printed, library.numbering(settled(library.agreement, printed)))

    return fill


@pytest.fixture(scope="module")
def fill(fill_file):
    """Answers by label → the text of the filled PDF, without white space and what is printed on every page."""
    return lambda answers: text_of(fill_file(answers))


def text_of(data: bytes) -> str:
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"第\d+页共\d+页|客服外包服务合同版本1\.0\.0", "", compact(run.stdout.decode()))


def compact(text: str) -> str:
    return "".join(text.split())


def test_filling_keeps_only_the_chosen_option(fill):
    text = fill({"争议解决方式": "诉讼", "管辖法院": "杭州市滨江区人民法院"})
    assert "杭州市滨江区人民法院" in text
    assert "“争议解决方式”选“仲裁”时适用" not in text and "“争议解决方式”选“诉讼”时适用" not in text


def test_an_open_choice_keeps_every_alternative_with_its_condition(fill):
    text = fill({"争议解决方式": "不知道"})
    assert "“争议解决方式”选“仲裁”时适用" in text and "“争议解决方式”选“诉讼”时适用" in text and PENDING in text


def test_items_are_numbered_in_the_filled_document_as_in_the_settled_one(fill, library):
    for answers, values in (({}, {"dispute_method": "仲裁"}), ({"争议解决方式": "待定"}, {"dispute_method": PENDING})):
        text = fill(answers)
        defaults = {key: field.default for key, field in library.agreement.fields.items()}
        for clause in settled(library.agreement, defaults | values).clauses:
            for paragraph in paragraphs(clause.blocks):
                count = sum(isinstance(block, Item) for block in walk(paragraph.blocks))
                section = text.split(paragraph.caption, 1)[1]
                assert count == 0 or f"（{count}）" in section


def test_a_character_the_font_lacks_is_refused_by_name(fill):
    with pytest.raises(pdf.TypesettingError, match="“😀”（U\\+1F600）"):
        fill({"甲方名称": "\U00020bb7\U0001f600"})


MARKUP = "#[]$*_`<>@\\\\ \\u{41} // /* */ -- ... ~ '\" = - + / #let x = 1 $x$ &lt; %d {{x}} 【甲方规模】 [](#fees) **粗** <b>"


def test_markup_comes_out_literally(fill):
    assert fill({"甲方名称": MARKUP}).count(compact(MARKUP)) >= 3


@pytest.fixture(scope="module")
def untouched(fill):
    return fill({"合同编号": "〈〉"})


SIGNS = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
COMMON = st.sampled_from("合同甲乙费用，。；：（）《》“”、！？　１％℃①√×①零壹贰叁²㎡Ⅳ·—…éüñαβжя")


@settings(max_examples=25)
@given(value=st.text(st.one_of(SIGNS, COMMON), min_size=1, max_size=120).filter(str.strip))
def test_any_printable_text_comes_out_literally_and_changes_nothing_else(fill, untouched, value):
    text = fill({"合同编号": f"〈{value}〉"})
    assert text.replace(compact(f"〈{value}〉"), "〈〉") == untouched


@pytest.mark.parametrize("value", ["很长的文字，" * 1_600, "https://example.com/" + "a" * 9_900, "x y " * 2_400, "第一行\n\n第三行\n" + "末行" * 4_000], ids=["prose", "unbroken", "spaced", "lines"])
def test_long_values_are_printed_to_the_last_character_inside_the_margins(fill_file, value):
    data = fill_file({"乙方收款账户": value})
    assert compact(value) in text_of(data)
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(edges) < 595.3 - 50


def test_everything_negotiable_stands_on_one_page(agreement_pdf):
    page = lambda number: "".join(subprocess.run(["pdftotext", "-f", str(number), "-l", str(number), agreement_pdf, "-"], capture_output=True, check=True).stdout.decode().split())
    assert "要素表" in page(2) and "争议解决" in page(2)
    assert "1.双方信息" in page(3)
