"""What became of the indicators: the strongest honest claim that each series carries.

Levels 0 to 2 of the ladder of designs stand here:

0. no value during the programme, or none that a break in the definition leaves comparable;
1. fewer than three comparable years before: the level, against baseline and target;
2. at least three: the change of the level, with an interval.

A claim never uses a stronger verb than its level allows, and none says that the programme
caused anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from evaltools.declarations import Text
from evaltools.indicators import IndicatorSeries

YEARS_BEFORE = 3
"""Comparable years before the programme that a change needs."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of level with its interval.

    Attributes
    ----------
    estimate : float
        For counts the ratio of the yearly means after and before; else their difference.
    conf_low, conf_high : float
        Limits of the interval at the level asked for.
    """

    estimate: float
    conf_low: float
    conf_high: float


def assess(series: IndicatorSeries, *, start: int, conf_level: float = 0.95) -> dict[str, object]:
    """Assess one series at the highest level that it carries.

    Parameters
    ----------
    series : IndicatorSeries
        Values in order of year.
    start : int
        First year of the programme.
    conf_level : float, optional
        Level of the interval of a change.

    Returns
    -------
    dict
        One row for a table: the series' key, `name.sv`, `name.en`, `place`, `goal`, `unit`,
        `source`, `qualifier` (reservations about values), `sensitivity`, `is_count`,
        `level` (0, 1 or 2), `baseline`, `baseline_year`, `latest`, `latest_year`, `target`,
        `change`, `conf_low`, `conf_high` (NaN below level 2), and in both languages
        `reading`, what may be said, and `why`, why not more.
    """
    values, comparable = series.tidy(), _comparable(series)
    before, during = (
        comparable[comparable["year"] < start],
        comparable[comparable["year"] >= start],
    )
    level = _level(series, before, during)
    change = _change(series, before, during, conf_level) if level == 2 else None
    baseline, latest = _last(before), _last(during)
    return {
        **series.key,
        "name.sv": values["name_sv"].iloc[0],
        "name.en": values["name_en"].iloc[0],
        "place": ", ".join(filter(None, [series.key["geography"], series.key["group"]])),
        "goal": series.indicator.goal,
        "unit": series.indicator.unit,
        "source": values["source_name"].iloc[-1],
        "qualifier": ", ".join(sorted(set(values["qualifier"]) - {"exact"})),
        "sensitivity": series.indicator.sensitivity,
        "is_count": series.is_count,
        "level": level,
        "baseline_year": baseline["year"],
        "baseline": baseline["value"],
        "latest_year": latest["year"],
        "latest": latest["value"],
        "target": np.nan if series.indicator.target is None else series.indicator.target,
        "change": change.estimate if change else np.nan,
        "conf_low": change.conf_low if change else np.nan,
        "conf_high": change.conf_high if change else np.nan,
        **_in_both("reading", _reading(level, series, latest["value"], change)),
        **_in_both("why", _why(level, series, before, during)),
    }


def estimate_count_change(
    before: pd.Series[float], during: pd.Series[float], *, conf_level: float
) -> Change:
    """Estimate the ratio of yearly counts by quasi-Poisson regression.

    A log-linear model of two levels; the dispersion is Pearson's, at least 1, the interval
    Student's with as many degrees of freedom as there are years less two [1]_.

    Parameters
    ----------
    before, during : pandas.Series
        Counts per year, at least two years in all beyond the two levels.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Change
        `estimate` is the mean during over the mean before.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, section 6.2.
       Chapman and Hall.
    """
    counts = np.concatenate([before, during]).astype(float)
    design = sm.add_constant(np.repeat([0.0, 1.0], [len(before), len(during)]))
    fit = sm.GLM(counts, design, family=sm.families.Poisson()).fit()
    dispersion = max(1.0, fit.pearson_chi2 / fit.df_resid)
    margin = stats.t.ppf((1 + conf_level) / 2, fit.df_resid) * fit.bse[1] * np.sqrt(dispersion)
    log_ratio = fit.params[1]
    return Change(*np.exp([log_ratio, log_ratio - margin, log_ratio + margin]).tolist())


def estimate_level_change(
    before: pd.Series[float], during: pd.Series[float], *, conf_level: float
) -> Change:
    """Estimate the difference of two means of yearly values.

    Student's two-sample interval with pooled variance: years are taken as independent around
    two levels.

    Parameters
    ----------
    before, during : pandas.Series
        Values per year, at least three in all.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Change
        `estimate` is the mean during less the mean before.
    """
    values = np.concatenate([before, during]).astype(float)
    design = sm.add_constant(np.repeat([0.0, 1.0], [len(before), len(during)]))
    fit = sm.OLS(values, design).fit()
    low, high = fit.conf_int(alpha=1 - conf_level)[1]
    return Change(float(fit.params[1]), float(low), float(high))


def count_verdicts(followup: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Count what the boards themselves said of each goal at the end of a year.

    Parameters
    ----------
    followup : pandas.DataFrame
        The boards' follow-up, as `cleaning.clean_followup` gives it.
    year : int
        The year whose annual report (VB) is counted.

    Returns
    -------
    pandas.DataFrame
        One row per goal: `full`, `part` and `none` count bodies by their verdict,
        `indicators` counts indicators with a target, `reached` those that reached it.
    """
    annual = followup[(followup["year"] == year) & (followup["period"] == "VB")]
    goals = annual[annual["item_type"] == "goal"]
    verdicts = pd.crosstab(goals["goal"], goals["verdict"])
    verdicts = verdicts.reindex(columns=["full", "part", "none"], fill_value=0)
    measured = annual[(annual["item_type"] == "indicator")].dropna(subset=["outcome", "target"])
    reached = measured.assign(reached=measured["outcome"] >= measured["target"])
    counted = reached.groupby("goal")["reached"].agg(indicators="size", reached="sum")
    return verdicts.join(counted).fillna(0).astype("int64").reset_index()


def _comparable(series: IndicatorSeries) -> pd.DataFrame:
    """Keep what belongs to the definition that held last and has a printed value."""
    values: pd.DataFrame = series.tidy().dropna(subset=["year", "value"])
    latest: pd.DataFrame = values[values["segment"] == values["segment"].max()]
    return latest


def _level(series: IndicatorSeries, before: pd.DataFrame, during: pd.DataFrame) -> int:
    if during.empty:
        return 0
    return 2 if len(before) >= YEARS_BEFORE and _carries_interval(series, before, during) else 1


def _carries_interval(series: IndicatorSeries, before: pd.DataFrame, during: pd.DataFrame) -> bool:
    """Tell whether the values vary, and counts have no side of zeros alone: no ratio then."""
    sides = [before["value"], during["value"]]
    varies = any(np.ptp(side) > 0 for side in sides)
    return varies and not (series.is_count and any(side.sum() == 0 for side in sides))


def _change(
    series: IndicatorSeries, before: pd.DataFrame, during: pd.DataFrame, conf_level: float
) -> Change:
    estimate = estimate_count_change if series.is_count else estimate_level_change
    return estimate(before["value"], during["value"], conf_level=conf_level)


def _last(values: pd.DataFrame) -> dict[str, float]:
    if values.empty:
        return {"year": np.nan, "value": np.nan}
    row = values.iloc[-1]
    return {"year": float(row["year"]), "value": float(row["value"])}


def _reading(level: int, series: IndicatorSeries, latest: float, change: Change | None) -> Text:
    if level == 0:
        return Text(sv="Kan inte bedömas", en="Cannot be assessed")
    if change is None:
        return _against_target(series, latest)
    unchanged = 1.0 if series.is_count else 0.0
    if change.conf_low > unchanged:
        return Text(sv="Nivån har ökat", en="The level has risen")
    if change.conf_high < unchanged:
        return Text(sv="Nivån har minskat", en="The level has fallen")
    return Text(sv="Ingen säkerställd förändring", en="No change established")


def _against_target(series: IndicatorSeries, latest: float) -> Text:
    target, direction = series.indicator.target, series.indicator.direction
    if target is None or direction not in ("increase", "decrease"):
        return Text(sv="Nivå, målvärde saknas", en="Level, no target")
    reached = latest >= target if direction == "increase" else latest <= target
    if reached:
        return Text(sv="Når målvärdet", en="Reaches the target")
    return Text(sv="Når inte målvärdet", en="Does not reach the target")


def _why(level: int, series: IndicatorSeries, before: pd.DataFrame, during: pd.DataFrame) -> Text:
    if level == 0 and series.tidy()["segment"].max() > 0:
        return Text(
            sv="Definitionen har ändrats och inget jämförbart värde finns under programmet.",
            en="The definition has changed and no comparable value falls in the programme.",
        )
    if level == 0:
        return Text(sv="Inget värde under programmet.", en="No value during the programme.")
    if level == 1 and len(before) >= YEARS_BEFORE:
        return Text(
            sv="Värdena varierar inte eller är bara nollor: osäkerheten kan inte skattas.",
            en="The values do not vary or are zeros alone: the uncertainty cannot be estimated.",
        )
    if level == 1:
        return Text(
            sv=f"{len(before)} jämförbara år före programmet, {YEARS_BEFORE} krävs.",
            en=f"{len(before)} comparable years before the programme, {YEARS_BEFORE} needed.",
        )
    return Text(
        sv=f"{len(before)} år före och {len(during)} under; ingen jämförelsegrupp.",
        en=f"{len(before)} years before and {len(during)} during; no comparison group.",
    )


def _in_both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}.sv": text.sv, f"{name}.en": text.en}
