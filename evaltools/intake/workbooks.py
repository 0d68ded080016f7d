"""Workbooks: sheets, merged cells, and the cells whose formula failed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from evaltools.errors import DataError, Fault
from evaltools.intake.cells import as_text
from evaltools.intake.compound import check_compound
from evaltools.intake.extent import check_size, unopened
from evaltools.intake.headers import Area
from evaltools.intake.packages import check_package, column_number

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]+)</")
FAILED = re.compile(rb"<(?:\w+:)?v>(#[^<]+)</")
UNSAVED = re.compile(rb"(?:/|</(?:\w+:)?f)>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?$")
ELSEWHERE = re.compile(
    rb"(?<!\w)\[\d+\](?:[\w.]*|[^\[\]]*(?:'|&apos;))!|\bWEBSERVICE\(|(?:'|&apos;)(?:file|https?):"
)
"""In a formula: another workbook by its number or its address, or the network."""
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
WAYS = ("rows", "columns")


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The cells of a sheet as text.

    Attributes
    ----------
    name : str
        Name of the sheet.
    rows : list of list of str
        All rows from the top of the sheet.
    merged : tuple of Area
        Merged cells; none where the format does not tell (.xlsb).
    faults : tuple of Fault
        What cannot be read as the evaluator sees it.
    """

    name: str
    rows: list[list[str]] = field(repr=False)
    merged: tuple[Area, ...] = field(repr=False)
    faults: tuple[Fault, ...]


def read_sheet(path: Path, *, sheet: str | None = None) -> Sheet:
    """Read a sheet of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.
    sheet : str, optional
        Name of the sheet; where it is not given, the only one that holds a table.

    Returns
    -------
    Sheet
        Its cells.

    Raises
    ------
    DataError
        If the workbook cannot be opened, would grow beyond any table (see `extent`), or
        it is not clear which sheet is meant.
    """
    check_size(path)
    check = check_compound if path.suffix.lower() == ".xls" else check_package
    check(path)
    with _damage_told(path), CalamineWorkbook.from_path(path) as workbook:
        return _as_sheet(path, _chosen(path, workbook, sheet))


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Say in a sentence what reading a damaged workbook raises, and never what it quotes.

    A panic of calamine can be told by its name alone; it is no Exception.
    """
    try:
        yield
    except (CalamineError, ElementTree.ParseError, LookupError, StopIteration, ValueError):
        raise DataError(unopened(path)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DataError(unopened(path)) from None


def _chosen(path: Path, workbook: CalamineWorkbook, sheet: str | None) -> CalamineSheet:
    names = [each.name for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None and sheet not in names:
        problem = f"there is no sheet {sheet}."
        raise DataError(Fault(path.name, problem, f"The workbook has {', '.join(names)}."))
    if sheet is not None or len(names) == 1:
        return workbook.get_sheet_by_name(sheet or names[0])
    return workbook.get_sheet_by_name(_only_table(path, workbook))


def _only_table(path: Path, workbook: CalamineWorkbook) -> str:
    shown = [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    tables = [name for name in shown if _holds_table(workbook.get_sheet_by_name(name))]
    if len(tables) == 1:
        return tables[0]
    problem = f"{len(tables)} sheets hold a table; the workbook has {', '.join(shown)}."
    raise DataError(Fault(path.name, problem, "Name the one that is meant: `sheet:`."))


def _holds_table(sheet: CalamineSheet) -> bool:
    """Tell a table, two rows of two cells at least, from notes and from an empty sheet."""
    filled = [sum(cell != "" for cell in row) for row in sheet.to_python(nrows=1_000)]
    return sum(cells > 1 for cells in filled) > 1


def _as_sheet(path: Path, sheet: CalamineSheet) -> Sheet:
    cells = sheet.to_python(skip_empty_area=False)
    rows = [[as_text(cell) for cell in row] for row in cells]
    ranges = sheet.merged_cell_ranges or []
    merged = [(top, left, last, right) for (top, left), (last, right) in ranges]
    place = f"{path.name}, sheet {sheet.name}"
    faults: list[Fault] = []
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        faults = _told_by_xlsx(place, rows, _xlsx_part(path, sheet.name))
    if path.suffix.lower() == ".ods":
        table = _ods_table(path, sheet.name)
        merged, faults = _told_by_ods(rows, table), _elsewhere_faults(place, _ods_formulas(table))
    return Sheet(sheet.name, rows, tuple(merged), tuple(faults))


def _told_by_xlsx(place: str, rows: list[list[str]], part: bytes) -> list[Fault]:
    """Put errors where calamine leaves a gap; count formulas whose value was never saved."""
    unsaved = 0
    for attributes, content in CELL.findall(part) if b't="e"' in part or b"<f" in part else ():
        if b't="e"' in attributes and (failed := FAILED.search(content)):
            row, column = _position(attributes)
            rows[row][column] = failed[1].decode()
        elif b"<f" in content and b't="str"' not in attributes:
            unsaved += bool(UNSAVED.search(content))
    problem = f"{unsaved} formulas have no saved value."
    remedy = "Open the workbook in a spreadsheet program, and save it."
    faults = [Fault(place, problem, remedy)] if unsaved else []
    return faults + _elsewhere_faults(place, FORMULA.findall(part))


def _elsewhere_faults(place: str, formulas: Iterable[bytes]) -> list[Fault]:
    """Tell of values that come from another workbook: nobody can trace them to a file."""
    count = sum(bool(ELSEWHERE.search(formula)) for formula in formulas)
    problem = f"{count} formulas take their value from another workbook or the network."
    remedy = "Paste them as values, or break the links, and save again."
    return [Fault(place, problem, remedy)] if count else []


def _position(attributes: bytes) -> tuple[int, int]:
    letters, row = re.findall(rb'\br="([A-Z]+)(\d+)"', attributes)[0]
    return int(row) - 1, column_number(letters.decode()) - 1


def _xlsx_part(path: Path, sheet: str) -> bytes:
    """Return the XML of a sheet."""
    with zipfile.ZipFile(path) as package:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        parts = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        number = next(
            value
            for each in book.iter()
            if each.tag.endswith("}sheet") and each.get("name") == sheet
            for key, value in each.items()
            if key.endswith("}id")
        )
        target = next(each.get("Target", "") for each in parts if each.get("Id") == number)
        return package.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _told_by_ods(rows: list[list[str]], table: ElementTree.Element) -> list[Area]:
    """Put errors where calamine leaves a gap; find the merged cells, of which it does not tell."""
    merged = []
    for row, column, cell in _ods_cells(table):
        down, right = (int(cell.get(f"{TABLE}number-{way}-spanned", 1)) for way in WAYS)
        if max(down, right) > 1:
            merged.append((row, column, row + down - 1, column + right - 1))
        if any(key.endswith("}value-type") and kind == "error" for key, kind in cell.items()):
            rows[row][column] = "#N/A"
    return merged


def _ods_formulas(table: ElementTree.Element) -> Iterator[bytes]:
    return (cell.get(f"{TABLE}formula", "").encode() for cell in table.iter(f"{TABLE}table-cell"))


def _ods_cells(table: ElementTree.Element) -> Iterator[tuple[int, int, ElementTree.Element]]:
    row = 0
    for line in table.iter(f"{TABLE}table-row"):
        column = 0
        for cell in line:
            yield row, column, cell
            column += int(cell.get(f"{TABLE}number-columns-repeated", 1))
        row += int(line.get(f"{TABLE}number-rows-repeated", 1))


def _ods_table(path: Path, sheet: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
    tables = content.iter(f"{TABLE}table")
    return next(table for table in tables if table.get(f"{TABLE}name") == sheet)
