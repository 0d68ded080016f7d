"""What holds for the attacker, for what protects, and for the gate, whatever the answers were."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import Phase, assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.declarations import Sensitivity  # noqa: E402
from evaltools.disclosure import Claims, protect_counts, protect_estimates  # noqa: E402
from evaltools.disclosure.attacker import Attacker, Constraint  # noqa: E402
from evaltools.disclosure.suppression import (  # noqa: E402
    Flags,
    Problem,
    _one_after_another,
    suppress,
)
from evaltools.estimates import Estimates  # noqa: E402
from evaltools.evaluation import DisclosureRules  # noqa: E402
from evaltools.survey import Universe  # noqa: E402
from tests.releases import refusals  # noqa: E402

RULES = DisclosureRules()
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
few = settings(max_examples=25, deadline=None)
surveys = settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate))
many_surveys = settings(surveys, max_examples=150)

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


# What was protected passes the gate

BODIES, ROLES = ("b0", "b1", "b2", "b3"), ("head", "staff")
KINDS = {"b0": "k0", "b1": "k0", "b2": "k1", "b3": "k1"}
UNIVERSE = Universe("spring", {"body": BODIES, "role": ROLES}).with_groups(
    "kind", of="body", members=KINDS
)
BY: tuple[tuple[str, ...], ...] = ((), ("body",), ("kind",), ("role",))
"""Crosses of them are left to the gate: their rules look at sizes alone."""


@st.composite
def answers(draw: st.DrawFn, *, weighted: bool) -> pd.DataFrame:
    """Draw respondents of four bodies and two roles, who heard, read, feel safe, and know why."""
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = st.sampled_from([0, 1, 3, 4, 6, 9, 10, 12, 21, 33, 52])
    n = draw(st.lists(sizes, min_size=8, max_size=8).filter(lambda drawn: sum(drawn) > 20))
    weight = draw(st.lists(st.sampled_from([1.0, 1.3, 2.0, 4.0]), min_size=8, max_size=8))
    share = draw(st.lists(st.sampled_from([0.03, 0.3, 0.5, 0.9]), min_size=8, max_size=8))
    cell = np.repeat(np.arange(8), n)
    likely = np.array(share)[cell]
    heard, safe = (_answer(seed, likely, asked=np.ones(len(cell), dtype=bool)) for _ in range(2))
    return pd.DataFrame(
        {
            "body": np.array(BODIES)[cell // 2],
            "role": np.array(ROLES)[cell % 2],
            "weight": np.array(weight)[cell] if weighted else 1.0,
            "heard": heard, "read": _answer(seed, likely, asked=heard == 1),
            "safe": safe, "why": _answer(seed, likely, asked=safe == 1),
        }
    ).assign(kind=lambda rows: rows["body"].map(KINDS))  # fmt: skip


def _answer(seed: np.random.Generator, likely: object, *, asked: Flags) -> object:
    """Answer yes or no; some leave a question empty, and who is not asked does."""
    drawn = (seed.random(len(asked)) < likely).astype(float)
    return np.where(asked & (seed.random(len(asked)) > 0.07), drawn, np.nan)


def shares(
    rows: pd.DataFrame, *, measures: tuple[str, ...], by: tuple[str, ...], sensitivity: Sensitivity
) -> Estimates:
    """Compute weighted shares of each group."""
    long = rows.melt([*by, "weight"], measures, "measure", "yes").dropna(subset="yes")
    long["weighted"] = long["yes"] * long["weight"]
    sums = long.groupby(["measure", *by], as_index=False).agg(
        n=("yes", "size"), n_weighted=("weight", "sum"), yes=("weighted", "sum")
    )
    table = sums.assign(estimate=sums["yes"] / sums["n_weighted"], std_error=0.0, conf_low=0.0,
                        conf_high=1.0).drop(columns="yes")  # fmt: skip
    ratio = float(np.ceil(10 * rows["weight"].max() / rows["weight"].min() - 1e-9) / 10)
    return Estimates(table, "share", by, sensitivity, 0.95, 1.2, ratio, UNIVERSE, True)


PERSONAL: tuple[tuple[str, ...], Sensitivity] = ("safe", "why"), "personal"
OPEN: tuple[tuple[str, ...], Sensitivity] = ("heard", "read"), "open"


def publish(
    rows: pd.DataFrame, *questions: tuple[tuple[str, ...], Sensitivity]
) -> dict[str, Claims]:
    """Protect the shares of some questions by all groups, each table by itself."""
    return {
        f"{sensitivity} by {' '.join(by)}": protect_estimates(
            shares(rows, measures=measures, by=by, sensitivity=sensitivity), rules=RULES
        ).told()
        for measures, sensitivity in questions
        for by in BY
    }


def check_open_and_personal(rows: pd.DataFrame) -> None:
    assert refusals(publish(rows, OPEN, PERSONAL)) == []


def check_personal_with_known_weights(rows: pd.DataFrame) -> None:
    known = rows.groupby(["body", "role"], as_index=False)["weight"].mean().assign(employees=900)
    assert refusals(publish(rows, PERSONAL), asked={"spring": known}) == []


@surveys
@given(answers(weighted=False))
def test_what_is_protected_passes_the_gate(rows: pd.DataFrame) -> None:
    check_open_and_personal(rows)


@surveys
@given(answers(weighted=True))
def test_what_is_weighted_passes_where_weights_are_not_known(rows: pd.DataFrame) -> None:
    check_open_and_personal(rows)


@surveys
@given(answers(weighted=True))
def test_what_is_personal_passes_also_where_all_weights_are_known(rows: pd.DataFrame) -> None:
    check_personal_with_known_weights(rows)


@pytest.mark.simulation
@many_surveys
@given(answers(weighted=False))
def test_what_is_protected_passes_the_gate_in_many_surveys(rows: pd.DataFrame) -> None:
    check_open_and_personal(rows)


@pytest.mark.simulation
@many_surveys
@given(answers(weighted=True))
def test_what_is_weighted_passes_the_gate_in_many_surveys(rows: pd.DataFrame) -> None:
    check_open_and_personal(rows)
    check_personal_with_known_weights(rows)


@surveys
@given(answers(weighted=False))
def test_numbers_of_answers_by_all_groups_pass_the_gate(rows: pd.DataFrame) -> None:
    assert refusals({" ".join(by): sizes(rows, by=by) for by in BY}) == []


def sizes(rows: pd.DataFrame, *, by: tuple[str, ...]) -> Claims:
    """Protect how many answered in each group, also where nobody did."""
    every = pd.DataFrame(product(*(UNIVERSE.values(name) for name in by)), columns=list(by))
    counted = rows.assign(n=1).groupby([*by] or np.zeros(len(rows)))["n"].sum().reset_index()
    table = every.merge(counted, how="left").fillna({"n": 0}) if by else counted[["n"]]
    return protect_counts(
        table, count="n", by=by, universe=UNIVERSE, rules=RULES, synthetic=True
    ).told()
