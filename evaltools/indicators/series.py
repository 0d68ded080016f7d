"""Series of indicator values, each with what may not be joined to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from evaltools.errors import DataError, Fault
from evaltools.programme import COUNTED, Indicator, Programme

SERIES = ["indicator_id", "name_sv", "geography", "group"]
"""What identifies a series: the same indicator may have several names, places and groups."""
SEX_WORDS = r"^(kvinnor|flickor|män|pojkar)\b[;,]?\s*"
CHILD_WORDS = r"^(flickor|pojkar)$"
ALL_WORDS = r"^(alla|båda( könen)?|samtliga|total(t)?)$"
Measured = Literal["count", "rate", "share", "value"]
"""What a value is made of: a count, a count over an exposure, a share of a number, or neither."""


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorSeries:
    """One series: an indicator, under one name, in one place, for one group.

    Attributes
    ----------
    indicator : Indicator
        The catalogue's entry: goal, unit, direction, breaks, target.
    synthetic : bool
        True if the values are synthetic.

    Examples
    --------
    >>> from evaltools.examples import small_series
    >>> series = small_series()
    >>> series.key["geography"], series.measured, series.per_year
    ('Exempelstad', 'value', 1)
    >>> series.comparable()[["year", "value"]].tail(2)
       year  value
    7  2023   40.0
    8  2024   45.0
    """

    _values: pd.DataFrame
    indicator: Indicator
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per observation, in order of time.

        `value` is NaN where the source suppressed it, `time` counts the periods (years, or
        quarters or months where a year has several values), `segment` the breaks before the
        observation: values of different segments are not comparable. A value that was pooled
        over a break is its own segment, -1.
        """
        return self._values.copy()

    def comparable(self) -> pd.DataFrame:
        """Return the printed values under the definition that held last, none overlapping.

        Of values that pool several years only those are kept, from the last one backwards,
        that share no year with the next: two that do would move together by construction.
        """
        values = self._values.dropna(subset=["time", "value"])
        values = values[values["segment"] >= 0]
        latest: pd.DataFrame = values[values["segment"] == values["segment"].max()]
        return latest.loc[_apart(latest)]

    @property
    def measured(self) -> Measured:
        """What the values are made of, by their unit and the parts that the source gives."""
        printed = self._values["value"].notna()
        rows = printed if printed.any() else ~printed
        whole = self._values.loc[rows, ["numerator", "denominator"]].notna().all()
        if self.is_count:
            return "rate" if whole["denominator"] else "count"
        if not whole.all():
            return "value"
        return "share" if self.indicator.unit.startswith("%") else "rate"

    @property
    def is_count(self) -> bool:
        """Tell whether the values count people, cases or places."""
        return self.indicator.unit == COUNTED

    @property
    def is_ratio(self) -> bool:
        """Tell whether a change of the values is a ratio of rates, not a difference."""
        return self.measured in ("count", "rate")

    @property
    def per_year(self) -> int:
        """How many periods a year has."""
        return int(self._values["per_year"].iloc[0])

    @property
    def counted(self) -> dict[str, str]:
        """Whom the values count.

        `counted` is the indicator and the place, `sex` is women, men or "" for both, and `rest`
        what the group is beside that, "" for all: women and men of the same rest make up a total.
        Girls and boys are children, and no part of the total that women and men make up.
        """
        first = self._values.iloc[0]
        group = re.sub(CHILD_WORDS, "barn", self.key["group"])
        rest = re.sub(SEX_WORDS, "", group)
        return {
            "counted": f"{self.key['indicator_id']} {self.key['name_sv']}, {self.key['geography']}",
            "sex": "" if pd.isna(first["sex"]) else str(first["sex"]),
            "rest": re.sub(ALL_WORDS, "", rest),
        }

    @property
    def key(self) -> dict[str, str]:
        """Indicator, name, geography and group of the series."""
        return {name: self._values[name].iloc[0] for name in SERIES}


def split_series(observations: pd.DataFrame, *, programme: Programme) -> list[IndicatorSeries]:
    """Split observations into series and mark the breaks of each.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it, of one edition each.
    programme : Programme
        The programme, whose catalogue knows the breaks.

    Returns
    -------
    list of IndicatorSeries
        In the order in which the series first appear; observations without a year are last.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators
    >>> from evaltools.indicators import split_series
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> observations = clean_indicators(raw, programme=programme).tidy()
    >>> series = split_series(observations, programme=programme)
    >>> [each.key["geography"] for each in series if each.indicator.id == "OJ_SU"]
    ['Sveriges kommuner']
    """
    parts = observations.fillna({"group": ""}).groupby(SERIES, sort=False)
    return [_series(values, programme.indicator(str(key[0]))) for key, values in parts]


def make_series(
    values: pd.DataFrame,
    *,
    indicator: Indicator,
    geography: str,
    group: str = "",
    source: str,
    synthetic: bool,
) -> IndicatorSeries:
    """Make one series of values at hand.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per observation: `year` and `value`, NaN where the source suppressed it. Where the
        source gives them: `month`, `first_year` of a value that pools several years, `numerator`,
        `denominator`, `uncertainty`, `qualifier` and `definition`, see
        `cleaning.clean_indicators`.
    indicator : Indicator
        What is measured, with its unit, direction, breaks and target.
    geography, group : str
        Where, and of whom; "" is of all.
    source : str
        Who published the values.
    synthetic : bool
        True if the values are synthetic.

    Returns
    -------
    IndicatorSeries
        In the order of time.

    Raises
    ------
    DataError
        For columns that are lacking, unknown or hold text for numbers, and for observations that
        have no year, no month of the year, or come twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.programme import Indicator
    >>> routine = Indicator(
    ...     id="ROUTINE", name=Text(sv="Har en rutin", en="Have a routine"), unit="%",
    ...     direction="increase", sensitivity="open", published=True,
    ... )
    >>> values = pd.DataFrame({"year": [2019, 2020, 2021], "value": [41.0, 44.0, 52.0]})
    >>> series = make_series(
    ...     values, indicator=routine, geography="Exempelstad", source="Invented", synthetic=True
    ... )
    >>> series.comparable()["value"].tolist()
    [41.0, 44.0, 52.0]
    """
    _check_observed(values, indicator)
    given = values.reindex(columns=[*_OBSERVED])
    text = given[["qualifier", "definition"]].astype("str")
    return _series(
        given.assign(
            first_year=given["first_year"].fillna(given["year"]),
            qualifier=text["qualifier"].fillna("exact"), definition=text["definition"],
            indicator_id=indicator.id, name_sv=indicator.name.sv, name_en=indicator.name.en,
            geography=geography, group=group, source_name=source, sex=None, synthetic=synthetic,
        ),
        indicator,
    )  # fmt: skip


_OBSERVED = ("year", "month", "first_year", "value", "numerator", "denominator", "uncertainty",
             "qualifier", "definition")  # fmt: skip


def _check_observed(values: pd.DataFrame, indicator: Indicator) -> None:
    """Tell everything at once that keeps values from being a series."""
    place, known = f"values of {indicator.id}", [str(name) for name in values]
    faults = [
        Fault(place, f"the column {name} is lacking.", f"They have {', '.join(known)}.")
        for name in ("year", "value")
        if name not in known
    ] + [
        Fault(place, f"the column {name} is not known.", f"Known are {', '.join(_OBSERVED)}.")
        for name in known
        if name not in _OBSERVED
    ]
    faults += [
        Fault(place, f"the column {name} holds no numbers.", "Read its cells as numbers first.")
        for name in _OBSERVED[:-2]
        if name in known and values[name].notna().any() and not is_numeric_dtype(values[name])
    ]
    if not faults:
        faults = [*_untimed(values, place)]
    if faults:
        raise DataError(faults)


def _untimed(values: pd.DataFrame, place: str) -> Iterator[Fault]:
    if lacking := int(values["year"].isna().sum()):
        yield Fault(place, f"{lacking} values have no year.", "Give them one, or leave them out.")
    times = values.reindex(columns=["year", "month"])
    if odd := int((times["month"].notna() & ~times["month"].isin(range(1, 13))).sum()):
        yield Fault(place, f"{odd} values have no month from 1 to 12.", "Correct the months.")
    if twice := int(times.duplicated().sum()):
        remedy = "Keep one series at a time: split_series parts several."
        yield Fault(place, f"{twice} values are of the time of another.", remedy)


def _series(values: pd.DataFrame, indicator: Indicator) -> IndicatorSeries:
    per_year = _periods_of_a_year(values.dropna(subset=["month"]))
    within = (values["month"].fillna(1) * per_year / 12 - 1).clip(lower=0) if per_year > 1 else 0
    timed = values.assign(time=values["year"] * per_year + within, per_year=per_year)
    ordered = timed.sort_values("time", kind="stable", na_position="last")
    synthetic = bool(values["synthetic"].any())
    return IndicatorSeries(_with_segments(ordered, indicator), indicator, synthetic)


def _periods_of_a_year(dated: pd.DataFrame) -> int:
    """Tell months from quarters, which are dated by their last month, and both from years."""
    if not dated["year"].duplicated().any():
        return 1
    return 4 if dated["month"].isin((3, 6, 9, 12)).all() else 12


def _with_segments(ordered: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Count the breaks before each value: those of the catalogue and new definitions."""
    breaks = [float(each.period) for each in indicator.breaks]
    began, ended = (
        np.greater_equal.outer(ordered[year].to_numpy(float), breaks)
        for year in ("first_year", "year")
    )
    pooled_over_a_break = (began != ended).any(axis=1)
    segment = _definitions(ordered).to_numpy() + began.sum(axis=1)
    return ordered.assign(segment=np.where(pooled_over_a_break, -1, segment))


def _definitions(ordered: pd.DataFrame) -> pd.Series[int]:
    """Count the definitions that the source names, in the order of their first value."""
    named = ordered["definition"].ffill().bfill().fillna("")
    return named.ne(named.shift()).cumsum() - 1


def _apart(values: pd.DataFrame) -> pd.Series[bool]:
    """Tell which values share no year with the next one that is kept."""
    begins, kept = float("inf"), []
    for first, last in zip(values["first_year"][::-1], values["year"][::-1], strict=True):
        kept.append(first == last or last < begins)
        begins = first if kept[-1] else begins
    return pd.Series(kept[::-1], index=values.index, dtype=bool)
