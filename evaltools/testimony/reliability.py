"""Codings as the frames from which agreement, saturation and co-occurrence are estimated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import pandas as pd

from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.decisions import Decided

RATING = ["theme", "unit", "coder", "value"]


def rate_presence(codings: Iterable[Coding], *, themes: Sequence[str]) -> pd.DataFrame:
    """Say of each theme, unit and coder who looked at the unit whether the theme was found.

    Parameters
    ----------
    codings : iterable of Coding
        What each coder found on their own; one without a theme says that the coder looked.
    themes : sequence of str
        The themes that could be found, also those that nobody did.

    Returns
    -------
    pandas.DataFrame
        `theme`, `unit`, `coder`, `value` (True or False): see `estimates.estimate_agreement`.
    """
    found: dict[tuple[str, str], set[str | None]] = {}
    for coding in codings:
        found.setdefault((coding.unit, coding.coder), set()).add(coding.theme)
    rows = [
        (theme, unit, coder, theme in seen)
        for theme in themes
        for (unit, coder), seen in sorted(found.items())
    ]
    return pd.DataFrame(rows, columns=RATING)


def rate_valence(codings: Iterable[Coding]) -> pd.DataFrame:
    """Say how each coder found each theme to be spoken of, in the units where they found it.

    Agreement is then estimated among units where two and more found the theme.

    Parameters
    ----------
    codings : iterable of Coding
        What each coder found on their own.

    Returns
    -------
    pandas.DataFrame
        `theme`, `unit`, `coder`, `value`: a valence, or several with "+" between where the coder
        found the theme spoken of in several ways in one unit. A value of its own, it agrees only
        with the same.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    for coding in codings:
        if coding.theme is not None and coding.valence is not None:
            key = (coding.theme, coding.unit, coding.coder)
            found.setdefault(key, set()).add(coding.valence)
    rows = [(*key, "+".join(sorted(valences))) for key, valences in sorted(found.items())]
    return pd.DataFrame(rows, columns=RATING)


def tabulate_themes(
    decided: Decided, *, units: Iterable[Unit], by: Literal["unit", "source"] = "unit"
) -> pd.DataFrame:
    """Say of each unit or source which themes were decided to be there.

    Parameters
    ----------
    decided : Decided
        What persons have decided.
    units : iterable of Unit
        The units that the decisions are about.
    by : {"unit", "source"}, optional
        What a row is: a unit, or a question or document with all of its units.

    Returns
    -------
    pandas.DataFrame
        One row per unit or source that was decided on, in order of `units`; one truth column per
        theme that was found, sorted: see `estimates.saturation_curve`.
    """
    rows: dict[str, set[str]] = {}
    for unit in units:
        if unit.id in decided.themes:
            row = rows.setdefault(unit.id if by == "unit" else unit.source, set())
            row.update(theme for theme, _ in decided.themes[unit.id])
    themes = sorted(set().union(*rows.values()))
    table = [[theme in seen for theme in themes] for seen in rows.values()]
    return pd.DataFrame(table, index=pd.Index(rows, name=by), columns=themes, dtype=bool)
