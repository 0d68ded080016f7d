"""Series laid side by side for figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.declarations import in_both
from evaltools.indicators.places import name_place
from evaltools.indicators.series import SERIES, IndicatorSeries


def stack_series(series: list[IndicatorSeries]) -> pd.DataFrame:
    """Stack series for small panels: one panel per name and place, one line per group.

    Groups with a single value are left out where another group has more: they are no line.

    Parameters
    ----------
    series : list of IndicatorSeries
        The series to draw.

    Returns
    -------
    pandas.DataFrame
        One row per observation with a year: `panel.sv`, `panel.en`, `line.sv`, `line.en`,
        `indicator_id`, `direction`, `unit` (as in the data), `unit.sv`, `unit.en`, `target`
        (NaN where none is declared), `year`, `at` (the year,
        with the part of it that had begun), `step` (years between values that follow each other),
        `value`, `denominator` (NaN where the source gives none), `segment`,
        `sensitivity`, `is_count`, `synthetic`, and whom it counts: `counted`, `sex` and `rest`.

    Examples
    --------
    >>> from evaltools.examples import small_series
    >>> from evaltools.indicators import stack_series
    >>> stack_series([small_series()])[["panel.en", "year", "value"]].tail(2)
                          panel.en  year  value
    7  Have a routine, Exempelstad  2023   40.0
    8  Have a routine, Exempelstad  2024   45.0
    """
    stacked = pd.concat(
        each.tidy().assign(
            sensitivity=each.indicator.sensitivity,
            direction=each.indicator.direction,
            unit=each.indicator.unit,
            **in_both("unit", each.indicator.unit_label),
            **in_both("area", name_place(each.key["geography"])),
            **in_both("line", name_place(each.key["group"])),
            target=np.nan if each.indicator.target is None else each.indicator.target,
            is_count=each.is_count,
            **each.counted,
        )
        for each in series
    ).dropna(subset=["year"])
    stacked = stacked[_is_a_line(stacked)]
    return stacked.assign(
        at=stacked["time"] / stacked["per_year"],
        step=1 / stacked["per_year"],
        **{
            "panel.sv": stacked["name_sv"] + ", " + stacked["area.sv"],
            "panel.en": stacked["name_en"] + ", " + stacked["area.en"],
        },
    )[[*_STACKED]]


def _is_a_line(stacked: pd.DataFrame) -> pd.Series[bool]:
    values = stacked.groupby(SERIES, dropna=False)["value"].transform("count")
    longest = values.groupby([stacked["name_sv"], stacked["geography"]]).transform("max")
    return values.gt(1) | longest.eq(1)


_STACKED = ("panel.sv", "panel.en", "line.sv", "line.en", "indicator_id", "direction", "unit",
            "unit.sv", "unit.en", "target", "year", "at", "step", "value", "denominator", "segment",
            "sensitivity", "is_count", "synthetic", "counted", "sex", "rest")  # fmt: skip
