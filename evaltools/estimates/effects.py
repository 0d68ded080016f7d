"""What goes with an answer among people who are alike in all else: adjusted shares and effects.

Everyone is put into each level of a driver in turn, with all else as it is, and the model says
what share would answer yes. The mean over the employees is an adjusted share; the difference of
two is an average marginal effect. It describes who differs, and says nothing of causes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from evaltools.declarations import Sensitivity
from evaltools.errors import ConfigurationError, DataError, Fault
from evaltools.estimates.intervals import share_interval, t_interval
from evaltools.estimates.linearised import Design, Floats, lay_out_design
from evaltools.estimates.models import Canonical, Likelihood, maximise, with_covariance
from evaltools.estimates.ordinal import (
    ProportionalOdds,
    lay_out_ordinal,
    parallel_lines_test,
)
from evaltools.estimates.predictors import (
    Predictors,
    Term,
    check_predictors,
    lay_out_predictors,
    numbers,
    side_faults,
)
from evaltools.estimates.results import COLUMNS, Estimates, Kind
from evaltools.survey import Survey, weight_effect, weight_ratio

NOT_PARALLEL = 0.01
"""Lines that differ at this level are not drawn by one slope."""


def estimate_effects(
    survey: Survey,
    *,
    outcome: pd.Series[bool],
    drivers: tuple[str, ...],
    sensitivity: Sensitivity,
    steps: Mapping[str, float] | None = None,
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate by how much shares differ between groups that are alike in all else.

    Average marginal effects of a survey-weighted logistic regression: contrasts of the shares
    of `estimate_margins`. The standard error is that of the linearised contrast as a whole: of
    the coefficients, of who the employees are, and of how both go together [1]_.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey, boolean, missing where the respondent is outside the base;
        its name is the measure.
    drivers : tuple of str
        Columns of the survey: groups, which are contrasted with the largest one, or numbers.
        Respondents who lack one are left out.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind outcome and drivers.
    steps : mapping of str to float, optional
        By how much numbers are raised; one unit where it is not given.
    conf_level : float, optional
        Level of the intervals, by Student's t with units less strata less slopes.

    Returns
    -------
    Estimates
        One row per driver and level other than its reference: `estimate` is the difference of
        shares between -1 and 1; `n` and `n_weighted` are those of the level, of a number those
        of the base, for which `level` is the step.

    Raises
    ------
    DataError
        If the answers cannot carry the model: an outcome without variation, fewer than ten
        answers on a side in some group or for each slope, drivers that follow from others,
        more slopes than the design has degrees of freedom, or perfect prediction.
    ConfigurationError
        If a driver is unknown, or a step is not above 0 or given for what is not a number.

    References
    ----------
    .. [1] Graubard, B. I. and Korn, E. L. (1999). Predictive margins with survey data.
       Biometrics 55, 652-659.

    Examples
    --------
    >>> from evaltools.estimates import estimate_effects
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> heard = survey.tidy()["heard_of"] == "yes"
    >>> effects = estimate_effects(
    ...     survey, outcome=heard, drivers=("role", "new"), sensitivity="open"
    ... )
    >>> effects.tidy()[["driver", "level", "reference", "estimate"]].round(2)
      driver  level reference  estimate
    0   role  chief     staff      0.17
    1    new    yes        no     -0.04
    """
    design = lay_out_design(survey)
    predictors, likelihood = _lay_out_yes(survey, design, outcome, drivers, steps or {})
    table = _effects(design, predictors, likelihood, conf_level, _place(outcome))
    by = ("driver", "level", "reference")
    return _estimates(survey, table, outcome, "effect", by, sensitivity, conf_level)


def estimate_margins(
    survey: Survey,
    *,
    outcome: pd.Series[bool],
    drivers: tuple[str, ...],
    sensitivity: Sensitivity,
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate what share would say yes if everyone were in a group, with all else as it is.

    Predictive margins of a survey-weighted logistic regression [1]_; the standard error as in
    `estimate_effects`, the interval symmetric on the logit scale.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey, boolean, missing where the respondent is outside the base;
        its name is the measure.
    drivers : tuple of str
        Columns of the survey: groups, or numbers, which are adjusted for and have no rows.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind outcome and drivers.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per driver and level, the reference first: adjusted shares between 0 and 1.

    Raises
    ------
    DataError
        If the answers cannot carry the model, as in `estimate_effects`.

    References
    ----------
    .. [1] Graubard, B. I. and Korn, E. L. (1999). Predictive margins with survey data.
       Biometrics 55, 652-659.
    """
    design = lay_out_design(survey)
    predictors, likelihood = _lay_out_yes(survey, design, outcome, drivers, {})
    table = _margins(design, predictors, likelihood, conf_level, _place(outcome))
    return _estimates(survey, table, outcome, "share", ("driver", "level"), sensitivity, conf_level)


def estimate_ordinal_effects(
    survey: Survey,
    *,
    outcome: pd.Series[float],
    at_least: float,
    drivers: tuple[str, ...],
    sensitivity: Sensitivity,
    steps: Mapping[str, float] | None = None,
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate by how much the share of high answers differs between groups alike in all else.

    Average marginal effects of a survey-weighted proportional odds model on the share that
    answers `at_least` or higher. Every cut of the answers tells of the same slopes, so that the
    intervals are shorter than those of `estimate_effects`; where the lines of the cuts are not
    parallel (`ordinal.parallel_lines_test`, p below 0.01), that is not so and is refused.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    outcome : pandas.Series
        Same rows as the survey: numbers whose order counts, missing outside the base; its name
        is the measure.
    at_least : float
        The lowest of the answers that count as high.
    drivers : tuple of str
        Columns of the survey: groups, which are contrasted with the largest one, or numbers.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind outcome and drivers.
    steps : mapping of str to float, optional
        By how much numbers are raised; one unit where it is not given.
    conf_level : float, optional
        Level of the intervals, by Student's t with units less strata less slopes.

    Returns
    -------
    Estimates
        Rows as in `estimate_effects`.

    Raises
    ------
    DataError
        If the answers cannot carry the model, as in `estimate_effects`; if some answer was
        given fewer than ten times; or if the lines are not parallel, or that cannot be tested.
    ConfigurationError
        If no answer lies below `at_least`, or none at or above it; and for steps as in
        `estimate_effects`.
    """
    place, design = _place(outcome), lay_out_design(survey)
    predictors, y, answers = lay_out_ordinal(
        survey, design, outcome=outcome, drivers=drivers, steps=steps or {}
    )
    _check_steps(predictors, steps or {}, place=place)
    high = answers >= at_least
    if high.all() or not high.any():
        problem = f"at_least is {at_least:g}: it parts no answers from each other."
        raise ConfigurationError(Fault(place, problem, "Give one of the answers but the lowest."))
    faults = side_faults(high[y].astype(np.float64), predictors, place=place)
    check_predictors(predictors, place=place, faults=faults)
    if parallel_lines_test(survey, outcome=outcome, drivers=drivers).p_value < NOT_PARALLEL:
        problem = "the drivers do not move every cut of the answers alike (p below 0.01)."
        remedy = f"Estimate effects on the outcome 'at least {at_least:g}' instead."
        raise DataError(Fault(place, problem, remedy))
    likelihood = ProportionalOdds(predictors.x[:, 1:], y, above=int((~high).sum()) - 1)
    table = _effects(design, predictors, likelihood, conf_level, place)
    by = ("driver", "level", "reference")
    return _estimates(survey, table, outcome, "effect", by, sensitivity, conf_level)


def _lay_out_yes(
    survey: Survey,
    design: Design,
    outcome: pd.Series[bool],
    drivers: tuple[str, ...],
    steps: Mapping[str, float],
) -> tuple[Predictors, Canonical]:
    place, y = _place(outcome), numbers(outcome)
    predictors = lay_out_predictors(survey, design, drivers=drivers, base=~np.isnan(y), steps=steps)
    _check_steps(predictors, steps, place=place)
    yes = y[predictors.rows]
    check_predictors(predictors, place=place, faults=side_faults(yes, predictors, place=place))
    return predictors, Canonical("binomial", predictors.x, yes)


def _effects(
    design: Design,
    predictors: Predictors,
    likelihood: Likelihood,
    conf_level: float,
    place: str,
) -> pd.DataFrame:
    table, settings, contrasts = _compared(design, predictors)
    table = _standardise(design, predictors, likelihood, settings, contrasts, table, place)
    low, high = t_interval(table, conf_level=conf_level)
    statistic = (table["estimate"] / table["std_error"]).where(table["std_error"] > 0)
    return table.assign(
        statistic=statistic,
        p_value=2 * stats.t.sf(statistic.abs(), table["df"]),
        conf_low=low,
        conf_high=high,
    )


def _margins(
    design: Design,
    predictors: Predictors,
    likelihood: Likelihood,
    conf_level: float,
    place: str,
) -> pd.DataFrame:
    groups = [term for term in predictors.terms if term.levels]
    settings = [x for term in groups for x in term.settings(predictors.x)]
    rows = [
        _describe(design, predictors, term, level)
        for term in groups
        for level in range(len(term.levels))
    ]
    table = pd.DataFrame(rows, columns=["driver", "level", "reference", "n", "n_weighted"])
    contrasts = np.eye(len(settings))
    table = _standardise(design, predictors, likelihood, settings, contrasts, table, place)
    low, high = share_interval(table, method="logit", conf_level=conf_level)
    return table.assign(conf_low=low, conf_high=high)


def _compared(design: Design, predictors: Predictors) -> tuple[pd.DataFrame, list[Floats], Floats]:
    """Return the rows of effects, the settings that they compare, and how."""
    settings: list[Floats] = []
    rows, contrasts = [], []
    for term in predictors.terms:
        first = len(settings)
        settings += term.settings(predictors.x)
        for place in range(first + 1, len(settings)):
            rows.append(_describe(design, predictors, term, place - first))
            contrasts.append((place, first))
    signs = np.zeros((len(settings), len(contrasts)))
    for column, (place, first) in enumerate(contrasts):
        signs[place, column], signs[first, column] = 1, -1
    columns = ["driver", "level", "reference", "n", "n_weighted"]
    return pd.DataFrame(rows, columns=columns), settings, signs


def _describe(
    design: Design, predictors: Predictors, term: Term, place: int
) -> tuple[str, str, str, int, float]:
    weight = design.weight[predictors.rows]
    if not term.levels:
        return term.driver, f"+{term.step:g}", "+0", len(weight), float(weight.sum())
    inside = term.code == place
    level, reference = term.levels[place], term.levels[0]
    return term.driver, level, reference, int(inside.sum()), float(weight[inside].sum())


def _standardise(
    design: Design,
    predictors: Predictors,
    likelihood: Likelihood,
    settings: list[Floats],
    contrasts: Floats,
    table: pd.DataFrame,
    place: str,
) -> pd.DataFrame:
    """Average what the model expects over the employees, under each setting."""
    if isinstance(likelihood, ProportionalOdds):
        settings = [x[:, 1:] for x in settings]

    def margins(weight: Floats) -> tuple[Floats, Floats]:
        coefficients, influence = maximise(likelihood, weight, place=place)
        total = weight.sum()
        shares, moves = [], []
        for x in settings:
            expected, slopes = likelihood.predict(coefficients, x)
            share = weight @ expected / total
            shares.append(share)
            moves.append((expected - share) / total + influence @ (weight @ slopes / total))
        return np.array(shares) @ contrasts, np.column_stack(moves) @ contrasts

    estimate, covariance = with_covariance(design, predictors.rows, margins)
    return table.assign(
        estimate=estimate,
        std_error=np.sqrt(np.diag(covariance)),
        df=predictors.df,
        free=predictors.free,
    )


def _estimates(
    survey: Survey,
    table: pd.DataFrame,
    outcome: pd.Series[bool] | pd.Series[float],
    kind: Kind,
    by: tuple[str, ...],
    sensitivity: Sensitivity,
    conf_level: float,
) -> Estimates:
    named = table.assign(measure=str(outcome.name))
    return Estimates(
        _table=named.reindex(columns=["measure", *by, *COLUMNS]),
        kind=kind,
        by=by,
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=weight_effect(survey.tidy()["weight"]),
        weight_ratio=weight_ratio(survey.tidy()["weight"]),
        universe=survey.universe,
        synthetic=survey.synthetic,
    )


def _check_steps(predictors: Predictors, steps: Mapping[str, float], *, place: str) -> None:
    numbers = {term.driver for term in predictors.terms if not term.levels}
    remedy = "Give steps above 0, for drivers that are numbers."
    faults = [
        Fault(f"{place}, {name}", f"the step {step:g} cannot be taken.", remedy)
        for name, step in steps.items()
        if name not in numbers or not step > 0
    ]
    if faults:
        raise ConfigurationError(faults)


def _place(outcome: pd.Series[bool] | pd.Series[float]) -> str:
    return f"model of {outcome.name}"
