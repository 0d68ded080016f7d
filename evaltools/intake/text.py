"""Text files: encoding, delimiter, rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as arrow_csv

from evaltools.errors import DataError, Fault
from evaltools.intake.extent import MOST_COLUMNS
from evaltools.intake.rows import Pack, Packed, Row, pack_rows

DELIMITERS = "\t;,"
"""In the order that decides where two of them split a file equally well."""

BLOCK = 1 << 20
ARROW_BLOCK = 1 << 24
SAMPLE_LINES = 1_000
LARGEST_TEXT = 2 << 30
LONGEST_LINE = 16 << 20
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig"} | dict.fromkeys(
    (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-16"
)


def find_encoding(path: Path, *, declared: str | None = None) -> str:
    """Find the encoding that a text file can be read in.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    declared : str, optional
        The only encoding to try; where it is not given, that of the byte order mark, or UTF-8
        and then cp1252.

    Returns
    -------
    str
        Name of the encoding for Python.

    Raises
    ------
    DataError
        If the encoding does not exist, does not fit the bytes, or garbles the letters; if the
        file is larger than 2 GiB, or a line of it than 16 MiB.
    """
    _check_size(path)
    candidates = (declared,) if declared else _candidates(path)
    for candidate in candidates:
        if _is_readable(path, _codec(path, candidate)):
            return candidate
    raise DataError(
        _nul_fault(path)
        or Fault(
            path.name,
            f"the text cannot be read as {' or '.join(candidates)}: letters such as å, ä and ö "
            f"are garbled on {_garbled_lines(path)} lines.",
            "Correct `encoding` in evaluation.yml, or export the file again as UTF-8.",
        )
    )


def find_delimiter(path: Path, *, encoding: str) -> str:
    """Find the mark between the cells of a text file.

    It is the one that splits the largest share of the first rows into the same number of
    cells, more than one, with quotes respected; or the one that Excel's line `sep=` names.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding : str
        Its encoding.

    Returns
    -------
    str
        Tab, semicolon or comma, or what `sep=` names; a semicolon where none splits anything.
    """
    with _opened(path, encoding) as text:
        if named := _named_delimiter(text.readline()):
            return named
        text.seek(0)
        lines = list(islice(text, SAMPLE_LINES))
    shares = {mark: _evenly_split(lines, mark) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: shares[mark]) if any(shares.values()) else ";"


def text_rows(path: Path, *, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Read the rows of a text file one by one.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding, delimiter : str
        How to read it.

    Yields
    ------
    list of str
        The cells of a row; none for an empty row and for the line `sep=`.

    Raises
    ------
    DataError
        If a quotation mark is not closed, or text follows one that is; if a cell holds more
        than 131,072 characters, or a row more than 4,096 cells.
    """
    with _opened(path, encoding) as text:
        if _named_delimiter(text.readline()):
            yield []
        else:
            text.seek(0)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for row in rows:
                _check_width(path, row, line=rows.line_num)
                yield row
        except csv.Error as error:
            fault = _long_fault if "limit" in str(error) else _quote_fault
            raise DataError(fault(path, rows.line_num)) from None


def pack_text(path: Path, *, encoding: str, delimiter: str) -> Pack:
    """Return what packs the rows of a text file many at a time.

    Arrow reads the file where each row has a cell per header, as the `csv` module of Python
    finds by going through it once; otherwise the rows are packed as `csv` gives them.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding, delimiter : str
        How to read it.

    Returns
    -------
    callable
        Takes what `pack_rows` takes and returns the same.
    """

    def pack(
        rows: Iterable[Row], *, headers: Sequence[str], kept: Collection[int], above: int
    ) -> Packed:
        if set(map(len, rows)) - {0} == {len(headers)}:
            lines = _lines_above(path, encoding, delimiter, rows=above)
            with suppress(pa.ArrowInvalid):
                columns = _arrow_columns(path, encoding, delimiter, lines=lines, width=len(headers))
                return {at: columns[at] for at in kept}, 0
        again = islice(text_rows(path, encoding=encoding, delimiter=delimiter), above, None)
        return pack_rows(again, headers=headers, kept=kept, above=above)

    return pack


def _lines_above(path: Path, encoding: str, delimiter: str, *, rows: int) -> int:
    """Count the lines of the first rows: a cell in quotes may hold several."""
    with _opened(path, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter)
        for _ in islice(reader, rows):
            pass
        return reader.line_num


def _arrow_columns(
    path: Path, encoding: str, delimiter: str, *, lines: int, width: int
) -> list[pa.ChunkedArray]:
    names = [str(at) for at in range(width)]
    codec = _codec(path, encoding)
    read = arrow_csv.ReadOptions(
        skip_rows=lines,
        column_names=names,
        block_size=ARROW_BLOCK,
        encoding="utf8" if codec == "utf-8-sig" else codec,
    )
    parse = arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
    )
    columns = arrow_csv.read_csv(path, read, parse, convert).columns
    return _without_empty_rows([_stripped(columns) for _ in range(width)])


def _stripped(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Take the first column off the list and strip it: one copy in memory at a time."""
    return compute.utf8_trim_whitespace(columns.pop(0))


def _without_empty_rows(columns: list[pa.ChunkedArray]) -> list[pa.ChunkedArray]:
    filled = compute.not_equal(columns[0], "")
    for column in columns[1:]:
        if compute.all(filled).as_py():
            return columns
        filled = compute.or_(filled, compute.not_equal(column, ""))
    return [column.filter(filled) for column in columns]


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    with path.open(encoding=_codec(path, encoding), newline="") as text:
        yield text


def _check_size(path: Path) -> None:
    """See that no file, and no line of it, takes up more memory than a table would."""
    size, longest = path.stat().st_size, 0
    if size <= LARGEST_TEXT:
        longest = _longest_line(path)
    for what, found, allowed in (
        ("the file", size, LARGEST_TEXT),
        ("a line", longest, LONGEST_LINE),
    ):
        if found > allowed:
            problem = f"{what} has {found >> 20:,} MiB, and may have {allowed >> 20:,}."
            remedy = "Export again, one response a line and no more columns than are needed."
            raise DataError(Fault(path.name, problem, remedy))


def _longest_line(path: Path) -> int:
    longest = begun = 0
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            first, *others = block.splitlines(keepends=True)
            begun += len(first)
            longest = max(longest, begun, *map(len, others))
            last = others[-1] if others else first
            begun = len(last) if others else begun
            begun = 0 if last.endswith((b"\n", b"\r")) else begun
    return longest


def _check_width(path: Path, row: Sequence[str], *, line: int) -> None:
    if len(row) > MOST_COLUMNS:
        problem = f"a row has {len(row):,} cells, and may have {MOST_COLUMNS:,}."
        remedy = "Export again; text with a delimiter needs quotes."
        raise DataError(Fault(f"{path.name}, line {line}", problem, remedy))


def _nul_fault(path: Path) -> Fault | None:
    if "utf-16" in _candidates(path):
        return None
    with path.open("rb") as content:
        lines = sum(b"\0" in line for line in content)
    problem = f"{lines} lines hold the character NUL, and cannot be read as text."
    remedy = "Export it again as CSV in UTF-8: it is damaged, or UTF-16 without its mark."
    return Fault(path.name, problem, remedy) if lines else None


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as content:
        start = content.read(3)
    marked = tuple(name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark))
    return marked or ("utf-8-sig", "cp1252")


def _codec(path: Path, encoding: str) -> str:
    """Return the codec that reads an encoding and passes over its byte order mark."""
    try:
        b"a".decode(encoding, errors="ignore")
        name = codecs.lookup(encoding).name
    except LookupError:
        raise DataError(_unknown_encoding(path, encoding)) from None
    return "utf-8-sig" if name == "utf-8" else name


def _unknown_encoding(path: Path, encoding: str) -> Fault:
    return Fault(
        path.name,
        f"there is no encoding called {encoding}.",
        "Use utf-8, cp1252 or latin-1 in evaluation.yml, or leave it out.",
    )


def _is_readable(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    last = ""
    with path.open("rb") as content:
        try:
            while block := content.read(BLOCK):
                text = decoder.decode(block)
                if _is_garbled(last + text):
                    return False
                last = text[-1:]
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _is_garbled(text: str) -> bool:
    doubly_encoded = "Ã" in text and re.search("Ã[¥¤¶…„–]", text)
    return bool(doubly_encoded) or "ï¿½" in text or "\ufffd" in text or "\0" in text


def _garbled_lines(path: Path) -> int:
    with path.open("rb") as content:
        return sum(not line.isascii() for line in content)


def _named_delimiter(line: str) -> str | None:
    match = re.fullmatch(r'"?sep=([^\w\s"]|\t)"?', line.rstrip("\r\n"), re.IGNORECASE)
    return match[1] if match else None


def _evenly_split(lines: list[str], mark: str) -> float:
    """Compute the share of the rows that have the commonest number of cells above one."""
    widths = list[int]()
    with suppress(csv.Error):  # a line that this mark does not split may be too long for a cell
        widths += (len(row) for row in csv.reader(lines, delimiter=mark) if any(row))
    split = Counter(width for width in widths if width > 1)
    return max(split.values(), default=0) / max(len(widths), 1)


def _quote_fault(path: Path, line: int) -> Fault:
    return Fault(
        f"{path.name}, line {line}",
        "a cell opens with a quotation mark that is not closed, or has text after it.",
        'Export again: a cell with quotation marks is written "so ""quoted"" text".',
    )


def _long_fault(path: Path, line: int) -> Fault:
    return Fault(
        f"{path.name}, line {line}",
        f"a cell holds more than {csv.field_size_limit():,} characters.",
        "Export again: a quotation mark may be open, or text stand in quotes of another kind.",
    )
