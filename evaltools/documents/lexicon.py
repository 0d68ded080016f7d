"""The words that exist: how often each is used, and those of the programme itself."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from evaltools.declarations import Declared, Text
from evaltools.documents.channel import Guess, Words, guess
from evaltools.errors import ConfigurationError, Fault
from evaltools.programme import Organisation, Programme

WORD = re.compile(r"[a-zåäöéüàè]+")
RAREST = 10 ** (1.5 - 9)
"""Frequency below which a list of words holds more slips than words: 1.5 on Zipf's scale."""
OF_THE_GLOSSARY = 0.25
"""Share of the words of a document that are held to be of the glossary, each as often."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What words are repaired by; it remembers what it has guessed.

    Attributes
    ----------
    words : Words
        The words that exist.
    glossary : frozenset of str
        Words that are repaired with a capital inside a sentence too, such as names of bodies.
    """

    words: Words = field(repr=False)
    glossary: frozenset[str] = field(default=frozenset(), repr=False)
    _guesses: dict[str, Guess] = field(default_factory=dict, repr=False)

    def guess(self, token: str) -> Guess:
        """Guess what stood where a word was read, in small letters."""
        if token not in self._guesses:
            self._guesses[token] = guess(token, self.words)
        return self._guesses[token]


def build_lexicon(glossary: Collection[str] = ()) -> Lexicon:
    """Build a lexicon from how often words are used in Swedish.

    Parameters
    ----------
    glossary : collection of str
        Words that the documents are known to use, see `glossary`.

    Returns
    -------
    Lexicon
        Some 190,000 words.

    Raises
    ------
    ConfigurationError
        If the package wordfreq is not installed.

    References
    ----------
    Speer (2022). rspeer/wordfreq: v3.0. doi:10.5281/zenodo.7199437. Its data are CC BY-SA 4.0.
    """
    own = frozenset(word.lower() for word in glossary)
    often = dict.fromkeys(own, OF_THE_GLOSSARY / max(len(own), 1))
    frequencies = _frequencies()
    costs = {
        word: -math.log(frequencies.get(word, 0.0) + often.get(word, 0.0))
        for word in frequencies.keys() | own
    }
    return Lexicon(Words(costs, _beginnings(costs)), own)


def glossary(programme: Programme, organisation: Organisation) -> frozenset[str]:
    """Collect the words of a programme and of the bodies that carry it out.

    Parameters
    ----------
    programme : Programme
        The programme with its indicators.
    organisation : Organisation
        The bodies.

    Returns
    -------
    frozenset of str
        The Swedish words of all their texts, three letters and longer, in small letters.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.documents import glossary
    >>> from evaltools.programme import read_organisation, read_programme
    >>> folder = Path("programme")
    >>> words = glossary(read_programme(folder), read_organisation(folder))
    >>> "stadsdelsnämnd" in words
    True
    """
    texts = (*_swedish(programme), *_swedish(organisation))
    return frozenset(word for text in texts for word in WORD.findall(text.lower()) if len(word) > 2)


def _swedish(value: object) -> Iterator[str]:
    """Yield every Swedish text of a declaration."""
    match value:
        case Text(sv=text):
            yield text
        case Declared():
            yield from _swedish([getattr(value, name) for name in type(value).model_fields])
        case dict():
            yield from _swedish(list(value.values()))
        case tuple() | list():
            for part in value:
                yield from _swedish(part)


def _frequencies() -> dict[str, float]:
    """Return how often each word is used."""
    try:
        from wordfreq import get_frequency_dict
    except ImportError:
        raise ConfigurationError(
            Fault(
                "wordfreq",
                "letters å, ä and ö are lost, and the words to repair them by are not installed.",
                "In the folder of the project: python -m pip install -e '.[text]'.",
            )
        ) from None
    found: dict[str, float] = get_frequency_dict("sv", wordlist="best")
    return {word: each for word, each in found.items() if each >= RAREST and WORD.fullmatch(word)}


def _beginnings(costs: dict[str, float]) -> dict[str, float]:
    """Return the lowest cost of the words with each beginning: common words come first."""
    lowest: dict[str, float] = {}
    for word in sorted(costs, key=costs.__getitem__):
        for end in range(len(word), -1, -1):
            if word[:end] in lowest:
                break
            lowest[word[:end]] = costs[word]
    return lowest
