"""The command line from answers to files: what it makes is complete, right and repeatable; mistakes make nothing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.fill_contract import main
from scripts.word.lint import lint
from scripts.word.ooxml import parse
from scripts.word.package import read_zip
from tests.reading import compact, text_of

PRESETS = sorted(file.stem for file in (Path(__file__).parents[1] / "templates/presets").glob("*.yml"))
TITLE = "客服外包服务合同"
FILES = {f"{TITLE}-可填写版.docx", f"{TITLE}-定稿版.docx", f"{TITLE}.pdf", f"{TITLE}-填写内容.json", f"{TITLE}-核对报告.txt", ".made-from"}


@pytest.fixture
def answers_file(tmp_path):
    """Writes an answers file."""
    def write(answers: dict, name: str = "my.yml") -> Path:
        file = tmp_path / name
        file.write_text(yaml.dump(answers, allow_unicode=True), encoding="utf-8")
        return file

    return write


def fill(*arguments) -> int:
    return main([str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_contract_alone_is_the_one_in_its_pack(form, answers_file, tmp_path, capsys):
    file = answers_file(form["presets"][0]["answers"])
    assert fill(file, "-o", tmp_path / "alone") == fill(file, "--pack", "-o", tmp_path / "pack") == 0
    alone = contents(tmp_path / "alone/my")
    assert alone.keys() == FILES
    assert {name: data for name, data in alone.items() if (tmp_path / "pack/my" / name).read_bytes() != data}.keys() == {".made-from", f"{TITLE}-核对报告.txt"}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_new_answers_file_is_valid_at_once_and_says_what_the_preset_says(preset, form, tmp_path, capsys):
    assert fill("--new", preset) == 0
    file = tmp_path / "new.yml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    written = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    answers = next(entry["answers"] for entry in form["presets"] if entry["slug"] == preset)
    identities = {field["label"] for field in form["fields"] if field["question"] == "identity"}
    for field in form["fields"]:
        label = field["label"]
        if label in identities:
            assert written[label] == ""
        else:
            assert written.get(label) == answers.get(label)
        assert label in file.read_text(encoding="utf-8")
    fill(file, "--check")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("arguments", [["--new"], ["--new", "nothing"]])
def test_new_lists_the_presets(arguments, form, capsys):
    assert fill(*arguments) == 1
    message = capsys.readouterr().err
    assert all(preset["slug"] in message and preset["title"] in message for preset in form["presets"])


def test_the_same_answers_give_the_same_bytes_from_yaml_json_and_the_exported_file(answers_file, tmp_path, capsys):
    answers = {"甲方名称": "杭州云帆电子商务有限公司", "首档会话单价": "1.20", "计费方式": "按量", "争议解决方式": "不知道"}
    assert fill(answers_file(answers), "-o", tmp_path / "one") == 0
    (tmp_path / "my.json").write_text(json.dumps(answers), encoding="utf-8")
    assert fill(tmp_path / "my.json", "-o", tmp_path / "two") == 0
    assert fill(tmp_path / f"one/my/{TITLE}-填写内容.json", "-o", tmp_path / "three") == 0
    one, two, three = (contents(next((tmp_path / name).iterdir())) for name in ("one", "two", "three"))
    assert one == two
    assert one | {".made-from": b""} == three | {".made-from": b""}


@pytest.mark.parametrize(("text", "expected"), [
    ("甲方名称: 云帆\n付款其限: 30\n", "my.yml:2：没有“付款其限”"),
    ("甲方名称: 云帆\n\n付款期限: 三十\n", "my.yml:3：【付款期限】写的“三十”不是数字"),
    ("甲方名称: 云帆\n甲方名称: 云帆\n", "my.yml:2："),
    ("甲方名称：云帆\n", "my.yml:1："),
    ("甲方名称: 云\u202e帆\n", "my.yml:1："),
    ("合作起始日: 2026-02-30\n", "my.yml:1：【合作起始日】"),
    ("范本: other\n", "my.yml:1："),
])
def test_a_mistake_is_named_with_its_line_and_remedy_and_nothing_is_written(text, expected, tmp_path, capsys):
    (tmp_path / "my.yml").write_text(text, encoding="utf-8")
    assert fill(tmp_path / "my.yml", "-o", tmp_path / "out") == 1
    message = capsys.readouterr().err
    assert expected in message and "怎么改：" in message and "没有写任何文件" in message
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path, capsys):
    (tmp_path / "my.yml").write_bytes("甲方名称: 云帆\n乙方名称: 云答\n".encode("gb18030"))
    assert fill(tmp_path / "my.yml", "-o", tmp_path / "out") == 1
    assert "my.yml:1：这个文件不是 UTF-8" in capsys.readouterr().err
    assert fill(tmp_path / "none.yml", "-o", tmp_path / "out") == 1
    assert "none.yml”：没有这个文件" in capsys.readouterr().err
    assert fill(tmp_path, "-o", tmp_path / "out") == 1
    assert "这是文件夹，不是文件" in capsys.readouterr().err
    assert fill("--batch", tmp_path / "none.csv", "-o", tmp_path / "out") == 1
    assert "none.csv”：没有这个文件" in capsys.readouterr().err


def test_what_the_pdf_cannot_print_leaves_the_previous_set_as_it_was(answers_file, tmp_path, capsys):
    out = tmp_path / "out"
    assert fill(answers_file({"甲方名称": "云帆"}), "-o", out) == 0
    before = contents(out / "my")
    assert fill(answers_file({"甲方名称": "云帆😀"}), "-o", out) == 1
    assert "“😀”（U+1F600）" in capsys.readouterr().err
    assert contents(out / "my") == before and [folder.name for folder in out.iterdir()] == ["my"]
    assert fill(answers_file({"甲方名称": "云帆😀"}), "-o", out, "--kinds", "fillable,final") == 0
    assert contents(out / "my").keys() == FILES - {f"{TITLE}.pdf"}


def test_files_of_the_user_are_never_touched(answers_file, tmp_path, capsys):
    out = tmp_path / "out"
    (out / "my").mkdir(parents=True)
    (out / "notes.txt").write_text("note")
    (out / "my/扫描件.pdf").write_text("scan")
    assert fill(answers_file({"甲方名称": "云帆"}), "-o", out, "--kinds", "final") == 1
    assert "扫描件.pdf" in capsys.readouterr().err
    assert contents(out / "my") == {"扫描件.pdf": b"scan"}
    (out / "my/扫描件.pdf").unlink()
    assert fill(answers_file({"甲方名称": "云帆"}), "-o", out, "--kinds", "final") == 0
    assert (out / "notes.txt").read_text() == "note"


def test_a_set_edited_by_hand_or_of_unknown_origin_is_not_replaced(answers_file, tmp_path, capsys):
    file, out = answers_file({"甲方名称": "云帆"}), tmp_path / "out"
    assert fill(file, "-o", out, "--kinds", "final") == fill(file, "-o", out, "--kinds", "final") == 0
    report = out / f"my/{TITLE}-核对报告.txt"
    report.write_text("批注")
    (out / "my/.gitignore").write_text("*")
    assert fill(file, "-o", out, "--kinds", "final") == 1
    assert f"“.gitignore”“{TITLE}-核对报告.txt”" in capsys.readouterr().err
    assert report.read_text() == "批注"
    (out / "my/.made-from").unlink()
    assert fill(file, "-o", out, "--kinds", "final") == 1
    assert f"{TITLE}-定稿版.docx" in capsys.readouterr().err


def test_a_folder_that_is_a_link_is_filled_where_it_leads(answers_file, tmp_path, capsys):
    real, out = tmp_path / "真 的", tmp_path / "out"
    real.mkdir()
    out.mkdir()
    (out / "my").symlink_to(real)
    file = answers_file({"甲方名称": "云帆"})
    for _ in range(2):
        assert fill(file, "-o", out, "--kinds", "final") == 0
        assert (out / "my").is_symlink() and [path.name for path in out.iterdir()] == ["my"]
        assert contents(real).keys() == FILES - {f"{TITLE}.pdf", f"{TITLE}-可填写版.docx"}


HOSTILE = (
    "{{ x }}", '#import "x": y', "$x$ *a* _b_ `c` ~ @d <e> [f]", "\\u{41} \\", "]]> <!-- &amp; <w:p/>", "=cmd|' /C calc'!A0", "【甲方名称】", "第一条 定义与解释",
    "（1）1. ①", "// /* x */ http://a.b", "\"'“”‘’ -- --- ...",
)  # fmt: skip


def test_no_value_changes_the_wording_around_it(answers_file, form, repository, tmp_path, capsys):
    """The same place in every file, and nothing else, differs from the contract of a harmless name; the Word files stay valid."""
    open_ = {field["label"]: "待定" for field in form["fields"] if field["type"] not in ("checkbox", "amount_in_words")}

    def texts(value: str) -> dict[str, str]:
        assert fill(answers_file(open_ | {"甲方名称": value}), "-o", tmp_path / "out") == 0
        found = {"pdf": text_of(tmp_path / f"out/my/{TITLE}.pdf")}
        for file in (tmp_path / "out/my").glob("*.docx"):
            assert lint(file.read_bytes()) == []
            validated = subprocess.run([repository / "node_modules/.bin/ooxml-validator", file], capture_output=True, text=True)
            assert json.loads(validated.stdout)["errors"] == []
            found[file.name] = compact("".join(parse(read_zip(file.read_bytes())["word/document.xml"]).itertext()))
        return found

    harmless, hostile = texts("某某某某"), texts("".join(HOSTILE))
    assert len(harmless) == 3
    for name, text in harmless.items():
        assert "某某某某" in text and text.replace("某某某某", compact("".join(HOSTILE))) == hostile[name], name


def test_findings_are_reported_and_only_illegal_ones_fail_the_check(answers_file, tmp_path, capsys):
    lawful = answers_file({"甲方规模": "大型企业", "乙方规模": "小型企业", "付款期限": 60})
    assert fill(lawful, "--check") == 0
    illegal = answers_file({"甲方规模": "机关或事业单位", "乙方规模": "小型企业", "付款期限": 90})
    assert fill(illegal, "--check") == 1
    report = capsys.readouterr().out.rsplit("核对报告", 1)[1]
    assert "【违法或无效】" in report and "《保障中小企业款项支付条例》" in report and "起施行" in report and "怎么改：" in report
    assert not (tmp_path / "out").exists()
    assert fill(illegal, "-o", tmp_path / "out", "--kinds", "final") == 0
    assert (tmp_path / f"out/my/{TITLE}-核对报告.txt").read_text(encoding="utf-8") in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "expected"), [
    ([], "请写填写内容的文件名"), (["my.yml", "--kinds", "docx"], "可用：fillable、final、pdf"), (["my.yml", "--bad"], "不认识“--bad”"), (["a", "b"], "不认识“b”"),
    (["my.yml", "-o"], "-o/--output 后面少一个值"), (["my.yml", "--check=1"], "--check 后面不写值，去掉“1”"), (["my.yml", "--ch"], "不认识“--ch”"),
])
def test_a_wrong_command_is_explained_in_chinese(arguments, expected, capsys):
    with pytest.raises(SystemExit):
        fill(*arguments)
    message = capsys.readouterr().err
    assert expected in message and "用法：" in message
    assert not re.search(r"usage|error|argument|expected", message)


def test_the_help_is_chinese(capsys):
    with pytest.raises(SystemExit):
        fill("--help")
    assert not re.search(r"usage|options|show this|positional", capsys.readouterr().out)


def test_no_terminal_and_no_closed_pipe_leads_to_a_traceback(repository):
    command = [sys.executable, "-m", "scripts.fill_contract", "--new", "ecommerce-promotion"]
    written = subprocess.run(command, cwd=repository, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert "甲方名称:" in written.stdout.decode() and not written.stderr
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as cut:
        cut.stdout.close()
        assert cut.stderr.read() == b""
