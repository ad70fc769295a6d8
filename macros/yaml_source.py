"""Read YAML and remember on which line every value stands."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from macros import yaml_mistakes
from macros.problems import Problem
from macros.source_text import read_text

_COMMENT = re.compile(r"\s+#\S")


class Lines:
    """Line numbers by location, a tuple such as ("fees", "label") or ("laws", 2)."""

    def __init__(self, first_line: int):
        self._lines: dict[tuple, int] = {(): first_line}

    def record(self, location: tuple, line: int) -> None:
        self._lines[location] = line

    def at(self, *location) -> int:
        """The line of the location or of its nearest recorded parent."""
        while location not in self._lines:
            location = location[:-1]
        return self._lines[location]


def load_yaml(file: Path, root: Path, problems: list[Problem]) -> tuple[dict, Lines]:
    """A YAML file's mapping; an empty one, with the reasons in `problems`, when anything is wrong with it."""
    text = read_text(file, root, problems)
    return read_yaml(text, file.relative_to(root).as_posix(), problems) if text else ({}, Lines(1))


def read_yaml(text: str, path: str, problems: list[Problem], first_line: int = 1) -> tuple[dict, Lines]:
    """The same for text that begins at `first_line` of a file."""
    data, lines, found = _read(text, path, first_line)
    problems += found
    return ({} if found else data), lines


@lru_cache(maxsize=64)  # under `make serve`, only the file being edited is parsed again
def _read(text: str, path: str, first_line: int) -> tuple[dict, Lines, list[Problem]]:
    reader = _Reader(text, path, first_line)
    return reader.read(), reader.lines, reader.problems


class _Reader:
    def __init__(self, text: str, path: str, first_line: int):
        self.path, self.first_line, self.rows = path, first_line, text.split("\n")
        self.lines, self.problems = Lines(first_line), []
        self.loader = yaml.CSafeLoader(text)

    def problem(self, row: int, cause: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, row + self.first_line, cause, remedy))

    def read(self):
        try:
            root = self.loader.get_single_node()
            data = self.build(root, ()) if root else None
        except yaml.MarkedYAMLError as error:
            self.problem(*yaml_mistakes.explain(self.rows, (error.problem_mark or error.context_mark).line))
            return {}
        finally:
            self.loader.dispose()
        if not isinstance(data, dict):
            self.problem(0, "这里应当是一组“键: 值”", "照同目录其他文件的样子，一行写一个“键: 值”。")
        return data

    def build(self, node, location):
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.lines.record((*location, index), item.start_mark.line + self.first_line)
            return [self.build(item, (*location, index)) for index, item in enumerate(node.value)]
        if not node.style:
            self.check_plain(node)
        try:
            return self.loader.construct_object(node, deep=True)
        except ValueError:
            self.problem(node.start_mark.line, f"“{node.value}”不是有效的日期或数字", "日期写成 2026-11-23（年-月-日）；如果本来是文字，用半角双引号括起来。")

    def mapping(self, node, location) -> dict:
        result = {}
        for key_node, value_node in node.value:
            key, row = self.loader.construct_object(key_node, deep=True), key_node.start_mark.line
            if key in result:
                self.problem(row, f"“{key}”写了两次，第 {self.lines.at(*location, key)} 行已经写过", "保留一处，删去另一处；如果上一条的开头被误删了，请补回来。")
                break
            self.lines.record((*location, key), row + self.first_line)
            result[key] = self.build(value_node, (*location, key))
        return result

    def check_plain(self, node) -> None:
        """Unquoted values may swallow the next line, or lose what follows #, without any complaint from YAML."""
        first, last = node.start_mark.line, node.end_mark.line
        if last < len(self.rows) and _COMMENT.match(self.rows[last], node.end_mark.column):
            self.problem(last, "半角 # 后面的文字会被当作注释丢掉", "改用“第×”或全角“＃”；要保留 # 的，把整个值用半角双引号括起来。")
        for row in range(first + 1, last + 1):
            for pattern, cause, remedy in (yaml_mistakes.FULL_COLON, yaml_mistakes.NO_SPACE):
                if pattern.match(self.rows[row]):
                    return self.problem(row, cause, remedy)
