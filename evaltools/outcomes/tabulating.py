"""Assessments laid out as tables: claims, what was tried, and otherwise put."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.indicators import name_place
from evaltools.outcomes import words
from evaltools.outcomes.assessments import Assessment
from evaltools.outcomes.rungs import DIAGNOSTICS, Rung, detectable


def tabulate(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """Lay assessments out as a table.

    Parameters
    ----------
    assessments : sequence of Assessment
        What was found.

    Returns
    -------
    pandas.DataFrame
        One row per assessment: the series' key, `goal`, `unit`,
        `source`, `qualifier` (reservations about values), `sensitivity`, `is_count`,
        `is_ratio` (whether the change is a ratio of rates or a difference of values), `direction`
        (the direction that is wanted), `level`, `baseline`, `baseline_year`, `latest`,
        `latest_year`, `target`, `change`, `conf_low`, `conf_high`, `p_value`, `detectable` (the
        smallest change that would be established four times in five; a ratio above 1 where the
        change is one) - these five NaN below level 2 - `synthetic`, and in both languages
        `name`, `place`, `design`, `reading`, `why` (why no more may be said) and `assumption`.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import assess, tabulate
    >>> table = tabulate([assess(small_series(), start=2021, gates=OutcomeGates())])
    >>> table[["change", "conf_low", "conf_high", "detectable"]].round(1)
       change  conf_low  conf_high  detectable
    0     9.4       3.6       13.8         7.3
    """
    return pd.DataFrame([_row(each) for each in assessments])


def list_diagnostics(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """List what every design that was tried found, and what spoke against it.

    Parameters
    ----------
    assessments : sequence of Assessment
        What was found.

    Returns
    -------
    pandas.DataFrame
        One row per series and design with an estimate: `name` and `place` in both, `level`,
        `is_ratio`, `change`, `conf_low`, `conf_high`, `p_value`, `detectable`, `sensitivity`,
        `synthetic`, `is_count`, one column per diagnostic, and in both languages `design`,
        `carries` (whether it carries the claim it is able to) and `objection`.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import assess, list_diagnostics
    >>> tried = list_diagnostics([assess(small_series(), start=2021, gates=OutcomeGates())])
    >>> tried[["level", "change", "autocorrelation", "carries.en"]].round(2)
       level  change  autocorrelation carries.en
    0      2    9.45             0.13        yes
    """
    tried = [*_TESTED, *DIAGNOSTICS]
    return pd.DataFrame(
        [
            dict.fromkeys(tried, np.nan)
            | {
                **describe(each),
                "level": rung.level,
                **_numbers(each, rung),
                **rung.diagnostics,
                **in_both("objection", words.joined(rung.objections)),
                **in_both("design", _design(each, rung)),
                **in_both("carries", words.YES if rung.holds else words.NO),
            }
            for each in assessments
            for rung in each.rungs
            if rung.effect is not None
        ]
    )


_TESTED = ("change", "conf_low", "conf_high", "p_value", "detectable")


def list_specifications(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """List the other ways in which the question of the highest design was put to the data.

    Parameters
    ----------
    assessments : sequence of Assessment
        What was found.

    Returns
    -------
    pandas.DataFrame
        One row per series and specification, from the lowest change to the highest; only of
        series whose highest designs that could be used have several. `panel.sv`, `panel.en` (the
        series), `change`, `conf_low`, `conf_high` (on the scale of the table of assessments),
        `is_main`, `is_ratio`, `sensitivity`, `synthetic`, `is_count`, and `method`, `periods`
        and `areas` in both languages.
    """
    rows = [row for each in assessments for row in _specification_rows(each)]
    columns = [*_SPECIFIED, *(f"{part}.{each}" for part in _WAYS for each in ("sv", "en"))]
    ordered = pd.DataFrame(rows, columns=columns).sort_values("change", kind="stable")
    return ordered.sort_values("panel.sv", kind="stable").reset_index(drop=True)


_WAYS = ("method", "periods", "areas")


_SPECIFIED = ("panel.sv", "panel.en", "change", "conf_low", "conf_high", "is_main", "is_ratio",
              "sensitivity", "synthetic", "is_count")  # fmt: skip


def _specification_rows(assessment: Assessment) -> list[dict[str, object]]:
    usable = [rung for rung in assessment.rungs if rung.effect is not None]
    highest = [rung for rung in usable if rung.level == usable[0].level]
    if not highest:
        return []
    main = next((rung for rung in highest if rung.holds), highest[0])
    described = describe(assessment)
    return [
        {
            **described,
            "panel.sv": f"{described['name.sv']}, {described['place.sv']}",
            "panel.en": f"{described['name.en']}, {described['place.en']}",
            **_scaled(assessment, each.effect),
            "is_main": each.effect == main.effect,
            **{
                key: text for way in _WAYS for key, text in in_both(way, getattr(each, way)).items()
            },
        }
        for rung in highest
        for each in rung.specifications
    ]


def _row(assessment: Assessment) -> dict[str, object]:
    series = assessment.series
    values, indicator = series.tidy(), series.indicator
    baseline, latest = _last(assessment.before), _last(assessment.during)
    return {
        **series.key,
        **describe(assessment),
        "goal": indicator.goal,
        "unit": indicator.unit,
        **in_both("unit", indicator.unit_label),
        "source": values["source_name"].iloc[-1],
        "qualifier": ", ".join(sorted(set(values["qualifier"]) - {"exact"})),
        "level": assessment.level,
        "baseline_year": baseline["year"],
        "baseline": baseline["value"] if indicator.baseline is None else indicator.baseline,
        "latest_year": latest["year"],
        "latest": latest["value"],
        "target": np.nan if indicator.target is None else indicator.target,
        **_numbers(assessment, assessment.claim),
        **in_both("design", _design(assessment, assessment.claim)),
        **in_both("reading", assessment.reading),
        **in_both("why", assessment.why_not_higher),
        **in_both("assumption", _assumption(assessment)),
    }


def _design(assessment: Assessment, rung: Rung | None) -> Text:
    level, own = (rung.level, rung.name) if rung else (assessment.level, None)
    return words.design(level, is_ratio=assessment.series.is_ratio, own=own)


def _assumption(assessment: Assessment) -> Text:
    own = assessment.claim.assumption if assessment.claim else None
    return own or words.ASSUMPTIONS[assessment.level]


def describe(assessment: Assessment) -> dict[str, object]:
    """Name an assessed series for a table: its name, place, sensitivity, scale, whom it counts."""
    series = assessment.series
    values = series.tidy()
    return {
        "name.sv": values["name_sv"].iloc[0],
        "name.en": values["name_en"].iloc[0],
        **in_both("place", name_place(series.key["geography"], series.key["group"])),
        "sensitivity": series.indicator.sensitivity,
        "synthetic": series.synthetic,
        "is_count": series.is_count,
        "is_ratio": series.is_ratio,
        "direction": series.indicator.direction,
        **series.counted,
    }


def _numbers(assessment: Assessment, rung: Rung | None) -> dict[str, float]:
    if rung is None or rung.effect is None:
        return dict.fromkeys(_TESTED, np.nan)
    smallest = detectable(rung.effect, conf_level=assessment.conf_level)
    return {
        **_scaled(assessment, rung.effect),
        "p_value": rung.effect.p_value,
        "detectable": _on_scale(assessment, smallest),
    }


def _scaled(assessment: Assessment, effect: object) -> dict[str, float]:
    return {
        name: _on_scale(assessment, getattr(effect, attribute))
        for name, attribute in (
            ("change", "estimate"), ("conf_low", "conf_low"), ("conf_high", "conf_high")
        )
    }  # fmt: skip


def _on_scale(assessment: Assessment, number: float) -> float:
    """Turn a difference of logarithms into a ratio."""
    return float(np.exp(number)) if assessment.series.is_ratio else number


def _last(values: pd.DataFrame) -> dict[str, float]:
    if values.empty:
        return {"year": np.nan, "value": np.nan}
    row = values.iloc[-1]
    return {"year": float(row["year"]), "value": float(row["value"])}
