"""How far those who did not answer could move a share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import optimize, stats

from evaltools.estimates.results import Estimates


def bound_shares(estimates: Estimates, *, rate: float, delta: float = 0.1) -> pd.DataFrame:
    """Bound shares of all by what those who did not answer could have said.

    Those who answered stand for themselves; the others are taken at their worst [1]_, or as
    differing from those who answered by some percentage points. The outer limits cover the
    share with the level of the estimates [2]_, sampling error included.

    Parameters
    ----------
    estimates : Estimates
        Shares of those who answered, weighted.
    rate : float
        Response rate, between 0 and 1.
    delta : float, optional
        Difference between those who did not answer and those who did, as a share.

    Returns
    -------
    pandas.DataFrame
        One row per row of the estimates: `measure`, those of `by`, `n`, `estimate`, `lowest`
        and `highest` (if none or all of the others would have said yes), `outer_low` and
        `outer_high` (with sampling error), `delta_low` and `delta_high` (if they differ by
        `delta` in either direction), and `tipping` (difference at which the share would be one
        half; NaN where none is enough).

    References
    ----------
    .. [1] Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources
       24, 343-360.
    .. [2] Imbens, G. W. and Manski, C. F. (2004). Confidence intervals for partially
       identified parameters. Econometrica 72, 1845-1857.

    Examples
    --------
    >>> from evaltools.estimates import bound_shares, estimate_shares
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> heard = estimate_shares(survey, reached=reached, sensitivity="open")
    >>> bound_shares(heard, rate=0.6)[["estimate", "lowest", "highest"]].round(2)
       estimate  lowest  highest
    0      0.49    0.29     0.69
    """
    table = estimates.tidy()
    share, error = table["estimate"], table["std_error"]
    lowest, highest = rate * share, rate * share + 1 - rate
    silent = {sign: (share + sign * delta).clip(0, 1) for sign in (-1, 1)}
    z = _imbens_manski(1 - rate, rate * error, estimates.conf_level)
    needed = (0.5 - rate * share) / (1 - rate) if rate < 1 else pd.Series(np.nan, share.index)
    return table[["measure", *estimates.by, "n", "estimate"]].assign(
        lowest=lowest,
        highest=highest,
        outer_low=(lowest - z * rate * error).clip(lower=0),
        outer_high=(highest + z * rate * error).clip(upper=1),
        delta_low=rate * share + (1 - rate) * silent[-1],
        delta_high=rate * share + (1 - rate) * silent[1],
        tipping=(needed - share).where(needed.between(0, 1)),
    )


def _imbens_manski(width: float, error: pd.Series[float], conf_level: float) -> pd.Series[float]:
    """Find the critical value that covers the share, not the whole of its bounds."""

    def excess(z: float, ratio: float) -> float:
        return float(stats.norm.cdf(z + ratio) - stats.norm.cdf(-z) - conf_level)

    two_sided = stats.norm.isf((1 - conf_level) / 2)
    found = [
        optimize.brentq(excess, 0, two_sided + 1, args=(width / each,)) if each > 0 else two_sided
        for each in error
    ]
    return pd.Series(found, index=error.index)
