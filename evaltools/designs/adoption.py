"""Several areas with the programme and several without: whether the ones changed more.

Each area is brought down to one number, its change when the programme began there. Areas without
it get the mean of the changes at the dates at which others began, so that areas that began at
different times are each compared with those that never did, and never with one another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from evaltools.designs.clusters import cluster_effect, student
from evaltools.designs.results import Effect, Floats
from evaltools.errors import DataError, Fault

MOST_ENUMERATED = 13
"""Clusters up to which every way to flip their signs is gone through."""
DRAWS = 9_999


@dataclass(frozen=True, slots=True, eq=False)
class EventStudy:
    """How areas with the programme moved against those without, before and after it began.

    Attributes
    ----------
    lags : numpy.ndarray
        Periods since the programme began; the one before, -1, is what all are set against.
    estimates : numpy.ndarray
        Difference at each lag.
    covariance : numpy.ndarray
        Covariance of the estimates.
    df : float
        Areas less two.
    """

    lags: Floats
    estimates: Floats
    covariance: Floats
    df: float

    def tidy(self, *, conf_level: float = 0.95) -> pd.DataFrame:
        """Return one row per lag: `lag`, `estimate`, `std_error`, `conf_low`, `conf_high`."""
        error = np.sqrt(np.diag(self.covariance))
        reach = stats.t.ppf((1 + conf_level) / 2, self.df) * error
        return pd.DataFrame(
            {
                "lag": self.lags,
                "estimate": self.estimates,
                "std_error": error,
                "conf_low": self.estimates - reach,
                "conf_high": self.estimates + reach,
            }
        )


def adoption_changes(outcomes: Floats, *, times: Floats, began: Floats) -> Floats:
    """Bring each area down to its change when the programme began.

    Parameters
    ----------
    outcomes : numpy.ndarray
        One row per area, one column per period.
    times : numpy.ndarray
        The periods.
    began : numpy.ndarray
        First period of the programme in each area; NaN where it never began.

    Returns
    -------
    numpy.ndarray
        Mean after less mean before; of an area without the programme the mean over the dates
        at which others began, each as often as areas did. The difference of the means of the two
        kinds is then the average effect on the treated [1]_.

    References
    ----------
    .. [1] Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple
       time periods. Journal of Econometrics 225, 200-230, with those never treated.
    """
    dates, often = np.unique(began[np.isfinite(began)], return_counts=True)
    after = times >= dates[:, None]
    contrasts = after / after.sum(axis=1, keepdims=True)
    contrasts = contrasts - ~after / (~after).sum(axis=1, keepdims=True)
    changes = outcomes @ contrasts.T
    place = np.searchsorted(dates, np.nan_to_num(began)).clip(0, len(dates) - 1)
    own = changes[np.arange(len(began)), place]
    brought: Floats = np.where(np.isfinite(began), own, changes @ often / often.sum())
    return brought


def compare_changes(changes: Floats, *, treated: Floats, conf_level: float = 0.95) -> Effect:
    """Compare the changes of areas with and without the programme, or by its dose.

    Parameters
    ----------
    changes : numpy.ndarray
        One per area, see `adoption_changes`.
    treated : numpy.ndarray
        1 with the programme and 0 without, or how much of it there was.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        Difference, or slope by dose: CR2 with Satterthwaite's degrees of freedom, each area a
        cluster.
    """
    design = np.column_stack([treated, np.ones(len(treated))])
    return cluster_effect(
        changes, design=design, column=0, clusters=np.arange(len(changes)), conf_level=conf_level
    )


def wild_bootstrap(
    changes: Floats, *, treated: Floats, rng: np.random.Generator, conf_level: float = 0.95
) -> Effect:
    """Test the same difference by flipping the signs of the areas' residuals.

    The restricted wild cluster bootstrap: residuals under the difference that is tested, signs
    at random (Rademacher). With up to thirteen areas every way to flip them is gone through. The
    interval holds the differences that are not rejected.

    Parameters
    ----------
    changes : numpy.ndarray
        One per area, see `adoption_changes`.
    treated : numpy.ndarray
        1 with the programme and 0 without, or how much of it there was.
    rng : numpy.random.Generator
        Source of randomness where signs are drawn.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        With the bootstrap's p-value and limits.

    Raises
    ------
    DataError
        With so few areas that no p-value could be as small as is asked for.

    References
    ----------
    Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for
    inference with clustered errors. Review of Economics and Statistics 90, 414-427.
    """
    if 2.0 ** (1 - len(changes)) > 1 - conf_level:
        problem = f"{len(changes)} areas are too few: no p-value can be below {1 - conf_level:g}."
        raise DataError(Fault("wild bootstrap", problem, "Compare more areas."))
    centred = treated - treated.mean()
    signs = _signs(len(changes), rng)
    estimate = float(centred @ changes / (centred @ centred))

    def p_value(difference: float) -> float:
        return _flipped(changes - difference * treated, centred, signs)

    error = compare_changes(changes, treated=treated).std_error
    low, high = (
        _boundary(p_value, estimate, side * error, alpha=1 - conf_level) for side in (-1, 1)
    )
    return Effect(estimate, np.nan, np.nan, low, high, p_value(0.0))


def event_study(outcomes: Floats, *, times: Floats, began: Floats) -> EventStudy:
    """Follow the difference between areas with and without through the periods.

    Parameters
    ----------
    outcomes : numpy.ndarray
        One row per area, one column per period.
    times : numpy.ndarray
        The periods.
    began : numpy.ndarray
        First period of the programme in each area, the same in all that have it; NaN where it
        never began.

    Returns
    -------
    EventStudy
        Every lag but -1.

    Raises
    ------
    DataError
        If the programme began at different times: the lags would mix different areas.
    """
    dates = np.unique(began[np.isfinite(began)])
    if len(dates) != 1:
        problem = f"the programme began at {len(dates)} different times."
        raise DataError(Fault("event study", problem, "Follow the areas of each date apart."))
    lags = times - dates[0]
    apart = outcomes - outcomes[:, [int(np.flatnonzero(lags == -1)[0])]]
    kept, has = lags != -1, np.isfinite(began)
    sides = [apart[np.ix_(side, kept)] for side in (has, ~has)]
    estimates = sides[0].mean(axis=0) - sides[1].mean(axis=0)
    covariance = sum(np.cov(side, rowvar=False) / len(side) for side in sides)
    return EventStudy(lags[kept], estimates, np.asarray(covariance), float(len(outcomes) - 2))


def pretrend_test(study: EventStudy) -> float:
    """Test whether the areas moved alike before the programme.

    Parameters
    ----------
    study : EventStudy
        With two periods or more before the one that all are set against, fewer than there are
        areas.

    Returns
    -------
    float
        p-value of Hotelling's test of all leads at once, by the F distribution. A large one is
        no proof that the areas moved alike: see `honest_bounds` for what little moves would do.

    References
    ----------
    Hotelling, H. (1931). The generalization of Student's ratio. Annals of Mathematical
    Statistics 2, 360-378.
    """
    before = study.lags < -1
    leads, number = study.estimates[before], int(before.sum())
    squared = leads @ np.linalg.solve(study.covariance[np.ix_(before, before)], leads)
    df = study.df - number + 1
    return float(stats.f.sf(squared * df / (study.df * number), number, df))


def honest_bounds(study: EventStudy, *, most: float, conf_level: float = 0.95) -> Effect:
    """Bound the mean effect if the areas would have moved apart by a little after all.

    From one period to the next after the programme began, the areas may have moved apart by up
    to `most` times the largest such move before it. The largest move before is taken at the upper
    limit of its simultaneous interval, so that the bounds hold at least as often as they claim;
    they are wider than those of the authors' own interval.

    Parameters
    ----------
    study : EventStudy
        With at least two periods before.
    most : float
        0 for areas that would have moved alike, 1 for moves as large as before.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        Mean over the periods after, with the bounds.

    References
    ----------
    Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of
    Economic Studies 90, 2555-2591, relative magnitudes.
    """
    after = study.lags >= 0
    weights = after / after.sum()
    error = float(np.sqrt(weights @ study.covariance @ weights))
    steps = (study.lags[after] + 1).mean()
    alpha = 1 - conf_level
    share = 0.5 if most else 1.0
    apart = most * _largest_move(study, alpha=alpha * (1 - share)) * steps if most else 0.0
    inner = student(float(weights @ study.estimates), error, study.df, conf_level=1 - alpha * share)
    low, high = inner.conf_low - apart, inner.conf_high + apart
    return Effect(inner.estimate, error, study.df, low, high, np.nan)


def _largest_move(study: EventStudy, *, alpha: float) -> float:
    """Bound the largest move from one period to the next before, by Bonferroni."""
    before = np.flatnonzero(study.lags < 0)
    paths = np.eye(len(study.lags))[before]
    moves = np.vstack([np.diff(paths, axis=0), -paths[-1]])
    estimates = moves @ study.estimates
    errors = np.sqrt(np.einsum("ij,jk,ik->i", moves, study.covariance, moves))
    reach = stats.t.isf(alpha / (2 * len(moves)), study.df)
    return float((np.abs(estimates) + reach * errors).max())


def _signs(number: int, rng: np.random.Generator) -> Floats:
    """Return one row per way to flip signs; every way but for turning all, or draws."""
    if number <= MOST_ENUMERATED:
        ways = np.arange(2 ** (number - 1))[:, None] >> np.arange(number)[None, :]
        return np.asarray((ways & 1) * 2 - 1, float)
    return np.asarray(rng.integers(0, 2, (DRAWS, number)) * 2 - 1, float)


def _flipped(changes: Floats, centred: Floats, signs: Floats) -> float:
    """Compute how often flipped residuals give as large a statistic as they do unflipped."""
    residuals = changes - changes.mean()
    every = np.vstack([residuals, signs * residuals])
    every = every - every.mean(axis=1, keepdims=True)
    slopes = every @ centred / (centred @ centred)
    rest = every - slopes[:, None] * centred
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = np.abs(slopes) / np.sqrt(((centred * rest) ** 2).sum(axis=1))
    as_large = statistics[1:] >= statistics[0] * (1 - 1e-10)
    if len(signs) == 2 ** (len(changes) - 1):
        return float(as_large.mean())
    return float((1 + as_large.sum()) / (1 + len(signs)))


def _boundary(
    p_value: Callable[[float], float], estimate: float, step: float, *, alpha: float
) -> float:
    """Find the difference farthest out on one side that is not rejected."""
    inside, outside = 0.0, 1.0
    while p_value(estimate + outside * step) > alpha:
        inside, outside = outside, 2 * outside
        if outside > 1e4:
            return float(np.sign(step) * np.inf)
    for _ in range(40):
        middle = (inside + outside) / 2
        rejected = p_value(estimate + middle * step) <= alpha
        inside, outside = (inside, middle) if rejected else (middle, outside)
    return estimate + outside * step
