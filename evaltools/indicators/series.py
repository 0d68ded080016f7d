"""Series of indicator values, each with what may not be joined to it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evaltools.declarations import Text
from evaltools.programme import Indicator, Programme

COUNTED = "antal"
"""Unit of the values that count people, cases or places, as the data have it."""
SERIES = ["indicator_id", "name_sv", "geography", "group"]
"""What identifies a series: the same indicator may have several names, places and groups."""


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorSeries:
    """One series: an indicator, under one name, in one place, for one group.

    Attributes
    ----------
    indicator : Indicator
        The catalogue's entry: goal, unit, direction, breaks, target.
    synthetic : bool
        True if the values are synthetic.
    """

    _values: pd.DataFrame
    indicator: Indicator
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per observation, in order of `year`.

        `value` is NaN where the source suppressed it, `segment` counts the breaks before the
        observation: values of different segments are not comparable.
        """
        return self._values.copy()

    @property
    def is_count(self) -> bool:
        """Tell whether the values count people, cases or places."""
        return self.indicator.unit == COUNTED

    @property
    def key(self) -> dict[str, str]:
        """Indicator, name, geography and group of the series."""
        return {name: self._values[name].iloc[0] for name in SERIES}


def split_series(
    observations: pd.DataFrame, *, programme: Programme, synthetic: bool
) -> list[IndicatorSeries]:
    """Split observations into series and mark the breaks of each.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.
    programme : Programme
        The programme, whose catalogue knows the breaks.
    synthetic : bool
        True if the observations are synthetic.

    Returns
    -------
    list of IndicatorSeries
        In the order in which the series first appear; observations without a year are last.
    """
    parts = observations.fillna({"group": ""}).groupby(SERIES, sort=False)
    return [
        _series(values, programme.indicator(str(key[0])), synthetic=synthetic)
        for key, values in parts
    ]


def _series(values: pd.DataFrame, indicator: Indicator, *, synthetic: bool) -> IndicatorSeries:
    ordered = values.sort_values("year", kind="stable", na_position="last")
    breaks = sorted(float(each.period) for each in indicator.breaks)
    segment = sum((ordered["year"].ge(year).fillna(False).astype(int) for year in breaks), start=0)
    return IndicatorSeries(ordered.assign(segment=segment), indicator, synthetic)


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
        `year`, `value`, `segment`, `sensitivity` and `is_count`.
    """
    stacked = pd.concat(
        each.tidy().assign(sensitivity=each.indicator.sensitivity, is_count=each.is_count)
        for each in series
    ).dropna(subset=["year"])
    stacked = stacked[_is_a_line(stacked)]
    places = ", " + stacked["geography"]
    return stacked.assign(
        **{
            "panel.sv": stacked["name_sv"] + places,
            "panel.en": stacked["name_en"] + places,
            "line.sv": stacked["group"],
            "line.en": stacked["group"],
        }
    )[[*_STACKED]]


def _is_a_line(stacked: pd.DataFrame) -> pd.Series[bool]:
    values = stacked.groupby(SERIES, dropna=False)["value"].transform("count")
    longest = values.groupby([stacked["name_sv"], stacked["geography"]]).transform("max")
    return values.gt(1) | longest.eq(1)


_STACKED = ("panel.sv", "panel.en", "line.sv", "line.en", "year", "value", "segment",
            "sensitivity", "is_count")  # fmt: skip


def list_reservations(observations: pd.DataFrame) -> pd.DataFrame:
    """List the published values that are not exact, with the reservation in words.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per value whose qualifier is not `exact`: `name.sv`, `name.en`, `geography`,
        `group`, `period`, `printed` (the value as text, "" where suppressed),
        `reservation.sv` and `reservation.en`.
    """
    kept = observations[observations["qualifier"] != "exact"].fillna({"group": "", "period": ""})
    words = kept["qualifier"].map(RESERVATIONS)
    return pd.DataFrame(
        {
            "name.sv": kept["name_sv"],
            "name.en": kept["name_en"],
            "geography": kept["geography"],
            "group": kept["group"],
            "period": kept["period"],
            "printed": kept["value"].map("{:g}".format, na_action="ignore").fillna(""),
            "reservation.sv": words.map(lambda text: text.sv),
            "reservation.en": words.map(lambda text: text.en),
        }
    ).reset_index(drop=True)


RESERVATIONS = {
    "approx": Text(sv="ungefärligt i källan", en="approximate in the source"),
    "derived": Text(sv="beräknat ur andra publicerade värden", en="derived from other values"),
    "rounded": Text(sv="avrundat i källan", en="rounded in the source"),
    "at_least": Text(sv="minst detta värde", en="at least this value"),
    "zero_dash": Text(sv="streck i källan: noll", en="a dash in the source: zero"),
    "suppressed_x": Text(sv="dolt av källan", en="suppressed by the source"),
}
