"""Open comparisons: a workbook per year, answers where places answer, shares where there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from evaltools.errors import DataError
from evaltools.sources.oppna_jamforelser import (
    OppnaJamforelser,
    read_oppna_jamforelser,
    read_yes_no,
)

LONG = ["", "", "Aktuell rutin för våldsutsatta vuxna", "Aktuell överenskommelse", "Anställda"]
SHORT = ["Kod", "Kommun", "Rutin", "Avtal", "Antal"]
DECLARED = {
    "id": "oj",
    "source_name": "Socialstyrelsen",
    "source_url": "https://www.socialstyrelsen.se",
    "workbooks": [{"year": 2023, "file": "oj2023.xlsx", "sheet": "Resultat"}],
    "place": "Kommun",
    "indicators": {
        "Rutin": {"indicator_id": "RUTIN", "unit": "% av kommuner"},
        "Avtal": {"indicator_id": "AVTAL", "unit": "% av kommuner", "name_sv": "Avtal finns"},
        "Antal": {"indicator_id": "ANTAL", "unit": "antal", "yes_no": False},
    },
}
PLACES = [
    ["9901", "Exempelkommun", "Ja", "Nej", 12],
    ["9902", "Stockholm - Provdistrikt", "Nej", "X", 3],
    ["99", "Exempels län", 62.5, "..", 15],
    ["", "Riket", 71, 40, 900],
]


def write_year(
    folder: Path,
    *places: list[object],
    year: int = 2023,
    short: list[str] = SHORT,
    long: list[str] = LONG,
) -> Path:
    """Write the workbook of a year: long names merged over nothing, short names below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Resultat"
    for row in (["Våld i nära relationer"], long, short, *(places or PLACES)):
        sheet.append(row)
    words = book.create_sheet("Indikatorer")
    for row in (
        ["Namn i Excelfilen", "Beskrivning"],
        ["Rutin", "Socialtjänsten har en rutin."],
        ["Avtal", "Det finns ett avtal."],
        ["Antal", "Antal anställda."],
    ):
        words.append(row)
    book.save(folder / f"oj{year}.xlsx")
    return folder


def read(folder: Path, **more: object) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Read the first year: value, unit and qualifier by indicator and place."""
    source = OppnaJamforelser.model_validate(DECLARED | more)
    table = read_oppna_jamforelser(source, folder)[0].tidy()
    return {
        (row["indicator_id"], row["geography"]): (row["value"], row["unit"], row["qualifier"])
        for _, row in table.iterrows()
    }


def test_places_have_answers_and_counties_and_the_country_shares(tmp_path: Path) -> None:
    assert read(write_year(tmp_path)) == {
        ("RUTIN", "Exempelkommun"): ("1", "ja/nej", "exact"),
        ("RUTIN", "Stockholm - Provdistrikt"): ("0", "ja/nej", "exact"),
        ("RUTIN", "Exempels län"): ("62.5", "% av kommuner", "exact"),
        ("RUTIN", "Riket"): ("71", "% av kommuner", "exact"),
        ("AVTAL", "Exempelkommun"): ("0", "ja/nej", "exact"),
        ("AVTAL", "Stockholm - Provdistrikt"): ("", "ja/nej", "suppressed_x"),
        ("AVTAL", "Exempels län"): ("", "% av kommuner", "missing_dots"),
        ("AVTAL", "Riket"): ("40", "% av kommuner", "exact"),
        ("ANTAL", "Exempelkommun"): ("12", "antal", "exact"),
        ("ANTAL", "Stockholm - Provdistrikt"): ("3", "antal", "exact"),
        ("ANTAL", "Exempels län"): ("15", "antal", "exact"),
        ("ANTAL", "Riket"): ("900", "antal", "exact"),
    }


@pytest.mark.parametrize(("text", "cell"), [("JA", ("1", "exact")), ("nej ", ("0", "exact"))])
def test_answers_are_one_and_zero(text: str, cell: tuple[str, str]) -> None:
    assert read_yes_no(text) == cell


@pytest.mark.parametrize("text", ["50", "-", "delvis", "1"])
def test_what_is_no_answer_is_not_made_one(text: str) -> None:
    assert read_yes_no(text) is None


def test_the_long_name_is_the_name_unless_another_is_declared(tmp_path: Path) -> None:
    source = OppnaJamforelser.model_validate(DECLARED)
    table = read_oppna_jamforelser(source, write_year(tmp_path))[0].tidy()
    names = table.drop_duplicates("indicator_id").set_index("indicator_id")["name_sv"].to_dict()
    assert names == {
        "RUTIN": "Aktuell rutin för våldsutsatta vuxna",
        "AVTAL": "Avtal finns",
        "ANTAL": "Anställda",
    }


def test_a_long_name_is_not_lent_to_the_next_indicator(tmp_path: Path) -> None:
    source = OppnaJamforelser.model_validate(DECLARED)
    root = write_year(tmp_path, long=[*LONG[:4], ""])
    table = read_oppna_jamforelser(source, root)[0].tidy()
    assert set(table.loc[table["indicator_id"] == "ANTAL", "name_sv"]) == {""}


def test_descriptions_of_another_sheet_become_notes(tmp_path: Path) -> None:
    sheet = {"sheet": "Indikatorer", "short": "Namn i Excelfilen", "text": "Beskrivning"}
    source = OppnaJamforelser.model_validate(DECLARED | {"descriptions": sheet})
    table = read_oppna_jamforelser(source, write_year(tmp_path))[0].tidy()
    rows = table[table["indicator_id"] == "RUTIN"]
    assert set(rows["method_note"]) == {"Socialtjänsten har en rutin."}


def test_every_year_has_its_workbook_edition_and_indicators(tmp_path: Path) -> None:
    write_year(tmp_path)
    write_year(tmp_path, year=2024, short=["Kod", "Kommun", "Rutin", "Nytt", "Antal"])
    source = OppnaJamforelser.model_validate(
        DECLARED
        | {
            "workbooks": [
                {"year": 2023, "file": "oj2023.xlsx", "sheet": "Resultat", "edition": "2023-06-01"},
                {"year": 2024, "file": "oj2024.xlsx", "sheet": "Resultat", "edition": "2024-06-01"},
            ],
            "indicators": DECLARED["indicators"]
            | {"Avtal": {"indicator_id": "AVTAL", "unit": "%", "last_year": 2023}},
            "rest": "leave",
        }
    )
    old, new = (raw.tidy() for raw in read_oppna_jamforelser(source, tmp_path))
    assert set(old["edition"]) == {"2023-06-01"} and set(new["period"]) == {"2024"}
    assert "AVTAL" in set(old["indicator_id"]) and "AVTAL" not in set(new["indicator_id"])


def test_places_can_be_chosen(tmp_path: Path) -> None:
    found = read(write_year(tmp_path), places={"Riket": "Riket", "Exempelkommun": "Exempelstad"})
    assert {place for _, place in found} == {"Riket", "Exempelstad"}


def test_shares_of_places_and_answers_of_counties_are_refused(tmp_path: Path) -> None:
    root = write_year(tmp_path, ["1", "Exempelkommun", 50, "Ja", 1], ["", "Riket", "Ja", 40, 1])
    with pytest.raises(DataError) as error:
        read(root)
    assert "places that answer Ja or Nej" in str(error.value)
    assert "counties and country" in str(error.value)
    assert len(error.value.faults) == 2


def test_shares_written_as_fractions_are_refused(tmp_path: Path) -> None:
    root = write_year(tmp_path, ["", "Riket", 0.71, 0.4, 900], ["", "Exempels län", 1, 0, 9])
    with pytest.raises(DataError, match="they look like fractions"):
        read(root)


def test_indicators_and_places_that_are_not_there_are_told_of_by_workbook(tmp_path: Path) -> None:
    write_year(tmp_path, short=["Kod", "Kommun", "Rutin", "Antal", "Övrigt"])
    with pytest.raises(DataError) as error:
        read(tmp_path, places={"Saknadstad": "Saknadstad", "Riket": "Riket"})
    text = str(error.value)
    assert "oj2023.xlsx, sheet Resultat: 1 declared headers are not in the file: Avtal." in text
    assert "1 declared places are not in the file: Saknadstad." in text
    assert "1 columns of values have labels that are not declared." in text
