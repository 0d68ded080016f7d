"""Designs that ask whether something changed, and beside what; know no programme."""

from evaltools.designs.counts import quasi_poisson, rate_change
from evaltools.designs.interrupted import (
    AUTOCORRELATIONS,
    effects_of,
    interrupted_series,
    level_design,
    mix_autocorrelations,
    step_design,
)
from evaltools.designs.placebo import (
    Changes,
    change_areas,
    leave_one_out,
    mean_contrast,
    placebo_effect,
    placebo_rank,
    trend_contrast,
)
from evaltools.designs.posteriors import (
    Posterior,
    rate_posterior,
    share_posterior,
    value_posterior,
)
from evaltools.designs.results import Effect
from evaltools.designs.synthetic_control import (
    Weighted,
    simplex_weights,
    synthetic_control,
    synthetic_difference,
)

__all__ = [
    "AUTOCORRELATIONS",
    "Changes",
    "Effect",
    "Posterior",
    "Weighted",
    "change_areas",
    "effects_of",
    "interrupted_series",
    "leave_one_out",
    "level_design",
    "mean_contrast",
    "mix_autocorrelations",
    "placebo_effect",
    "placebo_rank",
    "quasi_poisson",
    "rate_change",
    "rate_posterior",
    "share_posterior",
    "simplex_weights",
    "step_design",
    "synthetic_control",
    "synthetic_difference",
    "trend_contrast",
    "value_posterior",
]
