"""Outcome rates and the R-indicator are those of their authors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.survey import estimate_representativity, outcome_rates

COUNTS = pd.DataFrame(
    {
        "body": ["north", "south"],
        "complete": [300, 200],
        "partial": [30, 20],
        "refusal": [60, 40],
        "non_contact": [90, 60],
        "other": [20, 30],
        "unknown_eligibility": [100, 50],
        "not_eligible": [50, 50],
    }
)


def test_outcome_rates_follow_aapor_s_formulas() -> None:
    """I 500, P 50, R 100, NC 150, O 50, U 150, 100 not eligible: e is 850 of 950."""
    row = outcome_rates(COUNTS).iloc[0]
    e = 850 / 950
    expected = {
        "rr1": 500 / 1000, "rr2": 550 / 1000, "rr3": 500 / (850 + e * 150),
        "rr4": 550 / (850 + e * 150), "rr5": 500 / 850, "rr6": 550 / 850,
        "coop1": 500 / 700, "coop2": 550 / 700, "coop3": 500 / 650, "coop4": 550 / 650,
        "ref1": 100 / 1000, "ref2": 100 / (850 + e * 150), "ref3": 100 / 850,
        "con1": 700 / 1000, "con2": 700 / (850 + e * 150), "con3": 700 / 850,
    }  # fmt: skip
    assert row[list(expected)].to_dict() == pytest.approx(expected)


def test_rates_by_body_are_of_its_own_counts() -> None:
    rates = outcome_rates(COUNTS, by="body").set_index("body")
    assert rates.loc["north", "rr2"] == pytest.approx(330 / 600)
    assert rates.loc["south", "asked"] == 450


def test_counts_that_are_lacking_are_none() -> None:
    row = outcome_rates(COUNTS[["complete", "other"]]).iloc[0]
    assert row["rr1"] == row["rr6"] == pytest.approx(500 / 550)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(DataError, match="refusal hold no counts"):
        outcome_rates(COUNTS.assign(refusal=-1))


def cells(*rates: float, size: int = 10_000) -> pd.DataFrame:
    """Make a frame of groups with these response rates."""
    return pd.DataFrame(
        {"role": [f"r{place}" for place in range(len(rates))], "employees": size,
         "n": [round(size * rate) for rate in rates]}
    )  # fmt: skip


def test_equal_rates_are_representative() -> None:
    assert estimate_representativity(cells(0.4, 0.4, 0.4)).r == 1


def test_the_indicator_is_one_less_two_standard_deviations() -> None:
    """Two halves at .3 and .5: S is .1 (Schouten, Cobben and Bethlehem 2009, eq. 4)."""
    found = estimate_representativity(cells(0.3, 0.5))
    assert found.r == pytest.approx(0.8, abs=2e-4)
    assert found.variation == pytest.approx(0.25, abs=3e-4)
    assert found.partial == {"role": pytest.approx(0.1)}


def test_chance_in_small_groups_is_taken_out() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(400):
        frame = cells(*[0.5] * 40, size=15).assign(n=rng.binomial(15, 0.5, 40))
        found.append(1 - estimate_representativity(frame).r)
    naive = 2 * np.sqrt(0.25 / 15)
    assert np.mean(np.square(found)) < 0.2 * naive**2


def test_the_limits_cover_the_truth() -> None:
    rng = np.random.default_rng(2)
    truth = np.array([0.25, 0.45, 0.6, 0.5])
    r = 1 - 2 * truth.std()
    covered = 0
    for _ in range(400):
        found = estimate_representativity(
            cells(*truth, size=300).assign(n=rng.binomial(300, truth))
        )
        covered += found.conf_low <= r <= found.conf_high
    assert covered / 400 > 0.95 - 2 * (0.95 * 0.05 / 400) ** 0.5


def test_more_answers_than_employees_are_refused() -> None:
    with pytest.raises(DataError, match="more answers than employees"):
        estimate_representativity(cells(1.2))
