"""Rows of cells become a table: headers, shape, and every fault found on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import pandas as pd
import pyarrow as pa

from evaltools.characters import without_hidden
from evaltools.errors import DataError, Fault
from evaltools.intake.cells import ERRORS
from evaltools.intake.headers import E_MAIL, Area, header_span, join_headers, unique_headers
from evaltools.intake.table import is_marked, take_out_marks

SAMPLE = 1_000
"""Rows that decide where the header stands."""

BATCH = 10_000
"""Rows that are held as single cells before they are packed."""

Row = Sequence[str]
Columns = dict[int, pa.ChunkedArray]
Packed = tuple[Columns, int]
Pack = Callable[..., Packed]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What the rows of a file hold.

    Attributes
    ----------
    renamed : dict of str to str
        Header as it stood, by the column that a repeated header became.
    dropped : tuple of str
        Headers that were asked to be left out and were found.
    synthetic : bool
        True if the rows say that the data are synthetic.
    first_row : int
        Number of the row that holds the headers, counted from 1.
    unmarked : dict of str to int
        Number of cells and headers out of which marks that nobody sees were taken, by column.
    faults : tuple of Fault
        Everything that is wrong with the shape; the table is of no use where there are any.
    """

    _frame: pd.DataFrame = field(repr=False)
    renamed: dict[str, str] = field(repr=False)
    dropped: tuple[str, ...]
    synthetic: bool
    first_row: int
    unmarked: dict[str, int] = field(repr=False)
    faults: tuple[Fault, ...]

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table."""
        return self._frame.copy()


def never(_: str) -> bool:
    """Drop no column."""
    return False


def read_rows(
    place: str,
    rows: Iterable[Row],
    *,
    merged: Sequence[Area] = (),
    header_rows: int = 1,
    without: Callable[[str], bool] = never,
    pack: Pack | None = None,
) -> Content:
    """Turn rows of text into a table.

    Parameters
    ----------
    place : str
        File and sheet, for messages.
    rows : iterable of sequence of str
        All rows of the file in order; those that are empty are passed over.
    merged : sequence of Area
        Merged cells, where the file tells of them.
    header_rows : {1, 2}
        Number of header rows that the evaluator declares.
    without : callable, optional
        Tells of a header whether its column is dropped.
    pack : callable, optional
        What packs the rows below the header in place of `pack_rows`.

    Returns
    -------
    Content
        The table with the faults of its shape.

    Raises
    ------
    DataError
        If no cell holds anything.
    """
    stream = iter(rows)
    sample = [[cell.strip() for cell in row] for row in islice(stream, SAMPLE)]
    if not any(map(any, sample)):
        raise DataError(Fault(place, "the table is empty.", "Export it again."))
    start, stop = header_span(sample, merged=merged, declared=header_rows)
    printed = join_headers(sample, start=start, stop=stop, merged=merged)
    headers = [without_hidden(header).strip() for header in printed]
    names = unique_headers(headers)
    kept = [at for at, header in enumerate(headers) if not header or not without(header)]
    body = chain(sample[stop:], stream)
    table, ragged = (pack or pack_rows)(body, headers=headers, kept=kept, above=stop)
    named = [at for at in kept if headers[at]]
    frame, marked = take_out_marks(_as_frame({names[at]: table[at] for at in named}))
    heads = Counter(names[at] for at in named if headers[at] != printed[at].strip())
    return Content(
        _frame=frame,
        renamed={names[at]: headers[at] for at in named if names[at] != headers[at]},
        dropped=tuple(dict.fromkeys(header for header in headers if header and without(header))),
        synthetic=is_marked(cell for row in sample[: stop + 1] for cell in row),
        first_row=start + 1,
        unmarked=dict(heads + Counter(marked)),
        faults=(
            *_unnamed_faults(place, [table[at] for at in kept if not headers[at]]),
            *_addressed_faults(f"{place}, row {start + 1}", [headers[at] for at in named]),
            *_ragged_faults(place, ragged, cells=len(headers)),
            *_merged_faults(place, merged, after=stop),
            *error_faults(place, frame),
        ),
    )


def pack_rows(
    rows: Iterable[Row], *, headers: Sequence[str], kept: Collection[int], above: int
) -> Packed:
    """Pack the columns that are kept, a batch of rows at a time.

    Parameters
    ----------
    rows : iterable of sequence of str
        The rows below the header; those that are empty are passed over.
    headers : sequence of str
        One header per column, "" where it has none.
    kept : collection of int
        Places of the columns that are kept.
    above : int
        Number of rows down to the header; for those who read them anew.

    Returns
    -------
    dict of int to pyarrow.ChunkedArray
        The text of each column that is kept, by its place.
    int
        Number of rows that have fewer cells than there are headers, or more.
    """
    chunks: dict[int, list[pa.Array]] = {at: [] for at in kept}
    ragged = 0
    for batch in _batches(row for row in rows if any(row) and "".join(row).strip()):
        fitting = [fit for row in batch if (fit := _fitted(row, headers)) is not None]
        ragged += len(batch) - len(fitting)
        columns = list(zip(*fitting, strict=True)) or [()] * len(headers)
        for at in kept:
            cells = [cell.strip() for cell in columns[at]]
            chunks[at].append(pa.array(cells, type=pa.large_string()))
    return {at: pa.chunked_array(chunks[at], type=pa.large_string()) for at in kept}, ragged


def error_faults(place: str, frame: pd.DataFrame) -> list[Fault]:
    """Find the cells that hold an error of a workbook, such as #DIV/0!.

    Parameters
    ----------
    place : str
        File and sheet, for messages.
    frame : pandas.DataFrame
        Text in every cell.

    Returns
    -------
    list of Fault
        One fault per column that has any.
    """
    counts = {str(name): int(column.isin(ERRORS).sum()) for name, column in frame.items()}
    return [
        Fault(
            f"{place}, column {name}",
            f"{count} cells hold an error of the workbook, such as #N/A or #DIV/0!.",
            "Mend the formula or empty the cells, then save again.",
        )
        for name, count in counts.items()
        if count
    ]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _fitted(row: Row, headers: Sequence[str]) -> Row | None:
    """Return the row with one cell per header; None if cells would be lost or made up."""
    width = len(headers)
    if len(row) == width:
        return row
    named = max((at for at, header in enumerate(headers, start=1) if header), default=0)
    if len(row) < named or any(cell.strip() for cell in row[width:]):
        return None
    return [*row[:width], *[""] * (width - len(row))]


def _as_frame(columns: dict[str, pa.ChunkedArray]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(columns).to_pandas()
    return frame.astype("str")


def _unnamed_faults(place: str, columns: Sequence[pa.ChunkedArray]) -> list[Fault]:
    unnamed = sum(any(len(text) for text in column.unique().to_pylist()) for column in columns)
    problem = f"{unnamed} columns have no header."
    return [Fault(place, problem, "Name them or delete them.")] if unnamed else []


def _addressed_faults(place: str, headers: Sequence[str]) -> list[Fault]:
    """Tell of headers that are persons' addresses, before anything repeats a header."""
    odd = sum(E_MAIL.fullmatch(header) is not None for header in headers)
    problem = f"{odd} headers are e-mail addresses."
    remedy = "Is the row of headers lacking, or is there a column per person? Export it anew."
    return [Fault(place, problem, remedy)] if odd else []


def _ragged_faults(place: str, ragged: int, *, cells: int) -> list[Fault]:
    problem = f"{ragged} rows do not have {cells} cells as the header has."
    remedy = "Export again; text with a delimiter needs quotes."
    return [Fault(place, problem, remedy)] if ragged else []


def _merged_faults(place: str, merged: Sequence[Area], *, after: int) -> list[Fault]:
    areas = sorted((top + 1, last + 1) for top, _, last, _ in merged if last >= after)
    listed = ", ".join(f"{top}-{last}" if last > top else str(top) for top, last in areas[:20])
    more = " and more" if len(areas) > 20 else ""
    problem = f"{len(areas)} merged cells stand below the header, in the rows {listed}{more}."
    remedy = "Split them and fill each cell: nobody can tell which rows the content is for."
    return [Fault(place, problem, remedy)] if areas else []
