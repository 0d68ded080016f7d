"""Numbers with how sure they are; knows no programme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd
import polars as pl
import svy
from scipy import stats

from evaltools.declarations import Sensitivity
from evaltools.survey import Survey

COLUMNS = (
    "estimate",
    "std_error",
    "statistic",
    "p_value",
    "p_adjusted",
    "conf_low",
    "conf_high",
    "n",
    "n_weighted",
)
FEW = 10
"""With fewer answers on either side the logit interval covers too seldom."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Estimates that nobody outside may see yet.

    Attributes
    ----------
    kind : {"share", "difference"}
        A share between 0 and 1, or a difference of two.
    by : tuple of str
        Columns that say which group a row is about, besides `measure`.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the numbers.
    conf_level : float
        Level of the intervals.
    weight_effect : float
        Kish's design effect of the weights, at least 1.
    synthetic : bool
        True if any answer behind the numbers is synthetic.
    """

    _table: pd.DataFrame
    kind: Literal["share", "mean", "difference", "effect"]
    by: tuple[str, ...]
    sensitivity: Sensitivity
    conf_level: float
    weight_effect: float
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per measure and group.

        Columns are `measure`, those of `by`, `estimate`, `std_error`, `statistic`, `p_value`,
        `p_adjusted` (for the number of comparisons), `conf_low`, `conf_high`, `n` (answers in
        the base) and `n_weighted` (employees that they stand for). The columns that do not
        apply are NaN.
        """
        return self._table.copy()


def estimate_shares(
    survey: Survey,
    *,
    reached: pd.DataFrame,
    sensitivity: Sensitivity,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate shares of the employees, overall or by group.

    Means of domains with linearised variance and finite population correction, by svy. The
    interval is symmetric on the logit scale; with fewer than ten answers on either side it is
    Korn and Graubard's [1]_, which widens where the logit interval would cover too seldom.

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
        One row per measure and group that has at least two answers.

    References
    ----------
    .. [1] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with
       small expected number of positive counts. Survey Methodology 24, 193-201.
    """
    sample = _sample(survey, reached, by)
    tables = [
        _estimate_share(sample, str(measure), by=by, alpha=1 - conf_level) for measure in reached
    ]
    return Estimates(
        _table=pd.concat(tables, ignore_index=True),
        kind="share",
        by=by,
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=weight_effect(survey.tidy()["weight"]),
        synthetic=survey.synthetic,
    )


def compare_shares(after: Estimates, *, before: Estimates) -> Estimates:
    """Estimate how shares differ between two independent samples.

    The interval recovers the variances of the two intervals (MOVER) [1]_, so that it keeps
    their asymmetry near 0 and 1; the statistic is the difference over its standard error.

    Parameters
    ----------
    after, before : Estimates
        Shares with the same groups and level; rows without a counterpart are left out.

    Returns
    -------
    Estimates
        One row per measure and group; `estimate` is after minus before, `n` the smaller of
        the two bases.

    References
    ----------
    .. [1] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect
       measures: a general approach. Statistics in Medicine 27, 1693-1702.
    """
    keys = ["measure", *after.by]
    pairs = after.tidy().merge(before.tidy(), on=keys, suffixes=("", "_before"))
    table = pd.concat([pairs[keys], _difference(pairs)], axis=1)
    return replace(
        after, _table=table, kind="difference", synthetic=after.synthetic or before.synthetic
    )


def weight_effect(weights: pd.Series[float]) -> float:
    """Compute how much unequal weights inflate the variance of a mean.

    Parameters
    ----------
    weights : pandas.Series
        One weight per respondent.

    Returns
    -------
    float
        One plus the squared coefficient of variation of the weights [1]_.

    References
    ----------
    .. [1] Kish, L. (1992). Weighting for unequal Pi. Journal of Official Statistics 8, 183-200.
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def _sample(survey: Survey, reached: pd.DataFrame, by: tuple[str, ...]) -> svy.Sample:
    design = survey.tidy()[["stratum", "population", "weight", *by]]
    columns = {str(name): reached[name].astype("Float64") for name in reached}
    data = design.assign(**columns)
    return svy.Sample(
        pl.from_pandas(data.reset_index(drop=True)),
        svy.Design(stratum="stratum", wgt="weight", pop_size="population"),
    )


def _estimate_share(
    sample: svy.Sample, measure: str, *, by: tuple[str, ...], alpha: float
) -> pd.DataFrame:
    base = pl.all_horizontal(pl.col(measure, *by).is_not_null())
    counts = _counts(sample.data.lazy().filter(base), measure, by=by)
    table_by = partial(_svy_table, sample, measure, by=by, where=base, alpha=alpha)
    logit, cautious = table_by(ci_method="logit"), table_by(ci_method="korn-graubard")
    few = counts[["yes", "no"]].min(axis=1) < FEW
    limits = ["conf_low", "conf_high"]
    table = logit[["estimate", "std_error"]].join(logit[limits].where(~few, cautious[limits]))
    table = table.join(counts[["n", "n_weighted"]]).reset_index()
    table = table.assign(measure=measure, statistic=np.nan, p_value=np.nan, p_adjusted=np.nan)
    return table.loc[table["n"] >= 2, ["measure", *by, *COLUMNS]]


def _counts(base: pl.LazyFrame, measure: str, *, by: tuple[str, ...]) -> pd.DataFrame:
    keys = [pl.col(name) for name in by] or [pl.lit(1.0).alias("all")]
    counts = base.group_by(keys).agg(
        n=pl.len(),
        n_weighted=pl.col("weight").sum(),
        yes=(pl.col(measure) == 1).sum(),
        no=(pl.col(measure) == 0).sum(),
    )
    return counts.collect().to_pandas().set_index(list(by) or ["all"])


def _svy_table(
    sample: svy.Sample,
    measure: str,
    *,
    by: tuple[str, ...],
    where: pl.Expr,
    ci_method: Literal["logit", "korn-graubard"],
    alpha: float,
) -> pd.DataFrame:
    result = sample.estimation.prop(
        measure, by=list(by) or None, where=where, ci_method=ci_method, alpha=alpha
    )
    assert isinstance(result, svy.Estimate)
    levels = result.to_polars().to_pandas().rename(columns=_FROM_SVY)
    yes = _share_of_yes(levels, measure).assign(all=1.0)
    return yes.set_index(list(by) or ["all"])


_FROM_SVY = {"est": "estimate", "se": "std_error", "lci": "conf_low", "uci": "conf_high"}


def _share_of_yes(levels: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Take the rows of the answer yes, which svy leaves out if nobody gave it."""
    yes = levels[levels[measure] == 1]
    if len(yes):
        return yes
    return levels.assign(
        estimate=1 - levels["estimate"],
        conf_low=1 - levels["conf_high"],
        conf_high=1 - levels["conf_low"],
    )


def _difference(pairs: pd.DataFrame) -> pd.DataFrame:
    estimate = pairs["estimate"] - pairs["estimate_before"]
    std_error = np.hypot(pairs["std_error"], pairs["std_error_before"])
    statistic: pd.Series[float] = (estimate / std_error).where(std_error > 0)
    below = np.hypot(
        pairs["estimate"] - pairs["conf_low"], pairs["conf_high_before"] - pairs["estimate_before"]
    )
    above = np.hypot(
        pairs["conf_high"] - pairs["estimate"], pairs["estimate_before"] - pairs["conf_low_before"]
    )
    return pd.DataFrame(
        {
            "estimate": estimate,
            "std_error": std_error,
            "statistic": statistic,
            "p_value": 2 * stats.norm.sf(statistic.abs()),
            "p_adjusted": np.nan,
            "conf_low": estimate - below,
            "conf_high": estimate + above,
            "n": pairs[["n", "n_before"]].min(axis=1),
            "n_weighted": pairs["n_weighted"],
        }
    )
