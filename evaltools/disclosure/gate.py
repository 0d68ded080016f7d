"""The release gate: nothing is built from which a reader can prove a small group.

Cell rules protect each table by itself. The gate takes everything that a run publishes, and
everything that was released before, and asks what can be worked out from all of it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaltools.disclosure.attacker import Attacker, Constraint, Cross, Floats
from evaltools.disclosure.claims import Claims
from evaltools.disclosure.constraints import constrain
from evaltools.disclosure.questions import Question, Target, list_questions, list_targets
from evaltools.errors import DisclosureError, Fault

FINEST = 5_000
"""Cells of a cross above which no reader and no machine can be followed any more."""
EXPLAINED, NAMED = 20, 3
"""Groups of a question whose proof is traced to its places, and questions that a fault names."""
KNOWN = {"employees", "lightest", "heaviest"}
FRAME = "the frame"
"""The place where a reader learns how many were asked."""
WHOLE_NUMBERS = 64
"""Cells of a cross up to which the reader is taken to use that counts are whole."""


Rows = Mapping[str, Sequence[Constraint]]


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """What the gate let through, and what it looked at; made by `check_release` alone.

    Attributes
    ----------
    claims : int
        How many numbers were set against each other.
    groups : int
        How many groups a reader could have been after.
    """

    _told: Mapping[str, Claims]
    claims: int
    groups: int

    def covers(self, told: Mapping[str, Claims]) -> bool:
        """Tell whether these are the places that were checked, unchanged."""
        return dict(self._told) == dict(told)


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """Places from which a reader can prove something of a question, or that contradict it."""

    question: Question
    places: tuple[str, ...]
    contradicts: bool = False

    @property
    def about(self) -> str:
        """Whose answers they are, and the groups that can be proven."""
        by = ", ".join(self.question.by)
        told = by and not self.contradicts
        return self.question.universe + (f" by {by}" if told else "")


def check_release(
    told: Mapping[str, Claims],
    *,
    earlier: Mapping[str, Claims],
    asked: Mapping[str, pd.DataFrame],
) -> Release:
    """Refuse a release from which a reader can prove a small group.

    Every published number is a linear constraint on the counts of the finest cross that is
    used. A linear programme, for small crosses one in whole numbers, then finds whether any
    group of a personal or sensitive question is sure to have members and to be small, whether
    all of a group are sure to have answered alike, and whether any group of an open question is
    sure to be under its size; also for one who knows their own answer.

    Parameters
    ----------
    told : dict of str to Claims
        For each table, figure and value that is to be published what it tells.
    earlier : dict of str to Claims
        For each earlier release what it told.
    asked : dict of str to pandas.DataFrame
        For each universe who was asked: the columns that everyone has a value in, `employees`,
        and of those who answered the weights `lightest` and `heaviest`. All are taken as known
        to the reader. Of a universe that is not among them the largest weight over the smallest
        limits what a share tells.

    Returns
    -------
    Release
        Without which no report is built.

    Raises
    ------
    DisclosureError
        For every question with a provable group, with the places that reveal it together and
        never the group or its size; for numbers that contradict each other, and for crosses
        that are too fine to be checked.

    Examples
    --------
    >>> from evaltools.disclosure import check_release
    >>> from evaltools.examples import small_shares
    >>> release = check_release({"by role": small_shares().told()}, earlier={}, asked={})
    >>> release.claims
    4
    """
    everything = {**earlier, **told}
    questions = list_questions(everything)
    if too_fine := [each for each in questions if each.cross.size > FINEST]:
        raise DisclosureError([_too_fine(each) for each in too_fine])
    findings, groups = list[Finding](), 0
    for question in questions:
        found, looked_at = _attack(question, asked=asked.get(question.universe))
        findings += found
        groups += looked_at
    if findings:
        raise DisclosureError(_sentences(findings))
    return Release(told, sum(len(each.claims) for each in everything.values()), groups)


def _attack(question: Question, *, asked: pd.DataFrame | None) -> tuple[list[Finding], int]:
    """Find what can be proven of a question; also tell how many groups were looked at."""
    rows = _constraints(question, asked)
    attacker = _attacker(rows, question=question)
    if not attacker.finds_counts():
        return [_contradiction(question, rows)], 0
    targets = list(list_targets(question))
    proven = [target for target in targets if _proves(attacker, target)]
    return _explain(question, proven, rows), len(targets)


def _constraints(question: Question, asked: pd.DataFrame | None) -> Rows:
    """Turn what was told, and who was asked, into constraints, place by place."""
    cross, rows, weight = question.cross, dict[str, list[Constraint]](), None
    if asked is not None and set(asked.columns) - KNOWN <= set(cross.columns):
        rows[FRAME] = list(_no_more_than(asked, cross))
        weight = _weights_of_cells(asked, cross)
    for place, claim in question.told:
        rows.setdefault(place, []).extend(constrain(claim, cross=cross, weight=weight, place=place))
    return rows


def _weights_of_cells(asked: pd.DataFrame, cross: Cross) -> tuple[Floats, Floats]:
    """Return the limits of every cell's weights; those of all where nobody has answered."""
    cells = pd.DataFrame(cross.cells()).merge(asked, how="left", validate="many_to_one")
    light = cells["lightest"].fillna(asked["lightest"].min())
    heavy = cells["heaviest"].fillna(asked["heaviest"].max())
    return np.asarray(light, dtype=float), np.asarray(heavy, dtype=float)


def _proves(attacker: Attacker, target: Target) -> bool:
    """Tell whether a group is exposed; that a size counts themselves helps no insider."""
    if attacker.proves_small(target.row, small=target.small):
        return True
    if target.among is None:
        return False
    return _proves_alike(attacker, target) or attacker.helps_insider(target.row, small=target.small)


def _proves_alike(attacker: Attacker, target: Target) -> bool:
    """Tell whether nobody in a group gave another answer; where there is no other, nothing."""
    if target.among is None or not (others := target.among - target.row).any():
        return False
    return attacker.proves_alike(others, among=target.among)


def _attacker(rows: Rows, *, question: Question) -> Attacker:
    every = [row for each in rows.values() for row in each]
    different = {(row.row.tobytes(), row.low, row.high): row for row in every}
    whole = not any(claim.of_scores for _, claim in question.told)
    size = question.cross.size
    return Attacker(list(different.values()), size=size, integer=whole and size <= WHOLE_NUMBERS)


def _no_more_than(asked: pd.DataFrame, cross: Cross) -> Iterator[Constraint]:
    """No more can have answered than were asked."""
    for cell in asked.drop(columns=["lightest", "heaviest"]).to_dict("records"):
        most = cell.pop("employees")
        row = cross.select({str(name): (str(value),) for name, value in cell.items()})
        yield Constraint(row, -np.inf, float(most), FRAME)


def _explain(question: Question, proven: Sequence[Target], rows: Rows) -> list[Finding]:
    """Say which places reveal the groups together: leave out each place that is not needed."""
    reveal: list[frozenset[str]] = []
    for target in proven[:EXPLAINED]:
        if not any(_still_proves(target, rows, places, question) for places in reveal):
            reveal.append(_needed(target, rows, question))
    return [Finding(question, tuple(sorted(places))) for places in dict.fromkeys(reveal)]


def _needed(target: Target, rows: Rows, question: Question) -> frozenset[str]:
    needed = frozenset(rows)
    for place in rows:
        if _still_proves(target, rows, needed - {place}, question):
            needed -= {place}
    return needed


def _still_proves(target: Target, rows: Rows, places: frozenset[str], question: Question) -> bool:
    return _proves(_attacker({place: rows[place] for place in places}, question=question), target)


def _contradiction(question: Question, rows: Rows) -> Finding:
    """Find places that cannot all be true."""
    needed = frozenset(rows)
    for place in rows:
        rest = {each: rows[each] for each in needed - {place}}
        if not _attacker(rest, question=question).finds_counts():
            needed -= {place}
    return Finding(question, tuple(sorted(needed)), contradicts=True)


def _sentences(findings: Sequence[Finding]) -> list[Fault]:
    """Say once what the same places tell of several questions."""
    alike: dict[tuple[str, tuple[str, ...], bool], list[str]] = {}
    for each in findings:
        key = (each.about, each.places, each.contradicts)
        alike.setdefault(key, []).append(each.question.name)
    return [
        (_say_contradiction if contradicts else _say_proof)(about, places, _questions(names))
        for (about, places, contradicts), names in alike.items()
    ]


def _questions(names: Sequence[str]) -> str:
    said = ["who answered" if not name else f"the question {name}" for name in names[:NAMED]]
    more = len(names) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def _say_proof(about: str, places: Sequence[str], questions: str) -> Fault:
    together = " together let" if len(places) > 1 else " lets"
    return Fault(
        about,
        f"{', '.join(places)}{together} a reader work out a small group of {questions}.",
        "Take one of them out, or take groups together in it.",
    )


def _say_contradiction(about: str, places: Sequence[str], questions: str) -> Fault:
    return Fault(
        about,
        f"{', '.join(places)} contradict each other about {questions}: what differs tells of those "
        "who were added or taken out between them.",
        "Run all notebooks on the data of the earlier release; if answers had to be corrected, "
        "see docs/how-to/release-a-report.md.",
    )


def _too_fine(question: Question) -> Fault:
    return Fault(
        question.universe,
        f"{question.name or 'who answered'} is crossed by {', '.join(question.by)}: "
        f"{question.cross.size} combinations are too many to be checked.",
        f"Publish fewer crosses of it; {FINEST} can be checked.",
    )
