"""Scales of several questions: whether they are one thing, and their scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.multivariate.factor import Factor

from evaltools.declarations import Text
from evaltools.errors import DataError, Fault

Floats = NDArray[np.float64]
ENOUGH = 0.7
"""Least reliability of a scale on which groups are compared (Nunnally 1978)."""
ONE_THING = 3.0
"""How many times the second eigenvalue the first must be, for one dimension."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a scale measures one thing.

    Attributes
    ----------
    alpha : float
        Cronbach's alpha.
    conf_low, conf_high : float
        Its confidence limits.
    omega : float
        McDonald's omega of one factor; NaN with fewer than three items or without a solution.
    eigenvalue_ratio : float
        First eigenvalue of the correlations over the second: above 3 for one dimension.
    item_rest : dict of str to float
        For each item its correlation with the mean of the others.
    n : int
        Respondents who answered all items.
    """

    alpha: float
    conf_low: float
    conf_high: float
    omega: float
    eigenvalue_ratio: float
    item_rest: dict[str, float]
    n: int

    @property
    def verdict(self) -> Text:
        """Say whether the items may be one number."""
        if self.alpha >= ENOUGH and self.eigenvalue_ratio >= ONE_THING:
            return Text(sv="håller ihop", en="holds together")
        if self.alpha >= ENOUGH:
            return Text(sv="mäter mer än en sak", en="measures more than one thing")
        return Text(sv="för osäkert för jämförelser", en="too unreliable for comparisons")


def estimate_reliability(
    items: pd.DataFrame, *, weight: pd.Series[float], replicates: int = 200,
    rng: np.random.Generator, conf_level: float = 0.95,
) -> Reliability:  # fmt: skip
    """Estimate how far several items measure one thing.

    Alpha [1]_ and omega [2]_ from the weighted covariances of those who answered all items.
    The limits of alpha are percentiles of a bootstrap of respondents with their weights.

    Parameters
    ----------
    items : pandas.DataFrame
        One row per respondent, one number column per item, all turned the same way; missing
        where the item was not answered.
    weight : pandas.Series
        One weight per respondent.
    replicates : int, optional
        Bootstrap samples.
    rng : numpy.random.Generator
        Source of randomness.
    conf_level : float, optional
        Level of the limits.

    Returns
    -------
    Reliability
        The coefficients.

    Raises
    ------
    DataError
        With fewer than two items, fewer than 30 complete answers, or an item that never
        varies.

    References
    ----------
    .. [1] Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
       Psychometrika 16, 297-334.
    .. [2] McDonald, R. P. (1999). Test Theory: A Unified Treatment, chapter 6. Erlbaum.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from evaltools.estimates import estimate_reliability
    >>> rng = np.random.default_rng(2025)
    >>> items = pd.DataFrame(
    ...     rng.normal(size=(200, 1)) + rng.normal(size=(200, 4)), columns=[*"abcd"]
    ... )
    >>> found = estimate_reliability(items, weight=pd.Series(1.0, items.index), rng=rng)
    >>> round(found.alpha, 2)
    0.84
    """
    full = items.notna().all(axis=1)
    values = items[full].to_numpy(float)
    weights = np.asarray(weight[full], dtype=np.float64)
    _check_items(items, values)
    covariance = weighted_covariance(values, weights)
    scale = np.sqrt(np.diag(covariance))
    eigenvalues = np.sort(np.linalg.eigvalsh(covariance / np.outer(scale, scale)))[::-1]
    drawn = rng.integers(0, len(values), (replicates, len(values)))
    alphas = [cronbach_alpha(weighted_covariance(values[d], weights[d])) for d in drawn]
    tail = (1 - conf_level) / 2
    low, high = np.quantile(alphas, [tail, 1 - tail])
    return Reliability(
        alpha=cronbach_alpha(covariance),
        conf_low=float(low),
        conf_high=float(high),
        omega=mcdonald_omega(covariance, n=len(values)),
        eigenvalue_ratio=float(eigenvalues[0] / max(eigenvalues[1], 1e-12)),
        item_rest=_item_rest(items[full], weights),
        n=len(values),
    )


def score_index(
    items: pd.DataFrame, *, lowest: float, highest: float, reverse: tuple[str, ...], at_least: int
) -> pd.Series[float]:
    """Score a scale: the mean of its items, from 0 for the lowest answer to 1 for the highest.

    Parameters
    ----------
    items : pandas.DataFrame
        One row per respondent, one number column per item; missing where it was not answered.
    lowest, highest : float
        The ends of the answers.
    reverse : tuple of str
        Items that ask the other way round.
    at_least : int
        Fewest items that must be answered for a score.

    Returns
    -------
    pandas.Series
        One score between 0 and 1 per respondent; missing with too few answers.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import score_index
    >>> items = pd.DataFrame({"knows": [5, 1, None], "lost": [1, 4, 2]})
    >>> score_index(items, lowest=1, highest=5, reverse=("lost",), at_least=2).tolist()
    [1.0, 0.125, nan]
    """
    turned = items.assign(**{name: lowest + highest - items[name] for name in reverse})
    score = (turned.mean(axis=1) - lowest) / (highest - lowest)
    return score.where(items.notna().sum(axis=1) >= at_least)


def weighted_covariance(values: Floats, weights: Floats) -> Floats:
    """Compute the covariances of columns under weights, for a sum of weights less one."""
    share = weights * len(weights) / weights.sum()
    return np.atleast_2d(np.cov(values.T, aweights=share, ddof=1))


def cronbach_alpha(covariance: Floats) -> float:
    """Compute alpha from the covariances of the items."""
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def mcdonald_omega(covariance: Floats, *, n: int) -> float:
    """Compute omega of the one factor that fits the covariances best by maximum likelihood.

    Parameters
    ----------
    covariance : numpy.ndarray
        Covariances of the items.
    n : int
        Respondents behind them.

    Returns
    -------
    float
        Share of the variance of the sum that the factor explains; NaN with fewer than three
        items, or where no solution is found.
    """
    if len(covariance) < 3:
        return float("nan")
    scale = np.sqrt(np.diag(covariance))
    fit = Factor(corr=covariance / np.outer(scale, scale), n_factor=1, method="ml", nobs=n).fit()
    loadings = fit.loadings[:, 0] * scale
    unique = (1 - fit.communality) * scale**2
    if (unique <= 0).any():
        return float("nan")
    return float(loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum()))


def _item_rest(items: pd.DataFrame, weights: Floats) -> dict[str, float]:
    found = {}
    for name in items:
        rest = items.drop(columns=name).mean(axis=1)
        pair = weighted_covariance(np.column_stack([items[name], rest]), weights)
        found[str(name)] = float(pair[0, 1] / np.sqrt(pair[0, 0] * pair[1, 1]))
    return found


def _check_items(items: pd.DataFrame, values: Floats) -> None:
    faults = []
    if items.shape[1] < 2 or len(values) < 30:
        problem = f"{items.shape[1]} items with {len(values)} complete answers are too few."
        faults.append(Fault("scale", problem, "A scale needs two items and thirty answers."))
    elif (values.std(axis=0) == 0).any():
        still = [str(n) for n, spread in zip(items, values.std(axis=0), strict=True) if not spread]
        problem = f"everyone gave the same answer to {', '.join(still)}."
        faults.append(Fault("scale", problem, "Take the item out of the scale."))
    if faults:
        raise DataError(faults)
