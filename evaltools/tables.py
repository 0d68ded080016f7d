"""Tables for people: a publishable frame with the columns that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.errors import Fault, ReportError

Format = Literal[
    "text", "code", "cites", "count", "percent", "points", "decimal", "number", "p", "year"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Column of the publishable frame; a text in two languages is the pair
        `name.sv`, `name.en`.
    label : Text
        Head of the column, with its unit.
    format : str
        How the cells are written: "text", "code", "cites" (ids of tables and figures, which the
        report turns into their numbers), "count", "percent" and "points" (shares between 0 and
        1), "decimal", "number", "p" or "year".
    language : {"sv", "en"}, optional
        The language of the cells where it is not that of the report, as of passages that are
        quoted: screen readers are told.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> from evaltools.tables import Column
    >>> Column("estimate", Text(sv="Andel, %", en="Share, %"), "percent").label["sv"]
    'Andel, %'
    """

    name: str
    label: Text
    format: Format
    language: Language | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table that may be printed.

    Attributes
    ----------
    publishable : Publishable
        What the cells hold.
    columns : tuple of Column
        The columns, in order.
    row_headers : int
        How many of the first columns name the row.
    """

    publishable: Publishable
    columns: tuple[Column, ...]
    row_headers: int


def lay_out(
    publishable: Publishable, columns: tuple[Column, ...], *, row_headers: int = 1
) -> Table:
    """Lay out a publishable frame as a table.

    Parameters
    ----------
    publishable : Publishable
        What the cells hold.
    columns : tuple of Column
        The columns, in order.
    row_headers : int, optional
        How many of the first columns name the row.

    Returns
    -------
    Table
        The table, one row per row of the frame.

    Raises
    ------
    ReportError
        If the frame lacks a column.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> from evaltools.examples import small_shares
    >>> from evaltools.tables import Column, lay_out
    >>> columns = (
    ...     Column("role", Text(sv="Roll", en="Role"), "text"),
    ...     Column("n", Text(sv="Svar", en="Answers"), "count"),
    ... )
    >>> [column.label["en"] for column in lay_out(small_shares(), columns).columns]
    ['Role', 'Answers']
    """
    frame = publishable.tidy()
    lacking = [
        column.name
        for column in columns
        if column.name not in frame and f"{column.name}.sv" not in frame
    ]
    if lacking:
        problem = f"the results have no column {', '.join(lacking)}."
        raise ReportError(Fault("table", problem, f"They have {', '.join(map(str, frame))}."))
    return Table(publishable, columns, row_headers)


def lay_out_shares(publishable: Publishable, *, row: Column, also: Column | None = None) -> Table:
    """Lay out shares with their intervals and number of answers.

    Parameters
    ----------
    publishable : Publishable
        Protected shares.
    row : Column
        What a row is about.
    also : Column, optional
        What else a row is about.

    Returns
    -------
    Table
        Columns for the row, the share, its interval and n.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> from evaltools.examples import small_shares
    >>> from evaltools.tables import Column, lay_out_shares
    >>> role = Column("role", Text(sv="Roll", en="Role"), "text")
    >>> [column.label["en"] for column in lay_out_shares(small_shares(), row=role).columns]
    ['Role', 'Share, %', 'CI, lower', 'CI, upper', 'Answers']
    """
    numbers = (
        Column("estimate", Text(sv="Andel, %", en="Share, %"), "percent"),
        Column("conf_low", Text(sv="KI, nedre", en="CI, lower"), "percent"),
        Column("conf_high", Text(sv="KI, övre", en="CI, upper"), "percent"),
        Column("n", Text(sv="Svar", en="Answers"), "count"),
    )
    heads = (row, also) if also else (row,)
    return lay_out(publishable, (*heads, *numbers), row_headers=len(heads))
