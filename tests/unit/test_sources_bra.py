"""Brå's files: municipalities, the country, counties, and tables of web pages."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from pydantic import ValidationError

from evaltools.errors import DataError
from evaltools.intake import SYNTHETIC_MARK
from evaltools.sources.bra import (
    BraCounties,
    BraMunicipalities,
    BraNational,
    BraTable,
    read_bra_counties,
    read_bra_municipalities,
    read_bra_national,
    read_bra_table,
)

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
TOLD = {
    "id": "bra",
    "edition": "2026-01-20",
    "source_name": "Brå",
    "source_url": "https://bra.se",
}
COUNT = {"indicator_id": "ANM", "unit": "antal"}
MUNICIPAL = {
    **TOLD,
    "file": "kommuner.csv",
    "period": 2025,
    "columns": {"Antal": COUNT, "Per 100 000 inv.": {"indicator_id": "ANM_INV", "unit": "per"}},
}


def sample(name: str) -> Path:
    """Return the folder of the samples, or skip where they are absent."""
    if not (SAMPLES / name).is_file():
        pytest.skip(f"{name} is not among the samples on this machine")
    return SAMPLES


def write_municipal(folder: Path, *rows: str) -> Path:
    """Write a file of municipalities as Brå does."""
    text = "\r\n".join(("Kommun;Antal (prel.);Per 100 000 inv. (prel.)", *rows))
    (folder / "kommuner.csv").write_text(text, encoding="utf-8-sig")
    return folder


def write_book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path.parent


def by(table: pd.DataFrame, *columns: str) -> dict[object, str]:
    """Return the values by these columns."""
    return table.set_index(list(columns))["value"].to_dict()


def test_a_municipal_file_gives_a_value_per_column_and_place(tmp_path: Path) -> None:
    root = write_municipal(tmp_path, "Exempelkommun;1 234;10 500,5", "Provstad;..;-")
    (raw,) = read_bra_municipalities(BraMunicipalities.model_validate(MUNICIPAL), root)
    table = raw.tidy()
    assert by(table, "geography", "indicator_id") == {
        ("Exempelkommun", "ANM"): "1234",
        ("Exempelkommun", "ANM_INV"): "10500.5",
        ("Provstad", "ANM"): "",
        ("Provstad", "ANM_INV"): "0",
    }
    assert table["qualifier"].tolist() == [
        "preliminary", "preliminary", "missing_dots", "zero_dash",
    ]  # fmt: skip
    assert set(table["period"]) == {"2025"} and set(table["edition"]) == {"2026-01-20"}
    assert not raw.synthetic and raw.file == "kommuner.csv"


def test_places_can_be_chosen_and_called_by_our_names(tmp_path: Path) -> None:
    root = write_municipal(tmp_path, "Exempelkommun;1;2", "Provstad;3;4")
    source = BraMunicipalities.model_validate(MUNICIPAL | {"places": {"Provstad": "Provstads k"}})
    (raw,) = read_bra_municipalities(source, root)
    assert raw.tidy()["geography"].tolist() == ["Provstads k", "Provstads k"]


def test_all_faults_of_a_municipal_file_are_told_at_once(tmp_path: Path) -> None:
    root = write_municipal(tmp_path, "Exempelkommun;ett;2", "Provstad;två;4")
    source = BraMunicipalities.model_validate(
        MUNICIPAL
        | {
            "places": {"Exempelkommun": "E", "Provstad": "P", "Saknadstad": "S"},
            "columns": MUNICIPAL["columns"] | {"Uppklarade": COUNT},
        }
    )
    with pytest.raises(DataError) as error:
        read_bra_municipalities(source, root)
    text = str(error.value)
    assert "1 declared headers are not in the file: Uppklarade." in text
    assert "1 declared rows are not in the file: Saknadstad." in text
    assert "kommuner.csv, column Antal (prel.): 2 cells hold neither" in text
    assert "ett" not in text


@pytest.mark.parametrize("header", ["Antal", "Per 100 000 inv."])
def test_a_column_that_is_not_declared_is_refused_or_left_on_purpose(
    tmp_path: Path, header: str
) -> None:
    root = write_municipal(tmp_path, "Exempelkommun;1;2")
    one = MUNICIPAL | {"columns": {header: COUNT}}
    with pytest.raises(DataError, match="1 columns of values have labels that are not declared"):
        read_bra_municipalities(BraMunicipalities.model_validate(one), root)
    (raw,) = read_bra_municipalities(
        BraMunicipalities.model_validate(one | {"rest": "leave"}), root
    )
    assert len(raw.tidy()) == 1


def test_a_year_that_is_no_year_is_refused_in_the_declaration() -> None:
    with pytest.raises(ValidationError, match="write a year such as 2024"):
        BraMunicipalities.model_validate(MUNICIPAL | {"period": "i fjol"})


def test_a_file_that_says_it_is_synthetic_is_so(tmp_path: Path) -> None:
    root = write_municipal(tmp_path, f"Exempelkommun;1;2;{SYNTHETIC_MARK}")
    source = BraMunicipalities.model_validate(MUNICIPAL | {"rest": "leave"})
    assert read_bra_municipalities(source, root)[0].synthetic


NATIONAL = {
    **TOLD,
    "file": "tio.xlsx",
    "every": {"geography": "Riket", "unit": "antal"},
    "rows": {"SAMTLIGA BROTT": {"indicator_id": "ALLA"}},
}


def write_national(folder: Path, *rows: list[object], years: tuple[object, ...] = ()) -> Path:
    """Write a workbook of ten years as Brå does: years in row 2 from column C."""
    header = [None, None, *(years or range(2015, 2025))]
    return write_book(
        folder / "tio.xlsx", {"Tabell": [["Anmälda brott de senaste 10 åren"], header, *rows]}
    )


def test_ten_years_give_a_value_per_year(tmp_path: Path) -> None:
    root = write_national(tmp_path, [None, "SAMTLIGA BROTT1", *range(100, 110)])
    (raw,) = read_bra_national(BraNational.model_validate(NATIONAL), root)
    table = raw.tidy()
    assert by(table, "period") == {str(year): str(year - 1915) for year in range(2015, 2025)}
    assert set(table["geography"]) == {"Riket"} and raw.sheet == "Tabell"


def test_rows_that_nobody_declared_are_counted(tmp_path: Path) -> None:
    root = write_national(tmp_path, [None, "SAMTLIGA BROTT", *range(10)], [None, "Rån", *range(10)])
    with pytest.raises(DataError, match="1 rows of values have labels that are not declared"):
        read_bra_national(BraNational.model_validate(NATIONAL), root)


def test_a_header_between_the_years_that_is_no_year_is_refused(tmp_path: Path) -> None:
    root = write_national(tmp_path, [None, "SAMTLIGA BROTT", 1, 2, 3], years=(2022, "2O23", 2024))
    with pytest.raises(DataError, match="1 headers between the years in row 2 are no years"):
        read_bra_national(BraNational.model_validate(NATIONAL), root)


def test_a_row_without_years_is_refused(tmp_path: Path) -> None:
    root = write_national(tmp_path, [None, "SAMTLIGA BROTT", *range(10)])
    source = BraNational.model_validate(NATIONAL | {"years_row": 1})
    with pytest.raises(DataError, match="row 1 holds no year"):
        read_bra_national(source, root)


def test_a_repeated_label_must_be_told_apart_by_its_section(tmp_path: Path) -> None:
    root = write_national(
        tmp_path,
        ["Misshandel", "därav grov", *[1] * 10],
        [None, "totalt", *[5] * 10],
        ["Fridskränkning", "därav grov", *[2] * 10],
    )
    wanted = NATIONAL | {"rest": "leave"}
    loose = wanted | {"rows": {"därav grov": {"indicator_id": "GROV"}}}
    with pytest.raises(DataError, match="10 values are of the same indicator, place"):
        read_bra_national(BraNational.model_validate(loose), root)
    firm = wanted | {"rows": {"Fridskränkning [därav grov]": {"indicator_id": "GROV"}}}
    (raw,) = read_bra_national(BraNational.model_validate(firm), root)
    assert set(raw.tidy()["value"]) == {"2"}


COUNTIES = {
    **TOLD,
    "file": "lan.xlsx",
    "every": {"unit": "%"},
    "sheets": {"R4.1": {"indicator_id": "OTRYGG"}, "R4.2": {"indicator_id": "ORO"}},
    "sections": {
        "Samtliga 16–84 år": {"age": "16-84"},
        "Kvinnor 16–84 år": {"age": "16-84", "sex": "women"},
    },
}


def county_sheet(title: str, *, more: tuple[object, ...] = ()) -> list[list[object]]:
    """Write a measure by county: years in row 3, section in column A, region in B."""
    return [
        [title],
        [None, "procent"],
        [None, None, 2024, 2025, *more],
        ["Samtliga 16–84 år", "Hela landet", 25.5, 24, *([23.1, 24.9] if more else [])],
        [None, "Exempellän", 20, ".."],
        ["Kvinnor 16–84 år", "Hela landet", 33, 32],
        [None, "Exempellän", 28, "."],
    ]


def test_counties_give_a_table_per_measure(tmp_path: Path) -> None:
    sheets = {name: county_sheet(name) for name in ("R4.1", "R4.2")}
    root = write_book(tmp_path / "lan.xlsx", sheets)
    tables = [raw.tidy() for raw in read_bra_counties(BraCounties.model_validate(COUNTIES), root)]
    assert [set(table["indicator_id"]) for table in tables] == [{"OTRYGG"}, {"ORO"}]
    assert by(tables[0], "geography", "sex", "period") == {
        ("Hela landet", "", "2024"): "25.5",
        ("Hela landet", "", "2025"): "24",
        ("Exempellän", "", "2024"): "20",
        ("Exempellän", "", "2025"): "",
        ("Hela landet", "women", "2024"): "33",
        ("Hela landet", "women", "2025"): "32",
        ("Exempellän", "women", "2024"): "28",
        ("Exempellän", "women", "2025"): "",
    }


def test_limits_beside_the_years_are_left_on_purpose_only(tmp_path: Path) -> None:
    sheets = {name: county_sheet(name, more=("nedre", "övre")) for name in ("R4.1", "R4.2")}
    root = write_book(tmp_path / "lan.xlsx", sheets)
    with pytest.raises(DataError, match="2 columns of values") as error:
        read_bra_counties(BraCounties.model_validate(COUNTIES), root)
    assert [fault.place for fault in error.value.faults] == [
        "lan.xlsx, sheet R4.1",
        "lan.xlsx, sheet R4.2",
    ]
    left = BraCounties.model_validate(COUNTIES | {"rest": "leave"})
    assert len(read_bra_counties(left, root)[0].tidy()) == 8


def test_a_measure_and_a_section_that_are_not_there_are_told_of(tmp_path: Path) -> None:
    root = write_book(tmp_path / "lan.xlsx", {"R4.1": county_sheet("R4.1")})
    source = BraCounties.model_validate(
        COUNTIES | {"sections": COUNTIES["sections"] | {"Män 16–84 år": {"sex": "men"}}}
    )
    with pytest.raises(DataError) as error:
        read_bra_counties(source, root)
    assert "there is no sheet R4.2" in str(error.value)
    assert "1 declared sections are not in the file: Män 16–84 år." in str(error.value)


GROUPS = BraTable.model_validate(
    {
        **TOLD,
        "file": "bra_ntu_2013_grupper_webbtabell.tsv",
        "period": 2012,
        "every": {"geography": "Riket", "unit": "%"},
        "columns": {
            "misshandel": {"indicator_id": "MISSHANDEL"},
            "därav allvarlig": {"indicator_id": "ALLVARLIG"},
        },
        "rows": {
            "SAMTLIGA, 16-79 år": {"age": "16-79"},
            "Kön [Män]": {"sex": "men"},
            "Kön [Kvinnor]": {"sex": "women"},
            "16–24 år": {"age": "16-24"},
            "65–74 år": {"age": "65-74"},
            "65–79 år": {"age": "65-79"},
            "75–79 år": {"age": "75-79"},
        },
        "sections": {"Ålder": {}, "Män": {"sex": "men"}, "Kvinnor": {"sex": "women"}},
        "rest": "leave",
    }
)
ROWS = [
    ["grupp", "misshandel", "därav allvarlig2", "hot"],
    ["SAMTLIGA, 16–79 ÅR", "2,3", "0,6", "4,5"],
    ["Kön"],
    ["Män", "2,7", "0,7", "3,6"],
    ["Kvinnor", "1,9", "0,6", "5,3"],
    ["Ålder"],
    ["65–74 år", "0,4", "0,1", "1,4"],
    ["75–79 år", "0,1", "x", "1,7"],
    ["Män"],
    ["16–24 år", "8,1", "2,1", "5,0"],
    ["65–79 år", "0,5", "x", "-"],
    ["Kvinnor"],
    ["16–24 år", "5,0", "1,4", "9,0"],
    ["65–79 år", "0,3", "x", "-"],
]


def write_text(folder: Path, name: str, rows: list[list[str]]) -> Path:
    """Write a table as it is copied from a web page."""
    (folder / name).write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    return folder


def check_groups(table: pd.DataFrame) -> None:
    """Check what both the sample and its likeness hold."""
    young = table[(table["age"] == "16-24") & (table["indicator_id"] == "MISSHANDEL")]
    assert by(young, "sex") == {"men": "8.1", "women": "5.0"}
    both = table[(table["age"] == "") & (table["indicator_id"] == "MISSHANDEL")]
    assert by(both, "sex") == {"men": "2.7", "women": "1.9"}
    assert (table["qualifier"] == "suppressed_x").sum() == 3
    assert len(table) == 18


def test_repeated_labels_belong_to_the_section_above_them(tmp_path: Path) -> None:
    root = write_text(tmp_path, GROUPS.file, ROWS)
    check_groups(read_bra_table(GROUPS, root)[0].tidy())


def test_a_row_with_values_in_other_columns_only_opens_no_section(tmp_path: Path) -> None:
    rows = [*ROWS[:9], ["15 år", "", "", "3,0"], *ROWS[9:]]
    check_groups(read_bra_table(GROUPS, write_text(tmp_path, GROUPS.file, rows))[0].tidy())


def test_a_stripped_footnote_is_told_in_the_note(tmp_path: Path) -> None:
    table = read_bra_table(GROUPS, write_text(tmp_path, GROUPS.file, ROWS))[0].tidy()
    noted = table.groupby("indicator_id")["method_note"].first().to_dict()
    assert noted == {"MISSHANDEL": "", "ALLVARLIG": 'label printed as "därav allvarlig2"'}


def test_the_sample_of_a_web_table_is_read() -> None:
    check_groups(read_bra_table(GROUPS, sample(GROUPS.file))[0].tidy())


RELATIONS = {
    "närstående genom parrelation": {"group": "parrelation"},
    "närstående genom släktskap/familj": {"group": "släktskap"},
    "annan sorts relation eller bekantskap": {"group": "bekant"},
    "obekanta": {"group": "obekant"},
    "totalt": {"group": "totalt"},
}
ASSAULT = BraTable.model_validate(
    {
        **TOLD,
        "file": "scb_anmald_misshandel_2019.tsv",
        "period": 2019,
        "every": {"geography": "Riket", "indicator_id": "MISS"},
        "header_rows": 2,
        "columns": {
            "Antal [kvinnor]": {"unit": "antal", "sex": "women"},
            "Antal [män]": {"unit": "antal", "sex": "men"},
            "Könsfördelning procent [kvinnor]": {"unit": "%", "sex": "women"},
        },
        "rows": RELATIONS,
        "totals": [
            {
                "column": "group",
                "parts": ["parrelation", "släktskap", "bekant", "obekant"],
                "total": "totalt",
            }
        ],
        "rest": "leave",
    }
)


def check_assault(table: pd.DataFrame) -> None:
    """Check that women's parts differ from their total by one, and men's do not."""
    women = table[(table["sex"] == "women") & (table["unit"] == "antal")]
    assert by(women, "group")["totalt"] == "28405" and by(women, "group")["parrelation"] == "8819"
    assert set(women["qualifier"]) == {"parts_differ"}
    assert "the parts sum to 28404" in women["method_note"].iloc[0]
    assert set(table.drop(women.index)["qualifier"]) == {"exact"}


def test_groups_above_headers_hold_until_the_next_group(tmp_path: Path) -> None:
    rows = [
        ["", "Antal", "", "Könsfördelning procent", ""],
        ["", "kvinnor", "män", "kvinnor", "män"],
        ["närstående genom parrelation", "8 819", "1 707", "84", "16"],
        ["närstående genom släktskap/familj", "6 150", "2 417", "72", "28"],
        ["annan sorts relation eller bekantskap", "7 339", "8 622", "46", "54"],
        ["obekanta", "6 096", "17 960", "25", "75"],
        ["totalt", "28 405", "30 706", "48", "52"],
    ]
    check_assault(read_bra_table(ASSAULT, write_text(tmp_path, ASSAULT.file, rows))[0].tidy())


def test_the_sample_of_scb_s_table_has_parts_that_differ() -> None:
    check_assault(read_bra_table(ASSAULT, sample(ASSAULT.file))[0].tidy())


def test_the_sample_of_handled_offences_is_read_by_section_and_label() -> None:
    source = BraTable.model_validate(
        {
            **TOLD,
            "file": "bra_handlagda_brott_extract.tsv",
            "period": 2023,
            "every": {"geography": "Riket", "unit": "antal"},
            "columns": {"Handlagda": {}},
            "sections_in": "column",
            "rows": {
                "SAMTLIGA BROTT": {"indicator_id": "ALLA"},
                "4 kap 4 a § 1 st. BrB Grov fridskränkning [Mot kvinna 18 år eller äldre]": {
                    "indicator_id": "FRID"
                },
                "Mot pojke under 18 år": {"indicator_id": "HEDER"},
            },
            "rest": "leave",
        }
    )
    table = read_bra_table(source, sample(source.file))[0].tidy()
    assert by(table, "indicator_id") == {"ALLA": "1517058", "FRID": "185", "HEDER": "4"}


def test_values_that_nobody_can_place_are_refused(tmp_path: Path) -> None:
    source = GROUPS.model_copy(update={"every": GROUPS.every.model_copy(update={"unit": ""})})
    with pytest.raises(DataError, match="18 values have no unit"):
        read_bra_table(source, write_text(tmp_path, GROUPS.file, ROWS))
