"""Cells of a file before anyone asks what they are, and the header among them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaltools.characters import hidden_names, without_hidden
from evaltools.errors import DataError, Fault
from evaltools.intake import SYNTHETIC_MARK, RawTable
from evaltools.intake.cells import ERRORS
from evaltools.intake.headers import Area
from evaltools.intake.text import find_delimiter, find_encoding, text_rows
from evaltools.intake.workbooks import WORKBOOKS, read_sheet
from evaltools.sources.cells import Pair, match_labels

HEADERS_WITHIN = 50
"""Rows from the top among which the header stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a text file or of a sheet, from its first row.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    sheet : str or None
        Sheet of the workbook.
    rows : list of list of str
        Text of every cell, without blanks at its ends.
    merged : tuple of Area
        Merged cells.
    synthetic : bool
        True if a cell says that the data are synthetic.
    unmarked : dict of str to int
        Number of cells out of which marks that nobody sees were taken, under "*".
    """

    path: Path
    sheet: str | None
    rows: list[list[str]] = field(repr=False)
    merged: tuple[Area, ...] = field(repr=False)
    synthetic: bool
    unmarked: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> str:
        """Where the grid is, for messages."""
        return f"{self.path.name}, sheet {self.sheet}" if self.sheet else self.path.name


def read_grid(path: Path, *, sheet: str | None = None) -> Grid:
    """Read the cells of a file without asking what they are.

    Parameters
    ----------
    path : pathlib.Path
        A workbook, or text delimited by tab, semicolon or comma.
    sheet : str, optional
        Sheet of the workbook; where it is not given, the only one that holds a table.

    Returns
    -------
    Grid
        All cells from the top.

    Raises
    ------
    DataError
        If the file is missing or cannot be read, or if cells hold an error of the workbook.
    """
    if not path.is_file():
        remedy = "Put it there or correct the declaration of the source."
        raise DataError(Fault(path.name, "the file does not exist.", remedy))
    if path.suffix.lower() not in WORKBOOKS:
        encoding = find_encoding(path)
        delimiter = find_delimiter(path, encoding=encoding)
        return _as_grid(path, list(text_rows(path, encoding=encoding, delimiter=delimiter)))
    found = read_sheet(path, sheet=sheet)
    grid = _as_grid(path, found.rows, sheet=found.name, merged=found.merged)
    refuse([*found.faults, *_error_faults(grid)])
    return grid


def cell_at(row: Sequence[str], column: int) -> str:
    """Return the cell of a row in a column, "" where the row is shorter.

    Parameters
    ----------
    row : sequence of str
        The row.
    column : int
        The column, counted from 0.

    Returns
    -------
    str
        The cell.
    """
    return row[column] if column < len(row) else ""


def find_header(
    grid: Grid, labels: Collection[str], *, header_rows: int = 1
) -> tuple[int, list[Pair]]:
    """Find the header: the row that holds most of the declared headers.

    Parameters
    ----------
    grid : Grid
        The cells.
    labels : collection of str
        The declared headers: "header", or "group [header]" under a group.
    header_rows : {1, 2}, optional
        Rows that the header takes up; in the upper one a group may stand over several columns.

    Returns
    -------
    int
        The first row below the header, counted from 0.
    list of Pair
        One header per column, with its group.

    Raises
    ------
    DataError
        If no row holds any of the headers.
    """
    tops = range(max(min(len(grid.rows) - header_rows + 1, HEADERS_WITHIN), 0))
    hits = {at: len(match_labels(_headers(grid, at, header_rows), labels)) for at in tops}
    top = max(hits, key=lambda at: hits[at], default=0)
    if not hits.get(top):
        problem = f"no row among the first {HEADERS_WITHIN} holds any of the declared headers."
        raise DataError(Fault(grid.place, problem, f"They are {', '.join(labels)}: correct them."))
    return top + header_rows, _headers(grid, top, header_rows)


def find_column(headers: Sequence[Pair], header: str) -> int:
    """Find the column of a header that the file has.

    Parameters
    ----------
    headers : sequence of Pair
        One per column, as `find_header` gives them.
    header : str
        The declared header, which `absent_faults` tells of where the file lacks it.

    Returns
    -------
    int
        The column, counted from 0; the first one where the file lacks the header.
    """
    return next((at for at, pair in enumerate(headers) if match_labels([pair], [header])), 0)


def absent_faults(
    place: str, what: str, printed: Iterable[Pair], declared: Collection[str]
) -> list[Fault]:
    """Tell of declared labels that the file does not have.

    Parameters
    ----------
    place : str
        File and sheet.
    what : str
        What the labels are: headers, rows, sections.
    printed : iterable of Pair
        The labels of the file.
    declared : collection of str
        The labels of the declaration.

    Returns
    -------
    list of Fault
        One fault for all of them.
    """
    found = set(match_labels(printed, declared).values())
    absent = [label for label in declared if label not in found]
    problem = f"{len(absent)} declared {what} are not in the file: {', '.join(absent)}."
    remedy = "Correct them in the declaration: the publisher may have renamed them."
    return [Fault(place, problem, remedy)] if absent else []


def read_all(readings: Iterable[Callable[[], RawTable]]) -> list[RawTable]:
    """Read several files or sheets, and tell of the faults of all of them at once.

    Parameters
    ----------
    readings : iterable of callable
        Each reads one.

    Returns
    -------
    list of RawTable
        What they read.

    Raises
    ------
    DataError
        With the faults of every file or sheet that has any.
    """
    tables, faults = list[RawTable](), list[Fault]()
    for read in readings:
        try:
            tables.append(read())
        except DataError as error:
            faults += error.faults
    refuse(faults)
    return tables


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all faults at once, if there are any.

    Parameters
    ----------
    faults : iterable of Fault
        What is wrong with a file.

    Raises
    ------
    DataError
        If there is any.
    """
    found = list(faults)
    if found:
        raise DataError(found)


def _as_grid(
    path: Path,
    rows: list[list[str]],
    *,
    sheet: str | None = None,
    merged: tuple[Area, ...] = (),
) -> Grid:
    stripped = [[without_hidden(cell).strip() for cell in row] for row in rows]
    marked = sum(bool(hidden_names(cell)) for row in rows for cell in row)
    synthetic = any(SYNTHETIC_MARK in cell for row in stripped for cell in row)
    return Grid(path, sheet, stripped, merged, synthetic, {"*": marked} if marked else {})


def _error_faults(grid: Grid) -> list[Fault]:
    count = sum(cell in ERRORS for row in grid.rows for cell in row)
    problem = f"{count} cells hold an error of the workbook, such as #N/A or #DIV/0!."
    remedy = "Mend the formula or empty the cells, then save again."
    return [Fault(grid.place, problem, remedy)] if count else []


def _headers(grid: Grid, top: int, header_rows: int) -> list[Pair]:
    """Pair each header with its group, which stands over the columns up to the next group."""
    row = grid.rows[top + header_rows - 1]
    if header_rows == 1:
        return [("", cell) for cell in row]
    groups, group = grid.rows[top], ""
    headers = list[Pair]()
    for at in range(max(len(row), len(groups))):
        group = cell_at(groups, at) or group
        below = cell_at(row, at)
        headers.append((group, below) if below else ("", cell_at(groups, at)))
    return headers
