"""Text files: their encoding, their delimiter and their rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from evaltools.errors import DataError, Fault
from evaltools.intake.headers import Header, Rows, find_header

DELIMITERS = ";\t,"
SAMPLE = 1_000
"""Rows that are looked at to find delimiter and header."""
BLANKS = " \t\u00a0\u202f\ufeff"
csv.field_size_limit(10_000_000)


def decode(path: Path, encoding: str | None) -> tuple[str, str]:
    """Read a text file by its encoding, found out where it is not given.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding : str or None
        Its encoding; else UTF-16 where it begins so, UTF-8, and cp1252.

    Returns
    -------
    tuple of str
        The text and the encoding.

    Raises
    ------
    DataError
        If the text cannot be read, or its letters are garbled.
    """
    content = path.read_bytes()
    for candidate in _candidates(content, encoding):
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise DataError(_unknown_encoding(path, candidate)) from None
        if not re.search("Ã[¥¤¶…„–]|\ufffd|\0", text):
            return text, candidate
    tried = " or ".join(_candidates(content, encoding))
    raise DataError(
        Fault(
            path.name,
            f"the text cannot be read as {tried}: letters such as å, ä and ö are garbled on "
            f"{sum(any(byte > 127 for byte in line) for line in content.splitlines())} lines.",
            "Correct `encoding` in evaluation.yml, or export the file again as UTF-8.",
        )
    )


def find_delimiter(text: str) -> str:
    """Find the mark that splits most rows into the same number of cells."""
    declared = re.match(r'"?sep=(.)"?\r?\n', text)
    if declared:
        return declared[1]
    head = "\n".join(text.splitlines()[:200])
    return max(DELIMITERS, key=lambda mark: _regularity(head, mark))


def read_text(text: str, *, delimiter: str, header_rows: int) -> tuple[Header, pd.DataFrame, int]:
    """Read the rows of a text file.

    Parameters
    ----------
    text : str
        The whole file.
    delimiter : str
        The mark between cells.
    header_rows : int
        Rows that the header takes up.

    Returns
    -------
    tuple of Header, pandas.DataFrame and int
        The header, the body below it with one column per header, and the number of rows that
        do not have as many cells as the header.
    """
    body_text = re.sub(r'\A"?sep=.(?:"?)\r?\n', "", text)
    sample, ends = _sample(body_text, delimiter)
    header = find_header(sample, header_rows=header_rows)
    below = _after(body_text, lines=ends[header.below - 1])
    table, ragged = _arrow_table(below, delimiter, len(header.names))
    if ragged:
        table, ragged = _plain_table(below, delimiter, len(header.names))
    return header, table, ragged


def strip(cell: str) -> str:
    """Take blanks, also those that do not break, off both ends."""
    return cell.strip(BLANKS)


def _candidates(content: bytes, encoding: str | None) -> tuple[str, ...]:
    if encoding:
        return (encoding,)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _unknown_encoding(path: Path, encoding: str) -> Fault:
    return Fault(
        path.name,
        f"there is no encoding called {encoding}.",
        "Use utf-8, utf-16, cp1252 or latin-1 in evaluation.yml, or leave it out.",
    )


def _regularity(head: str, mark: str) -> tuple[float, int]:
    """Find the share of the rows that have the commonest width above one cell, and that width."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(head), delimiter=mark))
    width, rows = max(
        ((width, rows) for width, rows in widths.items() if width > 1),
        key=lambda pair: (pair[1], pair[0]),
        default=(0, 0),
    )
    return rows / max(widths.total(), 1), width


def _sample(text: str, delimiter: str) -> tuple[Rows, list[int]]:
    """Read the first rows, and on which line each of them ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, ends = [], []
    for row in reader:
        rows.append([strip(cell) for cell in row])
        ends.append(reader.line_num)
        if len(rows) == SAMPLE:
            break
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows], ends


def _after(text: str, *, lines: int) -> str:
    stream = io.StringIO(text, newline="")
    for _ in range(lines):
        stream.readline()
    return stream.read()


def _arrow_table(text: str, delimiter: str, width: int) -> tuple[pd.DataFrame, int]:
    """Read the body fast; a row of another width stops it."""
    names = [str(place) for place in range(width)]
    ragged = 0

    def count(_: object) -> str:
        nonlocal ragged
        ragged += 1
        return "skip"

    if not text.strip():
        return pd.DataFrame(columns=range(width), dtype="str"), 0
    table = arrow_csv.read_csv(
        io.BytesIO(text.encode()),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 24),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=count
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    columns = {place: pc.utf8_trim(column, BLANKS) for place, column in enumerate(table.columns)}
    return pd.DataFrame({place: column.to_pandas() for place, column in columns.items()}), ragged


def _plain_table(text: str, delimiter: str, width: int) -> tuple[pd.DataFrame, int]:
    """Read the body row by row; empty cells beyond the header are no fault."""
    rows = [
        [strip(cell) for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]
    kept = [row[:width] if not any(row[width:]) else row for row in rows if any(row)]
    fitting = [row for row in kept if len(row) == width]
    return pd.DataFrame(fitting, columns=range(width), dtype="str"), len(kept) - len(fitting)
