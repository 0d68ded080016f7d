"""The rungs of the ladder of designs: what each finds, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from evaltools.declarations import Text
from evaltools.designs import (
    Changes,
    Effect,
    change_areas,
    e_value,
    interrupted_series,
    leave_one_out,
    level_design,
    mean_contrast,
    placebo_effect,
    placebo_rank,
    rate_change,
    step_design,
    synthetic_difference_in_differences,
    trend_contrast,
)
from evaltools.designs.results import Floats
from evaltools.evaluation import OutcomeGates
from evaltools.outcomes import words
from evaltools.outcomes.panels import Mask, Panel

POWER = 0.8
"""Chance of being established that the minimum detectable change has."""
DIAGNOSTICS = ("autocorrelation", "placebo_date_p", "areas", "rank_p", "largest_weight",
               "neighbours_p", "e_value")  # fmt: skip
"""What the table of designs tells of a rung."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One way in which the same question may be put to the same data.

    Attributes
    ----------
    method, periods, areas : Text
        How the change is measured, over which periods, beside which areas.
    effect : Effect
        What it finds; the limits are NaN where the method gives none.
    """

    method: Text
    periods: Text
    areas: Text
    effect: Effect


@dataclass(frozen=True, slots=True)
class Rung:
    """What one design makes of a series.

    Attributes
    ----------
    level : int
        Its place on the ladder.
    effect : Effect or None
        What it finds, on the scale of the panel's outcomes; None where it cannot be used.
    objections : tuple of Text
        What the data lack for it, or what speaks against it: with any, it carries no claim.
    diagnostics : dict of str to float
        What was looked at.
    specifications : tuple of Specification
        The same question put otherwise.
    name, assumption : Text or None
        Of a design that another package registers; None of the ladder's own.
    """

    level: int
    effect: Effect | None = None
    objections: tuple[Text, ...] = ()
    diagnostics: dict[str, float] = field(default_factory=dict)
    specifications: tuple[Specification, ...] = ()
    name: Text | None = None
    assumption: Text | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the design carries its claim."""
        return self.effect is not None and not self.objections


def is_established(effect: Effect) -> bool:
    """Tell whether an effect's interval lies on one side of no change."""
    return effect.conf_low > 0 or effect.conf_high < 0


def detectable(effect: Effect, *, conf_level: float) -> float:
    """Compute the smallest change that the design would establish four times in five.

    Parameters
    ----------
    effect : Effect
        Whose interval shows how sure the design is.
    conf_level : float
        Level of the interval.

    Returns
    -------
    float
        On the scale of the effect; from half the width of its interval.

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects: a simple way to report the statistical
    power of experimental designs. Evaluation Review 19, 547-556.
    """
    half = (effect.conf_high - effect.conf_low) / 2
    return float(half * (1 + stats.norm.ppf(POWER) / stats.norm.isf((1 - conf_level) / 2)))


def change_rung(panel: Panel, *, gates: OutcomeGates, conf_level: float) -> Rung:
    """Find whether the level changed: level 2.

    Both limits allow for autocorrelation: that of values integrates it out; that of counts is
    the wider, on each side, of the quasi-Poisson limit, which knows how counts vary, and the
    limit that integrates the autocorrelation of the logarithms out.

    Parameters
    ----------
    panel : Panel
        Its first area is looked at.
    gates : OutcomeGates
        What the design asks for.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Rung
        Of level 2.
    """
    if lacking := _change_lacks(panel, gates):
        return Rung(2, objections=lacking)
    if not _carries_interval(panel):
        return Rung(2, objections=(words.NO_VARIATION,))
    design = level_design(panel.times, start=panel.start)
    effect, autocorrelation = interrupted_series(
        panel.outcomes[0], times=panel.times, design=design, conf_level=conf_level
    )
    if panel.counts is not None and panel.exposure is not None:
        counted = rate_change(
            panel.counts[0], exposure=panel.exposure[0], during=panel.during, conf_level=conf_level
        )
        effect = _wider(_on_logarithms(counted), effect)
    return Rung(2, effect, diagnostics={"autocorrelation": autocorrelation})


def series_rung(panel: Panel, *, gates: OutcomeGates, conf_level: float) -> Rung:
    """Find whether the series shifted away from its trend when the programme began: level 3.

    Parameters
    ----------
    panel : Panel
        Its first area is looked at.
    gates : OutcomeGates
        What the design asks for.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Rung
        Of level 3, with a pretended start among the diagnostics.
    """
    if lacking := _series_lacks(panel, gates):
        return Rung(3, objections=lacking)
    if not _carries_interval(panel):
        return Rung(3, objections=(words.FEW_CASES,))
    if _fits_exactly(panel):
        return Rung(3, objections=(words.NO_VARIATION,))
    effect, autocorrelation = _step(panel, conf_level)
    pretended = _pretended_step(panel, conf_level)
    specifications = _series_specifications(panel, gates, conf_level)
    objections = [
        *words.told(starts_in_pandemic(panel, gates), words.PANDEMIC),
        *words.told(pretended <= gates.alarm_level, words.PLACEBO_DATE),
        *words.told(_signs_differ(effect, specifications, gates), words.SIGNS_DIFFER),
    ]
    diagnostics = {"autocorrelation": autocorrelation, "placebo_date_p": pretended}
    return Rung(3, effect, tuple(objections), diagnostics, specifications)


def comparison_rung(
    panel: Panel, *, gates: OutcomeGates, conf_level: float, neighbours: Mask | None = None
) -> Rung:
    """Find whether the area changed more than comparison areas did: level 4.

    Parameters
    ----------
    panel : Panel
        The area asked about, then the comparison areas.
    gates : OutcomeGates
        What the design asks for.
    conf_level : float
        Level of the interval.
    neighbours : numpy.ndarray of bool, optional
        Comparison areas to which the programme may have spread: the main estimate is without
        them, and if they too changed unlike the others, it carries no claim.

    Returns
    -------
    Rung
        Of level 4, with pretended starts, each area left out in turn and other ways to put the
        question.
    """
    spread = np.zeros(len(panel.areas) - 1, bool) if neighbours is None else neighbours
    away = panel.beside(~spread)
    if lacking := _comparison_lacks(away, gates):
        return Rung(4, objections=lacking)
    changes = _changes(away)
    if not changes.change[1:].std() > 0:
        return Rung(4, objections=(words.NO_VARIATION,))
    effect = placebo_effect(changes, conf_level=conf_level)
    specifications = _comparison_specifications(panel, spread, gates, conf_level)
    diagnostics = {
        "areas": len(away.areas) - 1,
        "rank_p": placebo_rank(changes),
        "placebo_date_p": _placebo_date(away, conf_level).p_value,
        "largest_weight": changes.largest_weight,
        **_left_out(changes, conf_level),
        "neighbours_p": _spread_p(panel, spread),
        "e_value": _e_value(panel, effect),
    }
    objections = _against_comparison(effect, diagnostics, specifications, gates)
    return Rung(4, effect, objections, diagnostics, specifications)


def _against_comparison(
    effect: Effect,
    found: dict[str, float],
    specifications: tuple[Specification, ...],
    gates: OutcomeGates,
) -> tuple[Text, ...]:
    """Collect what speaks against a comparison; signs matter only where a claim is made."""
    one_decides = is_established(effect) and found["left_out_low"] * found["left_out_high"] <= 0
    dominated = found["largest_weight"] > gates.dominant_area
    return (
        *words.told(found["placebo_date_p"] <= gates.alarm_level, words.PLACEBO_DATE),
        *words.told(dominated or one_decides, words.DOMINANT_AREA),
        *words.told(_signs_differ(effect, specifications, gates), words.SIGNS_DIFFER),
        *words.told(found["neighbours_p"] <= gates.alarm_level, words.SPILLOVER),
    )


def sides(panel: Panel) -> tuple[int, int]:
    """Count the periods before the programme and during it."""
    return int((~panel.during).sum()), int(panel.during.sum())


def _change_lacks(panel: Panel, gates: OutcomeGates) -> tuple[Text, ...]:
    (before, during), needed = sides(panel), gates.years_before_change
    lacking = before < needed or not during
    return words.told(lacking, words.few_before(before, during, needed))


def _series_lacks(panel: Panel, gates: OutcomeGates) -> tuple[Text, ...]:
    (before, during), needed_during = sides(panel), gates.periods_during_series
    needed = max(gates.periods_before_series, 2 * panel.per_year if panel.per_year > 1 else 0)
    if before < needed or during < needed_during:
        return (words.series_lacking(before, during, needed, needed_during),)
    return words.told(_few_cases(panel, gates), words.FEW_CASES)


def _comparison_lacks(panel: Panel, gates: OutcomeGates) -> tuple[Text, ...]:
    lacking = words.comparison_lacking(len(panel.areas) - 1, *sides(panel), gates)
    return lacking or words.told(_few_cases(panel, gates), words.FEW_CASES)


LACKS = {2: _change_lacks, 3: _series_lacks, 4: _comparison_lacks}
"""What a series lacks for a level, whichever design is tried there."""


def _carries_interval(panel: Panel) -> bool:
    """Tell whether the values vary, and counts have no side of zeros alone: no ratio then."""
    sides = [panel.outcomes[0, side] for side in (panel.during, ~panel.during)]
    varies = any(np.ptp(side) > 0 for side in sides)
    if panel.counts is None:
        return varies
    return varies and all(panel.counts[0, side].sum() for side in (panel.during, ~panel.during))


def _few_cases(panel: Panel, gates: OutcomeGates) -> bool:
    return panel.counts is not None and panel.counts[0].mean() < gates.smallest_mean_count


def _on_logarithms(ratio: Effect) -> Effect:
    return replace(
        ratio,
        estimate=float(np.log(ratio.estimate)),
        conf_low=float(np.log(ratio.conf_low)),
        conf_high=float(np.log(ratio.conf_high)),
    )


def _wider(one: Effect, other: Effect) -> Effect:
    """Take the estimate of one, and on each side the limit that lies farther out."""
    return Effect(
        one.estimate, np.nan, np.nan, min(one.conf_low, other.conf_low),
        max(one.conf_high, other.conf_high), max(one.p_value, other.p_value),
    )  # fmt: skip


def _step(panel: Panel, conf_level: float, *, slope: bool = False) -> tuple[Effect, float]:
    design = _step_design(panel, slope=slope)
    return interrupted_series(
        panel.outcomes[0], times=panel.times, design=design, conf_level=conf_level
    )


def _step_design(panel: Panel, *, slope: bool = False) -> Floats:
    waves = 2 if panel.per_year > 1 else 0
    return step_design(
        panel.times, start=panel.start, slope=slope, season=panel.per_year, harmonics=waves
    )


def _can_step(panel: Panel, *, slope: bool = False) -> bool:
    """Tell whether the periods tell the step from all else, with some left over."""
    design = _step_design(panel, slope=slope)
    periods, columns = design.shape
    return bool(periods > columns + 1 and np.linalg.matrix_rank(design) == columns)


def _fits_exactly(panel: Panel) -> bool:
    """Tell whether trend and step leave nothing over: chance cannot be estimated then."""
    design, values = _step_design(panel), panel.outcomes[0]
    rest = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    return bool(np.abs(rest).max() <= 1e-9 * np.abs(values).max())


def _pretended_step(panel: Panel, conf_level: float) -> float:
    """Test for a step at a date at which nothing began; NaN where the periods cannot tell."""
    earlier = panel.over(~panel.during).starting(panel.pretended_start)
    return _step(earlier, conf_level)[0].p_value if _can_step(earlier) else np.nan


def starts_in_pandemic(panel: Panel, gates: OutcomeGates) -> bool:
    """Tell whether the programme began in a year of the pandemic or the one after."""
    start = panel.start // panel.per_year
    return any(start - 1 <= year <= start for year in gates.pandemic_years)


def _signs_differ(
    effect: Effect, specifications: tuple[Specification, ...], gates: OutcomeGates
) -> bool:
    signs = np.array([np.sign(each.effect.estimate) for each in specifications])
    differing = float((signs != np.sign(effect.estimate)).mean())
    return is_established(effect) and differing > gates.differing_specifications


def _periods(panel: Panel, gates: OutcomeGates) -> dict[Text, Panel]:
    """Choose periods: all, and without the pandemic where enough is left."""
    calm = panel.over(~np.isin(panel.years, gates.pandemic_years))
    before, during = sides(calm)
    enough = before >= gates.years_before_change and during >= 1
    differs = len(calm.times) < len(panel.times)
    return {words.ALL_PERIODS: panel} | ({words.CALM_PERIODS: calm} if enough and differs else {})


def _series_specifications(
    panel: Panel, gates: OutcomeGates, conf_level: float
) -> tuple[Specification, ...]:
    ways = {words.STEP: False, words.STEP_AND_SLOPE: True}
    return tuple(
        Specification(way, periods, words.NO_AREAS, _step(chosen, conf_level, slope=slope)[0])
        for periods, chosen in _periods(panel, gates).items()
        for way, slope in ways.items()
        if _can_step(chosen, slope=slope)
    )


def _comparison_specifications(
    panel: Panel, spread: Mask, gates: OutcomeGates, conf_level: float
) -> tuple[Specification, ...]:
    """Put the question over other periods, beside other areas, and by other methods."""
    choices = [
        (when, where, chosen.beside(areas))
        for when, chosen in _periods(panel, gates).items()
        for where, areas in _area_choices(panel, spread, gates).items()
    ]
    placebo = [
        Specification(
            way, when, where,
            placebo_effect(_changes(chosen, trend=trend), conf_level=conf_level),
        )
        for when, where, chosen in choices
        for way, trend in ((words.MEANS, False), (words.TRENDS, True))
        if not trend or len(chosen.times) > 4
    ]  # fmt: skip
    weighted = [
        Specification(words.WEIGHTED_AREAS, when, where, _weighted(chosen))
        for when, where, chosen in choices[:1]
    ]
    return (*placebo, *weighted)


def _area_choices(panel: Panel, spread: Mask, gates: OutcomeGates) -> dict[Text, Mask]:
    choices = {words.AREAS_AWAY if spread.any() else words.ALL_AREAS: ~spread}
    if spread.any():
        choices[words.WITH_NEIGHBOURS] = np.ones_like(spread)
    if panel.exposure is not None:
        size = panel.exposure.mean(axis=1)
        alike = (size[1:] > size[0] / 3) & (size[1:] < size[0] * 3) & ~spread
        if alike.sum() >= gates.untreated_areas and (alike != ~spread).any():
            choices[words.LIKE_SIZE] = alike
    return choices


def _changes(panel: Panel, *, trend: bool = False) -> Changes:
    contrast = (
        trend_contrast(panel.times, start=panel.start) if trend else mean_contrast(panel.during)
    )
    return change_areas(panel.outcomes, chance=panel.chance, contrast=contrast)


def _weighted(panel: Panel) -> Effect:
    periods_before = int((~panel.during).sum())
    found = synthetic_difference_in_differences(panel.outcomes, periods_before=periods_before)
    return Effect(found.estimate, np.nan, np.nan, np.nan, np.nan, np.nan)


def _placebo_date(panel: Panel, conf_level: float) -> Effect:
    earlier = panel.over(~panel.during).starting(panel.pretended_start)
    return placebo_effect(_changes(earlier), conf_level=conf_level)


def _left_out(changes: Changes, conf_level: float) -> dict[str, float]:
    estimates = [each.estimate for each in leave_one_out(changes, conf_level=conf_level)]
    return {"left_out_low": min(estimates), "left_out_high": max(estimates)}


def _e_value(panel: Panel, effect: Effect) -> float:
    """Tell how strong a confounder must be to explain an effect on a rate away."""
    if panel.counts is None:
        return np.nan
    low, ratio, high = np.exp([effect.conf_low, effect.estimate, effect.conf_high])
    return e_value(ratio, conf_low=low, conf_high=high).limit


def _spread_p(panel: Panel, spread: Mask) -> float:
    """Test whether the neighbours together changed unlike the other areas."""
    if not spread.any():
        return np.nan
    changes = _changes(panel)
    near, far = np.r_[False, spread], np.r_[False, ~spread]
    asked = Changes(
        np.r_[changes.change[near].mean(), changes.change[far]],
        np.r_[changes.variance[near].mean() / near.sum(), changes.variance[far]],
    )
    return placebo_effect(asked).p_value
