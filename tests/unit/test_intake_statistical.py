"""SPSS and Stata: cells, questions, value labels, codes that are declared missing.

The files were written by pyreadstat and, those called pspp, by GNU PSPP.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.intake import RawTable, read_table

FIXTURES = Path(__file__).parents[1] / "fixtures" / "intake"


def columns(table: RawTable) -> dict[str, list[str]]:
    """Return the cells by column."""
    return {str(name): cells.tolist() for name, cells in table.tidy().items()}


@pytest.mark.parametrize("name", ["svar.sav", "svar.zsav"])
def test_cells_of_spss_are_text_and_declared_missing_codes_stay(name: str) -> None:
    cells = columns(read_table(FIXTURES / name))
    assert cells["Q1"] == ["1", "2", "8", "", "97", "1"]
    assert cells["ort"] == ["Älvsjö", "Årsta", "", "Östermalm", "99", "Farsta"]
    assert cells["dag"][0] == "2025-03-01"
    assert cells["andel"] == [
        "0.1", "0.3333333333333333", "2", "", "0.0000001", "100000000000000000000",
    ]  # fmt: skip


def test_questions_and_value_labels_of_spss_are_kept() -> None:
    table = read_table(FIXTURES / "svar.sav")
    assert table.labels["Q1"] == "Har du hört talas om programmet?" and "dag" not in table.labels
    assert table.answers["Q1"] == {"1": "Ja", "2": "Nej", "8": "Vet ej", "98": "Ej relevant"}


def test_ranges_of_missing_codes_are_those_that_occur_or_have_a_label() -> None:
    missing = read_table(FIXTURES / "svar.sav").missing
    assert missing == {"Q1": frozenset({"8", "97", "98"}), "ort": frozenset({"99"})}


@pytest.mark.parametrize(("name", "header"), [("pspp.sav", "q1"), ("pspp.por", "Q1")])
def test_files_of_pspp_keep_their_declared_missing_codes(name: str, header: str) -> None:
    table = read_table(FIXTURES / name)
    assert columns(table)[header] == ["1", "2", "8", "9"]
    assert table.missing == {header: frozenset({"8", "9"})}
    assert table.answers[header]["8"] == "Don't know"


def test_the_missing_value_of_stata_is_kept_apart_from_its_letters() -> None:
    table = read_table(FIXTURES / "svar.dta")
    assert columns(table)["q1"] == ["1", "2", "a", "", "b", "1"]
    assert table.missing == {"q1": frozenset({"a", "b"})}
    assert table.answers["q1"] == {"1": "Ja", "2": "Nej", "a": "Vet ej"}


def test_stata_is_read_as_pandas_reads_it() -> None:
    reference = pd.read_stata(
        FIXTURES / "svar.dta", convert_categoricals=False, convert_missing=True
    )["q1"]
    expected = ["" if str(cell) == "." else str(cell).lstrip(".") for cell in reference]
    assert columns(read_table(FIXTURES / "svar.dta"))["q1"] == expected


def test_single_precision_is_written_in_its_own_digits() -> None:
    assert columns(read_table(FIXTURES / "single.dta")) == {"andel": ["0.1", "2"]}


def test_variables_are_left_out_at_the_door() -> None:
    table = read_table(FIXTURES / "svar.sav", without={"epost", "namn"}.__contains__)
    assert "epost" not in columns(table) and table.dropped == ("epost",)


def test_a_note_in_the_file_says_that_data_are_synthetic() -> None:
    assert read_table(FIXTURES / "svar.sav").synthetic
    assert not read_table(FIXTURES / "svar.dta").synthetic


@pytest.mark.parametrize("kind", ["sav", "por", "dta"])
def test_a_damaged_file_is_told_in_words(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"svar.{kind}").write_bytes(b"no statistics")
    with pytest.raises(DataError, match="the file cannot be read"):
        read_table(tmp_path / f"svar.{kind}")


def test_a_portable_file_that_lost_its_swedish_letters_is_refused(tmp_path: Path) -> None:
    content = (FIXTURES / "pspp.por").read_bytes().replace(b"Bromma", b"\xe5\xe4\xf6mma")
    (tmp_path / "svar.por").write_bytes(content)
    with pytest.raises(DataError, match="letters such as å, ä and ö are lost"):
        read_table(tmp_path / "svar.por")
