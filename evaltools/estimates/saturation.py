"""How many themes there are: those found as units are read, those not yet seen, those together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.special import gammaln

from evaltools.errors import DataError, Fault
from evaltools.estimates import doubts

Floats = NDArray[np.float64]
ORDERS = 1_000
"""Random orders in which the units are read."""


def saturation_curve(
    incidence: pd.DataFrame, *, rng: np.random.Generator, conf_level: float = 0.95
) -> pd.DataFrame:
    """Count the distinct themes found as units are read, over random orders.

    Parameters
    ----------
    incidence : pandas.DataFrame
        One row per unit that was coded, one truth column per theme.
    rng : numpy.random.Generator
        Source of randomness.
    conf_level : float, optional
        Share of the orders inside the band.

    Returns
    -------
    pandas.DataFrame
        One row per number of units read, from 1: `read`, `expected` (themes in the mean of all
        orders, exact, see `expected_themes`), `mean` (in the mean of the random orders),
        `low` and `high` (band of the orders: how much the order matters, no sampling error).

    Raises
    ------
    DataError
        If no unit was coded.
    """
    found = _checked(incidence)
    read = np.arange(1, len(found) + 1)
    curves = _curves(found, rng)
    tail = (1 - conf_level) / 2
    low, high = np.quantile(curves, [tail, 1 - tail], axis=0)
    expected = expected_themes(found.sum(axis=0), units=len(found), read=read)
    means = curves.mean(axis=0)
    return pd.DataFrame(
        {"read": read, "expected": expected, "mean": means, "low": low, "high": high}
    )


def expected_themes(
    occurrences: NDArray[np.int64], *, units: int, read: NDArray[np.int64]
) -> Floats:
    """Compute how many themes are found in some of the units, in the mean of all choices.

    A theme that is in q of n units is missed by m of them with the chance
    C(n - q, m) / C(n, m): sample-based rarefaction, or Mao tau [1]_ [2]_.

    Parameters
    ----------
    occurrences : numpy.ndarray
        In how many units each theme is.
    units : int
        All units.
    read : numpy.ndarray
        How many of them are read.

    Returns
    -------
    numpy.ndarray
        Expected number of themes for each number of units read.

    References
    ----------
    .. [1] Colwell, R. K., Mao, C. X. and Chang, J. (2004). Interpolating, extrapolating, and
       comparing incidence-based species accumulation curves. Ecology 85, 2717-2727.
    .. [2] Colwell, R. K. et al. (2012). Models and estimators linking individual-based and
       sample-based rarefaction. Journal of Plant Ecology 5, 3-21.
    """
    without, m = units - occurrences[None, :], read[:, None]
    possible = m <= without
    left = np.where(possible, without - m, 0)
    chance = gammaln(without + 1) - gammaln(left + 1) + gammaln(units - m + 1) - gammaln(units + 1)
    return np.asarray(np.where(possible, 1 - np.exp(chance), 1.0).sum(axis=1))


def estimate_unseen(incidence: pd.DataFrame, *, conf_level: float = 0.95) -> pd.DataFrame:
    """Estimate how many themes there are at least, counting those that were not seen: Chao2.

    With q1 themes in one unit, q2 in two, and A = (n - 1) / n, there are at least
    A q1^2 / (2 q2) more, or A q1 (q1 - 1) / 2 if q2 = 0 [1]_. The upper limit is log-normal
    about the unseen [2]_; the lower one is what was seen, since the log-normal one is above it
    even where nothing is unseen.

    Parameters
    ----------
    incidence : pandas.DataFrame
        One row per unit that was coded, one truth column per theme.
    conf_level : float, optional
        Level of the limits.

    Returns
    -------
    pandas.DataFrame
        One row: `units`, `observed`, `uniques`, `duplicates`, `unseen`, `estimate` (observed and
        unseen), `std_error` and `conf_high` (NaN where nothing unseen is estimated), `conf_low`,
        `caution.sv`, `caution.en`.

    Raises
    ------
    DataError
        If no unit was coded.

    References
    ----------
    .. [1] Chao, A. (1987). Estimating the population size for capture-recapture data with
       unequal catchability. Biometrics 43, 783-791.
    .. [2] Chao, A. and Colwell, R. K. (2017). Thirty years of progeny from Chao's inequality.
       SORT 41, 3-54.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import estimate_unseen
    >>> incidence = pd.DataFrame(
    ...     {
    ...         "time": [True, True, True, False],
    ...         "support": [False, True, True, False],
    ...         "law": [False, False, False, True],
    ...     }
    ... )
    >>> estimate_unseen(incidence)[["observed", "unseen", "estimate"]].round(2)
       observed  unseen  estimate
    0         3    0.38      3.38
    """
    found = _checked(incidence)
    occurrences = found.sum(axis=0)
    n, observed = len(found), int((occurrences > 0).sum())
    q1, q2 = (int((occurrences == each).sum()) for each in (1, 2))
    unseen, variance = _chao2(n, observed, q1, q2)
    high = observed + unseen * _reach(unseen, variance, conf_level)
    caution = doubts.about_unseen(uniques=q1, duplicates=q2, units=n)
    row = {
        "units": n, "observed": observed, "uniques": q1, "duplicates": q2, "unseen": unseen,
        "estimate": observed + unseen, "std_error": variance**0.5, "conf_low": float(observed),
        "conf_high": high, "caution.sv": caution.sv, "caution.en": caution.en,
    }  # fmt: skip
    return pd.DataFrame([row])


def count_together(incidence: pd.DataFrame) -> pd.DataFrame:
    """Count in how many units two themes are found together.

    Parameters
    ----------
    incidence : pandas.DataFrame
        One row per unit that was coded, one truth column per theme.

    Returns
    -------
    pandas.DataFrame
        One row per pair of themes: `theme`, `other`, `n_theme`, `n_other`, `n_both`, `n` (units),
        `jaccard` (units with both, of those with either) and `lift` (units with both, over
        those to be expected were the themes independent); NaN where a theme was never found.

    Raises
    ------
    DataError
        If no unit was coded.
    """
    found = _checked(incidence).astype(np.int64)
    both, n = found.T @ found, len(found)
    names = [str(name) for name in incidence.columns]
    rows = [
        (names[one], names[other], both[one, one], both[other, other], both[one, other], n)
        for one, other in combinations(range(len(names)), 2)
    ]
    table = pd.DataFrame(rows, columns=["theme", "other", "n_theme", "n_other", "n_both", "n"])
    either = table["n_theme"] + table["n_other"] - table["n_both"]
    chance = table["n_theme"] * table["n_other"] / table["n"]
    return table.assign(
        jaccard=(table["n_both"] / either).where(either > 0),
        lift=(table["n_both"] / chance).where(chance > 0),
    )


def _checked(incidence: pd.DataFrame) -> NDArray[np.bool_]:
    if incidence.empty:
        problem = "no unit with a theme of the scheme was coded."
        raise DataError(Fault("codings", problem, "Decide on the codings first."))
    return incidence.to_numpy(bool)


def _curves(found: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return the themes found so far, shape (orders, units), for each random order."""
    seen = found[:, found.any(axis=0)]
    n, size = len(seen), (ORDERS, len(seen))
    places = rng.permuted(np.broadcast_to(np.arange(n), size), axis=1)
    first = np.stack([places[:, has].min(axis=1) for has in seen.T], axis=1, dtype=np.int64)
    new = np.stack([np.bincount(row, minlength=n) for row in first])
    return np.cumsum(new, axis=1).astype(np.float64)


def _chao2(n: int, observed: int, q1: int, q2: int) -> tuple[float, float]:
    """Return the themes not seen and the variance of their number."""
    a = (n - 1) / n
    if q1 and q2:
        r = q1 / q2
        return a * q1 * r / 2, q2 * (a * r**2 / 2 + a**2 * r**3 + a**2 * r**4 / 4)
    unseen = a * q1 * (q1 - 1) / 2
    if not unseen:
        return 0.0, float("nan")
    spread = a * q1 * (q1 - 1) / 2 + a**2 * q1 * (2 * q1 - 1) ** 2 / 4
    return unseen, spread - a**2 * q1**4 / (4 * (observed + unseen))


def _reach(unseen: float, variance: float, conf_level: float) -> float:
    """Return how many times the unseen the upper limit is above the seen."""
    if not unseen:
        return float("nan")
    spread = np.log(1 + variance / unseen**2) ** 0.5
    return float(np.exp(stats.norm.isf((1 - conf_level) / 2) * spread))
