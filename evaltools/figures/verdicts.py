"""How many bodies give each verdict."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure, render
from evaltools.figures.goal_status import STATUSES
from evaltools.figures.lettering import text_width, wrap
from evaltools.figures.page import (
    EDGE,
    PLAIN,
    SMALL,
    height_of,
    mark,
    open_sheet,
    top_of,
    write_lines,
)
from evaltools.figures.palette import GREY, LIGHT, PAGE
from evaltools.figures.telling import tell

VERDICTS = {
    "full": Text(sv="uppfylls helt", en="met in full"),
    "part": Text(sv="uppfylls delvis", en="met in part"),
    "none": Text(sv="uppfylls inte", en="not met"),
}
"""The verdicts, as columns of the table and as a reader sees them."""
NAMES, RIGHT = 2.0, 0.55
"""Inches at the left for the goals, and at the right for the number of bodies."""
BAR, KEY = 0.24, 0.34
"""Heights in inches of a bar, and of the words above the bars."""


def draw_verdicts(publishable: Publishable) -> Figure:
    """Draw how many bodies judged each goal as met in full, in part or not.

    Parameters
    ----------
    publishable : Publishable
        One row per goal: `goal.sv`, `goal.en`, `full`, `part` and `none` (counts of bodies).

    Returns
    -------
    Figure
        Stacked bars with sign and count in them; at the right how many gave a verdict.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import publish_facts
    >>> from evaltools.figures import draw_verdicts
    >>> counted = pd.DataFrame(
    ...     {
    ...         "goal": "goal-1",
    ...         "goal.sv": "Förebygga",
    ...         "goal.en": "Prevent",
    ...         "full": 12,
    ...         "part": 5,
    ...         "none": 1,
    ...         "not_applicable": 2,
    ...         "missing": 3,
    ...     },
    ...     index=[0],
    ... )
    >>> verdicts = publish_facts(
    ...     counted,
    ...     about=Text(sv="Nämnders egna bedömningar.", en="Boards' own assessments."),
    ...     synthetic=True,
    ... )
    >>> draw_verdicts(verdicts).alt["en"]
    'For 1 of 1 goals more than half of those who judged say that it is met in full.
    Prevent: 12 met in full, 5 met in part, 1 not met.'
    """
    goals, top = publishable.tidy().to_dict("records"), top_of(publishable)
    rows = {each: [_Row.of(goal, each) for goal in goals] for each in ("sv", "en")}
    most = max([row.total for row in rows["sv"]], default=1)

    def paint(canvas: Canvas, language: Language) -> None:
        sheet, place = open_sheet(canvas), top + KEY
        _paint_key(sheet, top, language)
        for row in rows[language]:
            _paint_row(sheet, row, place, most=most)
            place += row.height

    alt = {each: _alt(goals, each) for each in ("sv", "en")}
    height = max(sum(row.height for row in each) for each in rows.values())
    return render(publishable, paint, alt=Text(**alt), height=top + KEY + height + EDGE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A goal: its name as it fits, and how many bodies give each verdict."""

    name: list[str]
    counts: dict[str, int]

    @classmethod
    def of(cls, goal: Mapping[Hashable, Any], language: Language) -> _Row:
        name = wrap(str(goal[f"goal.{language}"]), width=NAMES - 0.15, size=PLAIN)
        return cls(name, {verdict: int(goal[verdict]) for verdict in VERDICTS})

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def height(self) -> float:
        return max(height_of(self.name, size=PLAIN), BAR) + 0.08


def _paint_key(sheet: Axes, top: float, language: Language) -> None:
    """Say above the bars what signs and colours are."""
    left = NAMES
    for verdict, words in VERDICTS.items():
        status = STATUSES[verdict]
        sheet.add_patch(Rectangle((left, top + 0.01), 0.2, 0.16, fc=status.ground, ec=LIGHT))
        mark(sheet, x=left + 0.1, y=top + 0.09, symbol=status.sign, face=status.colour,
             edge=status.colour, size=4)  # fmt: skip
        write_lines(sheet, [words[language]], left=left + 0.26, top=top + 0.02, size=SMALL)
        left += 0.26 + text_width(words[language], size=SMALL) + 0.25


def _paint_row(sheet: Axes, row: _Row, top: float, *, most: int) -> None:
    middle = top + (row.height - 0.08) / 2
    write_lines(sheet, row.name, left=EDGE, top=middle - height_of(row.name, size=PLAIN) / 2,
                size=PLAIN)  # fmt: skip
    left, scale = NAMES, (WIDTH - NAMES - RIGHT) / max(most, 1)
    for verdict, count in row.counts.items():
        _paint_part(sheet, verdict, count, left, middle, width=count * scale)
        left += count * scale
    write_lines(sheet, [f"n = {row.total}"], left=WIDTH - EDGE, top=middle - 0.07, size=SMALL,
                color=GREY, ha="right")  # fmt: skip


def _paint_part(
    sheet: Axes, verdict: str, count: int, left: float, middle: float, *, width: float
) -> None:
    """Draw one part of a bar, with its sign and number where they have room."""
    status, number = STATUSES[verdict], f"{count}"
    sheet.add_patch(Rectangle((left, middle - BAR / 2), width, BAR, fc=status.ground, ec=PAGE,
                              lw=0.8))  # fmt: skip
    wide = text_width(number, size=SMALL, bold=True)
    if width < wide + 0.04 or not count:
        return
    has_sign = width >= wide + 0.22
    if has_sign:
        mark(sheet, x=left + width / 2 - wide / 2 - 0.03, y=middle, symbol=status.sign,
             face=status.colour, edge=status.colour, size=4)  # fmt: skip
    write_lines(sheet, [number], left=left + width / 2 + 0.08 * has_sign, top=middle - 0.067,
                size=SMALL, bold=True, ha="center", color=status.ink)  # fmt: skip


def _alt(goals: list[dict[Hashable, Any]], language: Language) -> str:
    """Say for how many goals most bodies say in full, then the counts."""
    majority = sum(2 * goal["full"] > sum(goal[each] for each in VERDICTS) for goal in goals)
    opening = OPENING[language].format(majority, len(goals))
    told = [
        f"{goal[f'goal.{language}']}: "
        + ", ".join(f"{goal[verdict]} {words[language]}" for verdict, words in VERDICTS.items())
        for goal in goals
    ]
    return tell([opening], told, language=language)


OPENING = Text(
    sv="För {} av {} mål säger mer än hälften av dem som bedömt att målet uppfylls helt.",
    en="For {} of {} goals more than half of those who judged say that it is met in full.",
)
