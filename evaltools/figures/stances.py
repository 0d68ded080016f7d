"""What consulted bodies formally answered, kind by kind, with their names."""

from __future__ import annotations

from collections.abc import Sequence
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
from evaltools.figures.palette import BLUE, GREEN, GREY, INK, LIGHT, OCHRE, PAGE, WINE
from evaltools.figures.telling import tell

LOOKS = {
    "approves": ("o", GREEN, GREEN),
    "approves_with_comments": ("D", OCHRE, OCHRE),
    "no_objection": ("s", BLUE, BLUE),
    "rejects": ("^", WINE, WINE),
    "abstains": ("_", GREY, GREY),
    "not_stated": ("o", PAGE, INK),
    "differing": ("X", INK, INK),
    "no_answer": ("x", LIGHT, GREY),
}
"""Sign, face and edge of each stance, from approval to silence: the order of the rows."""
WORDS, BARS, NAMES = 0.3, 1.8, 3.3
"""Where a row has its words, its bar and the names of the bodies, in inches from the left."""
MOST = 5
"""Lines of names that a row has at most."""


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """The bodies of one kind with one stance."""

    stance: str
    word: list[str]
    count: int
    names: list[str]

    @property
    def height(self) -> float:
        return height_of(max(self.word, self.names, key=len), size=SMALL) + 0.06


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The bodies of one kind."""

    head: list[str]
    rows: list[_Row]

    @property
    def height(self) -> float:
        return height_of(self.head, size=PLAIN) + sum(row.height for row in self.rows) + 0.2


def draw_stances(publishable: Publishable) -> Figure:
    """Draw what bodies formally answered, by kind of body; who did not answer too.

    Parameters
    ----------
    publishable : Publishable
        One row per body, as `documents.list_stances` gives it: `kind` (missing of those who
        were not asked), `kind.sv`, `kind.en`, `body.sv`, `body.en`, `stance`, a key of
        `LOOKS`, `stance.sv` and `stance.en`.

    Returns
    -------
    Figure
        A bar per kind and stance with sign, word, number and names; names that have no room
        are counted. What an answer sounds like is not shown.
    """
    table, top = publishable.tidy(), top_of(publishable)
    most = int(table.value_counts(["kind.sv", "stance"]).max())
    groups = {each: _fitting(table, each) for each in ("sv", "en")}
    notes = {each: wrap(NOTE[each], width=WIDTH - 2 * EDGE, size=SMALL) for each in ("sv", "en")}

    def paint(canvas: Canvas, language: Language) -> None:
        sheet, place = open_sheet(canvas), top
        for group in groups[language]:
            _paint_group(sheet, group, place, most=most)
            place += group.height
        write_lines(sheet, notes[language], left=EDGE, top=place, size=SMALL, color=GREY)

    alt = {each: _alt(table, each) for each in ("sv", "en")}
    height = max(
        top + _height(groups[each]) + height_of(notes[each], size=SMALL) for each in groups
    )
    return render(publishable, paint, alt=Text(**alt), height=height + EDGE)


NOTE = Text(
    sv="Formella ställningstaganden, inte hur svaren låter. Ej uttalad: instansen säger inte själv "
    "om den tillstyrker eller avstyrker.",
    en="Formal decisions, not how the answers sound. Not stated: the body itself does not say "
    "whether it approves or rejects.",
)


def _height(groups: Sequence[_Group]) -> float:
    return sum(group.height for group in groups)


def _fitting(table: pd.DataFrame, language: Language) -> list[_Group]:
    """Give each row as many lines of names as a page has room for."""
    for most in range(MOST, 0, -1):
        groups = [
            _group(of_kind, language, most) for _, of_kind in table.groupby("kind.sv", sort=False)
        ]
        if _height(groups) <= LONGEST - 1:
            break
    return groups


def _group(of_kind: pd.DataFrame, language: Language, most: int) -> _Group:
    answered = int(of_kind["stance"].ne("no_answer").sum())
    asked = len(of_kind) if of_kind["kind"].notna().all() else 0
    said = (ANSWERED if asked else UNASKED)[language].format(answered, asked)
    name = of_kind[f"kind.{language}"].iloc[0]
    parts = {str(stance): part for stance, part in of_kind.groupby("stance")}
    rows = [_row(parts[each], each, language, most) for each in LOOKS if each in parts]
    head = wrap(f"{name}: {said}", width=WIDTH - 2 * EDGE, size=PLAIN, bold=True)
    return _Group(head, rows)


ANSWERED = Text(sv="{} av {} tillfrågade har svarat", en="{} of {} that were asked answered")
UNASKED = Text(sv="{} har svarat", en="{} answered")


def _row(part: pd.DataFrame, stance: str, language: Language, most: int) -> _Row:
    word = str(part[f"stance.{language}"].iloc[0])
    names = [str(name) for name in part[f"body.{language}"]]
    return _Row(
        stance,
        wrap(word, width=BARS - WORDS - 0.1, size=SMALL),
        len(part),
        fit_names(names, width=WIDTH - NAMES - EDGE, most=most, language=language),
    )


def fit_names(names: Sequence[str], *, width: float, most: int, language: Language) -> list[str]:
    """Write names on some lines, and count those that have no room.

    Parameters
    ----------
    names : sequence of str
        The names, one at least.
    width : float
        Room in inches.
    most : int
        Lines at most.
    language : {"sv", "en"}
        Language of the count.

    Returns
    -------
    list of str
        The lines; the count alone where not even one name has room.
    """
    for shown in range(len(names), -1, -1):
        left = len(names) - shown
        more = (MORE if shown else COUNT)[language].format(left) if left else ""
        lines = wrap(f"{', '.join(names[:shown])} {more}".strip(), width=width, size=SMALL)
        if len(lines) <= most:
            break
    return lines


MORE = Text(sv="och {} till", en="and {} more")
COUNT = Text(sv="{}, se tabellen", en="{}, see the table")


def _paint_group(sheet: Axes, group: _Group, top: float, *, most: int) -> None:
    top = write_lines(sheet, group.head, left=EDGE, top=top, size=PLAIN, bold=True) + 0.04
    for row in group.rows:
        _paint_row(sheet, row, top, most=most)
        top += row.height


def _paint_row(sheet: Axes, row: _Row, top: float, *, most: int) -> None:
    sign, face, edge = LOOKS[row.stance]
    line = height_of([""], size=SMALL)
    mark(sheet, x=EDGE + 0.1, y=top + line / 2, symbol=sign, face=face, edge=edge, size=4.5)
    write_lines(sheet, row.word, left=WORDS, top=top, size=SMALL)
    count = f"{row.count}"
    room = NAMES - BARS - text_width(f"{most}", size=PLAIN, bold=True) - 0.25
    length = max(room * row.count / most, 0.02)
    sheet.add_patch(Rectangle((BARS, top + 0.015), length, line - 0.03, fc=face, ec=edge, lw=0.8))
    write_lines(sheet, [count], left=BARS + length + 0.06, top=top - 0.01, size=PLAIN, bold=True)
    write_lines(sheet, row.names, left=NAMES, top=top, size=SMALL)


def _alt(table: pd.DataFrame, language: Language) -> str:
    """Say how many answered and what, then kind by kind."""
    asked, answered = table["kind"].notna(), table["stance"].ne("no_answer")
    opening = OPENING[language].format(
        int(asked.sum()), int((asked & answered).sum()), _counted(table[answered], language)
    )
    by_kind = [
        f"{of_kind[f'kind.{language}'].iloc[0]}: {_counted(of_kind, language)}"
        for _, of_kind in table.groupby("kind.sv", sort=False)
    ]
    return tell([opening], by_kind, language=language)


OPENING = Text(
    sv="Av {} tillfrågade instanser svarade {}. Alla svar: {}.",
    en="Of {} bodies that were asked {} answered. All answers: {}.",
)


def _counted(table: pd.DataFrame, language: Language) -> str:
    words = table.drop_duplicates("stance").set_index("stance")[f"stance.{language}"]
    counts = table["stance"].value_counts()
    return ", ".join(f"{words[each]} {counts[each]}" for each in LOOKS if each in counts)
