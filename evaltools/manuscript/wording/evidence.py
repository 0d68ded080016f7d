"""What a sentence cites, as far as it can carry a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from evaltools.artefacts import Artefacts, Meaning, TableArtefact, ValueMetadata, is_number
from evaltools.declarations import Language
from evaltools.manuscript.wording.assertions import find_assertions
from evaltools.manuscript.wording.lexicon import CITATION, Lexicon
from evaltools.manuscript.wording.sentences import Sentence

OWNERS = ("change", "difference", "estimate")
"""Columns of a table that hold a number with its interval."""
CHANCE = 0.05
"""An adjusted p-value from this on is chance."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number that a sentence cites.

    Attributes
    ----------
    name : str
        How the text cites it.
    place : int
        Where in the sentence.
    meaning : Meaning or None
        What it is; None where nobody has said.
    number : float or None
        The number; None where it is hidden, unknown or a text.
    low, high : float or None
        The limits of its interval.
    by_chance : bool
        True where the p-value, adjusted for the number of tests, is too large.
    reading : frozenset of str
        What the row's reading asserts, where the table has one.
    in_percent : bool
        True where it is printed with per cent.
    """

    name: str
    place: int
    meaning: Meaning | None
    number: float | None
    low: float | None = None
    high: float | None = None
    by_chance: bool = False
    reading: frozenset[str] = frozenset()
    in_percent: bool = False

    @property
    def kind(self) -> str | None:
        """What it is: a level, a change or a difference."""
        return self.meaning.kind if self.meaning else None

    @property
    def design(self) -> int:
        """Level of its design; 0 where it has none."""
        return (self.meaning.design or 0) if self.meaning else 0

    @property
    def moves(self) -> str | None:
        """Which way it is established: "rising" or "falling"."""
        if self.reading:
            return next((way for way in ("rising", "falling") if way in self.reading), None)
        if self.low is None or self.high is None or self.by_chance:
            return None
        none = 1 if self.meaning and self.meaning.is_ratio else 0
        return "rising" if self.low > none else "falling" if self.high < none else None


def cited_evidence(sentence: Sentence, *, artefacts: Artefacts, lexicon: Lexicon) -> list[Evidence]:
    """Collect the numbers that a sentence cites.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    artefacts : Artefacts
        The results.
    lexicon : Lexicon
        The words of its language.

    Returns
    -------
    list of Evidence
        The values, and of each table that it cites the rows that it names and no other row
        shares the name of.
    """
    places = [match.start() for match in re.finditer(CITATION, sentence.text)]
    found: list[Evidence] = []
    for identifier, place in zip(sentence.citations, places, strict=True):
        if value := artefacts.values.get(identifier):  # noqa: PD011
            found.append(_of_value(value, place))
        elif table := artefacts.tables.get(identifier):
            found += _of_rows(table, sentence.text, lexicon)
    return found


def named_rows(table: TableArtefact, text: str, *, language: Language) -> dict[int, int]:
    """Find the rows of a table that a sentence names.

    Parameters
    ----------
    table : TableArtefact
        The table.
    text : str
        The sentence.
    language : {"sv", "en"}
        Its language.

    Returns
    -------
    dict of int to int
        The place of the name in the sentence by the number of the row. A row is named by its
        first text, or by that and the others where rows share it.
    """
    labels = _labels(table, language)
    places = _longest({label: place for label in {each[0] for each in labels if each}
                       if (place := _place(label, text)) is not None})  # fmt: skip
    rows: dict[int, int] = {}
    for label, place in places.items():
        sharing = [number for number, each in enumerate(labels) if each and each[0] == label]
        if len(sharing) > 1:
            sharing = [n for n in sharing if _names_all(labels[n][1:], text)]
        if len(sharing) == 1:
            rows[sharing[0]] = place
    return rows


def row_evidence(table: TableArtefact, number: int, *, place: int, lexicon: Lexicon) -> Evidence:
    """Read a row of a table as evidence.

    Parameters
    ----------
    table : TableArtefact
        The table.
    number : int
        Number of the row, from 0.
    place : int
        Where the sentence names it.
    lexicon : Lexicon
        The words of the language, which the row's reading is read by.

    Returns
    -------
    Evidence
        Its change, difference or estimate.
    """
    row: Mapping[Any, Any] = table.data.iloc[number].to_dict()
    owner = next((name for name in OWNERS if name in row), None)
    p_adjusted = _known(row.get("p_adjusted"))
    return Evidence(
        name=f"the row in {table.metadata.id}",
        place=place,
        meaning=_meaning(table, row, owner),
        number=_known(row[owner]) if owner else None,
        low=_known(row.get("conf_low")) if owner else None,
        high=_known(row.get("conf_high")) if owner else None,
        by_chance=p_adjusted is not None and p_adjusted >= CHANCE,
        reading=_reading(row.get(f"reading.{lexicon.language}"), lexicon),
    )


def _of_value(value: ValueMetadata, place: int) -> Evidence:
    name = f"{{val:{value.id.removeprefix('val-')}}}"
    limits = (value.conf_low, value.conf_high)
    in_percent = value.format == "percent"
    return Evidence(name, place, value.meaning, value.value, *limits, in_percent=in_percent)


def _of_rows(table: TableArtefact, text: str, lexicon: Lexicon) -> Iterator[Evidence]:
    for number, place in named_rows(table, text, language=lexicon.language).items():
        yield row_evidence(table, number, place=place, lexicon=lexicon)


@lru_cache(maxsize=256)
def printed_cells(table: TableArtefact, language: Language) -> list[list[str]]:
    """Return the cells of a table, written once however often the text cites it."""
    return table.cells(language)


@lru_cache(maxsize=256)
def _labels(table: TableArtefact, language: Language) -> list[list[str]]:
    """Return the texts of each row in the order of the columns."""
    texts = [not is_number(column.format) for column in table.metadata.columns]
    return [
        [cell for cell, is_text in zip(row, texts, strict=True) if is_text and cell]
        for row in printed_cells(table, language)
    ]


def _place(label: str, text: str) -> int | None:
    words = r"\s+".join(map(re.escape, label.split()))
    match = re.search(rf"(?<![\w-]){words}(?:s|'s|’s)?(?![\w-])", text, re.IGNORECASE)
    return match.start() if match else None


def _longest(places: dict[str, int]) -> dict[str, int]:
    """Leave out a name that stands within another name."""
    return {
        label: place
        for label, place in places.items()
        if not any(
            begin <= place and place + len(label) <= begin + len(other) and other != label
            for other, begin in places.items()
        )
    }


def _names_all(labels: list[str], text: str) -> bool:
    return bool(labels) and _place(labels[0], text) is not None


def _meaning(table: TableArtefact, row: Mapping[Any, Any], owner: str | None) -> Meaning | None:
    declared = table.metadata.meaning
    if declared is not None or owner is None:
        return declared
    kind = "change" if owner == "change" else "level"
    is_contrast = owner == "difference" or any(str(name).startswith("contrast") for name in row)
    return Meaning(kind="difference" if is_contrast else kind)


def _known(number: object) -> float | None:
    return None if number is None or pd.isna(number) else float(number)  # type: ignore[call-overload, arg-type]


def _reading(text: object, lexicon: Lexicon) -> frozenset[str]:
    """Read what a row's own words assert; "none" where they assert nothing."""
    if not isinstance(text, str):
        return frozenset()
    asserted = find_assertions(text, lexicon=lexicon)
    return frozenset(each.kind for each in asserted if not each.lifted) or frozenset({"none"})
