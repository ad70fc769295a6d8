"""A batch: a thousand rows, broken ones named, killed and resumed; tables in whatever form Excel and WPS save them."""

import contextlib
import csv
import os
import signal
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from macros.problems import ContentError
from scripts import fill_batch
from scripts.answer_table import load_table
from scripts.contract_set import alone_in, safe_name
from scripts.fill_contract import main

TITLE = "客服外包服务合同"
WORD = {f"{TITLE}-可填写版.docx", f"{TITLE}-定稿版.docx", f"{TITLE}-填写内容.json", f"{TITLE}-核对报告.txt", ".made-from"}
HEADER = ["乙方名称", "party_a_name", "付款期限", "席位月单价", "合作起始日", "计费方式"]
GOOD = ["杭州云帆", "30", "5,200元", "2026年12月1日", "按席位"]
BROKEN = (  # (column, value) or the whole number of cells
    (2, "三十"), (2, "-5"), (2, "1e3"), (2, "30.5"), (3, "1.234"), (3, "=1+1"), (4, "2026-02-30"), (4, "明天"), (5, "按心情"), (0, "甲" * 501),
    (0, "云\u202e答"), (0, "云\u0007答"), (0, "云\n答"), (1, "\ufffe"), 5, 4, 7, (5, "按席位，混合"), (4, "12/01/26"), (3, "五千"),
)


@pytest.fixture(scope="module")
def names(form):
    return fill_batch.names_of(form)


def write_csv(file: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def thousand() -> list[list[str]]:
    """Every fiftieth row is broken, each in its own way."""
    rows = [[f"第{number}客户服务有限公司", *GOOD] for number in range(1, 1001)]
    for row, broken in zip(rows[49::50], BROKEN, strict=True):
        if isinstance(broken, tuple):
            row[broken[0]] = broken[1]
        else:
            row[:] = (row + ["多出来的"])[:broken]
    return [HEADER, *rows]


def run(*arguments, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "scripts.fill_contract", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def sets(folder: Path) -> list[Path]:
    return [path for path in folder.glob("[0-9]*") if path.is_dir()]


def test_a_thousand_rows_survive_a_kill_and_twenty_broken_ones(repository, tmp_path):
    arguments = ("--batch", write_csv(tmp_path / "vendors.csv", thousand(), "gb18030"), "-o", tmp_path / "out", "--kinds", "fillable,final")
    folder = tmp_path / "out/vendors"
    first = run(*arguments, cwd=repository)
    while len(sets(folder)) < 300:
        with contextlib.suppress(subprocess.TimeoutExpired):
            first.wait(0.1)
        assert first.returncode is None, first.communicate()
    first.kill()
    first.communicate(timeout=30)  # returns when the workers have ended too
    done = {path.name: (path / ".made-from").stat().st_mtime_ns for path in sets(folder)}
    assert 300 <= len(done) < 980
    assert all({file.name for file in path.iterdir()} == WORD for path in sets(folder))

    second = run(*arguments, cwd=repository)
    output, errors = second.communicate()
    assert second.returncode == 1
    assert f"{len(done)} 行没有变化" in output and "20 行出错" in output
    assert len(sets(folder)) == 980
    assert all({file.name for file in path.iterdir()} == WORD for path in sets(folder))
    assert all((folder / name / ".made-from").stat().st_mtime_ns == made for name, made in done.items())
    assert {path.name for path in folder.iterdir()} == {path.name for path in sets(folder)} | {"结果.csv", "错误.csv"}

    wrong = read_csv(folder / "错误.csv")
    assert [row["表格第几行"] for row in wrong] == [str(number + 1 + (number > 650)) for number in range(50, 1001, 50)]
    assert all(row["错误"] and row["怎么改"] for row in wrong)
    results = read_csv(folder / "结果.csv")
    assert [row["序号"] for row in results] == [f"{number:04d}" for number in range(1, 1001)]
    assert sum(row["结果"] == "出错" for row in results) == 20


@pytest.fixture
def batch(tmp_path):
    """Runs a batch of rows under the usual header; the folder and the exit code."""
    def make(rows: list[list[str]], *arguments, header: list[str] = HEADER) -> tuple[Path, int]:
        table = write_csv(tmp_path / "vendors.csv", [header, *rows])
        return tmp_path / "out/vendors", main([*map(str, arguments), "--batch", str(table), "-o", str(tmp_path / "out")])

    return make


def test_rows_override_common_answers_and_each_gets_a_pdf(batch, tmp_path, capsys):
    (tmp_path / "common.yml").write_text("甲方名称: 共同甲方\n付款期限: 45\n", encoding="utf-8")
    folder, code = batch([["云答", "", "60"], ["云接😀", "自有甲方", ""], ["云帆", "自有甲方", ""]], tmp_path / "common.yml", header=HEADER[:3])
    assert code == 1
    assert "vendors.csv:3：字体里没有“😀”" in capsys.readouterr().err
    assert [path.name for path in sorted(sets(folder))] == ["0001-云答", "0003-云帆"]
    text = subprocess.run(["pdftotext", folder / f"0001-云答/{TITLE}.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert "共同甲方" in text and "云答" in text
    assert '"付款期限": "60"' in (folder / f"0001-云答/{TITLE}-填写内容.json").read_text(encoding="utf-8")
    assert '"付款期限": "45"' in (folder / f"0003-云帆/{TITLE}-填写内容.json").read_text(encoding="utf-8")


def test_a_rerun_redoes_what_changed_and_mends_what_is_missing(batch, capsys):
    kinds = ("--kinds", "final")
    rows = [["甲", *GOOD], ["乙", *GOOD], ["丙", *GOOD], ["丁", *GOOD]]
    folder, code = batch(rows, *kinds)
    assert code == 0
    (folder / f"0003-丙/{TITLE}-定稿版.docx").unlink()
    rows[1][2] = "31"
    rows[3][0] = "戊"
    capsys.readouterr()
    assert batch(rows, *kinds) == (folder, 0)
    assert "3 行已生成" in (output := capsys.readouterr().out) and "1 行没有变化" in output
    assert {path.name for path in sets(folder)} == {"0001-甲", "0002-乙", "0003-丙", "0004-戊"}
    assert batch(rows[:1], *kinds) == (folder, 0)
    assert "“0002-乙”“0003-丙”“0004-戊”是以前做的" in capsys.readouterr().err


def test_a_row_under_a_new_name_takes_the_old_set_away_unless_the_user_put_something_in(batch, capsys):
    folder, _ = batch([["甲", *GOOD], ["乙", *GOOD]], "--kinds", "final")
    (folder / "0001-甲/扫描件.pdf").write_text("scan")
    assert batch([["丙", *GOOD], ["丁", *GOOD]], "--kinds", "final") == (folder, 0)
    assert {path.name for path in sets(folder)} == {"0001-甲", "0001-丙", "0002-丁"}
    assert (folder / "0001-甲/扫描件.pdf").read_text() == "scan"
    assert "“0001-甲”是以前做的" in capsys.readouterr().err


def test_a_set_edited_by_hand_stays_as_it_is(batch, capsys):
    rows = [["甲", *GOOD], ["乙", *GOOD]]
    folder, _ = batch(rows, "--kinds", "final")
    edited = folder / f"0001-甲/{TITLE}-定稿版.docx"
    edited.write_bytes(b"edited")
    assert batch(rows, "--kinds", "final") == (folder, 0)
    rows[0][2] = rows[1][2] = "31"
    assert batch(rows, "--kinds", "final") == (folder, 1)
    assert "vendors.csv:2：" in (message := capsys.readouterr().err) and "生成以后改过的" in message and "怎么改：移走" in message
    assert edited.read_bytes() == b"edited"


def test_what_a_killed_run_left_is_no_obstacle(batch, capsys):
    folder, _ = batch([["甲", *GOOD]], "--kinds", "final")
    (folder / ".0001-甲.new").mkdir()
    (folder / ".0001-甲.new-old").mkdir()
    (folder / ".结果.csv.new").write_text("half")
    assert batch([["甲", *GOOD]], "--kinds", "final") == (folder, 0)
    assert {path.name for path in folder.iterdir()} == {"0001-甲", "结果.csv"}


def test_a_run_waits_for_another_in_the_same_folder(repository, tmp_path):
    table = write_csv(tmp_path / "vendors.csv", [HEADER, ["甲", *GOOD]])
    (tmp_path / "out/vendors").mkdir(parents=True)
    with alone_in(tmp_path / "out/vendors"):
        waiting = run("--batch", table, "-o", tmp_path / "out", "--kinds", "final", cwd=repository)
        assert "另一次运行正在写" in waiting.stderr.readline()
        assert not sets(tmp_path / "out/vendors")
    assert "1 行已生成" in waiting.communicate()[0]


@pytest.mark.parametrize("moment", ["*", "*/0*"], ids=["workers start", "sets are made"])
def test_ctrl_c_says_in_chinese_how_to_go_on(moment, repository, tmp_path):
    table = write_csv(tmp_path / "vendors.csv", thousand())
    stopped = run("--batch", table, "-o", tmp_path / "out", "--kinds", "final", cwd=repository, start_new_session=True)
    while not list((tmp_path / "out").glob(moment)):
        with contextlib.suppress(subprocess.TimeoutExpired):
            stopped.wait(0.05)
        assert stopped.returncode is None, stopped.communicate()
    os.killpg(stopped.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, errors = stopped.communicate()
    assert (stopped.returncode, errors) == (1, "已停下。\n做好的都在；再运行一次同样的命令，会接着做。\n")
    assert all({file.name for file in path.iterdir()} == WORD - {f"{TITLE}-可填写版.docx"} for path in sets(tmp_path / "out/vendors"))


def test_ctrl_c_waits_while_workers_start_and_never_reaches_them():
    with pytest.raises(KeyboardInterrupt), fill_batch._interrupts_held_back():
        os.kill(os.getpid(), signal.SIGINT)
        code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('still here')"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "still here\n"


def test_check_only_writes_nothing_and_fails_for_what_is_illegal(batch, tmp_path, capsys):
    header = ["乙方名称", "甲方规模", "乙方规模", "付款期限"]
    assert batch([["云答", "机关或事业单位", "小型企业", "30"]], "--check", header=header)[1] == 0
    assert batch([["云答", "机关或事业单位", "小型企业", "90"]], "--check", header=header)[1] == 1
    message = capsys.readouterr().err
    assert "vendors.csv:2：违法或无效：机关、事业单位" in message and "怎么改：改为60日以内" in message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_excel_writes(encoding, names, tmp_path):
    file = write_csv(tmp_path / "t.csv", [["乙方名称", "party_a_name"], ["云答，第一", " =1+1 "], ["", ""], ["两\n行", "“引号”"]], encoding)
    rows = load_table(file, names)
    assert [(row.serial, row.line, row.cells) for row in rows] == [
        (1, 2, {"乙方名称": "云答，第一", "甲方名称": "=1+1"}), (2, 4, {"乙方名称": "两\n行", "甲方名称": "“引号”"}),
    ]


@pytest.mark.parametrize(("data", "expected"), [
    ("乙方名称,乙方名秤\n云答,1\n".encode(), "t.csv:1：第 2 列的标题“乙方名秤”不是填写项"),
    ("乙方名称,party_b_name\n云答,1\n".encode(), "t.csv:1：第 2 列和第 1 列都是【乙方名称】"),
    ("乙方名称;甲方名称\n云答;云帆\n".encode(), "t.csv:1：列与列之间不是半角逗号"),
    ("乙方名称\n云答\n".encode("utf-16"), "t.csv:1：这不是 CSV 文件"),
    (b"PK\x03\x04", "t.csv:1：这不是 CSV 文件"),
    ("乙方名称,甲方名称\n云答,".encode() + b"\xe4\xba\n", "t.csv:2：这一行有坏掉的字节"),
    ('乙方名称,甲方名称\n云答,"云帆\n'.encode(), "t.csv:2：从这一行起，半角双引号不成对"),
    ("乙方名称\n".encode(), "t.csv:2：标题行下面没有内容"),
    (b"", "t.csv:1：第一行没有标题"),
    ("#N/A,乙方名称\n1,2\n".encode(), "t.csv:1：第 1 列的标题是公式错误"),
])
def test_a_table_that_is_none_is_refused_with_line_and_column(data, expected, names, tmp_path):
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(ContentError) as error:
        load_table(tmp_path / "t.csv", names)
    assert expected in str(error.value) and "怎么改：" in str(error.value)


def test_a_ragged_row_is_wrong_by_itself(names, tmp_path):
    (tmp_path / "t.csv").write_text("乙方名称,甲方名称,\n云答\n云答,云帆,\n云答,云,帆\n", encoding="utf-8")
    rows = load_table(tmp_path / "t.csv", names)
    assert [[(problem.line, problem.cause) for problem in row.problems] for row in rows] == [
        [(2, "这一行只有 1 列，标题有 3 列")], [], [(4, "第 3 列有内容“帆”，这一列没有标题")],
    ]


def test_what_excel_lost_in_a_csv_is_not_taken_for_text(names, tmp_path):
    (tmp_path / "t.csv").write_text("乙方名称,甲方名称,签订地点,合同编号\n6.22202E+18,#N/A,#####,E+5\n", encoding="utf-8")
    (row,) = load_table(tmp_path / "t.csv", names)
    assert [problem.cause for problem in row.problems] == [
        "第 1 列【乙方名称】“6.22202E+18”是科学计数，后面的数字已经丢了", "第 2 列【甲方名称】是公式错误或者太窄的列“#N/A”", "第 3 列【签订地点】是公式错误或者太窄的列“#####”",
    ]
    assert row.cells == {"合同编号": "E+5"}


def test_a_value_of_any_length_is_read(names, tmp_path):
    (tmp_path / "t.csv").write_text(f"乙方名称\n{'云' * 200_000}\n", encoding="utf-8")
    assert load_table(tmp_path / "t.csv", names)[0].cells == {"乙方名称": "云" * 200_000}


def write_excel(file: Path, cells: list, formats: dict[int, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["合同编号", "乙方名称", "甲方名称", "签订地点", "甲方地址", "乙方地址", "付款期限", "席位月单价"][: len(cells)])
    sheet.append(cells)
    for column, number_format in formats.items():
        sheet.cell(2, column).number_format = number_format
    book.save(file)
    return file


def test_excel_cells_become_the_text_that_people_see(names, tmp_path):
    cells = [100000.0, date(2026, 12, 1), datetime(2026, 12, 1, 8, 30), time(23, 0), True, 0.05, 0.1 + 0.2, "000123"]
    rows = load_table(write_excel(tmp_path / "t.xlsx", cells, {1: "0.0E+00", 6: "0.0%"}), names)
    assert list(rows[0].cells.values()) == ["100000", "2026-12-01", "2026-12-01 08:30", "23:00", "是", "5%", "0.3", "000123"]


def test_excel_cells_without_a_value_are_refused(names, tmp_path):
    rows = load_table(write_excel(tmp_path / "t.xlsx", ["=1+1", 6222021234567890123, "#REF!", "云帆"], {}), names)
    causes = [problem.cause for problem in rows[0].problems]
    assert "第 1 列【合同编号】公式没有算好的值" in causes[0] and "单元格 B2 的数字太长" in causes[1] and "C2 是公式错误 #REF!" in causes[2]


def test_excel_keeps_leading_zeros_and_line_ends_that_people_see(names, tmp_path):
    rows = load_table(write_excel(tmp_path / "t.xlsx", [7, "一_x000D_\n二", 100], {1: "000000", 3: "0.00"}), names)
    assert list(rows[0].cells.values()) == ["000007", "一\n二", "100"]


def test_merged_cells_are_refused_where_nothing_is_written(names, tmp_path):
    book = openpyxl.Workbook()
    for row in (["甲方名称", "乙方名称"], ["云帆", "云答"], [None, "云接"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "t.xlsx")
    rows = load_table(tmp_path / "t.xlsx", names)
    assert [[problem.cause for problem in row.problems] for row in rows] == [[], ["第 1 列【甲方名称】是合并的单元格，只有左上角那一格有内容"]]


def test_the_first_visible_sheet_counts(names, tmp_path):
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    for title in ("供应商", "说明"):
        book.create_sheet(title).append(["乙方名称"])
    book["供应商"].append(["云答"])
    book.active = 1
    book.save(tmp_path / "t.xlsx")
    assert [row.cells for row in load_table(tmp_path / "t.xlsx", names)] == [{"乙方名称": "云答"}]


def test_a_formula_may_give_empty_text(names, tmp_path):
    file = write_excel(tmp_path / "t.xlsx", ["A1", '=IF(1,"","")'], {})
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<c r="B2">', b'<c r="B2" t="str">')
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (row,) = load_table(file, names)
    assert (row.cells, row.problems) == ({"合同编号": "A1"}, ())


def test_a_file_that_is_no_workbook_is_refused(names, tmp_path):
    (tmp_path / "t.xlsx").write_text("乙方名称\n云答\n")
    with pytest.raises(ContentError, match="打不开这个 Excel 文件"):
        load_table(tmp_path / "t.xlsx", names)


@pytest.mark.parametrize(("text", "name"), [
    ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"), ("云答. . ", "云答"), ("con", "_con"), ("COM1.txt", "_COM1.txt"), ("..", ""), ("长" * 99, "长" * 40), ("a\tb\n", "a_b_"),
])
def test_folder_names_are_safe_on_every_system(text, name):
    assert safe_name(text) == name


def test_no_cell_we_write_runs_as_a_formula(tmp_path):
    fill_batch._write(tmp_path / "t.csv", [["=1+1", "+1", "-1", "@a", "1+1"]])
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").strip() == "'=1+1,'+1,'-1,'@a,1+1"
