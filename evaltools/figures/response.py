"""Who answered: response rates of bodies beside that of the whole city."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.lettering import text_width
from evaltools.figures.palette import OCHRE, STEPS
from evaltools.figures.rows import (
    BASE,
    EDGE,
    GAP,
    NUMBER,
    SMALL,
    Sheet,
    draw_bar,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
    write_shares,
)
from evaltools.figures.shares import TICKS, tell_extremes
from evaltools.figures.telling import name, tell, tell_hidden
from evaltools.numerals import write_number, write_percent

THICKNESS = 0.13
"""Inches of a bar from top to bottom."""
RATE = Text(sv="Svarsandel, %", en="Response rate, %")
EMPLOYEES = Text(sv="Anställda", en="Employees")
WHOLE = Text(sv="Alla {}\u00a0%", en="All {}%")


def draw_response(publishable: Publishable, *, row: str, whole: Publishable) -> Figure:
    """Draw the response rate of each body as a bar, and that of all as a line.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `rate`, `n` (answers), `employees` and `hidden`.
    row : str
        What a line is about: body.
    whole : Publishable
        One row with the `rate`, `n` and `employees` of all.

    Returns
    -------
    Figure
        The highest rate on top; rows that are hidden keep their line and say so.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import protect_counts
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.figures import draw_response
    >>> rates = pd.DataFrame(
    ...     {"body": ["A", "B"], "employees": [80, 120], "n": [40, 78], "rate": [0.5, 0.65]}
    ... )
    >>> shown, whole = (
    ...     protect_counts(
    ...         counts,
    ...         count="n",
    ...         derived=("rate",),
    ...         known=("employees",),
    ...         universe=None,
    ...         rules=DisclosureRules(),
    ...         synthetic=True,
    ...     )
    ...     for counts in (
    ...         rates,
    ...         pd.DataFrame({"employees": [200], "n": [118], "rate": [0.59]}),
    ...     )
    ... )
    >>> names = {"A": Text(sv="Norr", en="North"), "B": Text(sv="Söder", en="South")}
    >>> draw_response(shown.with_labels("body", names), row="body", whole=whole).alt["en"]
    '59 per cent of all 200 employees answered. Response rate: highest 65 per cent
    (South), lowest 50 per cent (North). South 65: 78 of 120 employees; North 50: 40 of
    80 employees.'
    """
    table = publishable.tidy().sort_values("rate", ascending=False, na_position="last")
    every = whole.tidy().iloc[0].to_dict()

    def paint(sheet: Sheet) -> None:
        employees = write_counts(table["employees"], language=sheet.language)
        right = sheet.add_column(WIDTH - EDGE, employees, head=EMPLOYEES, least=0.6)
        rates = write_shares(table["rate"], language=sheet.language)
        right = sheet.add_column(right, rates, head=RATE, least=0.78, fontsize=NUMBER)
        axes = sheet.panel(sheet.left, right - GAP - sheet.left)
        percent_scale(axes, sheet.language, ticks=TICKS)
        for at, line in enumerate(table.to_dict("records")):
            _draw_rate(sheet, axes, at, line)
        draw_whole(sheet, axes, every["rate"])

    alt = Text(sv=_tell_rates(table, every, row, "sv"), en=_tell_rates(table, every, row, "en"))
    both = publishable.with_rows(whole)
    return render_rows(both, paint, rows=rows_of(table, row), head=0.33, alt=alt)


def draw_whole(sheet: Sheet, axes: Axes, share: float) -> None:
    """Draw the share of all as a line through the rows, with its name above them."""
    if pd.isna(share):
        return
    axes.axvline(share, color=OCHRE, lw=1.1, ls=(0, (4, 2)), zorder=1.5)
    panel = axes.get_position()
    text = WHOLE[sheet.language].format(write_percent(share, language=sheet.language))
    reach = text_width(text, size=SMALL) / 2
    low, high = panel.x0 * WIDTH + reach - GAP, panel.x1 * WIDTH + GAP - reach
    x = min(max(WIDTH * (panel.x0 + panel.width * share), low), high)
    sheet.write(x, sheet.top - BASE, text, ha="center", va="baseline", color=OCHRE)


def _draw_rate(sheet: Sheet, axes: Axes, at: int, line: Mapping[Hashable, Any]) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + EDGE)
        return
    y = sheet.rows.middles[at]
    draw_bar(axes, 0, line["rate"], y, thickness=THICKNESS, facecolor=STEPS[1])


def _tell_rates(
    table: pd.DataFrame, every: Mapping[Hashable, Any], row: str, language: Language
) -> str:
    rates = table.assign(estimate=table["rate"])
    shown, hidden = rates[~rates["hidden"]], int(rates["hidden"].sum())
    words = Text(sv="{}: {} av {} anställda", en="{}: {} of {} employees")
    told = [
        words[language].format(
            f"{name(line[f'{row}.{language}'])} {write_percent(line['rate'], language=language)}",
            *(write_number(line[each], language=language) for each in ("n", "employees")),
        )
        for line in shown.to_dict("records")
    ]
    messages = [
        _tell_whole(every, language),
        _tell_ends(shown, row, language),
        tell_hidden(hidden, len(table), language=language),
    ]
    return tell(messages, told, language=language)


def _tell_whole(every: Mapping[Hashable, Any], language: Language) -> str:
    if pd.isna(every["rate"]):
        return ""
    words = Text(
        sv="{} procent av alla {} anställda svarade.",
        en="{} per cent of all {} employees answered.",
    )
    rate = write_percent(every["rate"], language=language)
    return words[language].format(rate, write_number(every["employees"], language=language))


RATES = Text(sv="Svarsfrekvens", en="Response rate")


def _tell_ends(shown: pd.DataFrame, row: str, language: Language) -> str:
    return tell_extremes(shown.assign(conf_low=float("nan")), row, RATES, language)
