"""The tables of the report as those meet them who compute with them."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from evaltools.artefacts import write
from evaltools.declarations import Language
from evaltools.errors import ReportError
from evaltools.numerals import write_number
from evaltools.report import xlsx
from evaltools.report.printed import printed_number
from evaltools.report.xlsx import render_xlsx
from tests.office import HOSTILE, Small, convert, findings, parts, small_report

FIRST = 4
"""The first row of cells."""


def render(small: Small) -> bytes:
    """Render the small report."""
    return render_xlsx(small.book, artefacts=small.artefacts, evaluation=small.evaluation)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Write the small report in Swedish."""
    return small_report(tmp_path_factory.mktemp("sv"))


@pytest.fixture(scope="module")
def made(small: Small) -> bytes:
    """Render it."""
    return render(small)


@pytest.fixture(scope="module")
def workbook(made: bytes) -> Workbook:
    """Open it."""
    return load_workbook(io.BytesIO(made))


def shown(cell: Cell, language: Language) -> str:
    """Write what a spreadsheet shows in a cell, as it would in a country of the language."""
    if isinstance(cell.value, str) or cell.value is None:
        return cell.value or ""
    if cell.number_format == "0":
        return str(cell.value)
    decimals = len(cell.number_format.partition(".")[2])
    assert re.fullmatch(r"#,##0(\.0+)?", cell.number_format)
    return write_number(cell.value, language=language, decimals=decimals)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_schema_of_office_finds_nothing(tmp_path: Path, language: Language) -> None:
    made = render(small_report(tmp_path, language=language))
    assert findings(made, tmp_path / "a.xlsx") == []


def test_there_is_a_sheet_of_contents_and_one_per_table_in_the_order_of_the_report(
    workbook: Workbook,
) -> None:
    assert workbook.sheetnames == ["Innehåll", *(f"Tabell {n}" for n in range(1, 5))]


def test_the_contents_lead_to_each_sheet_and_say_what_is_synthetic(workbook: Workbook) -> None:
    sheet = workbook["Innehåll"]
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].hyperlink}
    assert sheet["A1"].value == "Utvärdering & mer"
    assert [rows[f"Tabell {n}"][0].hyperlink.location for n in range(1, 5)] == [
        f"'Tabell {n}'!A1" for n in range(1, 5)
    ]
    assert [each.value for each in rows["Tabell 1"][1:]] == ["Om nämnder", "SYNTETISKA DATA"]
    assert "SYNTETISKA DATA. Rapporten innehåller" in sheet["A4"].value


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_cell_shows_what_the_report_prints(tmp_path: Path, language: Language) -> None:
    report = small_report(tmp_path, language=language)
    workbook = load_workbook(io.BytesIO(render(report)))
    for identifier in report.book.ids("tab"):
        if identifier != "tab-evidence":
            sheet = workbook[report.book.label(identifier).replace("\u00a0", " ")]
            printed = report.artefacts.tables[identifier].cells(language)
            rows = sheet.iter_rows(
                min_row=FIRST, max_row=FIRST - 1 + len(printed), max_col=len(printed[0])
            )
            read = [[shown(cell, language).removeprefix("'") for cell in row] for row in rows]
            assert read == printed


def test_numbers_are_numbers_and_words_stand_where_there_are_none(workbook: Workbook) -> None:
    rows = [[cell.value for cell in row[3:5]] for row in workbook["Tabell 1"]["A4:E6"]]
    assert rows == [[47, 6012], ["uppgift saknas", -1234], ["redovisas ej", "redovisas ej"]]
    wide = [cell.value for cell in workbook["Tabell 3"][FIRST]]
    assert wide == ["x", -3, 12.3, 3.1, "<0,001", 2021, 1.25, 0.041, -1234.6]


def test_two_shares_that_print_alike_give_the_same_file(tmp_path: Path) -> None:
    files = []
    for share in (0.4712, 0.46955):
        (tmp_path / str(share)).mkdir()
        files.append(render(small_report(tmp_path / str(share), share=share)))
    assert files[0] == files[1]


@given(
    value=st.floats(min_value=-1e9, max_value=1e9),
    format=st.sampled_from(["count", "percent", "points", "decimal", "number"]),
    language=st.sampled_from(["sv", "en"]),
)
def test_a_number_reads_as_it_is_printed(small: Small, value: float, format: str,
                                         language: Language) -> None:  # fmt: skip
    printed = write(value, format=format, language=language)
    number, decimals = printed_number(printed, language=language)
    assert write_number(number, language=language, decimals=decimals) == printed


@pytest.mark.parametrize("words", ["redovisas ej", "<0,001", "nan", "inf", "1e5", "", "1_000"])
def test_words_are_no_numbers(words: str) -> None:
    assert printed_number(words, language="sv") is None


def test_text_is_never_computed_and_leads_nowhere(made: bytes, workbook: Workbook) -> None:
    cell = workbook["Tabell 1"]["A5"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (f"'{HOSTILE}", "s", None)
    sheets = {n: c for n, c in parts(made).items() if n.startswith("xl/worksheets/")}
    assert all(b"<f>" not in content for content in sheets.values())
    assert not any(b"Target=" in c and b"http" in c.split(b"Target=")[1] for n, c in sheets.items()
                   if n.endswith(".rels"))  # fmt: skip


def test_the_first_cell_says_what_the_sheet_is(workbook: Workbook) -> None:
    assert workbook["Tabell 1"]["A1"].value == "Tabell 1. Om nämnder"


def test_each_sheet_is_a_table_with_a_name_and_heads_of_their_own(workbook: Workbook) -> None:
    (table,) = workbook["Tabell 3"].tables.values()
    assert (table.name, table.ref) == ("Tabell_3", "A3:I23")
    heads = ["Namn", "Genomsnittsvärde", *(f"Genomsnittsvärde ({n})" for n in range(2, 9))]
    assert [each.name for each in table.tableColumns] == heads
    assert [cell.value for cell in workbook["Tabell 3"][3]] == heads


def test_no_cells_are_merged(workbook: Workbook) -> None:
    assert [sheet.title for sheet in workbook if sheet.merged_cells.ranges] == []


def test_source_rule_mark_and_note_stand_below(workbook: Workbook) -> None:
    below = [row[0].value for row in workbook["Tabell 1"].iter_rows(min_row=8)]
    assert below == ["Källa: Enkäten.", "Regel.", "SYNTETISKA DATA.", "Anmärkning: Läs varsamt."]


def test_heads_and_first_columns_stay_in_sight(workbook: Workbook) -> None:
    panes = [workbook[f"Tabell {n}"].freeze_panes for n in (3, 4)]
    assert panes == ["B4", "A4"]


def test_wide_sheets_are_printed_across_with_their_heads(workbook: Workbook) -> None:
    narrow, wide = workbook["Tabell 4"], workbook["Tabell 1"]
    assert (narrow.page_setup.orientation, wide.page_setup.orientation) == (
        "portrait", "landscape")  # fmt: skip
    assert wide.print_title_rows == "$3:$3"
    assert (wide.page_setup.paperSize, wide.page_setup.fitToHeight) == (9, 0)


def test_signs_of_the_title_command_no_printer(workbook: Workbook) -> None:
    assert workbook["Tabell 1"].oddFooter.left.text == "Utvärdering && mer"


def test_cells_that_cite_name_what_they_cite(workbook: Workbook) -> None:
    assert workbook["Tabell 4"]["B4"].value == "Tabell\u00a01, Figur\u00a01"


def test_its_properties_are_those_of_the_report_and_tell_no_other_time(workbook: Workbook) -> None:
    told = workbook.properties
    assert (told.title, told.creator) == ("Utvärdering & mer", "Gruppen")
    assert {told.created, told.modified} == {datetime(2025, 12, 1)}


def test_a_report_on_true_data_does_not_speak_of_synthetic(tmp_path: Path) -> None:
    unpacked = parts(render(small_report(tmp_path, synthetic=False)))
    assert [name for name, content in unpacked.items() if b"SYNTETISKA" in content] == []


def test_a_text_too_long_for_a_cell_is_refused(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "LONGEST_CELL", 100)
    with pytest.raises(ReportError, match="tab-long: a cell has more than 100 letters"):
        render(small)


def test_libreoffice_reads_the_workbook_without_loss(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(made)
    read = etree.fromstring(parts(convert(tmp_path / "a.xlsx", "ods").read_bytes())["content.xml"])
    odf = "urn:oasis:names:tc:opendocument:xmlns:"
    names = [each.get(f"{{{odf}table:1.0}}name") for each in read.iter(f"{{{odf}table:1.0}}table")]
    assert names == ["Innehåll", *(f"Tabell {n}" for n in range(1, 5))]
    values = [each.get(f"{{{odf}office:1.0}}value") for each in
              read.iter(f"{{{odf}table:1.0}}table-cell")]  # fmt: skip
    assert {"47", "6012", "-1234", "-1234.6", "0.041", "2021"} <= set(values)
