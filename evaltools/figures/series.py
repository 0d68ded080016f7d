"""Indicators over the years."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import BLUE, INK, LIGHT, OCHRE, Figure, render
from evaltools.numerals import write_number


def draw_series(publishable: Publishable, *, columns: int = 2) -> Figure:
    """Draw indicators as small panels over the years.

    Parameters
    ----------
    publishable : Publishable
        One row per observation: `panel.sv`, `panel.en` (title of the panel), `line.sv`,
        `line.en` (name of the line or ""), `year`, `value`, `segment` and `hidden`.
    columns : int, optional
        Panels side by side.

    Returns
    -------
    Figure
        A line never crosses a break of the series nor a year without a value.
    """
    table = publishable.tidy()
    panels = table["panel.sv"].unique()
    rows = -(-len(panels) // columns)

    def draw_all(canvas: Canvas, language: Language) -> None:
        grid = canvas.subplots(rows, columns, squeeze=False).flat
        for axes, name in zip(grid, panels, strict=False):
            _panel(axes, table[table["panel.sv"] == name], language)
        for axes in canvas.axes[len(panels) :]:
            axes.set_visible(False)

    alt = {language: _alt_series(table, language) for language in ("sv", "en")}
    return render(publishable, draw_all, alt=Text(**alt), height=0.4 + 1.75 * rows)


def _panel(axes: Axes, values: pd.DataFrame, language: Language) -> None:
    title = textwrap.fill(values[f"panel.{language}"].iloc[0], 40)
    axes.set_title(title, fontsize=8.5, loc="left")
    years = values["year"].dropna().astype(int)
    axes.set_xticks(sorted({years.min(), years.max()}))
    axes.set_xlim(years.min() - 0.4, years.max() + 0.7 * (years.max() - years.min() + 1))
    axes.margins(y=0.25)
    axes.grid(axis="y", color=LIGHT, lw=0.5)
    axes.tick_params(labelsize=7.5)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: _shortest(y, language)))
    lines = [line for _, line in values.dropna(subset=["value"]).groupby("line.sv", sort=False)]
    for line, (marker, colour) in zip(lines, LINES, strict=False):
        _line(axes, line, marker, colour)
    _end_labels(axes, lines, language)


LINES = (("o", BLUE), ("s", OCHRE), ("^", "#1b7a4b"), ("D", "#8f1d36"), ("v", INK))
LABEL_HEIGHT = 0.11
"""Share of a panel's height that a label at the end of a line needs."""


def _line(axes: Axes, line: pd.DataFrame, marker: str, colour: str) -> None:
    for _, part in line.groupby("segment"):
        years = np.arange(part["year"].min(), part["year"].max() + 1)
        by_year = part.set_index("year")["value"].astype(float).reindex(years)
        axes.plot(years, by_year, f"-{marker}", color=colour, ms=4, lw=1.4)


def _end_labels(axes: Axes, lines: list[pd.DataFrame], language: Language) -> None:
    """Write the last value beside each line, lowest first, so that no two overlap."""
    bottom, top = axes.get_ylim()
    lowest = -np.inf
    ends = sorted(
        zip((line.iloc[-1] for line in lines), LINES, strict=False), key=lambda end: end[0]["value"]
    )
    for last, (_, colour) in ends:
        height = max(last["value"], lowest + LABEL_HEIGHT * (top - bottom))
        label = f"{last[f'line.{language}']} {_shortest(last['value'], language)}".strip()
        axes.annotate(
            label, (last["year"], height), xytext=(7, 0), textcoords="offset points",
            va="center", fontsize=8, color=colour,
        )  # fmt: skip
        lowest = height


def _shortest(value: float, language: Language) -> str:
    return write_number(value, language=language, decimals=0 if float(value).is_integer() else 1)


def _alt_series(table: pd.DataFrame, language: Language) -> str:
    told = []
    for _, line in table.dropna(subset=["value", "year"]).groupby(
        ["panel.sv", "line.sv"], sort=False
    ):
        first, last = line.iloc[0], line.iloc[-1]
        name = " ".join(filter(None, [first[f"panel.{language}"], first[f"line.{language}"]]))
        values = (
            f"{_shortest(each['value'], language)} ({int(each['year'])})" for each in (first, last)
        )
        told.append(f"{name}: " + (" till " if language == "sv" else " to ").join(values))
    return "; ".join(told) + "."
