"""Counts over an exposure: their rate, and what became of it."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from evaltools.designs.results import Effect, Floats


def rate_change(
    counts: Floats, *, exposure: Floats, during: NDArray[np.bool_], conf_level: float = 0.95
) -> Effect:
    """Estimate the change of a rate by quasi-Poisson regression.

    A log-linear model of two levels with the exposure as offset; the dispersion is Pearson's,
    at least 1, the interval Student's with as many degrees of freedom as there are periods
    less two.

    Parameters
    ----------
    counts, exposure : numpy.ndarray
        One per period, at least three.
    during : numpy.ndarray of bool
        True for periods of the programme; both sides have cases.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The logarithm of the ratio of the rates.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, section 6.2. Chapman and
    Hall.
    """
    return quasi_poisson(
        counts, exposure=exposure, design=sm.add_constant(during.astype(float)), column=1,
        conf_level=conf_level,
    )  # fmt: skip


def quasi_poisson(
    counts: Floats, *, exposure: Floats, design: Floats, column: int, conf_level: float = 0.95
) -> Effect:
    """Estimate one coefficient of a log-linear model of counts that vary more than by chance.

    Parameters
    ----------
    counts, exposure : numpy.ndarray
        One per period.
    design : numpy.ndarray
        One row per period.
    column : int
        The coefficient that is asked about.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        On the scale of the logarithm of the rate; the dispersion is Pearson's, at least 1.
    """
    fit = sm.GLM(counts, design, offset=np.log(exposure), family=sm.families.Poisson()).fit()
    dispersion = max(1.0, fit.pearson_chi2 / fit.df_resid)
    estimate, error = float(fit.params[column]), float(fit.bse[column] * np.sqrt(dispersion))
    margin = float(stats.t.ppf((1 + conf_level) / 2, fit.df_resid)) * error
    p_value = 2 * float(stats.t.sf(abs(estimate / error), fit.df_resid))
    return Effect(estimate, error, fit.df_resid, estimate - margin, estimate + margin, p_value)
