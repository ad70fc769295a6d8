"""Read YAML and remember on which line every value stands."""

from __future__ import annotations

import yaml

from macros.problems import Problem


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


def read_yaml(text: str, path: str, problems: list[Problem], first_line: int = 1) -> tuple[dict, Lines]:
    """Parse a YAML mapping; findings are appended to `problems`.

    Returns an empty mapping when the text is not one.
    """
    lines = Lines(first_line)
    loader = yaml.CSafeLoader(text)
    try:
        root = loader.get_single_node()
        data = _build(loader, root, (), lines, first_line, path, problems) if root else None
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark or error.context_mark).line
        problems.append(Problem(path, line + first_line, f"这里不是有效的 YAML（{error.problem}）", _syntax_remedy(text, line)))
        return {}, lines
    except yaml.YAMLError as error:
        problems.append(Problem(path, first_line, f"文件里有 YAML 不接受的字符（{error}）", "删除看不见的控制字符后重新保存为 UTF-8。"))
        return {}, lines
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        problems.append(Problem(path, first_line, "这里应当是“键: 值”的列表", "照同目录其他文件的样子写成一行一个“键: 值”。"))
        return {}, lines
    return data, lines


def _build(loader, node, location, lines, first_line, path, problems):
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + first_line
            if key in result:
                problems.append(Problem(path, line, f"“{key}”写了两次", "保留一处，删去另一处。"))
            lines.record((*location, key), line)
            result[key] = _build(loader, value_node, (*location, key), lines, first_line, path, problems)
        return result
    if isinstance(node, yaml.SequenceNode):
        result = []
        for index, item in enumerate(node.value):
            lines.record((*location, index), item.start_mark.line + first_line)
            result.append(_build(loader, item, (*location, index), lines, first_line, path, problems))
        return result
    return loader.construct_object(node, deep=True)


def _syntax_remedy(text: str, line: int) -> str:
    near = text.splitlines()[max(0, line - 1) : line + 1]
    if any("\t" in row for row in near):
        return "这里用了制表符（Tab）。YAML 的缩进只能用空格，请换成空格。"
    if any("：" in row and ": " not in row and not row.rstrip().endswith(":") for row in near):
        return "键后面要用半角冒号加一个空格（“title: 标题”），不能用全角冒号“：”。"
    return "检查本行和上一行：半角冒号后要有空格；同级缩进要一致；值里若有半角冒号、#、[ ] 或 { }，请用双引号把整个值括起来。"
