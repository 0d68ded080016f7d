"""Two-way fixed effects of balanced panels, many outcomes at once."""

from __future__ import annotations

import numpy as np

from evaltools.designs.clusters import student
from evaltools.designs.results import Effect, Floats


def two_way_effects(
    outcomes: Floats, *, treatment: Floats, conf_level: float = 0.95
) -> list[Effect]:
    """Estimate the effect of a treatment on many outcomes, with fixed effects both ways.

    Areas and periods have effects of their own; errors are CR2 by area with Satterthwaite's
    degrees of freedom, as `cluster_effect` gives them with every fixed effect as a column. Those
    of areas are taken out beforehand, which changes neither [1]_. What depends on the treatment
    alone is computed once for all outcomes.

    Parameters
    ----------
    outcomes : numpy.ndarray
        Outcomes by areas by periods, none missing.
    treatment : numpy.ndarray
        Areas by periods: 1 where the programme is, or its dose.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    list of Effect
        One per outcome. Where areas began at different times, and effects change with time, it
        mixes them with weights that may be negative: use `adoption_changes` then.

    References
    ----------
    .. [1] Pustejovsky, J. E. and Tipton, E. (2018). Small-sample methods for cluster-robust
       variance estimation and hypothesis testing in fixed effects models. Journal of Business
       and Economic Statistics 36, 672-683.
    """
    areas, periods = treatment.shape
    within = _demeaned(np.eye(periods)[:, 1:])
    design = np.concatenate(
        [
            (treatment - treatment.mean(axis=1, keepdims=True))[:, :, None],
            np.broadcast_to(within, (areas, *within.shape)),
        ],
        axis=2,
    )
    inverse = np.linalg.inv(np.einsum("ntk,ntl->kl", design, design))
    weights = _weights(design, inverse)
    moved = outcomes - outcomes.mean(axis=2, keepdims=True)
    slopes = np.einsum("ntk,ont->ok", design, moved) @ inverse
    fitted = (design.reshape(-1, design.shape[2]) @ slopes.T).T.reshape(moved.shape)
    errors = np.sqrt((np.einsum("nt,ont->on", weights, moved - fitted) ** 2).sum(axis=1))
    df = _satterthwaite(design, inverse, weights)
    return [
        student(float(slope), float(error), df, conf_level=conf_level)
        for slope, error in zip(slopes[:, 0], errors, strict=True)
    ]


def _demeaned(columns: Floats) -> Floats:
    within: Floats = columns - columns.mean(axis=0)
    return within


def _weights(design: Floats, inverse: Floats) -> Floats:
    """Return what each area's residuals are multiplied with to be its share of the error."""
    leverage = np.einsum("ntk,kl,nsl->nts", design, inverse, design)
    values, vectors = np.linalg.eigh(np.eye(design.shape[1]) - leverage)
    roots = np.where(values > 1e-8, 1 / np.sqrt(np.maximum(values, 1e-12)), 0.0)
    plain = design @ inverse[0]
    turned = roots * np.einsum("nts,nt->ns", vectors, plain)
    weights: Floats = np.einsum("nts,ns->nt", vectors, turned)
    return weights


def _satterthwaite(design: Floats, inverse: Floats, weights: Floats) -> float:
    """Match the first two moments of the squared error, as if observations were independent.

    The residual maker of the demeaned panel also takes the mean of each area out; the weights
    sum to nothing within an area, so that this costs nothing.
    """
    lifted = np.einsum("ntk,nt->nk", design, weights)
    moments = np.diag((weights**2).sum(axis=1)) - lifted @ inverse @ lifted.T
    return float(np.trace(moments) ** 2 / (moments**2).sum())
