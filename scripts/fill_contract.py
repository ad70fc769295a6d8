"""Fill the contract or the whole pack in from an answers file, or once for each row of a table."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.answer_file import read_answer_file
from macros.answers import read_answers
from macros.form_data import pack_form
from macros.library import Library, load_library
from macros.limit_checks import LEVELS, findings
from macros.problems import ContentError, Problem
from scripts.answer_table import load_table
from scripts.build_downloads import BuildError
from scripts.command_line import Arguments, file_failure
from scripts.contract_set import KINDS, WORKBOOK_KIND, Maker, Materials, NotOurs, alone_in, load_materials, put, safe_name
from scripts.fill_batch import Batch, fill_batch, names_of
from scripts.filling_report import render_report
from scripts.new_answers import render_new_answers
from scripts.pdf import TypesettingError

ROOT = Path(__file__).resolve().parent.parent
NOTHING_WRITTEN = "没有写任何文件。"
RESUME = "做好的都在；再运行一次同样的命令，会接着做。"
EXAMPLES = """例子：
  python -m scripts.fill_contract --new ecommerce-promotion > my.yml   从一个场景开始
  python -m scripts.fill_contract my.yml -o out/                       生成到 out/my/
  python -m scripts.fill_contract my.yml --pack -o out/                主合同、附件、文书和测算表整套生成到 out/my/
  python -m scripts.fill_contract my.yml --check                       只核对整套填写内容
  python -m scripts.fill_contract common.yml --batch vendors.xlsx      一行一份，生成到 out/vendors/
"""


def main(argv: list[str] | None = None) -> int:
    options = parsed(argv)
    try:
        library = load_library(ROOT)
        form = pack_form(library)
        if options.new is not None:
            return new(options.new, form, library)
        if options.batch:
            return batch(options, form, library)
        return single(options, form, library)
    except (ContentError, BuildError) as error:
        return failed(error, NOTHING_WRITTEN)
    except TypesettingError as error:
        return failed(error, "也可以加上 --kinds fillable,final，只做 Word。", NOTHING_WRITTEN)
    except NotOurs as error:
        return failed(error, "    怎么改：移走这些文件，或用 -o 换一个输出位置。", NOTHING_WRITTEN)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on; Python would still try to write
        return 1
    except OSError as error:
        cause, remedy = file_failure(error)
        return failed(cause, f"    怎么改：{remedy}", RESUME if options.batch else NOTHING_WRITTEN)
    except BrokenProcessPool:
        return failed("一个工作进程意外结束（内存可能不够）。", RESUME)
    except KeyboardInterrupt:
        return failed("已停下。", RESUME if options.batch else NOTHING_WRITTEN)


def parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = Arguments(prog="python -m scripts.fill_contract", epilog=EXAMPLES, description="用填写内容生成合同：可填写版和定稿版 Word、PDF、填写内容和核对报告。")
    add = parser.add_argument
    add("answers", nargs="?", type=Path, metavar="填写内容", help=".yml 或 .json；与 --batch 同用时是每一行共同的内容，表里填了的以表为准")
    add("-o", "--output", type=Path, default=Path("out"), metavar="文件夹", help="输出到这里的一个子文件夹（默认 out）；整套做成了才替换上一次的")
    add("--pack", action="store_true", help="做整套合同包：主合同、全部附件、文书和测算表，另打成一个 ZIP；不写就只做主合同。一份填写内容各份通用")
    add("--check", action="store_true", help=f"只核对整套的填写内容，不生成。填写有错误或有“{LEVELS[0]}”的，退出码为 1")
    add("--new", nargs="?", const="", metavar="场景", help="写出一份新的填写内容；不写场景名时列出全部场景")
    add("--batch", type=Path, metavar="表格", help=".csv 或 .xlsx：第一行是填写项标签，以后一行一份（隐藏的行也算）；已做好而没有变的跳过")
    add("--kinds", metavar="种类", help="做哪几种，用逗号隔开：fillable 可填写版，final 定稿版，pdf；有 --pack 时还有 xlsx 测算表（默认全做）")
    options = parser.parse_args(argv)
    known = (*KINDS, *([WORKBOOK_KIND] if options.pack else []))
    options.kinds = known if options.kinds is None else tuple(dict.fromkeys(kind.strip() for kind in options.kinds.split(",")))
    if unknown := [kind for kind in options.kinds if kind not in known]:
        parser.error(f"--kinds 没有“{'”“'.join(unknown)}”；可用：{'、'.join(known)}")
    if options.new is None and not options.answers and not options.batch:
        parser.error("请写填写内容的文件名，例如 my.yml；还没有的，先用 --new 得到一份")
    return options


def new(name: str, form: dict, library: Library) -> int:
    """Print a new answers file, or the presets when there is none of this name."""
    presets = {preset["slug"]: preset for preset in form["presets"]}
    if name in presets:
        print(render_new_answers(form, presets[name], library.fields), end="")
        return 0
    listed = (f"  {preset['slug']}  {preset['title']}：{preset['summary']}" for preset in presets.values())
    return failed(*([f"没有名为“{name}”的场景。"] if name else []), "可以选的场景：", *listed)


def single(options: argparse.Namespace, form: dict, library: Library) -> int:
    raw = readable(options.answers, form)
    answers, _ = read_answers(raw, form)
    if options.check:
        found = findings(answers, form)
        print(render_report(answers, found, form))
        return int(any(finding["level"] == LEVELS[0] for finding in found))
    materials = load_materials(library, options.kinds, options.pack)
    found = findings(answers, materials.view)
    print(render_report(answers, found, materials.view))
    folder = options.output / (safe_name(options.answers.stem) or form["document"])
    with TemporaryDirectory() as scratch:
        files = Maker(materials, Path(scratch)).files(raw, answers, found)
    options.output.mkdir(parents=True, exist_ok=True)
    with alone_in(options.output):
        put(folder, files)
    print(f"已生成：{folder}/")
    return 0


def batch(options: argparse.Namespace, form: dict, library: Library) -> int:
    names = names_of(form)
    base = {names.get(name, name): value for name, value in (readable(options.answers, form) if options.answers else {}).items()}
    rows = load_table(options.batch, names)
    materials = Materials(library, (library.agreement,), (), {}) if options.check else load_materials(library, options.kinds, options.pack)
    folder = None if options.check else options.output / (safe_name(options.batch.stem) or form["document"])
    return 0 if fill_batch(Batch(options.batch, base, materials, folder), rows) else 1


def readable(file: Path, form: dict) -> dict:
    """The answers as written. Raises ContentError with every mistake and its line."""
    data = file.read_bytes()
    try:
        given = read_answer_file(data.decode(), str(file))
    except UnicodeDecodeError as error:
        raise ContentError([Problem(str(file), data.count(b"\n", 0, error.start) + 1, "这个文件不是 UTF-8 编码的文字", "用记事本打开，另存为，编码选 UTF-8。")]) from None
    _, mistakes = read_answers(given.raw, form)
    if problems := given.problems + [Problem(str(file), given.lines[mistake.key], mistake.message, mistake.remedy) for mistake in mistakes]:
        raise ContentError(problems)
    return given.raw


def failed(*lines) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    raise SystemExit(main())
