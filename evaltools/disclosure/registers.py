"""Values of indicators: as their source published them, or by the rule for register counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.disclosure.claims import YES, Claim
from evaltools.disclosure.publishable import (
    Levels,
    Publishable,
    blank,
    with_claims,
    without_text,
)
from evaltools.disclosure.rules import limits_of_rounded, published_text, register_text, round_to
from evaltools.disclosure.shares import Row
from evaltools.errors import DisclosureError, Fault
from evaltools.evaluation import DisclosureRules, SensitiveRule

SEXES = ("women", "men")


def protect_indicators(
    values: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    derived: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
    status: str | None = None,
    rules: DisclosureRules,
    synthetic: bool,
) -> Publishable:
    """Let indicator values out; register counts of victims by the sensitive rule.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per series or observation; a column `sensitivity`, `is_count` that is True
        where the numbers count people or cases, and of whom: `counted`, `sex` and `rest`, as
        `IndicatorSeries.counted` gives them; `target`, where `status` is given; `synthetic`,
        where some of the rows are and some are not.
    columns : dict of str to str
        The columns that hold the indicator's numbers, each with the column of its year; those
        called women and men count their sex.
    derived : tuple of str, optional
        Columns that are computed from them, such as changes, limits and p-values: of values
        that are not open they have no protected form.
    told : tuple of str, optional
        Texts, `<name>.sv` and `<name>.en`, that follow from the numbers, such as how sure one may
        be: of values that are not open they would tell more than the rounded count.
    status : str, optional
        Such a text that says on which side of `target` the first of the numbers is: hidden where
        the number is, and where the target lies among the counts that are rounded to it.
    rules : DisclosureRules
        The rules of evaluation.yml.
    synthetic : bool
        True if any value is synthetic.

    Returns
    -------
    Publishable
        The same rows. Open values are as their source published them. Of values that are not
        open, counts up to `hide_counts_to` are hidden, none too, or else a total would tell
        that a hidden count is not none; others are rounded, and shares are hidden, since their
        numerators are not known here; so is what is derived.

    Raises
    ------
    DisclosureError
        If a row has no declared sensitivity.

    Examples
    --------
    >>> from evaltools.disclosure import protect_indicators
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_series
    >>> from evaltools.indicators import stack_series
    >>> shown = protect_indicators(
    ...     stack_series([small_series()]),
    ...     columns={"value": "year"},
    ...     derived=("denominator",),
    ...     rules=DisclosureRules(),
    ...     synthetic=True,
    ... )
    >>> shown.tidy()[["year", "value", "hidden"]].tail(2)
       year  value  hidden
    7  2023   40.0   False
    8  2024   45.0   False
    """
    undeclared = int(values["sensitivity"].isna().sum())
    if undeclared:
        raise DisclosureError(
            Fault("indicators", f"{undeclared} rows have no sensitivity.", "Declare it.")
        )
    rule = rules.sensitive
    closed = values["sensitivity"] != "open"
    numbers = values[list(columns)]
    small = numbers.le(rule.hide_counts_to).any(axis=1)
    hidden = closed & (small | ~values["is_count"])
    rounded = numbers.where(~closed, round_to(numbers, rule.round_to), axis=0)
    kept = values.assign(**rounded, **values[list(derived)].mask(closed))
    for name in told:
        kept = without_text(kept, name, closed)
    if status:
        judged = rounded[next(iter(columns))]
        near = (values["target"] - judged).abs() <= rule.round_to / 2
        kept = without_text(kept, status, hidden | (closed & near))
    table = blank(kept, [*columns, *derived], hidden)
    if not closed.any():
        origin = published_text(values.get("synthetic", pd.Series(synthetic, values.index)))
        return Publishable(table, "open", origin, synthetic)
    claims = [tuple(_claims(row, columns, rule)) for row in table.to_dict("records")]
    levels: Levels = {claim.universe: {"sex": SEXES} for row in claims for claim in row}
    return Publishable(
        with_claims(table, claims), "sensitive", register_text(rule), synthetic, levels
    )


def _claims(row: Row, columns: Mapping[str, str], rule: SensitiveRule) -> Iterator[Claim]:
    """Say what a row tells of whom it counts: nothing where it is hidden or not closed."""
    sensitivity: Sensitivity = row["sensitivity"]
    if row["hidden"] or sensitivity == "open":
        return
    for column, year in columns.items():
        if pd.isna(row[column]):
            continue
        low, high = limits_of_rounded(row[column], rule.round_to)
        of = {"sex": column if column in SEXES else row["sex"], "rest": row["rest"]}
        yield Claim(
            universe=f"{row['counted']}, {row[year]:.0f}",
            part={"counted": YES, **{name: (value,) for name, value in of.items() if value}},
            low=low,
            high=high,
            sensitivity=sensitivity,
            small=rule.round_to,
        )
