"""What the weights cost, and how far they reach."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.survey.design import Survey


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


def weight_ratio(weights: pd.Series[float]) -> float:
    """Compute the largest weight over the smallest, rounded up to one decimal.

    Parameters
    ----------
    weights : pandas.Series
        One weight per respondent, all above 0.

    Returns
    -------
    float
        At least 1; 1 where all weights are equal.
    """
    return float(np.ceil(10 * weights.max() / weights.min() - 1e-9) / 10)


def cell_weights(survey: Survey) -> pd.DataFrame:
    """Find the smallest and the largest weight in each body and role.

    Parameters
    ----------
    survey : Survey
        The weighted answers, under the bodies that were asked.

    Returns
    -------
    pandas.DataFrame
        One row per body and role that somebody answered in: `body`, `role`, `lightest` and
        `heaviest`, which differ where the weights meet more than body and role.
    """
    answers = survey.tidy()
    weights = answers.groupby(["body", "role"], observed=True)["weight"]
    return weights.agg(lightest="min", heaviest="max").reset_index()


def describe_weights(survey: Survey, *, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Describe the weights, in all or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    by : tuple of str, optional
        Columns of the survey that form the groups.

    Returns
    -------
    pandas.DataFrame
        One row per group, one in all without groups: those of `by`, `n` (answers),
        `weight_effect` (Kish's), `effective_n` (answers of equal weight that would tell as
        much), `largest` and `smallest` (weight over the mean weight).

    Examples
    --------
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import describe_weights
    >>> survey = small_survey()
    >>> describe_weights(survey)[["n", "weight_effect", "effective_n"]].round(2)
        n  weight_effect  effective_n
    0  90           1.22        73.64
    """
    answers = survey.tidy()
    groups = answers.groupby(list(by), observed=True) if by else [((), answers)]
    rows = [
        dict(zip(by, names, strict=True)) | _weights_of(rows["weight"]) for names, rows in groups
    ]
    return pd.DataFrame(rows)


def _weights_of(weights: pd.Series[float]) -> dict[str, float]:
    effect, mean = weight_effect(weights), weights.mean()
    return {
        "n": len(weights),
        "weight_effect": effect,
        "effective_n": len(weights) / effect,
        "largest": weights.max() / mean,
        "smallest": weights.min() / mean,
    }
