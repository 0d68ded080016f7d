"""What claims that compare lack: more, most, twice as many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaltools.artefacts import TableArtefact
from evaltools.manuscript.wording.cases import Case
from evaltools.manuscript.wording.evidence import OWNERS, Evidence, named_rows

ROUND = 0.1
"""A ratio may be called "twice" if it lies within this share of two."""
SIDES = {"more": "rising", "less": "falling"}


def lacks_difference(case: Case) -> str | None:
    """Ask for an established difference, or for intervals that do not meet."""
    threshold = _threshold(case)
    if threshold is not None:
        return _beyond(case, threshold)
    contrasts = [each for each in case.near() if each.kind in ("change", "difference")]
    if contrasts:
        return _contrasts(case, contrasts)
    levels = [each for each in case.near() if each.kind == "level"]
    if len(levels) < 2:
        return "the sentence cites neither a difference nor two values with their intervals."
    return _apart(levels, higher=case.claim.kind == "more")


def _contrasts(case: Case, contrasts: Sequence[Evidence]) -> str | None:
    for each in contrasts:
        if each.moves is None:
            return f"{each.name} does not establish a difference."
        if each.kind == "change" and each.moves != SIDES[case.claim.kind]:
            return f"{each.name} goes the other way."
    return None


def _apart(levels: Sequence[Evidence], *, higher: bool) -> str | None:
    """Tell whether the first value lies on its side of all the others."""
    first, *others = levels
    for each in others:
        if None in (first.low, first.high, each.low, each.high):
            return f"{first.name} and {each.name} do not both have an interval."
        if not _is_above(*((first, each) if higher else (each, first))):
            return f"the intervals of {first.name} and {each.name} do not lie apart in that order."
    return None


def _is_above(one: Evidence, other: Evidence) -> bool:
    return one.low is not None and other.high is not None and one.low > other.high


def _threshold(case: Case) -> float | None:
    """Read the fraction in "more than half"."""
    following = case.text[case.claim.end :].lstrip()
    match = case.lexicon.patterns["fractions"].match(following)
    return case.lexicon.words.fractions[match.group().lower()] if match else None


def _beyond(case: Case, threshold: float) -> str | None:
    levels = [each for each in case.near() if each.kind == "level"]
    if not levels:
        return "the sentence cites no value with its interval."
    for each in levels:
        limit = each.low if case.claim.kind == "more" else each.high
        is_beyond = limit is not None and (limit > threshold) == (case.claim.kind == "more")
        if not is_beyond or limit == threshold:
            return f"the interval of {each.name} does not lie beyond that."
    return None


def lacks_extreme(case: Case) -> str | None:
    """Ask for a table whose extreme row is named and lies apart from all others."""
    if not case.tables:
        return "the sentence cites no table in which that can be seen."
    for table in case.tables:
        problem = _extreme(table, case)
        if problem is not None:
            return problem
    return None


def _extreme(table: TableArtefact, case: Case) -> str | None:
    owner = next((name for name in OWNERS if name in table.data), None)
    where = table.metadata.id
    if owner is None or not {"conf_low", "conf_high"} <= set(table.data):
        return f"{where} has no numbers with intervals."
    if table.data[owner].isna().any():
        return f"{where} has rows that are not shown, which may be more extreme."
    rows = table.data.sort_values(owner, ascending=case.claim.kind == "least", kind="stable")
    named = named_rows(table, case.text, language=case.lexicon.language)
    if rows.index[0] not in {table.data.index[number] for number in named}:
        return f"the sentence does not name the row of {where} that is."
    first, rest = rows.iloc[0], rows.iloc[1:]
    beyond = (
        rest["conf_low"] > first["conf_high"]
        if case.claim.kind == "least"
        else rest["conf_high"] < first["conf_low"]
    )
    if beyond.all():
        return None
    return f"its interval in {where} does not lie apart from {int((~beyond).sum())} others."


def lacks_ratio(case: Case) -> str | None:
    """Ask for two values that lie apart and stand in that ratio."""
    phrase = re.sub(r"\s+", " ", case.claim.word.lower())
    factor = case.lexicon.words.multiples[phrase]
    levels = [each for each in case.near() if each.kind == "level"]
    if len(levels) < 2:
        return "the sentence does not cite two values with their intervals."
    ratio = _ratio(levels[0], levels[1], factor)
    if ratio is None or abs(ratio / max(factor, 1 / factor) - 1) > ROUND:
        return f"{levels[0].name} and {levels[1].name} do not stand in that ratio."
    ordered = sorted(levels[:2], key=lambda each: each.number or 0.0)
    return _apart(ordered, higher=False)


def _ratio(one: Evidence, other: Evidence, factor: float) -> float | None:
    """Return the larger number over the smaller, if the first is on the claimed side."""
    if not one.number or not other.number:
        return None
    larger, smaller = sorted((one.number, other.number), reverse=True)
    is_change = one.meaning and other.meaning and one.meaning.series == other.meaning.series
    in_order = (one.number > other.number) == (factor > 1)
    return larger / smaller if in_order or (is_change and not in_order) else None
