"""Designs that ask whether something changed, and beside what; know no programme."""

from evaltools.designs.adoption import (
    EventStudy,
    adoption_changes,
    compare_changes,
    event_study,
    honest_bounds,
    pretrend_test,
    wild_bootstrap,
)
from evaltools.designs.clusters import cluster_effect
from evaltools.designs.confounding import (
    adjust_for_benchmark,
    e_value,
    partial_r2,
    robustness_value,
)
from evaltools.designs.counts import (
    exact_rate_interval,
    exact_rate_ratio,
    negative_binomial,
    rate_change,
    rate_trend,
    seasonal_step,
    wilson_interval,
)
from evaltools.designs.interrupted import (
    AUTOCORRELATIONS,
    effects_of,
    interrupted_series,
    level_design,
    mix_autocorrelations,
    step_design,
)
from evaltools.designs.panels import two_way_effects
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
    placebo_test,
    predictor_weights,
    simplex_weights,
    synthetic_control,
    synthetic_difference_in_differences,
)

__all__ = [
    "AUTOCORRELATIONS",
    "Changes",
    "Effect",
    "EventStudy",
    "Posterior",
    "adjust_for_benchmark",
    "adoption_changes",
    "change_areas",
    "cluster_effect",
    "compare_changes",
    "e_value",
    "effects_of",
    "event_study",
    "exact_rate_interval",
    "exact_rate_ratio",
    "honest_bounds",
    "interrupted_series",
    "leave_one_out",
    "level_design",
    "mean_contrast",
    "mix_autocorrelations",
    "negative_binomial",
    "partial_r2",
    "placebo_effect",
    "placebo_rank",
    "placebo_test",
    "predictor_weights",
    "pretrend_test",
    "rate_change",
    "rate_posterior",
    "rate_trend",
    "robustness_value",
    "seasonal_step",
    "share_posterior",
    "simplex_weights",
    "step_design",
    "synthetic_control",
    "synthetic_difference_in_differences",
    "trend_contrast",
    "two_way_effects",
    "value_posterior",
    "wild_bootstrap",
    "wilson_interval",
]
