"""Differences between groups, and raw estimates beside pooled ones."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import (
    BLUE,
    GREY,
    LIGHT,
    OCHRE,
    Figure,
    label_lines,
    percent_axis,
    render_axes,
    row_height,
    say_hidden,
)
from evaltools.numerals import write_number, write_percent


def draw_effects(publishable: Publishable, *, row: str) -> Figure:
    """Draw differences in percentage points as points with their intervals about 0.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `estimate`, `conf_low`, `conf_high`, `n`, `hidden`.
    row : str
        What a line is about: the level of a driver against its reference.

    Returns
    -------
    Figure
        A forest of differences; rows that are hidden keep their line and say so.
    """
    table = publishable.tidy()
    limits = table[["conf_low", "conf_high"]].abs().max().fillna(0)
    reach = max(0.05, *(1.15 * limits))

    def paint(axes: Axes, language: Language) -> None:
        label_lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _effect(axes, place, line, language, reach=reach)
        _points_axis(axes, language, reach=reach)

    alt = {language: _alt_effects(table, row, language) for language in ("sv", "en")}
    height = 0.9 + row_height(table[f"{row}.sv"]) * len(table)
    return render_axes(publishable, paint, alt=Text(**alt), height=height)


def draw_pooled(publishable: Publishable, *, row: str) -> Figure:
    """Draw pooled shares with their intervals, the raw ones as open squares.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `raw`, `estimate`, `conf_low`, `conf_high`, `n` and
        `hidden`.
    row : str
        What a line is about: body.

    Returns
    -------
    Figure
        Rows by the pooled share, largest on top; hidden rows keep their line and say so.
    """
    table = publishable.tidy().sort_values("estimate", ascending=False, na_position="last")

    def paint(axes: Axes, language: Language) -> None:
        label_lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _pooled(axes, place, line, language)
        percent_axis(axes, language)

    alt = {language: _alt_pooled(table, row, language) for language in ("sv", "en")}
    return render_axes(publishable, paint, alt=Text(**alt), height=0.75 + 0.27 * len(table))


def _effect(
    axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language, *, reach: float
) -> None:
    if line["hidden"]:
        say_hidden(axes, place, language, left=-reach)
        return
    axes.hlines(place, line["conf_low"], line["conf_high"], color=BLUE, lw=4, alpha=0.3)
    axes.plot(line["estimate"], place, "o", color=BLUE, ms=5.5)
    axes.text(1.25 * reach, place, _signed(line["estimate"], language), va="center", ha="right")
    count = write_number(line["n"], language=language)
    axes.text(1.6 * reach, place, f"n = {count}", va="center", ha="right", color=GREY, fontsize=8)


def _points_axis(axes: Axes, language: Language, *, reach: float) -> None:
    axes.axvline(0, color=GREY, lw=0.8)
    axes.set_xlim(-reach, 1.62 * reach)
    step = next(each for each in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if reach / each <= 4)
    ticks = [step * place for place in range(-int(reach / step), int(reach / step) + 1)]
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: _signed(share, language)))
    axes.set_xlabel(_POINTS[language], fontsize=8)
    axes.grid(axis="x", color=LIGHT, lw=0.5)
    axes.tick_params(axis="x", labelsize=8)


_POINTS = Text(sv="procentenheter", en="percentage points")


def _pooled(axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language) -> None:
    if line["hidden"]:
        say_hidden(axes, place, language)
        return
    axes.hlines(place, line["conf_low"], line["conf_high"], color=BLUE, lw=4, alpha=0.3)
    axes.plot(line["raw"], place, "s", color="white", mec=OCHRE, mew=1.2, ms=4.5)
    axes.plot(line["estimate"], place, "o", color=BLUE, ms=5.5)
    number = write_percent(line["estimate"], language=language)
    right = max(line["conf_high"], line["raw"])
    axes.text(right + 0.015, place, number, va="center", fontsize=8.5)
    count = write_number(line["n"], language=language)
    axes.text(1.18, place, f"n = {count}", va="center", ha="right", color=GREY, fontsize=8)


def _signed(points: float, language: Language) -> str:
    sign = "+" if round(points, 4) > 0 else ""
    return sign + write_percent(points, language=language)


def _alt_effects(table: pd.DataFrame, row: str, language: Language) -> str:
    words = Text(sv="{} {} ({} till {})", en="{} {} ({} to {})")[language]
    told = "; ".join(
        words.format(
            line[f"{row}.{language}"],
            *(_signed(line[name], language) for name in ("estimate", "conf_low", "conf_high")),
        )
        for line in table[~table["hidden"]].to_dict("records")
    )
    opening = Text(
        sv="Skillnader i procentenheter med intervall",
        en="Differences in percentage points with intervals",
    )[language]
    return f"{opening}: {told}."


def _alt_pooled(table: pd.DataFrame, row: str, language: Language) -> str:
    words = Text(sv="{} {} (rått {})", en="{} {} (raw {})")[language]
    told = "; ".join(
        words.format(
            line[f"{row}.{language}"],
            *(write_percent(line[name], language=language) for name in ("estimate", "raw")),
        )
        for line in table[~table["hidden"]].to_dict("records")
    )
    opening = Text(sv="Sammanvägda andelar i procent", en="Pooled shares in per cent")[language]
    return f"{opening}: {told}."
