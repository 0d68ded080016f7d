"""Figures for people, in one visual language; each takes nothing but a Publishable.

A figure says n, marks synthetic data, labels directly, and carries an alternative text made from
the numbers that it draws. Text is drawn as outlines, so that a figure looks the same everywhere,
and the same numbers give the same bytes.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.numerals import write_number, write_percent

INK, GREY, LIGHT, BLUE, OCHRE = "#1f2933", "#55606b", "#d5dae0", "#0b5394", "#8a5200"
STYLE: dict[Any, Any] = {
    "font.family": ["Source Sans 3", "DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "svg.fonttype": "path",
    "svg.hashsalt": "evaltools",
}
WIDTH = 6.5
"""Width in inches of the text column of an A4 page."""
SYNTHETIC = Text(sv="SYNTETISKA DATA", en="SYNTHETIC DATA")
TOO_FEW = Text(sv="för få svar", en="too few answers")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure in both languages.

    Attributes
    ----------
    svg : dict of {"sv", "en"} to bytes
        The drawing.
    alt : Text
        What the figure shows, for who cannot see it.
    publishable : Publishable
        The numbers that are drawn.
    """

    svg: dict[Language, bytes]
    alt: Text
    publishable: Publishable

    def _repr_svg_(self) -> str:
        """Show the Swedish drawing in a notebook."""
        return self.svg["sv"].decode()


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
        _lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _share(axes, place, line, language)
        _percent_axis(axes, language)

    alt = {language: _alt_shares(table, row, language) for language in ("sv", "en")}
    return _draw(publishable, draw, alt=Text(**alt), height=0.75 + 0.27 * len(table))


def draw_waves(publishable: Publishable, *, row: str) -> Figure:
    """Draw two waves as points joined by a line, one line per row.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `before`, `after`, `difference`, `conf_low`,
        `conf_high` (of the difference) and `hidden`, as `disclosure.join_waves` gives it.
    row : str
        What a line is about: measure or body.

    Returns
    -------
    Figure
        The difference stands at the right, with a star where its interval leaves out 0.
    """
    table = publishable.tidy()

    def draw(axes: Axes, language: Language) -> None:
        _lines(axes, table[f"{row}.{language}"])
        for place, line in enumerate(table.to_dict("records")):
            _pair(axes, place, line, language)
        _percent_axis(axes, language)
        axes.text(1.17, -0.85, _DIFFERENCE[language], ha="right", color=GREY, fontsize=8)

    alt = {language: _alt_waves(table, row, language) for language in ("sv", "en")}
    return _draw(publishable, draw, alt=Text(**alt), height=0.95 + 0.29 * len(table))


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
    return _render(publishable, draw_all, alt=Text(**alt), height=0.4 + 1.75 * rows)


def draw_verdicts(publishable: Publishable) -> Figure:
    """Draw how many bodies judged each goal as met in full, in part or not.

    Parameters
    ----------
    publishable : Publishable
        One row per goal: `goal.sv`, `goal.en`, `full`, `part` and `none` (counts of bodies).

    Returns
    -------
    Figure
        Stacked bars with the counts written in them.
    """
    table = publishable.tidy()

    def draw(axes: Axes, language: Language) -> None:
        _lines(axes, table[f"goal.{language}"])
        for verdict in VERDICTS:
            _bars(axes, table, verdict)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        names = [f"{mark} {text[language]}" for _, text, mark, _, _ in VERDICTS]
        patches = [mpl.patches.Patch(color=colour) for *_, colour, _ in VERDICTS]
        axes.legend(patches, names, ncols=3, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)

    alt = {language: _alt_verdicts(table, language) for language in ("sv", "en")}
    return _draw(publishable, draw, alt=Text(**alt), height=0.9 + 0.36 * len(table))


VERDICTS = (
    ("full", Text(sv="uppfylls helt", en="met in full"), "●", "#1b7a4b", "white"),
    ("part", Text(sv="uppfylls delvis", en="met in part"), "◆", "#f2c14e", INK),
    ("none", Text(sv="uppfylls inte", en="not met"), "▲", "#8f1d36", "white"),
)
_DIFFERENCE = Text(sv="Skillnad", en="Difference")


def _draw(
    publishable: Publishable,
    draw: Callable[[Axes, Language], None],
    *,
    alt: Text,
    height: float,
) -> Figure:
    def draw_one(canvas: Canvas, language: Language) -> None:
        draw(canvas.subplots(), language)

    return _render(publishable, draw_one, alt=alt, height=height)


def _render(
    publishable: Publishable,
    draw: Callable[[Canvas, Language], None],
    *,
    alt: Text,
    height: float,
) -> Figure:
    svg: dict[Language, bytes] = {}
    with mpl.rc_context(STYLE):
        _use_fonts()
        for language in ("sv", "en"):
            canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
            draw(canvas, language)
            if publishable.synthetic:
                canvas.suptitle(SYNTHETIC[language], x=0.99, ha="right", fontsize=8, color=OCHRE)
            svg[language] = _as_svg(canvas)
    return Figure(svg, alt, publishable)


def _as_svg(canvas: Canvas) -> bytes:
    content = io.BytesIO()
    canvas.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return content.getvalue()


def _use_fonts() -> None:
    known = {Path(entry.fname).name for entry in font_manager.fontManager.ttflist}
    for font in files("evaltools").joinpath("fonts").iterdir():
        if font.name.endswith(".ttf") and font.name not in known:
            font_manager.fontManager.addfont(str(font))


def _lines(axes: Axes, labels: Iterable[str]) -> None:
    wrapped = [textwrap.fill(label, 42) for label in labels]
    axes.set_yticks(range(len(wrapped)), wrapped)
    axes.set_ylim(len(wrapped) - 0.4, -0.6)


def _percent_axis(axes: Axes, language: Language) -> None:
    axes.set_xlim(0, 1.18)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    sign = "\u00a0%" if language == "sv" else "%"
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda share, _: write_percent(share, language=language) + sign)
    )
    axes.grid(axis="x", color=LIGHT, lw=0.5)
    axes.tick_params(axis="x", labelsize=8)


def _share(axes: Axes, place: int, line: Mapping[Hashable, Any], language: Language) -> None:
    if line["hidden"]:
        axes.text(
            0.01, place, TOO_FEW[language], va="center", color=GREY, fontsize=8, style="italic"
        )
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
        axes.text(
            0.01, place, TOO_FEW[language], va="center", color=GREY, fontsize=8, style="italic"
        )
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
    star = "*" if line["conf_low"] > 0 or line["conf_high"] < 0 else "\u2002"
    return f"{sign}{points}{star}"


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


def _bars(axes: Axes, table: pd.DataFrame, verdict: tuple[str, Text, str, str, str]) -> None:
    name, _, mark, colour, ink = verdict
    names = [each[0] for each in VERDICTS]
    left = table[names[: names.index(name)]].sum(axis=1)
    axes.barh(range(len(table)), table[name], left=left, color=colour, height=0.7, ec="white")
    for place, (start, count) in enumerate(zip(left, table[name], strict=True)):
        if count:
            axes.text(start + count / 2, place, f"{mark} {count}", ha="center", va="center",
                      color=ink, fontsize=8.5)  # fmt: skip


def _alt_shares(table: pd.DataFrame, row: str, language: Language) -> str:
    shown = table[~table["hidden"]]
    told = "; ".join(
        f"{line[f'{row}.{language}']} {write_percent(line['estimate'], language=language)}"
        for line in shown.to_dict("records")
    )
    hidden = int(table["hidden"].sum())
    if language == "sv":
        return f"Andelar i procent: {told}." + (
            f" {hidden} rader har för få svar." if hidden else ""
        )
    return f"Shares in per cent: {told}." + (
        f" {hidden} rows have too few answers." if hidden else ""
    )


def _alt_waves(table: pd.DataFrame, row: str, language: Language) -> str:
    words = {"sv": ("från {} till {} procent", "Förändring mellan två enkäter"),
             "en": ("from {} to {} per cent", "Change between two surveys")}[language]  # fmt: skip
    told = "; ".join(
        f"{line[f'{row}.{language}']} "
        + words[0].format(*(write_percent(line[w], language=language) for w in ("before", "after")))
        for line in table[~table["hidden"]].to_dict("records")
    )
    return f"{words[1]}: {told}."


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


def _alt_verdicts(table: pd.DataFrame, language: Language) -> str:
    told = "; ".join(
        f"{line[f'goal.{language}']}: "
        + ", ".join(f"{line[name]} {text[language]}" for name, text, *_ in VERDICTS)
        for line in table.to_dict("records")
    )
    opening = "Antal nämnder och bolag per bedömning" if language == "sv" else "Bodies by verdict"
    return f"{opening}. {told}."
