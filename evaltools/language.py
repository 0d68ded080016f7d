"""Which language a text is in, and numbers written as in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaltools.declarations import LANGUAGES, Language

FUNCTION_WORDS: dict[Language, set[str]] = {
    "sv": {
        "och", "att", "det", "som", "är", "av", "för", "på", "med", "den", "till", "inte", "har",
        "de", "ett", "en", "om", "vid", "från", "kan", "var", "när", "eller", "men", "så", "vad",
        "hur", "deras", "sin", "sina", "efter", "utan", "mellan",
    },
    "en": {
        "the", "of", "and", "to", "that", "is", "was", "were", "not", "for", "with", "by", "on",
        "from", "their", "which", "what", "how", "it", "as", "at", "or", "but", "be", "been",
        "has", "have", "this", "these", "those", "between", "after", "without",
    },
}  # fmt: skip
"""Words without which hardly a sentence of the language can be written."""
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
    "tabell tabellen tabeller tabellerna figur figuren figurer figurerna "
    "table tables figure figures python typst word"
)
NAMED = frozenset(_NAMES.split())
"""Words of which the number after them is part of a name."""
CERTAIN = "1,000"
"""A p-value in Swedish, where it stands alone or beside other numbers of three decimals."""


def told_language(text: str, *, fewest: int) -> Language | None:
    """Tell in which language a text is written, where its function words tell.

    Parameters
    ----------
    text : str
        A sentence or more.
    fewest : int
        So many function words of the language must be there.

    Returns
    -------
    {"sv", "en"} or None
        None where the words are too few, or those of the other language more than half as many.

    Examples
    --------
    >>> told_language("Det är inte känt vad som hände med de andra.", fewest=3)
    'sv'
    >>> told_language("Socialnämnden, 2025", fewest=3)
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    heard = {each: sum(word in FUNCTION_WORDS[each] for word in words) for each in LANGUAGES}
    fewer, more = sorted(LANGUAGES, key=lambda language: heard[language])
    return more if heard[more] >= max(fewest, 2 * heard[fewer] + 1) else None


def foreign_numbers(text: str, *, language: str) -> Iterator[str]:
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
    >>> list(foreign_numbers("12.5 procent, dnr 2020/924, Python 3.11", language="sv"))
    ['12.5']
    """
    if language not in FOREIGN:
        return
    before = ""
    for token in text.split():
        for number in _numbers(token):
            is_p = number == CERTAIN and (
                not before or THREE_DECIMALS.fullmatch(before.strip("();"))
            )
            if FOREIGN[language].fullmatch(number) and not is_p and not _names(before):
                yield number
        before = token


def _numbers(token: str) -> list[str]:
    """Return the numbers of a token: both ends of a range, none where it has letters."""
    if LETTER.search(token):
        return []
    return [part.strip("().,;:%<>=±~≈−+-*[]\"'”“’†") for part in RANGE.split(token)]


def _names(word: str) -> bool:
    """Tell whether a word names what number follows, as in "WCAG 2.1" or "avsnitt 2.1"."""
    bare = word.strip("().:")
    return bare.lower() in NAMED or bool(CAPITALS.fullmatch(bare))
