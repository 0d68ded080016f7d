"""The files in which persons code: workbooks with drop-down lists, or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaltools.errors import DataError, Fault
from evaltools.intake import read_table
from evaltools.provenance import pack_workbook, write_atomically
from evaltools.testimony.cells import as_written, neutral
from evaltools.testimony.coding import Unit
from evaltools.testimony.coding_rows import PAIRS, Row
from evaltools.testimony.scheme import NONE, VALENCE_NAMES, CodingScheme

UNIT_HEADERS = ("id", "källa", "text")
PAIR_HEADERS = tuple((f"kod {n}", f"värdering {n}") for n in range(1, PAIRS + 1))
SIGNED_HEADERS = ("signatur", "datum")
SHEET, SCHEME, LISTS = "Kodning", "Koder", "Listor"
WIDE, NARROW = 70, 18
Beside = Mapping[str, Mapping[str, str]]
"""Columns that help the person: for each header what stands there, by unit."""


def read_rows(path: Path) -> dict[int, Row]:
    """Read a coding file.

    Parameters
    ----------
    path : pathlib.Path
        A workbook, or CSV.

    Returns
    -------
    dict of int to Row
        By the number of the row in the file.

    Raises
    ------
    DataError
        If the file cannot be read, or lacks a column.
    """
    raw = read_table(path, sheet=None if path.suffix.lower() == ".csv" else SHEET)
    table = raw.tidy()
    lacking = [header for header in _written_headers() if header not in table]
    if lacking:
        problem = f"the columns {', '.join(lacking)} are lacking."
        raise DataError(Fault(path.name, problem, "Take the file that evaltools wrote."))
    cells = table[_written_headers()].map(as_written).to_numpy().tolist()
    return dict(enumerate(map(_row, cells), start=raw.first_row + 1))


def write_rows(rows: Sequence[Row], path: Path, *, scheme: CodingScheme, beside: Beside) -> None:
    """Write a coding file; no cell begins with what a spreadsheet would compute.

    Parameters
    ----------
    rows : sequence of Row
        The rows.
    path : pathlib.Path
        The file: .xlsx for a workbook with the codes as drop-down lists and the scheme on a
        sheet of its own, .csv for UTF-8 with its mark and semicolons.
    scheme : CodingScheme
        The scheme.
    beside : dict of str to dict
        Columns that help the person.
    """
    headers = [*UNIT_HEADERS, *beside, *_headers_to_fill()]
    cells = [[*map(neutral, _cells(row, beside))] for row in rows]
    write: Callable[..., bytes] = _as_workbook if path.suffix == ".xlsx" else _as_csv
    write_atomically(path, write([headers, *cells], scheme))


def _headers_to_fill() -> list[str]:
    return [*(header for pair in PAIR_HEADERS for header in pair), *SIGNED_HEADERS]


def _written_headers() -> list[str]:
    return [*UNIT_HEADERS, *_headers_to_fill()]


def _row(cells: list[str]) -> Row:
    identity, source, text, *coded, initials, date = cells
    pairs = tuple(zip(coded[::2], coded[1::2], strict=True))
    return Row(Unit(identity, source, text), pairs, initials, date)


def _cells(row: Row, beside: Beside) -> list[str]:
    unit = row.unit
    helps = [column.get(unit.id, "") for column in beside.values()]
    coded = [cell for pair in row.pairs for cell in pair]
    return [unit.id, unit.source, unit.text, *helps, *coded, row.initials, row.date]


def _as_csv(table: list[list[str]], _: CodingScheme) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _as_workbook(table: list[list[str]], scheme: CodingScheme) -> bytes:
    book = Workbook()
    book.active.title = SHEET
    _fill(book.active, table, wide={"text"})
    _fill(
        book.create_sheet(SCHEME), _describe(scheme), wide={"definition", "hit hör", "hit hör ej"}
    )
    codes = [neutral(theme.name.sv) for theme in scheme.themes] + [NONE.sv]
    lists = (codes, [name.sv for name in VALENCE_NAMES.values()])
    _add_lists(book.create_sheet(LISTS), lists)
    _offer(book[SHEET], table[0], [len(each) for each in lists], last=len(table))
    return pack_workbook(book)


def _fill(sheet: Worksheet, table: list[list[str]], *, wide: set[str]) -> None:
    """Write a table with its header in bold, fixed above; every cell is text."""
    for cells in table:
        sheet.append([cell or None for cell in cells])
    sheet.freeze_panes = "A2"
    for number, header in enumerate(table[0], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            WIDE if header in wide else NARROW
        )
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.font = Font(bold=cell.row == 1)


def _describe(scheme: CodingScheme) -> list[list[str]]:
    def listed(texts: Sequence[object]) -> str:
        return "; ".join(map(str, texts))

    themes = [
        [
            theme.id,
            theme.name.sv,
            theme.definition.sv,
            listed([text.sv for text in theme.include]),
            listed([text.sv for text in theme.exclude]),
        ]
        for theme in scheme.themes
    ]
    head = [["id", "namn", "definition", "hit hör", "hit hör ej"]]
    return head + [[neutral(cell) for cell in row] for row in themes]


def _add_lists(sheet: Worksheet, lists: Sequence[Sequence[str]]) -> None:
    sheet.sheet_state = "hidden"
    for column, values in enumerate(lists, start=1):
        for row, value in enumerate(values, start=1):
            sheet.cell(row, column, value)


def _offer(sheet: Worksheet, headers: Sequence[str], sizes: Sequence[int], *, last: int) -> None:
    """Offer the codes and the valences as lists where a person fills them in."""
    for list_at, headed in enumerate(zip(*PAIR_HEADERS, strict=True)):
        letter = get_column_letter(list_at + 1)
        offered = DataValidation(
            type="list",
            formula1=f"{LISTS}!${letter}$1:${letter}${sizes[list_at]}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Okänd kod",
            error="Välj ur listan.",
        )
        for header in headed:
            column = get_column_letter(headers.index(header) + 1)
            offered.add(f"{column}2:{column}{max(last, 2)}")
        sheet.add_data_validation(offered)
