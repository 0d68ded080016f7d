"""Means, totals, ratios and quantiles, overall or by group."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.estimates.intervals import t_interval
from evaltools.estimates.linearised import (
    Design,
    Domains,
    Floats,
    estimate_ratio,
    estimate_sum,
    lay_out_design,
    lay_out_domains,
)
from evaltools.estimates.results import COLUMNS, Estimates, Kind, leave_out_lonely
from evaltools.survey import Survey, weight_effect, weight_ratio

CONTRIBUTIONS = ("largest", "rest")
Estimator = Callable[[Design, Domains, Floats], pd.DataFrame]


def estimate_means(
    survey: Survey,
    *,
    values: pd.DataFrame,
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate means over the employees, overall or by group.

    Domain means with linearised variance; Student's interval.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    values : pandas.DataFrame
        Same rows as the survey; one number column per measure, missing outside its base.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the values.
    by : tuple of str, optional
        Columns of the survey that form the groups; respondents without a group are left out.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group; with fewer than two values there is no number but `n`.
        Also `largest`, the largest weighted value in the group, and `rest`, what all but the two
        largest add up to: whether one respondent dominates. NaN where a value is negative.

    Examples
    --------
    >>> from evaltools.estimates import estimate_means
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> hours = estimate_means(survey, values=survey.tidy()[["hours"]], sensitivity="open")
    >>> hours.tidy()[["estimate", "conf_low", "conf_high"]].round(1)
       estimate  conf_low  conf_high
    0       4.8       4.1        5.5
    """

    def mean(design: Design, domains: Domains, column: Floats) -> pd.DataFrame:
        means = estimate_ratio(design, domains, numerator=column, denominator=np.ones(len(column)))
        return means.assign(**_contributions(design, domains, column))

    return _estimate(survey, values, mean, "mean", sensitivity, by, conf_level)


def estimate_totals(
    survey: Survey,
    *,
    values: pd.DataFrame,
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate totals over the employees, overall or by group; parameters as for means.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    values : pandas.DataFrame
        Same rows as the survey; one number column per measure. A missing value adds nothing:
        a total is too low where questions were left empty.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the values.
    by : tuple of str, optional
        Columns of the survey that form the groups; respondents without a group are left out.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group; with fewer than two values there is no number but `n`.
        Also `largest` and `rest`, as for means.

    Examples
    --------
    >>> from evaltools.estimates import estimate_totals
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> hours = estimate_totals(survey, values=survey.tidy()[["hours"]], sensitivity="open")
    >>> hours.tidy()["estimate"].tolist()
    [1293.0]
    """

    def total(design: Design, domains: Domains, column: Floats) -> pd.DataFrame:
        totals = estimate_sum(design, domains, values=column)
        return totals.assign(**_contributions(design, domains, column))

    return _estimate(survey, values, total, "total", sensitivity, by, conf_level)


def estimate_ratios(
    survey: Survey,
    *,
    numerators: pd.DataFrame,
    denominator: pd.Series[float],
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate ratios of two totals, overall or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    numerators : pandas.DataFrame
        Same rows as the survey; one number column per measure.
    denominator : pandas.Series
        What they are divided by; respondents who lack either are outside the base.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the values.
    by : tuple of str, optional
        Columns of the survey that form the groups; respondents without a group are left out.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group; with fewer than two values there is no number but `n`.

    Examples
    --------
    >>> from evaltools.estimates import estimate_ratios
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> answers = survey.tidy()
    >>> part = estimate_ratios(
    ...     survey,
    ...     numerators=answers[["hours"]],
    ...     denominator=answers["worked"],
    ...     sensitivity="open",
    ... )
    >>> part.tidy()[["estimate", "conf_low", "conf_high"]].round(2)
       estimate  conf_low  conf_high
    0      0.17      0.14       0.19
    """
    below = np.asarray(denominator, dtype=np.float64)

    def ratio(design: Design, domains: Domains, column: Floats) -> pd.DataFrame:
        return estimate_ratio(design, domains, numerator=column, denominator=below)

    return _estimate(survey, numerators, ratio, "ratio", sensitivity, by, conf_level)


def estimate_quantiles(
    survey: Survey,
    *,
    values: pd.DataFrame,
    probability: float = 0.5,
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate a quantile over the employees, overall or by group.

    The smallest value that at least the share `probability` of the employees do not exceed.
    Its interval is Woodruff's [1]_: the interval of that share, read off the distribution. The
    standard error is the interval's width over twice its quantile of Student's t.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    values : pandas.DataFrame
        Same rows as the survey; one number column per measure, missing outside its base.
    probability : float, optional
        Between 0 and 1; the median where it is not given.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the values.
    by : tuple of str, optional
        Columns of the survey that form the groups; respondents without a group are left out.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group; with fewer than two values there is no number but `n`.

    References
    ----------
    .. [1] Woodruff, R. S. (1952). Confidence intervals for medians and other position
       measures. Journal of the American Statistical Association 47, 635-646.

    Examples
    --------
    >>> from evaltools.estimates import estimate_quantiles
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> hours = survey.tidy()[["hours"]]
    >>> median = estimate_quantiles(survey, values=hours, sensitivity="open")
    >>> median.tidy()["estimate"].tolist()
    [4.0]
    """

    def quantile(design: Design, domains: Domains, column: Floats) -> pd.DataFrame:
        return _woodruff(design, domains, column, probability, conf_level)

    return _estimate(survey, values, quantile, "quantile", sensitivity, by, conf_level)


def _estimate(
    survey: Survey,
    values: pd.DataFrame,
    estimator: Estimator,
    kind: Kind,
    sensitivity: Sensitivity,
    by: tuple[str, ...],
    conf_level: float,
) -> Estimates:
    answers = survey.tidy()
    design, domains = lay_out_design(survey), lay_out_domains(answers, by)
    tables = []
    for name in values:
        table = estimator(design, domains, values[name].to_numpy(float, na_value=np.nan))
        if kind != "quantile":
            low, high = t_interval(table, conf_level=conf_level)
            table = table.assign(conf_low=low, conf_high=high)
        tables.append(table.assign(measure=str(name)))
    columns = ["measure", *by, *COLUMNS, *(CONTRIBUTIONS if kind in ("mean", "total") else ())]
    nothing = pd.DataFrame(columns=columns).astype(dict.fromkeys(COLUMNS, float))
    table = pd.concat(tables, ignore_index=True).reindex(columns=columns) if tables else nothing
    return Estimates(
        _table=leave_out_lonely(table),
        kind=kind,
        by=by,
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=weight_effect(answers["weight"]),
        weight_ratio=weight_ratio(answers["weight"]),
        universe=survey.universe,
        synthetic=survey.synthetic,
    )


def _contributions(design: Design, domains: Domains, values: Floats) -> dict[str, Floats]:
    """Tell for each group the largest contribution, and what all but the two largest add."""
    amounts = pd.DataFrame({"group": domains.code, "amount": values * design.weight}).dropna()
    ordered = amounts[amounts["group"] >= 0].sort_values("amount", ascending=False)
    place = ordered.groupby("group").cumcount()
    largest, smallest = (ordered.groupby("group")["amount"].agg(what) for what in ("max", "min"))
    rest = ordered["amount"].where(place > 1, 0.0).groupby(ordered["group"]).sum()
    known = {"largest": largest, "rest": rest}
    return {
        name: each.where(smallest >= 0).reindex(range(domains.size)).to_numpy()
        for name, each in known.items()
    }


def _woodruff(
    design: Design, domains: Domains, values: Floats, probability: float, conf_level: float
) -> pd.DataFrame:
    inside = (domains.code >= 0) & ~np.isnan(values)
    groups = [np.flatnonzero(inside & (domains.code == each)) for each in range(domains.size)]
    found = np.array([_quantile(values, design.weight, rows, probability) for rows in groups])
    below = np.where(inside, values <= found[domains.code], np.nan)
    table = estimate_ratio(design, domains, numerator=below, denominator=np.ones(len(values)))
    low, high = t_interval(table, conf_level=conf_level)
    limits = [
        [_quantile(values, design.weight, rows, share) for share in pair]
        for rows, pair in zip(groups, zip(low, high, strict=True), strict=True)
    ]
    lower, upper = np.array(limits).T
    reach = np.asarray(high - low) / (2 * table["std_error"])
    return table.assign(
        estimate=found, conf_low=lower, conf_high=upper, std_error=(upper - lower) / (2 * reach)
    )


def _quantile(values: Floats, weight: Floats, rows: np.ndarray, probability: float) -> float:
    """Read a quantile off the weighted distribution; beyond its ends it is not known."""
    if not len(rows) or not 0 < probability < 1:
        return np.nan
    order = rows[np.argsort(values[rows], kind="stable")]
    share = np.cumsum(weight[order]) / weight[order].sum()
    place = np.searchsorted(share, probability * (1 - 1e-12))
    return float(values[order[place]])
