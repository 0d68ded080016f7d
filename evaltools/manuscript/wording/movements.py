"""What claims of direction and of going on lack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evaltools.manuscript.wording.cases import Case
from evaltools.manuscript.wording.evidence import Evidence

FEWEST = 3
"""So many values in order make it possible to say that something goes on."""
OPPOSITE = {"rising": "falling", "falling": "rising"}


def lacks_direction(case: Case) -> str | None:
    """Ask for established changes that go the claimed way."""
    return _moves(case, case.changes(), case.claim.kind)


def _moves(case: Case, changes: Sequence[Evidence], way: str) -> str | None:
    """Tell what keeps changes from going one way."""
    if not changes:
        return _no_change(case)
    for each in changes:
        wanted = _way(way, each)
        if wanted is None:
            return f"no wanted direction is declared for {each.name}."
        if each.moves is None:
            return f"{each.name} does not establish a change."
        if each.moves != wanted:
            return f"{each.name} goes the other way."
    return None


def _way(way: str, evidence: Evidence) -> str | None:
    """Turn better and worse into a direction by what is wanted."""
    if way in OPPOSITE:
        return way
    if evidence.reading & {"better", "worse"}:
        return evidence.moves if way in evidence.reading else OPPOSITE[str(evidence.moves)]
    direction = evidence.meaning.direction if evidence.meaning else None
    wanted = {"increase": "rising", "decrease": "falling"}.get(str(direction))
    return OPPOSITE[wanted] if wanted and way == "worse" else wanted


def _no_change(case: Case) -> str:
    """Say what the sentence cites instead of a change."""
    for each in case.near():
        if each.meaning is None:
            return f"nobody has said what {each.name} means."
        if each.kind != "level":
            return f"the design of {each.name} (level {each.design}) supports no change."
    if levels := case.near():
        names = " and ".join(dict.fromkeys(each.name for each in levels))
        return f"{names} {'are levels' if len(levels) > 1 else 'is a level'}, not a change."
    if case.tables:
        return f"the sentence names no row of {case.tables[0].metadata.id} by its name alone."
    return "the sentence cites no change."


def lacks_continuation(case: Case) -> str | None:
    """Ask for values in order, each step the same way, and an established change."""
    way = str(case.claim.way)
    series = _longest_series(case.evidence)
    if len(series) < FEWEST:
        return f"that takes {FEWEST} cited values of one series, and there are {len(series)}."
    if len({each.meaning.segment for each in series if each.meaning}) > 1:
        return f"the definition changed between {series[0].name} and {series[-1].name}."
    wanted = _way(way, series[-1])
    for earlier, later in pairwise(series):
        if wanted is None:
            return f"no wanted direction is declared for {later.name}."
        if _step(earlier, later) != wanted:
            last = "the last step" if later is series[-1] else "one step"
            return f"{last}, from {earlier.name} to {later.name}, does not go that way."
    return _moves(case, case.changes(), way)


def _longest_series(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the cited levels of one series and of known years, in order of time."""
    by_series: dict[str, dict[int, Evidence]] = {}
    for each in evidence:
        it = each.meaning
        if it and it.kind == "level" and it.series and it.period and each.number is not None:
            by_series.setdefault(it.series, {})[it.period] = each
    longest = max(by_series.values(), key=len, default={})
    return [longest[period] for period in sorted(longest)]


def _step(earlier: Evidence, later: Evidence) -> str | None:
    before, after = earlier.number or 0.0, later.number or 0.0
    return "rising" if after > before else "falling" if after < before else None
