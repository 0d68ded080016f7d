"""Series as the designs see them: areas by periods, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaltools.designs.results import Floats
from evaltools.indicators import IndicatorSeries

Mask = NDArray[np.bool_]
PUBLISHED_Z = 1.96
"""Sources publish the distance to the limit of a 95 per cent interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One area or several over the same periods.

    Attributes
    ----------
    areas : tuple of str
        One per row; the first is the one asked about.
    times : numpy.ndarray
        The periods, as whole numbers.
    start : float
        First period of the programme.
    outcomes : numpy.ndarray
        Areas by periods: the logarithm of the rate of counts, else the value.
    chance : numpy.ndarray
        Sampling variance of each outcome; 0 where the source gives none.
    counts, exposure : numpy.ndarray or None
        What the outcomes of counts are made of.
    per_year : int
        Periods in a year.
    """

    areas: tuple[str, ...]
    times: Floats
    start: float
    outcomes: Floats
    chance: Floats
    counts: Floats | None
    exposure: Floats | None
    per_year: int

    @property
    def during(self) -> Mask:
        """Tell of each period whether it belongs to the programme."""
        during: Mask = self.times >= self.start
        return during

    @property
    def years(self) -> Floats:
        """The year of each period."""
        return np.floor_divide(self.times, self.per_year)

    def over(self, periods: Mask) -> Panel:
        """Return the panel over some of its periods."""
        return replace(
            self,
            times=self.times[periods],
            outcomes=self.outcomes[:, periods],
            chance=self.chance[:, periods],
            counts=None if self.counts is None else self.counts[:, periods],
            exposure=None if self.exposure is None else self.exposure[:, periods],
        )

    def beside(self, areas: Mask) -> Panel:
        """Return the area asked about with some of the areas beside it."""
        kept = np.r_[True, areas]
        return replace(
            self,
            areas=tuple(np.array(self.areas)[kept]),
            outcomes=self.outcomes[kept],
            chance=self.chance[kept],
            counts=None if self.counts is None else self.counts[kept],
            exposure=None if self.exposure is None else self.exposure[kept],
        )

    def starting(self, start: float) -> Panel:
        """Return the panel as if the programme had started in another period."""
        return replace(self, start=start)

    @property
    def pretended_start(self) -> float:
        """The middle of the periods before: a date at which nothing began."""
        before = self.times[~self.during]
        return float(before[len(before) // 2])


def make_panel(
    series: IndicatorSeries, *, start: int, beside: Sequence[IndicatorSeries] = ()
) -> Panel:
    """Lay a series and those of other areas side by side.

    Parameters
    ----------
    series : IndicatorSeries
        The area asked about; its comparable periods are those of the panel.
    start : int
        First year of the programme.
    beside : sequence of IndicatorSeries, optional
        The same indicator elsewhere; an area that lacks one of the periods, or whose source
        gives other parts of the values, is left out.

    Returns
    -------
    Panel
        One row per area.
    """
    own = series.comparable()
    alike = [each for each in beside if each.measured == series.measured]
    others = {each.key["geography"]: _on(each.comparable(), own["time"]) for each in alike}
    tables = {series.key["geography"]: own} | {
        area: table for area, table in others.items() if len(table) == len(own)
    }
    return _panel(tables, series, start=start * series.per_year)


def _on(values: pd.DataFrame, times: pd.Series[float]) -> pd.DataFrame:
    kept: pd.DataFrame = values[values["time"].isin(times)]
    return kept


def _panel(tables: dict[str, pd.DataFrame], series: IndicatorSeries, *, start: float) -> Panel:
    value, numerator, denominator, uncertainty = (
        np.array([table[name].to_numpy(float, na_value=np.nan) for table in tables.values()])
        for name in ("value", "numerator", "denominator", "uncertainty")
    )
    counted = series.measured in ("count", "rate")
    counts = value if series.is_count else numerator
    exposure = denominator if series.measured == "rate" else np.ones_like(value)
    chance = 1 / (counts + 0.5) if counted else _chance(value, denominator, uncertainty)
    return Panel(
        areas=tuple(tables),
        times=next(iter(tables.values()))["time"].to_numpy(float),
        start=start,
        outcomes=np.log((counts + 0.5) / exposure) if counted else value,
        chance=chance,
        counts=counts if counted else None,
        exposure=exposure if counted else None,
        per_year=series.per_year,
    )


def _chance(value: Floats, denominator: Floats, uncertainty: Floats) -> Floats:
    """Take the sampling variance from the published uncertainty, or of a share of a number."""
    share = np.clip(value / 100, 0, 1)
    of_share = 100**2 * share * (1 - share) / denominator
    known = np.where(np.isfinite(uncertainty), (uncertainty / PUBLISHED_Z) ** 2, of_share)
    variance: Floats = np.where(np.isfinite(known), known, 0.0)
    return variance
