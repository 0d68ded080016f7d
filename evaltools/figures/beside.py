"""One body beside the whole city, and beside what was known of it before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import (
    BLUE,
    GREY,
    INK,
    OCHRE,
    Figure,
    label_lines,
    percent_axis,
    render_axes,
    row_height,
    say_hidden,
)
from evaltools.numerals import write_number, write_percent

Row = Mapping[Hashable, Any]
GAP, ROOM = 0.018, 0.04
"""Between a mark and the number beside it, and what a number needs, as shares of the axis."""


def draw_beside(publishable: Publishable, *, row: str, names: Mapping[str, Text]) -> Figure:
    """Draw the shares of one body beside those of all together, and its own of an earlier wave.

    Parameters
    ----------
    publishable : Publishable
        One row per line and mark: `<row>`, `<row>.sv`, `<row>.en`, `who` ("own", "all" or
        "before"), `estimate`, `conf_low`, `conf_high`, `n` and `hidden`. A line may lack marks.
    row : str
        What a line is about: measure.
    names : mapping of str to Text
        What each mark is called in the key; one that nothing is drawn of is left out.

    Returns
    -------
    Figure
        Of its own share a point with the interval, of all an upright line, of the earlier wave
        a square; a line whose own share is hidden says so.
    """
    table = publishable.tidy()
    lines = {name: rows.set_index("who") for name, rows in table.groupby(row, sort=False)}

    def draw(axes: Axes, language: Language) -> None:
        label_lines(axes, [rows[f"{row}.{language}"].iloc[0] for rows in lines.values()])
        for place, marks in enumerate(lines.values()):
            _line(axes, place, marks, language)
        percent_axis(axes, language)
        _key(axes, table, names, language)

    alt = {language: _alt(lines, row, names, language) for language in ("sv", "en")}
    height = 0.62 + sum(row_height([rows[f"{row}.sv"].iloc[0]]) + 0.06 for rows in lines.values())
    return render_axes(publishable, draw, alt=Text(**alt), height=height)


def _line(axes: Axes, place: int, marks: pd.DataFrame, language: Language) -> None:
    shown = marks[~marks["hidden"].astype(bool) & marks["estimate"].notna()]
    numbers = shown[["estimate", "conf_low", "conf_high"]].to_numpy()
    by_mark = shown.to_dict("index")
    if "all" in by_mark:
        share = by_mark["all"]["estimate"]
        axes.vlines(share, place - 0.33, place + 0.33, color=INK, lw=1.6)
    if "own" not in by_mark:
        say_hidden(axes, place, language)
        return
    own, before = by_mark["own"], by_mark.get("before")
    _own(axes, place, own, language)
    ends = (float(np.nanmin(numbers)), float(np.nanmax(numbers)))
    shares = [own["estimate"]] + ([before["estimate"]] if before else [])
    if before:
        axes.plot(shares[1], place, "s", color="white", mec=OCHRE, mew=1.4, ms=5.5, zorder=1.5)
    for share, side, colour in zip(
        shares, sides(*shares, left=ends[0]), (BLUE, OCHRE), strict=False
    ):
        if side:
            _number(axes, place, share, side, ends, colour, language)


def sides(own: float, before: float | None = None, *, left: float) -> tuple[str, str]:
    """Tell on which side of all marks each number stands: on that of its own mark.

    Parameters
    ----------
    own, before : float
        The shares; None where there is no earlier one.
    left : float
        Where the marks begin.

    Returns
    -------
    tuple of two of {"left", "right", ""}
        The side of the own number and of the earlier one; "" where there is no room for it.
    """
    has_room = left > ROOM
    if before is not None and before > own and has_room:
        return "left", "right"
    return "right", "left" if before is not None and before <= own and has_room else ""


def _own(axes: Axes, place: int, line: Row, language: Language) -> None:
    axes.hlines(place, line["conf_low"], line["conf_high"], color=BLUE, lw=5, alpha=0.3)
    axes.plot(line["estimate"], place, "o", color=BLUE, ms=6)
    count = write_number(line["n"], language=language)
    axes.text(1.18, place, f"n = {count}", va="center", ha="right", color=GREY, fontsize=8.5)


def _number(
    axes: Axes,
    place: int,
    share: float,
    side: str,
    ends: tuple[float, float],
    colour: str,
    language: Language,
) -> None:
    """Write a share beside all marks of its line."""
    at = ends[0] - GAP if side == "left" else ends[1] + GAP
    align = "right" if side == "left" else "left"
    weight = "bold" if colour == BLUE else "normal"
    number = write_percent(share, language=language)
    axes.text(at, place, number, va="center", ha=align, color=colour, fontweight=weight)


def _key(axes: Axes, table: pd.DataFrame, names: Mapping[str, Text], language: Language) -> None:
    """Name the marks above the lines, those that are drawn."""
    drawn = set(table.loc[table["estimate"].notna(), "who"])
    marks = {
        "own": Line2D([], [], color=BLUE, marker="o", ls="", ms=6),
        "all": Line2D([], [], color=INK, marker="|", ls="", ms=10, mew=1.6),
        "before": Line2D([], [], color="white", marker="s", mec=OCHRE, mew=1.4, ls="", ms=5.5),
    }
    shown = [name for name in marks if name in drawn and name in names]
    axes.legend(
        [marks[name] for name in shown],
        [names[name][language] for name in shown],
        ncols=3, loc="lower left", bbox_to_anchor=(-0.01, 0.99), frameon=False,
        handletextpad=0.2, columnspacing=1.4, borderpad=0,
    )  # fmt: skip


def _alt(
    lines: Mapping[Any, pd.DataFrame], row: str, names: Mapping[str, Text], language: Language
) -> str:
    said = [
        f"{rows[f'{row}.{language}'].iloc[0]}: "
        + ", ".join(
            _told(names[str(who)][language], mark, language)
            for who, mark in rows.to_dict("index").items()
        )
        for rows in lines.values()
    ]
    opening = Text(sv="Andelar i procent", en="Shares in per cent")[language]
    return f"{opening}. {'; '.join(said)}."


def _told(name: str, mark: Row, language: Language) -> str:
    if pd.isna(mark["estimate"]):
        return f"{name} {Text(sv='redovisas ej', en='not shown')[language]}"
    share = write_percent(mark["estimate"], language=language)
    return f"{name} {share}"
