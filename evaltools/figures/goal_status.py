"""Goals by bodies: what each body itself says of each goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure, render
from evaltools.figures.lettering import text_width, wrap
from evaltools.figures.page import (
    EDGE,
    LONGEST,
    PLAIN,
    SMALL,
    height_of,
    mark,
    open_sheet,
    top_of,
    write_lines,
)
from evaltools.figures.palette import GREEN, GREY, INK, LIGHT, OCHRE, PAGE, WINE
from evaltools.figures.telling import tell


@dataclass(frozen=True, slots=True)
class Status:
    """How a verdict looks.

    Attributes
    ----------
    word : Text
        What stands beside the sign.
    sign, colour : str
        The sign and its colour; "" where a word alone stands.
    ground, ink : str
        Colours of the cell and of the word.
    """

    word: Text
    sign: str
    colour: str
    ground: str
    ink: str


STATUSES: dict[str, Status] = {
    "full": Status(Text(sv="helt", en="in full"), "o", GREEN, "#cfe6d9", INK),
    "part": Status(Text(sv="delvis", en="in part"), "D", OCHRE, "#fbeecb", INK),
    "none": Status(Text(sv="inte", en="not"), "^", PAGE, WINE, PAGE),
    "not_applicable": Status(Text(sv="ej aktuellt", en="not applicable"), "_", GREY, PAGE, GREY),
    "not_reported": Status(Text(sv="ej redovisat", en="not reported"), "x", INK, PAGE, INK),
}
"""What a body may say, from most to least; the last two are no verdicts, and differ."""
NAMES = 1.72
"""Inches for the names of bodies."""
SIGN = 0.15
"""Inches that a sign takes in its cell."""
HEAD_LINES = 9
"""Lines that a goal may have above its column; one with more is named below the figure."""


def draw_goal_status(publishable: Publishable) -> Figure:
    """Draw what each body says of each goal, a row per body and a column per goal.

    Parameters
    ----------
    publishable : Publishable
        One row per body and goal, as `outcomes.list_verdicts` gives it: `number`, `goal.sv`,
        `goal.en`, `body.sv`, `body.en` and `verdict`, a key of `STATUSES`.

    Returns
    -------
    Figure
        Colour, sign and word, and above them how many bodies say so of each goal. Where the
        bodies do not fit on a page the numbers stand alone, and a sentence says why.
    """
    table = publishable.tidy()
    top = top_of(publishable)
    sheets = {each: _Matrix.of(table, top, each) for each in ("sv", "en")}

    def paint(canvas: Canvas, language: Language) -> None:
        sheets[language].paint(open_sheet(canvas))

    alt = {each: _alt(table, each) for each in ("sv", "en")}
    height = max(sheet.height for sheet in sheets.values())
    return render(publishable, paint, alt=Text(**alt), height=height)


@dataclass(frozen=True, slots=True, eq=False)
class _Matrix:
    """The matrix in one language: rows of what is said, by the name of the body."""

    heads: list[list[str]]
    counts: dict[str, list[int]]
    rows: list[tuple[list[str], list[str]]]
    notes: list[str]
    top: float
    language: Language

    @classmethod
    def of(cls, table: pd.DataFrame, top: float, language: Language) -> _Matrix:
        goals = table.drop_duplicates("number", ignore_index=True)
        width = (WIDTH - NAMES) / len(goals)
        heads, keys = _heads(goals, width - 0.05, language)
        given = pd.crosstab(table["verdict"], table["number"]).reindex(
            index=list(STATUSES), columns=goals["number"], fill_value=0
        )
        counts = dict(zip(STATUSES, given.to_numpy().tolist(), strict=True))
        rows = [
            (
                wrap(str(of_body[f"body.{language}"].iloc[0]), width=NAMES - 0.1, size=SMALL),
                of_body.set_index("number")["verdict"].reindex(goals["number"]).tolist(),
            )
            for _, of_body in table.groupby("body.sv", sort=False)
        ]
        notes = [SAID[language].format(len(rows)), *keys]
        whole = cls(heads, counts, rows, _wrapped(notes), top, language)
        if whole.height <= LONGEST:
            return whole
        notes.insert(1, TOO_MANY[language].format(len(rows)))
        return cls(heads, counts, [], _wrapped(notes), top, language)

    @property
    def width(self) -> float:
        """Inches of a column."""
        return (WIDTH - NAMES) / len(self.heads)

    @property
    def height(self) -> float:
        head = max(height_of(lines, size=SMALL) for lines in self.heads)
        body = sum(_row_height(name) for name, _ in self.rows)
        below = height_of(self.notes, size=SMALL)
        return self.top + head + 0.3 + TOTAL * len(STATUSES) + body + below + EDGE

    def paint(self, sheet: Axes) -> None:
        top = self._paint_heads(sheet)
        for verdict, status in STATUSES.items():
            self._paint_total(sheet, status, self.counts[verdict], top)
            top += TOTAL
        top += 0.06
        for name, verdicts in self.rows:
            top = self._paint_row(sheet, name, verdicts, top)
        write_lines(sheet, self.notes, left=EDGE, top=top + 0.1, size=SMALL, color=GREY)

    def _paint_heads(self, sheet: Axes) -> float:
        """Name each column, the words standing on the rows below them."""
        bottom = self.top + max(height_of(lines, size=SMALL) for lines in self.heads)
        for place, lines in enumerate(self.heads):
            left = NAMES + place * self.width + 0.04
            start = bottom - height_of(lines, size=SMALL)
            write_lines(sheet, lines[:1], left=left, top=start, size=SMALL, bold=True)
            second = start + height_of(lines[:1], size=SMALL)
            write_lines(sheet, lines[1:], left=left, top=second, size=SMALL)
        sheet.plot([EDGE, WIDTH - EDGE], [bottom + 0.04] * 2, color=GREY, lw=0.8)
        return bottom + 0.06

    def _paint_total(self, sheet: Axes, status: Status, counts: list[int], top: float) -> None:
        middle = top + TOTAL / 2
        sheet.add_patch(Rectangle((EDGE, top + 0.015), 0.2, TOTAL - 0.03, fc=status.ground,
                                  ec=LIGHT, lw=0.5))  # fmt: skip
        mark(sheet, x=EDGE + 0.1, y=middle, symbol=status.sign, face=status.colour,
             edge=status.colour, size=4.5)  # fmt: skip
        name = status.word[self.language]
        write_lines(sheet, [name], left=EDGE + 0.27, top=top + 0.02, size=PLAIN, bold=True)
        for place, count in enumerate(counts):
            left = NAMES + place * self.width + 0.04
            write_lines(sheet, [f"{count}"], left=left, top=top + 0.02, size=PLAIN, bold=True)

    def _paint_row(self, sheet: Axes, name: list[str], verdicts: list[str], top: float) -> float:
        height = _row_height(name)
        first = top + (height - height_of(name, size=SMALL)) / 2
        write_lines(sheet, name, left=EDGE, top=first, size=SMALL)
        for place, verdict in enumerate(verdicts):
            left = NAMES + place * self.width
            self._paint_cell(sheet, STATUSES[verdict], left, top, height)
        return top + height

    def _paint_cell(
        self, sheet: Axes, status: Status, left: float, top: float, height: float
    ) -> None:
        word = status.word[self.language]
        sheet.add_patch(Rectangle((left, top), self.width, height, fc=status.ground, ec=PAGE,
                                  lw=1))  # fmt: skip
        room, wide = self.width - 0.05, text_width(word, size=SMALL)
        is_signed = not wide <= room < wide + SIGN
        if is_signed:
            mark(sheet, x=left + SIGN / 2 + 0.02, y=top + height / 2, symbol=status.sign,
                 face=status.colour, edge=status.colour, size=4)  # fmt: skip
        if wide <= room:
            middle = top + (height - height_of([word], size=SMALL)) / 2
            write_lines(sheet, [word], left=left + SIGN * is_signed + 0.03, top=middle,
                        size=SMALL, color=status.ink)  # fmt: skip


TOTAL = 0.19
"""Height in inches of a row of totals."""


def _row_height(name: list[str]) -> float:
    return height_of(name, size=SMALL) + 0.065


def _wrapped(notes: list[str]) -> list[str]:
    return [line for note in notes for line in wrap(note, width=WIDTH - 2 * EDGE, size=SMALL)]


def _heads(
    goals: pd.DataFrame, width: float, language: Language
) -> tuple[list[list[str]], list[str]]:
    """Name the columns; where a name has no room, by its number, and the names below."""
    names = [
        (str(number), str(name))
        for number, name in zip(goals["number"], goals[f"goal.{language}"], strict=True)
    ]
    heads = [[number, *wrap(name, width=width, size=SMALL)] for number, name in names]
    has_room = all(
        text_width(word, size=SMALL) <= width for _, name in names for word in name.split(" ")
    )
    if has_room and max(map(len, heads)) <= HEAD_LINES:
        return heads, []
    keys = [f"{GOAL[language]} {number}: {name}." for number, name in names]
    return [wrap(number, width=width, size=SMALL)[:1] for number, _ in names], keys


GOAL = Text(sv="Mål", en="Goal")
SAID = Text(
    sv="Egna bedömningar av {} nämnder och bolag; antal per mål ovanför namnen. "
    "Ej redovisat är inte detsamma som inte uppfyllt.",
    en="The own verdicts of {} boards and companies; numbers per goal above the names. "
    "Not reported is not the same as not met.",
)
TOO_MANY = Text(
    sv="{} rader får inte plats på en sida: bara antalen visas.",
    en="{} rows do not fit on a page: the numbers alone are shown.",
)


def _alt(table: pd.DataFrame, language: Language) -> str:
    """Say how often each verdict is given, then goal by goal."""
    given = table["verdict"].value_counts()
    said = ", ".join(
        f"{status.word[language]} {given.get(verdict, 0)}" for verdict, status in STATUSES.items()
    )
    bodies, goals = table["body.sv"].nunique(), table["number"].nunique()
    opening = OPENING[language].format(bodies, goals, said)
    return tell([opening], [*_by_goal(table, language)], language=language)


OPENING = Text(
    sv="{} nämnder och bolag om {} mål, sammanlagt: {}.",
    en="{} boards and companies on {} goals, in all: {}.",
)


def _by_goal(table: pd.DataFrame, language: Language) -> Iterator[str]:
    for number, of_goal in table.groupby("number", sort=False):
        given = of_goal["verdict"].value_counts()
        said = ", ".join(
            f"{status.word[language]} {given[verdict]}"
            for verdict, status in STATUSES.items()
            if verdict in given
        )
        yield f"{number} {of_goal[f'goal.{language}'].iloc[0]}: {said}"
