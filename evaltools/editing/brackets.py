"""What brackets of YAML leave open: `{sv: …, en: …}` and `[a, b]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evaltools.schemas import Step

_TOKEN = re.compile(
    r"""(?P<comment>(?<=\s)\#.*) | (?P<mark>[{}\[\],]) | (?P<colon>:(?=[\s,\[\]{}]|$))
    | (?P<text>(?<![^\s{\[,:])(?:"(?:[^"\\]|\\.)*"? | '(?:[^']|'')*'?)
      | [^\s"'{}\[\],:]+ | .)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that is open.

    Attributes
    ----------
    step : str or int or None
        The key whose value is being given, or 0 in a list; None where a key may stand.
    is_list : bool
        True for `[`.
    given : mapping of str to str
        Keys that have been given in it, with their values.
    """

    step: Step | None
    is_list: bool
    given: Mapping[str, str] = field(default_factory=dict)


def follow(text: str, brackets: tuple[Bracket, ...]) -> tuple[tuple[Bracket, ...], str]:
    """Follow a text from within some brackets, or from the first.

    Parameters
    ----------
    text : str
        A line, or its beginning.
    brackets : tuple of Bracket
        Those that are open before it, the innermost last.

    Returns
    -------
    tuple of (tuple of Bracket, str)
        Those that are open after it, and what has been written since the last mark.
    """
    word = ""
    for token in _TOKEN.finditer(text):
        if token["comment"]:
            continue
        if token["text"] or not (brackets or token["mark"]):
            word += token[0]
            continue
        brackets, word = _mark(token[0], brackets, unquoted(word.strip())), ""
        if not brackets:
            break
    return brackets, word.lstrip()


def unquoted(text: str) -> str:
    """Take off the quotes of a key."""
    return text[1:-1] if text[:1] in ("'", '"') and text[-1:] == text[0] else text


def _mark(mark: str, brackets: tuple[Bracket, ...], word: str) -> tuple[Bracket, ...]:
    """Open or close a bracket, or go on to the next key or value."""
    if mark in "{[":
        return (*brackets, Bracket(0, True) if mark == "[" else Bracket(None, False))
    *outer, inner = brackets
    if mark in "}]":
        return tuple(outer)
    return (*outer, inner if inner.is_list else _next(mark, inner, word))


def _next(mark: str, inner: Bracket, word: str) -> Bracket:
    """Go on to the value of a key, or to the next key."""
    if mark == ":":
        return inner if inner.step is not None else replace(inner, step=word)
    given = {**inner.given, str(inner.step): word} if inner.step is not None else inner.given
    return Bracket(None, False, given)
