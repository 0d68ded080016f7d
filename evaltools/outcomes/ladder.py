"""The ladder: each series gets the strongest claim that its data carry, never a stronger word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evaltools.evaluation import OutcomeGates
from evaltools.indicators import IndicatorSeries
from evaltools.outcomes import words
from evaltools.outcomes.adoption import adoption_rung
from evaltools.outcomes.assessments import Assessment
from evaltools.outcomes.own_designs import Design, own_designs, try_designs
from evaltools.outcomes.panels import Mask, Panel, make_panel
from evaltools.outcomes.rungs import (
    change_rung,
    comparison_rung,
    series_rung,
)


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
