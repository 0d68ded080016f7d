"""What values a schema takes, in a few words."""

from __future__ import annotations

from evaltools.schemas import Schema

_TYPES = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "object": "keys with values",
    "string": "text",
}
_FORMATS = {"date": "date"}


def kind_of_value(part: Schema) -> str:
    """Say what kind of value a schema takes; empty where it takes any."""
    if "enum" in part:
        return " | ".join(map(str, part["enum"]))
    if choices := part.get("anyOf") or part.get("oneOf"):
        told = [kind_of_value(each) for each in choices if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(filter(None, told)))
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    return _FORMATS.get(part.get("format", ""), "") or _TYPES.get(part.get("type", ""), "")
