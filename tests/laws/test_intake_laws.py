"""What a cell says does not depend on the file it came in."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

pytest.importorskip("hypothesis")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaltools.characters import without_hidden
from evaltools.errors import DataError
from evaltools.intake import RawTable, draft_codebook, read_table

SLOWLY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip

LETTERS = "abcåäöÅÄÖéÉ019 .,;:-–…\"'()\xa0\n\t"
"""In cp1252 and in all encodings of Unicode: marks, quotes, line breaks, blanks of all kinds."""

cells = st.text(LETTERS, max_size=6)
anything = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufeffÃ#"), max_size=6
)  # fmt: skip
Table = list[list[str]]


@st.composite
def tables(draw: st.DrawFn, cell: st.SearchStrategy[str] = cells) -> Table:
    """Draw a header and rows as wide; each row begins with a number, so that none is empty."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=5))
    header = [f"Fråga {number}" for number in range(width + 1)]
    return [header, *([str(at), *row] for at, row in enumerate(rows))]


def written(table: Table, *, delimiter: str, quoting: int, ends: str) -> str:
    """Write a table as text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ends).writerows(table)
    return text.getvalue()


def read(content: bytes, name: str = "svar.csv") -> Table:
    """Read a file of this content; the header first."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        frame = read_table(file).tidy()
    return [list(frame), *frame.to_numpy().tolist()]


def stripped(table: Table) -> Table:
    """Return what is to come of a table: what is seen of each cell, without blanks at its ends."""
    return [[without_hidden(cell.strip()).strip() for cell in row] for row in table]


@SLOWLY
@given(
    table=tables(),
    delimiter=st.sampled_from("\t;,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    ends=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_how_a_text_file_is_written_never_changes_a_cell(
    table: Table, delimiter: str, quoting: int, ends: str, encoding: str
) -> None:
    text = written(table, delimiter=delimiter, quoting=quoting, ends=ends)
    assert read(text.encode(encoding)) == stripped(table)


@SLOWLY
@given(table=tables(anything))
def test_any_text_of_unicode_comes_through(table: Table) -> None:
    text = written(table, delimiter=";", quoting=csv.QUOTE_ALL, ends="\r\n")
    assert read(text.encode()) == stripped(table)


@SLOWLY
@given(
    body=st.lists(
        st.lists(st.text('ab" å\r\n', max_size=4), min_size=1, max_size=4).map(";".join), max_size=5
    )
)
def test_a_text_file_reads_as_the_csv_module_reads_it_or_is_refused(body: list[str]) -> None:
    text = "\n".join(["x;y;z", *body])
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        rows = []
    full = [row for row in stripped(rows) if any(row)]
    try:
        found = read(text.encode())
    except DataError:
        assert not rows or any(len(row) != 3 for row in full)
    else:
        assert found == [[*row, *[""] * (3 - len(row))][:3] for row in full]


@SLOWLY
@given(table=tables(st.text("abcåäö019 .,;-", max_size=6)))
def test_a_csv_file_and_a_workbook_of_one_table_read_alike(table: Table) -> None:
    book = openpyxl.Workbook()
    for row in table:
        book.active.append([cell or None for cell in row])
    content = io.BytesIO()
    book.save(content)
    text = written(table, delimiter=";", quoting=csv.QUOTE_MINIMAL, ends="\r\n")
    assert read(content.getvalue(), "svar.xlsx") == read(text.encode())


@SLOWLY
@given(table=tables(), data=st.data())
def test_the_order_of_the_columns_never_changes_a_column(table: Table, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(table[0]))))
    moved = [[row[at] for at in order] for row in table]
    one, other = (
        read(written(each, delimiter=";", quoting=csv.QUOTE_ALL, ends="\n").encode())
        for each in (table, moved)
    )
    assert sorted(zip(*one, strict=True)) == sorted(zip(*other, strict=True))


@SLOWLY
@given(
    times=st.lists(st.integers(1, 14), min_size=1, max_size=16),
    form=st.sampled_from(["hemlig{}x", "hemlig{}x;hemligx", "Nej, hemlig{}x", "{}hemlig x"]),
    header=st.sampled_from(["Fråga?", "Hur? [a]", "Q1[SQ001]"]),
)
def test_a_draft_holds_no_answer_that_fewer_than_ten_gave(
    times: list[int], form: str, header: str
) -> None:
    answers = {form.format(chr(97 + at) * 3): count for at, count in enumerate(times)}
    cells = [answer for answer, count in answers.items() for _ in range(count)]
    frame = pd.DataFrame({header: cells, "Hur? [b]": cells[::-1]}, dtype="str")
    table = RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)
    text = draft_codebook(table, name="enkät")
    rare = [answer.split(";")[0] for answer, count in answers.items() if count < 10]
    assert not any(answer in text for answer in rare)
