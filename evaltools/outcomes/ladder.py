"""The ladder: each series gets the strongest claim that its data carry, never a stronger word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.evaluation import OutcomeGates
from evaltools.indicators import IndicatorSeries, name_place
from evaltools.outcomes import words
from evaltools.outcomes.adoption import adoption_rung
from evaltools.outcomes.own_designs import Design, own_designs, try_designs
from evaltools.outcomes.panels import Mask, Panel, make_panel
from evaltools.outcomes.rungs import (
    DIAGNOSTICS,
    Rung,
    change_rung,
    comparison_rung,
    detectable,
    series_rung,
)


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What may be said of one series.

    Attributes
    ----------
    series : IndicatorSeries
        The series that was assessed.
    rungs : tuple of Rung
        What each design found, the highest first, those of other packages after the ladder's own
        of their level; the first that holds carries the claim.
    level : int
        The level of the claim: 0 if nothing may be said, 1 if the level alone.
    start : int
        First year of the programme.
    conf_level : float
        Level of the intervals.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import assess
    >>> found = assess(small_series(), start=2021, gates=OutcomeGates())
    >>> found.level, found.reading["en"]
    (2, 'The level has risen (wanted direction)')
    >>> len(found.before), len(found.during)
    (5, 4)
    """

    series: IndicatorSeries
    rungs: tuple[Rung, ...]
    level: int
    start: int
    conf_level: float

    @property
    def claim(self) -> Rung | None:
        """The rung that carries the claim; None below level 2."""
        return next((rung for rung in self.rungs if rung.holds), None)

    @property
    def is_of_several_areas(self) -> bool:
        """Tell whether several areas were assessed together."""
        return any(rung.level == 5 for rung in self.rungs)

    @property
    def reading(self) -> Text:
        """What may be said, in words."""
        if self.claim is not None and self.claim.effect is not None:
            return words.reading(self.level, self.claim.effect, self.series.indicator)
        if self.level == 0:
            return Text(sv="Kan inte bedömas", en="Cannot be assessed")
        return _against_target(self.series, _last(self.during)["value"])

    @property
    def why_not_higher(self) -> Text:
        """Why no more may be said."""
        return _why(self)

    @property
    def before(self) -> pd.DataFrame:
        """The comparable values before the programme."""
        values = self.series.comparable()
        return values[values["year"] < self.start]

    @property
    def during(self) -> pd.DataFrame:
        """The comparable values of the programme."""
        values = self.series.comparable()
        return values[values["year"] >= self.start]


def assess(
    series: IndicatorSeries,
    *,
    start: int,
    gates: OutcomeGates,
    beside: Sequence[IndicatorSeries] = (),
    designs: Sequence[Design] = (),
    conf_level: float = 0.95,
) -> Assessment:
    """Assess one series at the highest level that it carries.

    Parameters
    ----------
    series : IndicatorSeries
        Values in order of time.
    start : int
        First year of the programme.
    gates : OutcomeGates
        What each design asks of a series.
    beside : sequence of IndicatorSeries, optional
        The same indicator in areas without the programme.
    designs : sequence of Design, optional
        Designs to try after the ladder's own of their level.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Assessment
        With every rung that was tried.

    Raises
    ------
    ConfigurationError
        If one of `designs` stops, or gives what is no finding.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import assess
    >>> found = assess(small_series(), start=2021, gates=OutcomeGates())
    >>> found.level, found.reading["en"]
    (2, 'The level has risen (wanted direction)')
    >>> found.why_not_higher["en"]
    '5 periods before and 4 during; an interrupted series needs 8 and 3. No comparison
    areas are declared for the indicator.'
    """
    values = series.comparable()
    if not values["year"].ge(start).any():
        return Assessment(series, (), 0, start, conf_level)
    alone = make_panel(series, start=start)
    panel, near = _beside(series, start=start, beside=beside)
    ladder = (
        comparison_rung(panel, gates=gates, conf_level=conf_level, neighbours=near),
        series_rung(alone, gates=gates, conf_level=conf_level),
        change_rung(alone, gates=gates, conf_level=conf_level),
    )
    away = words.AREAS_AWAY if near.any() else words.ALL_AREAS
    seen = dict.fromkeys((2, 3), (alone, words.NO_AREAS)) | {4: (panel.beside(~near), away)}
    own = try_designs(designs, seen, ladder=ladder, gates=gates, conf_level=conf_level)
    rungs = tuple(sorted((*ladder, *own), key=lambda rung: -rung.level))
    level = next((rung.level for rung in rungs if rung.holds), 1)
    return Assessment(series, rungs, level, start, conf_level)


def assess_indicators(
    series: Sequence[IndicatorSeries], *, start: int, gates: OutcomeGates, conf_level: float = 0.95
) -> list[Assessment]:
    """Assess every series, with the areas that its indicator declares beside it.

    Parameters
    ----------
    series : sequence of IndicatorSeries
        All series.
    start : int
        First year of the programme.
    gates : OutcomeGates
        What each design asks of a series.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    list of Assessment
        One per series outside the comparison areas, in their order; then one for each indicator,
        name and group whose programme was in several areas, under the names of them all and
        without a value of its own. Designs that other packages register are tried too.

    Raises
    ------
    ConfigurationError
        If one of those cannot be used, stops, or gives what is no finding.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.indicators import split_series
    >>> from evaltools.intake import read_table
    >>> from evaltools.outcomes import assess_indicators
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> observations = clean_indicators(raw, programme=programme).tidy()
    >>> used = observations[observations["indicator_id"] == "OJ_SU"]
    >>> series = split_series(used, programme=programme)
    >>> found = assess_indicators(series, start=2021, gates=OutcomeGates())
    >>> [each.level for each in found]
    [2]
    """
    designs = own_designs()
    alone = [
        assess(
            each,
            start=start,
            gates=gates,
            beside=_comparison_areas(each, series),
            designs=designs,
            conf_level=conf_level,
        )
        for each in series
        if not _is_compared_with(each)
    ]
    firsts = [each for each in series if _is_first_treated(each, series)]
    return [*alone, *(_together(each, series, start, gates, conf_level) for each in firsts)]


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
                **in_both("objection", _joined(rung.objections)),
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


def _beside(
    series: IndicatorSeries, *, start: int, beside: Sequence[IndicatorSeries]
) -> tuple[Panel, Mask]:
    """Lay comparison areas beside a series, and tell which of them are neighbours."""
    panel = make_panel(series, start=start, beside=beside)
    declared = series.indicator.comparison
    near = declared.neighbours if declared else ()
    neighbours: Mask = np.isin(panel.areas[1:], near)
    return panel, neighbours


def _is_compared_with(series: IndicatorSeries) -> bool:
    """Tell whether a series is of an area that others are compared with."""
    declared, area = series.indicator.comparison, series.key["geography"]
    if declared is None or area in declared.treated:
        return False
    return not declared.areas or area in {*declared.areas, *declared.neighbours}


def _is_treated(series: IndicatorSeries) -> bool:
    declared = series.indicator.comparison
    return declared is not None and series.key["geography"] in declared.treated


def _is_first_treated(series: IndicatorSeries, others: Sequence[IndicatorSeries]) -> bool:
    """Tell whether a series is the first of several areas with the programme."""
    if not _is_treated(series):
        return False
    treated = [each for each in others if _is_treated(each) and _alike(each, series)]
    return len(treated) > 1 and treated[0] is series


def _together(
    first: IndicatorSeries,
    others: Sequence[IndicatorSeries],
    start: int,
    gates: OutcomeGates,
    conf_level: float,
) -> Assessment:
    """Assess all areas with the programme beside all areas without; together they have no value."""
    treated = [each for each in others if _is_treated(each) and _alike(each, first)]
    rung = adoption_rung(
        treated,
        _comparison_areas(first, others),
        start=start,
        gates=gates,
        conf_level=conf_level,
    )
    shared = first.tidy().assign(geography=_names(treated), value=np.nan)
    together = replace(first, _values=shared)
    return Assessment(together, (rung,), 5 if rung.holds else 0, start, conf_level)


def _names(treated: Sequence[IndicatorSeries]) -> str:
    return " + ".join(each.key["geography"] for each in treated)


def _comparison_areas(
    series: IndicatorSeries, others: Sequence[IndicatorSeries]
) -> list[IndicatorSeries]:
    declared = series.indicator.comparison
    if declared is None or series.key["geography"] not in declared.treated:
        return []
    return [each for each in others if _is_compared_with(each) and _alike(each, series)]


def _alike(one: IndicatorSeries, other: IndicatorSeries) -> bool:
    """Tell whether two series are of the same indicator, name and group."""
    same = ("indicator_id", "name_sv", "group")
    return all(one.key[name] == other.key[name] for name in same)


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


def _against_target(series: IndicatorSeries, latest: float) -> Text:
    target, direction = series.indicator.target, series.indicator.direction
    if target is None or direction not in ("increase", "decrease"):
        return Text(sv="Nivå, målvärde saknas", en="Level, no target")
    reached = latest >= target if direction == "increase" else latest <= target
    if reached:
        return Text(sv="Når målvärdet", en="Reaches the target")
    return Text(sv="Når inte målvärdet", en="Does not reach the target")


def _why(assessment: Assessment) -> Text:
    """Say what the next rungs up the ladder lacked, or what spoke against them."""
    if not assessment.rungs:
        broken = assessment.series.tidy()["segment"].max() > 0
        return words.BROKEN if broken else words.NO_VALUE
    above = [rung for rung in assessment.rungs if rung.level > assessment.level]
    return _joined([*dict.fromkeys(text for rung in above[::-1] for text in rung.objections)])


def _joined(texts: Sequence[Text]) -> Text:
    return Text(sv=" ".join(each.sv for each in texts), en=" ".join(each.en for each in texts))
