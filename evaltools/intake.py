"""Files exactly as they came: every cell is text, nothing is altered."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from evaltools.errors import DataError, Fault
from evaltools.provenance import fingerprint

SYNTHETIC_MARK = "SYNTETISKA DATA"
"""A file that holds this text in any cell is synthetic, and so is all that is made from it."""

WORKBOOKS = (".xlsx", ".xls", ".xlsb", ".ods")
DELIMITERS = ";\t,"


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A table as it came.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str or None
        Sheet of the workbook; None for a text file.
    sha256 : str
        Fingerprint of the file.
    encoding, delimiter : str or None
        How the text file was read; None for a workbook.
    synthetic : bool
        True if the file says that its data are synthetic.
    first_row : int
        Number, in the file, of the row that holds the headers.
    """

    _frame: pd.DataFrame
    file: str
    sheet: str | None
    sha256: str
    encoding: str | None
    delimiter: str | None
    synthetic: bool
    first_row: int

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table: text in every cell, "" where a cell is empty."""
        return self._frame.copy()

    @property
    def place(self) -> str:
        """Where the table is, for messages."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def read_table(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> RawTable:
    """Read a CSV file or a sheet of a workbook as text.

    Rows above the header (a title, the date of the export) are passed over: the header is
    the first row that fills more than half as many columns as the fullest row does.

    Parameters
    ----------
    path : pathlib.Path
        A .csv or .txt file delimited by semicolon, tab or comma, or a workbook
        (.xlsx, .xls, .xlsb, .ods).
    sheet : str, optional
        Sheet of the workbook; the first where it is not given.
    encoding : str, optional
        Encoding of the text file; UTF-8 is tried first, then cp1252, where it is not given.

    Returns
    -------
    RawTable
        One row per row of the file below the header; "" where a cell is empty.

    Raises
    ------
    DataError
        If the file is missing, cannot be read or decoded, has headers that are empty or
        repeated, or rows with more cells than the header has.
    """
    if not path.is_file():
        raise DataError(
            Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
        )
    if path.suffix.lower() in WORKBOOKS:
        name, rows = _workbook_rows(path, sheet)
        return _as_table(path, rows, sheet=name)
    text, used = _decode(path, encoding)
    delimiter = _delimiter(text)
    return _as_table(path, _text_rows(text, delimiter), encoding=used, delimiter=delimiter)


def describe_sources(tables: dict[str, RawTable]) -> pd.DataFrame:
    """Describe what came in, without a word of what stands in it.

    Parameters
    ----------
    tables : dict of str to RawTable
        The tables by what they are to the evaluation.

    Returns
    -------
    pandas.DataFrame
        One row per table: `file`, `sheet`, `rows`, `columns` (counts), `encoding`,
        `synthetic.sv`, `synthetic.en` and `sha256`, the first twelve digits.
    """
    return pd.DataFrame(
        {
            "file": raw.file,
            "sheet": raw.sheet or "",
            "rows": len(raw.tidy()),
            "columns": raw.tidy().shape[1],
            "encoding": raw.encoding or "",
            "synthetic.sv": "ja" if raw.synthetic else "nej",
            "synthetic.en": "yes" if raw.synthetic else "no",
            "sha256": raw.sha256[:12],
        }
        for raw in tables.values()
    )


def _as_table(
    path: Path,
    rows: list[list[str]],
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> RawTable:
    place = f"{path.name}, sheet {sheet}" if sheet else path.name
    if not any(any(row) for row in rows):
        raise DataError(Fault(place, "the table is empty.", "Export it again."))
    rows = _without_empty_edge(rows)
    first = _header_row(rows)
    header, body = rows[first], [row for row in rows[first + 1 :] if any(row)]
    _check_shape(place, header, body)
    frame = pd.DataFrame(body, columns=header, dtype="str")
    return RawTable(
        _frame=frame,
        file=path.name,
        sheet=sheet,
        sha256=fingerprint(path),
        encoding=encoding,
        delimiter=delimiter,
        synthetic=any(SYNTHETIC_MARK in cell for row in rows[: first + 2] for cell in row),
        first_row=first + 1,
    )


def _decode(path: Path, encoding: str | None) -> tuple[str, str]:
    content = path.read_bytes()
    candidates = (encoding,) if encoding else ("utf-8-sig", "cp1252")
    for candidate in candidates:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise DataError(_unknown_encoding(path, candidate)) from None
        if not _is_doubly_encoded(text):
            return text, candidate
    raise DataError(
        Fault(
            path.name,
            f"the text cannot be read as {' or '.join(candidates)}: letters such as å, ä and ö "
            f"are garbled on {_garbled_lines(content)} lines.",
            "Correct `encoding` in evaluation.yml, or export the file again as UTF-8.",
        )
    )


def _unknown_encoding(path: Path, encoding: str) -> Fault:
    return Fault(
        path.name,
        f"there is no encoding called {encoding}.",
        "Use utf-8, cp1252 or latin-1 in evaluation.yml, or leave it out.",
    )


def _is_doubly_encoded(text: str) -> bool:
    return bool(re.search("Ã[¥¤¶…„–]|\ufffd", text))


def _garbled_lines(content: bytes) -> int:
    return sum(any(byte > 127 for byte in line) for line in content.splitlines())


def _delimiter(text: str) -> str:
    counts = Counter(text[:20_000])
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _text_rows(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[cell.strip() for cell in row] for row in rows]


def _workbook_rows(path: Path, sheet: str | None) -> tuple[str, list[list[str]]]:
    try:
        workbook = CalamineWorkbook.from_path(path)
    except CalamineError:
        raise DataError(
            Fault(path.name, "the workbook cannot be opened.", "Save it again without a password.")
        ) from None
    name = sheet or workbook.sheet_names[0]
    if name not in workbook.sheet_names:
        known = ", ".join(workbook.sheet_names)
        raise DataError(
            Fault(path.name, f"there is no sheet {name}.", f"The workbook has {known}.")
        )
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return name, [[_as_text(cell) for cell in row] for row in cells]


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell).strip()


def _without_empty_edge(rows: list[list[str]]) -> list[list[str]]:
    """Drop the columns at the right edge that are empty in every row."""
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows]


def _header_row(rows: list[list[str]]) -> int:
    filled = [sum(bool(cell) for cell in row) for row in rows]
    return next(place for place, cells in enumerate(filled) if 2 * cells > max(filled))


def _check_shape(place: str, header: list[str], body: list[list[str]]) -> None:
    faults = []
    unnamed = sum(not name for name in header)
    if unnamed:
        problem = f"{unnamed} columns have no header."
        faults.append(Fault(place, problem, "Name them or delete them."))
    times = Counter(header)
    repeated = [str(at) for at, name in enumerate(header, start=1) if name and times[name] > 1]
    if repeated:
        problem = f"the columns {', '.join(repeated)} share their header with another one."
        faults.append(Fault(place, problem, "Give each column a header of its own."))
    ragged = sum(len(row) != len(header) for row in body)
    if ragged:
        problem = f"{ragged} rows do not have {len(header)} cells as the header has."
        faults.append(Fault(place, problem, "Export again; text with a delimiter needs quotes."))
    if faults:
        raise DataError(faults)
