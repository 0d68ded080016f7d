"""Comparison areas weighted so that together they resemble the area asked about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from evaltools.designs.results import Floats

HEAVY = 1e4
"""Weight of the row that makes the weights sum to one, beside the rows of the data."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """One area beside a weighting of others.

    Attributes
    ----------
    estimate : float
        Mean gap during, beyond the one before where the method allows for a gap.
    area_weights : numpy.ndarray
        One per comparison area, summing to 1.
    period_weights : numpy.ndarray
        One per period before, summing to 1; NaN where the method weighs none.
    """

    estimate: float
    area_weights: Floats
    period_weights: Floats


def simplex_weights(
    candidates: Floats, target: Floats, *, ridge: float = 0.0, intercept: bool = False
) -> Floats:
    """Find the weights, none negative and summing to 1, that bring candidates nearest a target.

    Parameters
    ----------
    candidates : numpy.ndarray
        One row per observation, one column per candidate.
    target : numpy.ndarray
        One value per observation.
    ridge : float, optional
        Penalty on the squared weights, per observation.
    intercept : bool, optional
        True to let the target lie a constant away.

    Returns
    -------
    numpy.ndarray
        One weight per candidate; exact, by an active set.
    """
    if intercept:
        candidates, target = candidates - candidates.mean(axis=0), target - target.mean()
    observations, number = candidates.shape
    heavy = HEAVY * (np.linalg.norm(candidates) + np.finfo(float).tiny)
    rows = [candidates, heavy * np.ones((1, number))]
    if ridge:
        rows.insert(1, np.sqrt(observations) * ridge * np.eye(number))
    aims = np.concatenate([target, np.zeros(number if ridge else 0), [heavy]])
    weights, _ = optimize.nnls(np.vstack(rows), aims, maxiter=50 * number)
    together: Floats = weights / weights.sum()
    return together


def synthetic_control(outcomes: Floats, *, during: NDArray[np.bool_]) -> Weighted:
    """Weigh areas so that together they follow the first one before.

    Parameters
    ----------
    outcomes : numpy.ndarray
        One row per area, the first the one asked about; one column per period.
    during : numpy.ndarray of bool
        True for periods of the programme.

    Returns
    -------
    Weighted
        The convex synthetic control on the outcomes before, without predictors.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for
    comparative case studies. Journal of the American Statistical Association 105, 493-505.
    """
    own, others = outcomes[0], outcomes[1:]
    weights = simplex_weights(others[:, ~during].T, own[~during])
    gap = own[during].mean() - weights @ others[:, during].mean(axis=1)
    return Weighted(float(gap), weights, np.full((~during).sum(), np.nan))


def synthetic_difference(outcomes: Floats, *, during: NDArray[np.bool_]) -> Weighted:
    """Estimate synthetic difference-in-differences of one area beside others.

    Parameters
    ----------
    outcomes : numpy.ndarray
        One row per area, the first the one asked about; one column per period.
    during : numpy.ndarray of bool
        True for periods of the programme.

    Returns
    -------
    Weighted
        Areas are weighted to run parallel to the first one before, periods before so that they
        resemble those of the programme in the other areas; both with the authors' penalties.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021).
    Synthetic difference-in-differences. American Economic Review 111, 4088-4118.
    """
    own, others = outcomes[0], outcomes[1:]
    noise = np.diff(others[:, ~during], axis=1).std(ddof=1)
    areas = simplex_weights(
        others[:, ~during].T, own[~during], ridge=during.sum() ** 0.25 * noise, intercept=True
    )
    periods = simplex_weights(
        others[:, ~during], others[:, during].mean(axis=1), ridge=1e-6 * noise, intercept=True
    )
    gaps = own - areas @ others
    estimate = gaps[during].mean() - gaps[~during] @ periods
    return Weighted(float(estimate), areas, periods)
