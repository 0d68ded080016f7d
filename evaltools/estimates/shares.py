"""Shares of the employees, overall or by group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.estimates.intervals import cautious_interval
from evaltools.estimates.linearised import (
    Design,
    Domains,
    Floats,
    estimate_ratio,
    lay_out_design,
    lay_out_domains,
)
from evaltools.estimates.results import COLUMNS, Estimates, leave_out_lonely
from evaltools.survey import Survey, weight_effect, weight_ratio


def estimate_shares(
    survey: Survey,
    *,
    reached: pd.DataFrame,
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate shares of the employees, overall or by group.

    Means of domains with linearised variance and finite population correction. The interval is
    symmetric on the logit scale; with fewer than ten answers on either side it is Korn and
    Graubard's [1]_, which widens where the logit interval would cover too seldom. Where
    everyone of a group has answered the interval is a point: there is no sampling error, and
    it says nothing of wrong answers or of questions left empty.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    reached : pandas.DataFrame
        Same rows as the survey; one boolean column per measure, missing where the
        respondent is outside the base of the measure.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the measures.
    by : tuple of str, optional
        Columns of the survey that form the groups; respondents without a group are left out.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group; with fewer than two answers there is no number but `n`.

    References
    ----------
    .. [1] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with
       small expected number of positive counts. Survey Methodology 24, 193-201.

    Examples
    --------
    >>> from evaltools.estimates import estimate_shares
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> heard = estimate_shares(survey, reached=reached, sensitivity="open", by=("role",))
    >>> heard.tidy()[["role", "estimate", "conf_low", "conf_high", "n"]].round(2)
        role  estimate  conf_low  conf_high   n
    0  chief      0.63      0.44       0.79  30
    1  staff      0.47      0.34       0.60  60
    """
    answers = survey.tidy()
    design, domains = lay_out_design(survey), lay_out_domains(answers, by)
    tables = [
        _estimate_share(
            design, domains, reached[name].to_numpy(float, na_value=np.nan), conf_level
        ).assign(measure=str(name))
        for name in reached
    ]
    table = pd.concat(tables, ignore_index=True)
    return Estimates(
        _table=leave_out_lonely(table)[["measure", *by, *COLUMNS]],
        kind="share",
        by=by,
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=weight_effect(answers["weight"]),
        weight_ratio=weight_ratio(answers["weight"]),
        universe=survey.universe,
        synthetic=survey.synthetic,
    )


def _estimate_share(
    design: Design, domains: Domains, yes: Floats, conf_level: float
) -> pd.DataFrame:
    table = estimate_ratio(design, domains, numerator=yes, denominator=np.ones(len(yes)))
    inside = (domains.code >= 0) & ~np.isnan(yes)
    count = np.bincount(domains.code[inside], yes[inside], minlength=domains.size)
    few = np.minimum(count, table["n"].to_numpy() - count)
    low, high = cautious_interval(table, few=few, conf_level=conf_level)
    return table.assign(
        conf_low=low, conf_high=high, statistic=np.nan, p_value=np.nan, p_adjusted=np.nan
    )
