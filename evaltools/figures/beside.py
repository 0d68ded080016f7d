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
from evaltools.figures.canvas import HIDDEN, WIDTH, Figure
from evaltools.figures.palette import BLUE, INK, OCHRE
from evaltools.figures.rows import (
    ANSWERS,
    EDGE,
    GAP,
    NUMBER,
    SMALL,
    Sheet,
    draw_band,
    head_height,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
)
from evaltools.figures.shares import TICKS
from evaltools.numerals import write_percent

Row = Mapping[Hashable, Any]
Marks = Mapping[Hashable, Row]
"""The marks of a line by `who`."""
Lines = Mapping[Any, Marks]
LABELS, NARROW, KEY = 2.4, 0.36, 0.24
"""Inches of a label at most, of a column of numbers at least, and of the key of the marks, which
shares its line with the mark of synthetic data."""
LEAST, TALL = -0.03, 0.09
"""Where the axis begins, so that a mark at 0 is whole; half the height of the city's line."""
HEADS = {"own": Text(sv="Här", en="Here"), "all": Text(sv="Alla", en="All")}
"""What is short enough for a column; the earlier wave has its name."""
MISSING = Text(sv="uppgift saknas", en="no data")
MARKS: dict[str, dict[str, Any]] = {
    "own": {"color": BLUE, "marker": "o", "ms": 6},
    "all": {"color": INK, "marker": "|", "ms": 10, "mew": 1.6},
    "before": {"color": "white", "marker": "s", "mec": OCHRE, "mew": 1.4, "ms": 5.5},
}
COLUMNS = {
    "before": {"color": OCHRE},
    "all": {"color": INK},
    "own": {"color": BLUE, "weight": "bold"},
}
"""The columns of shares from right to left, in the colours of their marks."""


def draw_beside(publishable: Publishable, *, row: str) -> Figure:
    """Draw the shares of one body beside those of all together, and its own of an earlier wave.

    Parameters
    ----------
    publishable : Publishable
        One row per line and mark: `<row>`, `<row>.sv`, `<row>.en`, `who` ("own", "all" or
        "before"), what that is called in `who.sv` and `who.en`, `estimate`, `conf_low`,
        `conf_high`, `n` and `hidden`. A line may lack marks.
    row : str
        What a line is about: measure.

    Returns
    -------
    Figure
        Of its own share a point with the interval, of all an upright line, of the earlier wave
        a square. The numbers stand in columns at the right, one for each mark and one for the
        body's answers; one that is hidden says so.
    """
    table = publishable.tidy()
    lines = {
        name: rows.set_index("who").to_dict("index")
        for name, rows in table.groupby(row, sort=False)
    }
    names = _names(table)
    heads = {who: HEADS.get(who, name) for who, name in names.items()}

    def paint(sheet: Sheet) -> None:
        right = _write_columns(sheet, lines, heads)
        axes = sheet.panel(sheet.left, right - sheet.left - GAP)
        percent_scale(axes, sheet.language, ticks=TICKS)
        axes.set_xlim(LEAST, 1)
        for y, marks in zip(sheet.rows.middles, lines.values(), strict=True):
            _draw_marks(axes, y, marks)
        _draw_key(sheet, table, names)

    rows = rows_of(table.drop_duplicates(row), row, width=LABELS)
    said = [each[language] for each in heads.values() for language in ("sv", "en")]
    head = head_height(said, least=NARROW) + (0 if publishable.synthetic else KEY - EDGE)
    alt = {language: _alt(lines, row, names, language) for language in ("sv", "en")}
    return render_rows(publishable, paint, rows=rows, head=head, alt=Text(**alt))


def _names(table: pd.DataFrame) -> dict[str, Text]:
    """Return what each mark is called, in the order of the key."""
    told = table.drop_duplicates("who").set_index("who").to_dict("index")
    return {
        who: Text(sv=told[who]["who.sv"], en=told[who]["who.en"]) for who in MARKS if who in told
    }


def _write_columns(sheet: Sheet, lines: Lines, heads: Mapping[str, Text]) -> float:
    """Write the answers, and the share of each mark; return where they begin."""
    counts = [float(marks["own"]["n"]) if "own" in marks else np.nan for marks in lines.values()]
    cells = write_counts(counts, language=sheet.language)
    right = sheet.add_column(WIDTH - EDGE, cells, head=ANSWERS, least=NARROW)
    for who, style in COLUMNS.items():
        if who in heads:
            cells = [_cell(marks, who, sheet.language) for marks in lines.values()]
            right = sheet.add_column(
                right, cells, head=heads[who], least=NARROW, fontsize=NUMBER, **style
            )
    return right


def _cell(marks: Marks, who: str, language: Language) -> str:
    """Write a share with its sign, or why there is none; nothing where the line lacks the mark."""
    return _share(marks[who], language, sign=True) if who in marks else ""


def _share(mark: Row, language: Language, *, sign: bool = False) -> str:
    if pd.isna(mark["estimate"]):
        return (HIDDEN if mark["hidden"] else MISSING)[language]
    after = {"sv": "\u00a0%", "en": "%"}[language] if sign else ""
    return write_percent(mark["estimate"], language=language) + after


def _draw_marks(axes: Axes, y: float, marks: Marks) -> None:
    """Draw the marks of a line that have a share, the city's line at the back."""
    shown = {who: mark for who, mark in marks.items() if pd.notna(mark["estimate"])}
    if "all" in shown:
        axes.vlines(shown["all"]["estimate"], y - TALL, y + TALL, color=INK, lw=1.6)
    if "own" in shown:
        draw_band(axes, shown["own"]["conf_low"], shown["own"]["conf_high"], y)
    for who in ("before", "own"):
        if who in shown:
            axes.plot(shown[who]["estimate"], y, **MARKS[who], clip_on=False)


def _draw_key(sheet: Sheet, table: pd.DataFrame, names: Mapping[str, Text]) -> None:
    """Name the marks that are drawn, above everything."""
    drawn = set(table.loc[table["estimate"].notna(), "who"])
    shown = [who for who in names if who in drawn]
    sheet.canvas.legend(
        [Line2D([], [], ls="", **MARKS[who]) for who in shown],
        [names[who][sheet.language] for who in shown],
        ncols=3, loc="upper left", bbox_to_anchor=(0, 1), frameon=False, fontsize=SMALL,
        handletextpad=0.2, columnspacing=1.4, borderpad=0, borderaxespad=0.3,
    )  # fmt: skip


def _alt(lines: Lines, row: str, names: Mapping[str, Text], language: Language) -> str:
    said = [
        f"{next(iter(marks.values()))[f'{row}.{language}']}: "
        + ", ".join(
            f"{names[str(who)][language]} {_share(mark, language)}" for who, mark in marks.items()
        )
        for marks in lines.values()
    ]
    opening = Text(sv="Andelar i procent", en="Shares in per cent")[language]
    if not said:
        return f"{opening}: {MISSING[language]}."
    return f"{opening}. {'; '.join(said)}."
