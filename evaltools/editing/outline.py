"""Where in a YAML text the cursor stands, told from the lines above it: they need not be whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from evaltools.editing.brackets import Bracket, follow, unquoted
from evaltools.schemas import Step

ITEM = 0
"""Any item of a list: all of a list are alike."""

_DASH = re.compile(r"-(?:\s+|$)")
_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'
      |(?:[^\s"'\[\]{},#&*!|>%@`-]|-(?=\S))(?:[^:#]|:(?=\S)|(?<=\S)\#)*?)
    \s*:(?:\s+|$)(?P<value>.*)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands.

    Attributes
    ----------
    path : tuple of str or int
        Keys from the outermost to what the cursor is in; 0 for an item of a list.
    word : str
        What has been typed of the key or the value, up to the cursor.
    is_key : bool
        True where a key may stand.
    is_value : bool
        True where a value may stand.
    given : mapping of str to str
        Keys that stand beside the cursor, with the texts of their values on the same line.
    """

    path: tuple[Step, ...]
    word: str
    is_key: bool
    is_value: bool
    given: Mapping[str, str]


def find_place(lines: Sequence[str], line: int, column: int) -> Place | None:
    """Find where the cursor stands.

    Parameters
    ----------
    lines : sequence of str
        The text.
    line, column : int
        Position of the cursor, from 0.

    Returns
    -------
    Place or None
        None in a comment and in a text of several lines.
    """
    above = reduce(_follow_line, lines[:line], _Above())
    written = lines[line][:column] if line < len(lines) else ""
    if above.brackets:
        return _in_brackets(above, *follow(written, above.brackets))
    if above.is_in_text(written):
        return None
    return _on_line(above, written, lines[line + 1 :])


def keys_below(lines: Sequence[str], indent: int) -> dict[str, str]:
    """Find the keys that stand beside a key of some indentation, further down."""
    found: dict[str, str] = {}
    for each in lines:
        text = each.strip()
        if not text or text[0] == "#" or _indent(each) > indent:
            continue
        match = _KEY.match(text)
        if _indent(each) < indent or match is None:
            break
        found[unquoted(match["key"])] = match["value"]
    return found


@dataclass(frozen=True, slots=True)
class _Level:
    """A key or an item that the next lines may be part of, with the keys beside it."""

    indent: int
    step: Step
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Above:
    """What the lines above leave open.

    `text_from` is the indentation of the key whose text goes on over the next lines.
    """

    levels: tuple[_Level, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    text_from: int | None = None

    @property
    def path(self) -> tuple[Step, ...]:
        """Keys and items that are open."""
        return tuple(level.step for level in self.levels)

    def is_in_text(self, line: str) -> bool:
        """Tell whether a line is part of a text of several lines."""
        return self.text_from is not None and (not line.strip() or _indent(line) > self.text_from)

    def enter_item(self, indent: int) -> _Above:
        """Begin the next item of a list, which may stand as far out as its key."""
        kept = tuple(
            level
            for level in self.levels
            if level.indent < indent or (level.indent == indent and level.step != ITEM)
        )
        return replace(self, levels=(*kept, _Level(indent, ITEM)))

    def enter_key(self, indent: int, key: str, value: str) -> _Above:
        """Begin a key, beside those that stand as far in."""
        given = {**self.beside(indent), key: value}
        return replace(
            self.up_to(indent), levels=(*self.up_to(indent).levels, _Level(indent, key, given))
        )

    def up_to(self, indent: int) -> _Above:
        """Leave what does not go on at an indentation."""
        return replace(self, levels=tuple(each for each in self.levels if each.indent < indent))

    def beside(self, indent: int) -> Mapping[str, str]:
        """Return the keys that stand at an indentation."""
        return next((each.given for each in self.levels if each.indent == indent), {})


def _follow_line(above: _Above, line: str) -> _Above:
    """Take a whole line into account."""
    if above.brackets:
        return replace(above, brackets=follow(line, above.brackets)[0])
    text = line.strip()
    if not text or text[0] == "#" or text == "---" or above.is_in_text(line):
        return above
    above, indent, rest = _enter_items(replace(above, text_from=None), line)
    outer = above.levels[-1].indent if above.levels else 0
    if match := _KEY.match(rest):
        above, outer, rest = (
            above.enter_key(indent, unquoted(match["key"]), match["value"]),
            indent,
            match["value"],
        )
    if rest[:1] in ("{", "["):
        return replace(above, brackets=follow(rest, ())[0])
    return replace(above, text_from=outer) if rest[:1] in ("|", ">") else above


def _on_line(above: _Above, written: str, below: Sequence[str]) -> Place | None:
    """Find the place on a line that no bracket of the lines above goes on over."""
    above, indent, rest = _enter_items(above, written)
    if rest.startswith("#"):
        return None
    if match := _KEY.match(rest):
        above, value = (
            above.enter_key(indent, unquoted(match["key"]), match["value"]),
            match["value"],
        )
        if value[:1] in ("{", "["):
            return _in_brackets(above, *follow(value, ()))
        given = {**above.beside(indent), **keys_below(below, indent)}
        return None if " #" in value else Place(above.path, value, False, True, given)
    if rest[:1] in ("{", "["):
        return _in_brackets(above, *follow(rest, ()))
    given = {**above.beside(indent), **keys_below(below, indent)}
    return Place(above.up_to(indent).path, rest, True, True, given)


def _enter_items(above: _Above, line: str) -> tuple[_Above, int, str]:
    """Enter the items that a line begins; the indentation and the text of what follows."""
    indent = _indent(line)
    while dash := _DASH.match(line, indent):
        above, indent = above.enter_item(indent), dash.end()
    return above, indent, line[indent:].rstrip("\n")


def _in_brackets(above: _Above, brackets: tuple[Bracket, ...], word: str) -> Place | None:
    """Find the place within brackets; none after the last has been closed."""
    if not brackets:
        return None
    path = (*above.path, *(each.step for each in brackets if each.step is not None))
    is_key = brackets[-1].step is None
    return Place(path, word, is_key, not is_key, brackets[-1].given)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
