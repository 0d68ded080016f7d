"""One small panel: a scale of its own, lines over the years, and what is said below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.ticker import MaxNLocator

from evaltools.declarations import Language
from evaltools.figures.lettering import text_width, wrap
from evaltools.figures.lines import Line, label_of, lines_of, remarks
from evaltools.figures.page import (
    EDGE,
    PLAIN,
    SMALL,
    height_of,
)
from evaltools.figures.scales import write_ticks
from evaltools.numerals import write_number

SHADE = "#eef2f6"
GUTTER = 0.36
"""Inches at the left of a field that the numbers of its scale have at least."""
ROOM = 0.4
"""Share of a panel's width in which its lines are named."""
SIGN = 0.12
"""Inches that the sign before the name of a line takes."""
YEARS = 0.24
"""Inches that the years take below the field."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all panels of a figure share.

    Attributes
    ----------
    width, height : float
        Of a panel with its labels, and of the field in which it draws, in inches.
    gutter : float
        Inches at the left of the field for the numbers of the scale.
    aside : float
        Inches at the left of the field for all that is said; 0 where it stands above and below.
    years : tuple of int
        First and last year that are drawn.
    period : tuple of int
        First and last year of the programme.
    """

    width: float
    height: float
    gutter: float
    aside: float
    years: tuple[int, int]
    period: tuple[int, int]

    def x(self, at: float) -> float:
        """Place a time, in inches from the left of the panel."""
        first, last = self.years
        begin = self.aside + self.gutter + 0.08
        room = (self.width - self.aside) * (1 - ROOM) - self.gutter - 0.16
        return begin + (at - first) / max(last - first, 1) * room

    @property
    def words(self) -> float:
        """Width in inches of what is said of a panel."""
        return (self.aside or self.width) - EDGE

    @property
    def title_size(self) -> float:
        """Size of titles in points."""
        return SMALL if self.aside else PLAIN


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One panel in one language.

    Attributes
    ----------
    name : str
        What it is about.
    title, unit, feet : list of str
        Lines above and below it, as they fit.
    lines : list of Line
        What it draws.
    labels : list of list of str
        What each line is called, as it fits.
    target : float or None
        The value to be reached; None where none is declared.
    beside : bool
        Whether the labels stand beside the ends of the lines, or else below the panel.
    """

    frame: Frame
    name: str
    title: list[str]
    unit: list[str]
    feet: list[str]
    lines: list[Line]
    labels: list[list[str]]
    target: float | None
    beside: bool
    language: Language

    @classmethod
    def of(cls, values: pd.DataFrame, frame: Frame, language: Language) -> Panel:
        """Lay one panel out."""
        lines, width = lines_of(values, language), frame.words
        last = int(values["year"].max())
        names = [label_of(line, last=last, language=language) for line in lines]
        room = frame.width - EDGE - frame.x(frame.years[1]) - 0.14 - SIGN
        labels = [wrap(name, width=room, size=SMALL) for name in names]
        beside = sum(height_of(label, size=SMALL) for label in labels) <= frame.height and all(
            text_width(word, size=SMALL) <= room for name in names for word in name.split(" ")
        )
        if not beside:
            labels = [wrap(name, width=width - SIGN, size=SMALL) for name in names]
        targets = values["target"].dropna()
        title, unit = str(values[f"panel.{language}"].iloc[0]), _unit(values, language)
        return cls(
            frame=frame,
            name=title,
            title=wrap(
                f"{title} ({unit})" if frame.aside else title, width=width, size=frame.title_size
            ),
            unit=[] if frame.aside else wrap(unit, width=width, size=SMALL),
            feet=[
                part
                for each in remarks(values, lines, language)
                for part in wrap(each, width=width, size=SMALL)
            ],
            lines=lines,
            labels=labels,
            target=None if targets.empty else float(targets.iloc[0]),
            beside=beside,
            language=language,
        )

    @property
    def head(self) -> float:
        """Inches of title and unit."""
        return height_of(self.title, size=self.frame.title_size) + height_of(self.unit, size=SMALL)

    @property
    def foot(self) -> float:
        """Inches of the labels that do not fit beside the lines, and of the remarks."""
        key = 0.0 if self.beside else sum(height_of(each, size=SMALL) for each in self.labels)
        return key + height_of(self.feet, size=SMALL)

    @property
    def limits(self) -> tuple[float, float]:
        """Lowest and highest value of the scale."""
        values = [line.printed["value"] for line in self.lines]
        drawn = pd.concat([*values, pd.Series([self.target], dtype=float).dropna()])
        if drawn.empty:
            return 0.0, 1.0
        low, high = float(drawn.min()), float(drawn.max())
        margin = 0.2 * (high - low) or 0.1 * abs(high) or 1.0
        return (max(low - margin, 0.0) if low >= 0 else low - margin), high + margin

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Two to four values of the scale, as they are written."""
        low, high = self.limits
        count = 4 if self.frame.height > 1.5 else 3
        whole = high - low > 2 and all(
            line.printed["value"].mod(1).eq(0).all() for line in self.lines
        )
        places = MaxNLocator(count, integer=whole).tick_values(low, high)
        most = min(high, 100.0) if _is_share(self.lines) else high
        ticks = [each for each in places if low <= each <= most]
        return list(zip(ticks, write_ticks(ticks, self.language), strict=True))

    def y(self, value: float) -> float:
        """Place a value, in inches from the top of the field."""
        low, high = self.limits
        return (high - value) / (high - low) * self.frame.height


def gutter_of(panels: Sequence[Panel]) -> float:
    """Return the inches that the widest number of any scale takes, with the air around it."""
    numbers = [name for panel in panels for _, name in panel.ticks]
    widest = max((text_width(each, size=SMALL) for each in numbers), default=0.0)
    return max(GUTTER, widest + 0.1)


def _unit(values: pd.DataFrame, language: Language) -> str:
    """Say in what the values are, and of how many where the source tells."""
    unit = str(values[f"unit.{language}"].iloc[0])
    told = values.dropna(subset=["value", "denominator"])
    if told.empty:
        return unit
    last = told[told["at"] == told["at"].max()].iloc[0]
    number = write_number(last["denominator"], language=language)
    return f"{unit}, n = {number} ({int(last['year'])})"


def _is_share(lines: Sequence[Line]) -> bool:
    """Tell whether the values are per cent of something, of which there is no more than all."""
    values = pd.concat([line.observed for line in lines])
    is_percent = values["unit"].str.startswith("%").all()
    return bool(is_percent and not values["value"].gt(100).any())


def height_of_row(row: Sequence[Panel], *, years: bool) -> float:
    """Return the height in inches of panels beside each other, with or without the years."""
    frame = row[0].frame
    field, foot = frame.height + YEARS * years, max(panel.foot for panel in row)
    if frame.aside:
        return max(field, *(panel.head + panel.foot for panel in row)) + 0.1
    return max(panel.head for panel in row) + field + foot + 0.24
