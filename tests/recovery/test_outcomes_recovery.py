"""Changes of indicators: coverage under the model that each method states."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.outcomes import estimate_count_change, estimate_level_change

RUNS = 600


def test_the_interval_of_a_ratio_of_overdispersed_counts_covers() -> None:
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(RUNS):
        counts = rng.negative_binomial(20, 20 / (20 + np.repeat([80, 64], [5, 4])))
        change = estimate_count_change(
            pd.Series(counts[:5]), pd.Series(counts[5:]), conf_level=0.95
        )
        covered += change.conf_low <= 0.8 <= change.conf_high
    assert covered / RUNS > 0.95 - 2 * (0.95 * 0.05 / RUNS) ** 0.5


def test_the_interval_of_a_change_of_level_covers() -> None:
    rng = np.random.default_rng(2)
    covered = 0
    for _ in range(RUNS):
        before, during = pd.Series(rng.normal(20, 3, 3)), pd.Series(rng.normal(25, 3, 2))
        change = estimate_level_change(before, during, conf_level=0.95)
        covered += change.conf_low <= 5 <= change.conf_high
    assert covered / RUNS > 0.95 - 2 * (0.95 * 0.05 / RUNS) ** 0.5
