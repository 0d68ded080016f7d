"""The words of a document, each with its place and with whether it may be repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

WORD = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ&]+")
CAPITAL = "A-ZÀ-ÖØ-Þ"
SMALL = "a-zß-öø-ÿ"

KEPT = re.compile(
    rf"""
    \S*(?:@|://|\w\.\w)\S*                        # e-mail, web address, name of a file, t.ex.
    | \S*\d\S*[/:.,\-–]\S* | \S*[/:.,\-–]\S*\d\S*  # date, file number, 10.30, 2021-2025
    | \b[{CAPITAL}]\w*(?=\s+\d+/\d)            # what stands before a file number
    | \b[{CAPITAL}0-9]{{2,}}(?::\w+)?\b           # abbreviation, IVO:s
    | \b[{CAPITAL}]\b                             # initial
    | \b[{CAPITAL}]+\d+\b                         # A4
    | \b\w*[{SMALL}]\w*[{CAPITAL}]\w*\b           # eWork
    | \b\w*\d\w*\d\w*\d\w*\b                      # three digits and more
    | \b\d+[a-mo-qs-zß-öø-ÿ]\b                   # 2b, 6h; but 4r is "är" and 14n is "län"
    """,
    re.VERBOSE,
)
"""What is never altered, wherever it stands."""
ENDS_SENTENCE = re.compile(r"(?<!\b\w)(?<!\b\w\w)[.!?][\"”»’)\]]*$")
"""A full stop that does not end an abbreviation of one or two letters."""
OPENING = "\"”»’'([ \t"
BULLET = re.compile(r"^\s*(?:[-–•*·]|\d+[.)])$")
NARROW = 0.85
"""Share of the width of a text within which a word would surely have found room."""


class Standing(Enum):
    """Whether a word may be repaired."""

    FREE = "free"
    NAME = "name"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands.

    Attributes
    ----------
    line, start : int
        Place of the line among the lines, and of the first letter in it, from 0.
    text : str
        The word.
    standing : Standing
        Whether it may be repaired: names only if the glossary has them.
    """

    line: int
    start: int
    text: str = field(repr=False)
    standing: Standing


def find_tokens(lines: Sequence[str]) -> list[Token]:
    """Find the words of a text.

    Parameters
    ----------
    lines : sequence of str
        The lines of the text.

    Returns
    -------
    list of Token
        In order.

    Notes
    -----
    A word is held to be a name if it has a capital inside a sentence, if it begins a sentence
    and another with a capital follows, or if it is held to be one elsewhere in the text.
    """
    width = _width(lines)
    tokens = [
        token
        for at, line in enumerate(lines)
        for token in _tokens(line, at, after=lines[at - 1] if at else "", width=width)
    ]
    names = {_bare(token.text) for token in tokens if token.standing is Standing.NAME}
    return [_as_name(token) if _bare(token.text) in names else token for token in tokens]


def _width(lines: Sequence[str]) -> int:
    """Return the length that nine of ten lines do not exceed."""
    lengths = sorted(len(line) for line in lines if line.strip()) or [0]
    return lengths[len(lengths) * 9 // 10 - (len(lengths) > 1)]


def _tokens(line: str, at: int, *, after: str, width: int) -> Iterator[Token]:
    kept = [match.span() for match in KEPT.finditer(line)]
    for match in WORD.finditer(line):
        start, word = match.start(), match.group()
        if word.isdigit() or any(first <= start < last for first, last in kept):
            standing = Standing.KEPT
        elif (
            word[0].isupper() and word.isalpha() and _is_name(line, match, after=after, width=width)
        ):
            standing = Standing.NAME
        else:
            standing = Standing.FREE
        yield Token(at, start, word, standing)


def _is_name(line: str, match: re.Match[str], *, after: str, width: int) -> bool:
    """Tell whether a word with a capital is held to be a name."""
    before = BULLET.sub("", line[: match.start()].rstrip(OPENING))
    if before.strip():
        begins = bool(ENDS_SENTENCE.search(before))
    else:
        begins = before != line[: match.start()].rstrip(OPENING) or _ends_paragraph(
            after, match.group(), width=width
        )
    return not begins or line[match.end() :].lstrip(" ")[:1].isupper()


def _ends_paragraph(line: str, following: str, *, width: int) -> bool:
    """Tell whether a line ends a sentence, or ends where the next word would have had room."""
    line = line.strip()
    room = len(line) + 1 + len(following) <= NARROW * width
    return not line or bool(ENDS_SENTENCE.search(line)) or room


def _bare(word: str) -> str:
    """Take the ending of the genitive off."""
    return word.removesuffix("s")


def _as_name(token: Token) -> Token:
    is_free = token.standing is Standing.FREE and token.text[0].isupper()
    return Token(token.line, token.start, token.text, Standing.NAME) if is_free else token
