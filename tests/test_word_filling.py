"""Filled Word files: every value stands where its blank was, the contract's own words and numbers are right, and Python and the browser agree."""

import dataclasses
import io
import json
import os
import random
import re
import subprocess
import sys

import docx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from macros.contract import PENDING, Body, Clause, Item, Option, Paragraph, Reference, Text, settled, walk
from scripts import word
from scripts.pandoc_tree import raw_inline, text
from scripts.word import runs, store
from scripts.word.fill import WordTemplate
from scripts.word.lint import lint
from scripts.word.ooxml import VAL, W14, parse, style_of, w
from scripts.word.package import read_zip
from scripts.word.template_parts import take_apart
from scripts.word.writers import NO_BREAK, PlainWriter
from tests.test_word import VERSION_LINE, body, printed_words, squeeze, text_of

KINDS = ("fillable", "final")
AWKWARD = [
    "&", "<", ">", "\"'", "]]>", "&amp;", "<w:p/>", "</w:t></w:r>", "{{ key }}", "{%p if %}", r"\1\g<0>", "$& $1 $`", "=1+1", "#let x = 1", "**粗**", "a\nb\n", "\n", " 首尾 ", "　",
    "👩‍👩‍👧", "𠮷野家", "㐂", "سلام عليكم", "שלום", "e\u0301", PENDING, "【甲方名称】",
]
VALUES = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)


@pytest.fixture(scope="module")
def built(library):
    return word.build_fillable(library.agreement, library, VERSION_LINE)


@pytest.fixture(scope="module")
def template(built):
    return WordTemplate(built)


@pytest.fixture(scope="module")
def fields(library):
    return library.agreement.fields


@pytest.fixture(scope="module")
def browser(built, repository, tmp_path_factory):
    """Fills as the browser does, in one Node process."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "built.docx").write_bytes(built)
    environment = os.environ | {"TZ": "America/St_Johns"}
    with subprocess.Popen([node(), repository / "tests/fill_word.mjs", folder / "built.docx"], stdin=-1, stdout=-1, text=True, encoding="utf-8", env=environment) as process:

        def fill(shown, stored, kind):
            process.stdin.write(json.dumps({"shown": shown, "stored": stored, "kind": kind, "out": str(folder / "filled.docx")}) + "\n")
            process.stdin.flush()
            assert process.stdout.readline()
            return (folder / "filled.docx").read_bytes()

        yield fill
        process.stdin.close()


def node():
    return f"{os.path.dirname(sys.executable)}/node"


def values_for(fields, **chosen):
    """Something different for every blank, and for choices and boxes what is asked for or the default: (shown, stored)."""
    shown, stored = {}, {}
    for number, (key, field) in enumerate(fields.items()):
        if field.type == "checkbox":
            shown[key] = chosen.get(key, field.default)
            stored[key] = str(shown[key]).lower()
        elif field.type == "date":
            shown[key], stored[key] = f"2027年1月{number % 28 + 1}日", f"2027-01-{number % 28 + 1:02}"
        elif field.type == "choice":
            shown[key] = stored[key] = chosen.get(key, field.default or field.options[0])
        else:
            shown[key] = stored[key] = f"第{number}个值"
    return shown, stored


def picked(fields, pick):
    """Every choice and box decided by `pick(options)`."""
    return {key: pick(field.options or [False, True]) for key, field in fields.items() if field.type in ("choice", "checkbox")}


def undecided(fields):
    return {key: PENDING for key, field in fields.items() if field.type == "choice"}


CHOICES = {
    "默认": lambda fields: {},
    "都选最后一个": lambda fields: picked(fields, lambda options: options[-1]),
    "都待定": undecided,
    **{f"随意{seed}": lambda fields, seed=seed: picked(fields, random.Random(seed).choice) for seed in range(2)},
}


@pytest.fixture(params=CHOICES)
def values(request, fields):
    return values_for(fields, **CHOICES[request.param](fields))


class AnotherRoad(PlainWriter):
    """Prints values where blanks are: the same contract from its source, with the numbers that macros gives it."""

    def __init__(self, numbering, shown):
        super().__init__(numbering)
        self.shown = shown

    def blank(self, field):
        shown = self.shown[field.key]
        if field.type == "checkbox":
            return [raw_inline("openxml", runs.box(shown)), text(NO_BREAK + field.label)]
        return [raw_inline("openxml", runs.run(shown))]


def expected(document, library, shown):
    chosen = settled(document, shown)
    return word.build_flat(chosen, library, VERSION_LINE, AnotherRoad(library.numbering(chosen), shown))


def lines(data):
    return [(style_of(paragraph), text_of(paragraph)) for paragraph in body(data).iter(w("p"))]


def of_contract(pairs):
    """Without what belongs to the template only."""
    return [pair for pair in pairs if pair[0] != "Notice"]


def without_number(style, line):
    numbered = style in ("Heading1", "ContractParagraph", "ContractItem", "MaterialParagraph", "MaterialItem")
    return re.sub(r"^(第[一二三四五六七八九十百]+条 |\d+\. |（\d+）)", "", line) if numbered else line


def test_filled_files_say_what_the_source_says_with_these_values(template, library, values):
    shown, stored = values
    wanted = lines(expected(library.agreement, library, shown))
    assert lines(template.fill(shown, stored, "final")) == of_contract(wanted)
    boxed = [(style, without_number(style, line.replace("不适用时删除）", "不适用时删除本框）"))) for style, line in wanted]
    assert lines(template.fill(shown, stored, "fillable")) == boxed


@pytest.fixture
def sample(library):
    """A library whose agreement has 款 and 项 inside options, nested, before and after others that references point to."""
    choice = next(f for f in library.fields.values() if f.type == "choice" and len(f.options) > 1)
    box = next(f for f in library.fields.values() if f.type == "checkbox")

    def paragraph(anchor, *blocks, material=False):
        return Paragraph(anchor, f"标题{anchor}", material, (Text("按"), Reference("p-last"), Text("、"), Reference("after"), Text("执行。")), blocks, 1)

    item = Item((Text("一项；"),), ())
    inner = Option(box, (), (Body((Text("内层"),)), item))
    blocks = (
        Option(choice, (choice.options[0],), (paragraph("p-1", item, inner, item, material=False), paragraph("p-2", item))),
        paragraph("p-3", item, inner, item),
        Option(choice, (choice.options[1],), (paragraph("p-4"),)),
        paragraph("p-last", item, material=True),
    )
    meta = library.clauses["fees"].meta
    clauses = [
        Clause("before", "前言", False, (paragraph("b-1", item), Option(box, (), (paragraph("b-2"),)), paragraph("b-3")), meta, ""),
        Clause("middle", "正文", True, blocks, meta, ""), Clause("after", "附则", True, (paragraph("a-1", item),), meta, ""),
        Clause("end", "附言", False, (paragraph("e-1", item, item),), meta, ""),
    ]
    document = dataclasses.replace(library.agreement, cover=(), clauses=tuple(clauses))
    named = {clause.slug: clause for clause in clauses}
    return dataclasses.replace(library, clauses=named, documents={"service-agreement": document}, sources=named), choice, box


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize("place", [0, 1, PENDING])
def test_numbers_and_references_close_the_gaps_that_options_leave(sample, place, ticked):
    library, choice, box = sample
    shown = {choice.key: PENDING if place is PENDING else choice.options[place], box.key: ticked}
    filled = {kind: WordTemplate(word.build_fillable(library.agreement, library, VERSION_LINE)).fill(shown, {key: str(value) for key, value in shown.items()}, kind) for kind in KINDS}
    reach = re.compile(r"以下 \d+ 段")  # counts what the option holds in the blank, see below
    wanted = [(style, reach.sub("", line)) for style, line in lines(expected(library.agreement, library, shown))]
    assert [(style, reach.sub("", line)) for style, line in lines(filled["final"])] == of_contract(wanted)
    boxed = [(style, without_number(style, line).replace("删除）", "删除本框）")) for style, line in wanted]
    assert [(style, reach.sub("", line)) for style, line in lines(filled["fillable"])] == boxed
    assert lint(filled["fillable"]) == lint(filled["final"]) == []


def test_options_hold_no_options(library):
    """A guidance line says how many lines follow it, which an inner option would change."""
    for document in library.published():
        blocks = [block for clause in document.clauses for block in walk(clause.blocks)]
        options = [block for block in blocks if isinstance(block, Option)]
        assert not [inner for option in options for inner in walk(option.blocks) if isinstance(inner, Option)]


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_prints_every_value_and_number(kind, template, library, fields, tmp_path):
    shown, stored = values_for(fields, pricing_model=PENDING)
    unknown, unused = [key for key, field in fields.items() if field.type == "text"][:2]
    shown |= {unknown: PENDING, unused: "／"}
    stored |= {unknown: PENDING, unused: "／"}
    path = tmp_path / "contract.docx"
    path.write_bytes(template.fill(shown, stored, kind))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True)
    printed, position = "".join(printed_words(path.with_suffix(".pdf"), library.agreement.title)), 0
    for _, line in of_contract(lines(expected(library.agreement, library, shown))):
        line = squeeze(line.replace("不适用时删除）", "不适用时删除本框）") if kind == "fillable" else line)
        found = printed.find(line, position)
        assert found >= 0, f"{line} … {printed[position : position + 80]}"
        position = found + len(line)
    assert set(re.findall("【[^】]*】?", printed)) == {PENDING}


@pytest.mark.parametrize("kind", KINDS)
def test_words_own_validator_our_lint_and_other_programs_find_nothing_wrong(kind, template, values, library, repository, tmp_path):
    path = tmp_path / "contract.docx"
    path.write_bytes(template.fill(*values, kind))
    assert lint(path.read_bytes()) == []
    run = subprocess.run([repository / "node_modules/.bin/ooxml-validator", path], capture_output=True, text=True)
    assert json.loads(run.stdout)["errors"] == []
    opened = docx.Document(io.BytesIO(path.read_bytes()))
    assert opened.core_properties.title == library.agreement.title
    custom = read_zip(path.read_bytes())["docProps/custom.xml"].decode()
    assert "service-agreement" in custom and library.agreement.meta.version in custom


def controls(data):
    """Identity, binding and text of every control, by its number."""
    found = {}
    for control in body(data).iter(w("sdt")):
        setup = control.find(w("sdtPr"))
        binding = setup.find(w("dataBinding"))
        found[setup.find(w("id")).get(VAL)] = (setup.find(w("tag")).get(VAL), None if binding is None else binding.get(w("xpath")), control)
    return found


def test_controls_of_kept_blanks_stay_bound_to_the_store(template, built, values, fields):
    shown, stored = values
    data = template.fill(shown, stored, "fillable")
    before, after = controls(built), controls(data)
    contents = parse(read_zip(data)["customXml/item1.xml"])
    assert {etree.QName(entry).localname: entry.text or "" for entry in contents} == stored
    assert (contents.get("template"), list(stored)) == ("service-agreement", list(fields))
    assert all(before[identity][:2] == control[:2] for identity, control in after.items())
    for tag, path, control in after.values():
        if tag.startswith("opt:"):
            assert shown[tag[4:].partition("=")[0]] == PENDING
            continue
        setup, field = control.find(w("sdtPr")), fields[tag]
        assert setup.find(w("showingPlcHdr")) is None
        if field.type == "checkbox":
            assert (path, text_of(control)) == (None, "☑" if shown[tag] else "☐")
            assert setup.find(f"{{{W14}}}checkbox/{{{W14}}}checked").get(f"{{{W14}}}val") == f"{shown[tag]:d}"
            continue
        assert contents.xpath(path, namespaces={"c": store.NAMESPACE})[0].text == stored[tag]
        assert text_of(control) == shown[tag]
        if field.type == "date":
            assert setup.find(w("date")).get(w("fullDate")) == f"{stored[tag]}T00:00:00Z"
        if field.type == "choice":
            assert setup.find(w("dropDownList")).get(w("lastValue")) == (None if shown[tag] == PENDING else shown[tag])
        assert (control.find(f".//{w('highlight')}") is not None) == (shown[tag] == PENDING)


def test_a_date_that_is_not_known_yet_claims_no_day(template, fields):
    shown, stored = values_for(fields)
    dates = [key for key, field in fields.items() if field.type == "date"]
    shown |= dict.fromkeys(dates, PENDING)
    stored |= dict.fromkeys(dates, PENDING)
    days = list(body(template.fill(shown, stored, "fillable")).iter(w("date")))
    assert days and not any(day.get(w("fullDate")) for day in days)


def test_the_final_version_is_flat(template, values):
    parts = read_zip(template.fill(*values, "final"))
    assert not [name for name in parts if "customXml" in name or "glossary" in name or "numbering" in name]
    main = parts["word/document.xml"].decode()
    assert not re.search("<w:sdt|<w:numPr|REF |<w:fldChar|dataBinding", main)
    assert "<w:numPr" not in parts["word/styles.xml"].decode()
    assert "numbering" not in "".join(parts[name].decode() for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"))


def without_values(main):
    """The document with the text of filled-in runs taken out, and what was taken out."""
    root, taken = parse(main), []
    for run in root.iter(w("r")):
        style = run.find(f"{w('rPr')}/{w('rStyle')}")
        if style is not None and style.get(VAL) == "FieldText":
            taken.append("".join("\n" if piece.tag == w("br") else piece.text or "" for piece in run.iter(w("t"), w("br"))))
            run.clear()
    return etree.tostring(root, method="c14n"), taken


def same_parts(one, other):
    """Equal parts in the same order, as text; then they are equal after canonicalisation as well."""
    one, other = read_zip(one), read_zip(other)
    return list(one) == list(other) and one == other


@pytest.fixture(scope="module")
def chance_values(fields):
    """Values with choices made by chance, and the fields that take any text, which have their own names as values. A function, because hypothesis writes arguments out."""

    def decide(chance):
        def pick(options):
            return chance.choice(options if True in options else [*options, PENDING, "／"])

        names = {key: key for key, field in fields.items() if field.type not in ("choice", "checkbox", "date")}
        shown, stored = values_for(fields, **picked(fields, pick))
        return shown | names, stored | names, list(names)

    return decide


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])  # shrinking a failure takes minutes
@given(awkward=st.lists(VALUES, min_size=1, max_size=30), seed=st.integers(0, 999))
def test_values_come_out_literally_and_change_nothing_else_on_either_engine(awkward, seed, template, browser, chance_values):
    chance = random.Random(seed)
    shown, stored, free = chance_values(chance)
    given_values = dict(zip(chance.sample(free, len(awkward) + 1), [*awkward, "长" * 10_000]))
    for kind in KINDS:
        neutral = read_zip(template.fill(shown, stored, kind))
        filled = template.fill(shown | given_values, stored | given_values, kind)
        assert same_parts(filled, browser(shown | given_values, stored | given_values, kind))
        wording, places = without_values(neutral["word/document.xml"])
        assert without_values(read_zip(filled)["word/document.xml"]) == (wording, [given_values.get(place, place) for place in places])
    kept = parse(read_zip(template.fill(shown | given_values, stored | given_values, "fillable"))["customXml/item1.xml"])
    assert {etree.QName(entry).localname: entry.text or "" for entry in kept} == stored | given_values


def test_both_engines_make_the_same_bytes_every_time(template, browser, built, values, repository, tmp_path):
    (tmp_path / "built.docx").write_bytes(built)
    (tmp_path / "values.json").write_text(json.dumps(values), encoding="utf-8")
    script = (
        "import json, sys; from pathlib import Path; from scripts.word.fill import WordTemplate\n"
        "template, values = WordTemplate(Path('built.docx').read_bytes()), json.loads(Path('values.json').read_text())\n"
        "for kind in ('fillable', 'final'): Path(kind).write_bytes(template.fill(*values, kind))"
    )
    environment = os.environ | {"PYTHONPATH": str(repository), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path, env=environment)
    requests = "".join(json.dumps({"shown": values[0], "stored": values[1], "kind": kind, "out": f"browser-{kind}"}) + "\n" for kind in KINDS)
    subprocess.run([node(), repository / "tests/fill_word.mjs", "built.docx"], input=requests, text=True, check=True, capture_output=True, cwd=tmp_path, env=environment)
    for kind in KINDS:
        assert (tmp_path / kind).read_bytes() == template.fill(*values, kind)
        assert (tmp_path / f"browser-{kind}").read_bytes() == browser(*values, kind)


def test_values_for_another_version_of_the_file_are_refused(template, fields):
    shown, stored = values_for(fields)
    key = next(iter(fields))
    with pytest.raises(ValueError, match=f"没有给出填写项的值：{key}"):
        template.fill({k: v for k, v in shown.items() if k != key}, stored, "final")


def test_every_control_number_and_reference_of_the_built_file_is_recognised(built):
    """Nothing that has to change may be left in what is copied."""
    def literal(segments):
        for segment in segments:
            if isinstance(segment, str):
                yield segment
            elif hasattr(segment, "segments"):
                yield from literal(segment.segments)

    assert not re.search("<w:sdt|<w:numPr|Heading1|instrText|OptionNote", "".join(literal(take_apart(read_zip(built)["word/document.xml"].decode()))))
