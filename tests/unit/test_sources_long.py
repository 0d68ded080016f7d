"""Tidy tables with a declared mapping."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from openpyxl import Workbook
from pydantic import ValidationError

from evaltools.errors import DataError
from evaltools.sources.long_tables import LongTable, Qualifier, read_long_table
from evaltools.sources.observations import COLUMNS, QUALIFIERS

TIDY = {
    "id": "lst",
    "file": "tabell.csv",
    "edition": "2025-03-01",
    "source_name": "Länsstyrelsen",
    "source_url": "https://example.org",
    "every": {"unit": "antal", "name_sv": "Ärenden"},
    "mapping": {
        "indicator_id": "Mått",
        "geography": "Kommun",
        "sex": "Kön",
        "period": "År",
        "value": "Antal",
    },
    "words": {"indicator_id": {"Ärenden": "ARENDEN"}},
}
WIDE = {
    **TIDY,
    "file": "tabell.xlsx",
    "mapping": {"indicator_id": "Mått", "geography": "Kommun"},
    "years_as_columns": True,
}
HEADER = "Mått;Kommun;Kön;År;Antal"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a tidy text."""
    (folder / "tabell.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    return folder


def write_wide(folder: Path, *rows: list[object]) -> Path:
    """Write a workbook with a column per year."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "tabell.xlsx")
    return folder


def read(folder: Path, declared: dict[str, object] = TIDY, **more: object) -> pd.DataFrame:
    """Read the table."""
    return read_long_table(LongTable.model_validate(declared | more), folder)[0].tidy()


def test_a_tidy_table_becomes_the_long_table(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;Exempelkommun;Kvinnor;2024;1 234", "Ärenden;Provstad;;2024;x")
    table = read(root)
    assert list(table) == list(COLUMNS)
    assert table[
        ["indicator_id", "geography", "sex", "value", "qualifier"]
    ].to_numpy().tolist() == [
        ["ARENDEN", "Exempelkommun", "women", "1234", "exact"],
        ["ARENDEN", "Provstad", "", "", "suppressed_x"],
    ]
    assert set(table["unit"]) == {"antal"} and set(table["edition"]) == {"2025-03-01"}


def test_years_as_columns_become_rows(tmp_path: Path) -> None:
    root = write_wide(
        tmp_path,
        ["Mått", "Kommun", 2022, "2023*", "2023–2024"],
        ["Ärenden", "Exempelkommun", 5, None, 7.5],
        ["Ärenden", "Provstad", "..", 3, "-"],
    )
    table = read(root, WIDE)
    assert table.set_index(["geography", "period"])["value"].to_dict() == {
        ("Exempelkommun", "2022"): "5",
        ("Exempelkommun", "2023-2024"): "7.5",
        ("Provstad", "2022"): "",
        ("Provstad", "2023"): "3",
        ("Provstad", "2023-2024"): "0",
    }


def test_marks_of_the_publisher_s_own_have_their_qualifier(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;Exempelkommun;;2024;sekretess")
    table = read(root, marks={"sekretess": "suppressed_x"})
    assert table[["value", "qualifier"]].to_numpy().tolist() == [["", "suppressed_x"]]


def test_a_column_of_qualifiers_decides(tmp_path: Path) -> None:
    header = f"{HEADER};Not"
    rows = ("Ärenden;E;;2024;5;approx", "Ärenden;P;;2024;;suppressed_x", "Ärenden;R;;2024;-;")
    mapping = TIDY["mapping"] | {"qualifier": "Not"}
    table = read(write(tmp_path, *rows, header=header), mapping=mapping)
    assert table["qualifier"].tolist() == ["approx", "suppressed_x", "zero_dash"]


def test_counts_and_uncertainty_are_read_as_numbers(tmp_path: Path) -> None:
    header = f"{HEADER};Täljare;Nämnare;Osäkerhet"
    mapping = TIDY["mapping"] | {
        "numerator": "Täljare",
        "denominator": "Nämnare",
        "uncertainty": "Osäkerhet",
    }
    root = write(tmp_path, "Ärenden;E;;2024;25;1 000;4 000;1,2", header=header)
    table = read(root, mapping=mapping)
    numbers = table[["numerator", "denominator", "uncertainty"]]
    assert numbers.to_numpy().tolist() == [["1000", "4000", "1.2"]]


def test_one_period_may_hold_for_all(tmp_path: Path) -> None:
    mapping = {name: header for name, header in TIDY["mapping"].items() if name != "period"}
    root = write(tmp_path, "Ärenden;E;;;5")
    assert read(root, mapping=mapping, period="2024")["period"].tolist() == ["2024"]


def test_rows_of_a_text_that_is_not_declared_are_counted_or_left(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;E;;2024;5", "Annat;E;;2024;6", "Annat;P;;2024;6")
    with pytest.raises(DataError, match="2 rows of values have labels that are not declared"):
        read(root)
    assert len(read(root, rest="leave")) == 1


def test_all_faults_of_a_table_are_told_at_once_and_not_quoted(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        "Ärenden;E;Flickor;2024;5",
        "Ärenden;P;;i fjol;sju",
        "Ärenden;;;2024;8",
        "Ärenden;R;;2024;",
    )
    with pytest.raises(DataError) as error:
        read(root)
    text = str(error.value)
    assert "tabell.csv, column Kön: 1 cells are empty or cannot be read as sex" in text
    assert "column År: 1 cells are empty or cannot be read as period" in text
    assert "column Antal: 2 cells are empty or cannot be read as value" in text
    assert "1 values have no geography" in text
    assert not any(word in text for word in ("Flickor", "i fjol", "sju"))


def test_headers_that_are_not_there_are_named(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;E;;2024;5")
    mapping = TIDY["mapping"] | {"age": "Ålder", "group": "Grupp"}
    with pytest.raises(DataError, match="2 declared headers are not in the file: Ålder, Grupp"):
        read(root, mapping=mapping)


def test_years_as_columns_without_a_year_are_refused(tmp_path: Path) -> None:
    root = write_wide(tmp_path, ["Mått", "Kommun", "Antal"], ["Ärenden", "E", 5])
    with pytest.raises(DataError, match="no column has a year for its header"):
        read(root, WIDE)


def test_values_given_twice_are_refused(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;E;;2024;5", "Ärenden;E;;2024;6")
    with pytest.raises(DataError, match="1 values are of the same indicator"):
        read(root)


def test_totals_are_checked_where_they_are_declared(tmp_path: Path) -> None:
    root = write(tmp_path, "Ärenden;E;Kvinnor;2024;2", "Ärenden;E;Män;2024;3", "Ärenden;E;;2024;6")
    table = read(root, totals=[{"column": "sex", "parts": ["women", "men"]}])
    assert table["value"].tolist() == ["2", "3", "6"]
    assert set(table["qualifier"]) == {"parts_differ"}


def test_marks_may_have_every_qualifier_there_is() -> None:
    assert get_args(Qualifier) == QUALIFIERS


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"years_as_columns": True}, "the years as columns tell of value and period"),
        ({"mapping": {"geography": "Kommun"}}, "does not tell which column holds the value"),
        ({"mapping": {"värde": "Antal", "value": "Antal"}}, "Input should be"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(more: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        LongTable.model_validate(TIDY | more)
