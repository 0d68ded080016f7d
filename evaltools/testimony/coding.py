"""What persons coded: which theme they found in which text, and how it is spoken of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Valence = Literal["strength", "weakness", "need", "descriptive"]
"""How a theme is spoken of."""
VALENCES: tuple[Valence, ...] = get_args(Valence)


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that is coded as one.

    Attributes
    ----------
    id : str
        Of an open answer made from its question and its redacted words alone: whoever wrote the
        same words there wrote the same unit, and "Utbildning" as a strength is not that as a
        need. Of a passage: the file and where it stands.
    source : str
        The question, or the file of the document.
    text : str
        The words, redacted.
    page, line : int or None
        Where a passage begins; None for an open answer.
    """

    id: str
    source: str
    text: str = field(repr=False)
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """One theme that one coder found in a unit, or that none was found.

    Attributes
    ----------
    unit : str
        Id of the unit.
    coder : str
        Initials of the person; of an adjudicated coding, of who decided.
    theme : str or None
        Id of the theme; None where the coder looked and found none.
    valence : {"strength", "weakness", "need", "descriptive"} or None
        How it is spoken of; None where there is no theme.
    start, end : int or None
        What part of the text it is about, in code points, `end` excluded; None for all of it.
    """

    unit: str
    coder: str
    theme: str | None
    valence: Valence | None
    start: int | None = None
    end: int | None = None
