"""Differences between waves and between groups, and how many would be large by chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from evaltools.declarations import Sensitivity
from evaltools.estimates.intervals import t_interval
from evaltools.estimates.linearised import (
    Design,
    Domains,
    Floats,
    describe_base,
    lay_out_design,
    lay_out_domains,
    linearise_ratio,
    replicate_ratios,
    spread_of,
    variance_of,
)
from evaltools.estimates.results import COLUMNS, Estimates
from evaltools.survey import Survey, Universe, weight_effect, weight_ratio


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

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import compare_shares, published_shares
    >>> from evaltools.survey import Universe
    >>> then, now = (
    ...     published_shares(
    ...         pd.DataFrame({"measure": ["heard"], "share": [share], "n": [n]}),
    ...         sensitivity="open",
    ...         universe=Universe(wave),
    ...         synthetic=True,
    ...     )
    ...     for wave, share, n in (("2019", 0.53, 900), ("2025", 0.63, 1100))
    ... )
    >>> change = compare_shares(now, before=then).tidy()
    >>> change[["estimate", "conf_low", "conf_high"]].round(2)
       estimate  conf_low  conf_high
    0       0.1      0.05       0.15
    """
    keys = ["measure", *after.by]
    pairs = after.tidy().merge(before.tidy(), on=keys, suffixes=("", "_before"))
    table = pd.concat([pairs[keys], _difference(pairs)], axis=1)
    return replace(
        after, _table=table, kind="difference", synthetic=after.synthetic or before.synthetic
    )


def compare_groups(
    survey: Survey,
    *,
    reached: pd.DataFrame,
    by: str,
    reference: str,
    sensitivity: Sensitivity,
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate how shares of groups differ from a reference group of the same survey.

    Groups may share strata and workplaces: the variance is that of the linearised difference.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    reached : pandas.DataFrame
        Same rows as the survey; one boolean column per measure, missing outside its base.
    by : str
        Column of the survey that forms the groups.
    reference : str
        The group that the others are compared with.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the measures and the groups.
    conf_level : float, optional
        Level of the intervals, by Student's t.

    Returns
    -------
    Estimates
        One row per measure and group other than the reference; `n` is the smaller base.

    Examples
    --------
    >>> from evaltools.estimates import compare_groups
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> gap = compare_groups(
    ...     survey, reached=reached, by="role", reference="staff", sensitivity="open"
    ... )
    >>> gap.tidy()[["role", "estimate", "conf_low", "conf_high"]].round(2)
        role  estimate  conf_low  conf_high
    0  chief      0.17     -0.05       0.39
    """
    answers = survey.tidy()
    design, domains = lay_out_design(survey), lay_out_domains(answers, (by,))
    tables = [
        _against(design, domains, reached[name].to_numpy(float, na_value=np.nan), reference).assign(
            measure=str(name)
        )
        for name in reached
    ]
    table = pd.concat(tables, ignore_index=True)
    low, high = t_interval(table, conf_level=conf_level)
    statistic = (table["estimate"] / table["std_error"]).where(table["std_error"] > 0)
    table = table.assign(
        conf_low=low,
        conf_high=high,
        statistic=statistic,
        p_value=2 * stats.t.sf(statistic.abs(), table["df"]),
    )
    return Estimates(
        _table=table.reindex(columns=["measure", by, *COLUMNS]),
        kind="difference",
        by=(by,),
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=weight_effect(answers["weight"]),
        weight_ratio=weight_ratio(answers["weight"]),
        universe=survey.universe,
        synthetic=survey.synthetic,
    )


def adjust_p(estimates: Estimates, *, method: Literal["holm", "bh"] = "holm") -> Estimates:
    """Adjust the p-values for the number of comparisons; the unadjusted ones stay.

    Parameters
    ----------
    estimates : Estimates
        Differences or effects that are tested together.
    method : {"holm", "bh"}, optional
        Holm's keeps the chance of any false alarm [1]_; Benjamini and Hochberg's keeps the
        share of false ones among the alarms [2]_.

    Returns
    -------
    Estimates
        The same rows with `p_adjusted`; NaN where there is no p-value.

    References
    ----------
    .. [1] Holm, S. (1979). A simple sequentially rejective multiple test procedure.
       Scandinavian Journal of Statistics 6, 65-70.
    .. [2] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
       Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> from evaltools.estimates import adjust_p, compare_groups
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> gaps = compare_groups(
    ...     survey, reached=reached, by="body", reference="A", sensitivity="open"
    ... )
    >>> adjust_p(gaps, method="holm").tidy()[["body", "p_value", "p_adjusted"]].round(2)
      body  p_value  p_adjusted
    0    B     1.00        1.00
    1    C     0.44        1.00
    2    D     0.10        0.49
    3    E     0.58        1.00
    4    F     0.26        1.00
    """
    table = estimates.tidy()
    tested = table["p_value"].notna()
    names = {"holm": "holm", "bh": "fdr_bh"}
    adjusted = pd.Series(np.nan, index=table.index)
    if tested.any():
        p_values = table.loc[tested, "p_value"]
        adjusted[tested] = multipletests(p_values, method=names[method])[1]
    return replace(estimates, _table=table.assign(p_adjusted=adjusted))


def published_shares(
    shares: pd.DataFrame,
    *,
    by: tuple[str, ...] = (),
    sensitivity: Sensitivity,
    universe: Universe,
    synthetic: bool,
    rounded_to: float = 0.01,
    conf_level: float = 0.95,
) -> Estimates:
    """Take shares that somebody else has published, with the number of answers behind them.

    Nothing is known of the design: each is taken as a share of a simple random sample. The
    interval is Wilson's [1]_ over all shares that round to the published one.

    Parameters
    ----------
    shares : pandas.DataFrame
        One row per measure and group; columns `measure`, those of `by`, `share` and `n`.
    by : tuple of str, optional
        Columns that form the groups.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the shares.
    universe : Universe
        Whose answers they were.
    synthetic : bool
        True if the shares are synthetic.
    rounded_to : float, optional
        Unit that the shares are rounded to; whole per cent where it is not given.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        The same rows, to be set `before` those of a survey in `compare_shares`.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.estimates import published_shares
    >>> from evaltools.survey import Universe
    >>> shares = pd.DataFrame({"measure": ["heard"], "share": [0.53], "n": [900]})
    >>> then = published_shares(
    ...     shares, sensitivity="open", universe=Universe("2019"), synthetic=True
    ... )
    >>> then.tidy()[["estimate", "conf_low", "conf_high"]].round(2)
       estimate  conf_low  conf_high
    0      0.53      0.49       0.57
    """
    share, n = shares["share"].astype("float64"), shares["n"].astype("float64")
    least, most = ((share + way * rounded_to / 2).clip(0, 1) for way in (-1, 1))
    alpha = 1 - conf_level
    low, _ = proportion_confint(least * n, n, alpha=alpha, method="wilson")
    _, high = proportion_confint(most * n, n, alpha=alpha, method="wilson")
    table = shares[["measure", *by]].assign(
        estimate=share,
        std_error=np.sqrt(share * (1 - share) / n + rounded_to**2 / 12),
        conf_low=low,
        conf_high=high,
        n=n,
    )
    return Estimates(
        _table=table.reindex(columns=["measure", *by, *COLUMNS]).reset_index(drop=True),
        kind="share",
        by=by,
        sensitivity=sensitivity,
        conf_level=conf_level,
        weight_effect=1.0,
        weight_ratio=None,
        universe=universe,
        synthetic=synthetic,
    )


def _against(design: Design, domains: Domains, yes: Floats, reference: str) -> pd.DataFrame:
    """Set each group's share against that of the reference, with the variance of both."""
    ones = np.ones(len(yes))
    share, score, inside = linearise_ratio(design, domains, numerator=yes, denominator=ones)
    table = describe_base(design, inside)
    names = domains.labels.iloc[:, 0]
    base = int(np.flatnonzero(names == reference)[0])
    others = [place for place in range(domains.size) if place != base]
    if design.replicates is None:
        variance = [_pair_variance(design, inside, score, place, base) for place in others]
    else:
        replicated = replicate_ratios(design.replicates, inside, numerator=yes, denominator=ones)
        variance = list(spread_of(design.replicates, replicated - replicated[:, [base]])[others])
    whole = Domains(pd.DataFrame(index=[0]), np.where(inside.code >= 0, 0, -1))
    smaller = np.minimum(table["n"], table["n"].iloc[base])
    table = table.assign(n=smaller, estimate=share - share[base]).iloc[others]
    df = describe_base(design, whole)["df"].iloc[0]
    return table.assign(std_error=np.sqrt(variance), df=df)


def _pair_variance(design: Design, domains: Domains, score: Floats, group: int, base: int) -> float:
    signed = np.where(domains.code == base, -score, score)
    pair = np.isin(domains.code, (group, base))
    both = Domains(pd.DataFrame(index=[0]), np.where(pair, 0, -1))
    return float(variance_of(design, both, np.where(pair, signed, 0.0))[0])


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
