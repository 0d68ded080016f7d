"""What was asked, and which groups a reader could be after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from evaltools.disclosure.attacker import OTHER, Cross, Floats
from evaltools.disclosure.claims import Claim, Claims
from evaltools.survey import Selection


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


def list_questions(told: Mapping[str, Claims]) -> list[Question]:
    """List what was asked of each universe: every question, and who answered at all.

    Parameters
    ----------
    told : dict of str to Claims
        For each place what it tells.

    Returns
    -------
    list of Question
        Each with all that was told of it.
    """
    universes = sorted({claim.universe for each in told.values() for claim in each.claims})
    return [question for universe in universes for question in _ask(told, universe)]


def _ask(told: Mapping[str, Claims], universe: str) -> Iterator[Question]:
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


def list_targets(question: Question) -> Iterator[Target]:
    """List the groups that a reader could be after, and in each those who gave one answer.

    Of open questions those groups whose columns were crossed somewhere: no share is shown of the
    finer ones, and that few are in one of them is no answer. Of others any columns.

    Parameters
    ----------
    question : Question
        What was asked.

    Yields
    ------
    Target
        A group.
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
