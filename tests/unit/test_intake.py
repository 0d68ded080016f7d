"""Files as they come: encodings, delimiters, rows above the header, faults."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from evaltools.errors import DataError
from evaltools.intake import RawTable, read_table

FIXTURES = Path(__file__).parents[1] / "fixtures" / "intake"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file as it stands, line ends and all."""
    file = folder / "svar.csv"
    file.write_bytes(text.encode(encoding))
    return file


def columns(table: RawTable) -> dict[str, list[str]]:
    """Return the cells by column."""
    return {str(name): cells.tolist() for name, cells in table.tidy().items()}


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


@pytest.mark.parametrize("encoding", ["utf-9", "hex"])
def test_an_encoding_that_is_none_is_told_in_words(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(DataError, match=f"there is no encoding called {encoding}"):
        read_table(written(tmp_path, "a;b\n1;2\n"), encoding=encoding)


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
    file.write_text("a;;c\n1;2;3\n1;2\n1;;#N/A\n")
    with pytest.raises(DataError) as caught:
        read_table(file)
    assert [fault.problem.split()[1] for fault in caught.value.faults] == [
        "columns", "rows", "cells",
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Fråga;a@b.se;c@d.se", "a@b.se;Fråga;a@b.se"])
def test_headers_that_are_e_mail_addresses_are_refused_unquoted(
    tmp_path: Path, header: str
) -> None:
    (tmp_path / "svar.csv").write_text(f"{header}\nVar arbetar du?;Norr;Söder\n", "utf-8")
    with pytest.raises(DataError, match="row 1: 2 headers are e-mail addresses") as caught:
        read_table(tmp_path / "svar.csv")
    assert "@" not in str(caught.value)


def test_a_question_may_name_an_e_mail_address(tmp_path: Path) -> None:
    (tmp_path / "svar.csv").write_text("Skriv till a@b.se. Har du hört?;b\nJa;1\n", "utf-8")
    assert read_table(tmp_path / "svar.csv").tidy().shape == (1, 2)


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


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Andel, procent;Antal, totalt\n12,5;100,0\n7,25;40,5\n", ";"),
        ("a;b\n1;ett, två, tre\n2;fyra, fem, sex, sju\n", ";"),
        ('a,b\n"x;y;z",2\n"x;y;z;w",3\n', ","),
        ("Enkät, våren, 2025\n\na\tb\n1\t2,5\n", "\t"),
        ("a,b\n1,x; y\n2,z\n", ","),
    ],
)
def test_the_delimiter_is_what_splits_the_rows_evenly(
    tmp_path: Path, text: str, delimiter: str
) -> None:
    assert read_table(written(tmp_path, text)).delimiter == delimiter


def test_the_line_in_which_excel_names_the_delimiter_is_no_data(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "sep=|\r\na|b;c\r\n1|2;3\r\n"))
    assert (table.delimiter, table.first_row) == ("|", 2)
    assert columns(table) == {"a": ["1"], "b;c": ["2;3"]}


def test_excels_unicode_text_is_read() -> None:
    table = read_table(FIXTURES / "unicode.txt")
    assert (table.encoding, table.delimiter) == ("utf-16", "\t")
    assert columns(table) == {"Nämnd": ["Äldrenämnden"], "Fråga, med komma": ["1\xa0234,5"]}


def test_text_saved_for_a_swedish_windows_is_read() -> None:
    table = read_table(FIXTURES / "svar.csv")
    assert (table.encoding, table.delimiter) == ("cp1252", ";")
    assert columns(table) == {
        "Nämnd": ["Äldrenämnden; och", "Årsta"],
        "Andel, procent": ["12,5", "1\xa0234,0"],
    }


def test_blanks_of_every_kind_go_from_the_ends_and_stay_within(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a;b\n\xa01\u202f234\xa0;\u202f x\t\n"))
    assert columns(table) == {"a": ["1\u202f234"], "b": ["x"]}


def test_utf16_without_its_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read as"):
        read_table(written(tmp_path, "a;b\n1;2\n", "utf-16-le"))


@pytest.mark.parametrize("text", ['a;b\n1;"två\n3;4\n', 'a;b\n1;"två" tre\n3;4\n'])
def test_quotes_that_do_not_close_a_cell_are_refused_by_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"svar\.csv, line \d: a cell opens with a quotation mark"):
        read_table(written(tmp_path, text))


def test_a_quote_within_a_cell_is_text(tmp_path: Path) -> None:
    assert columns(read_table(written(tmp_path, 'a;b\n5" rör;2\n')))["a"] == ['5" rör']


def test_repeated_headers_are_told_apart_and_remembered(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "Vet ej;b;Vet ej;Vet ej (2);Vet ej\n1;2;3;4;5\n"))
    assert list(table.tidy()) == ["Vet ej", "b", "Vet ej (3)", "Vet ej (2)", "Vet ej (4)"]
    assert table.renamed == {"Vet ej (3)": "Vet ej", "Vet ej (4)": "Vet ej"}


def test_a_column_without_header_and_content_is_dropped(tmp_path: Path) -> None:
    assert list(read_table(written(tmp_path, "a;;c\n1;;3\n2; ;4\n")).tidy()) == ["a", "c"]


def test_columns_are_left_out_at_the_door_by_the_header_as_it_stood(tmp_path: Path) -> None:
    file = written(tmp_path, "E-post;a;E-post\nx@y.se;1;#N/A\n")
    table = read_table(file, without={"E-post", "Token"}.__contains__)
    assert columns(table) == {"a": ["1"]}
    assert (table.dropped, table.renamed) == (("E-post",), {})


def test_a_mark_of_synthetic_data_counts_in_a_column_that_is_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, "a;ursprung\n1;SYNTETISKA DATA\n")
    assert read_table(file, without={"ursprung"}.__contains__).synthetic


def test_a_row_with_content_only_in_a_column_that_is_left_out_stays_a_row(tmp_path: Path) -> None:
    file = written(tmp_path, "id;a\n1;x\n2;\n;\n")
    assert columns(read_table(file, without={"id"}.__contains__)) == {"a": ["x", ""]}


def test_the_repr_of_a_table_holds_no_cell(tmp_path: Path) -> None:
    assert "hemlig" not in repr(read_table(written(tmp_path, "a;b\nhemlig;2\n")))


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "a;b")).tidy().shape == (0, 2)


def test_two_declared_header_rows_of_a_text_file_become_one_header(tmp_path: Path) -> None:
    file = written(tmp_path, "Enkät 2025;;;\nNämnd;Hur väl;;Ålder\n;målen;ansvaret;\nA;1;2;3\n")
    table = read_table(file, header_rows=2)
    assert columns(table) == {
        "Nämnd": ["A"], "Hur väl [målen]": ["1"], "Hur väl [ansvaret]": ["2"], "Ålder": ["3"],
    }  # fmt: skip


def test_a_row_of_groups_above_complete_headers_can_be_declared(tmp_path: Path) -> None:
    file = written(tmp_path, ";Hur väl;;\nNämnd;målen;ansvaret;vägen\nA;1;2;3\n")
    assert list(read_table(file, header_rows=2).tidy())[:2] == ["Nämnd", "Hur väl [målen]"]


def test_headings_of_limesurvey_keep_their_code_and_give_their_text() -> None:
    table = read_table(FIXTURES / "limesurvey.csv")
    header = "G01Q02[SQ001]. Hur använder du det? [Rutiner]"
    assert table.labels[header] == "Hur använder du det? [Rutiner]"
    assert columns(table)[header] == ["Y", "", ""]


def test_an_answer_in_several_lines_is_one_cell() -> None:
    answers = columns(read_table(FIXTURES / "limesurvey.csv"))
    assert answers["G01Q02[other]. Hur använder du det? [Annat]"][0] == 'i "vardagen"\noch annars'


def test_sentences_in_headers_are_not_taken_for_codes(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "Nämnd;Ålder;Nr. på listan\nA;1;2\n"))
    assert table.labels == {}


def test_a_file_beyond_one_batch_reads_row_by_row_as_a_small_one(tmp_path: Path) -> None:
    lines = [f"{number};x;" if number % 2 else f"{number};y" for number in range(25_000)]
    table = read_table(written(tmp_path, "\n".join(["a;b", *lines])))
    assert columns(table)["a"] == [str(number) for number in range(25_000)]
