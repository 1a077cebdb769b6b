"""YAML with line numbers, every scalar a string: "no" stays no, 2024-03-04 stays text, and a fault can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Value:
    """A node of the file: a text, a list or a mapping of ``Value``, and the line it begins on (from 1). None where nothing is written."""

    data: str | None | list[Value] | dict[str, Value]
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a gold file; ``code`` is a key of ``eval.danish.FAULTS``, ``detail`` what it names."""

    file: str
    line: int
    id: str
    code: str
    detail: str = ""


def read_records(text: str, file: str) -> tuple[list[Value], list[Fault]]:
    """The records of one file. Where it is no YAML, each block that begins with "- " is read alone, so one fault hides no other."""
    try:
        return _records(text, 0, file)
    except yaml.YAMLError:
        pass
    records: list[Value] = []
    faults: list[Fault] = []
    for first, block in _blocks(text):
        try:
            found, wrong = _records(block, first, file)
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            line = first + (mark.line if mark else 0) + 1
            faults.append(Fault(file, line, "", "yaml", str(getattr(problem, "problem", None) or "")))
            continue
        records.extend(found)
        faults.extend(wrong)
    return records, faults


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """(lines before it, text) of each top-level list item."""
    starts = [match.start() for match in re.finditer(r"^- ", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text.count("\n", 0, start), text[start:end]


def _records(text: str, lines_before: int, file: str) -> tuple[list[Value], list[Fault]]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    faults: list[Fault] = []
    if root is None:
        return [], faults
    value = _value(root, lines_before, file, faults)
    if not isinstance(value.data, list):
        return [], [*faults, Fault(file, value.line, "", "not_a_list")]
    return value.data, faults


def _value(node: yaml.Node, before: int, file: str, faults: list[Fault]) -> Value:
    line = before + node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(one, before, file, faults) for one in node.value], line)
    if isinstance(node, yaml.MappingNode):
        pairs: dict[str, Value] = {}
        for key, one in node.value:
            name = str(key.value)
            if name in pairs:
                faults.append(Fault(file, before + key.start_mark.line + 1, "", "key_twice", name))
            pairs[name] = _value(one, before, file, faults)
        return Value(pairs, line)
    return Value(None if node.tag == "tag:yaml.org,2002:null" else str(node.value), line)
