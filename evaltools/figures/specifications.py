"""The same question put in several ways, and whether the answer stays."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
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
    render,
    row_height,
)
from evaltools.numerals import write_number


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
        One line per specification; the main one is filled and in another colour. Without any
        row a sentence stands in its place.
    """
    table = publishable.tidy().dropna(subset=["change"])
    panels = [panel for _, panel in table.groupby("panel.sv", sort=False)]
    row = row_height(_labels(table, "sv"))

    def paint(canvas: Canvas, language: Language) -> None:
        if not panels:
            canvas.text(0.5, 0.5, NONE[language], ha="center", va="center", color=GREY)
            return
        heights = [0.6 + row * len(panel) for panel in panels]
        grid = canvas.subplots(len(panels), squeeze=False, height_ratios=heights).flat
        for axes, panel in zip(grid, panels, strict=True):
            _panel(axes, panel, language)

    told = {each: " ".join(_alt(panel, each) for panel in panels) for each in ("sv", "en")}
    alt = Text(sv=told["sv"] or NONE.sv, en=told["en"] or NONE.en)
    return render(publishable, paint, alt=alt, height=0.6 + 0.6 * len(panels) + row * len(table))


NONE = Text(
    sv="Ingen serie bär en design som kan räknas på flera sätt.",
    en="No series carries a design that can be reckoned in several ways.",
)


def _panel(axes: Axes, table: pd.DataFrame, language: Language) -> None:
    title = textwrap.fill(str(table[f"panel.{language}"].iloc[0]), 80)
    axes.set_title(title, fontsize=8.5, loc="left")
    label_lines(axes, _labels(table, language))
    for place, line in enumerate(table.to_dict("records")):
        _specification(axes, place, line, language)
    _axis(axes, table, language)


def _labels(table: pd.DataFrame, language: Language) -> pd.Series[str]:
    method, periods, areas = (
        table[f"{part}.{language}"] for part in ("method", "periods", "areas")
    )
    return method + ", " + periods + ", " + areas


def _specification(
    axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language
) -> None:
    colour = OCHRE if line["is_main"] else BLUE
    axes.hlines(place, line["conf_low"], line["conf_high"], color=colour, lw=4, alpha=0.3)
    face = colour if line["is_main"] else "white"
    axes.plot(line["change"], place, "o", color=face, mec=colour, mew=1.3, ms=5.5)
    number = write_number(line["change"], language=language, decimals=2)
    axes.text(
        1.02, place, number, va="center", fontsize=8.5, transform=axes.get_yaxis_transform(),
        color=colour,
    )  # fmt: skip


def _axis(axes: Axes, table: pd.DataFrame, language: Language) -> None:
    unchanged = 1.0 if table["is_ratio"].all() else 0.0
    axes.axvline(unchanged, color=GREY, lw=0.8)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: write_number(x, language=language, decimals=1))
    )
    axes.set_xlabel((_RATIO if unchanged else _DIFFERENCE)[language], fontsize=8)
    axes.grid(axis="x", color=LIGHT, lw=0.5)
    axes.tick_params(axis="x", labelsize=8)


_RATIO = Text(sv="kvot; 1 = ingen förändring", en="ratio; 1 = no change")
_DIFFERENCE = Text(sv="skillnad; 0 = ingen förändring", en="difference; 0 = no change")


def _alt(table: pd.DataFrame, language: Language) -> str:
    words = Text(
        sv="{}: {} specifikationer ger förändringar från {} till {}; den som redovisas ger {}.",
        en="{}: {} specifications give changes from {} to {}; the one reported gives {}.",
    )[language]
    main = table.loc[table["is_main"], "change"]
    numbers = (table["change"].min(), table["change"].max(), main.iloc[0])
    told = (write_number(number, language=language, decimals=2) for number in numbers)
    return words.format(table[f"panel.{language}"].iloc[0], len(table), *told)
