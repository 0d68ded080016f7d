"""The boards' own follow-up in the city's management system (ILS, Stratsys)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, Self

import pandas as pd
from pydantic import model_validator

from evaltools.declarations import Declared
from evaltools.errors import Fault
from evaltools.intake import RawTable, read_table
from evaltools.intake.headers import Area
from evaltools.provenance import fingerprint
from evaltools.sources.cells import fold, read_cell
from evaltools.sources.grids import (
    Grid,
    absent_faults,
    cell_at,
    find_column,
    find_header,
    read_grid,
    refuse,
)
from evaltools.sources.printed import unmapped_faults

Column = Literal[
    "year", "period", "body", "goal", "item_type", "item", "outcome", "target", "verdict",
    "comment", "state",
]  # fmt: skip
FOLLOWUP: tuple[Column, ...] = (
    "year", "period", "body", "goal", "item_type", "item", "outcome", "target", "verdict",
    "comment",
)  # fmt: skip
"""Columns of our long table; `state` is added where the export has it."""
NEEDED: tuple[Column, ...] = ("year", "period", "body", "goal", "item_type")
NUMBERS: tuple[Column, ...] = ("outcome", "target")
WORDS: dict[Column, dict[str, str]] = {
    "item_type": {"Mål": "goal", "Indikator": "indicator", "Aktivitet": "activity"},
    "verdict": {
        "Uppfylls helt": "full",
        "Uppfylls delvis": "part",
        "Uppfylls inte": "none",
        "Uppfylls ej": "none",
        "Ej aktuellt": "not_applicable",
    },
    "state": {
        "Avslutad": "done",
        "Pågår": "under_way",
        "Försenad": "delayed",
        "Ej påbörjad": "not_started",
    },
}
"""What an export calls kinds, verdicts and states of activities, unless it is declared."""
Row = dict[str, str]
Told = dict[Column, str]


class FollowUp(Declared):
    """A file of follow-up: our own long table, or an export with its mapping.

    Attributes
    ----------
    kind : {"ils"}
        Tells that the publication has this form.
    id : str
        Name of the source in the evaluation.
    file : str
        The file.
    source_name, source_url : str
        The system, and where it is.
    sheet : str, optional
        Sheet of a workbook, where several hold a table.
    edition : datetime.date, optional
        Day of the export.
    mapping : dict of str to str, optional
        Header of the export by our column; none for a file that has our headers.
    constants : dict of str to str, optional
        Text of the columns that the export does not have, such as the year.
    words : dict of str to dict of str to str, optional
        Our word for each of the export's, by our column, beside `WORDS`.
    filled_down : tuple of str, optional
        Columns, from the widest to the narrowest, where a text stands once for many rows.
    rest : {"refuse", "leave"}, optional
        What to do with rows of an item type that is not declared.
    """

    kind: Literal["ils"] = "ils"
    id: str
    file: str
    source_name: str
    source_url: str
    sheet: str | None = None
    edition: date | None = None
    mapping: dict[Column, str] = {}
    constants: dict[Column, str] = {}
    words: dict[Column, dict[str, str]] = {}
    filled_down: tuple[Column, ...] = ()
    rest: Literal["refuse", "leave"] = "refuse"

    @model_validator(mode="after")
    def _needs_no_more(self) -> Self:
        told = self.mapping | self.constants
        lacking = [name for name in NEEDED if self.mapping and name not in told]
        if lacking:
            raise ValueError(f"neither mapping nor constants tell of {', '.join(lacking)}")
        return self


def read_ils(source: FollowUp, root: Path) -> list[RawTable]:
    """Read follow-up into our long table.

    Parameters
    ----------
    source : FollowUp
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One table with `FOLLOWUP`, and `state` where the export has it; comments are kept, for
        the cleaning to remove.

    Raises
    ------
    DataError
        For headers that are not in the export, words that are not declared, outcomes and
        targets that are no numbers, and rows without board or goal: all at once.
    """
    if not source.mapping:
        return [read_table(root / source.file, sheet=source.sheet)]
    grid = read_grid(root / source.file, sheet=source.sheet)
    below, headers = find_header(grid, source.mapping.values())
    refuse(absent_faults(grid.place, "headers", headers, list(source.mapping.values())))
    columns = {name: find_column(headers, header) for name, header in source.mapping.items()}
    cells = fill_areas(grid.rows, grid.merged, after=below)[below:]
    told: list[Told] = [{name: cell_at(row, at) for name, at in columns.items()} for row in cells]
    rows = [source.constants | row for row in fill_down(told, source.filled_down)]
    if not rows:
        problem = "no row of follow-up stands below the header."
        refuse([Fault(grid.place, problem, "Export it again.")])
    return [_as_followup(source, grid, rows, first_row=below)]


def fill_areas(
    rows: Sequence[Sequence[str]], merged: Iterable[Area], *, after: int
) -> list[list[str]]:
    """Give every row of merged cells the text that stands in the uppermost.

    Parameters
    ----------
    rows : sequence of sequence of str
        The cells of a sheet.
    merged : iterable of Area
        The merged cells.
    after : int
        First row below the header; what is merged above it is left.

    Returns
    -------
    list of list of str
        The cells; texts are not spread across columns.
    """
    filled = [list(row) for row in rows]
    for top, left, last, _ in merged:
        for row in filled[top + 1 : last + 1] if top >= after else ():
            row[left] = filled[top][left]
    return filled


def fill_down(rows: Iterable[Told], columns: Sequence[Column]) -> list[Told]:
    """Fill the text of the row above into empty cells.

    Parameters
    ----------
    rows : iterable of dict
        Text by column.
    columns : sequence of str
        The columns, from the widest to the narrowest: a new text in one of them ends those
        after it.

    Returns
    -------
    list of dict
        The rows that have text in any other column.
    """
    filled, above = list[Told](), Told()
    for row in rows:
        for at, column in enumerate(columns):
            if row[column]:
                above = {name: above.get(name, "") for name in columns[:at]}
                above[column] = row[column]
        if any(text for name, text in row.items() if name not in columns):
            filled.append(row | above)
    return filled


def _as_followup(source: FollowUp, grid: Grid, rows: Sequence[Told], *, first_row: int) -> RawTable:
    """Put our words for theirs, and refuse what has none."""
    worded = pd.DataFrame([{n: _ours(source, n, text) for n, text in row.items()} for row in rows])
    known = worded[worded["item_type"].fillna("") != ""]
    unmapped = len(worded) - len(known)
    faults = unmapped_faults(grid.place, rest=source.rest, rows=unmapped)
    refuse([*faults, *_cell_faults(grid.place, known)])
    columns = [*FOLLOWUP, *(["state"] if "state" in source.mapping else [])]
    return RawTable(
        _frame=known.reindex(columns=columns).fillna("").astype("str").reset_index(drop=True),
        file=grid.path.name,
        sheet=grid.sheet,
        sha256=fingerprint(grid.path),
        encoding=None,
        delimiter=None,
        synthetic=grid.synthetic,
        first_row=first_row,
    )


def _ours(source: FollowUp, name: Column, text: str) -> str | None:
    """Return our word, or the text where any will do; None where it must be declared."""
    words = WORDS.get(name, {}) | source.words.get(name, {})
    known = {fold(word): ours for word, ours in words.items()}
    known |= {fold(ours): ours for ours in known.values()}
    if fold(text) in known or not text:
        return known.get(fold(text), "")
    if name in NUMBERS:
        return _number(text)
    return None if name in WORDS else text


def _number(text: str) -> str | None:
    """Return the number, "" where a mark stands for no report; None where there is neither."""
    cell = read_cell(text)
    if cell is None:
        return None
    return "" if cell[1] == "zero_dash" else cell[0]


def _cell_faults(place: str, table: pd.DataFrame) -> list[Fault]:
    """Tell of the words that are not declared, and of rows without board, goal or the like."""
    unknown = table.isna().sum()
    empty = (table[list(NEEDED)] == "").sum()
    strange = "cells hold a word or a number that is not declared."
    remedy = "Fill them in, or name the column in `filled_down` if it stands once for many."
    return [
        *[
            Fault(f"{place}, column {name}", f"{count} {strange}", "Declare it under `words`.")
            for name, count in unknown[unknown > 0].items()
        ],
        *[
            Fault(f"{place}, column {name}", f"{count} rows have no {name}.", remedy)
            for name, count in empty[empty > 0].items()
        ],
    ]
