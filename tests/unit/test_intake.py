"""Files as they come: encodings, delimiters, rows above the header, faults."""

from __future__ import annotations

from pathlib import Path

import openpyxl
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
    assert len(caught.value.faults) == 3


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
