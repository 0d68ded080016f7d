"""Targets: what the city's rule says of the value, and how sure one may be of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.designs import Posterior, rate_posterior, share_posterior, value_posterior
from evaltools.evaluation import AttainmentRule
from evaltools.indicators import SERIES, IndicatorSeries
from evaltools.outcomes.assessments import Assessment
from evaltools.outcomes.panels import PUBLISHED_Z
from evaltools.outcomes.tabulating import describe

STATUS = {
    "full": Text(sv="Uppfylls helt", en="Met in full"),
    "part": Text(sv="Uppfylls delvis", en="Met in part"),
    "none": Text(sv="Uppfylls inte", en="Not met"),
    "missing": Text(sv="Uppgift saknas", en="No value"),
    "no target": Text(sv="Målvärde saknas", en="No target"),
}
CERTAINTY = {
    "met": Text(sv="Målet är nått", en="The target is met"),
    "not met": Text(sv="Målet är inte nått", en="The target is not met"),
    "undecided": Text(sv="Kan inte avgöras", en="Cannot be decided"),
    "unknown": Text(
        sv="Källan ger ingen osäkerhet: kan inte avgöras",
        en="The source gives no uncertainty: cannot be decided",
    ),
    "missing": Text(sv="", en=""),
}


@dataclass(frozen=True, slots=True)
class Attainment:
    """How one series stands against its target.

    Attributes
    ----------
    status : str
        By the city's rule, from the printed value alone: a key of `STATUS`. A missing value is
        missing, never not met.
    certainty : str
        What may be said once chance is allowed for: a key of `CERTAINTY`.
    probability : float
        That the target is met; NaN where the source gives no uncertainty.
    conf_low, conf_high : float
        Limits of the value, in the unit of the indicator.
    """

    status: str
    certainty: str
    probability: float = np.nan
    conf_low: float = np.nan
    conf_high: float = np.nan


def judge_attainment(
    series: IndicatorSeries, *, start: int, rule: AttainmentRule, conf_level: float = 0.95
) -> Attainment:
    """Judge the latest value of the programme against the target.

    Parameters
    ----------
    series : IndicatorSeries
        Whose indicator has a target, a direction and maybe a baseline.
    start : int
        First year of the programme.
    rule : AttainmentRule
        When the target counts as reached in part.
    conf_level : float, optional
        Level of the interval: the target is met or not met only where the whole interval is on
        one side of it.

    Returns
    -------
    Attainment
        The formal status, and what may be said with certainty.

    Examples
    --------
    >>> from evaltools.evaluation import AttainmentRule
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import judge_attainment
    >>> found = judge_attainment(small_series(), start=2021, rule=AttainmentRule())
    >>> found.status, found.certainty
    ('none', 'unknown')
    """
    indicator, values = series.indicator, series.comparable()
    if indicator.target is None or indicator.direction not in ("increase", "decrease"):
        return Attainment("no target", "missing")
    during = values[values["year"] >= start]
    if during.empty:
        return Attainment("missing", "missing")
    sign = 1 if indicator.direction == "increase" else -1
    latest = during.iloc[-1]
    status = _status(
        sign * float(latest["value"]), sign * indicator.target, _baseline(series, start) * sign,
        rule,
    )  # fmt: skip
    posterior = _posterior(series, latest)
    if posterior is None:
        return Attainment(status, "unknown")
    return _sure(status, posterior, indicator.target, sign, conf_level)


def tabulate_attainment(assessments: Sequence[Assessment], *, rule: AttainmentRule) -> pd.DataFrame:
    """Lay the attainment of all series that have a target out as a table.

    Parameters
    ----------
    assessments : sequence of Assessment
        What was found.
    rule : AttainmentRule
        When a target counts as reached in part.

    Returns
    -------
    pandas.DataFrame
        One row per series with a target: the series' key, `name.sv`, `name.en`, `place`,
        `goal`, `direction`, `target`, `latest`, `latest_year`, `conf_low`, `conf_high`,
        `probability`, `sensitivity`, `synthetic`, `is_count`, whom it counts (`counted`, `sex`,
        `rest`), and in both languages `status` and `certainty`.
    """
    aimed = [
        each
        for each in assessments
        if each.series.indicator.target is not None and not each.is_of_several_areas
    ]
    return pd.DataFrame([_row(each, rule) for each in aimed], columns=list(_COLUMNS))


_COLUMNS = (
    *SERIES, "name.sv", "name.en", "place.sv", "place.en", "goal", "direction", "target", "latest",
    "latest_year", "conf_low", "conf_high", "counted", "sex", "rest", "probability", "sensitivity",
    "synthetic", "is_count", "status.sv", "status.en", "certainty.sv", "certainty.en",
)  # fmt: skip


def _row(assessment: Assessment, rule: AttainmentRule) -> dict[str, object]:
    series, during = assessment.series, assessment.during
    found = judge_attainment(
        series, start=assessment.start, rule=rule, conf_level=assessment.conf_level
    )
    return {
        **series.key,
        **describe(assessment),
        "goal": series.indicator.goal,
        "target": series.indicator.target,
        "latest": float(during["value"].iloc[-1]) if len(during) else np.nan,
        "latest_year": float(during["year"].iloc[-1]) if len(during) else np.nan,
        "conf_low": found.conf_low,
        "conf_high": found.conf_high,
        "probability": found.probability,
        **in_both("status", STATUS[found.status]),
        **in_both("certainty", CERTAINTY[found.certainty]),
    }


def _status(value: float, target: float, baseline: float, rule: AttainmentRule) -> str:
    """Judge a value of which more is better."""
    if value >= target:
        return "full"
    way = target - baseline
    if rule.part_way is not None and way > 0 and value - baseline >= rule.part_way * way:
        return "part"
    return "none"


def _baseline(series: IndicatorSeries, start: int) -> float:
    """Return the declared baseline, or the last comparable value before; NaN without either."""
    if series.indicator.baseline is not None:
        return series.indicator.baseline
    values = series.comparable()
    before = values.loc[values["year"] < start, "value"]
    return float(before.iloc[-1]) if len(before) else np.nan


def _posterior(series: IndicatorSeries, latest: pd.Series[float]) -> Posterior | None:
    """Say what chance leaves open about the latest value; None where the source gives nothing."""
    value, base = float(latest["value"]), latest["denominator"]
    match series.measured:
        case "count":
            return rate_posterior(value, exposure=1.0)
        case "rate" if series.is_count:
            return rate_posterior(value, exposure=1.0)
        case "rate":
            events = float(latest["numerator"])
            return rate_posterior(events, exposure=events / value if value else float(base))
        case "share":
            return share_posterior(float(latest["numerator"]), trials=float(base), scale=100.0)
    if pd.notna(latest["uncertainty"]):
        return value_posterior(value, std_error=float(latest["uncertainty"]) / PUBLISHED_Z)
    return None


def _sure(
    status: str, posterior: Posterior, target: float, sign: int, conf_level: float
) -> Attainment:
    low, high = posterior.interval(conf_level)
    below = posterior.chance_below(target)
    best, worst = (low, high) if sign < 0 else (high, low)
    if sign * worst >= sign * target:
        certainty = "met"
    elif sign * best < sign * target:
        certainty = "not met"
    else:
        certainty = "undecided"
    return Attainment(status, certainty, below if sign < 0 else 1 - below, low, high)
