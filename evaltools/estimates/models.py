"""Models fitted to the answers, with standard errors that know how the answers were drawn.

A likelihood is made as large as can be under the weights. How much each respondent moves the
coefficients is their linearised value: it is summed by the units that were drawn, and the sums
vary within their strata, as for a mean. Under replicate weights the model is fitted again instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import pandas as pd
from scipy import special, stats

from evaltools.errors import DataError, Fault
from evaltools.estimates.linearised import (
    Codes,
    Design,
    Floats,
    covariance_of,
    lay_out_design,
)
from evaltools.estimates.predictors import (
    EVENTS,
    Predictors,
    check_predictors,
    lay_out_predictors,
    numbers,
    side_faults,
)
from evaltools.survey import Survey

Family = Literal["binomial", "poisson"]
Estimator = Callable[[Floats], tuple[Floats, Floats]]
"""From the weights of the base to estimates, and to how much each respondent moves them."""
MOST_STEPS = 25
"""Newton's method settles in fewer, unless the likelihood has no largest value."""


class Likelihood(Protocol):
    """What the answers say of coefficients; one row per respondent of the base."""

    def start(self, weight: Floats) -> Floats:
        """Return coefficients to start from."""

    def log_likelihood(self, coefficients: Floats) -> Floats:
        """Return one value per respondent; minus infinity where coefficients are impossible."""

    def scores(self, coefficients: Floats) -> Floats:
        """Return the derivatives of the log likelihood, one column per coefficient."""

    def information(self, coefficients: Floats, weight: Floats) -> Floats:
        """Return minus the second derivatives of the weighted log likelihood."""

    def predict(self, coefficients: Floats, x: Floats) -> tuple[Floats, Floats]:
        """Return expected outcomes under other predictors, and their derivatives."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Canonical:
    """A generalised linear model with its canonical link: logit of a share, log of a count.

    Attributes
    ----------
    family : {"binomial", "poisson"}
        What the outcome is.
    x : numpy.ndarray
        One row per respondent, the first column ones.
    y : numpy.ndarray
        The outcome: 0 or 1, or a count.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, section 2.2.
    """

    family: Family
    x: Floats
    y: Floats

    def start(self, weight: Floats) -> Floats:
        """Return the coefficients of a model without predictors."""
        mean = np.average(self.y, weights=weight)
        constant = special.logit(mean) if self.family == "binomial" else np.log(mean)
        return np.append(constant, np.zeros(self.x.shape[1] - 1))

    def log_likelihood(self, coefficients: Floats) -> Floats:
        """Return the log likelihood, but for what no coefficient changes."""
        line = self.x @ coefficients
        cumulant = np.logaddexp(0, line) if self.family == "binomial" else np.exp(line)
        return np.asarray(self.y * line - cumulant)

    def scores(self, coefficients: Floats) -> Floats:
        """Return the residuals times the predictors."""
        return (self.y - self._mean(self.x @ coefficients))[:, None] * self.x

    def information(self, coefficients: Floats, weight: Floats) -> Floats:
        """Return the information, observed and expected alike."""
        slope = self._slope(self._mean(self.x @ coefficients))
        return np.asarray(self.x.T @ (self.x * (weight * slope)[:, None]))

    def predict(self, coefficients: Floats, x: Floats) -> tuple[Floats, Floats]:
        """Return the expected share or count, and its derivatives."""
        mean = self._mean(x @ coefficients)
        return mean, self._slope(mean)[:, None] * x

    def _mean(self, line: Floats) -> Floats:
        return np.asarray(special.expit(line) if self.family == "binomial" else np.exp(line))

    def _slope(self, mean: Floats) -> Floats:
        return mean * (1 - mean) if self.family == "binomial" else mean


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A fitted model.

    Attributes
    ----------
    n : int
        Respondents with outcome and predictors.
    df : float
        Degrees of freedom: units less strata, less the slopes.
    """

    _table: pd.DataFrame
    n: int
    df: float

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per coefficient.

        Columns are `term`, `estimate` (on the scale of the link), `std_error`, `statistic`,
        `p_value`, `conf_low` and `conf_high`.
        """
        return self._table.copy()


def fit_glm(
    survey: Survey,
    *,
    outcome: pd.Series[float],
    drivers: tuple[str, ...],
    family: Family,
    conf_level: float = 0.95,
) -> Model:
    """Fit a generalised linear model to the answers.

    Pseudo-maximum likelihood with linearised variance [1]_. For counts that is quasi-Poisson
    as well: no dispersion enters the variance.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey: boolean, or counts; missing outside the base.
    drivers : tuple of str
        Columns of the survey: numbers, or groups, which are contrasted with the largest one.
    family : {"binomial", "poisson"}
        What the outcome is.
    conf_level : float, optional
        Level of the intervals, by Student's t.

    Returns
    -------
    Model
        The intercept, and one row per level or number.

    Raises
    ------
    DataError
        If the answers cannot carry the model, see `effects.estimate_effects`.

    References
    ----------
    .. [1] Binder, D. A. (1983). On the variances of asymptotically normal estimators from
       complex surveys. International Statistical Review 51, 279-292.

    Examples
    --------
    >>> from evaltools.estimates import fit_glm
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> heard = survey.tidy()["heard_of"] == "yes"
    >>> model = fit_glm(survey, outcome=heard, drivers=("role",), family="binomial")
    >>> model.tidy()[["term", "estimate", "p_value"]].round(3)
              term  estimate  p_value
    0  (Intercept)    -0.134    0.610
    1  role: chief     0.680    0.148
    """
    y, design = numbers(outcome), lay_out_design(survey)
    predictors = lay_out_predictors(survey, design, drivers=drivers, base=~np.isnan(y), steps={})
    place, y = f"model of {outcome.name}", y[predictors.rows]
    check_predictors(predictors, place=place, faults=_outcome_faults(y, predictors, family, place))
    likelihood = Canonical(family, predictors.x, y)

    def coefficients(weight: Floats) -> tuple[Floats, Floats]:
        return maximise(likelihood, weight, place=place)

    estimate, covariance = with_covariance(design, predictors.rows, coefficients)
    names = ("(Intercept)", *predictors.names)
    return describe_model(names, estimate, covariance, predictors, conf_level=conf_level)


def maximise(likelihood: Likelihood, weight: Floats, *, place: str) -> tuple[Floats, Floats]:
    """Find the coefficients under which the weighted likelihood is largest.

    Newton's method, which halves a step that leads downwards.

    Parameters
    ----------
    likelihood : Likelihood
        What the answers say.
    weight : numpy.ndarray
        One weight per respondent of the base.
    place : str
        What an error calls the model.

    Returns
    -------
    tuple of numpy.ndarray
        The coefficients, and how much each respondent moves them, per unit of weight.

    Raises
    ------
    DataError
        If the likelihood grows without end, as it does under separation: some combination of
        the predictors predicts the outcome perfectly [1]_.

    References
    ----------
    .. [1] Albert, A. and Anderson, J. A. (1984). On the existence of maximum likelihood
       estimates in logistic regression models. Biometrika 71, 1-10.
    """
    coefficients = likelihood.start(weight)
    try:
        for _ in range(MOST_STEPS):
            scores = likelihood.scores(coefficients)
            bread = np.linalg.inv(likelihood.information(coefficients, weight))
            gradient = weight @ scores
            step = bread @ gradient
            if gradient @ step < 1e-18 * weight.sum():
                return coefficients, scores @ bread
            coefficients = _climb(likelihood, coefficients, step, weight)
    except np.linalg.LinAlgError:
        pass
    problem = "some combination of the drivers predicts the outcome perfectly (separation)."
    remedy = "Leave a driver out, or put small groups together."
    raise DataError(Fault(place, problem, remedy))


def with_covariance(design: Design, rows: Codes, estimator: Estimator) -> tuple[Floats, Floats]:
    """Estimate several numbers at once, and how they vary together.

    Parameters
    ----------
    design : Design
        The design.
    rows : numpy.ndarray
        The respondents of the base.
    estimator : callable
        What is estimated.

    Returns
    -------
    tuple of numpy.ndarray
        The estimates and their covariance matrix.
    """
    estimate, influence = estimator(design.weight[rows])
    if design.replicates is None:
        return estimate, covariance_of(design, rows, influence)
    weights = design.replicates.weights[rows].T
    deviation = np.array([estimator(weight)[0] for weight in weights])
    deviation = deviation - deviation.mean(axis=0)
    weighted = deviation * (design.replicates.scale * design.replicates.rscales)[:, None]
    return estimate, weighted.T @ deviation


def describe_model(
    names: tuple[str, ...],
    estimate: Floats,
    covariance: Floats,
    predictors: Predictors,
    *,
    conf_level: float,
) -> Model:
    """Lay out coefficients with their tests; parameters as `fit_glm` finds them."""
    error = np.sqrt(np.diag(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(error > 0, estimate / error, np.nan)
    reach = stats.t.isf((1 - conf_level) / 2, predictors.df) * error
    table = pd.DataFrame(
        {
            "term": names,
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": 2 * stats.t.sf(np.abs(statistic), predictors.df),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )
    return Model(table, len(predictors.rows), predictors.df)


def _climb(likelihood: Likelihood, coefficients: Floats, step: Floats, weight: Floats) -> Floats:
    """Take the step, or as much of it as leads upwards."""
    now = weight @ likelihood.log_likelihood(coefficients)
    for halvings in range(30):
        new = coefficients + step / 2**halvings
        with np.errstate(over="ignore", invalid="ignore"):
            gain = weight @ likelihood.log_likelihood(new) - now
        if gain > -1e-12 * abs(now):
            return np.asarray(new)
    return coefficients


def _outcome_faults(y: Floats, predictors: Predictors, family: Family, place: str) -> list[Fault]:
    if family == "binomial":
        return side_faults(y, predictors, place=place)
    if (y < 0).any():
        return [Fault(place, "the outcome is not a count.", "Give counts of 0 and more.")]
    if not (y > 0).any():
        return [Fault(place, "everyone has a count of 0.", "Leave the model out.")]
    if len(y) < EVENTS * predictors.slopes:
        problem = f"it has fewer than {EVENTS} answers for each of {predictors.slopes} slopes."
        return [Fault(place, problem, "Leave drivers out, or put groups together.")]
    return []
