"""Counts and rates: exact intervals, changes, trends and seasons."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from evaltools.designs.results import Effect
from evaltools.errors import DataError, Fault

Floats = NDArray[np.float64]
PLACE = "counts"
SPREAD_OF_CHANCE = "The counts vary no more than chance alone would make them: Poisson."


@dataclass(frozen=True, slots=True, eq=False)
class CountModel:
    """A log-linear model of counts that vary more than by chance.

    Attributes
    ----------
    coefficients : numpy.ndarray
        On the scale of the logarithm, one per column of the design.
    std_errors : numpy.ndarray
        Their standard errors at the estimated `theta`.
    theta : float
        Size of the negative binomial: the variance is the mean plus its square over `theta`.
        Infinite for the Poisson.
    note : str
        What was fitted instead, in words; "" for the negative binomial.
    """

    coefficients: Floats
    std_errors: Floats
    theta: float
    note: str


def exact_rate_interval(count: float, *, exposure: float, conf_level: float = 0.95) -> Effect:
    """Bound a rate by Garwood's exact limits for a Poisson count.

    Parameters
    ----------
    count : float
        Events; a whole number, also zero.
    exposure : float
        What they were counted among, such as inhabitants or person-years.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The rate per unit of exposure, without standard error and p-value.

    Raises
    ------
    DataError
        If the count is not a whole number or the exposure not above zero.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> from evaltools.designs import exact_rate_interval
    >>> found = exact_rate_interval(3, exposure=10_000)
    >>> round(10_000 * found.conf_low, 1), round(10_000 * found.conf_high, 1)
    (0.6, 8.8)
    """
    _check(count, exposure)
    tail = (1 - conf_level) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    high = stats.chi2.isf(tail, 2 * count + 2) / 2
    return _without_error(count / exposure, low / exposure, high / exposure)


def exact_rate_ratio(
    count_after: float,
    *,
    exposure_after: float,
    count_before: float,
    exposure_before: float,
    conf_level: float = 0.95,
) -> Effect:
    """Compare two rates exactly, given the sum of their counts.

    Parameters
    ----------
    count_after, count_before : float
        Events; whole numbers, also zero.
    exposure_after, exposure_before : float
        What they were counted among.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The rate after over the rate before, without standard error, with limits and p-value as
        R's `poisson.test`. No events before leave no upper limit; no events at all leave the
        ratio unknown, between zero and infinity.

    Raises
    ------
    DataError
        If a count is not a whole number or an exposure not above zero.

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from
    Poisson series. Biometrika 31, 313-323.

    Examples
    --------
    >>> from evaltools.designs import exact_rate_ratio
    >>> found = exact_rate_ratio(
    ...     12, exposure_after=1_000, count_before=5, exposure_before=1_000
    ... )
    >>> round(found.estimate, 1), round(found.conf_low, 2), round(found.conf_high, 2)
    (2.4, 0.79, 8.7)
    """
    _check([count_after, count_before], [exposure_after, exposure_before])
    if not count_after + count_before:
        return _without_error(np.nan, 0.0, np.inf, p_value=1.0)
    odds = exposure_before / exposure_after
    test = stats.binomtest(round(count_after), round(count_after + count_before), 1 / (1 + odds))
    limits = test.proportion_ci(conf_level, method="exact")
    share = np.array([test.statistic, limits.low, limits.high])
    with np.errstate(divide="ignore"):
        ratio, low, high = share / (1 - share) * odds
    return _without_error(ratio, low, high, p_value=test.pvalue)


def wilson_interval(successes: float, *, trials: float, conf_level: float = 0.95) -> Effect:
    """Bound a share by Wilson's interval.

    Parameters
    ----------
    successes : float
        How many of the trials; also none or all.
    trials : float
        How many in all.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The share, without standard error and p-value.

    Raises
    ------
    DataError
        If the successes are not a whole number between zero and the trials.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> from evaltools.designs import wilson_interval
    >>> found = wilson_interval(0, trials=20)
    >>> round(found.conf_low, 2), round(found.conf_high, 2)
    (0.0, 0.16)
    """
    _check(successes, trials, share=True)
    low, high = proportion_confint(successes, trials, alpha=1 - conf_level, method="wilson")
    return _without_error(successes / trials, low, high)


def rate_change(
    counts: ArrayLike, *, exposure: ArrayLike, during: ArrayLike, conf_level: float = 0.95
) -> Effect:
    """Compare the level of a rate in some periods with that in the others.

    Parameters
    ----------
    counts : array_like
        Events in each period.
    exposure : array_like
        What they were counted among, one number per period or one for all.
    during : array_like
        True for the periods to compare with the others.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The rate during over the rate else, with the standard error of its logarithm. The counts
        may vary more than by chance: the variance is the mean times Pearson's dispersion, taken
        as one at least, and the interval Student's with two degrees of freedom less than there
        are periods.

    Raises
    ------
    DataError
        With fewer than three periods, without periods or events on one side, or if a count is
        not a whole number or an exposure not above zero.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed. Chapman and Hall,
    section 6.2.

    Examples
    --------
    >>> from evaltools.designs import rate_change
    >>> found = rate_change(
    ...     [52, 48, 55, 61, 66], exposure=100_000, during=[False, False, False, True, True]
    ... )
    >>> round(found.estimate, 2), round(found.conf_low, 2), round(found.conf_high, 2)
    (1.23, 0.84, 1.8)
    """
    level = np.asarray(during, float)
    return _log_linear_effect(counts, exposure, level[:, None], conf_level)


def rate_trend(
    counts: ArrayLike, *, exposure: ArrayLike, times: ArrayLike, conf_level: float = 0.95
) -> Effect:
    """Estimate by how much a rate changes per year.

    Parameters
    ----------
    counts : array_like
        Events in each period.
    exposure : array_like
        What they were counted among, one number per period or one for all.
    times : array_like
        When each period was, in years.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The rate over that of the year before, with the standard error of its logarithm;
        otherwise as `rate_change`.

    Raises
    ------
    DataError
        With fewer than three periods, if events are too few for a trend, or if a count is not a
        whole number or an exposure not above zero.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed. Chapman and Hall,
    section 6.2.
    """
    years = np.asarray(times, float)
    return _log_linear_effect(counts, exposure, (years - years.mean())[:, None], conf_level)


def seasonal_step(
    counts: ArrayLike,
    *,
    exposure: ArrayLike,
    times: ArrayLike,
    during: ArrayLike,
    harmonics: int = 2,
    period: float = 12,
    conf_level: float = 0.95,
) -> Effect:
    """Estimate a step in an interrupted series that has a trend and seasons.

    Parameters
    ----------
    counts : array_like
        Events in each period.
    exposure : array_like
        What they were counted among, one number per period or one for all.
    times : array_like
        The number of each period, such as the month since the series began.
    during : array_like
        True from the interruption on.
    harmonics : int, optional
        Pairs of sine and cosine that make the season; 0 for none.
    period : float, optional
        Length of a whole season in the unit of `times`.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Effect
        The rate after over what the trend before would have given, with the standard error of
        its logarithm. Dispersion as in `rate_change`; the interval is Student's with the degrees
        of freedom that the model leaves, which is a little wider than the paper's normal one.

    Raises
    ------
    DataError
        If the periods are too few, if the season has more harmonics than the series can show,
        if events are too few for the model, or if a count is not a whole number or an exposure
        not above zero.

    References
    ----------
    Lopez Bernal, J., Cummins, S. and Gasparrini, A. (2017). Interrupted time series regression
    for the evaluation of public health interventions: a tutorial. International Journal of
    Epidemiology 46, 348-355.
    """
    if 2 * harmonics > period:
        problem = f"{harmonics} harmonics are more than a season of {period:g} periods can show."
        raise DataError(Fault(PLACE, problem, f"Ask for {int(period // 2)} at most."))
    place = np.asarray(times, float)
    angle = 2 * np.pi * np.outer(place, np.arange(1, harmonics + 1)) / period
    season = np.column_stack([np.sin(angle), np.cos(angle)])
    season = season[:, np.abs(season).max(axis=0, initial=0) > 1e-9]
    terms = np.column_stack([np.asarray(during, float), place - place.mean(), season])
    return _log_linear_effect(counts, exposure, terms, conf_level)


def negative_binomial(
    counts: ArrayLike, *, design: ArrayLike, offset: ArrayLike = 0.0
) -> CountModel:
    """Fit a negative binomial model with its size by maximum likelihood.

    Parameters
    ----------
    counts : array_like
        Events in each period.
    design : array_like
        One row per period, one column per coefficient, the constant among them.
    offset : array_like, optional
        Logarithm of the exposure.

    Returns
    -------
    CountModel
        As R's `MASS::glm.nb`. Where the likelihood is highest without any spread beyond chance,
        the Poisson fit, and its note says so.

    Raises
    ------
    DataError
        If a count is not a whole number, or if events are too few for the design.

    References
    ----------
    Venables, W. N. and Ripley, B. D. (2002). Modern Applied Statistics with S, 4th ed. Springer,
    section 7.4.
    """
    y, x = np.asarray(counts, float), np.asarray(design, float)
    _check(y, 1.0)
    _check_design(y, x)
    start = _fit(y, x, offset, sm.families.Poisson())
    if ((y - start.mu) ** 2 - y).sum() <= 0:
        return CountModel(start.params, start.bse, np.inf, SPREAD_OF_CHANCE)

    def misfit(log_alpha: float) -> float:
        family = sm.families.NegativeBinomial(alpha=float(np.exp(log_alpha)))
        return -float(_fit(y, x, offset, family).llf)

    found = optimize.minimize_scalar(
        misfit, bounds=(-16, 6), method="bounded", options={"xatol": 1e-9}
    )
    alpha = float(np.exp(found.x))
    fit = _fit(y, x, offset, sm.families.NegativeBinomial(alpha=alpha))
    return CountModel(fit.params, fit.bse, 1 / alpha, "")


def _without_error(estimate: float, low: float, high: float, p_value: float = np.nan) -> Effect:
    return Effect(float(estimate), np.nan, np.nan, float(low), float(high), float(p_value))


def _log_linear_effect(
    counts: ArrayLike, exposure: ArrayLike, terms: Floats, conf_level: float
) -> Effect:
    """Make the ratio that the first term stands for, under quasi-Poisson variation."""
    y, sizes = np.asarray(counts, float), np.asarray(exposure, float)
    if len(terms) != len(y) or sizes.shape not in ((), y.shape):
        problem = "The counts, their exposures and their periods are not equally many."
        raise DataError(Fault(PLACE, problem, "Give one of each per period."))
    size = np.broadcast_to(sizes, y.shape)
    x = np.column_stack([terms, np.ones(len(terms))])
    _check(y, size)
    _check_design(y, x)
    fit = _fit(y, x, np.log(size), sm.families.Poisson())
    df = len(y) - x.shape[1]
    dispersion = max(1.0, float(((y - fit.mu) ** 2 / fit.mu).sum()) / df)
    change, error = float(fit.params[0]), float(fit.bse[0]) * dispersion**0.5
    reach = stats.t.isf((1 - conf_level) / 2, df) * error
    low, ratio, high = np.exp([change - reach, change, change + reach])
    p_value = 2 * stats.t.sf(abs(change) / error, df)
    return Effect(float(ratio), error, float(df), float(low), float(high), float(p_value))


def _fit(y: Floats, x: Floats, offset: ArrayLike, family: object) -> Any:
    """Fit by iterated least squares; counts that the model meets exactly are no fault."""
    shift = np.broadcast_to(np.asarray(offset, float), y.shape)
    with warnings.catch_warnings(action="ignore", category=PerfectSeparationWarning):
        return sm.GLM(y, x, offset=shift, family=family).fit(scale=1.0, tol=1e-12, maxiter=200)


def _check(counts: ArrayLike, sizes: ArrayLike, *, share: bool = False) -> None:
    """Refuse what cannot be counts among sizes, with all that is wrong."""
    count, size = np.atleast_1d(np.asarray(counts, float)), np.asarray(sizes, float)
    _refuse(_faults_of_counts(count, np.broadcast_to(size, count.shape), share))


def _faults_of_counts(count: Floats, size: Floats, share: bool) -> Iterable[Fault]:
    whole = np.isfinite(count) & (count >= 0) & (count == np.round(count))
    if bad := int((~whole).sum()):
        problem = f"{bad} of {len(count)} counts are missing, negative or not whole numbers."
        yield Fault(PLACE, problem, "Give numbers of events, and leave out periods without one.")
    if bad := int((~(np.isfinite(size) & (size > 0))).sum()):
        problem = f"{bad} of {len(size)} sizes that events were counted among are not above zero."
        yield Fault(PLACE, problem, "Give the inhabitants, person-years or trials of each.")
    if share and (bad := int((count > size).sum())):
        problem = f"{bad} of {len(count)} counts are larger than what they are a share of."
        yield Fault(PLACE, problem, "Check that count and total have not changed places.")


def _check_design(y: Floats, x: Floats) -> None:
    """Refuse series that cannot tell the terms of a log-linear model apart."""
    if len(y) <= x.shape[1]:
        problem = f"{len(y)} periods are too few for a model of {x.shape[1]} terms."
        _refuse([Fault(PLACE, problem, "Add periods, or compare two sums by their exact ratio.")])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        problem = "The periods do not tell the terms of the model apart."
        _refuse([Fault(PLACE, problem, "See that there are periods both before and after.")])
    if _is_boundless(y, x):
        problem = "There are too few events: some rates can only be put at zero."
        _refuse([Fault(PLACE, problem, "Compare two sums of events by their exact ratio.")])


def _is_boundless(y: Floats, x: Floats) -> bool:
    """Tell whether the likelihood has no maximum: zeros can be fitted ever closer.

    That is so if some direction moves only predictions of zeros, and all of them down.
    """
    zero = y == 0
    if not zero.any():
        return False
    down = optimize.linprog(
        x[zero].sum(axis=0),
        A_ub=np.vstack([x[zero], x[~zero], -x[~zero]]),
        b_ub=np.zeros(len(x) + (~zero).sum()),
        bounds=(-1, 1),
    )
    return bool(np.min(x[zero] @ down.x) < -1e-9)


def _refuse(faults: Iterable[Fault]) -> None:
    if found := list(faults):
        raise DataError(found)
