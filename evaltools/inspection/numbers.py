"""Numbers written as in another language, and the language that a text is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_SWEDISH = "och att det som en på är av för med till den har inte om ett de var"
_ENGLISH = "the of and to in is that for it as was with be by on not are this"
SAID = {"sv": frozenset(_SWEDISH.split()), "en": frozenset(_ENGLISH.split())}
"""The most frequent words of each language that are no words of the other."""
FEWEST = 12
"""So many of them must be heard before a language is told."""
FOREIGN = {
    "sv": re.compile(r"\d+\.\d+|[1-9]\d{0,2}(,\d{3})+"),
    "en": re.compile(r"\d+,(\d{1,2}|\d{4,})|0,\d+"),
}
"""A decimal point or a comma for thousands in Swedish, a decimal comma in English."""
LETTER, RANGE = re.compile(r"[^\W\d_]|/"), re.compile("[–—]")
THREE_DECIMALS = re.compile(r"[<−-]?\d,\d{3}")
CAPITALS = re.compile(r"[A-ZÅÄÖ]{2,}[\w/-]*")
_NAMES = (
    "version ver v avsnitt kapitel bilaga section sections chapter annex punkt kl nr dnr § §§ "
    "python typst word"
)
NAMED = frozenset(_NAMES.split())
"""Words of which the number after them is part of a name."""
CERTAIN = "1,000"
"""A p-value in Swedish, where it stands alone or beside other numbers of three decimals."""


def foreign_number(text: str, *, language: str) -> Iterator[str]:
    """Yield the numbers of a text that are written as in another language.

    Parameters
    ----------
    text : str
        The text.
    language : str
        Its language; of any but "sv" and "en" nothing is said.

    Yields
    ------
    str
        The number. What has letters or slashes in it is no number, nor is a date, a version or
        the number of a section.

    Examples
    --------
    >>> list(foreign_number("12.5 procent, dnr 2020/924, Python 3.11", language="sv"))
    ['12.5']
    """
    if language not in FOREIGN:
        return
    before = ""
    for token in text.split():
        for number in _numbers(token):
            is_p = number == CERTAIN and (not before or THREE_DECIMALS.fullmatch(before))
            if FOREIGN[language].fullmatch(number) and not is_p and not _names(before):
                yield number
        before = token


def _numbers(token: str) -> list[str]:
    """Return the numbers of a token: both ends of a range, none where it has letters."""
    if LETTER.search(token):
        return []
    return [part.strip("().,;:%<>=±~≈−+-*[]\"'”“’†") for part in RANGE.split(token)]


def spoken(texts: Iterable[str]) -> str | None:
    """Tell which language texts are in.

    Parameters
    ----------
    texts : iterable of str
        The texts.

    Returns
    -------
    {"sv", "en"} or None
        None where too few words tell.
    """
    words = Counter(word for text in texts for word in text.lower().split())
    heard = {language: sum(words[word] for word in known) for language, known in SAID.items()}
    most = max(heard, key=lambda language: heard[language])
    return most if heard[most] >= FEWEST and heard[most] > 2 * min(heard.values()) else None


def _names(word: str) -> bool:
    """Tell whether a word names what number follows, as in "WCAG 2.1" or "avsnitt 2.1"."""
    bare = word.strip("().,;:")
    return bare.lower() in NAMED or bool(CAPITALS.fullmatch(bare))
