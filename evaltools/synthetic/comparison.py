"""Reported cases in a city with a programme and in municipalities without."""

from __future__ import annotations

import numpy as np
import pandas as pd


def draw_comparison(*, years: range, start: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw reported cases in a city with a programme and in municipalities without.

    Parameters
    ----------
    years : range
        The years that are reported.
    start : int
        First year of the programme: from then on the city's rate is a fifth lower than it would
        have been.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per area, sex and year, in the columns of the published indicators, with
        numerator and denominator; the pandemic years are higher everywhere.
    """
    areas = ["Exempelstad", *(f"Exempelkommun {number}" for number in range(1, 31))]
    inhabitants = np.r_[450_000, np.exp(rng.normal(np.log(45_000), 0.6, len(areas) - 1))]
    time, shape = np.array(years), (len(areas), len(years))
    wander = 0.05 * rng.normal(size=shape).cumsum(axis=1) / np.sqrt(len(years))
    level = np.log(80e-5) + rng.normal(0, 0.25, (len(areas), 1)) + wander
    level += 0.12 * np.isin(time, (2020, 2021)) + 0.02 * rng.normal(size=shape)
    level[0] += np.log(0.8) * (time >= start)
    cases = {
        sex: rng.poisson(inhabitants[:, None] * np.exp(level) * share)
        for sex, share in (("kvinnor", 0.8), ("män", 0.2))
    }
    return pd.DataFrame(
        {
            "indicator_id": "EXEMPEL_FALL",
            "geography": area,
            "sex": sex,
            "period": year,
            "value": _per_100_000(counted[row, column], inhabitants[row]),
            "numerator": counted[row, column],
            "denominator": round(inhabitants[row]),
        }
        for sex, counted in cases.items()
        for row, area in enumerate(areas)
        for column, year in enumerate(years)
    )


def first_reported(comparison: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return the city's year as it was first reported: one case in thirty came in late."""
    asked_about = comparison["geography"] == "Exempelstad"
    first = comparison[asked_about & (comparison["period"] == year)]
    counted = first["numerator"] * 29 // 30
    rates = map(_per_100_000, counted, first["denominator"])
    return first.assign(numerator=counted, value=list(rates))


def _per_100_000(cases: float, inhabitants: float) -> str:
    return f"{1e5 * cases / inhabitants:.1f}".replace(".", ",")
