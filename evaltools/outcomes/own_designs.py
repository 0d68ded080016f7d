"""Designs that other packages register, held to what the ladder holds its own to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any, Protocol

import numpy as np

from evaltools.declarations import Text
from evaltools.designs import Effect
from evaltools.errors import ConfigurationError, EvaltoolsError, Fault
from evaltools.evaluation import OutcomeGates
from evaltools.outcomes import words
from evaltools.outcomes.panels import Panel
from evaltools.outcomes.rungs import (
    DIAGNOSTICS,
    LACKS,
    Rung,
    Specification,
    sides,
    starts_in_pandemic,
)
from evaltools.provenance import DESIGNS, Extension, extensions

Seen = tuple[Panel, Text]
OPEN = (2, 3, 4)
"""Levels that take other designs: those with one area that had the programme."""


class Estimator(Protocol):
    """Puts the question of a design to a series."""

    def __call__(self, panel: Panel, *, conf_level: float) -> Rung:
        """Return the effect on the scale of `panel.outcomes`, and what speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design that the ladder tries at one of its levels, after its own.

    Attributes
    ----------
    level : {2, 3, 4}
        Where it belongs: a change of level, a shift away from the series' own trend, a change
        beside comparison areas. Its claim has the words of that level, and the level's gates in
        evaluation.yml hold for it too.
    name, assumption : Text
        What it is called, and what it takes for granted.
    estimate : callable
        Gets the panel and the level of the interval; of levels 2 and 3 the panel is one area.
    periods_before, periods_during, areas : int
        Fewest periods and comparison areas that it can be computed from.
    package : str
        Who registers it; the ladder fills it in.
    """

    level: int
    name: Text
    assumption: Text
    estimate: Estimator
    periods_before: int = 2
    periods_during: int = 1
    areas: int = 0
    package: str = ""

    @property
    def shown_as(self) -> Text:
        """What readers see: a design that is not the ladder's says so."""
        return words.own_design(self.name, self.package)


def own_designs() -> tuple[Design, ...]:
    """Return the designs that are registered.

    Returns
    -------
    tuple of Design
        In the order of the names under which they are registered.

    Raises
    ------
    ConfigurationError
        For each that cannot be imported, is no `Design`, or is for another level.
    """
    found = [(each, each.load()) for each in extensions(DESIGNS)]
    faults = [by.fault(told) for by, design in found if (told := _misfit(design))]
    if faults:
        raise ConfigurationError(faults)
    return tuple(_of_package(design, by) for by, design in found)


def _misfit(design: object) -> str:
    if not isinstance(design, Design):
        return f"it is {type(design).__name__}, and must be an evaltools.outcomes.Design."
    if design.level not in OPEN:
        return f"its level is {design.level}, and must be one of {', '.join(map(str, OPEN))}."
    return ""


def _of_package(design: Any, by: Extension) -> Design:
    named: Design = replace(design, package=f"{by.package} {by.version}")
    return named


def try_designs(
    designs: Sequence[Design],
    seen: Mapping[int, Seen],
    *,
    ladder: Sequence[Rung],
    gates: OutcomeGates,
    conf_level: float,
) -> list[Rung]:
    """Try designs on a series.

    Parameters
    ----------
    designs : sequence of Design
        The designs.
    seen : mapping of int to tuple of Panel and Text
        The series as a design of each level sees it, and which areas stand beside it.
    ladder : sequence of Rung
        What the ladder's own designs found, one of each level.
    gates : OutcomeGates
        What each level asks of a series.
    conf_level : float
        Level of the intervals.

    Returns
    -------
    list of Rung
        One per design. Where the ladder looks for a shift at a date at which nothing began, for
        a start in the pandemic, or has itself established the opposite, that stands among the
        objections, whatever the design says; and also where the design finds nothing to say at
        that date, or asks for more periods than lie around it.

    Raises
    ------
    ConfigurationError
        If a design stops with an error, or gives what is no finding: an interval that does not
        hold its estimate, a p-value beyond 0 and 1, numbers that are none.
    """
    ours = {rung.level: rung for rung in ladder}
    return [
        _named(each, _held(each, seen[each.level], ours[each.level], gates, conf_level))
        for each in designs
    ]


def _named(design: Design, found: Rung) -> Rung:
    return replace(found, name=design.shown_as, assumption=design.assumption)


def _held(design: Design, seen: Seen, ours: Rung, gates: OutcomeGates, conf_level: float) -> Rung:
    """Try a design where its level and itself allow, and hold it to what the ladder looks at."""
    panel, areas = seen
    lacking = LACKS[design.level](panel, gates) or _lacks(design, panel)
    if lacking:
        return Rung(design.level, objections=lacking)
    found = _tried(design, panel, conf_level)
    if found.effect is None:
        return found
    pretended = np.nan if design.level == 2 else _pretended(design, panel, conf_level)
    in_pandemic = design.level == 3 and starts_in_pandemic(panel, gates)
    objections = (
        *found.objections,
        *words.told(in_pandemic, words.PANDEMIC),
        *words.told(pretended <= gates.alarm_level, words.PLACEBO_DATE),
        *words.told(design.level > 2 and np.isnan(pretended), words.NO_PLACEBO_DATE),
        *words.told(_are_opposite(found.effect, ours.effect), words.OPPOSITE),
    )
    itself = Specification(design.shown_as, words.ALL_PERIODS, areas, found.effect)
    return replace(
        found,
        objections=tuple(dict.fromkeys(objections)),
        diagnostics={**found.diagnostics, "placebo_date_p": pretended},
        specifications=(itself, *found.specifications),
    )


def _lacks(design: Design, panel: Panel) -> tuple[Text, ...]:
    has = (*sides(panel), len(panel.areas) - 1)
    asks = (design.periods_before, design.periods_during, design.areas)
    lacking = any(one < other for one, other in zip(has, asks, strict=True))
    return words.told(lacking, words.own_lacking(design.name, has, asks))


def _pretended(design: Design, panel: Panel, conf_level: float) -> float:
    """Test for an effect at a date at which nothing began; NaN where that cannot be told."""
    earlier = panel.over(~panel.during).starting(panel.pretended_start)
    if _lacks(design, earlier):
        return np.nan
    effect = _tried(design, earlier, conf_level).effect
    return effect.p_value if effect else np.nan


def _are_opposite(one: Effect, other: Effect | None) -> bool:
    """Tell whether both are established, on different sides of no change."""
    if other is None:
        return False
    return (one.conf_low > 0 > other.conf_high) or (one.conf_high < 0 < other.conf_low)


def _tried(design: Design, panel: Panel, conf_level: float) -> Rung:
    """Ask a design, of a copy of the panel, and check what it gives."""
    place = f"{design.name.en}, {design.package or 'an own design'}, area {panel.areas[0]}"
    try:
        found = design.estimate(panel.over(np.ones_like(panel.during)), conf_level=conf_level)
    except EvaltoolsError:
        raise
    except Exception as error:
        problem = f"the design stopped with {type(error).__name__}."
        raise ConfigurationError(Fault(place, problem, REMEDY)) from error
    faults = [Fault(place, problem, REMEDY) for problem in _problems(found, design)]
    if faults:
        raise ConfigurationError(faults)
    return found


REMEDY = "Tell the author of the package, or uninstall it."


def _problems(found: object, design: Design) -> Iterator[str]:
    if not isinstance(found, Rung):
        yield f"it gives {type(found).__name__}, and must give an evaltools.outcomes.Rung."
        return
    if found.level != design.level:
        yield f"it gives a rung of level {found.level}, and is a design of level {design.level}."
    if found.effect is None and not found.objections:
        yield "it gives neither an effect nor what speaks against one."
    if found.effect is not None:
        yield from _wrong_numbers(found.effect)
    if not all(isinstance(each, Text) for each in found.objections):
        yield "an objection is no Text(sv=…, en=…)."
    unknown = ", ".join(sorted(found.diagnostics.keys() - set(DIAGNOSTICS)))
    if unknown:
        yield f"it gives the diagnostics {unknown}; known are {', '.join(DIAGNOSTICS)}."
    if not all(isinstance(each, Real) for each in found.diagnostics.values()):
        yield "a diagnostic is no number."
    for each in found.specifications:
        yield from _wrong_specification(each)


def _wrong_numbers(effect: object) -> Iterator[str]:
    """Tell of an effect that cannot be one; limits may be infinite, and nothing else."""
    if not isinstance(effect, Effect):
        yield f"its effect is {type(effect).__name__}, and must be an evaltools.designs.Effect."
        return
    numbers = (effect.estimate, effect.conf_low, effect.conf_high, effect.p_value)
    if not all(isinstance(each, Real) for each in numbers):
        yield "its estimate, limits and p-value are not all single numbers."
        return
    if not np.isfinite(effect.estimate):
        yield "its estimate is no finite number."
    elif not effect.conf_low <= effect.estimate <= effect.conf_high:
        yield "its interval does not hold its estimate."
    if not 0 <= effect.p_value <= 1:
        yield "its p-value does not lie between 0 and 1."


def _wrong_specification(each: object) -> Iterator[str]:
    if not isinstance(each, Specification):
        yield f"a specification is {type(each).__name__}, and must be a Specification."
    elif not np.isfinite(each.effect.estimate):
        yield "the estimate of a specification is no finite number."
