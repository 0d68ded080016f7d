"""Numbers with how sure they are; knows no programme."""

from evaltools.estimates.comparisons import (
    Association,
    adjust_p,
    compare_groups,
    compare_shares,
    published_shares,
    rao_scott_test,
)
from evaltools.estimates.intervals import share_interval
from evaltools.estimates.means import (
    estimate_means,
    estimate_quantiles,
    estimate_ratios,
    estimate_totals,
)
from evaltools.estimates.results import Estimates
from evaltools.estimates.shares import estimate_shares

__all__ = [
    "Association",
    "Estimates",
    "adjust_p",
    "compare_groups",
    "compare_shares",
    "estimate_means",
    "estimate_quantiles",
    "estimate_ratios",
    "estimate_shares",
    "estimate_totals",
    "published_shares",
    "rao_scott_test",
    "share_interval",
]
