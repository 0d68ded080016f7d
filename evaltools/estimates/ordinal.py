"""Ordered answers: the proportional odds model, and whether its lines are parallel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import special, stats

from evaltools.errors import DataError, Fault
from evaltools.estimates.linearised import Codes, Design, Floats, lay_out_design
from evaltools.estimates.models import (
    Canonical,
    Model,
    describe_model,
    maximise,
    with_covariance,
)
from evaltools.estimates.predictors import (
    EVENTS,
    Predictors,
    check_predictors,
    lay_out_predictors,
    numbers,
)
from evaltools.survey import Survey


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ProportionalOdds:
    """The logit of an answer above a cut is a line; the lines of all cuts are parallel.

    Attributes
    ----------
    x : numpy.ndarray
        One row per respondent, without a column of ones.
    y : numpy.ndarray
        The answer, numbered from 0 without a gap.
    above : int
        The cut, numbered from 0, above which `predict` expects an answer.

    Notes
    -----
    The coefficients are the cuts, lowest first, and then the slopes: P(answer above cut k) is
    the inverse logit of the line less cut k [1]_. The log likelihood has one top [2]_.

    References
    ----------
    .. [1] McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal
       Statistical Society B 42, 109-142.
    .. [2] Pratt, J. W. (1981). Concavity of the log likelihood. Journal of the American
       Statistical Association 76, 103-106.
    """

    x: Floats
    y: Codes
    above: int = 0

    @property
    def cuts(self) -> int:
        """Number of cuts."""
        return int(self.y.max())

    def start(self, weight: Floats) -> Floats:
        """Return the cuts of a model without predictors."""
        shares = np.bincount(self.y, weight) / weight.sum()
        below = special.logit(np.cumsum(shares)[:-1])
        return np.append(below, np.zeros(self.x.shape[1]))

    def log_likelihood(self, coefficients: Floats) -> Floats:
        """Return the log of the chance of each answer; minus infinity for cuts out of order."""
        low, high = self._bounds(coefficients)
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(special.expit(high) - special.expit(low), 0))

    def scores(self, coefficients: Floats) -> Floats:
        """Return the derivatives through the cut above and the cut below each answer."""
        high, low = self._first(coefficients)
        above, below = self._sides()
        return np.asarray(high[:, None] * above - low[:, None] * below)

    def information(self, coefficients: Floats, weight: Floats) -> Floats:
        """Return the observed information."""
        high, low = self._first(coefficients)
        bounds = self._bounds(coefficients)
        bend_low, bend_high = (1 - 2 * special.expit(bound) for bound in bounds)
        above, below = self._sides()
        own = above.T @ (above * (weight * (high**2 - high * bend_high))[:, None])
        own = own + below.T @ (below * (weight * (low**2 + low * bend_low))[:, None])
        mixed = above.T @ (below * (weight * high * low)[:, None])
        return np.asarray(own - mixed - mixed.T)

    def predict(self, coefficients: Floats, x: Floats) -> tuple[Floats, Floats]:
        """Return the chance of an answer above the cut, and its derivatives."""
        mean = special.expit(x @ coefficients[self.cuts :] - coefficients[self.above])
        cut = np.zeros((len(x), self.cuts))
        cut[:, self.above] = -1
        return mean, (mean * (1 - mean))[:, None] * np.hstack([cut, x])

    def _bounds(self, coefficients: Floats) -> tuple[Floats, Floats]:
        cuts = np.r_[-np.inf, coefficients[: self.cuts], np.inf]
        line = self.x @ coefficients[self.cuts :]
        return cuts[self.y] - line, cuts[self.y + 1] - line

    def _first(self, coefficients: Floats) -> tuple[Floats, Floats]:
        """Return the densities at the cuts above and below, over the chance of the answer."""
        low, high = (special.expit(bound) for bound in self._bounds(coefficients))
        chance = high - low
        return high * (1 - high) / chance, low * (1 - low) / chance

    def _sides(self) -> tuple[Floats, Floats]:
        """Return how coefficients move the cut above and the cut below each answer."""
        cuts = np.eye(self.cuts + 1)[:, : self.cuts]
        below = np.vstack([np.zeros(self.cuts), cuts[: self.cuts]])
        inner_below = np.where(self.y[:, None] > 0, -self.x, 0)
        inner_above = np.where(self.y[:, None] < self.cuts, -self.x, 0)
        return np.hstack([cuts[self.y], inner_above]), np.hstack([below[self.y], inner_below])


@dataclass(frozen=True, slots=True)
class ParallelLines:
    """A test of whether drivers move every cut of an ordered answer alike.

    Attributes
    ----------
    statistic : float
        Adjusted Wald F.
    df : tuple of float
        Its degrees of freedom.
    p_value : float
        Chance of a larger F where the lines are parallel.
    """

    statistic: float
    df: tuple[float, float]
    p_value: float


def fit_ordinal(
    survey: Survey,
    *,
    outcome: pd.Series[float],
    drivers: tuple[str, ...],
    conf_level: float = 0.95,
) -> Model:
    """Fit a proportional odds model to the answers.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey: numbers whose order counts, missing outside the base.
    drivers : tuple of str
        Columns of the survey: numbers, or groups, which are contrasted with the largest one.
    conf_level : float, optional
        Level of the intervals, by Student's t.

    Returns
    -------
    Model
        One row per cut (`1|2` lies between the answers 1 and 2), then one per slope; a slope
        above 0 goes with higher answers.

    Raises
    ------
    DataError
        If the answers cannot carry the model, see `effects.estimate_ordinal_effects`.
    """
    design = lay_out_design(survey)
    place = f"model of {outcome.name}"
    predictors, y, answers = lay_out_ordinal(
        survey, design, outcome=outcome, drivers=drivers, steps={}
    )
    likelihood = ProportionalOdds(predictors.x[:, 1:], y)

    def coefficients(weight: Floats) -> tuple[Floats, Floats]:
        return maximise(likelihood, weight, place=place)

    estimate, covariance = with_covariance(design, predictors.rows, coefficients)
    cuts = (f"{low:g}|{high:g}" for low, high in pairwise(answers))
    names = (*cuts, *predictors.names)
    return describe_model(names, estimate, covariance, predictors, conf_level=conf_level)


def lay_out_ordinal(
    survey: Survey,
    design: Design,
    *,
    outcome: pd.Series[float],
    drivers: tuple[str, ...],
    steps: Mapping[str, float],
) -> tuple[Predictors, Codes, Floats]:
    """Lay out the drivers of an ordered answer; parameters as `fit_ordinal` takes them.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    design : Design
        Its design.
    outcome : pandas.Series
        The ordered answer.
    drivers : tuple of str
        Columns of the survey.
    steps : mapping of str to float
        By how much numbers are raised, where that is not one unit.

    Returns
    -------
    tuple of Predictors, numpy.ndarray and numpy.ndarray
        The drivers; the answers numbered from 0; and the answers that occur.

    Raises
    ------
    DataError
        If the answers cannot carry the model.
    """
    values = numbers(outcome)
    base = ~np.isnan(values)
    predictors = lay_out_predictors(survey, design, drivers=drivers, base=base, steps=steps)
    answers, code = np.unique(values[predictors.rows], return_inverse=True)
    place = f"model of {outcome.name}"
    faults = _answer_faults(code, answers, predictors, place)
    check_predictors(predictors, place=place, faults=faults)
    return predictors, np.asarray(code, dtype=np.int64), answers


def parallel_lines_test(
    survey: Survey, *, outcome: pd.Series[float], drivers: tuple[str, ...]
) -> ParallelLines:
    """Test whether drivers move every cut of an ordered answer alike.

    Brant's Wald test [1]_: a logistic model for each cut, and whether their slopes are equal;
    the design-based covariance of all slopes and the F adjusted for the degrees of freedom of
    the design [2]_.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey: numbers whose order counts, missing outside the base.
    drivers : tuple of str
        Columns of the survey: numbers, or groups.

    Returns
    -------
    ParallelLines
        The test.

    Raises
    ------
    DataError
        If the answers cannot carry the models, or too few units were drawn for the test.

    References
    ----------
    .. [1] Brant, R. (1990). Assessing proportionality in the proportional odds model for
       ordinal logistic regression. Biometrics 46, 1171-1178.
    .. [2] Korn, E. L. and Graubard, B. I. (1990). Simultaneous testing of regression
       coefficients with complex survey data. American Statistician 44, 270-276.
    """
    design = lay_out_design(survey)
    place = f"parallel lines of {outcome.name}"
    predictors, y, _ = lay_out_ordinal(survey, design, outcome=outcome, drivers=drivers, steps={})
    models = [
        Canonical("binomial", predictors.x, (y > cut).astype(np.float64)) for cut in range(y.max())
    ]

    def differences(weight: Floats) -> tuple[Floats, Floats]:
        fits = [maximise(model, weight, place=place) for model in models]
        slopes = np.array([estimate[1:] for estimate, _ in fits])
        moves = [influence[:, 1:] for _, influence in fits]
        return (slopes[1:] - slopes[0]).ravel(), np.hstack([each - moves[0] for each in moves[1:]])

    estimate, covariance = with_covariance(design, predictors.rows, differences)
    return _adjusted_wald(estimate, covariance, predictors.design_df, place=place)


def _adjusted_wald(
    estimate: Floats, covariance: Floats, design_df: float, *, place: str
) -> ParallelLines:
    count = len(estimate)
    df = design_df - count + 1
    if df < 1 or np.linalg.matrix_rank(covariance, hermitian=True) < count:
        problem = (
            f"{count} differences of slopes need more than the {design_df:.0f} degrees of freedom "
            "of the design, and must vary."
        )
        remedy = "Leave drivers out, or estimate effects on the answers above one cut."
        raise DataError(Fault(place, problem, remedy))
    wald = estimate @ np.linalg.solve(covariance, estimate)
    statistic = float(wald * df / (design_df * count))
    return ParallelLines(statistic, (count, df), float(stats.f.sf(statistic, count, df)))


def _answer_faults(code: Codes, answers: Floats, predictors: Predictors, place: str) -> list[Fault]:
    """Tell where an ordered answer is too rare; Harrell's effective size limits the slopes."""
    if len(answers) < 3:
        problem = "it has fewer than three different answers."
        return [Fault(place, problem, "Estimate effects on a yes/no outcome instead.")]
    counts, slopes = np.bincount(code), predictors.slopes
    faults = []
    rare = int((counts < EVENTS).sum())
    if rare:
        problem = f"{rare} of {len(answers)} answers were given fewer than {EVENTS} times."
        faults.append(Fault(place, problem, "Put each together with the next answer."))
    if len(code) - (counts**3).sum() / len(code) ** 2 < EVENTS * slopes:
        problem = f"the answers tell too little for {slopes} slopes."
        faults.append(Fault(place, problem, "Leave drivers out, or put groups together."))
    return faults
