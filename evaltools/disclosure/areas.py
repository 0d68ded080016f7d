"""Areas that borrow strength from each other: their shares and places, among those shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evaltools.disclosure.publishable import CLAIMS, Publishable, blank, with_claims
from evaltools.disclosure.rules import open_text, refuse
from evaltools.disclosure.shares import NUMBERS, are_silent, in_every_group, protect_open
from evaltools.estimates import Estimates, rank_areas
from evaltools.evaluation import DisclosureRules

PLACES = ["rank", "rank_low", "rank_high", "highest_quarter", "lowest_quarter"]


def without_hidden(direct: Estimates, *, rules: DisclosureRules) -> Estimates:
    """Leave of areas that would be hidden nothing but their size, so that none borrows from them.

    Parameters
    ----------
    direct : Estimates
        Open shares of areas.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Estimates
        For `estimates.pool_shares`: one row per area, also of those that nobody has answered
        in; of those that `protect_estimates` hides all numbers but `n` are NaN.

    Raises
    ------
    DisclosureError
        For shares that are not open.
    """
    _check_are_open(direct, place="without_hidden")
    every = replace(direct, _table=in_every_group(direct))
    table, hidden = every.tidy(), are_silent(every, rule=rules.open)
    numbers = table.select_dtypes("number").drop(columns="n")
    return replace(direct, _table=table.assign(**numbers.where(~hidden)))


def protect_pooled(pooled: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let pooled shares of areas out, with the raw ones beside them.

    Parameters
    ----------
    pooled : Estimates
        Open shares from `estimates.pool_shares`, pooled of `without_hidden`.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        Columns as `protect_estimates`, and `raw`; whole per cent, and hidden in groups with
        too few answers and in those without a pooled share.

    Raises
    ------
    DisclosureError
        For shares that are not open: they have no protected form yet.
    """
    _check_are_open(pooled, place="protect_pooled")
    every = in_every_group(pooled)
    table = protect_open(replace(pooled, _table=every), rule=rules.open)
    raw_shares = every.assign(estimate=every["raw"])
    direct = protect_open(replace(pooled, _table=raw_shares), rule=rules.open)
    raw = blank(table.assign(raw=table["raw"].round(2)), ["raw"], table["hidden"])
    shown = with_claims(raw, list(direct[CLAIMS]))
    columns = ["measure", *pooled.by, "raw", *NUMBERS, "hidden", CLAIMS]
    levels = {pooled.universe.name: dict(pooled.universe.levels)}
    return Publishable(shown[columns], "open", open_text(rules.open), pooled.synthetic, levels)


def _check_are_open(shares: Estimates, *, place: str) -> None:
    if shares.sensitivity != "open":
        raise refuse(place, shares.sensitivity, "pooled share")


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
