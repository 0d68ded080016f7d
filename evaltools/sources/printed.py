"""Tables as publishers print them: each value stands beside a label and under others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable
from evaltools.sources.cells import (
    Pair,
    cell_note,
    is_preliminary,
    label_note,
    match_labels,
    read_cell,
    read_period,
)
from evaltools.sources.declared import Meaning, Publication, join_meanings
from evaltools.sources.grids import Grid, absent_faults, cell_at
from evaltools.sources.publishing import Row, publish

Reader = Callable[[str], "tuple[str, str] | None"]


@dataclass(frozen=True, slots=True)
class Line:
    """A row with values: the section that it stands in, its label and its cells."""

    section: str
    label: str
    cells: Sequence[str]

    @property
    def pair(self) -> Pair:
        """The label under its section."""
        return self.section, self.label


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of values: its header as printed, the period it stands for, what it means."""

    text: str
    meaning: Meaning
    period: str


def label_columns(
    headers: Sequence[Pair], meanings: Mapping[str, Meaning], *, period: str
) -> dict[int, Heading]:
    """Find what columns mean by their headers.

    Parameters
    ----------
    headers : sequence of Pair
        One per column, as `find_header` gives them.
    meanings : dict of str to Meaning
        What the declared headers mean.
    period : str
        The period of all values, which no header tells.

    Returns
    -------
    dict of int to Heading
        The columns that are declared.
    """
    found = match_labels(headers, meanings)
    return {
        at: Heading(" ".join(filter(None, pair)), _noted(meanings[found[pair]], pair), period)
        for at, pair in enumerate(headers)
        if pair in found
    }


def year_columns(grid: Grid, *, row: int, first: int) -> dict[int, Heading]:
    """Find the columns whose header is a year.

    Parameters
    ----------
    grid : Grid
        The cells.
    row : int
        The row of the years, counted from 1 as a spreadsheet does.
    first : int
        First column of values.

    Returns
    -------
    dict of int to Heading
        The columns with their periods.

    Raises
    ------
    DataError
        If the row holds no year, or a header between years that is none.
    """
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    periods = {at: read_period(cell) for at, cell in enumerate(cells) if at >= first}
    found = {at: period for at, period in periods.items() if period}
    if not found:
        remedy = "Say in `years_row` in which row they stand."
        raise DataError(Fault(grid.place, f"row {row} holds no year.", remedy))
    strange = [at for at in range(first, max(found)) if at not in found and cells[at]]
    if strange:
        problem = f"{len(strange)} headers between the years in row {row} are no years."
        raise DataError(Fault(grid.place, problem, "Correct them in the file."))
    return {at: Heading(cells[at], Meaning(), period) for at, period in found.items()}


def read_lines(
    grid: Grid, *, after: int, sections: Literal["rows", "column"], first: int
) -> list[Line]:
    """Read the rows of values with the sections that they stand in.

    Parameters
    ----------
    grid : Grid
        The cells.
    after : int
        The first row below the header.
    sections : {"rows", "column"}
        "rows" where the labels stand in the first column and a row with a label alone opens a
        section; "column" where the first column holds the section, once or on every row, and
        the second one the labels.
    first : int
        First column of values, counted from 0.

    Returns
    -------
    list of Line
        The rows that have any value.
    """
    lines, section = list[Line](), ""
    for row in grid.rows[after:]:
        above, label = cell_at(row, 0), cell_at(row, 0 if sections == "rows" else 1)
        filled = any(row[first:])
        if above and (sections == "column" or not filled):
            section = above
        if filled and label:
            lines.append(Line(section, label, row))
    return lines


def label_lines(
    lines: Sequence[Line],
    *,
    rows: Mapping[str, Meaning],
    sections: Mapping[str, Meaning] | None = None,
) -> dict[Pair, Meaning]:
    """Find what the rows of values mean by their labels and sections.

    Parameters
    ----------
    lines : sequence of Line
        The rows of values.
    rows : dict of str to Meaning
        What the labels mean: "label", or "section [label]".
    sections : dict of str to Meaning, optional
        What the sections mean; where none is declared, the labels alone tell.

    Returns
    -------
    dict of Pair to Meaning
        The labels that are declared, in sections that are.
    """
    found = match_labels((line.pair for line in lines), rows)
    opened = match_labels((("", line.section) for line in lines), sections or {})
    meanings = {}
    for pair, label in found.items():
        section = opened.get(("", pair[0]))
        if not sections or not pair[0] or "[" in label or section:
            above = _noted((sections or {})[section], ("", pair[0])) if section else Meaning()
            meanings[pair] = join_meanings([above, _noted(rows[label], pair)])
    return meanings


def select_places(
    lines: Sequence[Line], places: Mapping[str, str]
) -> tuple[list[Line], dict[str, Meaning]]:
    """Select the rows of the places that are wanted.

    Parameters
    ----------
    lines : sequence of Line
        The rows of values, whose labels are places.
    places : dict of str to str
        Our name of each place that is wanted, by its label; where none is given, all places
        by their labels.

    Returns
    -------
    list of Line
        The rows of those places.
    dict of str to Meaning
        What their labels mean.
    """
    names = places or {line.label: line.label for line in lines}
    found = match_labels((("", line.label) for line in lines), names)
    wanted = [line for line in lines if ("", line.label) in found]
    return wanted, {label: Meaning(geography=name) for label, name in names.items()}


def read_values(
    lines: Iterable[Line],
    columns: Mapping[int, Heading],
    *,
    meanings: Mapping[Pair, Meaning],
    every: Meaning,
    read: Reader = read_cell,
) -> tuple[list[Row], Counter[str]]:
    """Read the values of the rows and columns that are declared.

    Parameters
    ----------
    lines : iterable of Line
        The rows of values.
    columns : dict of int to Heading
        The columns of values.
    meanings : dict of Pair to Meaning
        What the rows mean.
    every : Meaning
        What holds for every value.
    read : callable, optional
        Reads a cell into value and qualifier, None where it cannot.

    Returns
    -------
    list of dict
        One row of the long table per cell that is not empty.
    collections.Counter
        Cells that cannot be read, by the header of their column.
    """
    found, unread = list[Row](), Counter[str]()
    for line in lines:
        for at, heading in columns.items():
            text = cell_at(line.cells, at)
            if not text or line.pair not in meanings:
                continue
            cell = read(text)
            if cell is None:
                unread[heading.text] += 1
            else:
                meaning = join_meanings([every, meanings[line.pair], heading.meaning])
                found.append(_as_row(meaning, heading, text, cell))
    return found, unread


def unread_faults(place: str, unread: Mapping[str, int]) -> list[Fault]:
    """Tell of the cells that cannot be read, a fault per column.

    Parameters
    ----------
    place : str
        File and sheet.
    unread : dict of str to int
        Number of such cells by column.

    Returns
    -------
    list of Fault
        The faults.
    """
    problem = "cells hold neither a value nor a mark that is known here."
    remedy = "Correct them in the file, or tell the publisher."
    return [Fault(f"{place}, column {c}", f"{n} {problem}", remedy) for c, n in unread.items()]


def unmapped_faults(place: str, *, rest: str, **counts: int) -> list[Fault]:
    """Tell of what has values but no declared label.

    Parameters
    ----------
    place : str
        File and sheet.
    rest : {"refuse", "leave"}
        What the source declares about them.
    **counts : int
        How many there are of each, such as rows.

    Returns
    -------
    list of Fault
        A fault for each that there are any of; none where they are left on purpose.
    """
    remedy = "Declare them, or leave them out on purpose with `rest: leave`."
    return [
        Fault(place, f"{count} {what} of values have labels that are not declared.", remedy)
        for what, count in counts.items()
        if count and rest == "refuse"
    ]


def publish_table(
    grid: Grid,
    lines: Sequence[Line],
    *,
    source: Publication,
    every: Meaning,
    first: int,
    columns: Mapping[int, Heading],
    rows: Mapping[str, Meaning],
    sections: Mapping[str, Meaning],
    faults: Iterable[Fault] = (),
) -> RawTable:
    """Make the long table of a printed table.

    Parameters
    ----------
    grid : Grid
        The cells.
    lines : sequence of Line
        The rows of values.
    source : Publication
        The declaration.
    every : Meaning
        What holds for every value of this table.
    first : int
        First column of values, counted from 0; those before it hold labels.
    columns : dict of int to Heading
        The columns that are declared.
    rows, sections : dict of str to Meaning
        What labels and sections mean.
    faults : iterable of Fault, optional
        What was found wrong on the way.

    Returns
    -------
    RawTable
        The long table.

    Raises
    ------
    DataError
        For labels that are not in the file or not in the declaration, cells that cannot be
        read, and what `publish` refuses: all at once.
    """
    meanings = label_lines(lines, rows=rows, sections=sections)
    found, unread = read_values(lines, columns, meanings=meanings, every=every)
    opened = [("", line.section) for line in lines]
    every_fault = [
        *faults,
        *absent_faults(grid.place, "rows", [line.pair for line in lines], rows),
        *absent_faults(grid.place, "sections", opened, sections),
        *table_faults(
            grid, lines, columns=columns, meanings=meanings, first=first, rest=source.rest
        ),
        *unread_faults(grid.place, unread),
    ]
    return publish(found, source=source, grid=grid, faults=every_fault)


def table_faults(
    grid: Grid,
    lines: Sequence[Line],
    *,
    columns: Collection[int],
    meanings: Collection[Pair],
    first: int,
    rest: str,
) -> list[Fault]:
    """Tell of the rows and columns of a table that nothing is declared for.

    Parameters
    ----------
    grid : Grid
        The cells.
    lines : sequence of Line
        The rows of values.
    columns : collection of int
        The columns that are declared.
    meanings : collection of Pair
        The labels of rows that are declared.
    first : int
        First column of values, counted from 0; those before it hold labels.
    rest : {"refuse", "leave"}
        What the source declares about others.

    Returns
    -------
    list of Fault
        One fault for the rows and one for the columns.
    """
    filled = {at for line in lines for at, cell in enumerate(line.cells) if cell and at >= first}
    unmapped = sum(line.pair not in meanings for line in lines)
    strange = len(filled.difference(columns))
    return unmapped_faults(grid.place, rest=rest, rows=unmapped, columns=strange)


def _noted(meaning: Meaning, pair: Pair) -> Meaning:
    note = label_note(pair[1])
    return join_meanings([meaning, Meaning(method_note=note)])


def _as_row(meaning: Meaning, heading: Heading, text: str, cell: tuple[str, str]) -> Row:
    value, qualifier = cell
    if qualifier == "exact" and is_preliminary(heading.text):
        qualifier = "preliminary"
    notes = "; ".join(filter(None, (meaning.method_note, cell_note(text))))
    read = {"period": heading.period, "value": value, "qualifier": qualifier}
    return meaning.columns() | read | {"method_note": notes}
