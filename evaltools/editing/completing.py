"""What may stand where the cursor is: keys, values, and names that other files give."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evaltools.declarations import read_value
from evaltools.editing.kinds import schema_of
from evaltools.editing.names import Names, named_at
from evaltools.editing.outline import Place, find_place
from evaltools.editing.words import kind_of_value
from evaltools.errors import ConfigurationError
from evaltools.schemas import Schema, allowed, fields


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may stand where the cursor is.

    Attributes
    ----------
    label : str
        What it is called.
    inserts : str
        What is written when it is chosen.
    detail : str
        What kind of value it is or takes, in a few words.
    help : str
        What it means.
    is_key : bool
        True for a key.
    typed : int
        Letters of `inserts` that stand before the cursor already.
    """

    label: str
    inserts: str
    detail: str
    help: str
    is_key: bool
    typed: int = 0


def suggest(
    lines: Sequence[str], line: int, column: int, *, kind: str, names: Names
) -> list[Suggestion]:
    """Suggest what may stand where the cursor is.

    Parameters
    ----------
    lines : sequence of str
        The text, which need not be whole.
    line, column : int
        Position of the cursor, from 0.
    kind : str
        A key of `kinds.KINDS`.
    names : Names
        The names that can be used.

    Returns
    -------
    list of Suggestion
        Keys that do not stand there yet, then values, which begin with what has been typed.
    """
    place = find_place(lines, line, column)
    if place is None:
        return []
    here = _narrowed(allowed(schema_of(kind), place.path), place.given)
    found = (
        *(_keys(here, place) if place.is_key else ()),
        *(_values(here, place, kind=kind, names=names) if place.is_value else ()),
    )
    begun = [each for each in found if _goes_on(each.inserts, place.word)]
    return [replace(each, typed=len(place.word)) for each in begun]


def _goes_on(text: str, typed: str) -> bool:
    return text.startswith(typed) and text != typed


def _narrowed(here: list[Schema], given: Mapping[str, str]) -> list[Schema]:
    """Leave out alternatives that are not those of the kind that is given beside."""
    return [each for each in here if not _is_of_another_kind(each, given)] or here


def _is_of_another_kind(schema: Schema, given: Mapping[str, str]) -> bool:
    properties = schema.get("properties", {})
    fixed = {key: part["const"] for key, part in properties.items() if "const" in part}
    return any(given.get(key, value).strip("\"'") != value for key, value in fixed.items())


def _keys(here: list[Schema], place: Place) -> Iterator[Suggestion]:
    required = {name for each in here for name in each.get("required", ())}
    for name, part in fields(here).items():
        if name not in place.given:
            needed = ", needed" if name in required else ""
            inserts = f"{_written(name)}:{'' if _has_parts(part) else ' '}"
            detail = f"{kind_of_value(part)}{needed}"
            yield Suggestion(name, inserts, detail, part.get("description", ""), True)


def _has_parts(part: Schema) -> bool:
    """Tell whether what stands under a key begins on the next line."""
    return "$ref" in part or part.get("type") in ("object", "array")


def _values(here: list[Schema], place: Place, *, kind: str, names: Names) -> Iterator[Suggestion]:
    for part in here:
        values = part.get("enum", [part["const"]] if "const" in part else [])
        values = [True, False] if part.get("type") == "boolean" else values
        for value in values:
            yield _value(value, part)
    what = named_at(place.path, here, kind=kind)
    for name in names.of(what) if what else ():
        yield Suggestion(name, _written(name), str(what), "", False)


def _value(value: Any, part: Schema) -> Suggestion:
    written = _written(value) if isinstance(value, str) else json.dumps(value)
    label = value if isinstance(value, str) else written
    default = "used where nothing is given" if value == part.get("default", ...) else ""
    return Suggestion(label, written, default, part.get("description", ""), False)


def _written(text: str) -> str:
    """Write a text as YAML, in quotes where it would be read as something else."""
    try:
        is_plain = read_value(f"[{text}]", place="") == [text]
    except ConfigurationError:
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)
