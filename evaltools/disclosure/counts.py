"""Counts of answers: what may leave, by the sensitivity of the questions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.disclosure.claims import ANSWERED, Claim, select_group
from evaltools.disclosure.groups import silence
from evaltools.disclosure.publishable import Publishable, blank, with_claims, without_text
from evaltools.disclosure.rules import (
    limits_of_rounded,
    open_text,
    personal_text,
    refuse,
    round_to,
    smallest,
)
from evaltools.errors import DisclosureError, Fault
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Universe


def protect_counts(
    table: pd.DataFrame,
    *,
    count: str,
    by: tuple[str, ...] = (),
    measure: str | None = None,
    universe: Universe | None,
    derived: tuple[str, ...] = (),
    coefficients: tuple[str, ...] = (),
    known: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
    sensitivity: Sensitivity = "open",
    rules: DisclosureRules,
    synthetic: bool,
) -> Publishable:
    """Let counts of answers out where there are enough of them, with what goes with them.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per group or change.
    count : str
        Column that counts answers.
    by : tuple of str, optional
        The columns that form the groups; without them the one row counts all.
    measure : str, optional
        The column that names what the row counts the answers to; without it, all who answered.
    universe : Universe or None
        Whom the rows count: the release gate sets them against other counts of the same, and
        groups are hidden of which the totals would tell how small another is. None where a row
        is no group of persons, such as a change that was made to a file.
    derived : tuple of str, optional
        Columns of shares that are computed from answers; rounded to whole per cent. Of
        questions that are not open they have no protected form.
    coefficients : tuple of str, optional
        Columns of coefficients of all who answered, such as a reliability; two decimals.
    known : tuple of str, optional
        Columns of numbers that do not come from answers, such as employees of the frame.
    told : tuple of str, optional
        Texts, `<name>.sv` and `<name>.en`, that follow from the numbers, such as what speaks
        against them: not shown where the numbers are not.
    sensitivity : {"open", "personal", "sensitive"}, optional
        The strictest of the questions behind the numbers; of personal ones counts are rounded,
        and sensitive ones are refused.
    rules : DisclosureRules
        The rules of evaluation.yml.
    synthetic : bool
        True if the answers are synthetic.

    Returns
    -------
    Publishable
        The same rows; `count` and what goes with it are NaN where there are too few answers.

    Raises
    ------
    DisclosureError
        For shares of questions that are not open, anything of sensitive ones, and columns of
        numbers that are none of these: they would leave as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.disclosure import protect_counts
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.survey import Universe
    >>> counts = pd.DataFrame({"body": ["A", "B", "C"], "n": [4, 40, 60]})
    >>> shown = protect_counts(
    ...     counts,
    ...     count="n",
    ...     by=("body",),
    ...     universe=Universe("2025", {"body": ("A", "B", "C")}),
    ...     rules=DisclosureRules(),
    ...     synthetic=True,
    ... )
    >>> shown.tidy()
      body     n  hidden
    0    A   NaN    True
    1    B   NaN    True
    2    C  60.0   False
    """
    _check_covered(table, {count, *derived, *coefficients, *known})
    if sensitivity == "sensitive" or (derived and sensitivity != "open"):
        raise refuse("protect_counts", sensitivity, "derived share")
    numbers = [count, *derived, *coefficients]
    rounded = table.assign(**table[[*derived, *coefficients]].round(2))
    small = smallest(sensitivity, rules)
    if sensitivity == "open":
        unit, rule = 1, open_text(rules.open)
        hidden = _silent(table, count, by=by, universe=universe, small=small)
    else:
        unit, rule = rules.personal.round_to, personal_text(rules.personal)
        hidden = table[count] < rules.personal.smallest_group
        rounded = rounded.assign(**{count: round_to(table[count].astype("float64"), unit)})
    for name in told:
        rounded = without_text(rounded, name, hidden)
    shown = blank(rounded, numbers, hidden)
    if universe is None:
        return Publishable(shown, sensitivity, rule, synthetic)
    claim = partial(
        claims_of_size,
        by=by,
        measure=measure,
        universe=universe,
        unit=unit,
        small=small,
        sensitivity=sensitivity,
    )
    claims = [claim(row) for row in shown.assign(n=shown[count]).to_dict("records")]
    levels = {universe.name: dict(universe.levels)}
    return Publishable(with_claims(shown, claims), sensitivity, rule, synthetic, levels)


def _silent(
    table: pd.DataFrame,
    count: str,
    *,
    by: tuple[str, ...],
    universe: Universe | None,
    small: int,
) -> pd.Series[bool]:
    if universe is None:
        return table[count] < small
    sizes = table[[*by, count]].rename(columns={count: "n"})
    return silence(sizes, by=by, universe=universe, small=small)


def claims_of_size(
    row: Mapping[Hashable, Any],
    *,
    by: tuple[str, ...],
    measure: str | None,
    universe: Universe,
    unit: int,
    small: int,
    sensitivity: Sensitivity,
) -> tuple[Claim, ...]:
    """Say what a row tells of how many answered.

    Parameters
    ----------
    row : dict
        The row as it is shown, with `n` and `hidden`.
    by, measure, universe, sensitivity
        As for `protect_counts`.
    unit : int
        What `n` is rounded to.
    small : int
        A group of fewer must not be provable.

    Returns
    -------
    tuple of Claim
        One claim; none where the row is hidden.
    """
    if row["hidden"]:
        return ()
    low, high = limits_of_rounded(row["n"], unit)
    claim = Claim(
        universe=universe.name,
        part=select_group(universe, {name: row[name] for name in by})
        | ({row[measure]: ANSWERED} if measure else {}),
        low=low,
        high=high,
        sensitivity=sensitivity,
        small=small,
    )
    return (claim,)


def _check_covered(table: pd.DataFrame, covered: set[str]) -> None:
    """Refuse numbers that no rule covers."""
    loose = [str(name) for name in table.select_dtypes("number") if name not in covered]
    if loose:
        problem = f"no rule covers the numbers in {', '.join(loose)}."
        remedy = "Take the columns out, or say what they are."
        raise DisclosureError(Fault("protect_counts", problem, remedy))
