"""Confidence intervals of shares and of other estimates."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from evaltools.estimates.linearised import Floats

FEW = 10
"""With fewer answers on either side the logit interval covers too seldom."""


def share_interval(
    estimates: pd.DataFrame,
    *,
    method: Literal["logit", "korn_graubard", "beta", "wilson"],
    conf_level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Compute confidence limits of shares from their design-based standard errors.

    Parameters
    ----------
    estimates : pandas.DataFrame
        One row per share; columns `estimate`, `std_error`, `n`, `df` and `free`, as
        `linearised.estimate_ratio` gives them.
    method : {"logit", "korn_graubard", "beta", "wilson"}
        "logit" is symmetric on the logit scale, with Student's t. "korn_graubard" is Clopper
        and Pearson's interval over the effective sample size, which is adjusted for the
        degrees of freedom and never above n [1]_; "beta" is the same without that limit.
        "wilson" is Wilson's interval over the effective sample size.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits between 0 and 1. Where everyone in the strata has answered there is
        no sampling error, and both are the estimate.

    References
    ----------
    .. [1] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with
       small expected number of positive counts. Survey Methodology 24, 193-201.
    """
    share, error = (estimates[name].to_numpy(float) for name in ("estimate", "std_error"))
    n, df = (estimates[name].to_numpy(float) for name in ("n", "df"))
    tail = (1 - conf_level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "logit":
            low, high = _logit_limits(share, error, np.asarray(stats.t.isf(tail, df)))
        else:
            effective = np.where(error > 0, share * (1 - share) / error**2, n)
            if method == "wilson":
                low, high = _wilson_limits(share, effective, stats.norm.isf(tail))
            else:
                factor = (stats.t.isf(tail, n - 1) / stats.t.isf(tail, df)) ** 2
                effective = effective * factor
                effective = np.minimum(effective, n) if method == "korn_graubard" else effective
                low, high = _beta_limits(share, effective, tail)
    known = estimates["free"].to_numpy() == 0
    return np.where(known, share, low), np.where(known, share, high)


def cautious_interval(
    estimates: pd.DataFrame, *, few: Floats, conf_level: float
) -> tuple[Floats, Floats]:
    """Compute the logit interval, and Korn and Graubard's where `few` answers are below ten."""
    logit = share_interval(estimates, method="logit", conf_level=conf_level)
    careful = share_interval(estimates, method="korn_graubard", conf_level=conf_level)
    low, high = (np.where(few < FEW, c, w) for c, w in zip(careful, logit, strict=True))
    return low, high


def t_interval(estimates: pd.DataFrame, *, conf_level: float) -> tuple[Floats, Floats]:
    """Compute limits that lie symmetrically about the estimates, by Student's t."""
    estimate, error = (estimates[name].to_numpy(float) for name in ("estimate", "std_error"))
    reach = stats.t.isf((1 - conf_level) / 2, estimates["df"].to_numpy(float)) * error
    return estimate - reach, estimate + reach


def _logit_limits(share: Floats, error: Floats, t: Floats) -> tuple[Floats, Floats]:
    centre = np.log(share / (1 - share))
    reach = t * error / (share * (1 - share))
    inner = (share > 0) & (share < 1)
    low, high = (1 / (1 + np.exp(-(centre + sign * reach))) for sign in (-1, 1))
    return np.where(inner, low, share), np.where(inner, high, share)


def _wilson_limits(share: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - reach, 0), np.minimum(centre + reach, 1)


def _beta_limits(share: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    yes, no = n * share, n * (1 - share)
    low = np.where(yes > 0, stats.beta.ppf(tail, yes, no + 1), 0.0)
    high = np.where(no > 0, stats.beta.isf(tail, yes + 1, no), 1.0)
    return low, high
