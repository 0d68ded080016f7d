"""Small bodies: each borrows strength from the others, the more the fewer its answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, stats

from evaltools.errors import DataError, Fault
from evaltools.estimates.results import Estimates

Floats = NDArray[np.float64]
FEWEST_AREAS = 5
"""With fewer areas the variance between them is anybody's guess."""


@dataclass(frozen=True, slots=True, eq=False)
class AreaModel:
    """Fay and Herriot's model of direct estimates that differ between areas and by chance.

    Attributes
    ----------
    estimate : numpy.ndarray
        Pooled estimate of each area.
    mse : numpy.ndarray
        Its mean squared error.
    shrinkage : numpy.ndarray
        Weight of the direct estimate, between 0 (all borrowed) and 1 (all its own).
    mean : float
        Mean that the areas are drawn to.
    variance : float
        Variance between the areas.
    """

    estimate: Floats
    mse: Floats
    shrinkage: Floats
    mean: float
    variance: float


def fit_areas(direct: Floats, *, variances: Floats, covariates: Floats | None = None) -> AreaModel:
    """Fit Fay and Herriot's area model by restricted maximum likelihood.

    Parameters
    ----------
    direct : numpy.ndarray
        Direct estimate of each area.
    variances : numpy.ndarray
        Their sampling variances, taken as known.
    covariates : numpy.ndarray, optional
        One row per area; a constant alone where they are not given.

    Returns
    -------
    AreaModel
        Empirical best linear unbiased predictions; their mean squared errors follow Prasad
        and Rao's expansion for this estimator of the variance [2]_. Where the likelihood is
        highest at no variance between areas, it is adjusted so that it is not [3]_.

    Raises
    ------
    DataError
        With fewer than five areas.

    References
    ----------
    .. [1] Fay, R. E. and Herriot, R. A. (1979). Estimates of income for small places. Journal
       of the American Statistical Association 74, 269-277.
    .. [2] Datta, G. S. and Lahiri, P. (2000). A unified measure of uncertainty of estimated
       best linear unbiased predictors in small area estimation problems. Statistica Sinica
       10, 613-627.
    .. [3] Li, H. and Lahiri, P. (2010). An adjusted maximum likelihood method for solving
       small area estimation problems. Journal of Multivariate Analysis 101, 882-892.
    """
    if len(direct) < FEWEST_AREAS:
        problem = f"{len(direct)} areas are too few to tell how much areas differ."
        raise DataError(Fault("area model", problem, "Show the direct estimates alone."))
    x = np.ones((len(direct), 1)) if covariates is None else covariates
    variance = _between(direct, variances, x)
    precision = 1 / (variance + variances)
    spread = np.linalg.inv(x.T @ (precision[:, None] * x))
    slopes = spread @ x.T @ (precision * direct)
    gamma = variance * precision
    synthetic = x @ slopes
    g1 = gamma * variances
    g2 = (1 - gamma) ** 2 * np.einsum("ij,jk,ik->i", x, spread, x)
    g3 = variances**2 * precision**3 * 2 / (precision**2).sum()
    return AreaModel(
        estimate=gamma * direct + (1 - gamma) * synthetic,
        mse=g1 + g2 + 2 * g3,
        shrinkage=gamma,
        mean=float(synthetic.mean()),
        variance=variance,
    )


def can_pool(estimates: Estimates) -> bool:
    """Tell whether `pool_shares` has areas enough to tell how much they differ."""
    return len(_known(estimates)) >= FEWEST_AREAS


def pool_shares(estimates: Estimates) -> Estimates:
    """Pool the shares of areas, so that those with few answers borrow from the others.

    The area model on the scale of the arcsine of the root of the share, where the sampling
    variance is one over four times the effective number of answers [1]_. The interval is the
    prediction's with its mean squared error, carried back to shares.

    Parameters
    ----------
    estimates : Estimates
        Shares of one measure, one row per area; direct estimates from a survey.

    Returns
    -------
    Estimates
        The same rows and `n`, with the pooled shares, their limits, and the columns `raw` (the
        direct share) and `shrinkage` (its weight in the pooled one); NaN in areas without a
        share or with fewer than two answers, which tell nothing of the others either.

    Raises
    ------
    DataError
        With fewer than five areas.

    References
    ----------
    .. [1] Efron, B. and Morris, C. (1975). Data analysis using Stein's estimator and its
       generalizations. Journal of the American Statistical Association 70, 311-319.

    Examples
    --------
    >>> from evaltools.estimates import estimate_shares, pool_shares
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> bodies = estimate_shares(survey, reached=reached, sensitivity="open", by=("body",))
    >>> pool_shares(bodies).tidy()[["body", "estimate"]].round(2)
      body  estimate
    0    A      0.49
    1    B      0.49
    2    C      0.54
    3    D      0.38
    4    E      0.45
    5    F      0.56
    """
    every = estimates.tidy()
    table = _known(estimates)
    share, variances = _on_arcsine(table)
    model = fit_areas(share, variances=variances)
    error = np.sqrt(model.mse)
    reach = stats.norm.isf((1 - estimates.conf_level) / 2) * error
    pooled = table.assign(
        raw=table["estimate"],
        estimate=_from_arcsine(model.estimate),
        conf_low=_from_arcsine(model.estimate - reach),
        conf_high=_from_arcsine(model.estimate + reach),
        std_error=error * np.abs(np.sin(2 * model.estimate)),
        shrinkage=model.shrinkage,
    )
    return replace(estimates, _table=_in_every_area(pooled, every[["measure", *estimates.by, "n"]]))


def _in_every_area(found: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Give areas of which nothing was found a row: what is known of each, and NaN."""
    return found.reindex(every.index).assign(**every)


def rank_areas(pooled: Estimates, *, rng: np.random.Generator, draws: int = 4_000) -> pd.DataFrame:
    """Say where each area may stand among the others.

    Parameters
    ----------
    pooled : Estimates
        What `pool_shares` gave back.
    rng : numpy.random.Generator
        Source of randomness.
    draws : int, optional
        Draws from the predictions.

    Returns
    -------
    pandas.DataFrame
        One row per area: the columns of `pooled.by`, `n`, `rank` (mean place; 1 is the largest
        share), `rank_low` and `rank_high` (its limits) and `highest_quarter` and
        `lowest_quarter` (chance of being there); NaN where there is no pooled share.

    References
    ----------
    Goldstein, H. and Spiegelhalter, D. J. (1996). League tables and their limitations. Journal
    of the Royal Statistical Society A 159, 385-443.
    """
    every = pooled.tidy()
    table = every.dropna(subset="estimate")
    centre = np.arcsin(np.sqrt(table["estimate"].to_numpy(float)))
    error = table["std_error"].to_numpy(float) / np.maximum(np.abs(np.sin(2 * centre)), 1e-9)
    drawn = centre + error * rng.standard_normal((draws, len(table)))
    places = stats.rankdata(-drawn, axis=1)
    tail = (1 - pooled.conf_level) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=0)
    quarter = len(table) / 4
    ranked = table[[*pooled.by, "n"]].assign(
        rank=places.mean(axis=0),
        rank_low=np.floor(low),
        rank_high=np.ceil(high),
        highest_quarter=(places <= quarter).mean(axis=0),
        lowest_quarter=(places > len(table) - quarter).mean(axis=0),
    )
    return _in_every_area(ranked, every[[*pooled.by, "n"]])


def _known(estimates: Estimates) -> pd.DataFrame:
    """Return the areas that tell something of the others."""
    return estimates.tidy().query("n >= 2").dropna(subset="estimate")


def _on_arcsine(table: pd.DataFrame) -> tuple[Floats, Floats]:
    """Put shares on the scale of the arcsine, with smoothed variances.

    The effective number of answers is n over the median design effect of the shares that have
    one: that of a small body alone would be too uncertain.
    """
    share, n = table["estimate"].to_numpy(float), table["n"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = table["std_error"].to_numpy(float) ** 2 * n / (share * (1 - share))
    known = effect[np.isfinite(effect) & (effect > 0)]
    effective = n / (np.median(known) if len(known) else 1.0)
    moved = (share * effective + 3 / 8) / (effective + 3 / 4)
    return np.arcsin(np.sqrt(moved)), 1 / (4 * effective)


def _from_arcsine(angle: Floats) -> Floats:
    return np.sin(np.clip(angle, 0, np.pi / 2)) ** 2


def _between(direct: Floats, variances: Floats, x: Floats) -> float:
    """Find the variance between areas at which the likelihood is highest."""

    def fit(variance: float, *, adjust: bool) -> float:
        precision = 1 / (variance + variances)
        information = x.T @ (precision[:, None] * x)
        slopes = np.linalg.solve(information, x.T @ (precision * direct))
        residual = direct - x @ slopes
        likelihood = np.log(precision).sum() - np.linalg.slogdet(information)[1]
        likelihood -= (precision * residual**2).sum()
        return float(-likelihood / 2 - (np.log(variance) if adjust else 0.0))

    largest = 10 * float(np.var(direct)) + float(variances.max())
    for adjust in (False, True):
        found = optimize.minimize_scalar(
            partial(fit, adjust=adjust),
            bounds=(1e-12, largest),
            method="bounded",
            options={"xatol": 1e-10 * largest},
        )
        if found.x > 1e-6 * largest:
            break
    return float(found.x)
