"""Read a text file that people edit in a browser, an office program or a merge tool."""

from __future__ import annotations

import re
from pathlib import Path

from macros.problems import Problem

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\ue000-\uf8ff\ufffd]")
_CONFLICT = re.compile(r"(<{7}|>{7})( |$)")


def read_text(file: Path, root: Path, problems: list[Problem]) -> str:
    """The text with plain line ends, or an empty string and the reason in `problems`."""
    path = file.relative_to(root).as_posix()
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(Problem(path, line, "文件不是 UTF-8 编码，多半在电脑上按 GBK（ANSI）保存过", "用记事本打开，选“另存为”，编码选 UTF-8，再上传；或者直接在网页上改。"))
        return ""
    if not text.strip():
        problems.append(Problem(path, 1, "文件是空的", "如果误删了内容，请恢复；不再需要的文件请整个删除。"))
        return ""
    for number, row in enumerate(text.split("\n"), 1):
        if _CONFLICT.match(row):
            problems.append(Problem(path, number, "这里留着合并两个版本时的冲突标记", "在 <<<<<<<、=======、>>>>>>> 隔开的两段里留下要的一段，删去另一段和这三行标记。"))
            return ""
        if found := _INVISIBLE.search(row):
            problems.append(Problem(
                path, number, f"{_place(row, found.start())}有一个看不见的特殊字符（U+{ord(found[0]):04X}），多半是从 Word 或网页粘贴来的",
                "把光标放到这个位置，删去前后各一个字再重新输入；或者先粘贴到记事本，再从记事本复制过来。",
            ))
    return _INVISIBLE.sub("", text)


def _place(row: str, position: int) -> str:
    before = row[:position].strip()[-6:]
    return f"“{before}”后面" if before else "行首"
