"""What a JSON Schema lets stand where, and what it tells of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Schema = dict[str, Any]
Step = str | int
"""A key of a mapping, or the number of an item of a list."""

_ATTRIBUTE = re.compile(
    r"^(?P<names>\w+(?:, \w+)*) : .*\n(?P<text>(?:    .*\n?|\n)+)", re.MULTILINE
)


def attribute_texts(model: type) -> dict[str, str]:
    """Read what docstrings tell of attributes.

    Parameters
    ----------
    model : type
        A class whose docstring, or that of a class that it comes from, has a numpydoc section
        "Attributes".

    Returns
    -------
    dict of str to str
        The text of each attribute that has one, on one line.
    """
    texts: dict[str, str] = {}
    for each in reversed(model.__mro__):
        _, _, section = inspect.cleandoc(each.__doc__ or "").partition("\nAttributes\n----------\n")
        for found in _ATTRIBUTE.finditer(f"{section}\n"):
            text = " ".join(found["text"].split())
            texts |= dict.fromkeys(found["names"].split(", "), text)
    return texts


def describe(schema: Schema, model: type) -> None:
    """Put into the schema of a class what its docstring tells, for editors to show."""
    summary, _, _ = inspect.cleandoc(model.__doc__ or "").partition("\n\n")
    schema["description"] = " ".join(summary.split())
    texts = attribute_texts(model)
    for name, field in schema.get("properties", {}).items():
        if name in texts:
            field["description"] = texts[name]


def allowed(schema: Schema, path: Sequence[Step], *, tagged: bool = False) -> list[Schema]:
    """Find what may stand at a place.

    Parameters
    ----------
    schema : dict
        A JSON Schema with its definitions.
    path : sequence of str or int
        Keys and numbers of items, from the outermost.
    tagged : bool
        True where names of alternatives may stand between the keys, as in errors of pydantic.

    Returns
    -------
    list of dict
        Every schema that a value there may meet; none where nothing may stand there. What is
        told of a field stands in each.
    """
    found = list(_alternatives(schema, schema))
    for step in path:
        found = enter(found, step, schema) or (found if tagged else [])
    return found


def enter(found: Iterable[Schema], step: Step, schema: Schema) -> list[Schema]:
    """Go from what may stand at a place to what may stand under a key there, or as an item."""
    return [each for outer in found for each in _within(outer, step, schema)]


def fields(found: Iterable[Schema]) -> dict[str, Schema]:
    """Return the keys that alternatives know, each with what is told of it."""
    known: dict[str, Schema] = {}
    for each in found:
        known |= {key: {} for key in each.get("propertyNames", {}).get("enum", ())}
        known |= each.get("properties", {})
    return known


_ABOUT = ("description", "refers_to")
"""What is told of a field, whichever of its alternatives a value meets."""


def _alternatives(part: Schema, schema: Schema) -> Iterator[Schema]:
    """Yield the schemas that a schema leaves to choose from, with references looked up."""
    if "$ref" in part:
        beside = {name: value for name, value in part.items() if name != "$ref"}
        referred = schema["$defs"][part["$ref"].rpartition("/")[2]]
        yield from _alternatives(referred | beside, schema)
    elif choices := part.get("anyOf") or part.get("oneOf"):
        about = {name: part[name] for name in _ABOUT if name in part}
        for choice in choices:
            yield from _alternatives(choice | about, schema)
    else:
        yield part


def _within(outer: Schema, step: Step, schema: Schema) -> Iterator[Schema]:
    """Yield what may stand under a key, or as an item."""
    inner = outer.get("items") if isinstance(step, int) else _under(outer, step)
    if isinstance(inner, dict):
        about = {"refers_to": outer["refers_to"]} if "refers_to" in outer else {}
        yield from _alternatives(inner | about, schema)


def _under(outer: Schema, key: str) -> Any:
    """Return the schema of what stands under a key, which may be any where keys are names."""
    if key in outer.get("properties", {}):
        return outer["properties"][key]
    patterned = outer.get("patternProperties", {}).values()
    return next(iter(patterned), outer.get("additionalProperties"))
