"""Files made to harm, or broken: refused in a sentence, before they are opened."""

from __future__ import annotations

import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from evaltools.cleaning.cleaned import as_log
from evaltools.errors import DataError
from evaltools.intake import extent, packages, read_table, statistical, text, workbooks
from evaltools.sources.grids import read_grid

FIXTURES = Path(__file__).parents[1] / "fixtures" / "intake"
SHEET = "xl/worksheets/sheet1.xml"
CELL = b'<table:table-cell office:value-type="float" office:value="1"/>'
Change = Callable[[bytes], bytes]


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody open a workbook: what is refused now is refused before."""
    monkeypatch.setattr(workbooks, "CalamineWorkbook", None)


def rebuilt(source: Path, target: Path, changes: dict[str, Change]) -> Path:
    """Write a package anew with some of its parts changed, or added where they lack."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, bytes)(old.read(name)))
        for name, change in changes.items():
            new.writestr(name, change(b""))
    return target


def workbook(folder: Path, changes: dict[str, Change] | None = None) -> Path:
    """Write a workbook of two columns and one row, with some of its parts changed."""
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(folder / "plain.xlsx")
    return rebuilt(folder / "plain.xlsx", folder / "svar.xlsx", changes or {})


def with_rows(rows: bytes) -> dict[str, Change]:
    """Add rows at the end of the sheet."""
    return {SHEET: lambda old: old.replace(b"</sheetData>", rows + b"</sheetData>")}


def opendocument(folder: Path, rows: bytes) -> Path:
    """Write an .ods of these rows."""

    def change(old: bytes) -> bytes:
        start, stop = old.index(b"<table:table-row"), old.index(b"</table:table>")
        return old[:start] + rows + old[stop:]

    return rebuilt(FIXTURES / "merged.ods", folder / "svar.ods", {"content.xml": change})


def binary(folder: Path, *columns: int) -> Path:
    """Write an .xlsb whose sheet has a row with a filled cell in each of the columns."""
    row = b"\x00\x19" + bytes(25)
    cells = b"".join(b"\x02\x0c" + at.to_bytes(4, "little") + bytes(8) for at in columns)
    with zipfile.ZipFile(folder / "svar.xlsb", "w") as package:
        package.writestr("xl/worksheets/sheet1.bin", row + cells)
    return folder / "svar.xlsb"


def spoilt_xls(folder: Path, head: bytes, what: bytes) -> Path:
    """Write an .xls with other bytes after the first record that begins so."""
    content = bytearray((FIXTURES / "merged.xls").read_bytes())
    at = content.index(head[:4]) + 4
    content[at : at + len(what)] = what
    (folder / "svar.xls").write_bytes(content)
    return folder / "svar.xls"


def refusal(path: Path) -> str:
    """Read a file and return why it is refused."""
    with pytest.raises(DataError) as caught:
        read_table(path)
    return str(caught.value)


def test_a_workbook_of_20_kib_whose_cells_lie_far_apart_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    rows = (f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(3, 3_001))
    path = workbook(tmp_path, with_rows("".join(rows).encode()))
    assert path.stat().st_size < 25_000
    assert "it fills 16,384 columns and more, and may fill 4,096" in refusal(path)


@pytest.mark.parametrize(
    "rows",
    [
        b"<row>" + b"<c><v>1</v></c>" * 4_097 + b"</row>",
        b"<row r='3'><c r='xfd3'><v>1</v></c></row>",
        b'<row r="3"><c r="&#88;FD3"><f>1</f></c></row>',
        b'<x:row xmlns:x="u"><x:c r="XFD3"><x:is/></x:c></x:row>',
        b'<row r="999999"><c r="KK999999"><v>1</v></c></row>',
    ],
    ids=["without references", "in small letters", "escaped", "with a prefix", "one far row"],
)
def test_no_way_of_writing_hides_how_far_a_sheet_goes(
    tmp_path: Path, unopened: None, rows: bytes
) -> None:
    assert "part xl/worksheets/sheet1.xml" in refusal(workbook(tmp_path, with_rows(rows)))


def test_cells_that_are_only_coloured_are_no_part_of_a_table(tmp_path: Path) -> None:
    path = workbook(tmp_path, with_rows(b'<row r="3"><c r="XFD3" s="0"/></row>'))
    assert read_table(path).tidy().shape == (1, 2)


def test_the_dimension_that_a_sheet_declares_is_not_believed(tmp_path: Path) -> None:
    far = {SHEET: lambda old: old.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')}
    assert read_table(workbook(tmp_path, far)).tidy().shape == (1, 2)


def test_a_workbook_that_unpacks_two_hundredfold_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    path = workbook(tmp_path, {"xl/sharedStrings.xml": lambda _: b" " * packages.SMALL})
    assert "it would grow to 16 MiB" in refusal(path)


def test_a_part_that_is_larger_than_it_says_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    path = workbook(tmp_path, with_rows(b'<row r="3"><c r="A3"><v>1</v></c></row>' * 2_000))
    with zipfile.ZipFile(path) as package:
        size = package.getinfo(SHEET).file_size
    said = path.read_bytes().replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    path.write_bytes(said)
    assert "cannot be opened" in refusal(path)


def test_a_workbook_larger_than_any_table_is_refused_unread(
    tmp_path: Path, unopened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extent, "LARGEST_FILE", 1_000)
    path = workbook(tmp_path)
    path.rename(tmp_path / "svar.xls")
    assert "the workbook has 0 MiB" in refusal(tmp_path / "svar.xls")


def test_a_workbook_with_a_part_twice_is_refused(tmp_path: Path, unopened: None) -> None:
    path = workbook(tmp_path)
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "a") as package:
        package.writestr(SHEET, b"<worksheet/>")
    assert "two of its parts have one name" in refusal(path)


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    ],
    ids=["entities of entities", "a file", "a document type elsewhere"],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_that_could_define_entities_is_refused_unopened(
    tmp_path: Path, unopened: None, part: str, head: bytes
) -> None:
    path = workbook(tmp_path, {part: lambda old: head + (old or b"<sst/>")})
    assert f"part {part}: its XML has a document type" in refusal(path)


def test_a_sheet_stands_where_it_is_looked_through(tmp_path: Path, unopened: None) -> None:
    changes = {
        "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"sheet1.xml", b"sheet1.png"),
        "xl/worksheets/sheet1.png": lambda _: b"<worksheet/>",
    }
    assert "names a sheet that no spreadsheet program would write" in refusal(
        workbook(tmp_path, changes)
    )


def test_an_ods_whose_cells_stand_for_millions_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    many = b'<table:table-row table:number-rows-repeated="1000000">' + CELL * 11
    path = opendocument(tmp_path, many + b"</table:table-row>")
    assert "its cells spread over 1,000,000 rows and 11 columns" in refusal(path)


def test_empty_cells_to_the_end_of_an_ods_are_no_part_of_a_table(tmp_path: Path) -> None:
    rest = b'<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    row = b"<table:table-row>" + CELL * 2 + rest
    packages.check_package(opendocument(tmp_path, 700 * row))


def test_an_xlsb_whose_cells_lie_far_apart_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    assert "it fills 16,384 columns" in refusal(binary(tmp_path, 0, 16_383))


def test_an_xlsb_of_a_plain_table_is_let_through(tmp_path: Path) -> None:
    packages.check_package(binary(tmp_path, 0, 1, 2))


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Blad1!A1",
        "SUM('[12]Blad (1)'!A1:A9)",
        "[1]!'cmd'",
        "_xlfn.WEBSERVICE(A1)",
    ],
)
def test_a_formula_that_takes_its_value_from_elsewhere_is_told(
    tmp_path: Path, formula: str
) -> None:
    cell = f"<f>{formula}</f><v>2</v>".encode()
    path = workbook(tmp_path, {SHEET: lambda old: old.replace(b"<v>2</v>", cell)})
    assert "1 formulas take their value from another workbook or the network" in refusal(path)


@pytest.mark.parametrize(
    "formula", ["Tabell1[2019]", "Tabell1[[#This Row],[2019]]+'Blad 2'!A1", "Blad2!A1"]
)
def test_a_formula_within_the_workbook_is_its_saved_value(tmp_path: Path, formula: str) -> None:
    cell = f"<f>{formula}</f><v>2</v>".encode()
    path = workbook(tmp_path, {SHEET: lambda old: old.replace(b"<v>2</v>", cell)})
    assert read_table(path).tidy()["b"].tolist() == ["2"]


def test_an_xls_whose_cell_lies_far_away_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    cell = bytes.fromhex("fd000a0000000100")
    assert "it fills 65,536 columns" in refusal(spoilt_xls(tmp_path, cell, b"\xff\xff\xff\xff"))


def test_an_xls_that_declares_more_than_the_format_has_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    dimensions = bytes.fromhex("00020e00")
    assert "it declares" in refusal(spoilt_xls(tmp_path, dimensions, b"\xff" * 14))


def test_an_xls_with_a_password_is_not_taken_for_a_bomb(tmp_path: Path, unopened: None) -> None:
    content = (FIXTURES / "merged.xls").read_bytes()
    codepage, password = bytes.fromhex("42000200"), bytes.fromhex("2f000200")
    assert codepage in content
    (tmp_path / "svar.xls").write_bytes(content.replace(codepage, password, 1))
    assert "Save it again without a password" in refusal(tmp_path / "svar.xls")


def test_an_xls_whose_sectors_have_no_end_is_refused_unopened(
    tmp_path: Path, unopened: None
) -> None:
    content = bytearray((FIXTURES / "merged.xls").read_bytes())
    first = int.from_bytes(content[76:80], "little")
    content[512 * (first + 1) : 512 * (first + 2)] = bytes(512)
    (tmp_path / "svar.xls").write_bytes(content)
    assert "cannot be opened" in refusal(tmp_path / "svar.xls")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a;b\n1;" + b"x" * 140_000, "line 2: a cell holds more than 131,072 characters"),
        (b'a;b\n1;"' + b"x\n" * 9_000, "a cell opens with a quotation mark"),
        (b";" * 5_000 + b"\na;b\n1;2\n", "line 1: a row has 5,001 cells, and may have 4,096"),
        (b"a;b\n1;hemlig\0\n", "1 lines hold the character NUL"),
        ("a;b\n1;hemlig\ufffd\n".encode(), "letters such as å, ä and ö are garbled"),
    ],
    ids=["a huge cell", "an open quotation mark", "thousands of columns", "NUL", "lost letters"],
)
def test_text_that_is_no_table_is_refused_in_words(
    tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "svar.csv").write_bytes(content)
    said = refusal(tmp_path / "svar.csv")
    assert told in said and "hemlig" not in said


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_text_file_with_a_line_longer_than_any_response_is_refused_undecoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr(text, "LONGEST_LINE", 1 << 20)
    monkeypatch.setattr(text, "_is_readable", None)
    (tmp_path / "svar.csv").write_bytes(b"a;b" + end + b"x" * (3 << 20) + end)
    assert "a line has 3 MiB, and may have 1" in refusal(tmp_path / "svar.csv")


def test_a_text_file_larger_than_any_table_is_refused_undecoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "LARGEST_TEXT", 1 << 20)
    monkeypatch.setattr(text, "_is_readable", None)
    (tmp_path / "svar.csv").write_bytes(b"a;b\n" * (1 << 19))
    assert "the file has 2 MiB, and may have 1" in refusal(tmp_path / "svar.csv")


def test_lines_of_the_usual_length_are_let_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "LONGEST_LINE", 100)
    monkeypatch.setattr(text, "BLOCK", 7)
    (tmp_path / "svar.csv").write_bytes(b"aaaaaaaaaa;b\r\n" + b"1;2\r\n" * 50)
    assert len(read_table(tmp_path / "svar.csv").tidy()) == 50


def test_a_file_of_spss_or_stata_is_as_large_as_it_is_not_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistical, "MOST_VALUES", 10)
    content = (FIXTURES / "svar.zsav").read_bytes()
    (tmp_path / "svar.zsav").write_bytes(content)
    assert "the file holds more than 10 values" in refusal(tmp_path / "svar.zsav")


def test_a_stata_file_that_declares_billions_of_cases_is_refused(tmp_path: Path) -> None:
    content = (FIXTURES / "svar.dta").read_bytes()
    at = content.index(b"<N>") + 3
    spoilt = content[:at] + (2**62).to_bytes(8, "little") + content[at + 8 :]
    (tmp_path / "svar.dta").write_bytes(spoilt)
    assert "the file cannot be read" in refusal(tmp_path / "svar.dta")


def test_marks_that_nobody_sees_are_taken_out_and_counted(tmp_path: Path) -> None:
    rows = "Fr\u200båga;b\n\u202eaJ\u202c;1\n\u200bNej;2\nNej;3\n"
    (tmp_path / "svar.csv").write_text(rows, encoding="utf-8")
    raw = read_table(tmp_path / "svar.csv")
    assert raw.tidy()["Fråga"].tolist() == ["aJ", "Nej", "Nej"]
    assert raw.unmarked == {"Fråga": 3}


def test_a_column_is_dropped_at_the_door_whatever_is_hidden_in_its_header(tmp_path: Path) -> None:
    (tmp_path / "svar.csv").write_text("a;E-\u200bpost\n1;x@y.se\n", encoding="utf-8")
    raw = read_table(tmp_path / "svar.csv", without={"E-post"}.__contains__)
    assert (list(raw.tidy()), raw.dropped) == (["a"], ("E-post",))


def test_marks_in_a_workbook_and_in_spss_are_counted_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["J\u2066a", "1"])
    book.save(tmp_path / "svar.xlsx")
    frame = pd.DataFrame({"a": ["J\u2066a"], "b": ["1"]})
    pyreadstat.write_sav(frame, str(tmp_path / "svar.sav"), column_labels=["Fr\u200båga", "b"])
    for name, count in (("svar.xlsx", 1), ("svar.sav", 2)):
        raw = read_table(tmp_path / name)
        assert (raw.tidy()["a"].tolist(), raw.unmarked) == (["Ja"], {"a": count})


def test_marks_in_a_publishers_grid_are_counted(tmp_path: Path) -> None:
    (tmp_path / "tabell.tsv").write_text("Kommun\tAn\u200btal\n", encoding="utf-8")
    grid = read_grid(tmp_path / "tabell.tsv")
    assert (grid.rows, grid.unmarked) == ([["Kommun", "Antal"]], {"*": 1})


def test_what_was_taken_out_at_the_door_stands_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "svar.csv").write_text("a;b\nJ\u200ba;2\n", encoding="utf-8")
    log = as_log(read_table(tmp_path / "svar.csv"), [])
    assert log.to_dict("records") == [
        {"file": "svar.csv", "column": "a", "rows": 1, "change.sv": "osynliga tecken borttagna",
         "change.en": "marks that nobody sees taken out"},
    ]  # fmt: skip


def test_a_file_of_spss_that_ends_the_process_that_reads_it_is_refused(tmp_path: Path) -> None:
    content = (FIXTURES / "pspp.sav").read_bytes()
    of_variable_2 = bytes.fromhex("04000000 01000000 02000000")
    of_none = bytes.fromhex("04000000 01000000 020000d2")
    assert of_variable_2 in content
    (tmp_path / "svar.sav").write_bytes(content.replace(of_variable_2, of_none))
    assert "the file cannot be read: it is damaged" in refusal(tmp_path / "svar.sav")


SECRET = "kanariefagel"


def secret_text(folder: Path, content: bytes) -> Path:
    """Write a text file."""
    (folder / "svar.csv").write_bytes(content)
    return folder / "svar.csv"


def secret_book(folder: Path, change: Change) -> Path:
    """Write a workbook that holds the secret, its sheet changed."""
    book = openpyxl.Workbook()
    for row in (["a", "b"], [SECRET, 2]):
        book.active.append(row)
    book.save(folder / "plain.xlsx")
    return rebuilt(folder / "plain.xlsx", folder / "svar.xlsx", {SHEET: change})


def secret_sav(folder: Path, change: Change) -> Path:
    """Write a file of SPSS that holds the secret, changed."""
    file = folder / "svar.sav"
    pyreadstat.write_sav(pd.DataFrame({"a": [SECRET, "Årsta"], "b": [1, 2]}), str(file))
    file.write_bytes(change(file.read_bytes()))
    return file


BROKEN: dict[str, Callable[[Path], Path]] = {
    "open quotation mark": lambda to: secret_text(to, f'a;b\n1;"{SECRET}\n'.encode()),
    "too many cells": lambda to: secret_text(to, f"a;b\n1;2;{SECRET}\n".encode()),
    "no header": lambda to: secret_text(to, f"a;b;\n1;2;{SECRET}\n".encode()),
    "garbled": lambda to: secret_text(to, f"a;b\n1;{SECRET}".encode() + b"\x81\n"),
    "NUL": lambda to: secret_text(to, f"a;b\n1;{SECRET}\0\n".encode()),
    "merged": lambda to: secret_book(
        to, lambda old: old.replace(b"</sheetData>", b'</sheetData><mergeCells count="1">'
                                    b'<mergeCell ref="A2:B2"/></mergeCells>')
    ),
    "no XML": lambda to: secret_book(to, lambda old: old.replace(b"</sheetData>", b"</x>")),
    "no sheet": lambda to: secret_book(to, lambda old: old[:-40]),
    "cut off": lambda to: secret_sav(to, lambda old: old[:-20]),
    "damaged": lambda to: secret_sav(to, lambda old: old[:200] + b"\xff" * 40 + old[240:]),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_no_error_while_reading_shows_what_stands_in_a_cell(tmp_path: Path, broken: str) -> None:
    file = BROKEN[broken](tmp_path)
    with pytest.raises(DataError) as caught:
        read_table(file)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
