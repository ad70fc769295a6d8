"""The whole pack from one answers file: every document complete, every reference right, nothing of the user's lost."""

import csv
import json
import shutil
import zipfile
from datetime import datetime

import openpyxl
import pytest
import yaml

from macros.answers import NOT_APPLICABLE, TO_WRITE, read_answers, shown, unanswered
from macros.contract import settled
from macros.form_data import form_data, pack_form
from macros.library import load_library
from macros.limit_checks import findings
from macros.pack import MAIN, file_stem
from macros.problems import ContentError
from scripts.build_downloads import file_name
from scripts.contract_set import Maker, load_materials
from scripts.fill_contract import main
from scripts.word.lint import lint
from scripts.word.ooxml import parse
from scripts.word.package import read_zip
from scripts.workbooks import WORKBOOKS
from tests.conftest import ROOT
from tests.reading import compact, first_missing, landmarks, text_of, through_office

LIBRARY = load_library(ROOT)
FORM = pack_form(LIBRARY)
DOCUMENTS = list(LIBRARY.documents.values())
STEMS = {document.slug: file_stem(document.slug, document.meta.title) for document in DOCUMENTS}
TITLE = "客服外包服务合同"
BOOKS = [f"测算表/{book['title']}.xlsx" for book in WORKBOOKS.values()]
OWN = next(field for field in FORM["fields"] if field["key"] not in LIBRARY.agreement.fields and field["type"] == "text")
CHOICES = [field for field in FORM["fields"] if field["type"] in ("choice", "checkbox")]


def fill(*arguments) -> int:
    return main([str(argument) for argument in arguments])


def written(folder, answers: dict, name: str = "my.yml"):
    file = folder / name
    file.write_text(yaml.dump(answers, allow_unicode=True), encoding="utf-8")
    return file


def files_in(folder) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("preset", FORM["presets"], ids=lambda preset: preset["slug"])
def test_every_scenario_becomes_a_whole_pack(preset, tmp_path, capsys):
    assert fill(written(tmp_path, preset["answers"]), "--pack", "-o", tmp_path / "out") == 0
    answers, mistakes = read_answers(preset["answers"], FORM)
    printed = shown(answers, FORM)
    assert mistakes == unanswered(answers, FORM) == []
    made = tmp_path / "out/my"
    kinds = ("-可填写版.docx", "-定稿版.docx", ".pdf")
    common = {f"{TITLE}-填写内容.json", f"{TITLE}-核对报告.txt", f"{TITLE}-整套.zip", ".made-from"}
    assert files_in(made).keys() == common | {stem + kind for stem in STEMS.values() for kind in kinds} | set(BOOKS)
    for book in BOOKS:
        assert wrong_terms(made / book, answers) == []
    texts = through_office(sorted(made.rglob("*.docx")), tmp_path / "office")
    for document in DOCUMENTS:
        final = settled(document, printed)
        stem = made / STEMS[document.slug]
        values = {compact(printed[key]) for key in final.fields if isinstance(printed[key], str) and answers.states[key] != "inapplicable"}
        for kind, text in {kind: text_of(stem.with_name(stem.name + kind)) if kind == ".pdf" else texts[stem.name + kind] for kind in kinds}.items():
            assert first_missing(landmarks(final, LIBRARY.numbering(final)), text) is None, (stem, kind)
            assert [value for value in values if value not in text] == [], (stem, kind)
            assert "【" not in text, (stem, kind)


def wrong_terms(book, answers) -> list[str]:
    """Labels whose cell on 合同参数 does not hold the answer."""
    workbook = openpyxl.load_workbook(book)
    fields = {field["label"]: field for field in FORM["fields"]}
    wrong = []
    for label, name in workbook.defined_names.items():
        sheet, cell = next(name.destinations)
        if sheet == "合同参数" and label in fields and (value := answers.values.get(fields[label]["key"])) is not None:
            held = workbook[sheet][cell].value
            held = held.date().isoformat() if isinstance(held, datetime) else held
            wrong += [label] if (float(value) if isinstance(held, (int, float)) else value) != held else []
    return wrong


def test_the_blank_pack_has_every_reference_right_too(tmp_path):
    downloads = ROOT / "docs/downloads"
    texts = through_office([downloads / file_name(d.slug, kind) for d in DOCUMENTS for kind in ("fillable", "plain")], tmp_path)
    for document in DOCUMENTS:
        expected = landmarks(document, LIBRARY.numbering(document))
        for kind in ("fillable", "plain", "pdf"):
            name = file_name(document.slug, kind)
            assert first_missing(expected, texts.get(name) or text_of(downloads / name)) is None, name


def test_whatever_is_chosen_numbers_and_references_are_right(tmp_path):
    """Each choice in turn: the flat Word file as it is stored, of every document that the choice touches."""
    maker = Maker(load_materials(LIBRARY, ["final"], whole=True), tmp_path)
    blank = maker.files({}, *checked({}))
    for field in CHOICES:
        for value in field["options"] or ["是", "否"]:
            raw = {field["key"]: value}
            files = maker.files(raw, *checked(raw))
            printed = shown(checked(raw)[0], FORM)
            for document in DOCUMENTS:
                name = f"{STEMS[document.slug]}-定稿版.docx"
                if files[name] != blank[name]:
                    final = settled(document, printed)
                    text = compact("".join(parse(read_zip(files[name])["word/document.xml"]).itertext()))
                    assert first_missing(landmarks(final, LIBRARY.numbering(final)), text) is None, (raw, name)


def checked(raw: dict):
    answers, mistakes = read_answers(raw, FORM)
    assert mistakes == []
    return answers, findings(answers, FORM)


SAMPLE = """---
title: 样例
summary: 样例。
version: 1.0.0
reviewed: 2026-11-23
stability: stable
laws: []
risks_if_absent: [{risk: 无, consequence: 无。}]
alternatives: []
checklist: [有没有？]
---
# %s

1. [甲]{#sample%s-one} 见[](#sample%s-two)、[](#headcount)和[](#annex-10-sample)。

::: {.option when="计费方式=按量"}
2. [乙]{#sample%s-option} 见[](#sample%s-three)。
:::

3. [丙]{#sample%s-two} 见[](#sample%s-three)和[](#sample-part-two)。

   ::: {.option when="电话渠道"}
   1. 电话；
   :::

   2. 聊天，见[](#sample%s-one)。

4. [丁]{#sample%s-three} 完，见[](#sample-one)。
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The pack with one annex more, of two parts, in which a whole 款 is an option."""
    root = tmp_path_factory.mktemp("sample")
    for part in ("templates", "docs"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("downloads", "built"))
    (root / "templates/documents/annex-10-sample.md").write_text("---\ntitle: 样例\nsummary: 样例。\nversion: 1.0.0\nclauses: [annex-10-sample, annex-10-part]\n---\n", encoding="utf-8")
    main_part = SAMPLE.replace("%s", "样例 {#annex-10-sample .unnumbered}", 1).replace("%s", "")
    other_part = SAMPLE.replace("title: 样例", "title: 附页").replace("%s", "附页 {#annex-10-part .unnumbered}", 1).replace("%s", "-part")
    (root / "templates/clauses/annex-10-sample.md").write_text(main_part, encoding="utf-8")
    (root / "templates/clauses/annex-10-part.md").write_text(other_part, encoding="utf-8")
    return root


@pytest.mark.parametrize("raw", [{}, {"计费方式": "按量"}, {"计费方式": "按席位", "电话渠道": "是"}, {"计费方式": "不知道"}, {"计费方式": "按量", "电话渠道": "是"}], ids=str)
def test_a_paragraph_that_is_dropped_moves_the_others_in_every_file(raw, sample, tmp_path):
    library = load_library(sample)
    form = pack_form(library)
    document = library.documents["annex-10-sample"]
    answers, _ = read_answers(raw, form)
    files = Maker(load_materials(library, ["fillable", "final", "pdf"], whole=True), tmp_path / "work").files(raw, answers, [])
    made = {name.split("/")[-1]: data for name, data in files.items() if "附件10" in name}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    final = settled(document, shown(answers, form))
    expected = landmarks(final, library.numbering(final))
    assert ("2.乙" in expected) is (raw.get("计费方式") in ("按量", "不知道"))
    assert "主合同第六条第1款" in expected and "附件十" not in expected and "“附页”第" in "".join(expected)
    texts = through_office(sorted(tmp_path.glob("*.docx")), tmp_path / "office") | {"pdf": text_of(tmp_path / "附件10 样例.pdf")}
    assert len(texts) == 3
    for name, text in texts.items():
        assert first_missing(expected, text) is None, name


def test_a_number_that_depends_on_a_choice_is_not_referred_to_from_another_document(sample):
    clause = sample / "templates/clauses/fees.md"
    original = clause.read_text(encoding="utf-8")
    clause.write_text(original.replace("[](#", "[](#sample-two)、[](#", 1), encoding="utf-8")
    try:
        with pytest.raises(ContentError) as caught:
            load_library(sample)
    finally:
        clause.write_text(original, encoding="utf-8")
    [problem] = caught.value.problems
    assert problem.path == "templates/clauses/fees.md" and "引用的“丙”在另一份文件里" in problem.cause and "移到这一款后面" in problem.remedy


def test_an_answer_means_the_same_in_every_document():
    keys = {field["key"]: field for field in FORM["fields"]}
    assert [document["slug"] for document in FORM["documents"]] == [document.slug for document in DOCUMENTS]
    for document in DOCUMENTS:
        part = form_data(document, LIBRARY)
        assert part["documents"][0]["keys"] == [field["key"] for field in part["fields"]] == list(document.fields)
        assert all(field == keys[field["key"]] for field in part["fields"])
        labels = {field["label"] for field in part["fields"]}
        assert all(preset["answers"].keys() <= labels for preset in part["presets"])
        assert {field["group"] for field in part["fields"]} == {clause["slug"] for clause in part["clauses"]}
    assert FORM["document"] == MAIN and FORM["version"] == LIBRARY.agreement.meta.version


def test_the_zip_holds_the_set(tmp_path, capsys):
    assert fill(written(tmp_path, {"甲方名称": "云帆"}), "--pack", "-o", tmp_path / "out", "--kinds", "final") == 0
    made = files_in(tmp_path / "out/my")
    with zipfile.ZipFile(tmp_path / f"out/my/{TITLE}-整套.zip") as pack:
        assert pack.testzip() is None
        assert {name: pack.read(name) for name in pack.namelist()} == {name: data for name, data in made.items() if name not in (".made-from", f"{TITLE}-整套.zip")}
    assert all(lint(data) == [] for name, data in made.items() if name.endswith(".docx"))


def test_without_pack_answers_of_annexes_are_kept_and_only_the_contract_is_made(tmp_path, capsys):
    file = written(tmp_path, {"甲方名称": "云帆", OWN["label"]: "某某", "乙方名称": "不知道"})
    assert fill(file, "-o", tmp_path / "out", "--kinds", "final") == 0
    made = files_in(tmp_path / "out/my")
    assert made.keys() == {f"{TITLE}-定稿版.docx", f"{TITLE}-填写内容.json", f"{TITLE}-核对报告.txt", ".made-from"}
    assert json.loads(made[f"{TITLE}-填写内容.json"])[OWN["label"]] == "某某"
    open_ = made[f"{TITLE}-核对报告.txt"].decode().split("还没有定")[1]
    elsewhere = {field["label"] for field in FORM["fields"] if field["key"] not in LIBRARY.agreement.fields}
    assert "  乙方名称\n" in open_ and not elsewhere & {line.strip() for line in open_.split("\n")}
    (tmp_path / "my.yml").write_text("甲方名秤: 云帆\n", encoding="utf-8")
    assert fill(file, "--pack", "-o", tmp_path / "out") == 1
    assert "my.yml:1：没有“甲方名秤”" in capsys.readouterr().err


def test_the_report_says_in_which_document_a_blank_is_open(tmp_path, capsys):
    fill(written(tmp_path, {"甲方名称": "不知道", OWN["label"]: "不知道"}), "--check")
    report = capsys.readouterr().out
    home = next(document["title"] for document in FORM["documents"] if OWN["key"] in document["keys"])
    assert f"《{TITLE}》整套文件核对报告" in report
    assert f"\n  甲方名称（{TITLE}）\n" in report and f"\n  {OWN['label']}（{home}）\n" in report


def test_check_looks_at_the_answers_of_every_document(tmp_path, capsys):
    file = written(tmp_path, {OWN["label"]: LIBRARY.wording.forbidden[0].catches[0]})
    fill(file, "--check")
    assert f"【{OWN['label']}】里的" in capsys.readouterr().out
    assert fill(file, "-o", tmp_path / "out", "--kinds", "final") == 0
    assert f"【{OWN['label']}】里的" not in capsys.readouterr().out


def test_a_new_answers_file_asks_for_every_document(capsys):
    preset = FORM["presets"][0]
    assert fill("--new", preset["slug"]) == 0
    text = capsys.readouterr().out
    assert [clause["title"] for clause in FORM["clauses"]] == [line.strip("# ═") for line in text.split("\n") if line.startswith("# ═")]
    given = yaml.load(text, yaml.BaseLoader)
    answers, mistakes = read_answers(given, FORM)
    identity = {field["key"] for field in FORM["fields"] if field["question"] == "identity"}
    assert mistakes == [] and set(unanswered(answers, FORM)) <= identity


@pytest.mark.parametrize(("place", "named"), [("附件/扫描件.pdf", "附件/扫描件.pdf"), ("往来/a/b.txt", "往来"), ("附件/旧/c.txt", "附件/旧")])
def test_files_of_the_user_in_the_folders_are_never_touched(place, named, tmp_path, capsys):
    file, out = written(tmp_path, {"甲方名称": "云帆"}), tmp_path / "out"
    assert fill(file, "--pack", "-o", out, "--kinds", "final") == 0
    (out / "my" / place).parent.mkdir(parents=True, exist_ok=True)
    (out / "my" / place).write_text("scan")
    before = files_in(out / "my")
    for again in (["--pack"], []):
        assert fill(file, *again, "-o", out, "--kinds", "final") == 1
        assert f"“{named}”" in capsys.readouterr().err
        assert files_in(out / "my") == before


def test_a_file_edited_by_hand_is_kept_and_an_untouched_set_gives_way(tmp_path, capsys):
    file, out = written(tmp_path, {"甲方名称": "云帆"}), tmp_path / "out"
    assert fill(file, "--pack", "-o", out, "--kinds", "final") == 0
    assert fill(file, "-o", out, "--kinds", "final") == 0
    assert {path.name for path in (out / "my").iterdir()} == {f"{TITLE}-定稿版.docx", f"{TITLE}-填写内容.json", f"{TITLE}-核对报告.txt", ".made-from"}
    assert fill(file, "--pack", "-o", out, "--kinds", "final") == 0
    edited = out / "my" / f"{STEMS[DOCUMENTS[1].slug]}-定稿版.docx"
    edited.write_bytes(b"edited")
    assert fill(file, "--pack", "-o", out, "--kinds", "final") == 1
    assert f"“{edited.relative_to(out / 'my').as_posix()}”" in capsys.readouterr().err
    assert edited.read_bytes() == b"edited"


def test_a_batch_makes_a_pack_for_each_row_and_goes_on_where_it_was(tmp_path, capsys):
    with (tmp_path / "vendors.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["乙方名称", OWN["label"]], ["云答", "张三"], ["云接", "李四"]])
    command = ("--batch", tmp_path / "vendors.csv", "--pack", "-o", tmp_path / "out", "--kinds", "final")
    assert fill(*command) == 0
    made = tmp_path / "out/vendors/0002-云接"
    assert {f"{stem}-定稿版.docx" for stem in STEMS.values()} <= files_in(made).keys()
    home = next(document for document in DOCUMENTS if OWN["key"] in document.fields)
    final = read_zip((made / f"{STEMS[home.slug]}-定稿版.docx").read_bytes())["word/document.xml"].decode()
    assert "李四" in final and "张三" not in final
    (made / f"{STEMS[home.slug]}-定稿版.docx").unlink()
    capsys.readouterr()
    assert fill(*command) == 0
    assert "1 行没有变化" in (output := capsys.readouterr().out) and "1 行已生成" in output


def test_what_is_written_later_stays_open_and_what_the_contract_lacks_is_struck_out():
    printed = shown(read_answers({}, FORM)[0], FORM)
    assert printed["rect_facts"] == printed["change_no"] == TO_WRITE
    assert printed["contract_no"] == NOT_APPLICABLE
