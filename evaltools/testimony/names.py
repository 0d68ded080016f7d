"""Common first and last names in Sweden, by which people are found in free text.

The lists are written down from general knowledge, without a register. They are short, and what
they miss is for the person who reviews each quote.
"""

from __future__ import annotations

from importlib.resources import files


def _read(name: str) -> frozenset[str]:
    text = (files("evaltools.testimony") / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


FIRST = _read("first_names")
LAST = _read("last_names")
ALSO_WORDS = _read("also_words")
"""Names that are words of their own: taken out beside another name or with a capital inside a
sentence, shown to the reviewer where they begin one."""
