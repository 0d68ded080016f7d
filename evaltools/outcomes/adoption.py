"""Level 5: areas with the programme beside areas without."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaltools.designs import adoption_changes, compare_changes, event_study, pretrend_test
from evaltools.designs.results import Floats
from evaltools.evaluation import OutcomeGates
from evaltools.indicators import IndicatorSeries
from evaltools.outcomes import words
from evaltools.outcomes.panels import Panel, make_panel
from evaltools.outcomes.rungs import Rung, Specification


def adoption_rung(
    treated: Sequence[IndicatorSeries],
    untreated: Sequence[IndicatorSeries],
    *,
    start: int,
    gates: OutcomeGates,
    conf_level: float,
) -> Rung:
    """Find whether areas with the programme changed more than areas without: level 5.

    Parameters
    ----------
    treated, untreated : sequence of IndicatorSeries
        The same indicator where the programme was, and where it was not.
    start : int
        First year of the programme, where an area has declared no other.
    gates : OutcomeGates
        What the design asks for.
    conf_level : float
        Level of the interval.

    Returns
    -------
    Rung
        Of level 5; the areas' moves before the programme are among the diagnostics where all
        began at once.
    """
    if len(treated) < gates.treated_areas or len(untreated) < gates.untreated_areas:
        return Rung(5, objections=(words.few_areas(len(treated), len(untreated), gates),))
    panel = make_panel(treated[0], start=start, beside=[*treated[1:], *untreated])
    began = _began(panel, treated, start)
    has = np.isfinite(began)
    before = int((panel.times < np.nanmin(began)).sum()) if has.any() else 0
    enough = has.sum() >= gates.treated_areas and (~has).sum() >= gates.untreated_areas
    if not enough or before < gates.years_before_change:
        return Rung(5, objections=(words.few_areas(int(has.sum()), int((~has).sum()), gates),))
    changes = adoption_changes(panel.outcomes, times=panel.times, began=began)
    if not min(changes[has].std(), changes[~has].std()) > 0:
        return Rung(5, objections=(words.NO_VARIATION,))
    effect = compare_changes(changes, treated=has.astype(float), conf_level=conf_level)
    apart = _moved_apart(panel, began)
    objections = words.told(apart <= gates.alarm_level, words.MOVED_APART)
    main = Specification(words.MEANS, words.ALL_PERIODS, words.ALL_AREAS, effect)
    diagnostics = {"areas": float(len(panel.areas)), "placebo_date_p": apart}
    return Rung(5, effect, objections, diagnostics, (main,))


def _began(panel: Panel, treated: Sequence[IndicatorSeries], start: int) -> Floats:
    """Return the first period of each area of the panel; NaN without the programme."""
    declared = treated[0].indicator.comparison
    own = declared.began if declared else {}
    has = {each.key["geography"] for each in treated}
    years = [own.get(area, start) if area in has else np.nan for area in panel.areas]
    return np.array(years, float) * panel.per_year


def _moved_apart(panel: Panel, began: Floats) -> float:
    """Test whether the areas moved alike before; NaN where they began at different times."""
    dates = np.unique(began[np.isfinite(began)])
    if len(dates) != 1 or not (panel.times == dates[0] - 1).any():
        return np.nan
    kept = panel.over((panel.times >= dates[0] - 4) & (panel.times <= dates[0]))
    return pretrend_test(event_study(kept.outcomes, times=kept.times, began=began))
