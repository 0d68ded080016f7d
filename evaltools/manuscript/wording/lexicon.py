"""The words that the wording check reads, from `wording.<language>.yml` beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from evaltools.declarations import Declared, Language, read_declaration

CITATION = "\ufffc"
"""Stands in a sentence's text where a value, a figure or a table is cited."""
EXACT = ("supposing", "wishing")
"""Lists of which capitals matter: "may" is not "May"."""
Phrases = tuple[str, ...]


class Words(Declared):
    """The content of a file of words; a phrase may have `...` for up to six words."""

    rising: Phrases
    falling: Phrases
    better: Phrases
    worse: Phrases
    continued: Phrases
    to_rise: Phrases
    to_fall: Phrases
    to_improve: Phrases
    to_worsen: Phrases
    more: Phrases
    less: Phrases
    most: Phrases
    least: Phrases
    ranked: Phrases
    multiples: dict[str, float]
    fractions: dict[str, float]
    causes: Phrases
    compatible: Phrases
    speaks: Phrases
    actors: Phrases
    idioms: Phrases
    negations: Phrases
    relatives: Phrases
    asking: Phrases
    conditions: Phrases
    wondering: Phrases
    supposing: Phrases
    wishing: Phrases
    before_bases: Phrases
    auxiliaries: Phrases
    contrasts: Phrases
    joins: Phrases
    alternatives: Phrases
    prepositions: Phrases
    percent: Phrases
    points: Phrases
    number_words: Phrases
    articles: Phrases
    labels: Phrases
    after_numbers: Phrases
    abbreviations: Phrases
    closing: Phrases


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language, with the pattern that finds those of each list."""

    language: Language
    words: Words
    patterns: dict[str, re.Pattern[str]]

    def find(self, kind: str, text: str) -> Iterable[re.Match[str]]:
        """Find the words of a list in a text."""
        return self.patterns[kind].finditer(text)

    def has(self, kind: str, text: str) -> bool:
        """Tell whether a text holds a word of a list."""
        return self.patterns[kind].search(text) is not None


@cache
def read_lexicon(language: Language) -> Lexicon:
    """Read the words of a language.

    Parameters
    ----------
    language : {"sv", "en"}
        The language.

    Returns
    -------
    Lexicon
        The words, each list compiled to one pattern.
    """
    path = Path(str(files("evaltools.manuscript.wording") / f"wording.{language}.yml"))
    words = read_declaration(path, Words)
    lists = {name: tuple(getattr(words, name)) for name in Words.model_fields}
    patterns = {name: _pattern(each, exact=name in EXACT) for name, each in lists.items()}
    return Lexicon(language, words, patterns)


def _pattern(phrases: Phrases, *, exact: bool) -> re.Pattern[str]:
    """Find any of the phrases as whole words, the longest first."""
    longest = sorted(phrases, key=len, reverse=True)
    found = "|".join(map(_phrase, longest))
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])", 0 if exact else re.IGNORECASE)


def _phrase(phrase: str) -> str:
    words = [_GAP if word == "..." else re.escape(word) for word in phrase.split()]
    joined = r"\s+".join(words).replace(rf"\s+{_GAP}\s+", _GAP)
    return joined.replace(r"\*", r"\w*")


_GAP = rf"(?:\s+[\w{CITATION}%'’/-]+){{0,6}}?\s+"
