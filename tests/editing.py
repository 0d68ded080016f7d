"""The YAML files that are shipped, and the keys in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaltools.schemas import Schema, Step, allowed, fields

ROOT = Path(__file__).parents[1]
SHIPPED = [
    ROOT / "evaluation.yml",
    *sorted((ROOT / "programme").rglob("*.yml")),
    *sorted((ROOT / "reports" / "manuscript").glob("*.yml")),
]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a text, and where it stands by the parser of YAML."""

    name: str
    path: tuple[Step, ...]
    line: int
    column: int


def declared_keys(text: str, schema: Schema) -> list[Key]:
    """List the keys of a text that are not names given by who wrote it, the last of those alike."""
    keys = _keys(yaml.compose(text, Loader=yaml.CSafeLoader), ())
    last = {(key.path, key.name): key for key in keys}
    return [key for key in last.values() if key.name in fields(allowed(schema, key.path))]


def _keys(node: yaml.Node, path: tuple[Step, ...]) -> Iterator[Key]:
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _keys(each, (*path, 0))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield Key(key.value, path, key.start_mark.line, key.start_mark.column)
            yield from _keys(value, (*path, key.value))
