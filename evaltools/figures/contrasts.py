"""Differences between groups, and raw estimates beside pooled ones."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.palette import BLUE, GREY, LIGHT, OCHRE
from evaltools.figures.response import draw_whole
from evaltools.figures.rows import (
    ANSWERS,
    EDGE,
    GAP,
    NUMBER,
    Sheet,
    draw_band,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
    write_shares,
)
from evaltools.figures.shares import NOTHING, TICKS, tell_extremes
from evaltools.figures.telling import name, tell, tell_ends, tell_hidden
from evaltools.numerals import write_number, write_percent

Line = Mapping[Hashable, Any]
LABELS = 2.3
POINTS = Text(sv="Procentenheter (intervall)", en="Percentage points (interval)")
LOWER = Text(sv="← lägre andel", en="← lower share")
HIGHER = Text(sv="högre andel →", en="higher share →")
REFERENCE = Text(sv="jämförelsegrupp", en="reference group")
KEY = Text(sv="● sammanvägd  □ rå andel", en="● pooled  □ raw share")
SHARE = Text(sv="Andel, %", en="Share, %")
PLACE = Text(sv="Plats, intervall", en="Place, interval")


def draw_effects(publishable: Publishable, *, row: str, reference: str) -> Figure:
    """Draw differences in percentage points as points with their intervals about 0.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `<reference>.sv`, `<reference>.en`, `estimate`,
        `conf_low`, `conf_high`, `n`, `hidden`, as `Publishable.with_contrasts` gives it.
    row : str
        What a line is about: the level of a driver.
    reference : str
        What it is compared with; rows of one reference stand together.

    Returns
    -------
    Figure
        A forest of differences, each block under its reference group; rows that are hidden keep
        their line and say so.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import protect_estimates
    >>> from evaltools.estimates import estimate_effects
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_survey
    >>> from evaltools.figures import draw_effects
    >>> survey = small_survey()
    >>> heard = survey.tidy()["heard_of"] == "yes"
    >>> effects = estimate_effects(
    ...     survey, outcome=heard, drivers=("role",), sensitivity="open"
    ... )
    >>> names = {
    ...     "chief": Text(sv="Chefer", en="Managers"),
    ...     "staff": Text(sv="Övriga", en="Staff"),
    ... }
    >>> shown = protect_estimates(effects, rules=DisclosureRules()).with_contrasts(
    ...     "level", reference="reference", labels=names
    ... )
    >>> draw_effects(shown, row="level", reference="reference").alt["en"]
    'Difference from the reference group in percentage points: highest +17 (Managers),
    lowest +17 (Managers). Staff (reference group). Managers +17 (−5 to +39).'
    """
    table = _with_references(publishable.tidy(), row, reference)
    limits = table[["conf_low", "conf_high", "estimate"]].abs().max().fillna(0)
    reach = max(0.05, *(1.1 * limits))

    def paint(sheet: Sheet) -> None:
        right = _write_effects(sheet, table)
        axes = sheet.panel(sheet.left, right - sheet.left)
        _points_scale(sheet, axes, reach=reach)
        for at, line in enumerate(table.to_dict("records")):
            _draw_effect(sheet, axes, at, line)
        sheet.head(sheet.left, LOWER[sheet.language], width=1, ha="left")
        sheet.head(right, HIGHER[sheet.language], width=1)

    alt = Text(sv=_tell_effects(table, row, "sv"), en=_tell_effects(table, row, "en"))
    rows = rows_of(table, row, width=LABELS)
    return render_rows(publishable, paint, rows=rows, head=0.33, alt=alt)


def draw_pooled(publishable: Publishable, *, row: str, whole: Publishable) -> Figure:
    """Draw pooled shares with their intervals, the raw ones as open squares.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `raw`, `estimate`, `conf_low`, `conf_high`, `n` and
        `hidden`; where they are there, the interval of each row's place in `rank_low` and
        `rank_high`.
    row : str
        What a line is about: body.
    whole : Publishable
        One row with the `estimate` of all, which is drawn as a line.

    Returns
    -------
    Figure
        Rows by the pooled share, largest on top; hidden rows keep their line and say so.
    """
    table = publishable.tidy().sort_values("estimate", ascending=False, na_position="last")
    every = float(whole.tidy()["estimate"].iloc[0])

    def paint(sheet: Sheet) -> None:
        right = _write_places(sheet, table) - GAP
        axes = sheet.panel(sheet.left, right - sheet.left)
        percent_scale(axes, sheet.language, ticks=TICKS)
        draw_whole(sheet, axes, every)
        for at, line in enumerate(table.to_dict("records")):
            _draw_pooled(sheet, axes, at, line)
        sheet.write(sheet.left, sheet.top - 0.22, KEY[sheet.language], va="baseline", color=GREY)

    alt = Text(sv=_tell_pooled(table, every, row, "sv"), en=_tell_pooled(table, every, row, "en"))
    both = publishable.with_rows(whole)
    rows = rows_of(table, row, width=LABELS)
    return render_rows(both, paint, rows=rows, head=0.38, alt=alt)


def _with_references(table: pd.DataFrame, row: str, reference: str) -> pd.DataFrame:
    """Put the reference group above the rows that are compared with it."""
    lines, last = list[dict[Hashable, Any]](), None
    for line in table.assign(is_reference=False).to_dict("records"):
        if line[f"{reference}.sv"] != last and line[f"{reference}.sv"]:
            names: dict[Hashable, Any] = {
                f"{row}.{each}": f"{line[f'{reference}.{each}']} ({REFERENCE[each]})"
                for each in ("sv", "en")
            }
            lines.append({**names, "is_reference": True, "hidden": False})
        last = line[f"{reference}.sv"]
        lines.append(line)
    return pd.DataFrame(lines, columns=[*table, "is_reference"])


def _write_effects(sheet: Sheet, table: pd.DataFrame) -> float:
    """Write the differences and the numbers of answers; return where they begin."""
    counts = write_counts(table["n"], language=sheet.language)
    right = sheet.add_column(WIDTH - EDGE, counts, head=ANSWERS, least=0.5)
    cells = [_difference(line, sheet.language) for line in table.to_dict("records")]
    return sheet.add_column(right, cells, head=POINTS, least=0.95, fontsize=NUMBER)


def _difference(line: Line, language: Language) -> str:
    if line["is_reference"] or line["hidden"]:
        return ""
    points, low, high = (
        _signed(line[each], language) for each in ("estimate", "conf_low", "conf_high")
    )
    return f"{points} ({low} {'till' if language == 'sv' else 'to'} {high})"


def _draw_effect(sheet: Sheet, axes: Axes, at: int, line: Line) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + EDGE)
        return
    y = sheet.rows.middles[at]
    if line["is_reference"]:
        axes.plot(0, y, "s", color="white", mec=GREY, mew=1.2, ms=4.5)
        return
    draw_band(axes, line["conf_low"], line["conf_high"], y)
    axes.plot(line["estimate"], y, "o", color=BLUE, ms=5.5)


def _points_scale(sheet: Sheet, axes: Axes, *, reach: float) -> None:
    axes.axvline(0, color=GREY, lw=0.8, zorder=0.8)
    axes.set_xlim(-reach, reach)
    step = next(each for each in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0) if reach / each <= 3)
    axes.set_xticks([step * place for place in range(-int(reach / step), int(reach / step) + 1)])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: _signed(share, sheet.language)))
    axes.grid(axis="x", color=LIGHT, lw=0.5)


def _write_places(sheet: Sheet, table: pd.DataFrame) -> float:
    """Write n, the interval of each place and the share; return where they begin."""
    counts = write_counts(table["n"], language=sheet.language)
    right = sheet.add_column(WIDTH - EDGE, counts, head=ANSWERS, least=0.5)
    if "rank_low" in table:
        places = [
            "" if hidden else f"{low:.0f}–{high:.0f}"
            for hidden, low, high in table[["hidden", "rank_low", "rank_high"]].to_numpy()
        ]
        right = sheet.add_column(right, places, head=PLACE, least=0.5)
    shares = write_shares(table["estimate"], language=sheet.language)
    return sheet.add_column(right, shares, head=SHARE, least=0.5, fontsize=NUMBER)


def _draw_pooled(sheet: Sheet, axes: Axes, at: int, line: Line) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + EDGE)
        return
    y = sheet.rows.middles[at]
    draw_band(axes, line["conf_low"], line["conf_high"], y)
    axes.plot(line["raw"], y, "s", color="white", mec=OCHRE, mew=1.1, ms=6.5, clip_on=False)
    axes.plot(line["estimate"], y, "o", color=BLUE, ms=4.2, clip_on=False)


def _signed(points: float, language: Language) -> str:
    sign = "+" if round(points, 4) > 0 else ""
    return sign + write_percent(points, language=language)


def _tell_effects(table: pd.DataFrame, row: str, language: Language) -> str:
    rows = table[~table["is_reference"]]
    shown, hidden = rows[~rows["hidden"]], int(rows["hidden"].sum())
    told = [
        f"{name(line[f'{row}.{language}'])} {_difference(line, language)}"
        for line in shown.to_dict("records")
    ]
    bases = [name(each) for each in table.loc[table["is_reference"], f"{row}.{language}"]]
    messages = [
        _tell_ends(shown, row, language),
        tell_hidden(hidden, len(rows), language=language),
        "; ".join(bases) + "." if bases else "",
    ]
    return tell(messages, told, language=language)


def _tell_ends(shown: pd.DataFrame, row: str, language: Language) -> str:
    """Say which group lies farthest above its reference group, and which below."""
    if shown.empty:
        return NOTHING[language]
    words = Text(
        sv="Skillnad mot jämförelsegruppen i procentenheter: högst {} ({}), lägst {} ({}).",
        en="Difference from the reference group in percentage points: highest {} ({}), lowest {} "
        "({}).",
    )
    write = partial(_signed, language=language)
    return tell_ends(shown, words, column="estimate", row=row, write=write, language=language)


def _tell_pooled(table: pd.DataFrame, every: float, row: str, language: Language) -> str:
    shown, hidden = table[~table["hidden"]], int(table["hidden"].sum())
    words = Text(sv="{} {} (rå andel {}), n {}", en="{} {} (raw share {}), n {}")
    told = [
        words[language].format(
            name(line[f"{row}.{language}"]),
            *(write_percent(line[each], language=language) for each in ("estimate", "raw")),
            write_number(line["n"], language=language),
        )
        for line in shown.to_dict("records")
    ]
    messages = [
        tell_extremes(shown, row, POOLED, language),
        _tell_whole(every, language),
        tell_hidden(hidden, len(table), language=language),
    ]
    return tell(messages, told, language=language)


POOLED = Text(sv="Sammanvägda andelar", en="Pooled shares")


def _tell_whole(every: float, language: Language) -> str:
    if pd.isna(every):
        return ""
    share = write_percent(every, language=language)
    return Text(sv=f"Alla: {share} procent.", en=f"All: {share} per cent.")[language]
