"""How strong something unmeasured would have to be to explain an effect away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaltools.designs.results import Effect
from evaltools.errors import DataError, Fault

PLACE = "unmeasured confounding"


@dataclass(frozen=True, slots=True)
class EValue:
    """Strength, as a risk ratio, that a confounder needs to explain a risk ratio away.

    Attributes
    ----------
    estimate : float
        With both the treatment and the outcome, to move the estimate to one.
    limit : float
        The same for the limit of the interval nearest to one; one if the interval holds one.
    """

    estimate: float
    limit: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a confounder as strong as an observed covariate would do.

    Attributes
    ----------
    with_treatment : float
        Share of the rest variance of the treatment that it could explain.
    with_outcome : float
        Share of the rest variance of the outcome that it could explain; one at most.
    effect : Effect
        The effect after adjustment for it.
    """

    with_treatment: float
    with_outcome: float
    effect: Effect


def e_value(ratio: float, *, conf_low: float, conf_high: float) -> EValue:
    """Tell how strong a confounder must be to explain a risk ratio away.

    Parameters
    ----------
    ratio : float
        Risk ratio, or rate ratio, or the odds ratio of a rare outcome.
    conf_low, conf_high : float
        Limits of its interval.

    Returns
    -------
    EValue
        For the estimate and for the limit nearest to one.

    Raises
    ------
    DataError
        If the ratio is below zero or outside its limits.

    References
    ----------
    VanderWeele, T. J. and Ding, P. (2017). Sensitivity analysis in observational research:
    introducing the E-value. Annals of Internal Medicine 167, 268-274.

    Examples
    --------
    >>> from evaltools.designs import e_value
    >>> found = e_value(0.8, conf_low=0.7, conf_high=0.9)
    >>> round(found.estimate, 2), round(found.limit, 2)
    (1.81, 1.46)
    """
    if not 0 <= conf_low <= ratio <= conf_high:
        problem = "The ratio is below zero, or does not lie between its limits."
        raise DataError(Fault(PLACE, problem, "Give a ratio with its own interval."))
    nearest = min(max(conf_low, 1.0), conf_high)
    return EValue(_needed(ratio), _needed(nearest))


def partial_r2(t_value: float, *, df: float) -> float:
    """Tell what share of the rest variance of the outcome a coefficient explains.

    Parameters
    ----------
    t_value : float
        The coefficient over its standard error.
    df : float
        Residual degrees of freedom of the regression.

    Returns
    -------
    float
        Also the share of the treatment's rest variance that a confounder must explain, if it
        explains all that is left of the outcome.

    Raises
    ------
    DataError
        Without degrees of freedom.

    References
    ----------
    Cinelli, C. and Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable
    bias. Journal of the Royal Statistical Society B 82, 39-67.
    """
    _refuse(_faults_of_df(df, least=0))
    return t_value**2 / (t_value**2 + df)


def robustness_value(t_value: float, *, df: float, share: float = 1.0, alpha: float = 1.0) -> float:
    """Tell how much of treatment and outcome a confounder must explain to undo an effect.

    Parameters
    ----------
    t_value : float
        The coefficient over its standard error.
    df : float
        Residual degrees of freedom of the regression.
    share : float, optional
        Share of the estimate to explain away.
    alpha : float, optional
        Level at which what is left must be insignificant; 1 to look at the estimate alone.

    Returns
    -------
    float
        Share of the rest variance of both the treatment and the outcome, between 0 and 1.

    Raises
    ------
    DataError
        Without degrees of freedom, or with a share or level that is none.

    References
    ----------
    Cinelli, C. and Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable
    bias. Journal of the Royal Statistical Society B 82, 39-67, equations 18 and 19. Where the
    outcome's share would exceed what an extreme confounder needs, the latter's, as in the
    authors' package sensemakr.
    """
    _refuse(_faults_of_robustness(df, share, alpha))
    size = share * abs(t_value) / df**0.5
    critical = float(stats.t.isf(alpha / 2, df - 1)) / (df - 1) ** 0.5
    left = size - critical
    if left <= 0:
        return 0.0
    if size * critical > 1:
        return float((size**2 - critical**2) / (1 + size**2))
    return float(np.sqrt(left**4 + 4 * left**2) - left**2) / 2


def adjust_for_benchmark(
    effect: Effect,
    *,
    with_treatment: float,
    with_outcome: float,
    times: float = 1.0,
    conf_level: float = 0.95,
) -> Benchmark:
    """Bound an effect by a confounder some times as strong as an observed covariate.

    Parameters
    ----------
    effect : Effect
        Coefficient of the treatment in a linear regression, with its degrees of freedom.
    with_treatment : float
        Partial R2 of the covariate with the treatment, given the other covariates.
    with_outcome : float
        Partial R2 of the covariate with the outcome, given the treatment and the others.
    times : float, optional
        How many times as strong as the covariate the confounder is.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    Benchmark
        The worst that such a confounder could do to the effect.

    Raises
    ------
    DataError
        If a share is not between 0 and 1, or if nothing can be so many times as strong.

    References
    ----------
    Cinelli, C. and Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable
    bias. Journal of the Royal Statistical Society B 82, 39-67, section 4.4.
    """
    _refuse(_faults_of_benchmark(effect, with_treatment, with_outcome, times))
    treatment = times * with_treatment / (1 - with_treatment)
    overlap = times * with_treatment**2 / ((1 - times * with_treatment) * (1 - with_treatment))
    strength = (np.sqrt(times) + np.sqrt(overlap)) ** 2 / (1 - overlap)
    outcome = min(1.0, float(strength) * with_outcome / (1 - with_outcome))
    adjusted = _adjust(effect, treatment, outcome, conf_level)
    return Benchmark(treatment, outcome, adjusted)


def _needed(ratio: float) -> float:
    larger = ratio if ratio >= 1 else (1 / ratio if ratio else np.inf)
    return float(larger + np.sqrt(larger * (larger - 1)))


def _adjust(effect: Effect, treatment: float, outcome: float, conf_level: float) -> Effect:
    """Take the bias that a confounder of this strength can have off the effect."""
    bias = effect.std_error * np.sqrt(effect.df * outcome * treatment / (1 - treatment))
    estimate = float(np.sign(effect.estimate) * (abs(effect.estimate) - bias))
    df = effect.df - 1
    rest = (1 - outcome) / (1 - treatment) * effect.df / df
    error = effect.std_error * float(np.sqrt(rest))
    reach = float(stats.t.isf((1 - conf_level) / 2, df)) * error
    p_value = 2 * float(stats.t.sf(abs(estimate) / error, df)) if error else 0.0
    return Effect(estimate, error, df, estimate - reach, estimate + reach, p_value)


def _faults_of_df(df: float, *, least: float) -> Iterator[Fault]:
    if not least < df < np.inf:
        problem = f"{df:g} degrees of freedom are not those of a regression."
        yield Fault(PLACE, problem, "Give the residual degrees of freedom of the model.")


def _faults_of_robustness(df: float, share: float, alpha: float) -> Iterator[Fault]:
    yield from _faults_of_df(df, least=1)
    if not 0 < share <= 1 or not 0 < alpha <= 1:
        problem = "The share to explain away and the level must be above zero, one at most."
        yield Fault(PLACE, problem, "Give a share such as 1 and a level such as 0.05.")


def _faults_of_benchmark(
    effect: Effect, with_treatment: float, with_outcome: float, times: float
) -> Iterator[Fault]:
    yield from _faults_of_df(effect.df, least=1)
    if not (0 <= with_treatment < 1 and 0 <= with_outcome < 1):
        problem = "A share of variance is not between 0 and 1."
        yield Fault(PLACE, problem, "Give the partial R2 of the covariate.")
    elif times < 0 or (1 + times) * with_treatment >= 1:
        problem = f"No confounder can be {times:g} times as strong with the treatment."
        yield Fault(PLACE, problem, "Ask for fewer times.")


def _refuse(faults: Iterator[Fault]) -> None:
    if found := list(faults):
        raise DataError(found)
