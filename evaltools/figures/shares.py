"""Shares with their intervals, one row each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.palette import BLUE
from evaltools.figures.rows import (
    ANSWERS,
    EDGE,
    NUMBER,
    Sheet,
    draw_band,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
)
from evaltools.figures.telling import name, tell, tell_ends, tell_hidden
from evaltools.numerals import write_number, write_percent

ROOM = 0.36
"""Inches to the right of a scale, for the number at its end."""
SHARES = Text(sv="Andelar", en="Shares")
TICKS = (0, 0.25, 0.5, 0.75, 1)


def draw_shares(
    publishable: Publishable, *, row: str, sort: bool = False, topic: Text = SHARES
) -> Figure:
    """Draw shares as points with their intervals, one line per row.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `estimate`, `n`, `hidden` and, where there are
        intervals, `conf_low` and `conf_high`.
    row : str
        What a line is about: measure or body.
    sort : bool, optional
        Whether to put the largest share on top; else the order is kept.
    topic : Text, optional
        What the shares are of, with which the alternative text begins.

    Returns
    -------
    Figure
        Rows that are hidden keep their line and say so.

    Examples
    --------
    >>> from evaltools.examples import small_shares
    >>> from evaltools.figures import draw_shares
    >>> draw_shares(small_shares(), row="role", sort=True).alt["en"]
    'Shares: highest 63 per cent (Managers), lowest 47 per cent (Staff). Managers: 63
    (44–79), n 30; Staff: 47 (34–60), n 60.'
    """
    table = publishable.tidy()
    if sort:
        table = table.sort_values("estimate", ascending=False, na_position="last")

    def paint(sheet: Sheet) -> None:
        counts = write_counts(table["n"], language=sheet.language)
        right = sheet.add_column(WIDTH - EDGE, counts, head=ANSWERS, least=0.5) - ROOM
        axes = sheet.panel(sheet.left, right - sheet.left)
        percent_scale(axes, sheet.language, ticks=TICKS)
        for at, line in enumerate(table.to_dict("records")):
            _draw_share(sheet, axes, at, line)

    alt = Text(sv=_tell_shares(table, row, topic, "sv"), en=_tell_shares(table, row, topic, "en"))
    return render_rows(publishable, paint, rows=rows_of(table, row), head=0.2, alt=alt)


def _draw_share(sheet: Sheet, axes: Axes, at: int, line: Mapping[Hashable, Any]) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + EDGE)
        return
    share, y = line["estimate"], sheet.rows.middles[at]
    low, high = line.get("conf_low", share), line.get("conf_high", share)
    draw_band(axes, low, high, y)
    axes.plot(share, y, "o", color=BLUE, ms=5.5, clip_on=False)
    write_beside(axes, max(share, high), y, write_percent(share, language=sheet.language))


def write_beside(axes: Axes, x: float, y: float, text: str) -> None:
    """Write a number to the right of what is drawn at `x`."""
    axes.annotate(
        text, (x, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize=NUMBER,
        annotation_clip=False,
    )  # fmt: skip


def _tell_shares(table: pd.DataFrame, row: str, topic: Text, language: Language) -> str:
    shown, hidden = table[~table["hidden"]], int(table["hidden"].sum())
    told = [tell_share(line, row, language) for line in shown.to_dict("records")]
    messages = [
        tell_extremes(shown, row, topic, language),
        tell_hidden(hidden, len(table), language=language),
    ]
    return tell(messages, told if len(told) > 1 else [], language=language)


def tell_extremes(shown: pd.DataFrame, row: str, topic: Text, language: Language) -> str:
    """Say first what the shares are of, then which row has the highest and which the lowest."""
    if shown.empty:
        return f"{topic[language]}. {NOTHING[language]}"
    if len(shown) == 1:
        only = tell_share(shown.iloc[0].to_dict(), row, language)
        return f"{topic[language]}, {SHARE[language]} {only}."
    write = partial(write_percent, language=language)
    ends = tell_ends(shown, ENDS, column="estimate", row=row, write=write, language=language)
    return f"{topic[language]}: {ends}"


ENDS = Text(
    sv="högst {} procent ({}), lägst {} procent ({}).",
    en="highest {} per cent ({}), lowest {} per cent ({}).",
)
SHARE = Text(sv="procent:", en="per cent:")
NOTHING = Text(sv="Ingen rad kan redovisas.", en="No row can be shown.")


def tell_share(line: Mapping[Hashable, Any], row: str, language: Language) -> str:
    """Say a row's share in per cent, its interval and how many answered."""
    share = write_percent(line["estimate"], language=language)
    interval = tell_interval(line, language)
    count = write_number(line["n"], language=language)
    return f"{name(line[f'{row}.{language}'])}: {share}{interval}, n {count}"


def tell_interval(line: Mapping[Hashable, Any], language: Language) -> str:
    """Say a row's interval; nothing where it has none."""
    if "conf_low" not in line or pd.isna(line["conf_low"]):
        return ""
    low, high = (write_percent(line[each], language=language) for each in ("conf_low", "conf_high"))
    return f" ({low}–{high})"
