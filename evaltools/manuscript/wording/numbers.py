"""Numbers that are written by hand in the evaluators' text, and those that a result prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from evaltools.artefacts import Artefacts, TableArtefact, is_number, write
from evaltools.declarations import Language
from evaltools.manuscript.wording.evidence import printed_cells
from evaltools.manuscript.wording.lexicon import Lexicon, read_lexicon
from evaltools.manuscript.wording.sentences import Sentence

Unit = Literal["percent", "points", ""]
DIFFERENCES = ("change", "difference")
"""Columns of a table whose per cent are percentage points."""
YEAR = re.compile(r"(?:19|20)\d\d(?:[–/-](?:19|20)?\d\d)?(?:-(?:talet|tal))?")
STRUCTURED = re.compile(r"\d+(?:[.:/-]\d+){2,}(?:/\d+)?|\d+[:/]\d+|\(\d{1,2}\)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text.

    Attributes
    ----------
    text : str
        As it is written.
    number : str
        Its digits with a point for decimals.
    unit : {"percent", "points", ""}
        What it counts.
    place : int
        Where it stands in the sentence.
    """

    text: str
    number: str
    unit: Unit
    place: int


def find_numerals(text: str, *, lexicon: Lexicon) -> Iterator[Numeral]:
    """Find the numbers of a sentence: digits, and words for numbers before per cent.

    Parameters
    ----------
    text : str
        The sentence.
    lexicon : Lexicon
        The words of its language.

    Yields
    ------
    Numeral
        None for years, dates, ages, file numbers, and for what follows a word such as "level".
    """
    read = _without_labelled(text, lexicon)
    for match in _numbers(lexicon.language).finditer(read):
        unit: Unit = "points" if match["points"] else "percent" if match["percent"] else ""
        if not unit and (match["words"] or YEAR.match(read, match.start())):
            continue
        if not _is_said_of_time(read[match.end() :], lexicon):
            yield Numeral(match.group().strip(), _plain(match, lexicon), unit, match.start())


def printed_numbers(sentence: Sentence, *, artefacts: Artefacts, language: Language) -> set[
    tuple[str, Unit]
]:  # fmt: skip
    """Return the numbers that what a sentence cites prints, each with its unit.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    artefacts : Artefacts
        The results.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    set of tuple of str
        Number and unit; a number whose unit stands elsewhere in its table has every unit.
    """
    printed: set[tuple[str, Unit]] = set()
    for identifier in sentence.citations:
        value, table = artefacts.values.get(identifier), artefacts.tables.get(identifier)
        if value is not None and value.value is not None:
            text = write(value.value, format=value.format, language=language)
            printed |= _in_units(text, value.format, language)
        elif table is not None:
            printed |= _in_table(table, language)
    return printed


@lru_cache(maxsize=256)
def _in_table(table: TableArtefact, language: Language) -> frozenset[tuple[str, Unit]]:
    """Return the numbers of a table; per cent of a difference are percentage points."""
    formats = [
        "points" if each.name in DIFFERENCES and each.format == "percent" else each.format
        for each in table.metadata.columns
    ]
    return frozenset(
        each
        for row in printed_cells(table, language)
        for cell, column, form in zip(row, table.metadata.columns, formats, strict=True)
        if is_number(column.format)
        for each in _in_units(cell, form, language)
    )


def _in_units(text: str, format: str, language: Language) -> set[tuple[str, Unit]]:
    number = _digits(text, language)
    if format == "percent":
        return {(number, "percent")}
    if format == "points":
        return {(number, "points")}
    units: Iterable[Unit] = ("percent", "points", "") if format in ("number", "decimal") else ("",)
    return {(number, unit) for unit in units}


def _digits(text: str, language: Language) -> str:
    """Write a printed number with a point for decimals and nothing for thousands."""
    bare = re.sub(r"[^\d.,]", "", text)
    return bare.replace(",", ".") if language == "sv" else bare.replace(",", "")


def _without_labelled(text: str, lexicon: Lexicon) -> str:
    """Blank what follows a label, as in "goals 3 and 4", and file numbers."""
    labels = lexicon.patterns["labels"].pattern
    listed = (
        r"\s+\d[\d./:-]*(?:(?:\s*[,–-]\s*|\s+(?:och|and|till|to|eller|or|av|of)\s+)\d+(?:\.\d+)*)*"
    )
    blanked = re.sub(f"{labels}{listed}", _blank, text, flags=re.IGNORECASE)
    return STRUCTURED.sub(_blank, blanked)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_said_of_time(following: str, lexicon: Lexicon) -> bool:
    """Tell days, ages and levels of confidence from counts by what follows, also in a range."""
    after = re.sub(r"^[\s–-]*(?:\d+\s+)?", "", following)
    return lexicon.patterns["after_numbers"].match(after) is not None


@cache
def _numbers(language: Language) -> re.Pattern[str]:
    lexicon = read_lexicon(language)
    thousands, decimal = ("[ \u00a0\u202f]", ",") if language == "sv" else (",", r"\.")
    words = "|".join(lexicon.words.number_words)
    percent, points = ("|".join(map(re.escape, sorted(each, key=len, reverse=True)))
                       for each in (lexicon.words.percent, lexicon.words.points))  # fmt: skip
    digits = rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    unit = rf"[\s\u00a0]*(?:(?P<points>(?:{points})(?!\w))|(?P<percent>(?:{percent})(?![\w-])))"
    return re.compile(
        rf"(?<![\w.,/:\ufffc])(?:(?P<digits>{digits})|(?P<words>(?:{words})))(?![\w])(?:{unit})?",
        re.IGNORECASE,
    )


def _plain(match: re.Match[str], lexicon: Lexicon) -> str:
    if match["words"]:
        return _value_of_word(match["words"].lower(), lexicon)
    return _digits(match["digits"], lexicon.language)


def _value_of_word(word: str, lexicon: Lexicon) -> str:
    """Return the number of a word: the list counts to twenty and goes on in tens."""
    words = list(lexicon.words.number_words)
    values = _VALUES_SV if lexicon.language == "sv" else _VALUES_EN
    return str(values[words.index(word)])


_TENS = (30, 40, 50, 60, 70, 80, 90, 100, 1000)
_VALUES_EN = (*range(1, 21), *_TENS)
_VALUES_SV = (1, *_VALUES_EN)
