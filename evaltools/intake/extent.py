"""How far the filled cells of a sheet go: two cells far apart make a table of gigabytes."""

from __future__ import annotations

from pathlib import Path

from evaltools.errors import DataError, Fault

LARGEST_FILE = 200 << 20
MOST_COLUMNS = 4_096
MOST_CELLS = 10_000_000
"""Cells of the rectangle about all that are filled: each of them is held in memory."""
SUSPECT = "Do not open it: ask who sent it, or export the answers again."


class PartError(Exception):
    """What is refused in a part of a workbook, in words; it becomes a `Fault`."""


class Extent:
    """The rectangle about the filled cells of a sheet, as they are met one by one."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def fill(self, row: int, column: int) -> None:
        """Take a filled cell in.

        Parameters
        ----------
        row, column : int
            Where it stands, counted from 1.

        Raises
        ------
        PartError
            With the first cell beyond 4,096 columns or ten million cells.
        """
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.columns > MOST_COLUMNS:
            words = "it fills {:,} columns and more, and may fill {:,}."
            raise PartError(words.format(self.columns, MOST_COLUMNS))
        if self.rows * self.columns > MOST_CELLS:
            words = "its cells spread over {:,} rows and {:,} columns, and no table is that large."
            raise PartError(words.format(self.rows, self.columns))


def check_size(path: Path) -> None:
    """Refuse a workbook larger than 200 MiB.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Raises
    ------
    DataError
        If it is larger.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        problem = f"the workbook has {size >> 20:,} MiB, and may have {LARGEST_FILE >> 20:,}."
        raise DataError(Fault(path.name, problem, "Save the sheet that is meant as .csv."))


def unopened(path: Path) -> Fault:
    """Say that a workbook cannot be opened.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Returns
    -------
    Fault
        One for a damaged file and for one with a password, which look alike.
    """
    problem = "the file cannot be opened."
    return Fault(path.name, problem, "Save it again without a password.")
