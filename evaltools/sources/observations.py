"""The long table that every publisher's form becomes: one row per published value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from evaltools.intake import RawTable, take_out_marks
from evaltools.provenance import fingerprint

COLUMNS = (
    "indicator_id", "name_sv", "name_en", "unit", "geography", "sex", "age", "group", "period",
    "value", "numerator", "denominator", "uncertainty", "qualifier", "edition", "source_name",
    "source_url", "method_note",
)  # fmt: skip
"""Columns of the long table, all text; "" where the source says nothing.

`sex` is women, men or "" for both; `period` is a year, "2023-2024" for years that the source
pooled, or a month as "2023-05"; `uncertainty` is the published distance from the value to a limit
of its interval; `qualifier` is one of `QUALIFIERS`; `edition` is the day of the edition
(2025-03-01) or "".
"""
QUALIFIERS = (
    "exact", "approx", "derived", "rounded", "at_least", "zero_dash", "preliminary",
    "parts_differ", "suppressed_x", "missing_dots",
)  # fmt: skip
"""What a source says of a value: `zero_dash` is a dash for zero, `parts_differ` a total that its
parts do not sum to, `suppressed_x` and `missing_dots` a value that is not printed."""


def as_observations(
    rows: Iterable[Mapping[str, str]],
    *,
    path: Path,
    synthetic: bool,
    sheet: str | None = None,
    unmarked: Mapping[str, int] | None = None,
) -> RawTable:
    """Make the long table of the values that one file holds.

    Parameters
    ----------
    rows : iterable of mappings
        One per value, with any of `COLUMNS`; those that lack are "".
    path : pathlib.Path
        The file that they were read from.
    synthetic : bool
        True if the file says that its data are synthetic.
    sheet : str, optional
        Sheet of the workbook.
    unmarked : mapping of str to int, optional
        Marks that nobody sees, taken out before, see `RawTable`.

    Returns
    -------
    RawTable
        With `COLUMNS`, in the order of the rows.
    """
    read = pd.DataFrame(list(rows), columns=list(COLUMNS)).fillna("").astype("str")
    frame, marked = take_out_marks(read)
    return RawTable(
        _frame=frame,
        file=path.name,
        sheet=sheet,
        sha256=fingerprint(path),
        encoding=None,
        delimiter=None,
        synthetic=synthetic,
        first_row=0,
        unmarked=marked | dict(unmarked or {}),
    )
