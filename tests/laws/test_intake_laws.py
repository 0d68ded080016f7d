"""However a table is written down, the same cells are read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest

pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.intake import read_table

CELLS = st.text(alphabet="abcåäöÅÄÖé ,;\"'0123456789-.\n", min_size=0, max_size=12).map(str.strip)
HEADERS = ["Nämnd", "Hur väl känner du till?", "Ålder"]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Draw rows of which none is empty; the first is full, so that the header is."""
    full = st.text(alphabet="abcåäö", min_size=1, max_size=5)
    first = draw(st.lists(full, min_size=3, max_size=3))
    rows = draw(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
    return [first, *(row for row in rows if any(row))]


def read_csv(rows: list[list[str]], *, delimiter: str, encoding: str, end: str) -> pd.DataFrame:
    """Write a table as text and read it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([HEADERS, *rows])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "svar.csv"
        file.write_bytes(text.getvalue().encode(encoding))
        return read_table(file).tidy()


@settings(max_examples=60, deadline=None)
@given(
    rows=tables(),
    delimiter=st.sampled_from(";\t,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_encoding_delimiter_and_line_ends_never_change_a_cell(
    rows: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    read = read_csv(rows, delimiter=delimiter, encoding=encoding, end=end)
    assert list(read) == HEADERS
    assert read.to_numpy().tolist() == rows


@settings(max_examples=30, deadline=None)
@given(rows=tables())
def test_a_workbook_reads_as_a_text_file_of_the_same_table(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in [HEADERS, *rows]:
        book.active.append([cell or None for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else cell.data_type
    with TemporaryDirectory() as folder:
        book.save(Path(folder) / "svar.xlsx")
        from_book = read_table(Path(folder) / "svar.xlsx").tidy()
    assert from_book.to_numpy().tolist() == rows


@settings(max_examples=30, deadline=None)
@given(rows=tables(), order=st.permutations(range(3)))
def test_the_order_of_the_columns_never_changes_a_column(
    rows: list[list[str]], order: list[int]
) -> None:
    straight = read_csv(rows, delimiter=";", encoding="utf-8", end="\n")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "svar.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            moved = [[row[place] for place in order] for row in [HEADERS, *rows]]
            csv.writer(stream, delimiter=";").writerows(moved)
        turned = read_table(file).tidy()
    pd.testing.assert_frame_equal(turned[HEADERS], straight)
