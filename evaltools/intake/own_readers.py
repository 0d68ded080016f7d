"""Readers that other packages register for files that are none of ours to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from numbers import Real
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from evaltools.errors import ConfigurationError, DataError, EvaltoolsError, Fault
from evaltools.intake.cells import as_text
from evaltools.intake.extent import SUSPECT, Extent, PartError
from evaltools.intake.rows import Row
from evaltools.intake.statistical import STATISTICAL
from evaltools.intake.workbooks import WORKBOOKS
from evaltools.provenance import READERS, Extension, extensions

TEXT = (".csv", ".txt", ".tsv")
OURS = frozenset({*STATISTICAL, *WORKBOOKS, *TEXT})
"""Suffixes that are read here, whatever is registered."""
SUFFIX = re.compile("[a-z0-9_-]+")
CELLS = (str, Real, np.bool_, date, time, timedelta)
"""What a cell may be, besides nothing."""


class Reader(Protocol):
    """Reads the rows of a file, the header among them."""

    def __call__(
        self, path: Path, *, sheet: str | None, encoding: str | None
    ) -> Iterable[Sequence[Any]]:
        """Return rows of cells: text, numbers, dates, times, or None for nothing."""


def own_readers() -> dict[str, Extension]:
    """Return the readers that are registered, by suffix.

    Returns
    -------
    dict of str to Extension
        By suffix: what is registered as `px` is for `.px`.

    Raises
    ------
    ConfigurationError
        For each that is registered for a suffix that is read here, twice, or under no suffix.
    """
    found = extensions(READERS)
    faults = [each.fault(problem) for each in found if (problem := _wrong_name(each.name))]
    if faults:
        raise ConfigurationError(faults)
    return {f".{each.name}": each for each in found}


def _wrong_name(name: str) -> str:
    if f".{name}" in OURS:
        return "evaltools reads files of that suffix itself, and never asks another reader."
    if SUFFIX.fullmatch(name):
        return ""
    return "the name of a reader is a suffix in small letters without its point, such as px."


def read_own(
    path: Path, *, by: Extension, sheet: str | None, encoding: str | None
) -> Iterator[Row]:
    """Read a file by a registered reader.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    by : Extension
        The reader.
    sheet, encoding : str or None
        What the evaluator declares.

    Yields
    ------
    sequence of str
        A row, as text.

    Raises
    ------
    DataError
        If the reader stops with an error, whose message may quote data and is left out; if what
        it gives are not rows of cells, or more of them than a table takes, see `Extent`.
    """
    read: Reader = by.load()  # type: ignore[assignment]
    extent = Extent()
    try:
        for number, row in enumerate(read(path, sheet=sheet, encoding=encoding), start=1):
            extent.fill(number, len(cells := _as_cells(row)))
            yield cells
    except EvaltoolsError:
        raise
    except PartError as error:
        raise DataError(Fault(path.name, str(error), SUSPECT)) from None
    except _NoRowError as error:
        raise DataError(by.fault(f"of {path.name} {error}")) from None
    except Exception as error:
        problem = f"the reader {by.place} stopped with {type(error).__name__}."
        remedy = "Is the file whole? Save it anew, or ask the author of the reader."
        raise DataError(Fault(path.name, problem, remedy)) from None


class _NoRowError(Exception):
    """What a reader gave is no row of cells."""


def _as_cells(row: Any) -> Row:
    if isinstance(row, str) or not isinstance(row, Sequence | np.ndarray):
        raise _NoRowError(f"it gives {type(row).__name__} for a row: it must be a list of cells.")
    cells = [None if cell is pd.NA else cell for cell in row]
    odd = {type(cell).__name__ for cell in cells if not (cell is None or isinstance(cell, CELLS))}
    if odd:
        kinds = ", ".join(sorted(odd))
        raise _NoRowError(f"it gives cells of type {kinds}: text, numbers, dates or None may be.")
    return [as_text(cell) for cell in cells]
