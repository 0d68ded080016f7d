"""What the rules protect passes the gate: drawn surveys of four small bodies, always the same."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Sensitivity
from evaltools.disclosure import Claims, protect_counts, protect_estimates
from evaltools.disclosure.suppression import Flags
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Universe
from tests.releases import refusals

RULES = DisclosureRules()
BODIES, ROLES = ("b0", "b1", "b2", "b3"), ("head", "staff")
KINDS = {"b0": "k0", "b1": "k0", "b2": "k1", "b3": "k1"}
UNIVERSE = Universe("spring", {"body": BODIES, "role": ROLES}).with_groups(
    "kind", of="body", members=KINDS
)
BY: tuple[tuple[str, ...], ...] = ((), ("body",), ("kind",), ("role",))
"""Crosses of them are left to the gate: their rules look at sizes alone."""


def draw_answers(seed: int, *, weighted: bool) -> pd.DataFrame:
    """Draw respondents of four bodies and two roles, who heard, read, feel safe, and know why."""
    rng = np.random.default_rng(seed)
    n = rng.choice([0, 1, 3, 4, 6, 9, 10, 12, 21, 33, 52], 8)
    weight = rng.choice([1.0, 1.3, 2.0, 4.0], 8)
    cell = np.repeat(np.arange(8), n)
    likely = rng.choice([0.03, 0.3, 0.5, 0.9], 8)[cell]
    heard, safe = (_answer(rng, likely, asked=np.ones(len(cell), dtype=bool)) for _ in range(2))
    return pd.DataFrame(
        {
            "body": np.array(BODIES)[cell // 2],
            "role": np.array(ROLES)[cell % 2],
            "weight": weight[cell] if weighted else 1.0,
            "heard": heard, "read": _answer(rng, likely, asked=heard == 1),
            "safe": safe, "why": _answer(rng, likely, asked=safe == 1),
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


def sizes(rows: pd.DataFrame, *, by: tuple[str, ...]) -> Claims:
    """Protect how many answered in each group, also where nobody did."""
    every = pd.DataFrame(product(*(UNIVERSE.values(name) for name in by)), columns=list(by))
    counted = rows.assign(n=1).groupby([*by] or np.zeros(len(rows)))["n"].sum().reset_index()
    table = every.merge(counted, how="left").fillna({"n": 0}) if by else counted[["n"]]
    return protect_counts(
        table, count="n", by=by, universe=UNIVERSE, rules=RULES, synthetic=True
    ).told()


def is_refused(seed: int, *, weighted: bool) -> bool:
    """Protect open and personal questions of a survey, and ask the gate."""
    return refusals(publish(draw_answers(seed, weighted=weighted), OPEN, PERSONAL)) != []


def is_refused_with_known_weights(seed: int) -> bool:
    """Protect the personal questions of a weighted survey, and tell the gate its weights."""
    rows = draw_answers(seed, weighted=True)
    weight = rows.groupby(["body", "role"])["weight"]
    known = weight.agg(lightest="min", heaviest="max").reset_index().assign(employees=900)
    return refusals(publish(rows, PERSONAL), asked={"spring": known}) != []


@pytest.mark.parametrize("weighted", [False, True])
def test_what_is_protected_passes_the_gate(weighted: bool) -> None:
    assert [seed for seed in range(8) if is_refused(seed, weighted=weighted)] == []


def test_what_is_personal_passes_also_where_all_weights_are_known() -> None:
    assert [seed for seed in range(8) if is_refused_with_known_weights(seed)] == []


def test_numbers_of_answers_by_all_groups_pass_the_gate() -> None:
    for seed in range(8):
        rows = draw_answers(seed, weighted=False)
        assert refusals({" ".join(by): sizes(rows, by=by) for by in BY}) == []


@pytest.mark.simulation
@pytest.mark.parametrize("weighted", [False, True])
def test_the_gate_seldom_refuses_what_is_protected(weighted: bool) -> None:
    """One who alone answered otherwise in a hidden body may be told by rounded totals."""
    refused = sum(is_refused(seed, weighted=weighted) for seed in range(100, 250))
    assert refused <= 4


@pytest.mark.simulation
def test_the_gate_seldom_refuses_what_is_protected_where_weights_are_known() -> None:
    assert sum(is_refused_with_known_weights(seed) for seed in range(100, 250)) <= 4
