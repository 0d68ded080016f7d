"""The lines of a panel: what they are called, where they break, and what they lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from evaltools.declarations import Language, Text
from evaltools.figures.canvas import HIDDEN
from evaltools.figures.palette import BLUE, GREEN, INK, OCHRE, PAGE, WINE
from evaltools.numerals import write_number

STYLES = [
    (marker, colour, face)
    for is_open in (False, True)
    for marker, colour in (
        ("o", BLUE),
        ("s", OCHRE),
        ("^", GREEN),
        ("D", WINE),
        ("v", INK),
    )
    for face in [PAGE if is_open else colour]
]
"""Marker, colour and face of each line of a panel."""
ALL = Text(sv="alla", en="all")
MISSING = Text(sv="uppgift saknas", en="no value")
PER_CENT = Text(sv="\u00a0%", en="%")
BREAK = Text(sv="ny definition", en="new definition")
LEFT_OUT = Text(
    sv="{} grupper till ritas inte; tabellen visar dem",
    en="{} more groups are not drawn; the table shows them",
)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of a panel.

    Attributes
    ----------
    name : str
        What it is called; "" where the panel has no other.
    observed : pandas.DataFrame
        Its observations in order of time; `value` is NaN where there is none.
    style : tuple of str
        Marker, colour and face.
    """

    name: str
    observed: pd.DataFrame
    style: tuple[str, str, str]

    @property
    def printed(self) -> pd.DataFrame:
        """The observations that have a value."""
        return self.observed.dropna(subset=["value"])

    def stretches(self) -> Iterator[pd.DataFrame]:
        """Yield what may be joined: one definition, and no period without a value."""
        printed = self.printed
        apart = printed["at"].diff().gt(1.5 * printed["step"])
        begins = apart | printed["segment"].ne(printed["segment"].shift())
        for _, stretch in printed.groupby(begins.cumsum()):
            yield stretch

    def breaks(self) -> list[float]:
        """Return the times, midway between two observations, at which the definition changes."""
        printed = self.printed
        return list(((printed["at"] + printed["at"].shift()) / 2)[self._is_redefined])

    def redefined(self) -> list[int]:
        """Return the year of the first value of each new definition."""
        return [int(year) for year in self.printed["year"][self._is_redefined]]

    @property
    def _is_redefined(self) -> pd.Series[bool]:
        segment = self.printed["segment"]
        return segment.shift().notna() & segment.ne(segment.shift())

    def absent(self, *, hidden: bool) -> list[int]:
        """Return the years within the line that have no value, hidden ones or the others."""
        years = self.observed["year"].astype(int)
        silent = set(years[self.observed["hidden"].astype(bool)])
        told = set(years[self.observed["value"].notna()])
        if hidden:
            return sorted(silent - told)
        return sorted(set(range(years.min(), years.max() + 1)) - told - silent)


def lines_of(panel: pd.DataFrame, language: Language) -> list[Line]:
    """Part the observations of a panel into lines; more than there are styles are left out."""
    parts = panel.groupby("line.sv", sort=False)
    unnamed = ALL[language] if len(parts) > 1 else ""
    return [
        Line(
            str(part[f"line.{language}"].iloc[0]) or unnamed,
            part.astype(dict.fromkeys(_NUMBERS, float)).sort_values("at"),
            style,
        )
        for (_, part), style in zip(parts, STYLES, strict=False)
    ]


_NUMBERS = ("year", "at", "step", "value", "segment")


def write_value(value: float, language: Language) -> str:
    """Write a value with as few decimals as tell what it is."""
    size = abs(value)
    decimals = 0 if float(value).is_integer() else 1 if size >= 1 else 2 if size >= 0.1 else 3
    return write_number(value, language=language, decimals=decimals)


def label_of(line: Line, *, last: int, language: Language) -> str:
    """Say at the end of a line what it is and where it ends, with the year if others go on."""
    if line.printed.empty:
        why = HIDDEN if line.observed["hidden"].any() else MISSING
        return " ".join(filter(None, [line.name, why[language]]))
    end = line.printed.iloc[-1]
    sign = PER_CENT[language] if str(end["unit"]).startswith("%") else ""
    year = f" ({int(end['year'])})" if end["year"] < last else ""
    return " ".join(filter(None, [line.name, f"{write_value(end['value'], language)}{sign}{year}"]))


def remarks(panel: pd.DataFrame, lines: Sequence[Line], language: Language) -> list[str]:
    """Say below a panel what a reader must know: breaks, years that lack, what is left out."""
    breaks = sorted({year for line in lines for year in line.redefined()})
    said = [f"{write_years(breaks)}: {BREAK[language]}"] if breaks else []
    for hidden, words in ((False, MISSING), (True, HIDDEN)):
        said += _absences(lines, words[language], hidden=hidden)
    left = panel["line.sv"].nunique() - len(lines)
    return [*said, *([LEFT_OUT[language].format(left)] if left else [])]


def _absences(lines: Sequence[Line], words: str, *, hidden: bool) -> Iterator[str]:
    """Say which years lack, of all lines alike or of which lines."""
    names = defaultdict[str, list[str]](list)
    for line in lines:
        names[write_years(line.absent(hidden=hidden))].append(line.name)
    for years, lacking in names.items():
        if years:
            of = "" if len(names) == 1 else ", ".join(filter(None, lacking))
            yield " ".join(filter(None, [of, f"{years}: {words}"]))


def write_years(years: Sequence[int]) -> str:
    """Write years, those that follow each other as a span: 2015, 2018–2021."""
    numbers = pd.Series(years, dtype="int64")
    runs = numbers.groupby((numbers.diff() != 1).cumsum())
    spans = [(run.iloc[0], run.iloc[-1]) for _, run in runs]
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)
