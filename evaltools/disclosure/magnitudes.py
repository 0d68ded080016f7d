"""Amounts, such as hours or cases per person: one respondent must not stand behind a number.

An amount is hidden if the largest contribution could be worked out too closely by the second
largest: where all others add up to less than a share of it (the p% rule [1]_).

References
----------
.. [1] Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley, section 4.2.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from evaltools.disclosure.counts import claims_of_size
from evaltools.disclosure.groups import are_few, known_sums
from evaltools.disclosure.publishable import CLAIMS, Publishable, blank, with_claims
from evaltools.disclosure.rules import (
    magnitude_text,
    refuse,
    round_to,
    smallest,
    smallest_group,
)
from evaltools.disclosure.shares import NUMBERS
from evaltools.disclosure.suppression import Flags, Problem, suppress
from evaltools.errors import DisclosureError, Fault
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules

DIGITS = 2
"""Significant digits of an amount: its interval says no more."""


def protect_magnitudes(estimates: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let means and totals of amounts out where no respondent dominates them.

    Parameters
    ----------
    estimates : Estimates
        Means or totals of values that are not negative.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        Columns `measure`, those of `estimates.by`, `estimate`, `conf_low`, `conf_high`, `n`
        and `hidden`; amounts in two significant digits. Groups with too few answers, dominated
        ones, of questions that are not open also those where everyone has nothing, and the
        fewest others without which totals would tell of these are hidden; of sensitive
        questions all groups are.

    Raises
    ------
    DisclosureError
        For other kinds of numbers, and for amounts below nought.
    """
    if estimates.kind not in ("mean", "total"):
        raise refuse("protect_magnitudes", estimates.sensitivity, estimates.kind)
    table = estimates.tidy()
    _check_amounts(table)
    parts = [_silent(rows, estimates, rules) for _, rows in table.groupby("measure", sort=False)]
    hidden = pd.concat(parts).reindex(table.index) if parts else pd.Series(dtype=bool)
    amounts = ["estimate", "conf_low", "conf_high"]
    is_open = estimates.sensitivity == "open"
    unit = 1 if is_open else rules.personal.round_to
    shown = table.assign(**table[amounts].map(_shorten), n=round_to(table["n"], unit))
    shown = blank(shown, NUMBERS, hidden)
    claim = partial(
        claims_of_size,
        by=estimates.by,
        measure="measure",
        universe=estimates.universe,
        unit=unit,
        small=smallest(estimates.sensitivity, rules),
        sensitivity=estimates.sensitivity,
    )
    told = [claim(row) for row in shown.to_dict("records")]
    columns = ["measure", *estimates.by, *NUMBERS, "hidden", CLAIMS]
    return Publishable(
        with_claims(shown, told)[columns],
        estimates.sensitivity,
        magnitude_text(rules.magnitude),
        estimates.synthetic,
        {estimates.universe.name: dict(estimates.universe.levels)},
    )


def _check_amounts(table: pd.DataFrame) -> None:
    below = int((table["largest"].isna() & (table["n"] >= 2)).sum())
    if below:
        problem = f"{below} groups have amounts below nought: no rule covers them."
        raise DisclosureError(
            Fault("protect_magnitudes", problem, "Publish gains and losses apart.")
        )


def _silent(rows: pd.DataFrame, estimates: Estimates, rules: DisclosureRules) -> pd.Series[bool]:
    """Decide which groups of one measure are hidden."""
    if estimates.sensitivity == "sensitive" and estimates.by:
        return pd.Series(True, index=rows.index)
    fewest = smallest_group(estimates.sensitivity, rules)
    margin = rows["largest"] * rules.magnitude.p_percent / 100
    dominated = (rows["rest"] < margin) | (rows["n"] < 2)
    alike = rows["largest"].eq(0) & (estimates.sensitivity != "open")
    primary = ((rows["n"] < fewest) | dominated | alike).to_numpy(bool)
    if not estimates.by or not primary.any():
        return pd.Series(primary, index=rows.index)
    return pd.Series(_with_others(rows, primary, margin, estimates, fewest), index=rows.index)


def _with_others(
    rows: pd.DataFrame,
    primary: Flags,
    margin: pd.Series[float],
    estimates: Estimates,
    fewest: int,
) -> Flags:
    weighted = rows["n_weighted"].fillna(0) if estimates.kind == "mean" else 1.0
    totals = (rows["estimate"].fillna(0) * weighted).to_numpy(float)
    sums = known_sums(
        rows[[*estimates.by, "n"]],
        by=estimates.by,
        universe=estimates.universe,
        small=fewest,
        hides=partial(are_few, small=fewest),
    )
    several = sums[sums.sum(axis=1) > 1].astype(float)
    shift = np.maximum(margin.fillna(0).to_numpy(float), 1.0)
    return suppress(Problem(totals, several, primary, shift, np.full(len(rows), np.inf)))


def _shorten(amount: float) -> float:
    """Round to two significant digits."""
    return float(f"{amount:.{DIGITS}g}")
