"""Replicate weights: every estimate is computed again, to see how much it varies."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaltools.errors import DataError, Fault
from evaltools.survey.design import Replicates, Survey
from evaltools.survey.units import Units, lay_out_units
from evaltools.survey.weighting import calibration_factors, margin_matrix

Floats = NDArray[np.float64]
MOST_UNITS = 2_000
"""A jackknife of more units would fill the memory with weights."""


def add_jackknife(survey: Survey) -> Survey:
    """Give a survey the weights of the stratified jackknife (JKn).

    Each replicate leaves out one unit that was drawn, and the others of its stratum stand for
    it; the squared deviations carry the finite population correction.

    Parameters
    ----------
    survey : Survey
        The weighted answers. Calibrated weights are calibrated again in each replicate.

    Returns
    -------
    Survey
        The same answers with replicates.

    Raises
    ------
    DataError
        If there are more than 2,000 units.

    References
    ----------
    Rust, K. F. and Rao, J. N. K. (1996). Variance estimation for complex surveys using
    replication techniques. Statistical Methods in Medical Research 5, 283-310.

    Examples
    --------
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import add_jackknife
    >>> survey = small_survey()
    >>> jackknifed = add_jackknife(survey)
    >>> jackknifed.replicates.kind, jackknifed.replicates.weights.shape
    ('jackknife', (90, 90))
    """
    units = lay_out_units(survey)
    if len(units.stratum) > MOST_UNITS:
        problem = f"{len(units.stratum)} units are too many for a jackknife."
        raise DataError(Fault(f"wave {survey.wave}", problem, "Use the bootstrap instead."))
    drawn = units.drawn[units.stratum]
    same = units.stratum[:, None] == units.stratum[None, :]
    factors = np.where(same, (drawn / np.maximum(drawn - 1, 1))[None, :], 1.0)
    np.fill_diagonal(factors, 0.0)
    rscales = (drawn - 1) / drawn * units.free[units.stratum]
    return _with_replicates(survey, "jackknife", factors, units, scale=1.0, rscales=rscales)


def add_bootstrap(survey: Survey, *, replicates: int, rng: np.random.Generator) -> Survey:
    """Give a survey the weights of Rao, Wu and Yue's bootstrap.

    In each stratum one unit fewer than were drawn is drawn again with replacement; the weights
    are rescaled, with the finite population correction, so that the variance is unbiased.

    Parameters
    ----------
    survey : Survey
        The weighted answers. Calibrated weights are calibrated again in each replicate.
    replicates : int
        How many; some hundreds.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Survey
        The same answers with replicates.

    References
    ----------
    Rao, J. N. K., Wu, C. F. J. and Yue, K. (1992). Some recent work on resampling methods for
    complex surveys. Survey Methodology 18, 209-217.

    Examples
    --------
    >>> import numpy as np
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import add_bootstrap
    >>> survey = small_survey()
    >>> rng = np.random.default_rng(2025)
    >>> add_bootstrap(survey, replicates=200, rng=rng).replicates.weights.shape
    (90, 200)
    """
    units = lay_out_units(survey)
    factors = np.ones((len(units.stratum), replicates))
    for stratum, drawn in enumerate(units.drawn):
        rows = np.flatnonzero(units.stratum == stratum)
        if len(rows) > 1:
            chances = np.full(len(rows), 1 / len(rows))
            times = rng.multinomial(len(rows) - 1, chances, size=replicates).T
            shrink = np.sqrt(units.free[stratum])
            factors[rows] = 1 - shrink + shrink * times * drawn / (drawn - 1)
    rscales = np.ones(replicates)
    return _with_replicates(
        survey, "bootstrap", factors, units, scale=1 / replicates, rscales=rscales
    )


def _with_replicates(
    survey: Survey,
    kind: Literal["jackknife", "bootstrap"],
    factors: Floats,
    units: Units,
    *,
    scale: float,
    rscales: Floats,
) -> Survey:
    by_row = factors[units.of_row]
    df = len(units.stratum) - len(units.drawn)
    weights = _calibrated_again(survey, by_row)
    return replace(survey, replicates=Replicates(kind, weights, scale, rscales, df))


def _calibrated_again(survey: Survey, factors: Floats) -> Floats:
    """Multiply the weights by each replicate's factors, and meet the margins anew."""
    answers = survey.tidy()
    weights = answers["weight"].to_numpy(float)
    if not survey.margins:
        return weights[:, None] * factors
    known = margin_matrix(answers, survey.margins)
    aims = known.T @ weights
    base = answers["base_weight"].to_numpy(float)[:, None] * factors
    again = [calibration_factors(column, known, aims) for column in base.T]
    if any(each is None for each in again):
        problem = "some replicates cannot meet the margins: a category rests on one unit."
        remedy = "Put small categories together, or leave out the replicate weights."
        raise DataError(Fault(f"wave {survey.wave}", problem, remedy))
    return base * np.column_stack([each for each in again if each is not None])
