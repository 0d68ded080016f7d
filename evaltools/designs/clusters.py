"""Coefficients of least squares whose errors hang together within clusters."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from evaltools.designs.results import Effect, Floats


def cluster_effect(
    outcome: Floats,
    *,
    design: Floats,
    column: int,
    clusters: ArrayLike,
    kind: Literal["CR1", "CR2"] = "CR2",
    conf_level: float = 0.95,
) -> Effect:
    """Estimate one coefficient with errors that allow for clusters.

    Parameters
    ----------
    outcome : numpy.ndarray
        One value per observation.
    design : numpy.ndarray
        One row per observation; fixed effects as columns of their own.
    column : int
        The coefficient that is asked about.
    clusters : array_like
        The cluster of each observation.
    kind : {"CR1", "CR2"}, optional
        CR2 corrects each cluster's residuals for their leverage, and its interval is Student's
        with Satterthwaite's degrees of freedom [1]_ [2]_. CR1 multiplies by a constant and takes
        one degree less than there are clusters: with few clusters, or few treated, its interval
        is too short.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The coefficient.

    References
    ----------
    .. [1] Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for linear
       regression with multi-stage samples. Survey Methodology 28, 169-181.
    .. [2] Pustejovsky, J. E. and Tipton, E. (2018). Small-sample methods for cluster-robust
       variance estimation and hypothesis testing in fixed effects models. Journal of Business
       and Economic Statistics 36, 672-683.
    """
    inverse = np.asarray(np.linalg.pinv(design.T @ design), float)
    slopes = inverse @ design.T @ outcome
    residuals = outcome - design @ slopes
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    members = [np.flatnonzero(place == each) for each in range(place.max() + 1)]
    adjusted = [_weights(design[own], inverse, column, kind) for own in members]
    scores = [weights @ residuals[own] for own, weights in zip(members, adjusted, strict=True)]
    scale = len(members) / (len(members) - 1) if kind == "CR1" else 1.0
    error = float(np.sqrt(scale * np.square(scores).sum()))
    df = len(members) - 1.0
    if kind == "CR2":
        df = _satterthwaite(members, adjusted, design, inverse)
    return student(float(slopes[column]), error, df, conf_level=conf_level)


def student(estimate: float, std_error: float, df: float, *, conf_level: float) -> Effect:
    """Return an effect whose interval is Student's.

    Parameters
    ----------
    estimate, std_error, df : float
        Of the effect; an infinite `df` is the normal distribution.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Effect
        With its limits and p-value.
    """
    reach = float(stats.t.ppf((1 + conf_level) / 2, df)) * std_error
    p_value = 2 * float(stats.t.sf(abs(estimate / std_error), df))
    return Effect(estimate, std_error, df, estimate - reach, estimate + reach, p_value)


def _weights(rows: Floats, inverse: Floats, column: int, kind: str) -> Floats:
    """Return what the residuals of a cluster are multiplied with to be its share of the error."""
    plain: Floats = rows @ inverse[column]
    if kind == "CR1":
        return plain
    values, vectors = np.linalg.eigh(np.eye(len(rows)) - rows @ inverse @ rows.T)
    roots = np.where(values > 1e-8, 1 / np.sqrt(np.maximum(values, 1e-12)), 0.0)
    corrected: Floats = vectors @ (roots * (vectors.T @ plain))
    return corrected


def _satterthwaite(
    members: list[NDArray[np.intp]], adjusted: list[Floats], design: Floats, inverse: Floats
) -> float:
    """Match the first two moments of the squared error, as if observations were independent."""
    lifted = np.array(
        [design[own].T @ weights for own, weights in zip(members, adjusted, strict=True)]
    )
    own = np.diag([weights @ weights for weights in adjusted])
    moments = own - lifted @ inverse @ lifted.T
    return float(np.trace(moments) ** 2 / (moments**2).sum())
