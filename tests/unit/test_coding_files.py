"""Persons code in files; what they wrote is kept, and what is wrong is told by row."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from evaltools.errors import DataError
from evaltools.testimony import (
    Coding,
    Progress,
    Unit,
    read_adjudicated,
    read_codings,
    refresh_adjudication,
    refresh_coding_file,
)
from evaltools.testimony.coding_files import read_rows, write_rows
from evaltools.testimony.coding_rows import EMPTY, Row
from tests.coding import SCHEME, UNITS, unit

SIGNED = ("AB", "2025-12-01")
KINDS = pytest.mark.parametrize("suffix", [".xlsx", ".csv"])


def row(*pairs: tuple[str, str], unit: Unit = UNITS[0], by: str = "AB", on: str = SIGNED[1]) -> Row:
    """Make a row that somebody has coded."""
    return Row(unit, (*pairs, *EMPTY)[:3], by, on)


def written(folder: Path, *rows: Row, name: str = "kodning-2025-AB.csv") -> Path:
    """Write a coding file."""
    write_rows(rows, folder / name, scheme=SCHEME, beside={"fråga": {UNITS[0].id: "Vad?"}})
    return folder / name


def read(folder: Path, units: tuple[Unit, ...] = UNITS) -> tuple[Coding, ...]:
    """Read all that is coded of the survey of 2025."""
    return read_codings(folder, source="2025", scheme=SCHEME, units=units)


def refresh(folder: Path, units: tuple[Unit, ...] = UNITS, suffix: str | None = None) -> Progress:
    """Write the file of AB anew."""
    return refresh_coding_file(
        folder, source="2025", coder="ab", units=units, scheme=SCHEME, beside={}, suffix=suffix
    )


@KINDS
@pytest.mark.parametrize("text", ["=1+1", "'", "'=1", '- nej; "ja"', "－1+1"])
def test_a_coding_file_is_read_as_it_was_written(tmp_path: Path, suffix: str, text: str) -> None:
    given = row(("Utbildning", "behov"), ("time", "Weakness"), unit=unit(text))
    path = written(tmp_path, given, Row(UNITS[1]), name=f"a{suffix}")
    assert list(read_rows(path).values()) == [given, Row(UNITS[1])]


def test_no_cell_of_a_workbook_is_computed(tmp_path: Path) -> None:
    path = written(tmp_path, row(unit=unit("=1+1")), name="a.xlsx")
    sheets = load_workbook(path).worksheets
    kinds = {cell.data_type for sheet in sheets for line in sheet.iter_rows() for cell in line}
    assert kinds <= {"s", "n"} and sheets[0]["C2"].value == "'=1+1"


def test_a_workbook_offers_codes_and_valences_and_shows_what_they_mean(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, Row(UNITS[0]), name="a.xlsx"))
    offered = {
        str(each.sqref): each.formula1 for each in book["Kodning"].data_validations.dataValidation
    }
    assert offered == {
        "E2 G2 I2": "Listor!$A$1:$A$4", "F2 H2 J2": "Listor!$B$1:$B$4",
    }  # fmt: skip
    codes, valences = ([cell.value for cell in each] for each in book["Listor"].columns)
    assert codes == ["Utbildning", "Tid", "Barn och unga", "ingen"]
    assert valences == ["styrka", "svaghet", "behov", "beskrivande"]
    assert book["Listor"].sheet_state == "hidden" and book["Koder"]["C2"].value == "Om training."


def test_the_same_work_gives_the_same_workbook(tmp_path: Path) -> None:
    first, second = (written(tmp_path, row(("time", "need")), name=f"{n}.xlsx") for n in "ab")
    assert first.read_bytes() == second.read_bytes()


@KINDS
def test_a_coding_file_can_be_read_by_its_user_alone(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, Row(UNITS[0]), name=f"a{suffix}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_text_that_no_cell_holds_is_not_taken_for_a_changed_one(tmp_path: Path) -> None:
    long = unit(" ".join(["ord"] * 10_000))
    written(tmp_path, row(("Tid", "behov"), unit=long), name="kodning-2025-AB.xlsx")
    assert len(read(tmp_path, (long,))) == 1


def test_codes_are_read_by_id_or_name_with_their_valence(tmp_path: Path) -> None:
    written(tmp_path, row(("utbildning", "Behov"), ("time", "weakness")))
    found = [(coding.coder, coding.theme, coding.valence) for coding in read(tmp_path)]
    assert found == [("AB", "training", "need"), ("AB", "time", "weakness")]


def test_looked_and_found_none_is_a_coding_without_a_theme(tmp_path: Path) -> None:
    written(tmp_path, row(("Ingen", "")), Row(UNITS[1]))
    assert read(tmp_path) == (Coding(UNITS[0].id, "AB", None, None),)


def test_a_date_that_excel_made_a_day_of_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, row(("time", "need")), name="kodning-2025-AB.xlsx")
    book = load_workbook(path)
    book["Kodning"]["L2"].value = date(2025, 12, 1)
    book["Kodning"]["L2"].number_format = "yyyy-mm-dd"
    book.save(path)
    assert len(read(tmp_path)) == 1


def faults(folder: Path, *rows: Row, name: str = "kodning-2025-AB.csv") -> list[str]:
    """Read a spoilt coding file; return what is told."""
    written(folder, *rows, name=name)
    with pytest.raises(DataError) as caught:
        read(folder)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (row(("Hopp", "behov")), "a code is not in the scheme"),
        (row(("Tid", "bra")), "a valence is not known"),
        (row(("Tid", "")), "a theme has no valence"),
        (row(("", "behov")), "a valence has no theme"),
        (row(("ingen", "behov")), "ingen stands beside a theme or a valence"),
        (row(("ingen", ""), ("Tid", "behov")), "ingen stands beside a theme or a valence"),
        (row(("Tid", "behov"), ("time", "need")), "the same theme and valence stand there twice"),
        (row(("Tid", "behov"), by="", on=""), "there are codes that nobody has signed"),
        (row(("Tid", "behov"), on=""), "initials or date is lacking"),
        (row(("Tid", "behov"), by=""), "initials or date is lacking"),
        (row(), "it is signed, but nothing is coded"),
        (row(("Tid", "behov"), on="i går"), "the date is no day"),
    ],
)
def test_what_is_not_coded_as_it_should_be_is_told(tmp_path: Path, spoilt: Row, told: str) -> None:
    (fault,) = faults(tmp_path, Row(UNITS[1]), spoilt)
    assert fault.startswith("kodning-2025-AB.csv, row 3: ") and told in fault


@pytest.mark.parametrize("known", [UNITS, ()])
def test_codes_beside_other_words_are_told_without_them(
    tmp_path: Path, known: tuple[Unit, ...]
) -> None:
    written(tmp_path, row(("Tid", "behov"), unit=Unit(UNITS[0].id, "words", "Kanariefågel.")))
    with pytest.raises(DataError, match="row 2: the coded text is not as it was") as caught:
        read(tmp_path, known)
    assert "Kanarie" not in str(caught.value)


def test_a_text_that_stands_twice_is_told(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, row(("Tid", "behov")), row(("Tid", "behov")))
    assert "row 3: the text stands in an earlier row too" in fault


@KINDS
def test_all_faults_are_told_at_once_by_row(tmp_path: Path, suffix: str) -> None:
    told = faults(
        tmp_path, row(("Hopp", "behov")), row(("Tid", ""), unit=UNITS[1]),
        row(("Hopp", "behov"), unit=UNITS[2]), name=f"kodning-2025-AB{suffix}",
    )  # fmt: skip
    assert ["row 2, 4:" in told[0], "row 3:" in told[1], len(told)] == [True, True, 2]


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, row(("Hopp", "behov")), name="kodning-2025-AB.csv")
    told = faults(tmp_path, row(("Hopp", "behov"), by="CD"), name="kodning-2025-CD.xlsx")
    assert [fault.partition(",")[0] for fault in told] == [
        "kodning-2025-AB.csv", "kodning-2025-CD.xlsx",
    ]  # fmt: skip


def test_a_coder_who_coded_a_text_in_two_files_is_told(tmp_path: Path) -> None:
    written(tmp_path, row(("Tid", "behov")), name="kodning-2025-AB.csv")
    told = faults(tmp_path, row(("Tid", "styrka"), by="ab"), name="kodning-2025-CD.csv")
    assert len(told) == 2 and "AB has coded 1 texts in another file too" in told[0]


@pytest.mark.parametrize(
    "name",
    ["kodning-2025-AB (kopia).csv", "kodning.xlsx", "kodning-2025-AB.xls", "kodning-2025-ab.csv",
     "avgorande-2025 (1).csv"],
)  # fmt: skip
def test_a_file_that_nobody_would_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(DataError, match="the name does not tell source and coder"):
        read(tmp_path)


def test_a_link_among_the_coding_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path, row(("training", "behov")))
    (tmp_path / "in" / "kodning-2025-AB.csv").symlink_to(tmp_path / "kodning-2025-AB.csv")
    with pytest.raises(DataError, match="it is a link"):
        read(tmp_path / "in")


def test_the_files_of_another_source_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path, row(("Tid", "behov")), name="kodning-remissvar-AB.csv")
    written(tmp_path, row(("Tid", "behov")), name="kodning-2025-ht-AB.csv")
    assert read(tmp_path) == ()


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kodning-2025-AB.csv").write_text("id;text\nq1;Ett.\n")
    with pytest.raises(DataError, match="the columns källa, kod 1"):
        read(tmp_path)


def test_a_file_written_anew_keeps_what_was_coded_and_adds_what_is_new(tmp_path: Path) -> None:
    coded = row(("Tid", "behov"), unit=UNITS[1])
    written(tmp_path, coded)
    progress = refresh(tmp_path)
    assert (progress.file.name, progress.awaiting, progress.units) == ("kodning-2025-AB.csv", 2, 3)
    assert list(read_rows(progress.file).values()) == [Row(UNITS[0]), coded, Row(UNITS[2])]


def test_what_was_coded_of_a_text_that_is_gone_is_kept(tmp_path: Path) -> None:
    written(tmp_path, row(("Tid", "behov")), Row(UNITS[1]))
    assert refresh(tmp_path, UNITS[2:]).gone == 1
    assert refresh(tmp_path).gone == 0 and len(read(tmp_path)) == 1


def test_the_same_work_does_not_lie_in_two_files(tmp_path: Path) -> None:
    refresh(tmp_path, suffix=".csv")
    with pytest.raises(DataError, match="would lie in two files"):
        refresh(tmp_path, suffix=".xlsx")


@pytest.mark.parametrize("coder", ["", "A", "../AB", "A B", "ABCDEF", "A1"])
def test_what_are_no_initials_names_no_file(tmp_path: Path, coder: str) -> None:
    with pytest.raises(DataError, match="initials are two to five letters"):
        refresh_coding_file(
            tmp_path, source="2025", coder=coder, units=UNITS, scheme=SCHEME, beside={}
        )


def test_a_file_with_faults_is_not_written_over(tmp_path: Path) -> None:
    before = written(tmp_path, row(("Hopp", "behov"))).read_bytes()
    with pytest.raises(DataError):
        refresh(tmp_path)
    assert (tmp_path / "kodning-2025-AB.csv").read_bytes() == before


def test_what_was_adjudicated_is_read_apart_from_what_was_coded(tmp_path: Path) -> None:
    written(tmp_path, row(("Tid", "behov"), by="CC"), name="avgorande-2025.csv")
    assert read(tmp_path) == ()
    (decided,) = read_adjudicated(tmp_path, source="2025", scheme=SCHEME, units=UNITS)
    assert (decided.coder, decided.theme) == ("CC", "time")


def test_who_decides_sees_what_each_coder_found(tmp_path: Path) -> None:
    beside = {"AA": {UNITS[0].id: "Tid (behov)"}, "BB": {UNITS[0].id: "ingen"}}
    progress = refresh_adjudication(
        tmp_path, source="2025", units=UNITS[:1], scheme=SCHEME, beside=beside
    )
    sheet = load_workbook(progress.file)["Kodning"]
    assert [cell.value for cell in sheet[1]][3:5] == ["AA", "BB"]
    assert [cell.value for cell in sheet[2]][3:5] == ["Tid (behov)", "ingen"]


def test_an_empty_file_is_not_written(tmp_path: Path) -> None:
    assert not refresh(tmp_path, ()).file.exists()


def test_units_and_rows_do_not_show_their_words() -> None:
    assert "Kanarie" not in repr(row(unit=unit("Kanariefågel.")))
