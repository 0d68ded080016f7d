"""Two waves beside each other, with the change between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from scipy import stats

from evaltools.declarations import STRICTNESS, Sensitivity
from evaltools.disclosure.publishable import CLAIMS, Publishable, blank, join_claims
from evaltools.disclosure.shares import P_VALUES, adjust_shown, protect_estimates
from evaltools.estimates import Estimates, compare_shares
from evaltools.evaluation import DisclosureRules


def protect_waves(after: Estimates, *, before: Estimates, rules: DisclosureRules) -> Publishable:
    """Let two waves and their difference out, side by side.

    The difference of open shares is the estimated one, in whole per cent. That of others is
    computed from the published shares and intervals alone: it tells nothing that they do not.

    Parameters
    ----------
    after, before : Estimates
        Shares, or means of scores between 0 and 1, with the same measures and groups.
    rules : DisclosureRules
        The rules of evaluation.yml; the stricter sensitivity of the two holds for both.

    Returns
    -------
    Publishable
        One row per measure and group that both have: `before`, `after`, `difference`,
        `conf_low`, `conf_high`, `p_value` and `p_adjusted` (Holm) of the difference,
        `before_low`, `before_high`, `after_low` and `after_high` (the intervals of either wave),
        `n_before` and `n`; hidden where either wave is.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.disclosure import protect_waves
    >>> from evaltools.estimates import published_shares
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.survey import Universe
    >>> then, now = (
    ...     published_shares(
    ...         pd.DataFrame({"measure": ["heard"], "share": [share], "n": [n]}),
    ...         sensitivity="open",
    ...         universe=Universe(wave),
    ...         synthetic=True,
    ...     )
    ...     for wave, share, n in (("2019", 0.53, 900), ("2025", 0.63, 1100))
    ... )
    >>> beside = protect_waves(now, before=then, rules=DisclosureRules()).tidy()
    >>> beside[["before", "after", "difference", "conf_low", "conf_high"]]
       before  after  difference  conf_low  conf_high
    0    0.53   0.63         0.1      0.05       0.15
    """
    strictest = max(after.sensitivity, before.sensitivity, key=STRICTNESS.index)
    later, earlier = (replace(each, sensitivity=strictest) for each in (after, before))
    shown = [protect_estimates(each, rules=rules) for each in (later, earlier)]
    if strictest != "open":
        later, earlier = (
            _as_published(wave, table) for wave, table in zip((later, earlier), shown, strict=True)
        )
    change = _adjusted(compare_shares(later, before=earlier), shown)
    return _side_by_side(shown[0], shown[1], change, sensitivity=strictest)


def _adjusted(change: Estimates, shown: Sequence[Publishable]) -> Estimates:
    """Adjust the tests of those that both waves show."""
    table, keys = change.tidy(), ["measure", *change.by]
    hidden = pd.Series(False, index=table.index)
    for wave in shown:
        seen = wave.tidy().loc[lambda rows: ~rows["hidden"], keys].assign(seen=True)
        hidden |= table[keys].merge(seen, on=keys, how="left")["seen"].isna().to_numpy()
    return adjust_shown(change, hidden=hidden)


def _as_published(estimates: Estimates, shown: Publishable) -> Estimates:
    """Return estimates that hold what a reader sees, and nothing else."""
    table = shown.tidy()
    reach = stats.norm.isf((1 - estimates.conf_level) / 2)
    error = (table["conf_high"] - table["conf_low"]) / (2 * reach)
    return replace(estimates, _table=table.assign(std_error=error, n_weighted=float("nan")))


def _side_by_side(
    after: Publishable, before: Publishable, change: Estimates, *, sensitivity: Sensitivity
) -> Publishable:
    keys = ["measure", *change.by]
    limits, tests = ["estimate", "conf_low", "conf_high"], P_VALUES
    rounded = change.tidy()
    table = rounded[keys].assign(
        **rounded[limits].round(2).rename(columns={"estimate": "difference"}),
        **rounded[tests].round(3),
    )
    for wave, name, n in ((before, "before", "n_before"), (after, "after", "n")):
        names = {"estimate": name, "n": n, "hidden": f"hidden_{name}", CLAIMS: f"claims_{name}"}
        names |= {"conf_low": f"{name}_low", "conf_high": f"{name}_high"}
        shares = wave._table[[*keys, *names]].rename(columns=names)
        table = table.merge(shares, on=keys, how="left", validate="one_to_one")
    hidden = table[["hidden_before", "hidden_after"]].any(axis=1)
    table = join_claims(table, "claims_before", "claims_after")
    table = table.drop(columns=["hidden_before", "hidden_after"]).assign(hidden=False)
    numbers = ["difference", "conf_low", "conf_high", "n_before", "n", *tests]
    numbers += [f"{wave}{end}" for wave in ("before", "after") for end in ("", "_low", "_high")]
    return replace(
        after,
        _table=blank(table, numbers, hidden),
        sensitivity=sensitivity,
        synthetic=after.synthetic or before.synthetic,
        _levels={**before._levels, **after._levels},
    )
