"""Where in a text the thing stands that a fault is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

_LINE = re.compile(r", line (?P<line>\d+)$")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line, all from 0; `end` is the first letter after it."""

    line: int
    start: int
    end: int


def locate(text: str, place: str) -> Span:
    """Find the part of a text that a place names.

    Parameters
    ----------
    text : str
        A declaration.
    place : str
        As faults have it after the name of the file: ", line 3" or ", waves.2025.date".

    Returns
    -------
    Span
        The line, or the key with its value where that is on its line; the nearest key around it
        where the place is not there, and the first of all where there is none.
    """
    lines = text.split("\n")
    if told := _LINE.search(place):
        return _whole(lines, min(int(told["line"]), len(lines)) - 1)
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    parts = _parts(node) if node else []
    if not (node and parts):
        return _whole(lines, node.start_mark.line if node else 0)
    first = parts[0][1][0]
    key, value = _deepest(node, place.removeprefix(", ")) or (first, first)
    last = value if isinstance(value, yaml.ScalarNode) else key
    end = last.end_mark if last.end_mark.line == key.start_mark.line else key.end_mark
    if end.line != key.start_mark.line or end.column == key.start_mark.column:
        return _whole(lines, key.start_mark.line)
    return Span(key.start_mark.line, key.start_mark.column, end.column)


Found = tuple[yaml.Node, yaml.Node]
"""A key and its value, or an item twice."""


def _deepest(node: yaml.Node, place: str) -> Found | None:
    """Follow a place as far as the text goes."""
    for name, found in _parts(node):
        if place == name:
            return found
        if place.startswith(f"{name}."):
            return _deepest(found[1], place[len(name) + 1 :]) or found
    _, _, rest = place.partition(".")
    return _deepest(node, rest) if rest else None


def _parts(node: yaml.Node) -> list[tuple[str, Found]]:
    """Name what a mapping or a list consists of; items also by their id."""
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), (key, value)) for key, value in node.value]
    if not isinstance(node, yaml.SequenceNode):
        return []
    named = [
        (str(value.value), (item, item))
        for item in node.value
        if isinstance(item, yaml.MappingNode)
        for key, value in item.value
        if key.value == "id"
    ]
    return [(str(number), (item, item)) for number, item in enumerate(node.value)] + named


def _whole(lines: list[str], number: int) -> Span:
    """Return what a line says, without the blanks around it."""
    line = lines[number]
    start = len(line) - len(line.lstrip())
    return Span(number, start, max(len(line.rstrip()), start + 1))
