"""What holds for the attacker, for what protects, and for the gate, whatever the answers were."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.disclosure.attacker import Attacker, Constraint  # noqa: E402
from evaltools.disclosure.suppression import (  # noqa: E402
    Flags,
    Problem,
    _one_after_another,
    suppress,
)

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
few = settings(max_examples=25, deadline=None)

# The attacker, against all tables that fit

MOST = 4
TABLES = np.array(list(product(range(MOST + 1), repeat=4)))
"""Every table of four cells with at most four members each."""
ROOM = [Constraint(row, 0, MOST, "room") for row in np.eye(4)]
weights = st.lists(st.integers(-2, 3), min_size=4, max_size=4)


@st.composite
def known_tables(draw: st.DrawFn) -> tuple[list[Constraint], Ints]:
    """Draw a table and some of what is told of it; return that with all tables that fit."""
    truth = np.array(draw(st.lists(st.integers(0, MOST), min_size=4, max_size=4)))
    told, fits = list(ROOM), np.ones(len(TABLES), dtype=bool)
    for row in draw(st.lists(weights.map(np.array), min_size=1, max_size=4)):
        below, above = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        told.append(Constraint(row.astype(float), row @ truth - below, row @ truth + above, "tab"))
        fits &= (row @ truth - below <= TABLES @ row) & (TABLES @ row <= row @ truth + above)
    return told, TABLES[fits]


groups = st.lists(st.booleans(), min_size=4, max_size=4).filter(any).map(np.array)


@few
@given(known_tables(), groups)
def test_in_whole_numbers_the_attacker_finds_what_all_fitting_tables_share(
    known: tuple[list[Constraint], Ints], group: Flags
) -> None:
    told, fitting = known
    low, high = Attacker(told, size=4, integer=True).bounds(group.astype(float))
    members = fitting @ group
    assert (round(low), round(high)) == (members.min(), members.max())


@few
@given(known_tables(), groups)
def test_limits_hold_all_fitting_tables(known: tuple[list[Constraint], Ints], group: Flags) -> None:
    told, fitting = known
    low, high = Attacker(told, size=4).bounds(group.astype(float))
    members = fitting @ group
    assert low - 1e-6 <= members.min() and members.max() <= high + 1e-6


@few
@given(known_tables(), groups, st.integers(2, 5))
def test_a_group_is_proven_small_exactly_where_it_is_in_all_fitting_tables(
    known: tuple[list[Constraint], Ints], group: Flags, small: int
) -> None:
    told, fitting = known
    members = fitting @ group
    proven = Attacker(told, size=4, integer=True).proves_small(group.astype(float), small=small)
    assert proven == bool((members > 0).all() and (members < small).all())


@few
@given(known_tables(), groups, st.integers(2, 5))
def test_an_insider_is_helped_exactly_where_one_of_some_cell_would_be(
    known: tuple[list[Constraint], Ints], group: Flags, small: int
) -> None:
    told, fitting = known
    helped = False
    for cell in range(4):
        inside = fitting[fitting[:, cell] > 0]
        others = inside @ group - int(group[cell])
        helped |= len(inside) > 0 and bool((others > 0).all() and (others < small).all())
    attacker = Attacker(told, size=4, integer=True)
    attacker.finds_counts()
    assert attacker.helps_insider(group.astype(float), small=small) == helped


# Suppression


@st.composite
def crosses(draw: st.DrawFn) -> Problem:
    """Draw a cross whose rows, columns and total are known, with cells under five.

    Of some cells a reader knows that they cannot be much larger.
    """
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    counts = st.sampled_from([0, 0, 1, 2, 4, 5, 8, 13, 40])
    table = np.array(draw(st.lists(counts, min_size=rows * columns, max_size=rows * columns)))
    place = np.arange(rows * columns)
    sums = [place // columns == row for row in range(rows)]
    sums += [place % columns == column for column in range(columns)]
    primary = (table > 0) & (table < 5)
    assume(primary.any())
    counts = table.astype(float)
    room = st.lists(st.sampled_from([3, 100, 100, 100]), min_size=len(counts), max_size=len(counts))
    largest = counts + draw(room)
    shift = np.where(largest >= 5, 5 - counts, -counts)
    return Problem(counts, np.array(sums, dtype=float), primary, shift, largest)


def attack(problem: Problem, hidden: Flags) -> Attacker:
    """Tell a reader all sums, and the cells that are not hidden."""
    cells = [
        Constraint(row, count, count, "tab")
        for row, count, silent in zip(np.eye(len(hidden)), problem.counts, hidden, strict=True)
        if not silent
    ]
    totals = [Constraint(row, row @ problem.counts, row @ problem.counts, "tab")
              for row in problem.sums]  # fmt: skip
    limits = [Constraint(row, 0, row @ problem.largest, "frame") for row in np.eye(len(hidden))]
    return Attacker([*cells, *totals, *limits], size=len(hidden))


@pytest.mark.parametrize("seconds", [60, 0], ids=["best", "out of time"])
@few
@given(problem=crosses())
def test_after_suppression_every_small_cell_can_be_large_or_else_empty(
    problem: Problem, seconds: float
) -> None:
    hidden = suppress(problem, seconds=seconds)
    assume(not hidden.all())
    attacker, cells = attack(problem, hidden), np.eye(len(hidden))
    for cell in np.flatnonzero(problem.primary):
        least, most = attacker.bounds(cells[cell])
        assert most >= 5 - 1e-6 if problem.largest[cell] >= 5 else least <= 1e-6


@few
@given(crosses())
def test_the_best_suppression_never_costs_more_than_the_heuristic(problem: Problem) -> None:
    best, heuristic = suppress(problem), _one_after_another(problem)
    assume(not best.all())
    assert problem.cost @ best <= problem.cost @ heuristic + 1e-6
