"""Workbooks: their sheets, cells merged across, and cells that hold an error."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from evaltools.errors import DataError, Fault
from evaltools.intake.headers import Header, Rows, find_header
from evaltools.intake.text import strip

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def open_sheet(path: Path, sheet: str | None) -> CalamineSheet:
    """Open a sheet of a workbook: the one that is named, or the only one that holds a table.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.
    sheet : str or None
        Name of the sheet.

    Returns
    -------
    CalamineSheet
        The sheet.

    Raises
    ------
    DataError
        If the workbook cannot be opened, has no such sheet, or several hold a table and none
        is named.
    """
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError):
        raise DataError(
            Fault(path.name, "the workbook cannot be opened.", "Save it again without a password.")
        ) from None
    known = ", ".join(workbook.sheet_names)
    if sheet is not None and sheet not in workbook.sheet_names:
        problem = f"there is no sheet {sheet}."
        raise DataError(Fault(path.name, problem, f"The workbook has {known}."))
    if sheet is not None:
        return workbook.get_sheet_by_name(sheet)
    sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    holding = [each for each in sheets if each.height > 1 and each.width > 1]
    if len(holding) > 1:
        problem = f"several sheets hold a table: {', '.join(each.name for each in holding)}."
        raise DataError(Fault(path.name, problem, "Name one as `sheet` in evaluation.yml."))
    return (holding or sheets)[0]


def read_sheet(
    sheet: CalamineSheet, *, place: str, header_rows: int
) -> tuple[Header, pd.DataFrame, list[Fault]]:
    """Read the cells of a sheet as text.

    Parameters
    ----------
    sheet : CalamineSheet
        The sheet.
    place : str
        Where it is, for messages.
    header_rows : int
        Rows that the header takes up.

    Returns
    -------
    tuple of Header, pandas.DataFrame and list of Fault
        The header, the body below it with one column per header, and the cells merged in it,
        which keep it from being read.

    Raises
    ------
    DataError
        If the sheet is empty.
    """
    rows = [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    rows = _without_empty_edge(rows)
    if not rows or not any(any(row) for row in rows):
        raise DataError(Fault(place, "the table is empty.", "Export it again."))
    merged = sheet.merged_cell_ranges or []
    across = frozenset(first[0] for first, last in merged if last[1] > first[1])
    header = find_header(rows, header_rows=header_rows, merged=across)
    width = len(header.names)
    body = pd.DataFrame([row[:width] for row in rows[header.below :]], columns=range(width))
    inside = sorted({first[0] + 1 for first, last in merged if last[0] >= header.below})
    return header, body.astype("str"), _merged_faults(place, inside)


def error_faults(path: Path, *, sheet: str) -> list[Fault]:
    """Tell of cells that hold the error of a formula, which would pass for empty ones.

    Parameters
    ----------
    path : pathlib.Path
        The workbook; of those that are not .xlsx or .xlsm nothing is known.
    sheet : str
        The sheet.

    Returns
    -------
    list of Fault
        One per column that holds errors.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not _may_hold_errors(path):
        return []
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = (cell for row in book[sheet].iter_rows() for cell in row if cell.data_type == "e")
    counts = Counter(cell.column_letter for cell in cells)
    book.close()
    return [
        Fault(
            f"{path.name}, sheet {sheet}, column {letter}",
            f"{count} cells hold the error of a formula.",
            "Mend the formula, or paste the values.",
        )
        for letter, count in sorted(counts.items())
    ]


def _may_hold_errors(path: Path) -> bool:
    with ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b' t="e"' in archive.read(name) for name in sheets)


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else strip(str(cell))


def _without_empty_edge(rows: Rows) -> Rows:
    """Drop the columns at the right edge that are empty in every row."""
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows]


def _merged_faults(place: str, rows: list[int]) -> list[Fault]:
    if not rows:
        return []
    told = ", ".join(map(str, rows[:10])) + (" and more" if len(rows) > 10 else "")
    problem = f"cells are merged in the rows {told}: what they hold belongs to one row alone."
    return [Fault(place, problem, "Unmerge them in Excel and fill in each row.")]
