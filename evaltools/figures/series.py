"""Indicators over the years, as small panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.figure import Figure as Canvas

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure, render
from evaltools.figures.lettering import wrap
from evaltools.figures.lines import Line, write_value
from evaltools.figures.page import (
    EDGE,
    SMALL,
    height_of,
    open_sheet,
    top_of,
    write_lines,
)
from evaltools.figures.palette import GREY
from evaltools.figures.panel import GUTTER, Frame, Panel, gutter_of, height_of_row
from evaltools.figures.panel_drawing import draw_panel
from evaltools.figures.telling import tell

GAP = 0.16
"""Inches between panels."""
FRAMES = ((1, 1, 2.2, 0.0), (8, 2, 1.0, 0.0), (10_000, 2, 0.48, 1.5))
"""Up to how many panels stand how many beside each other; height, and room aside, in inches."""


def draw_series(publishable: Publishable, *, period: tuple[int, int]) -> Figure:
    """Draw indicators as small panels over the years.

    Parameters
    ----------
    publishable : Publishable
        One row per observation, as `indicators.stack_series` gives it: `panel.sv`, `panel.en`
        (title of the panel), `line.sv`, `line.en` (name of the line or ""), `unit` as the
        data have it and in both languages, `target` (NaN where there is none), `year`, `at`,
        `step`, `value`, `denominator`, `segment` and `hidden`.
    period : tuple of int
        First and last year of the programme.

    Returns
    -------
    Figure
        A line never crosses a break of the series nor a period without a value: both are
        marked and said, as is what is hidden. A dashed line shows a target where there is one.

    Examples
    --------
    >>> from evaltools.disclosure import protect_indicators
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_series
    >>> from evaltools.figures import draw_series
    >>> from evaltools.indicators import stack_series
    >>> shown = protect_indicators(
    ...     stack_series([small_series()]),
    ...     columns={"value": "year"},
    ...     derived=("denominator",),
    ...     rules=DisclosureRules(),
    ...     synthetic=True,
    ... )
    >>> draw_series(shown, period=(2021, 2024)).alt["en"]
    'From first to last comparable value 1 of 1 lines rose and 0 fell; 0 are alike or
    have only one. Have a routine, Exempelstad: 31 (2016) to 45 (2024).'
    """
    table = publishable.tidy()
    sheets = {each: _Sheet.of(publishable, table, period, each) for each in ("sv", "en")}

    def paint(canvas: Canvas, language: Language) -> None:
        sheets[language].paint(canvas)

    alt = {language: _alt(sheet) for language, sheet in sheets.items()}
    height = max(sheet.height for sheet in sheets.values())
    return render(publishable, paint, alt=Text(**alt), height=height)


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """All panels in one language, and what is said below them."""

    panels: list[Panel]
    notes: list[str]
    columns: int
    top: float
    language: Language

    @classmethod
    def of(
        cls,
        publishable: Publishable,
        table: pd.DataFrame,
        period: tuple[int, int],
        language: Language,
    ) -> _Sheet:
        parts = [part for _, part in table.groupby("panel.sv", sort=False)]
        columns, height, aside = next(each[1:] for each in FRAMES if len(parts) <= each[0])
        width = (WIDTH - GAP * (columns - 1)) / columns
        years = (min(table["year"].min(), period[0] - 1), max(table["year"].max(), period[1]))
        frame = Frame(width, height, GUTTER, aside, (int(years[0]), int(years[1])), period)
        measured = [Panel.of(part, frame, language) for part in parts]
        wide = replace(frame, gutter=gutter_of(measured))
        panels = [Panel.of(part, wide, language) for part in parts]
        said = _notes(publishable, panels, period, language)
        notes = wrap(" ".join(said), width=WIDTH - 2 * EDGE, size=SMALL)
        return cls(panels, notes, columns, top_of(publishable), language)

    @property
    def rows(self) -> list[tuple[list[Panel], bool]]:
        """Rows of panels, each with whether its years are named."""
        firsts, last = range(0, len(self.panels), self.columns), len(self.panels) - self.columns
        rows = [self.panels[first : first + self.columns] for first in firsts]
        is_dense = bool(rows[0][0].frame.aside)
        return [
            (row, not is_dense or first >= last) for row, first in zip(rows, firsts, strict=True)
        ]

    @property
    def height(self) -> float:
        field = sum(height_of_row(row, years=years) for row, years in self.rows)
        return self.top + field + height_of(self.notes, size=SMALL) + EDGE

    def paint(self, canvas: Canvas) -> None:
        sheet, top = open_sheet(canvas), self.top
        for row, years in self.rows:
            head = max(panel.head for panel in row)
            for number, panel in enumerate(row):
                left = number * (panel.frame.width + GAP)
                draw_panel(sheet, panel, left=left, top=top, head=head, years=years)
            top += height_of_row(row, years=years)
        write_lines(sheet, self.notes, left=EDGE, top=top, size=SMALL, color=GREY)


def _notes(
    publishable: Publishable, panels: Sequence[Panel], period: tuple[int, int], language: Language
) -> list[str]:
    lines = [line for panel in panels for line in panel.lines]
    told = [PERIOD[language].format(*period)]
    told += [SCALES[language]] if len(panels) > 1 else []
    has_target = any(panel.target is not None for panel in panels)
    told += [(TARGET if has_target else NO_TARGET)[language]]
    told += [BREAKS[language]] if any(line.breaks() for line in lines) else []
    told += [ABSENT[language]] if any(line.absent(hidden=False) for line in lines) else []
    if any(line.absent(hidden=True) for line in lines):
        told += [SILENT[language], publishable.rule[language]]
    return told


PERIOD = Text(sv="Grått fält: programperioden {}–{}.", en="Grey field: the programme, {}–{}.")
SCALES = Text(
    sv="Varje ruta har sin egen skala, som inte alltid börjar vid 0.",
    en="Each panel has a scale of its own, which need not begin at 0.",
)
TARGET = Text(sv="Streckad vågrät linje: målvärde.", en="Dashed horizontal line: target.")
NO_TARGET = Text(
    sv="Inget målvärde är angivet för indikatorerna.", en="No target is declared for them."
)
BREAKS = Text(
    sv="Prickad lodrät linje: ny definition; värden före och efter kan inte jämföras.",
    en="Dotted vertical line: new definition; values before and after cannot be compared.",
)
ABSENT = Text(sv="Kryss: uppgift saknas.", en="Cross: no value.")
SILENT = Text(sv="Öppen ring: redovisas ej.", en="Open ring: not shown.")


def _alt(sheet: _Sheet) -> str:
    """Say first which way the lines went, within the definition that held last; then how far."""
    ends = [
        (panel, line, stretch.iloc[0], stretch.iloc[-1])
        for panel in sheet.panels
        for line in panel.lines
        for stretch in [*line.stretches()][-1:]
    ]
    moves = [last["value"] - first["value"] for _, _, first, last in ends if last is not first]
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    opening = OPENING[sheet.language].format(len(ends), up, down, len(ends) - up - down)
    told = [_told(*each, sheet.language) for each in ends]
    return tell([opening], told, language=sheet.language)


OPENING = Text(
    sv="Från första till sista värde som går att jämföra ökade {1} av {0} linjer och {2} minskade; "
    "{3} är lika eller har ett enda.",
    en="From first to last comparable value {1} of {0} lines rose and {2} fell; {3} are alike or "
    "have only one.",
)


def _told(
    panel: Panel, line: Line, first: pd.Series[float], last: pd.Series[float], language: Language
) -> str:
    name = ", ".join(filter(None, [panel.name, line.name]))
    ends = [first] if first["at"] == last["at"] else [first, last]
    values = (f"{write_value(each['value'], language)} ({int(each['year'])})" for each in ends)
    return f"{name}: {(' till ' if language == 'sv' else ' to ').join(values)}"
