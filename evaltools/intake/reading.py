"""Reading a file by what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.intake.headers import Header, header_faults
from evaltools.intake.statistical import READERS, read_labelled
from evaltools.intake.tables import SYNTHETIC_MARK, RawTable
from evaltools.intake.text import decode, find_delimiter, read_text
from evaltools.intake.workbooks import WORKBOOKS, error_faults, open_sheet, read_sheet
from evaltools.provenance import fingerprint


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    header_rows: int = 1,
    without: Callable[[str], bool] | None = None,
) -> RawTable:
    """Read a file as text, nothing altered.

    Rows above the header (a title, the date of the export) are passed over: the header is
    the first row that fills more than half as many columns as the fullest row does. A header
    row with cells merged across is put before the one beneath, as "Question [part]". A header
    that is repeated gets a number, "Other (2)".

    Parameters
    ----------
    path : pathlib.Path
        A .csv or .txt file delimited by semicolon, tab or comma, a workbook (.xlsx, .xlsm,
        .xls, .xlsb, .ods), or a file of SPSS (.sav, .zsav) or Stata (.dta).
    sheet : str, optional
        Sheet of the workbook; the only one that holds a table where it is not given.
    encoding : str, optional
        Encoding of the file; found out where it is not given.
    header_rows : int, optional
        Rows that the header takes up, where merged cells do not show it.
    without : callable, optional
        Tells of a header whether its column is dropped at the door, such as
        `Codebook.identifies`.

    Returns
    -------
    RawTable
        One row per row of the file below the header that is not empty; "" where a cell is.

    Raises
    ------
    DataError
        If the file is missing or cannot be read; and, all at once, for columns without a
        header, rows with more or fewer cells than the header, cells merged among the answers,
        and cells that hold an error of a formula.
    """
    if not path.is_file():
        raise DataError(
            Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
        )
    suffix = path.suffix.lower()
    if suffix in READERS:
        raw = _labelled(path, encoding)
    elif suffix in WORKBOOKS:
        raw = _workbook(path, sheet, header_rows)
    else:
        raw = _text(path, encoding, header_rows)
    return _without(raw, without) if without else raw


def _text(path: Path, encoding: str | None, header_rows: int) -> RawTable:
    text, used = decode(path, encoding)
    if not text.strip(" \t\r\n;,"):
        raise DataError(Fault(path.name, "the table is empty.", "Export it again."))
    delimiter = find_delimiter(text)
    header, body, ragged = read_text(text, delimiter=delimiter, header_rows=header_rows)
    faults = []
    if ragged:
        problem = f"{ragged} rows do not have {len(header.names)} cells as the header has."
        remedy = "Export again; text with a delimiter needs quotes."
        faults.append(Fault(path.name, problem, remedy))
    raw = _as_table(path, None, header, body, faults)
    above = "\n".join(text[:100_000].splitlines()[: header.below])
    synthetic = raw.synthetic or SYNTHETIC_MARK in above
    return replace(raw, encoding=used, delimiter=delimiter, synthetic=synthetic)


def _workbook(path: Path, sheet: str | None, header_rows: int) -> RawTable:
    opened = open_sheet(path, sheet)
    place = f"{path.name}, sheet {opened.name}"
    header, body, faults = read_sheet(opened, place=place, header_rows=header_rows)
    faults += error_faults(path, sheet=opened.name)
    raw = _as_table(path, opened.name, header, body, faults)
    above = opened.to_python(skip_empty_area=False, nrows=header.below)
    synthetic = raw.synthetic or any(SYNTHETIC_MARK in str(cell) for row in above for cell in row)
    return replace(raw, synthetic=synthetic)


def _labelled(path: Path, encoding: str | None) -> RawTable:
    table = read_labelled(path, encoding=encoding)
    header = Header(0, 0, tuple(map(str, table.frame)), {})
    body = table.frame.set_axis(range(table.frame.shape[1]), axis=1)
    raw = _as_table(path, None, header, body, [])
    said = any(SYNTHETIC_MARK in label for label in table.labels.values())
    return replace(
        raw,
        labels=table.labels,
        answers=table.answers,
        missing=table.missing,
        synthetic=raw.synthetic or said,
    )


def _as_table(
    path: Path, sheet: str | None, header: Header, body: pd.DataFrame, faults: list[Fault]
) -> RawTable:
    place = f"{path.name}, sheet {sheet}" if sheet else path.name
    full = body != ""
    filled = [bool(full[column].any()) for column in body]
    faults = [*header_faults(place, header, filled=filled), *faults]
    if faults:
        raise DataError(faults)
    kept = [at for at, name in enumerate(header.names) if name]
    rows = full.any(axis=1)
    frame = body.loc[rows, kept].set_axis([header.names[at] for at in kept], axis=1)
    return RawTable(
        _frame=frame.reset_index(drop=True).astype("str"),
        file=path.name,
        sheet=sheet,
        sha256=fingerprint(path),
        encoding=None,
        delimiter=None,
        synthetic=any(_is_marked(frame[name].head(1)) for name in frame),
        first_row=header.first + 1,
        renamed=header.renamed,
    )


def _is_marked(column: pd.Series[str]) -> bool:
    return bool(column.str.contains(SYNTHETIC_MARK, regex=False).any())


def _without(raw: RawTable, without: Callable[[str], bool]) -> RawTable:
    frame = raw.tidy()
    dropped = [name for name in map(str, frame) if without(raw.renamed.get(name, name))]
    labels = {name: label for name, label in raw.labels.items() if name not in dropped}
    answers = {name: codes for name, codes in raw.answers.items() if name not in dropped}
    return replace(
        raw,
        _frame=frame.drop(columns=dropped),
        labels=labels,
        answers=answers,
        dropped=tuple(dropped),
    )
