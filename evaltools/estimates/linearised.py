"""Variances by linearisation: one pass over the answers serves all groups of a measure.

A domain's ratio of totals is linearised, summed by the units that were drawn, and the sums vary
within their strata. Rows outside a domain carry 0, so that all units of a stratum count. Where
the weights were calibrated, what the margins explain is taken out first; where replicate weights
are given, the estimate is computed again under each of them instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaltools.survey import Replicates, Survey, Units, lay_out_units, margin_matrix

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A survey's design as arrays.

    Attributes
    ----------
    weight : numpy.ndarray
        One weight per respondent.
    units : Units
        The units that were drawn, and their strata.
    margins, base_weight : numpy.ndarray or None
        What the weights were calibrated to, one row per respondent, and the weights before.
    replicates : Replicates or None
        Replicate weights.
    """

    weight: Floats
    units: Units
    margins: Floats | None
    base_weight: Floats | None
    replicates: Replicates | None

    @property
    def is_clustered(self) -> bool:
        """Whether several respondents belong to one unit."""
        return len(self.units.stratum) < len(self.units.of_row)

    @property
    def inflation(self) -> Floats:
        """What the squared deviations of a stratum's units are multiplied by."""
        drawn = self.units.drawn
        return np.asarray(self.units.free * drawn / np.maximum(drawn - 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Domains:
    """The groups of which a number is wanted.

    Attributes
    ----------
    labels : pandas.DataFrame
        One row per group.
    code : numpy.ndarray
        The group of each respondent, from 0; -1 for those in no group.
    """

    labels: pd.DataFrame
    code: Codes

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.labels)

    @property
    def filled(self) -> Codes:
        """The codes with 0 for those in no group, who must then carry no weight."""
        return np.maximum(self.code, 0)


def lay_out_design(survey: Survey) -> Design:
    """Turn a survey's design into arrays.

    Parameters
    ----------
    survey : Survey
        The weighted answers.

    Returns
    -------
    Design
        The design.

    Raises
    ------
    DataError
        If a stratum has a single unit and more that could have been drawn: its variance is
        not known.
    """
    answers = survey.tidy()
    return Design(
        weight=answers["weight"].to_numpy(float),
        units=lay_out_units(survey),
        margins=margin_matrix(answers, survey.margins) if survey.margins else None,
        base_weight=answers["base_weight"].to_numpy(float) if survey.margins else None,
        replicates=survey.replicates,
    )


def lay_out_domains(answers: pd.DataFrame, by: tuple[str, ...]) -> Domains:
    """Give each respondent the group that the columns `by` form; one of all without them."""
    if not by:
        return Domains(pd.DataFrame(index=[0]), np.zeros(len(answers), dtype=np.int64))
    groups = answers.groupby(list(by), observed=True, sort=True)
    labels = groups.size().reset_index()[list(by)]
    code = np.asarray(groups.ngroup().fillna(-1), dtype=np.int64)
    return Domains(labels, code)


def estimate_ratio(
    design: Design, domains: Domains, *, numerator: Floats, denominator: Floats
) -> pd.DataFrame:
    """Estimate a ratio of two totals in each group.

    Parameters
    ----------
    design : Design
        The design.
    domains : Domains
        The groups.
    numerator, denominator : numpy.ndarray
        One value per respondent; NaN in either puts the respondent outside the base. A share
        or a mean has a denominator of ones.

    Returns
    -------
    pandas.DataFrame
        One row per group: its labels, `estimate`, `std_error`, `n` (respondents in the base),
        `n_weighted`, `df` (units less strata in the base) and `free` (largest share not drawn
        of the strata in the base: 0 where everyone was asked and answered).

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex
    surveys. International Statistical Review 51, 279-292. Domains: Särndal, C.-E., Swensson,
    B. and Wretman, J. (1992). Model Assisted Survey Sampling, section 5.8. Springer.
    """
    ratio, score, inside = linearise_ratio(
        design, domains, numerator=numerator, denominator=denominator
    )
    if design.replicates is None:
        variance = variance_of(design, inside, score)
    else:
        replicated = replicate_ratios(
            design.replicates, inside, numerator=numerator, denominator=denominator
        )
        variance = spread_of(design.replicates, replicated)
    return describe_base(design, inside).assign(estimate=ratio, std_error=np.sqrt(variance))


def linearise_ratio(
    design: Design, domains: Domains, *, numerator: Floats, denominator: Floats
) -> tuple[Floats, Floats, Domains]:
    """Linearise a ratio of two totals in each group, see `estimate_ratio`.

    Parameters
    ----------
    design : Design
        The design.
    domains : Domains
        The groups.
    numerator, denominator : numpy.ndarray
        One value per respondent; NaN in either puts the respondent outside the base.

    Returns
    -------
    tuple of numpy.ndarray, numpy.ndarray and Domains
        The ratio in each group; how much each respondent moves it, per unit of weight; and the
        groups without those outside the base.
    """
    outside = np.isnan(numerator) | np.isnan(denominator) | (domains.code < 0)
    inside = Domains(domains.labels, np.where(outside, -1, domains.code))
    code, weight = inside.filled, np.where(outside, 0.0, design.weight)
    top, bottom = (np.where(outside, 0.0, each) for each in (numerator, denominator))
    total = _sums(code, weight * bottom, domains.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = _sums(code, weight * top, domains.size) / total
        score = (top - ratio[code] * bottom) / total[code]
    return ratio, np.nan_to_num(score, copy=False), inside


def estimate_sum(design: Design, domains: Domains, *, values: Floats) -> pd.DataFrame:
    """Estimate a total in each group; columns as in `estimate_ratio`."""
    outside = np.isnan(values) | (domains.code < 0)
    inside = Domains(domains.labels, np.where(outside, -1, domains.code))
    score = np.where(outside, 0.0, values)
    code = np.where(outside, 0, domains.code)
    if design.replicates is None:
        variance = variance_of(design, inside, score)
    else:
        totals = [_sums(code, score * each, domains.size) for each in design.replicates.weights.T]
        variance = spread_of(design.replicates, np.array(totals))
    total = _sums(code, score * design.weight, domains.size)
    return describe_base(design, inside).assign(estimate=total, std_error=np.sqrt(variance))


def variance_of(design: Design, domains: Domains, score: Floats) -> Floats:
    """Compute the variance of weighted sums of scores, one per group.

    Parameters
    ----------
    design : Design
        The design; replicate weights are not used.
    domains : Domains
        The groups; those in none carry no score.
    score : numpy.ndarray
        Linearised value of each respondent.

    Returns
    -------
    numpy.ndarray
        One variance per group.
    """
    if design.margins is not None:
        alone = (np.where(domains.code == group, score, 0) for group in range(domains.size))
        return np.array([_total_variance(design, _residuals(design, each)) for each in alone])
    weighted = np.where(domains.code >= 0, design.weight * score, 0.0)
    stratum, totals = design.units.row_stratum[:, None], weighted
    if design.is_clustered:
        totals = _by_unit(design, domains, weighted)
        stratum = design.units.stratum[:, None]
    at = stratum * domains.size + (
        np.arange(domains.size) if design.is_clustered else domains.filled[:, None]
    )
    shape = (len(design.units.drawn), domains.size)
    squares = _sums(at.ravel(), totals.ravel() ** 2, shape[0] * shape[1]).reshape(shape)
    sums = _sums(at.ravel(), totals.ravel(), shape[0] * shape[1]).reshape(shape)
    spread = np.maximum(squares - sums**2 / design.units.drawn[:, None], 0)
    return np.asarray(design.inflation @ spread)


def covariance_of(design: Design, rows: Codes, influence: Floats) -> Floats:
    """Compute the covariance matrix of weighted sums of linearised values.

    Parameters
    ----------
    design : Design
        The design; replicate weights are not used.
    rows : numpy.ndarray
        The respondents of the base; the others carry no value, but their units count.
    influence : numpy.ndarray
        One row per respondent of the base, one column per sum.

    Returns
    -------
    numpy.ndarray
        The covariance matrix.
    """
    score = np.zeros((len(design.weight), influence.shape[1]))
    score[rows] = influence
    if design.margins is not None:
        score = _residuals(design, score)
    sums = _sum_rows(design.units.of_row, score * design.weight[:, None], len(design.units.stratum))
    means = _sum_rows(design.units.stratum, sums, len(design.units.drawn))
    sums = sums - (means / design.units.drawn[:, None])[design.units.stratum]
    return np.asarray((sums * design.inflation[design.units.stratum][:, None]).T @ sums)


def spread_of(replicates: Replicates, estimates: Floats) -> Floats:
    """Compute the variance of estimates made under each replicate, one row per replicate."""
    deviation = estimates - estimates.mean(axis=0)
    return np.asarray(replicates.scale * (replicates.rscales @ deviation**2))


def replicate_ratios(
    replicates: Replicates, domains: Domains, *, numerator: Floats, denominator: Floats
) -> Floats:
    """Estimate a ratio in each group under each replicate: one row per replicate."""
    rows = np.flatnonzero(domains.code >= 0)
    code = domains.code[rows]
    sums = [
        [_sums(code, weight * each[rows], domains.size) for each in (numerator, denominator)]
        for weight in replicates.weights[rows].T
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.array([top / bottom for top, bottom in sums])


def describe_base(design: Design, domains: Domains) -> pd.DataFrame:
    """Describe the base of each group: `n`, `n_weighted`, `df` and `free`."""
    inside = (domains.code >= 0).astype(float)
    shape = (len(design.units.drawn), domains.size)
    at = design.units.row_stratum * domains.size + domains.filled
    counts = _sums(at, inside, shape[0] * shape[1]).reshape(shape)
    units = (_by_unit(design, domains, inside) > 0).sum(0) if design.is_clustered else counts.sum(0)
    df = units - (counts > 0).sum(axis=0)
    if design.replicates is not None:
        df = np.minimum(df, design.replicates.df)
    return domains.labels.assign(
        n=counts.sum(axis=0).astype(np.int64),
        n_weighted=_sums(domains.filled, design.weight * inside, domains.size),
        df=df.astype(float),
        free=np.where(counts > 0, design.units.free[:, None], 0.0).max(axis=0),
    )


def _by_unit(design: Design, domains: Domains, values: Floats) -> Floats:
    """Sum values by the units drawn and group: one row per unit."""
    shape = (len(design.units.stratum), domains.size)
    cell = design.units.of_row * domains.size + domains.filled
    return _sums(cell, values, shape[0] * shape[1]).reshape(shape)


def _residuals(design: Design, score: Floats) -> Floats:
    """Take out of the scores what the margins explain, by the weights before calibration [1]_.

    References
    ----------
    .. [1] Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey
       sampling. Journal of the American Statistical Association 87, 376-382.
    """
    assert design.margins is not None and design.base_weight is not None
    weighted = design.margins * design.base_weight[:, None]
    slopes = np.linalg.pinv(weighted.T @ design.margins, hermitian=True) @ (weighted.T @ score)
    return np.asarray(score - design.margins @ slopes)


def _total_variance(design: Design, score: Floats) -> float:
    sums = _sums(design.units.of_row, design.weight * score, len(design.units.stratum))
    squares = np.bincount(design.units.stratum, sums**2, len(design.units.drawn))
    totals = np.bincount(design.units.stratum, sums, len(design.units.drawn))
    return float(design.inflation @ np.maximum(squares - totals**2 / design.units.drawn, 0))


def _sums(code: Codes, values: Floats | None, size: int) -> Floats:
    return np.bincount(code, values, minlength=size).astype(float)


def _sum_rows(code: Codes, values: Floats, size: int) -> Floats:
    return np.column_stack([_sums(code, column, size) for column in values.T])
