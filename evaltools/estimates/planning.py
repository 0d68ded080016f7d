"""What a survey can detect, and how many answers the next one needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats


def detectable_difference(
    share: pd.Series[float],
    *,
    n_before: pd.Series[float],
    n_after: pd.Series[float],
    effect: float = 1.0,
    alpha: float = 0.05,
    power: float = 0.8,
) -> pd.Series[float]:
    """Compute the smallest rise of a share that two surveys detect with a given chance.

    The normal approximation with the variance at each share [1]_, found by iteration.

    Parameters
    ----------
    share : pandas.Series
        Shares before.
    n_before, n_after : pandas.Series
        Number of answers in each survey.
    effect : float, optional
        Design effect of the weights.
    alpha : float, optional
        Chance of a false alarm, two-sided.
    power : float, optional
        Chance that the difference is found.

    Returns
    -------
    pandas.Series
        The difference; NaN where not even a rise to 1 would be detected.

    References
    ----------
    .. [1] Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and
       Proportions, 3rd edition, section 4.2. Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import detectable_difference
    >>> n = pd.Series([400.0])
    >>> detectable_difference(pd.Series([0.5]), n_before=n, n_after=n).round(2).tolist()
    [0.1]
    """
    low, high = np.zeros(len(share)), (1 - share).to_numpy(float)
    before, first, second = (each.to_numpy(float) for each in (share, n_before, n_after))
    for _ in range(60):
        middle = (low + high) / 2
        found = _power(before, before + middle, first / effect, second / effect, alpha) >= power
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    reached = _power(before, np.ones(len(share)), first / effect, second / effect, alpha) >= power
    return pd.Series(np.where(reached, high, np.nan), index=share.index)


def answers_needed(
    share: pd.Series[float],
    *,
    margin: float,
    employees: pd.Series[float],
    effect: float = 1.0,
    conf_level: float = 0.95,
) -> pd.Series[float]:
    """Compute how many answers an interval of a given half width needs.

    Parameters
    ----------
    share : pandas.Series
        Expected shares.
    margin : float
        Half width of the interval, as a share.
    employees : pandas.Series
        Size of each group: the finite population correction.
    effect : float, optional
        Design effect of the weights.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    pandas.Series
        Whole numbers of answers, never more than the employees.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition, section 4.4. Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import answers_needed
    >>> half, employees = pd.Series([0.5]), pd.Series([1000.0])
    >>> answers_needed(half, margin=0.05, employees=employees).tolist()
    [278.0]
    """
    z = stats.norm.isf((1 - conf_level) / 2)
    endless = z**2 * share * (1 - share) / margin**2 * effect
    needed = endless / (1 + (endless - 1) / employees)
    whole = pd.Series(np.ceil(needed.round(9)), index=share.index)
    return whole.clip(upper=employees)


def _power(
    before: np.ndarray, after: np.ndarray, n_before: np.ndarray, n_after: np.ndarray, alpha: float
) -> np.ndarray:
    """Compute the chance that a two-sided test finds a rise."""
    pooled = (before * n_before + after * n_after) / (n_before + n_after)
    null = np.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    real = np.sqrt(before * (1 - before) / n_before + after * (1 - after) / n_after)
    z = stats.norm.isf(alpha / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = (after - before - z * null) / real
    return np.asarray(stats.norm.cdf(np.nan_to_num(reach, nan=-np.inf, posinf=np.inf)))
