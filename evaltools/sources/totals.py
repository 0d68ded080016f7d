"""Totals that their parts do not sum to: kept as printed, and marked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import pandas as pd

from evaltools.declarations import Declared

COUNTED = "antal"
"""Unit of the values that are summed: shares and means have no such total."""
SAME = (
    "indicator_id", "name_sv", "geography", "sex", "age", "group", "period", "edition",
    "source_name",
)  # fmt: skip


class Total(Declared):
    """A total that a source prints beside its parts.

    Attributes
    ----------
    column : {"sex", "age", "group"}
        Column of the long table that tells the parts apart.
    parts : tuple of str
        What stands in that column for the parts.
    total : str, optional
        What stands in it for the total.
    """

    column: Literal["sex", "age", "group"]
    parts: tuple[str, ...]
    total: str = ""


def check_totals(observations: pd.DataFrame, *, parts: Sequence[Total]) -> pd.DataFrame:
    """Mark the printed totals that their parts do not sum to.

    Nothing is mended: nobody can tell whether it is the total or a part that is wrong.

    Parameters
    ----------
    observations : pandas.DataFrame
        The long table, text in every cell.
    parts : sequence of Total
        The totals that are printed, with their parts.

    Returns
    -------
    pandas.DataFrame
        A copy, where the total and its parts have the qualifier `parts_differ` and the
        difference in `method_note`. Only counts are summed, and only where the total and all
        its parts are printed.
    """
    checked = observations.copy()
    for total in parts:
        _check_total(checked, total)
    return checked


def _check_total(observations: pd.DataFrame, total: Total) -> None:
    counts = observations[(observations["unit"] == COUNTED) & (observations["value"] != "")]
    wanted = [*total.parts, total.total]
    counts = counts[counts[total.column].isin(wanted)]
    for _, rows in counts.groupby([name for name in SAME if name != total.column]):
        if sorted(rows[total.column]) == sorted(wanted):
            _mark(observations, rows, total=total.total, column=total.column)


def _mark(observations: pd.DataFrame, rows: pd.DataFrame, *, total: str, column: str) -> None:
    values = rows["value"].map(Decimal)
    is_total = rows[column] == total
    whole, summed = values[is_total].sum(), values[~is_total].sum()
    if whole == summed:
        return
    note = f"the parts sum to {summed}, the printed total is {whole}: {whole - summed:+}"
    for row in rows.index:
        observations.loc[row, "method_note"] = _noted(rows.loc[row], note)
    observations.loc[rows.index, "qualifier"] = "parts_differ"


def _noted(row: pd.Series, note: str) -> str:
    was = row["qualifier"] if row["qualifier"] not in ("exact", "parts_differ") else ""
    return "; ".join(part for part in (row["method_note"], was, note) if part)
