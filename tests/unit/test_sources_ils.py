"""Follow-up from the city's management system: our own table, or an export with its mapping."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from pydantic import ValidationError

from evaltools.cleaning import clean_followup
from evaltools.cleaning.followup import FOLLOWUP_HEADERS
from evaltools.errors import DataError
from evaltools.programme import read_organisation, read_programme
from evaltools.sources.ils import FOLLOWUP, FollowUp, fill_areas, fill_down, read_ils

TOLD = {"id": "ils", "source_name": "ILS", "source_url": "https://example.org"}
HEADERS = ["Nämnd", "KF-mål", "Typ", "Namn", "Utfall", "Årsmål", "Uppfyllelse", "Status", "Text"]
EXPORT = {
    **TOLD,
    "file": "export.xlsx",
    "mapping": {
        "body": "Nämnd",
        "goal": "KF-mål",
        "item_type": "Typ",
        "item": "Namn",
        "outcome": "Utfall",
        "target": "Årsmål",
        "verdict": "Uppfyllelse",
        "state": "Status",
        "comment": "Text",
    },
    "constants": {"year": "2025", "period": "VB"},
}
ROWS = [
    ["Bromma stadsdelsnämnd", "1", "Mål", None, None, None, "Uppfylls delvis", None, "Fritext"],
    [None, None, "Indikator", "Andel utbildade", "65,7 %", 60, None, None, None],
    [None, None, "Aktivitet", "Utbilda chefer", None, None, None, "Försenad", "Mer text"],
    ["Farsta stadsdelsnämnd", "1", "Mål", None, None, None, "Uppfylls helt", None, None],
    [None, "2", "Mål", None, "-", "..", "Uppfylls ej", None, None],
]


def write_export(folder: Path, *rows: list[object], merged: tuple[str, ...] = ()) -> Path:
    """Write an export: a title, the headers in row 3, then the rows."""
    book = Workbook()
    sheet = book.active
    for row in (["Verksamhetsberättelse"], [], HEADERS, *(rows or ROWS)):
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.save(folder / "export.xlsx")
    return folder


def read(folder: Path, **more: object) -> list[dict[str, str]]:
    """Read the export."""
    source = FollowUp.model_validate(EXPORT | {"filled_down": ["body", "goal"]} | more)
    return read_ils(source, folder)[0].tidy().to_dict("records")


def test_our_columns_are_those_that_cleaning_reads() -> None:
    assert {*FOLLOWUP, "state"} == set(FOLLOWUP_HEADERS)


def test_our_own_table_is_read_as_it_is(root: Path) -> None:
    source = FollowUp.model_validate(TOLD | {"file": "data_raw/demo/ils_uppfoljning.csv"})
    (raw,) = read_ils(source, root)
    assert raw.synthetic and list(raw.tidy())[:3] == ["år", "period", "nämnd"]


def test_an_export_becomes_a_table_that_cleaning_accepts(tmp_path: Path, root: Path) -> None:
    source = FollowUp.model_validate(EXPORT | {"filled_down": ["body", "goal"]})
    (raw,) = read_ils(source, write_export(tmp_path))
    cleaned = clean_followup(
        raw,
        programme=read_programme(root / "programme"),
        organisation=read_organisation(root / "programme"),
    ).tidy()
    assert len(cleaned) == 5 and cleaned["body"].nunique() == 2
    assert cleaned["verdict"].dropna().tolist() == ["part", "full", "none"]
    assert cleaned["outcome"].dropna().tolist() == [65.7]


def test_a_board_named_once_is_the_board_of_all_its_rows(tmp_path: Path) -> None:
    rows = read(write_export(tmp_path))
    assert [row["body"][:6] for row in rows] == ["Bromma"] * 3 + ["Farsta"] * 2
    assert [row["goal"] for row in rows] == ["1", "1", "1", "1", "2"]


def test_merged_cells_are_filled_without_a_word(tmp_path: Path) -> None:
    write_export(tmp_path, merged=("A4:A6", "B4:B6", "A7:A8"))
    rows = read(tmp_path, filled_down=[])
    assert [row["body"][:6] for row in rows] == ["Bromma"] * 3 + ["Farsta"] * 2


def test_words_of_the_export_become_ours(tmp_path: Path) -> None:
    rows = read(write_export(tmp_path))
    assert [row["item_type"] for row in rows] == ["goal", "indicator", "activity", "goal", "goal"]
    assert [row["state"] for row in rows] == ["", "", "delayed", "", ""]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Avslutad", "done"),
        ("pågår", "under_way"),
        ("Försenad", "delayed"),
        ("Ej påbörjad", "not_started"),
    ],
)
def test_states_of_activities_are_known(tmp_path: Path, word: str, state: str) -> None:
    row = ["Bromma stadsdelsnämnd", "1", "Aktivitet", "Utbilda", None, None, None, word, None]
    assert read(write_export(tmp_path, row))[0]["state"] == state


def test_comments_stay_for_cleaning_to_remove(tmp_path: Path) -> None:
    assert [row["comment"] for row in read(write_export(tmp_path))][:3] == [
        "Fritext",
        "",
        "Mer text",
    ]


def test_a_dash_in_follow_up_is_no_report_and_not_zero(tmp_path: Path) -> None:
    last = read(write_export(tmp_path))[-1]
    assert (last["outcome"], last["target"]) == ("", "")


def test_constants_tell_what_the_export_lacks(tmp_path: Path) -> None:
    assert {(row["year"], row["period"]) for row in read(write_export(tmp_path))} == {
        ("2025", "VB")
    }


def test_all_that_is_not_declared_is_told_of_at_once_and_not_quoted(tmp_path: Path) -> None:
    write_export(
        tmp_path,
        [None, "1", "Mål", None, None, None, "Kanske", None, None],
        ["Farsta stadsdelsnämnd", "1", "Uppdrag", "Hemligt", None, None, None, None, None],
        ["Farsta stadsdelsnämnd", "1", "Indikator", "Andel", "ökar", None, None, None, None],
    )
    with pytest.raises(DataError) as error:
        read(tmp_path)
    text = str(error.value)
    assert "1 rows of values have labels that are not declared" in text
    assert "column verdict: 1 cells hold a word or a number that is not declared" in text
    assert "column outcome: 1 cells" in text
    assert "column body: 1 rows have no body" in text
    assert not any(word in text for word in ("Kanske", "Uppdrag", "Hemligt", "ökar"))


def test_declared_words_and_rows_left_on_purpose_mend_that(tmp_path: Path) -> None:
    write_export(
        tmp_path,
        ["Bromma stadsdelsnämnd", "1", "Mål", None, None, None, "Kanske", None, None],
        ["Farsta stadsdelsnämnd", "1", "Uppdrag", "Något", None, None, None, None, None],
        ["Farsta stadsdelsnämnd", "1", "Indikator", "Andel", "ökar", None, None, None, None],
    )
    words = {"verdict": {"Kanske": "part"}, "outcome": {"ökar": ""}}
    rows = read(tmp_path, words=words, rest="leave")
    assert [row["verdict"] for row in rows] == ["part", ""]


def test_an_export_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no row of follow-up stands below the header"):
        read(write_export(tmp_path, ["Bromma stadsdelsnämnd"]))


def test_a_header_that_is_not_there_is_named(tmp_path: Path) -> None:
    mapping = EXPORT["mapping"] | {"verdict": "Bedömd"}
    with pytest.raises(DataError, match="1 declared headers are not in the file: Bedömd"):
        read(write_export(tmp_path), mapping=mapping)


def test_a_declaration_that_cannot_tell_the_year_is_refused() -> None:
    with pytest.raises(ValidationError, match="neither mapping nor constants tell of year"):
        FollowUp.model_validate(EXPORT | {"constants": {"period": "VB"}})


def test_a_new_board_does_not_inherit_the_goal_of_the_one_above() -> None:
    rows = [{"body": "A", "goal": "1", "item": "x"}, {"body": "B", "goal": "", "item": "y"}]
    assert fill_down(rows, ["body", "goal"])[1] == {"body": "B", "goal": "", "item": "y"}


def test_a_row_that_only_names_a_board_is_a_heading() -> None:
    rows = [{"body": "A", "item": ""}, {"body": "", "item": "x"}, {"body": "", "item": ""}]
    assert fill_down(rows, ["body"]) == [{"body": "A", "item": "x"}]


def test_areas_above_the_rows_and_across_columns_are_left() -> None:
    rows = [["a", ""], ["", ""], ["b", "c"], ["", "d"]]
    filled = fill_areas(rows, [(0, 0, 1, 0), (2, 0, 3, 0)], after=2)
    assert filled == [["a", ""], ["", ""], ["b", "c"], ["b", "d"]]
