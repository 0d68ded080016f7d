"""Cells as the report prints them, and the numbers that can be read from them."""

from __future__ import annotations

import re

from evaltools.artefacts import TableArtefact
from evaltools.declarations import Language
from evaltools.manuscript import Book
from evaltools.numerals import MARKS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def printed_cells(it: TableArtefact, book: Book) -> list[list[str]]:
    """Return the cells of a table as they are printed.

    Parameters
    ----------
    it : TableArtefact
        The table.
    book : Book
        The manuscript, which says what the figures and tables are called that cells cite.

    Returns
    -------
    list of list of str
        The cells, one list per row.
    """
    columns = it.metadata.columns
    return [
        [
            book.labels(cell) if column.format == "cites" else cell
            for cell, column in zip(row, columns, strict=True)
        ]
        for row in it.cells(book.language)
    ]


def printed_number(cell: str, *, language: Language) -> tuple[float, int] | None:
    """Read a number from a cell as it is printed.

    Parameters
    ----------
    cell : str
        The cell, such as "−1 234,5".
    language : {"sv", "en"}
        The language, which says how numbers are written.

    Returns
    -------
    tuple of float and int, or None
        The number and its decimals; None for words and for "<0,001".
    """
    thousands, mark = MARKS[language]
    plain = cell.replace(thousands, "").replace(mark, ".").replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    return float(plain), len(plain.partition(".")[2])
