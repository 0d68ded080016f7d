"""One unit beside a weighted mean of others: synthetic controls and differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from evaltools.designs.results import Effect
from evaltools.errors import DataError, Fault

Floats = NDArray[np.float64]
PLACE = "comparison with other units"
DOMINANT = 0.5
"""A donor that carries more than this share is the comparison."""
POOR_FIT = 0.5
"""A fit before is poor if its error is more than this share of the donors' own spread."""
PERFECT_FIT = 1e-6
"""A fit before is perfect if its error is less than this share of the donors' own spread."""


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """A unit beside the weighted mean of its donors.

    Attributes
    ----------
    estimate : float
        Mean of `gaps` over the periods after.
    gaps : numpy.ndarray
        The unit less its comparison, less their usual distance, in each period.
    unit_weights : numpy.ndarray
        Weight of each donor.
    period_weights : numpy.ndarray
        Weight of each period before in the usual distance; all zero where levels are compared.
    rmspe_before, rmspe_after : float
        Root mean square of the gaps; before, around their mean unless levels are compared.
    spread : float
        Standard deviation between donors in the periods before, of levels or of changes.
    flags : tuple of str
        What speaks against the comparison, in words.
    """

    estimate: float
    gaps: Floats
    unit_weights: Floats
    period_weights: Floats
    rmspe_before: float
    rmspe_after: float
    spread: float
    flags: tuple[str, ...]


class Estimator(Protocol):
    """What makes a contrast of outcomes: one row per unit, the treated one first."""

    def __call__(self, outcomes: ArrayLike, *, periods_before: int) -> Contrast:
        """Compare the first unit with the others."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboTest:
    """The estimate beside what donors get that nothing happened to.

    Attributes
    ----------
    effect : Effect
        The estimate, with the standard deviation of the placebo estimates as standard error,
        Student's limits, and as p-value `p_ratio`.
    estimates : numpy.ndarray
        Placebo estimate of each donor, against the other donors.
    ratios : numpy.ndarray
        Error after over error before: of the treated unit first, then of each donor.
    p_ratio : float
        Share of all units with a ratio as large as the treated one's.
    p_estimate : float
        Share of all units with an estimate as far from zero as the treated one's.
    """

    effect: Effect
    estimates: Floats
    ratios: Floats
    p_ratio: float
    p_estimate: float


@dataclass(frozen=True, slots=True, eq=False)
class PredictorMatch:
    """Donor weights under which a weighted mean has the predictors of the treated unit.

    Attributes
    ----------
    unit_weights : numpy.ndarray
        Weight of each donor.
    importances : numpy.ndarray
        Weight of each predictor in the matching; their sum is one.
    """

    unit_weights: Floats
    importances: Floats


def simplex_weights(
    donors: ArrayLike, *, target: ArrayLike, ridge: float = 0.0, intercept: bool = False
) -> Floats:
    """Find the weighted mean of donors that comes closest to a target.

    Weights are not negative and sum to one. The mean squared distance, plus the square of
    `ridge` times the sum of squared weights, is as small as can be; this quadratic problem is
    turned into one of non-negative least squares, whose active sets end at the exact solution:
    as the weights sum to one the distance is homogeneous in them, so that the sum may be left
    free at the price of a squared deviation from one, and scaled afterwards.

    Parameters
    ----------
    donors : array_like
        One row per donor, one column per period or predictor.
    target : array_like
        What to come close to.
    ridge : float, optional
        Price of uneven weights.
    intercept : bool, optional
        True to let the weighted mean be at a constant distance from the target.

    Returns
    -------
    numpy.ndarray
        Weight of each donor.

    References
    ----------
    Lawson, C. L. and Hanson, R. J. (1995). Solving Least Squares Problems. SIAM, chapter 23.
    """
    distance = np.asarray(donors, float) - np.asarray(target, float)
    if intercept:
        distance = distance - distance.mean(axis=1, keepdims=True)
    units, periods = distance.shape
    penalised = np.vstack([distance.T, np.eye(units) * ridge * periods**0.5])
    lengths = np.linalg.norm(penalised, axis=0)
    scale = max(lengths.min(), 1e-9 * lengths.max()) or 1.0
    rows = np.vstack([penalised / scale, np.ones(units)])
    found, _ = optimize.nnls(rows, np.append(np.zeros(len(penalised)), 1.0))
    return np.asarray(found / found.sum())


def predictor_weights(predictors: ArrayLike, *, outcomes: ArrayLike) -> PredictorMatch:
    """Weigh donors by predictors, and predictors by how well the outcomes then fit.

    Parameters
    ----------
    predictors : array_like
        One row per unit, the treated one first; one column per predictor.
    outcomes : array_like
        Outcomes that the weighted mean is to follow, in the same rows.

    Returns
    -------
    PredictorMatch
        Weights of donors and predictors; the latter by Nelder and Mead's search from equal ones.

    Raises
    ------
    DataError
        If a number is missing, there are fewer than two donors, or a predictor does not vary.

    References
    ----------
    Abadie, A. and Gardeazabal, J. (2003). The economic costs of conflict: a case study of the
    Basque Country. American Economic Review 93, 113-132.
    """
    x, y = np.asarray(predictors, float), np.asarray(outcomes, float)
    _check_rows(x)
    _check_rows(y)
    scaled = x / _spread_of_predictors(x)

    def weigh(importances: Floats) -> Floats:
        root = np.sqrt(np.abs(importances) / np.abs(importances).sum())
        return simplex_weights(scaled[1:] * root, target=scaled[0] * root)

    def misfit(importances: Floats) -> float:
        return float(((y[0] - weigh(importances) @ y[1:]) ** 2).mean())

    start = np.full(x.shape[1], 1 / x.shape[1])
    found = optimize.minimize(misfit, start, method="Nelder-Mead", options={"maxiter": 1000}).x
    return PredictorMatch(weigh(found), np.abs(found) / np.abs(found).sum())


def difference(outcomes: ArrayLike, *, periods_before: int) -> Contrast:
    """Estimate the difference in differences against the plain mean of the donors.

    Parameters
    ----------
    outcomes : array_like
        One row per unit, the treated one first; one column per period.
    periods_before : int
        How many of the periods were before.

    Returns
    -------
    Contrast
        The difference in differences.

    Raises
    ------
    DataError
        If a number is missing, or if donors or periods are too few.

    References
    ----------
    Card, D. and Krueger, A. B. (1994). Minimum wages and employment. American Economic Review
    84, 772-793.
    """
    y = _check_panel(outcomes, periods_before)
    equal = np.full(len(y) - 1, 1 / (len(y) - 1))
    return _contrast(y, equal, np.full(periods_before, 1 / periods_before))


def synthetic_control(
    outcomes: ArrayLike,
    *,
    periods_before: int,
    ridge: float = 0.0,
    intercept: bool = False,
    unit_weights: ArrayLike | None = None,
) -> Contrast:
    """Compare a unit with the weighted mean of donors that came closest to it before.

    Parameters
    ----------
    outcomes : array_like
        One row per unit, the treated one first; one column per period.
    periods_before : int
        How many of the periods were before.
    ridge : float, optional
        Price of uneven weights; see `simplex_weights`.
    intercept : bool, optional
        True to compare changes from the mean before instead of levels.
    unit_weights : array_like, optional
        Weights found otherwise, such as by `predictor_weights`.

    Returns
    -------
    Contrast
        The gap between the unit and its synthetic control.

    Raises
    ------
    DataError
        If a number is missing, or if donors or periods are too few.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative
    case studies. Journal of the American Statistical Association 105, 493-505. With an intercept:
    Ferman, B. and Pinto, C. (2021). Synthetic controls with imperfect pretreatment fit.
    Quantitative Economics 12, 1197-1221.

    Examples
    --------
    >>> import numpy as np
    >>> from evaltools.designs import synthetic_control
    >>> areas = np.array(
    ...     [[10, 11, 12, 16], [8, 9, 10, 11], [12, 13, 14, 15], [30, 20, 25, 28.0]]
    ... )
    >>> gap = synthetic_control(areas, periods_before=3)
    >>> round(float(gap.estimate), 1), gap.unit_weights.round(2).tolist()
    (3.0, [0.5, 0.5, 0.0])
    """
    y = _check_panel(outcomes, periods_before)
    weights = (
        simplex_weights(
            y[1:, :periods_before],
            target=y[0, :periods_before],
            ridge=ridge,
            intercept=intercept,
        )
        if unit_weights is None
        else np.asarray(unit_weights, float)
    )
    return _contrast(y, weights, np.full(periods_before, intercept / periods_before))


def synthetic_difference_in_differences(outcomes: ArrayLike, *, periods_before: int) -> Contrast:
    """Estimate the difference in differences with weighted donors and weighted periods.

    Parameters
    ----------
    outcomes : array_like
        One row per unit, the treated one first; one column per period.
    periods_before : int
        How many of the periods were before.

    Returns
    -------
    Contrast
        The synthetic difference in differences, at the exact solution of both quadratic problems.

    Raises
    ------
    DataError
        If a number is missing, or if donors or periods are too few.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). Synthetic
    difference-in-differences. American Economic Review 111, 4088-4118, algorithm 1.
    """
    y = _check_panel(outcomes, periods_before)
    before, after = y[:, :periods_before], y[:, periods_before:]
    noise = float(np.diff(before[1:], axis=1).std(ddof=1))
    units = simplex_weights(
        before[1:], target=before[0], ridge=noise * after.shape[1] ** 0.25, intercept=True
    )
    periods = simplex_weights(
        before[1:].T, target=after[1:].mean(axis=1), ridge=1e-6 * noise, intercept=True
    )
    return _contrast(y, units, periods)


def placebo_test(
    outcomes: ArrayLike, *, periods_before: int, estimator: Estimator, conf_level: float = 0.95
) -> PlaceboTest:
    """Give the treatment to each donor in turn and see how often the estimate is as large.

    Parameters
    ----------
    outcomes : array_like
        One row per unit, the treated one first; one column per period.
    periods_before : int
        How many of the periods were before.
    estimator : callable
        One of this module's, such as `difference`; options are set by `functools.partial`.
    conf_level : float, optional
        Level of the interval.

    Returns
    -------
    PlaceboTest
        No p-value is below one over the number of units.

    Raises
    ------
    DataError
        If a number is missing, or if donors or periods are too few.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2015). Comparative politics and the synthetic
    control method. American Journal of Political Science 59, 495-510; for the standard error
    Arkhangelsky et al. (2021), algorithm 4.
    """
    y = _check_panel(outcomes, periods_before, donors=3)
    own = estimator(y, periods_before=periods_before)
    contrasts = [own] + [
        estimator(panel, periods_before=periods_before) for panel in _with_placebos(y)
    ]
    estimates = np.array([contrast.estimate for contrast in contrasts])
    ratios = np.array([_ratio(contrast) for contrast in contrasts])
    error, df = float(estimates[1:].std(ddof=1)), len(estimates) - 2
    reach = float(stats.t.isf((1 - conf_level) / 2, df)) * error
    low, high = own.estimate - reach, own.estimate + reach
    p_ratio = _share_as_large(ratios)
    effect = Effect(own.estimate, error, df, low, high, p_ratio)
    return PlaceboTest(effect, estimates[1:], ratios, p_ratio, _share_as_large(np.abs(estimates)))


def leave_one_out(outcomes: ArrayLike, *, periods_before: int, estimator: Estimator) -> Floats:
    """Estimate again without each donor in turn.

    Parameters
    ----------
    outcomes : array_like
        One row per unit, the treated one first; one column per period.
    periods_before : int
        How many of the periods were before.
    estimator : callable
        One of this module's, such as `difference`.

    Returns
    -------
    numpy.ndarray
        The estimate without each donor.

    Raises
    ------
    DataError
        If a number is missing, or if donors or periods are too few.

    References
    ----------
    Abadie, A. (2021). Using synthetic controls. Journal of Economic Literature 59, 391-425.
    """
    y = _check_panel(outcomes, periods_before, donors=3)
    return np.array(
        [
            estimator(np.delete(y, donor, axis=0), periods_before=periods_before).estimate
            for donor in range(1, len(y))
        ]
    )


def _contrast(y: Floats, unit_weights: Floats, period_weights: Floats) -> Contrast:
    before, levels = len(period_weights), not period_weights.any()
    gaps = y[0] - unit_weights @ y[1:]
    gaps = gaps - period_weights @ gaps[:before]
    centre = 0.0 if levels else gaps[:before].mean()
    error = float(np.sqrt(((gaps[:before] - centre) ** 2).mean()))
    spread = _spread_of_donors(y[1:, :before], levels=levels)
    return Contrast(
        estimate=float(gaps[before:].mean()),
        gaps=gaps,
        unit_weights=unit_weights,
        period_weights=period_weights,
        rmspe_before=error,
        rmspe_after=float(np.sqrt((gaps[before:] ** 2).mean())),
        spread=spread,
        flags=tuple(_flags(unit_weights, error, spread)),
    )


def _spread_of_donors(before: Floats, *, levels: bool) -> float:
    moved = before if levels else before - before.mean(axis=1, keepdims=True)
    return float(np.sqrt(moved.var(axis=0, ddof=1).mean()))


def _flags(weights: Floats, error: float, spread: float) -> Iterator[str]:
    if weights.max() > DOMINANT:
        yield f"One donor carries {weights.max():.0%} of the comparison."
    if error > POOR_FIT * spread:
        yield (
            "The comparison does not follow the unit before: its error is "
            f"{error:.3g}, the spread between donors {spread:.3g}."
        )
    if error < PERFECT_FIT * spread:
        yield "The donors fit the periods before exactly: there are too few periods to judge by."


def _ratio(contrast: Contrast) -> float:
    """Divide the error after by that before, which counts as one if it is perfectly small."""
    least = max(contrast.rmspe_before, PERFECT_FIT * contrast.spread)
    return contrast.rmspe_after / least if least else np.inf


def _with_placebos(y: Floats) -> Iterator[Floats]:
    """Put each donor first in turn, without the treated unit."""
    donors = y[1:]
    for place in range(len(donors)):
        yield np.vstack([donors[place], np.delete(donors, place, axis=0)])


def _share_as_large(values: Floats) -> float:
    return float((values >= values[0] * (1 - 1e-12)).mean())


def _spread_of_predictors(x: Floats) -> Floats:
    spread = x.std(axis=0, ddof=1)
    if flat := int((spread == 0).sum()):
        problem = f"{flat} of {x.shape[1]} predictors are the same in all units."
        raise DataError(Fault(PLACE, problem, "Leave them out."))
    return np.asarray(spread)


def _check_panel(outcomes: ArrayLike, periods_before: int, *, donors: int = 2) -> Floats:
    """Refuse what cannot be compared."""
    y = np.asarray(outcomes, float)
    _check_rows(y, donors=donors)
    if not 2 <= periods_before < y.shape[1]:
        problem = f"{periods_before} of {y.shape[1]} periods are before."
        raise DataError(Fault(PLACE, problem, "At least two must be before, and one after."))
    return y


def _check_rows(rows: Floats, *, donors: int = 2) -> None:
    faults = []
    if missing := int((~np.isfinite(rows)).any(axis=1).sum()):
        problem = f"{missing} of {len(rows)} units lack a number in some period."
        faults.append(Fault(PLACE, problem, "Leave those units out, or those periods for all."))
    if len(rows) <= donors:
        problem = f"{len(rows) - 1} donors are too few; {donors} is the least."
        faults.append(Fault(PLACE, problem, "Compare with more units."))
    if faults:
        raise DataError(faults)
