from .agreement import estimate_agreement
from .areas import can_pool, pool_shares, rank_areas
from .association import Association, rao_scott_test
from .comparisons import (
    adjust_p,
    compare_groups,
    compare_shares,
    published_shares,
)
from .effects import (
    estimate_effects,
    estimate_margins,
    estimate_ordinal_effects,
)
from .imputation import combine, impute
from .intervals import share_interval
from .means import (
    estimate_means,
    estimate_quantiles,
    estimate_ratios,
    estimate_totals,
)
from .models import Model, fit_glm
from .ordinal import ParallelLines, fit_ordinal, parallel_lines_test
from .planning import answers_needed, detectable_difference
from .reliability import Reliability, estimate_reliability, score_index
from .results import Estimates
from .saturation import count_together, estimate_unseen, saturation_curve
from .sensitivity import bound_shares
from .shares import estimate_shares

__all__ = [
    "Association",
    "Estimates",
    "Model",
    "ParallelLines",
    "Reliability",
    "adjust_p",
    "answers_needed",
    "bound_shares",
    "can_pool",
    "combine",
    "compare_groups",
    "compare_shares",
    "count_together",
    "detectable_difference",
    "estimate_agreement",
    "estimate_effects",
    "estimate_margins",
    "estimate_means",
    "estimate_ordinal_effects",
    "estimate_quantiles",
    "estimate_ratios",
    "estimate_reliability",
    "estimate_shares",
    "estimate_totals",
    "estimate_unseen",
    "fit_glm",
    "fit_ordinal",
    "impute",
    "parallel_lines_test",
    "pool_shares",
    "published_shares",
    "rank_areas",
    "rao_scott_test",
    "saturation_curve",
    "score_index",
    "share_interval",
]
