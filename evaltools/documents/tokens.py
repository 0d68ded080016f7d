"""The words of a document, each with its place and with whether it may be repaired."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

WORD = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ&]+")
RUN = re.compile(r"\S+")
KEPT_RUN = re.compile(
    r"@|://|\w\.\w"  # e-mail, web address, name of a file, t.ex.
    r"|\d[/:.,–-]\w|\w[/:.,–-]\d"  # date, file number, 10.30, 2021-2025
    r"|[A-ZÀ-ÖØ-Þ]{2,}:\w"  # IVO:s
)
FILE_NUMBER = re.compile(r"\s+\d+/\d")
NUMBERED = re.compile(r"\d+[a-mo-qs-zß-öø-ÿ]")
"""2b, 6h; but 4r is "är" and 14n "län": neither letter is a unit, or far down a list."""
DIGITS_OF_A_NUMBER = 3
LONGEST_RUN = 200
"""Characters without a blank beyond which they are no words."""

ENDS_SENTENCE = re.compile(r"(?<!\b\w)(?<!\b\w\w)[.!?][\"”»’)\]]*$")
"""A full stop that does not end an abbreviation of one or two letters."""
OPENING = "\"”»’'([ \t"
BULLET = re.compile(r"\s*(?:[-–•*·]|\d+[.)])")
LOOKED_BACK = 40
"""Characters before a word that tell whether it begins a sentence."""
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
        Whether it may be repaired: a name only if the glossary has it.
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
    and another with a capital follows, or if it is held to be one elsewhere in the text and
    never stands there in small letters.
    """
    width = _width(lines)
    tokens = [
        Token(at, word.start(), word.group(), _standing(word, run.group(), above, width=width))
        for at, (line, above) in enumerate(zip(lines, ["", *lines], strict=False))
        for run in RUN.finditer(line)
        for word in WORD.finditer(line, run.start(), run.end())
    ]
    names = {_bare(token.text) for token in tokens if token.standing is Standing.NAME}
    names -= {token.text.capitalize() for token in tokens if token.text.islower()}
    return [_with_names(token, names) for token in tokens]


def _width(lines: Sequence[str]) -> int:
    """Return the length that nine of ten lines do not exceed."""
    lengths = sorted(len(line) for line in lines if line.strip()) or [0]
    return lengths[(len(lengths) - 1) * 9 // 10]


def _standing(word: re.Match[str], run: str, above: str, *, width: int) -> Standing:
    if _is_kept(word, run):
        return Standing.KEPT
    is_spelt = word.group()[0].isupper() and word.group().isalpha()
    is_name = is_spelt and (_capital_follows(word) or not _begins(word, above, width=width))
    return Standing.NAME if is_name else Standing.FREE


def _is_kept(match: re.Match[str], run: str) -> bool:
    """Tell whether a word is never altered, wherever it stands."""
    word = match.group()
    return bool(
        len(run) > LONGEST_RUN
        or word.isupper()
        or any(letter.isupper() for letter in word[1:])
        or not any(letter.isalpha() for letter in word)
        or sum(letter.isdigit() for letter in word) >= DIGITS_OF_A_NUMBER
        or NUMBERED.fullmatch(word)
        or KEPT_RUN.search(run.rstrip(".,:;"))
        or (word[0].isupper() and FILE_NUMBER.match(match.string, match.end()))
    )


def _capital_follows(word: re.Match[str]) -> bool:
    after = word.string[word.end() : word.end() + 2]
    return after.strip()[:1].isupper() and after[:1] == " "


def _begins(word: re.Match[str], above: str, *, width: int) -> bool:
    """Tell whether a word begins a sentence, a paragraph or a point of a list."""
    before = word.string[max(word.start() - LOOKED_BACK, 0) : word.start()].rstrip(OPENING)
    if not before:
        return _ends_paragraph(above.strip(), word.group(), width=width)
    return bool(BULLET.fullmatch(before) or ENDS_SENTENCE.search(before))


def _ends_paragraph(line: str, following: str, *, width: int) -> bool:
    """Tell whether a line ends a sentence, or ends where the next word would have had room."""
    had_room = len(line) + 1 + len(following) <= NARROW * width
    return not line or had_room or bool(ENDS_SENTENCE.search(line[-LOOKED_BACK:]))


def _bare(word: str) -> str:
    """Take the ending of the genitive off."""
    return word.removesuffix("s")


def _with_names(token: Token, names: set[str]) -> Token:
    is_name = token.standing is Standing.FREE and _bare(token.text) in names
    return replace(token, standing=Standing.NAME) if is_name else token
