"""The release gate: nothing is built from which a reader can prove a small group.

Cell rules protect each table by itself. The gate takes everything that a run publishes, and
everything that was released before, and asks what can be worked out from all of it together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from evaltools.disclosure.attacker import OTHER, Attacker, Constraint, Cross, Floats
from evaltools.disclosure.claims import Claim, Claims
from evaltools.disclosure.constraints import constrain
from evaltools.errors import DisclosureError, Fault
from evaltools.survey import Selection

FINEST = 5_000
"""Cells of a cross above which no reader and no machine can be followed any more."""
EXPLAINED, NAMED = 20, 3
"""Groups of a question whose proof is traced to its places, and questions that a fault names."""
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
class Target:
    """A group that no reader may prove to be small.

    Attributes
    ----------
    row : numpy.ndarray
        1 for its cells in the cross, 0 for others.
    among : numpy.ndarray or None
        All whose answers it is about, where it is sensitive that all gave the same one.
    small : int
        The size from which it is large enough.
    """

    row: Floats
    among: Floats | None
    small: int


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Everything that was told of one question, or of who answered at all.

    Attributes
    ----------
    universe : str
        Whose answers are meant.
    name : str
        The question; "" for who answered at all.
    by : tuple of str
        The columns that form the groups.
    cross : Cross
        All combinations of groups and answers.
    told : tuple of (str, Claim)
        The claims with their places.
    """

    universe: str
    name: str
    by: tuple[str, ...]
    cross: Cross
    told: tuple[tuple[str, Claim], ...]

    @property
    def is_in_whole_numbers(self) -> bool:
        """Whether the reader is taken to use that counts are whole."""
        of_scores = any(claim.of_scores for _, claim in self.told)
        return self.cross.size <= WHOLE_NUMBERS and not of_scores


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
        and the mean `weight` of those who answered. Both are taken as known to the reader. Of a
        universe that is not among them the smallest and largest weight limit what a share tells.

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
    """
    everything = {**earlier, **told}
    questions = [each for universe in _universes(everything) for each in _ask(everything, universe)]
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


def _universes(told: Mapping[str, Claims]) -> list[str]:
    return sorted({claim.universe for each in told.values() for claim in each.claims})


def _ask(told: Mapping[str, Claims], universe: str) -> Iterator[Question]:
    """List what was asked in a universe: each question, and who answered at all."""
    claims = [(place, claim) for place, each in told.items() for claim in each.of(universe)]
    levels = _levels(told, universe)
    topics = {name for _, claim in claims for name in claim.columns - set(levels)}
    for topic in ("", *sorted(topics)):
        about = [claim for _, claim in claims if not topic or topic in claim.columns]
        columns = {name for claim in about for name in claim.columns if topic or name in levels}
        columns |= set(levels) if columns & set(levels) else set()
        cross = _cross(claims, columns=columns, levels=levels)
        by = tuple(name for name in cross.columns if name != topic)
        seen = tuple(_seen_from(claims, columns))
        if seen:
            yield Question(universe, topic, by, cross, seen)


def _levels(told: Mapping[str, Claims], universe: str) -> dict[str, tuple[str, ...]]:
    """Join what the releases say of the columns in which everyone has a value."""
    joined: dict[str, dict[str, None]] = {}
    for each in told.values():
        for column, values in each.levels.get(universe, {}).items():
            joined.setdefault(column, {}).update(dict.fromkeys(values))
    return {column: tuple(values) for column, values in joined.items()}


def _cross(
    claims: Iterable[tuple[str, Claim]],
    *,
    columns: set[str],
    levels: Mapping[str, tuple[str, ...]],
) -> Cross:
    """Cross the values that were told of; of a question there are those who gave no answer."""
    seen: dict[str, dict[str, None]] = {name: {} for name in sorted(columns)}
    for _, claim in claims:
        for where in (claim.part, claim.whole or {}):
            for name in seen.keys() & where.keys():
                seen[name].update(dict.fromkeys(where[name]))
    return Cross({name: levels.get(name, (*values, OTHER)) for name, values in seen.items()})


def _seen_from(
    claims: Iterable[tuple[str, Claim]], columns: set[str]
) -> Iterator[tuple[str, Claim]]:
    """Return the claims about some columns; of others, that at least so many are in a group."""
    most: dict[str, tuple[str, Claim]] = {}
    for place, claim in claims:
        if claim.columns <= columns:
            yield place, claim
        elif claim.whole is None and not claim.scores and claim.low:
            part = {name: values for name, values in claim.part.items() if name in columns}
            key = repr(sorted(part.items()))
            known = most.get(key)
            if known is None or claim.low > (known[1].low or 0):
                most[key] = place, claim.model_copy(update={"part": part, "high": None})
    yield from most.values()


def _attack(question: Question, *, asked: pd.DataFrame | None) -> tuple[list[Finding], int]:
    """Find what can be proven of a question; also tell how many groups were looked at."""
    rows = _constraints(question, asked)
    attacker = _attacker(rows, question=question)
    if not attacker.finds_counts():
        return [_contradiction(question, rows)], 0
    targets = list(_targets(question))
    proven = [target for target in targets if _proves(attacker, target)]
    return _explain(question, proven, rows), len(targets)


def _constraints(question: Question, asked: pd.DataFrame | None) -> Rows:
    """Turn what was told, and who was asked, into constraints, place by place."""
    cross, rows, weight = question.cross, dict[str, list[Constraint]](), None
    if asked is not None and set(asked.columns) - {"weight", "employees"} <= set(cross.columns):
        rows[FRAME] = list(_no_more_than(asked, cross))
        weight = _weight_of_cells(asked, cross)
    for place, claim in question.told:
        rows.setdefault(place, []).extend(constrain(claim, cross=cross, weight=weight, place=place))
    return rows


def _weight_of_cells(asked: pd.DataFrame, cross: Cross) -> Floats:
    """Return the weight of every cell; where nobody has answered the mean of the others."""
    cells = pd.DataFrame(cross.cells()).merge(asked, how="left", validate="many_to_one")
    return np.asarray(cells["weight"].fillna(asked["weight"].mean()), dtype=float)


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
    return Attacker(
        list(different.values()), size=question.cross.size, integer=question.is_in_whole_numbers
    )


def _no_more_than(asked: pd.DataFrame, cross: Cross) -> Iterator[Constraint]:
    """No more can have answered than were asked."""
    for cell in asked.drop(columns="weight").to_dict("records"):
        most = cell.pop("employees")
        row = cross.select({str(name): (str(value),) for name, value in cell.items()})
        yield Constraint(row, -np.inf, float(most), FRAME)


def _targets(question: Question) -> Iterator[Target]:
    """List the groups that a reader could be after, and in each those who gave one answer.

    Of open questions those groups whose columns were crossed somewhere: no share is shown of the
    finer ones, and that few are in one of them is no answer. Of others any columns.
    """
    topic, told = question.name, _groups_told_of(question)
    answers = [each for each in question.cross.columns.get(topic, ()) if each != OTHER]
    given = {topic: answers} if topic else {}
    group_size = _smallest(question, "open")
    if group_size is not None:
        crossed = {frozenset(group) for group in told}
        for group in _with_cells(told, question.cross, crossed):
            yield Target(question.cross.select({**group, **given}), None, group_size)
    answer_size = _smallest(question, "personal", "sensitive")
    if answer_size is not None and topic:
        sizes = range(len(question.by) + 1)
        crossed = {frozenset(each) for size in sizes for each in combinations(question.by, size)}
        for group in _with_cells(told, question.cross, crossed):
            among = question.cross.select({**group, **given})
            for answer in answers:
                yield Target(question.cross.select({**group, topic: [answer]}), among, answer_size)


def _smallest(question: Question, *sensitivities: str) -> int | None:
    """Return the size from which a group is large enough; None where no claim is of that kind."""
    topic = question.name
    return max(
        (
            claim.small
            for _, claim in question.told
            if claim.sensitivity in sensitivities and (not topic or topic in claim.columns)
        ),
        default=None,
    )


def _groups_told_of(question: Question) -> list[Selection]:
    return [
        {name: values for name, values in where.items() if name in question.by}
        for _, claim in question.told
        for where in (claim.part, claim.whole or {})
    ]


def _with_cells(
    told: list[Selection], cross: Cross, crossed: Iterable[frozenset[str]]
) -> list[Selection]:
    """Add to the groups that were told of every combination of the columns that form them."""
    every = sorted(map(sorted, crossed))
    cells = [cell for columns in every for cell in _cells(cross, columns)]
    return list({repr(sorted(group.items())): group for group in [*told, *cells]}.values())


def _cells(cross: Cross, columns: Iterable[str]) -> Iterator[Selection]:
    """List the combinations of some columns' values."""
    for cell in Cross({name: cross.columns[name] for name in columns}).cells():
        if OTHER not in cell.values():
            yield {name: (value,) for name, value in cell.items()}


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
