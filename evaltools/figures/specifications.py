"""The same change calculated in several ways, and whether the answer stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import MaxNLocator

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure, render
from evaltools.figures.lettering import wrap
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
from evaltools.figures.palette import BLUE, GREY, INK, LIGHT, OCHRE, PAGE
from evaltools.figures.scales import write_ticks
from evaltools.figures.telling import tell
from evaltools.numerals import write_number

CHOICES = {
    "method": Text(sv="Metod", en="Method"),
    "periods": Text(sv="Perioder", en="Periods"),
    "areas": Text(sv="Områden", en="Areas"),
}
"""The choices that a specification makes, as columns of the table and as a reader sees them."""
NAMES, RIGHT = 1.95, 0.68
"""Inches at the left for what is chosen, and at the right for the line of no change."""
FIELD, BETWEEN = 1.35, 0.24
"""Height in inches of the field of estimates, and of what is between it and the choices."""


def draw_specifications(publishable: Publishable) -> Figure:
    """Draw what each specification finds, from the lowest to the highest, a panel per series.

    Parameters
    ----------
    publishable : Publishable
        One row per series and specification: `panel.sv`, `panel.en`, `change`, `conf_low` and
        `conf_high` (NaN where the method gives no interval), `is_main`, `is_ratio`, and
        `method`, `periods` and `areas` in both languages.

    Returns
    -------
    Figure
        Above, estimates with their intervals, the one that is reported filled and named; below
        each, what was chosen. As many series as a page has room for: the others are counted.
        Without any row a sentence stands in its place.
    """
    table, top = publishable.tidy().dropna(subset=["change"]), top_of(publishable)
    sheets = {each: _Sheet.of(table, top, each) for each in ("sv", "en")}

    def paint(canvas: Canvas, language: Language) -> None:
        sheets[language].paint(open_sheet(canvas))

    alt = {each: _alt(sheets[each].panels, each) for each in ("sv", "en")}
    height = max(sheet.height for sheet in sheets.values())
    return render(publishable, paint, alt=Text(**alt), height=height)


NONE = Text(
    sv="Ingen serie bär en design som kan räknas på flera sätt.",
    en="No series carries a design that can be calculated in several ways.",
)
NOTE = Text(
    sv="Fylld ruta: den förändring som redovisas. Ring: samma förändring räknad på annat sätt. "
    "Fyrkant utan streck: metoden ger inget intervall.",
    en="Filled square: the change that is reported. Ring: the same change calculated in another "
    "way. Square without a bar: the method gives no interval.",
)
MORE = Text(
    sv="{} serier till får inte plats på sidan.", en="{} more series do not fit on the page."
)


@dataclass(frozen=True, slots=True, eq=False)
class _Panel:
    """One series: its specifications in order, and what each chose."""

    found: pd.DataFrame
    title: list[str]
    axis: list[str]
    choices: list[tuple[list[str], list[bool]]]
    language: Language

    @classmethod
    def of(cls, values: pd.DataFrame, language: Language) -> _Panel:
        ordered = values.sort_values("change", kind="stable", ignore_index=True)
        said = (RATIO if ordered["is_ratio"].all() else DIFFERENCE)[language]
        return cls(
            ordered,
            wrap(str(ordered[f"panel.{language}"].iloc[0]), width=WIDTH - 2 * EDGE, size=PLAIN,
                 bold=True),
            wrap(said, width=NAMES - 0.45, size=SMALL),
            [row for choice in CHOICES for row in _rows(ordered, choice, language)],
            language,
        )  # fmt: skip

    @property
    def field(self) -> float:
        return max(FIELD, height_of(self.axis, size=SMALL) + 0.1)

    @property
    def height(self) -> float:
        grid = sum(_row_height(name) for name, _ in self.choices)
        return height_of(self.title, size=PLAIN) + 0.1 + self.field + BETWEEN + grid + 0.28

    @property
    def unchanged(self) -> float:
        return 1.0 if self.found["is_ratio"].all() else 0.0

    @property
    def limits(self) -> tuple[float, float]:
        drawn = self.found[["change", "conf_low", "conf_high"]].to_numpy(float)
        low = min(np.nanmin(drawn), self.unchanged)
        high = max(np.nanmax(drawn), self.unchanged)
        margin = 0.18 * (high - low) or 0.1
        return low - margin, high + margin

    def x(self, place: int) -> float:
        return NAMES + (place + 0.5) / len(self.found) * (WIDTH - NAMES - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.limits
        return (high - value) / (high - low) * self.field


RATIO = Text(
    sv="Förändring som kvot; 1 är ingen förändring", en="Change as a ratio; 1 is no change"
)
DIFFERENCE = Text(
    sv="Förändring som skillnad; 0 är ingen förändring",
    en="Change as a difference; 0 is no change",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """All panels that a page has room for, in one language."""

    panels: list[_Panel]
    notes: list[str]
    top: float
    language: Language

    @classmethod
    def of(cls, table: pd.DataFrame, top: float, language: Language) -> _Sheet:
        every = [_Panel.of(panel, language) for _, panel in table.groupby("panel.sv", sort=False)]
        heights = np.cumsum([panel.height for panel in every])
        shown = every[: max(1, int((heights <= LONGEST - 1).sum()))]
        left = len(every) - len(shown)
        more = MORE[language].format(left) if left else ""
        said = f"{NOTE[language]} {more}".strip() if every else NONE[language]
        return cls(shown, wrap(said, width=WIDTH - 2 * EDGE, size=SMALL), top, language)

    @property
    def height(self) -> float:
        panels = sum(panel.height for panel in self.panels)
        return self.top + panels + height_of(self.notes, size=SMALL) + EDGE

    def paint(self, sheet: Axes) -> None:
        top = self.top
        for panel in self.panels:
            _paint_panel(sheet, panel, top)
            top += panel.height
        write_lines(sheet, self.notes, left=EDGE, top=top, size=SMALL, color=GREY)


def _rows(
    ordered: pd.DataFrame, choice: str, language: Language
) -> list[tuple[list[str], list[bool]]]:
    """Give each thing that may be chosen a row: its name, and which specifications chose it."""
    chosen = ordered[f"{choice}.{language}"]
    return [
        (
            wrap(f"{CHOICES[choice][language]}: {each}", width=NAMES - 0.15, size=SMALL),
            chosen.eq(each).tolist(),
        )
        for each in sorted(chosen.unique())
    ]


def _row_height(name: Sequence[str]) -> float:
    return height_of(name, size=SMALL) + 0.05


def _paint_panel(sheet: Axes, panel: _Panel, top: float) -> None:
    field = write_lines(sheet, panel.title, left=EDGE, top=top, size=PLAIN, bold=True) + 0.1
    write_lines(sheet, panel.axis, left=EDGE, top=field, size=SMALL, color=GREY)
    _paint_scale(sheet, panel, field)
    for place, line in enumerate(panel.found.to_dict("records")):
        low, high = (field + panel.y(line[name]) for name in ("conf_low", "conf_high"))
        middle, x = field + panel.y(line["change"]), panel.x(place)
        colour = OCHRE if line["is_main"] else BLUE
        sheet.plot([x, x], [low, high], color=colour, lw=3.5, alpha=0.35, solid_capstyle="butt")
        has_interval = pd.notna(line["conf_low"])
        sign = "s" if line["is_main"] or not has_interval else "o"
        mark(sheet, x=x, y=middle, symbol=sign, face=colour if line["is_main"] else PAGE,
             edge=colour, size=5)  # fmt: skip
    _paint_grid(sheet, panel, field + panel.field + BETWEEN)


def _paint_scale(sheet: Axes, panel: _Panel, top: float) -> None:
    """Draw the values of the scale, the line of no change, and what is reported at the right."""
    low, high = panel.limits
    ticks = [each for each in MaxNLocator(5).tick_values(low, high) if low <= each <= high]
    for tick, name in zip(ticks, write_ticks(ticks, panel.language), strict=True):
        height = top + panel.y(tick)
        sheet.plot([NAMES, WIDTH - RIGHT], [height] * 2, color=LIGHT, lw=0.5)
        sheet.text(NAMES - 0.06, height, name, size=SMALL, ha="right", va="center_baseline",
                   color=GREY)  # fmt: skip
    height = top + panel.y(panel.unchanged)
    sheet.plot([NAMES, WIDTH - RIGHT], [height] * 2, color=INK, lw=1)
    said = wrap(UNCHANGED[panel.language], width=RIGHT - 0.1, size=SMALL)
    begin = min(height - height_of(said, size=SMALL) / 2, top + panel.field - 0.2)
    write_lines(sheet, said, left=WIDTH - RIGHT + 0.06, top=begin, size=SMALL)


UNCHANGED = Text(sv="ingen förändring", en="no change")


def _paint_grid(sheet: Axes, panel: _Panel, top: float) -> None:
    """Mark below each estimate what was chosen."""
    begin = top
    for name, chosen in panel.choices:
        height = _row_height(name)
        write_lines(sheet, name, left=EDGE, top=top + 0.025, size=SMALL)
        sheet.plot([NAMES, WIDTH - RIGHT], [top + height / 2] * 2, color=LIGHT, lw=0.5)
        for place, is_chosen in enumerate(chosen):
            if is_chosen:
                colour = OCHRE if panel.found["is_main"].iloc[place] else BLUE
                mark(sheet, x=panel.x(place), y=top + height / 2, symbol="o", face=colour,
                     edge=colour, size=3.5)  # fmt: skip
        top += height
    for place in panel.found.index[panel.found["is_main"]]:
        change = panel.found["change"].iloc[place]
        number = write_number(change, language=panel.language, decimals=2)
        write_lines(sheet, [number], left=panel.x(place), top=begin - 0.2, size=PLAIN,
                    color=OCHRE, ha="center", bold=True)  # fmt: skip
        sheet.plot([panel.x(place)] * 2, [begin - 0.02, top], color=OCHRE, lw=0.6)


def _alt(panels: Sequence[_Panel], language: Language) -> str:
    if not panels:
        return NONE[language]
    return tell((f"{_told(panel, language)}." for panel in panels), [], language=language)


def _told(panel: _Panel, language: Language) -> str:
    """Say whether all ways give the same direction, and how far apart they lie."""
    values = panel.found
    sides = np.sign(values["change"] - panel.unchanged)
    same = SAME if len(set(sides)) == 1 else DIFFERENT
    numbers = [values["change"].min(), values["change"].max()]
    main = values.loc[values["is_main"], "change"]
    written = [write_number(each, language=language, decimals=2) for each in [*numbers, *main[:1]]]
    name = str(values[f"panel.{language}"].iloc[0])
    said = f"{name}: {len(values)} {same[language].format(*written)}"
    return said + (REPORTED[language].format(written[2]) if len(written) > 2 else "")


SAME = Text(
    sv="sätt att räkna ger alla samma riktning, från {} till {}",
    en="ways to calculate all give the same direction, from {} to {}",
)
DIFFERENT = Text(
    sv="sätt att räkna ger olika riktning, från {} till {}",
    en="ways to calculate give different directions, from {} to {}",
)
REPORTED = Text(sv="; den som redovisas ger {}", en="; the one reported gives {}")
