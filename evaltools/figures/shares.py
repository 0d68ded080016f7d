"""Shares, and shares of two waves."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import (
    BLUE,
    GREY,
    OCHRE,
    Figure,
    label_lines,
    percent_axis,
    render_axes,
    say_hidden,
)
from evaltools.numerals import write_number, write_percent


def draw_shares(publishable: Publishable, *, row: str, sort: bool = False) -> Figure:
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

    Returns
    -------
    Figure
        Rows that are hidden keep their line and say so.
    """
    table = publishable.tidy()
    if sort:
        table = table.sort_values("estimate", ascending=False, na_position="last")

    def draw(axes: Axes, language: Language) -> None:
        label_lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _share(axes, place, line, language)
        percent_axis(axes, language)

    alt = {language: _alt_shares(table, row, language) for language in ("sv", "en")}
    return render_axes(publishable, draw, alt=Text(**alt), height=0.75 + 0.27 * len(table))


def draw_waves(publishable: Publishable, *, row: str) -> Figure:
    """Draw two waves as points joined by a line, one line per row.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `before`, `after`, `difference`, `conf_low`,
        `conf_high` and `p_adjusted` (of the difference) and `hidden`, as
        `disclosure.protect_waves` gives it.
    row : str
        What a line is about: measure or body.

    Returns
    -------
    Figure
        The difference stands at the right, with a star where its adjusted p-value is below 0.05.
    """
    table = publishable.tidy()

    def draw(axes: Axes, language: Language) -> None:
        label_lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _pair(axes, place, line, language)
        percent_axis(axes, language)
        axes.text(1.17, -0.85, _DIFFERENCE[language], ha="right", color=GREY, fontsize=8)

    alt = {language: _alt_waves(table, row, language) for language in ("sv", "en")}
    return render_axes(publishable, draw, alt=Text(**alt), height=0.95 + 0.29 * len(table))


ALARM = 0.05
"""A difference whose adjusted p-value is below this gets a star."""
_DIFFERENCE = Text(sv="Skillnad", en="Difference")


def _share(axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language) -> None:
    if line["hidden"]:
        say_hidden(axes, place, language)
        return
    if "conf_low" in line:
        axes.hlines(place, line["conf_low"], line["conf_high"], color=BLUE, lw=4, alpha=0.3)
    axes.plot(line["estimate"], place, "o", color=BLUE, ms=5.5)
    right = line.get("conf_high", line["estimate"])
    number = write_percent(line["estimate"], language=language)
    axes.text(max(right, line["estimate"]) + 0.015, place, number, va="center", fontsize=8.5)
    count = write_number(line["n"], language=language)
    axes.text(1.18, place, f"n = {count}", va="center", ha="right", color=GREY, fontsize=8)


def _pair(axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language) -> None:
    if line["hidden"]:
        say_hidden(axes, place, language)
        return
    before, after = line["before"], line["after"]
    axes.hlines(place, min(before, after), max(before, after), color=GREY, lw=1.2)
    axes.plot(before, place, "s", color="white", mec=OCHRE, mew=1.4, ms=5.5)
    axes.plot(after, place, "o", color=BLUE, ms=6)
    side = 1 if after >= before else -1
    for share, way, colour in ((before, -side, OCHRE), (after, side, BLUE)):
        axes.annotate(
            write_percent(share, language=language),
            (share, place),
            xytext=(7 * way, 0),
            textcoords="offset points",
            ha="left" if way > 0 else "right",
            va="center",
            fontsize=8.5,
            color=colour,
        )
    axes.text(1.17, place, _signed(line, language), va="center", ha="right", fontsize=8.5)


def _signed(line: Mapping[Hashable, Any], language: Language) -> str:
    points = write_percent(line["difference"], language=language)
    sign = "+" if line["difference"] > 0 else ""
    star = "*" if line["p_adjusted"] < ALARM else "\u2002"
    return f"{sign}{points}{star}"


def _alt_shares(table: pd.DataFrame, row: str, language: Language) -> str:
    shown = table[~table["hidden"]]
    told = "; ".join(
        f"{line[f'{row}.{language}']} {write_percent(line['estimate'], language=language)}"
        for line in shown.to_dict("records")
    )
    hidden = int(table["hidden"].sum())
    if language == "sv":
        return f"Andelar i procent: {told}." + (f" {hidden} rader redovisas ej." if hidden else "")
    return f"Shares in per cent: {told}." + (f" {hidden} rows are not shown." if hidden else "")


def _alt_waves(table: pd.DataFrame, row: str, language: Language) -> str:
    words = {"sv": ("från {} till {} procent", "Förändring mellan två enkäter"),
             "en": ("from {} to {} per cent", "Change between two surveys")}[language]  # fmt: skip
    told = "; ".join(
        f"{line[f'{row}.{language}']} "
        + words[0].format(*(write_percent(line[w], language=language) for w in ("before", "after")))
        for line in table[~table["hidden"]].to_dict("records")
    )
    return f"{words[1]}: {told}."
