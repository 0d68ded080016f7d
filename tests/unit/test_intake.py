"""Files as they come: encodings, delimiters, rows above the header, faults."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from evaltools.errors import DataError
from evaltools.intake import read_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_swedish_letters_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "svar.csv"
    file.write_bytes("Nämnd;Ålder\nÄldrenämnden;5\n".encode(encoding))
    assert read_table(file).tidy().to_dict("list") == {"Nämnd": ["Äldrenämnden"], "Ålder": ["5"]}


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "svar.csv"
    file.write_text(delimiter.join("abc") + "\n" + delimiter.join("123") + "\n")
    assert read_table(file).delimiter == delimiter


def test_quoted_text_may_hold_the_delimiter_and_line_breaks(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text('a;b\n"ett; två\ntre";4\n')
    assert read_table(file).tidy()["a"].tolist() == ["ett; två\ntre"]


def test_a_declared_encoding_that_is_wrong_is_refused_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_bytes("Nämnd;b\nÄldre;1\n".encode("cp1252"))
    with pytest.raises(DataError, match=r"svar\.csv: the text cannot be read as utf-8"):
        read_table(file, encoding="utf-8")


def test_utf8_declared_as_cp1252_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_bytes("Nämnd;b\nÅkersberga;1\n".encode())
    with pytest.raises(DataError, match="garbled"):
        read_table(file, encoding="cp1252")


def test_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the file does not exist"):
        read_table(tmp_path / "nothing.csv")


def test_rows_above_the_header_of_a_workbook_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Rapport"], [], ["a", "b"], [1, "x"], [2.5, None]):
        book.active.append(row)
    book.save(tmp_path / "svar.xlsx")
    table = read_table(tmp_path / "svar.xlsx")
    assert (table.first_row, table.tidy().to_numpy().tolist()) == (3, [["1", "x"], ["2.5", ""]])


def test_an_unknown_sheet_names_those_there_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.save(tmp_path / "svar.xlsx")
    with pytest.raises(DataError, match=r"no sheet Svar\. The workbook has Sheet"):
        read_table(tmp_path / "svar.xlsx", sheet="Svar")


def test_a_broken_workbook_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "svar.xlsx").write_bytes(b"no workbook")
    with pytest.raises(DataError, match="cannot be opened"):
        read_table(tmp_path / "svar.xlsx")


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;a;\n1;2;3\n1;2\n")
    with pytest.raises(DataError) as caught:
        read_table(file)
    assert len(caught.value.faults) == 2


def test_a_full_row_below_a_header_with_a_gap_is_not_taken_for_the_header(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;;c\n1;2;3\n")
    with pytest.raises(DataError, match="1 columns have no header"):
        read_table(file)


def test_a_trailing_delimiter_makes_no_column(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;b;\n1;2;\n")
    assert list(read_table(file).tidy()) == ["a", "b"]


def test_a_file_that_says_so_is_synthetic(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;ursprung\n1;SYNTETISKA DATA\n")
    assert read_table(file).synthetic


def test_a_file_that_does_not_say_so_is_not_synthetic(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;b\n1;2\n")
    assert not read_table(file).synthetic


def test_a_repeated_header_gets_a_number(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("Annat;Ålder;Annat;Annat\n1;2;3;4\n", encoding="utf-8")
    raw = read_table(file)
    assert list(raw.tidy()) == ["Annat", "Ålder", "Annat (2)", "Annat (3)"]
    assert raw.renamed == {"Annat (2)": "Annat", "Annat (3)": "Annat"}


def test_columns_are_dropped_at_the_door_under_all_their_names(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("E-post;Svar;E-post\na@b.se;1;c@d.se\n")
    raw = read_table(file, without=lambda header: header == "E-post")
    assert list(raw.tidy()) == ["Svar"]


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1,5;2,5\n3,5;4,0\n",
        "sep=;\na;b\n1,5;2,5\n3,5;4,0\n",
        'a,b\n"1,5","2,5"\n"3,5","4,0"\n',
    ],
)
def test_decimal_commas_are_not_taken_for_delimiters(tmp_path: Path, text: str) -> None:
    file = tmp_path / "svar.csv"
    file.write_text(text)
    assert read_table(file).tidy().to_numpy().tolist() == [["1,5", "2,5"], ["3,5", "4,0"]]


def test_unicode_text_from_excel_is_read(tmp_path: Path) -> None:
    file = tmp_path / "svar.txt"
    file.write_text("Nämnd\tÅr\nÄldre\t2025\n", encoding="utf-16")
    assert read_table(file).tidy()["Nämnd"].tolist() == ["Äldre"]


def test_line_breaks_and_quotes_within_cells_stay(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_bytes('id;text\r\n1;"två\r\nrader; ""så"" här"\r\n2;\r\n'.encode())
    assert read_table(file).tidy()["text"].tolist() == ['två\r\nrader; "så" här', ""]


def test_a_space_that_does_not_break_is_taken_off_the_ends(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("a;b\n\u00a01\u00a0234\u00a0;2\n", encoding="utf-8")
    assert read_table(file).tidy()["a"].tolist() == ["1\u00a0234"]


def workbook(path: Path, rows: list[list[object]], *merged: str, sheet: str = "Svar") -> Path:
    """Write a workbook as Excel would."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def test_a_question_merged_over_its_parts_is_put_before_them(tmp_path: Path) -> None:
    rows = [["Enkät"], ["Nämnd", "Hur väl känner du till?", None], [None, "Målen", "Ansvaret"],
            ["Farsta", 1, 2]]  # fmt: skip
    file = workbook(tmp_path / "e.xlsx", rows, "A1:C1", "B2:C2", "A2:A3")
    raw = read_table(file)
    assert list(raw.tidy()) == [
        "Nämnd", "Hur väl känner du till? [Målen]", "Hur väl känner du till? [Ansvaret]"
    ]  # fmt: skip
    assert raw.tidy().to_numpy().tolist() == [["Farsta", "1", "2"]]


def test_two_header_rows_may_be_declared(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("Fråga;;Annat\nA;B;\n1;2;3\n", encoding="utf-8")
    raw = read_table(file, header_rows=2)
    assert list(raw.tidy()) == ["Fråga [A]", "Fråga [B]", "Annat"]


def test_merged_answers_and_errors_are_told_at_once(tmp_path: Path) -> None:
    rows = [["Nämnd", "Svar"], ["Farsta", 1], [None, "#N/A"], ["Järva", "#DIV/0!"]]
    file = workbook(tmp_path / "e.xlsx", rows, "A2:A3")
    with pytest.raises(DataError) as caught:
        read_table(file)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 2
    assert "cells are merged in the rows 2" in told[0]
    assert "column B: 2 cells hold the error of a formula" in told[1]


def test_the_only_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Läs mig"
    book.active.append(["Text"])
    book.create_sheet("Svar").append(["a", "b"])
    book["Svar"].append([1, 2])
    book.save(tmp_path / "e.xlsx")
    assert read_table(tmp_path / "e.xlsx").sheet == "Svar"


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Svar", "Ram"):
        sheet = book.create_sheet(name)
        sheet.append(["a", "b"])
        sheet.append([1, 2])
    book.save(tmp_path / "e.xlsx")
    with pytest.raises(DataError, match="several sheets hold a table: Svar, Ram"):
        read_table(tmp_path / "e.xlsx")


def test_dates_and_truth_values_are_text(tmp_path: Path) -> None:
    rows = [["dag", "sant", "tal"], [datetime(2025, 10, 1), True, 0.1]]
    raw = read_table(workbook(tmp_path / "e.xlsx", rows))
    assert raw.tidy().to_numpy().tolist() == [["2025-10-01", "True", "0.1"]]


ANSWERS = pd.DataFrame(
    {"namnd": [1.0, 2.0, 2.0], "kand": [1.0, 8.0, np.nan], "tal": [0.5, 2.0, 3.0]}
)
LABELS = {"namnd": {1: "Äldrenämnden", 2: "Farsta"}, "kand": {1: "Ja", 2: "Nej", 8: "Vet ej"}}


def test_spss_keeps_codes_labels_and_what_is_declared_missing(tmp_path: Path) -> None:
    pyreadstat.write_sav(
        ANSWERS, tmp_path / "e.sav", variable_value_labels=LABELS,
        column_labels={"kand": "Känner du till programmet?"}, missing_ranges={"kand": [8]},
    )  # fmt: skip
    raw = read_table(tmp_path / "e.sav")
    assert raw.tidy()["kand"].tolist() == ["1", "8", ""]
    assert raw.tidy()["tal"].tolist() == ["0.5", "2", "3"]
    assert raw.labels["kand"] == "Känner du till programmet?"
    assert raw.answers["namnd"] == {"1": "Äldrenämnden", "2": "Farsta"}
    assert raw.missing == {"kand": frozenset({"8"})}


def test_spss_ranges_of_missing_values_are_found_among_the_codes(tmp_path: Path) -> None:
    pyreadstat.write_sav(
        ANSWERS, tmp_path / "e.sav", variable_value_labels=LABELS,
        missing_ranges={"kand": [{"lo": 7, "hi": 99}]},
    )  # fmt: skip
    assert read_table(tmp_path / "e.sav").missing == {"kand": frozenset({"8"})}


def test_stata_keeps_codes_and_labels(tmp_path: Path) -> None:
    pyreadstat.write_dta(ANSWERS, tmp_path / "e.dta", variable_value_labels=LABELS)
    raw = read_table(tmp_path / "e.dta")
    assert raw.tidy()["namnd"].tolist() == ["1", "2", "2"]
    assert raw.answers["kand"]["8"] == "Vet ej"


def test_a_broken_spss_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "e.sav").write_bytes(b"not spss")
    with pytest.raises(DataError, match="cannot be read as SPSS or Stata"):
        read_table(tmp_path / "e.sav")


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_older_and_open_workbooks_read_as_excel_s_own(suffix: str) -> None:
    fixtures = Path(__file__).parents[1] / "fixtures"
    kept, other = (
        read_table(fixtures / f"enkat.{each}", header_rows=2).tidy() for each in ("xlsx", suffix)
    )
    pd.testing.assert_frame_equal(other, kept)
