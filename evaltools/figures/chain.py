"""The programme's own idea from activities to goals, with what is known of each link."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure, render
from evaltools.figures.lettering import wrap
from evaltools.figures.page import (
    EDGE,
    PLAIN,
    SMALL,
    height_of,
    open_sheet,
    top_of,
    write_lines,
)
from evaltools.figures.palette import BLUE, GREEN, GREY, LIGHT, OCHRE, PAGE, WINE
from evaltools.figures.panel import SHADE
from evaltools.figures.telling import name, tell

STEPS = {
    "activities": Text(sv="Aktiviteter", en="Activities"),
    "staff": Text(sv="Känt och använt av medarbetare", en="Known and used by staff"),
    "outcomes": Text(sv="Utfall: indikatorer", en="Outcomes: indicators"),
    "verdict": Text(sv="Målet: utvärderarens bedömning", en="The goal: the evaluator's verdict"),
}
"""The steps of the chain, as columns of the table and as a reader sees them."""
LOOKS = {
    "assumed": ("o", "none", ":", GREY),
    "level": ("o", "bottom", "--", BLUE),
    "open": ("D", "none", "--", BLUE),
    "for": ("o", "full", "-", GREEN),
    "against": ("^", "full", "-", WINE),
    "both": ("D", "full", "-", OCHRE),
}
"""Sign, how it is filled, line and colour of each strength of a link."""
LINK = 0.67
"""Inches between two steps."""
BOXES = (0.94, 1.06, 0.94, WIDTH - 2 * EDGE - 3 * LINK - 2.94)
"""Inches that each step is wide."""
LEFTS = tuple(EDGE + sum(BOXES[:place]) + place * LINK for place in range(len(BOXES)))
PAD = 0.06


def draw_chain(publishable: Publishable) -> Figure:
    """Draw the way from activities to each goal, and what is known of each link.

    Parameters
    ----------
    publishable : Publishable
        One row per goal, as `synthesis.lay_chain` gives it: `number`, `name`, for each step of
        `STEPS` the texts `<step>` and `<step>_more`, for each but the first the strength of the
        link `to_<step>`, a key of `LOOKS`, and its words; and `everyone`.

    Returns
    -------
    Figure
        A row per goal. Signs, lines and words tell links that are assumed from those of which
        something is measured; none says that one step led to the next.
    """
    table, top = publishable.tidy(), top_of(publishable)
    rows = {
        each: [_Row.of(goal, each) for goal in table.to_dict("records")] for each in ("sv", "en")
    }
    heads = {each: _heads(each) for each in ("sv", "en")}
    notes = {each: _notes(table, each) for each in ("sv", "en")}

    def paint(canvas: Canvas, language: Language) -> None:
        sheet = open_sheet(canvas)
        place = _paint_heads(sheet, heads[language], top)
        for row in rows[language]:
            _paint_row(sheet, row, place)
            place += row.height
        write_lines(sheet, notes[language], left=EDGE, top=place, size=SMALL, color=GREY)

    alt = {each: _alt(table.to_dict("records"), each) for each in ("sv", "en")}
    height = max(
        top
        + _head_height(heads[each])
        + sum(row.height for row in rows[each])
        + height_of(notes[each], size=SMALL)
        for each in rows
    )
    return render(publishable, paint, alt=Text(**alt), height=height + EDGE)


@dataclass(frozen=True, slots=True)
class _Row:
    """A goal: its name, its steps and the links to them, as they fit."""

    name: list[str]
    boxes: list[tuple[list[str], list[str]]]
    links: list[tuple[str, list[str]]]

    @classmethod
    def of(cls, goal: Mapping[Hashable, Any], language: Language) -> _Row:
        inner = dict(zip(STEPS, (width - 2 * PAD for width in BOXES), strict=True))
        title = f"{GOAL[language]} {goal['number']}: {goal[f'name.{language}']}"
        boxes = [
            (
                wrap(goal[f"{step}.{language}"], width=inner[step], size=PLAIN, bold=True),
                wrap(goal[f"{step}_more.{language}"], width=inner[step], size=SMALL),
            )
            for step in STEPS
        ]
        links = [
            (
                str(goal[f"to_{step}"]),
                wrap(goal[f"to_{step}.{language}"], width=LINK - 0.08, size=SMALL),
            )
            for step in [*STEPS][1:]
        ]
        return cls(wrap(title, width=WIDTH - 2 * EDGE, size=PLAIN, bold=True), boxes, links)

    @property
    def box_height(self) -> float:
        """Inches of the boxes, in which the words and arrows between them have room too."""
        inner = max(
            height_of(head, size=PLAIN) + height_of(more, size=SMALL) for head, more in self.boxes
        )
        links = max(height_of(said, size=SMALL) for _, said in self.links) + ARROW
        return max(2 * PAD + inner, links)

    @property
    def height(self) -> float:
        return height_of(self.name, size=PLAIN) + 0.03 + self.box_height + 0.1


GOAL = Text(sv="Mål", en="Goal")
ARROW = 0.2
"""Inches of an arrow below the words of its link."""


def _heads(language: Language) -> list[list[str]]:
    return [
        wrap(name[language], width=width, size=SMALL, bold=True)
        for name, width in zip(STEPS.values(), BOXES, strict=True)
    ]


def _head_height(heads: Sequence[Sequence[str]]) -> float:
    return max(height_of(lines, size=SMALL) for lines in heads) + 0.18


def _paint_heads(sheet: Axes, heads: Sequence[Sequence[str]], top: float) -> float:
    """Name the steps, and draw the line under their names."""
    bottom = top + _head_height(heads)
    for place, lines in enumerate(heads):
        start = bottom - 0.17 - height_of(lines, size=SMALL)
        write_lines(sheet, lines, left=LEFTS[place], top=start, size=SMALL, bold=True)
    sheet.plot([EDGE, WIDTH - EDGE], [bottom - 0.1] * 2, color=GREY, lw=0.8)
    return bottom


def _paint_row(sheet: Axes, row: _Row, top: float) -> None:
    top = write_lines(sheet, row.name, left=EDGE, top=top, size=PLAIN, bold=True) + 0.03
    for place, (head, more) in enumerate(row.boxes):
        left = LEFTS[place]
        sheet.add_patch(
            Rectangle((left, top), BOXES[place], row.box_height, fc=SHADE, ec=LIGHT, lw=0.8)
        )
        below = write_lines(sheet, head, left=left + PAD, top=top + PAD, size=PLAIN, bold=True)
        write_lines(sheet, more, left=left + PAD, top=below, size=SMALL)
    for place, (strength, said) in enumerate(row.links):
        _paint_link(sheet, strength, said, LEFTS[place] + BOXES[place], top)


def _paint_link(sheet: Axes, strength: str, said: Sequence[str], left: float, top: float) -> None:
    sign, fill, line, colour = LOOKS[strength]
    below = write_lines(sheet, said, left=left + LINK / 2, top=top, size=SMALL, ha="center")
    height, end = below + ARROW / 2, left + LINK
    sheet.plot([left + 0.03, end - 0.06], [height] * 2, line, color=colour, lw=1.2)
    sheet.plot([end - 0.05], [height], ">", color=colour, ms=4)
    sheet.plot([left + LINK / 2 - 0.03], [height], sign, mec=colour, mew=1.1, ms=6.5,
               fillstyle="full" if fill == "none" else fill, mfcalt=PAGE,
               mfc=PAGE if fill == "none" else colour)  # fmt: skip


def _notes(table: pd.DataFrame, language: Language) -> list[str]:
    everyone = table[f"everyone.{language}"].iloc[0]
    said = [EVERYONE[language].format(everyone)] if everyone else []
    strengths = table[[f"to_{step}" for step in [*STEPS][1:]]].to_numpy().ravel()
    meant = "; ".join(MEANINGS[each][language] for each in LOOKS if each in strengths)
    return [
        line
        for note in [*said, f"{IDEA[language]} {KEY[language].format(meant)}"]
        for line in wrap(note, width=WIDTH - 2 * EDGE, size=SMALL)
    ]


MEANINGS = {
    "assumed": Text(sv="öppen ring: antas", en="open ring: assumed"),
    "level": Text(sv="halvfylld ring: nivån är mätt", en="half-filled ring: the level is measured"),
    "open": Text(sv="öppen romb: inget säkerställt", en="open diamond: nothing established"),
    "for": Text(
        sv="fylld ring: säkerställt åt önskat håll",
        en="filled ring: established, the wanted way",
    ),
    "against": Text(
        sv="fylld triangel: säkerställt åt motsatt håll",
        en="filled triangle: established, the opposite way",
    ),
    "both": Text(
        sv="fylld romb: säkerställt åt båda hållen",
        en="filled diamond: established, both ways",
    ),
}
"""What the sign of each strength of a link says."""
KEY = Text(sv="Tecken: {}.", en="Signs: {}.")
EVERYONE = Text(sv="Alla medarbetare, oavsett mål: {}.", en="All staff, whatever the goal: {}.")
IDEA = Text(
    sv="Pilarna är programmets tanke om vad som leder till vad. Tecknet på pilen säger vad som är "
    "känt om steget efter den; inget visar att programmet har orsakat något.",
    en="The arrows are the programme's idea of what leads to what. The sign on an arrow says what "
    "is known of the step after it; nothing shows that the programme caused anything.",
)


def _alt(goals: Sequence[Mapping[Hashable, Any]], language: Language) -> str:
    """Say how many links are assumed or measured, then goal by goal what they are."""
    links = [str(goal[f"to_{step}"]) for goal in goals for step in [*STEPS][1:]]
    assumed, level = links.count("assumed"), links.count("level")
    opening = OPENING[language].format(len(links), assumed, level, len(links) - assumed - level)
    return tell([opening], [_told(goal, language) for goal in goals], language=language)


OPENING = Text(
    sv="Av {} länkar från aktiviteter till mål är {} bara antagna; i {} är nivån mätt men inte "
    "sambandet, i {} finns en prövning eller ett målvärde. Ingen länk visar en orsak.",
    en="Of {} links from activities to goals {} are only assumed; in {} the level is measured but "
    "not the link, in {} there is a test or a target. No link shows a cause.",
)


def _told(goal: Mapping[Hashable, Any], language: Language) -> str:
    assumed = sum(goal[f"to_{step}"] == "assumed" for step in [*STEPS][1:])
    said = ASSUMED[language].format(assumed, len(STEPS) - 1)
    verdict = name(str(goal[f"verdict.{language}"]))
    return f"{GOAL[language]} {goal['number']}: {verdict}, {said}"


ASSUMED = Text(sv="{} av {} länkar antagna", en="{} of {} links assumed")
