"""What command lines say in Chinese: their usage, wrong arguments, files that cannot be read or written."""

from __future__ import annotations

import argparse
import errno
import re
from functools import partial

_WRONG = (  # argparse's words → ours
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面少一个值"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 后面不写值，去掉“\2”"),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", r"\1 没有“\2”；可用：\3"),
    (r"the following arguments are required: (.*)", r"还要写上 \1"),
    (r"unrecognized arguments: (.*)", r"不认识“\1”"),
)
_FAILURES = {
    errno.ENOENT: ("没有这个文件或文件夹", "检查名字和所在的文件夹。"),
    errno.EISDIR: ("这是文件夹，不是文件", "写文件的名字。"),
    errno.ENOTDIR: ("这是文件，不是文件夹", "移走它，或换一个输出位置。"),
    errno.EEXIST: ("已经有这个文件", "移走它，或换一个输出位置。"),
    errno.EACCES: ("没有权限读写", "换一个自己能写的文件夹，或改它的权限。"),
    errno.EPERM: ("没有权限读写", "换一个自己能写的文件夹，或改它的权限。"),
    errno.EROFS: ("这个磁盘只能读", "换一个输出位置。"),
    errno.ENOSPC: ("磁盘满了", "腾出地方，或换一个输出位置。"),
    errno.EBUSY: ("正被别的程序使用", "关掉打开它的程序。"),
    errno.ENAMETOOLONG: ("名字太长", "换一个短的名字。"),
    errno.ELOOP: ("链接绕成了圈", "换成真正的文件夹。"),
}


class Arguments(argparse.ArgumentParser):
    """Options are written out in full; -h is declared here because argparse describes its own in English."""

    def __init__(self, **settings):
        layout = partial(argparse.RawDescriptionHelpFormatter, max_help_position=6)
        super().__init__(formatter_class=layout, add_help=False, allow_abbrev=False, **settings)
        self._positionals.title, self._optionals.title = "要写的", "可选的"
        self.add_argument("-h", "--help", action="help", help="看这份说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str):
        for english, chinese in _WRONG:
            message = re.sub(english, chinese, message)
        self.exit(2, f"{self.format_usage()}{message}；--help 看全部参数。\n")


def file_failure(error: OSError) -> tuple[str, str]:
    """What is wrong with which file, and what to do."""
    if error.errno is None:
        return str(error), "再运行一次。"
    cause, remedy = _FAILURES.get(error.errno, (f"系统不让读写（错误 {error.errno}）", "检查磁盘和权限，再运行一次。"))
    return (f"“{error.filename}”：{cause}" if error.filename else cause), remedy
