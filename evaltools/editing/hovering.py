"""What the key under the pointer means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaltools.editing.kinds import schema_of
from evaltools.editing.outline import find_place
from evaltools.editing.words import kind_of_value
from evaltools.schemas import allowed, fields

_WORD = re.compile(r"[\w.-]+")


def explain(lines: Sequence[str], line: int, column: int, *, kind: str) -> str | None:
    """Explain the key under the pointer, or the one whose value is.

    Parameters
    ----------
    lines : sequence of str
        The text, which need not be whole.
    line, column : int
        Position of the pointer, from 0.
    kind : str
        A key of `kinds.KINDS`.

    Returns
    -------
    str or None
        Markdown: the key, what kind of value it takes and what it means; None where nothing is
        known of it.
    """
    words = _WORD.finditer(lines[line]) if line < len(lines) else ()
    word = next((each for each in words if each.start() <= column <= each.end()), None)
    place = find_place(lines, line, word.start()) if word else None
    if word is None or place is None:
        return None
    is_key = place.is_key and lines[line][word.end() :].lstrip("\"' ").startswith(":")
    path = (*place.path, word[0]) if is_key else place.path
    keys = [number for number, step in enumerate(path) if isinstance(step, str)]
    return _explained(path[: keys[-1] + 1], kind=kind) if keys else None


def _explained(path: tuple[str | int, ...], *, kind: str) -> str | None:
    *outer, key = path
    part = fields(allowed(schema_of(kind), outer)).get(str(key))
    if not part:
        return None
    told = f"**{key}** ({kind_of_value(part)})" if kind_of_value(part) else f"**{key}**"
    return f"{told}\n\n{part.get('description', '')}".rstrip()
