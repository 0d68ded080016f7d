"""Limits of agreement cover the truth as often as they claim, from a hundred units on.

Each unit has the theme or not; each coder misses it, or sees it where it is not, with a chance of
their own. What alpha is in an endless number of units follows from those chances.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.estimates import estimate_agreement, estimate_unseen

pytestmark = pytest.mark.simulation
SAMPLES = 1_000
MARGIN = 2 * (0.95 * 0.05 / SAMPLES) ** 0.5
"""Two simulation errors of a coverage."""


def code(
    units: int, coders: int, prevalence: float, missed: float, false: float,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    """Let coders say of each unit whether the theme is there."""
    there = rng.random(units) < prevalence
    draw = rng.random((coders, units))
    said = np.where(there, draw >= missed, draw < false)
    rows = [
        ("t", unit, coder, said[coder, unit]) for coder in range(coders) for unit in range(units)
    ]
    return pd.DataFrame(rows, columns=["theme", "unit", "coder", "value"])


def true_value(prevalence: float, missed: float, false: float) -> float:
    """Compute alpha, and kappa of coders who are alike, of an endless number of units."""
    shares = np.array([prevalence, 1 - prevalence])
    yes = np.array([1 - missed, false])
    observed = (shares * 2 * yes * (1 - yes)).sum()
    found = (shares * yes).sum()
    return float(1 - observed / (2 * found * (1 - found)))


def coverage(measure: str, units: int, coders: int, *chances: float) -> tuple[float, int]:
    """Return how often the limits hold the truth, and how often there are none."""
    rng, truth = np.random.default_rng(1), true_value(*chances)
    held, none = 0, 0
    for _ in range(SAMPLES):
        table = estimate_agreement(code(units, coders, *chances, rng), level="nominal", rng=rng)
        row = table.set_index("measure").loc[measure]
        none += bool(np.isnan(row["conf_low"]))
        held += bool(row["conf_low"] <= truth <= row["conf_high"])
    return held / max(SAMPLES - none, 1), none


@pytest.mark.parametrize(
    ("units", "coders", "prevalence", "missed", "false"),
    [
        (100, 2, 0.2, 0.1, 0.05),
        (100, 2, 0.5, 0.05, 0.02),
        (100, 3, 0.2, 0.2, 0.08),
        (100, 3, 0.5, 0.05, 0.02),
        (200, 2, 0.2, 0.02, 0.01),
        (200, 3, 0.1, 0.1, 0.05),
    ],
)
def test_limits_of_alpha_cover(
    units: int, coders: int, prevalence: float, missed: float, false: float
) -> None:
    held, none = coverage("alpha", units, coders, prevalence, missed, false)
    assert held >= 0.95 - MARGIN
    assert none == 0


def test_limits_of_kappa_cover() -> None:
    held, _ = coverage("kappa", 100, 2, 0.3, 0.1, 0.05)
    assert held >= 0.95 - MARGIN


def test_a_rare_theme_is_always_told() -> None:
    rng = np.random.default_rng(1)
    for _ in range(100):
        table = estimate_agreement(code(100, 2, 0.01, 0.2, 0.005, rng), level="nominal", rng=rng)
        assert table["caution.en"].str.len().all()


@pytest.mark.parametrize(
    ("units", "chances"),
    [
        (50, [0.03] * 20),
        (100, [0.02] * 30),
        (100, [0.2] * 8 + [0.02] * 12),
    ],
)
def test_limits_of_the_number_of_themes_cover(units: int, chances: list[float]) -> None:
    rng, held = np.random.default_rng(1), 0
    for _ in range(SAMPLES):
        found = rng.random((units, len(chances))) < chances
        row = estimate_unseen(pd.DataFrame(found)).iloc[0]
        highest = row["observed"] if np.isnan(row["conf_high"]) else row["conf_high"]
        held += bool(row["conf_low"] <= len(chances) <= highest)
    assert held / SAMPLES >= 0.95 - MARGIN
