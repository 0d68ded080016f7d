"""How far persons who code the same units agree, beyond chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from evaltools.errors import DataError, Fault
from evaltools.estimates import doubts

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""A function of tables, of shape (..., k, k), that are sums over units."""
Level = Literal["nominal", "ordinal", "interval"]
REPLICATES = 2_000
"""Resamples of the units behind each interval."""
LARGEST_BATCH = 1 << 22
"""Numbers of resampled tables that are held at once."""
COLUMNS = [
    "measure", "theme", "estimate", "conf_low", "conf_high", "n", "units", "coders", "agreement",
    "prevalence", "undefined", "caution.sv", "caution.en",
]  # fmt: skip


def estimate_agreement(
    ratings: pd.DataFrame, *, level: Level, rng: np.random.Generator, conf_level: float = 0.95
) -> pd.DataFrame:
    """Estimate Krippendorff's alpha, and Cohen's kappa of two coders, theme by theme.

    The limits are those of a bootstrap of units, bias-corrected and accelerated [1]_. Where
    nobody disagreed, the lower limit comes from the exact limit of a share of which none was
    seen among the units coded by two and more.

    Parameters
    ----------
    ratings : pandas.DataFrame
        One row per theme, unit and coder: `theme`, `unit`, `coder`, and `value` (missing where
        the coder did not decide). True or False say whether the theme is there; values of
        level ordinal and interval are numbers.
    level : {"nominal", "ordinal", "interval"}
        What differences of values mean.
    rng : numpy.random.Generator
        Source of randomness.
    conf_level : float, optional
        Level of the limits.

    Returns
    -------
    pandas.DataFrame
        One row per theme and measure: `measure` ("alpha", and "kappa" where two coders took
        part), `theme`, `estimate`, `conf_low`, `conf_high` (NaN where they cannot be had),
        `n` (units coded by two and more), `units` (units coded at all), `coders`, `agreement`
        (share of pairs of values that are alike, between 0 and 1), `prevalence` (share of
        values that are True; of values that are no truth values, share of the most common),
        `undefined` (share of resamples without a value), `caution.sv`, `caution.en` ("" where
        there is nothing to say).

    Raises
    ------
    DataError
        If a coder has two values of a theme for one unit.

    References
    ----------
    .. [1] Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American
       Statistical Association 82, 171-185.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from evaltools.estimates import estimate_agreement
    >>> ratings = pd.DataFrame(
    ...     {
    ...         "theme": "time",
    ...         "unit": [*range(20)] * 2,
    ...         "coder": ["A"] * 20 + ["B"] * 20,
    ...         "value": [True] * 9 + [False] * 11 + [True] * 8 + [False] * 12,
    ...     }
    ... )
    >>> found = estimate_agreement(
    ...     ratings, level="nominal", rng=np.random.default_rng(2025)
    ... )
    >>> found[["measure", "estimate", "agreement"]].round(2)
      measure  estimate  agreement
    0   alpha       0.9       0.95
    1   kappa       0.9       0.95
    """
    _check_single(ratings)
    rows = [
        row
        for theme, values in ratings.dropna(subset="value").groupby("theme")
        for row in _describe(str(theme), values, level, rng, conf_level)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def krippendorff_alpha(coincidences: Floats, *, values: Floats, level: Level) -> Floats:
    """Compute Krippendorff's alpha: 1 less observed over expected disagreement [1]_.

    Parameters
    ----------
    coincidences : numpy.ndarray
        Tables of coincidences, of shape (..., k, k), see `coincidences_of`.
    values : numpy.ndarray
        The k values in order; of level nominal they only tell how many there are.
    level : {"nominal", "ordinal", "interval"}
        What differences mean: any, number of values between, or their distance squared.

    Returns
    -------
    numpy.ndarray
        Alpha of each table; NaN where all values are alike, and nothing could be told from
        chance.

    References
    ----------
    .. [1] Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of
       Pennsylvania, repository.upenn.edu/asc_papers/43.
    """
    margins = coincidences.sum(axis=-1)
    distance = _distances(margins, values=values, level=level)
    n = margins.sum(axis=-1)
    observed = (coincidences * distance).sum(axis=(-2, -1))
    chance = np.einsum("...c,...k,...ck->...", margins, margins, distance)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance > 0, 1 - (n - 1) * observed / chance, np.nan)


def cohen_kappa(tables: Floats) -> Floats:
    """Compute Cohen's kappa: agreement of two coders beyond that of their own margins [1]_.

    Parameters
    ----------
    tables : numpy.ndarray
        Units by the value of one coder (rows) and of the other (columns), shape (..., k, k).

    Returns
    -------
    numpy.ndarray
        Kappa of each table; NaN where both gave all units one value.

    References
    ----------
    .. [1] Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
       Psychological Measurement 20, 37-46.
    """
    n = tables.sum(axis=(-2, -1))
    alike = np.trace(tables, axis1=-2, axis2=-1)
    expected = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n**2 > expected, (n * alike - expected) / (n**2 - expected), np.nan)


def coincidences_of(counts: Floats) -> Floats:
    """Count the ordered pairs of values within each unit, each value with a weight of one.

    Parameters
    ----------
    counts : numpy.ndarray
        How many coders gave a unit a value, shape (units, k); at least two a unit.

    Returns
    -------
    numpy.ndarray
        One symmetric table a unit, shape (units, k, k); its sum is the unit's values.
    """
    pairs = counts[:, :, None] * counts[:, None, :]
    itself = counts[:, :, None] * np.eye(counts.shape[1])
    return np.asarray((pairs - itself) / (counts.sum(axis=1) - 1)[:, None, None])


def bootstrap_interval(
    parts: Floats, statistic: Statistic, *, rng: np.random.Generator, conf_level: float
) -> tuple[float, float, float]:
    """Compute bias-corrected and accelerated limits of a function of a sum over units.

    Parameters
    ----------
    parts : numpy.ndarray
        What each unit adds, shape (units, k, k).
    statistic : callable
        The function of the sum; NaN where it has no value.
    rng : numpy.random.Generator
        Source of randomness.
    conf_level : float
        Level of the limits.

    Returns
    -------
    tuple of float
        Lower limit, upper limit, and share of resamples without a value. The limits are NaN
        where leaving out one unit leaves no value.
    """
    whole = parts.sum(axis=0)
    drawn = _resample(parts, statistic, rng)
    known = drawn[~np.isnan(drawn)]
    undefined = 1 - len(known) / len(drawn)
    without = statistic(whole - parts)
    if np.isnan(without).any() or np.ptp(without) == 0:
        return np.nan, np.nan, undefined
    tails = _bca_tails(known, float(statistic(whole)), without, conf_level)
    low, high = np.quantile(known, tails)
    return float(low), float(high), undefined


def _describe(
    theme: str, values: pd.DataFrame, level: Level, rng: np.random.Generator, conf_level: float
) -> list[dict[str, object]]:
    """Estimate what can be estimated of one theme."""
    wide = values.pivot_table("value", "unit", "coder", aggfunc="first")
    paired = wide[wide.notna().sum(axis=1) >= 2]
    found, codes = _coded(paired)
    counts = (codes[:, :, None] == np.arange(len(found))).sum(axis=1)
    places = np.arange(len(found), dtype=np.float64) if level == "nominal" else found.astype(float)
    alpha = partial(krippendorff_alpha, values=places, level=level)
    measures: dict[str, tuple[Floats, Statistic]] = {"alpha": (coincidences_of(counts), alpha)}
    if wide.shape[1] == 2 and level == "nominal":
        measures["kappa"] = (_crossed(codes, len(found)), cohen_kappa)
    about = {
        "theme": theme, "n": len(paired), "units": len(wide), "coders": wide.shape[1],
        "agreement": _agreement(measures["alpha"][0]), "prevalence": _prevalence(found, counts),
    }  # fmt: skip
    return [
        _with_doubts({"measure": name, **about, **_estimate(*of, rng, conf_level)})
        for name, of in measures.items()
    ]


def _estimate(
    parts: Floats, statistic: Statistic, rng: np.random.Generator, conf_level: float
) -> dict[str, float]:
    """Compute a measure with its limits, where they can be had."""
    estimate, undefined = float(statistic(parts.sum(axis=0))), float("nan")
    low = high = undefined
    if estimate == 1:
        low, high = _lowest_alike(parts, statistic, conf_level), 1.0
    elif not np.isnan(estimate):
        low, high, undefined = bootstrap_interval(parts, statistic, rng=rng, conf_level=conf_level)
    return {"estimate": estimate, "conf_low": low, "conf_high": high, "undefined": undefined}


def _with_doubts(row: dict[str, Any]) -> dict[str, Any]:
    told = ("estimate", "conf_low", "n", "units", "prevalence", "undefined")
    caution = doubts.about_agreement(**{name: row[name] for name in told})
    return {**row, "caution.sv": caution.sv, "caution.en": caution.en}


def _distances(margins: Floats, *, values: Floats, level: Level) -> Floats:
    """Compute how far each pair of values is apart."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    places = np.cumsum(margins, axis=-1) - margins / 2 if level == "ordinal" else values
    return np.asarray((places[..., :, None] - places[..., None, :]) ** 2)


def _coded(paired: pd.DataFrame) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the values in order, and their numbers; -1 where a coder gave none."""
    codes, found = pd.factorize(paired.to_numpy(object).ravel(), sort=True)
    return np.asarray(found, dtype=object), codes.reshape(paired.shape)


def _crossed(codes: NDArray[np.int64], k: int) -> Floats:
    """Return one table a unit: a one where the two coders' values meet."""
    one, other = (np.eye(k)[codes[:, coder]] for coder in (0, 1))
    return one[:, :, None] * other[:, None, :]


def _agreement(coincidences: Floats) -> float:
    whole = coincidences.sum(axis=0)
    return float(np.trace(whole) / whole.sum()) if whole.size else float("nan")


def _prevalence(found: NDArray[np.object_], counts: NDArray[np.int64]) -> float:
    if not len(found):
        return float("nan")
    shares = counts.sum(axis=0) / counts.sum()
    if all(isinstance(value, bool | np.bool_) for value in found):
        return float(shares @ found.astype(float))
    return float(shares.max())


def _resample(parts: Floats, statistic: Statistic, rng: np.random.Generator) -> Floats:
    """Compute the statistic of resampled units, a batch of resamples at a time."""
    n = len(parts)
    alike, times = np.unique(parts.reshape(n, -1), axis=0, return_counts=True)
    drawn = rng.multinomial(n, times / n, size=REPLICATES)
    batches = np.array_split(drawn, 1 + REPLICATES * alike.shape[1] // LARGEST_BATCH)
    tables = (batch @ alike for batch in batches)
    return np.concatenate([statistic(table.reshape(-1, *parts.shape[1:])) for table in tables])


def _bca_tails(known: Floats, estimate: float, without: Floats, conf_level: float) -> Floats:
    """Compute which shares of the resamples lie below the limits."""
    below = np.mean(known < estimate) + np.mean(known == estimate) / 2
    bias = stats.norm.ppf(np.clip(below, 1 / len(known), 1 - 1 / len(known)))
    shifts = without.mean() - without
    acceleration = (shifts**3).sum() / (6 * (shifts**2).sum() ** 1.5)
    tail = (1 - conf_level) / 2
    z = bias + stats.norm.ppf([tail, 1 - tail])
    return np.asarray(stats.norm.cdf(bias + z / (1 - acceleration * z)))


def _lowest_alike(parts: Floats, statistic: Statistic, conf_level: float) -> float:
    """Compute the value if as many units disagreed as may be, seeing that none did."""
    whole, k = parts.sum(axis=0), parts.shape[1]
    most = 1 - ((1 - conf_level) / 2) ** (1 / len(parts))
    lowest = 1.0
    for one, other in combinations(range(k), 2):
        apart = np.zeros((k, k))
        apart[one, other] = apart[other, one] = whole.sum() / 2
        lowest = min(lowest, float(statistic((1 - most) * whole + most * apart)))
    return lowest


def _check_single(ratings: pd.DataFrame) -> None:
    again = ratings.duplicated(["theme", "unit", "coder"])
    if again.any():
        problem = f"rows with a second value of a coder for a theme and unit: {int(again.sum())}."
        raise DataError(Fault("ratings", problem, "Keep one row per theme, unit and coder."))
