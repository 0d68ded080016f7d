"""What the weights cost, and how far they reach."""

from __future__ import annotations

import pandas as pd


def weight_effect(weights: pd.Series[float]) -> float:
    """Compute how much unequal weights inflate the variance of a mean.

    Parameters
    ----------
    weights : pandas.Series
        One weight per respondent.

    Returns
    -------
    float
        One plus the squared coefficient of variation of the weights [1]_.

    References
    ----------
    .. [1] Kish, L. (1992). Weighting for unequal Pi. Journal of Official Statistics 8, 183-200.
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
