"""One area beside others: whether it changed more than areas do where nothing was begun."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaltools.designs.interrupted import invert, step_design
from evaltools.designs.results import Effect, Floats, bounded

STEPS = 120
"""Standard deviations between areas that are integrated over."""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """How each area changed; the first is the one that is asked about.

    Attributes
    ----------
    change : numpy.ndarray
        Mean during less mean before, one per area; of logarithms where a ratio is meant.
    variance : numpy.ndarray
        What chance alone adds to it in an area of that size; 0 where it is not known.
    """

    change: Floats
    variance: Floats

    @property
    def largest_weight(self) -> float:
        """Largest share that one comparison area has in their mean."""
        between = max(0.0, self.change[1:].var(ddof=1) - self.variance[1:].mean())
        precision = 1 / np.maximum(between + self.variance[1:], 1e-12)
        return float(precision.max() / precision.sum())

    def without(self, area: int) -> Changes:
        """Return the changes without one area."""
        return Changes(np.delete(self.change, area), np.delete(self.variance, area))


def mean_contrast(during: NDArray[np.bool_]) -> Floats:
    """Weigh periods so that they give the mean during less the mean before.

    Parameters
    ----------
    during : numpy.ndarray of bool
        True for periods of the programme.

    Returns
    -------
    numpy.ndarray
        One weight per period.
    """
    contrast: Floats = during / during.sum() - ~during / (~during).sum()
    return contrast


def trend_contrast(times: Floats, *, start: float) -> Floats:
    """Weigh periods so that they give the step beside a trend, by least squares.

    Parameters
    ----------
    times : numpy.ndarray
        The periods.
    start : float
        First period of the programme.

    Returns
    -------
    numpy.ndarray
        One weight per period.
    """
    contrast: Floats = np.linalg.pinv(step_design(times, start=start))[0]
    return contrast


def change_areas(outcomes: Floats, *, chance: Floats, contrast: Floats) -> Changes:
    """Compute how each area changed.

    Parameters
    ----------
    outcomes : numpy.ndarray
        One row per area, one column per period; logarithms where a ratio is meant.
    chance : numpy.ndarray
        Sampling variance of each outcome; 0 where it is not known: areas without it are taken
        as equally sure.
    contrast : numpy.ndarray
        One weight per period, see `mean_contrast` and `trend_contrast`.

    Returns
    -------
    Changes
        One change per area.
    """
    return Changes(outcomes @ contrast, chance @ contrast**2)


def placebo_effect(changes: Changes, *, conf_level: float = 0.95) -> Effect:
    """Estimate how much more one area changed than comparison areas did.

    What an area's change would have been without the programme is predicted from the others':
    their mean, the variance between areas, and what chance adds in an area of that size. The
    variance between areas is not known: its standard deviation is integrated over, by the
    restricted likelihood and a flat prior up to four standard deviations of the changes. So
    small areas, which vary by chance, do not widen the interval of a large one, nor do large
    ones narrow that of a small one.

    Parameters
    ----------
    changes : Changes
        Of at least five areas, the first the one asked about.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        On the scale of the changes.

    References
    ----------
    Ferman, B. and Pinto, C. (2019). Inference in differences-in-differences with few treated
    groups and heteroskedasticity. Review of Economics and Statistics 101, 452-467.
    Gelman, A. (2006). Prior distributions for variance parameters in hierarchical models.
    Bayesian Analysis 1, 515-534.
    """
    return _effects(changes, kept=np.ones((1, len(changes.change) - 1)), conf_level=conf_level)[0]


def leave_one_out(changes: Changes, *, conf_level: float = 0.95) -> list[Effect]:
    """Estimate the effect without each of the comparison areas in turn.

    Parameters
    ----------
    changes : Changes
        Of at least six areas, the first the one asked about.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    list of Effect
        One per comparison area, each as `placebo_effect` without it.
    """
    return _effects(changes, kept=1 - np.eye(len(changes.change) - 1), conf_level=conf_level)


def placebo_rank(changes: Changes) -> float:
    """Compute how many areas, the first among them, changed as oddly as the first did.

    Parameters
    ----------
    changes : Changes
        The first is the area asked about.

    Returns
    -------
    float
        Share of areas whose standardised change, each against all the others, is at least as
        far from 0: a p-value that assumes no distribution, but that areas are exchangeable
        once their size is allowed for.
    """
    odd = np.abs([_standardised(changes, area) for area in range(len(changes.change))])
    return float((odd >= odd[0] - 1e-12).mean())


def _effects(changes: Changes, *, kept: Floats, conf_level: float) -> list[Effect]:
    """Estimate the effect beside each choice of comparison areas (one row of `kept` each)."""
    others, chance = changes.change[1:], changes.variance[1:]
    between = np.linspace(0, 4 * others.std(ddof=1) + 1e-9, STEPS + 1)[1:, None] ** 2
    weight, mean, uncertainty = _mix(others, chance, between, kept)
    gap = changes.change[0] - mean
    spread = np.sqrt(between + changes.variance[0] + uncertainty)
    return _summed_up(weight, gap, spread, conf_level)


def _mix(
    others: Floats, chance: Floats, between: Floats, kept: Floats
) -> tuple[Floats, Floats, Floats]:
    """Weigh each variance between areas: its weight, the mean there, and that mean's variance."""
    middle = others.mean()
    apart, precision = others - middle, 1 / (between + chance)
    total, first, second, logs = (
        each @ kept.T
        for each in (precision, precision * apart, precision * apart**2, np.log(precision))
    )
    likelihood = (logs - np.log(total) - (second - first**2 / total)) / 2
    weight = np.exp(likelihood - likelihood.max(axis=0))
    return weight / weight.sum(axis=0), middle + first / total, 1 / total


def _summed_up(weight: Floats, gap: Floats, spread: Floats, conf_level: float) -> list[Effect]:
    def chance_below(x: Floats) -> Floats:
        below: Floats = (weight * special.ndtr((x - gap) / spread)).sum(axis=0)
        return below

    tail = (1 - conf_level) / 2
    ends = ((gap - 12 * spread).min(axis=0), (gap + 12 * spread).max(axis=0))
    low, high = (invert(chance_below, at, ends=ends) for at in (tail, 1 - tail))
    below = chance_below(np.zeros(gap.shape[1]))
    sums = ((weight * gap).sum(axis=0), low, high, 2 * np.minimum(below, 1 - below))
    return [bounded(*map(float, row)) for row in zip(*sums, strict=True)]


def _standardised(changes: Changes, area: int) -> float:
    rest = changes.without(area)
    between = max(0.0, rest.change.var(ddof=1) - rest.variance.mean())
    precision = 1 / np.maximum(between + rest.variance, 1e-12)
    gap = changes.change[area] - precision @ rest.change / precision.sum()
    return float(gap / np.sqrt(between + changes.variance[area] + 1 / precision.sum()))
