"""Workbooks as they come: sheets, merged cells, errors, numbers, dates."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaltools.errors import DataError
from evaltools.intake import read_table

FIXTURES = Path(__file__).parents[1] / "fixtures" / "intake"


def saved(folder: Path, sheets: dict[str, list[list[Any]]], merged: tuple[str, ...] = ()) -> Path:
    """Save a workbook; cells are merged in its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(folder / "svar.xlsx")
    return folder / "svar.xlsx"


def columns(file: Path, **options: Any) -> dict[str, list[str]]:
    """Read a file; return the cells by column."""
    return {str(name): cells.tolist() for name, cells in read_table(file, **options).tidy().items()}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_merged_header_over_others_becomes_question_and_sub_question(kind: str) -> None:
    assert columns(FIXTURES / f"merged.{kind}") == {
        "Nämnd": ["Äldrenämnden", "Årsta"],
        "Hur väl känner du till [målen]": ["Väl", "Väl"],
        "Hur väl känner du till [ansvaret]": ["1\xa0234", "1\xa0234"],
        "Andel": ["0.25", "0.25"],
        "Dag": ["2025-03-01", "2025-03-01"],
    }


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_merged_cells_and_errors_below_the_header_are_told_at_once(kind: str) -> None:
    with pytest.raises(DataError) as caught:
        read_table(FIXTURES / f"errors.{kind}")
    told = "\n".join(map(str, caught.value.faults))
    assert "1 merged cells stand below the header, in the rows 4-5." in told
    assert "column a: 1 cells hold an error" in told and "column b: 1 cells" in told


def test_a_title_merged_over_the_table_is_no_header(tmp_path: Path) -> None:
    file = saved(tmp_path, {"Svar": [["Enkät"], ["a", "b", "c"], [1, 2, 3]]}, ("A1:C1",))
    assert columns(file) == {"a": ["1"], "b": ["2"], "c": ["3"]}


def test_a_header_merged_over_answers_never_takes_an_answer_for_a_header(tmp_path: Path) -> None:
    rows = [["id", "Fråga", None, "c"], [1, "hemlig", "mycket", 3]]
    with pytest.raises(DataError) as caught:
        read_table(saved(tmp_path, {"Svar": rows}, ("B1:C1",)))
    assert "1 columns have no header" in str(caught.value) and "hemlig" not in str(caught.value)


def test_groups_above_the_header_are_joined_to_it(tmp_path: Path) -> None:
    rows = [[None, "Hur väl", None, None], ["id", "x", "y", "z"], [1, 2, 3, 4]]
    file = saved(tmp_path, {"Svar": rows}, ("B1:D1",))
    assert list(columns(file)) == ["id", "Hur väl [x]", "Hur väl [y]", "Hur väl [z]"]


def test_the_only_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    file = saved(tmp_path, {"Om": [["Exporterad"], ["av oss"]], "Svar": [["a", "b"], [1, 2]]})
    assert read_table(file).sheet == "Svar"


def test_several_sheets_with_tables_are_named_and_none_is_guessed(tmp_path: Path) -> None:
    table = [["a", "b"], [1, 2]]
    with pytest.raises(DataError, match=r"2 sheets hold a table; .* Ett, Två\. .*`sheet:`"):
        read_table(saved(tmp_path, {"Ett": table, "Två": table}))


def test_a_declared_sheet_is_read(tmp_path: Path) -> None:
    sheets = {"Ett": [["a", "b"], [1, 2]], "Två": [["c", "d"], [3, 4]]}
    assert columns(saved(tmp_path, sheets), sheet="Två") == {"c": ["3"], "d": ["4"]}


def test_numbers_dates_and_booleans_are_told_without_loss(tmp_path: Path) -> None:
    row = [3, 0.1, 1e-7, 12345678901234, True, date(2025, 3, 1), datetime(2025, 3, 1, 8, 30)]
    row += [time(8, 30), timedelta(hours=30, minutes=5), "1\xa0234,5"]
    file = saved(tmp_path, {"Svar": [[f"c{at}" for at in range(len(row))], row]})
    assert [cells[0] for cells in columns(file).values()] == [
        "3", "0.1", "0.0000001", "12345678901234", "TRUE", "2025-03-01", "2025-03-01T08:30:00",
        "08:30:00", "30:05:00", "1\xa0234,5",
    ]  # fmt: skip


def test_a_formula_without_a_saved_value_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path, {"Svar": [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]]})
    with pytest.raises(DataError, match="2 formulas have no saved value"):
        read_table(file)


def test_a_formula_with_a_saved_value_is_its_value(tmp_path: Path) -> None:
    file = saved(tmp_path, {"Svar": [["a", "b"], [1, 2]]})
    whole = tmp_path / "formula.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>2</v>", b"<f>A2*2</f><v>2</v>"))
    assert columns(whole)["b"] == ["2"]


def test_columns_of_a_workbook_are_left_out_at_the_door(tmp_path: Path) -> None:
    file = saved(tmp_path, {"Svar": [["a", "E-post"], [1, "x@y.se"]]})
    table = read_table(file, without={"E-post"}.__contains__)
    assert (list(table.tidy()), table.dropped) == (["a"], ("E-post",))
