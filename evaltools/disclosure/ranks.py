"""Places of areas among those that are shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evaltools.disclosure.publishable import CLAIMS, Publishable
from evaltools.disclosure.shares import protect_pooled
from evaltools.estimates import Estimates, rank_areas
from evaltools.evaluation import DisclosureRules

PLACES = ["rank", "rank_low", "rank_high", "highest_quarter", "lowest_quarter"]


def protect_ranks(
    pooled: Estimates, *, rng: np.random.Generator, rules: DisclosureRules
) -> Publishable:
    """Let out where areas may stand, among those whose pooled share is shown.

    Places of all areas add up to a known sum: beside those shown they would tell where the
    hidden ones stand. Hidden areas are therefore not among those that are placed, and come last,
    in the order in which they are declared.

    Parameters
    ----------
    pooled : Estimates
        Open shares from `estimates.pool_shares`.
    rng : numpy.random.Generator
        Source of randomness.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        One row per area: the columns of `pooled.by`, `n`, and those of `estimates.rank_areas`;
        the highest mean place first.

    Raises
    ------
    DisclosureError
        For shares that are not open.
    """
    shown = protect_pooled(pooled, rules=rules)
    table, by = shown._table, list(pooled.by)
    seen = table.loc[~table["hidden"], by]
    placed = replace(pooled, _table=pooled.tidy().merge(seen, on=by))
    ranked = rank_areas(placed, rng=rng)[[*by, *PLACES]]
    joined = table[[*by, "n", "hidden", CLAIMS]].merge(ranked, on=by, how="left")
    return replace(shown, _table=joined.sort_values("rank", kind="stable", ignore_index=True))
