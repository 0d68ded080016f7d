"""Printed cells and labels, and totals that their parts do not sum to."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from evaltools.errors import DataError
from evaltools.sources.cells import (
    cell_note,
    is_preliminary,
    label_note,
    match_labels,
    plain_label,
    read_cell,
    read_period,
)
from evaltools.sources.grids import find_header, read_grid
from evaltools.sources.observations import COLUMNS
from evaltools.sources.totals import Total, check_totals

BLANKS = " \u00a0\u2009\u202f"
RELATIONS = ("parrelation", "släktskap", "bekant", "obekant")


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("1517 058 ", "1517058", "exact"),
        (" 28 404 ", "28404", "exact"),
        ("28\u00a0404", "28404", "exact"),
        ("1\u202f234,5", "1234.5", "exact"),
        ("12.5", "12.5", "exact"),
        ("17 %", "17", "exact"),
        ("−3", "-3", "exact"),
        ("12*", "12", "exact"),
        ("12²", "12", "exact"),
        ("12 1)", "12", "exact"),
        ("185 (prel.)", "185", "preliminary"),
        ("x", "", "suppressed_x"),
        ("X ", "", "suppressed_x"),
        ("<5", "", "suppressed_x"),
        ("..", "", "missing_dots"),
        (".", "", "missing_dots"),
        ("…", "", "missing_dots"),
        ("-", "0", "zero_dash"),
        ("–", "0", "zero_dash"),
        ("— ", "0", "zero_dash"),
    ],
)
def test_marks_of_printed_cells_become_qualifiers(text: str, value: str, qualifier: str) -> None:
    assert read_cell(text) == (value, qualifier)


@pytest.mark.parametrize("text", ["", "12 5", "1.2.3", "Ja", "*", "2019-03", "12 34 567", "#N/A"])
def test_what_is_neither_number_nor_mark_is_not_guessed_at(text: str) -> None:
    assert read_cell(text) is None


@given(number=st.integers(0, 10**9), blank=st.sampled_from(BLANKS))
def test_thousands_are_read_with_any_blank(number: int, blank: str) -> None:
    assert read_cell(f"{number:,}".replace(",", blank)) == (str(number), "exact")


@given(number=st.decimals(0, 10**6, allow_nan=False, places=2))
def test_decimals_are_kept_to_the_last_digit(number: object) -> None:
    assert read_cell(str(number).replace(".", ",")) == (str(number), "exact")


def test_what_the_value_does_not_tell_goes_to_the_note() -> None:
    assert [cell_note(text) for text in ("12*", "<5", "12", "x")] == [
        'printed as "12*"',
        'printed as "<5"',
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("därav allvarlig2", "därav allvarlig"),
        ("misshandel1,2", "misshandel"),
        ("16–24 år3", "16–24 år"),
        ("personrån¹", "personrån"),
        ("hot *", "hot"),
        ("hot 2)", "hot"),
        ("Grov fridskränkning ", "Grov fridskränkning"),
        ("Antal (prel.)", "Antal"),
    ],
)
def test_footnotes_are_stripped_from_labels(printed: str, label: str) -> None:
    assert plain_label(printed) == label


@pytest.mark.parametrize(
    "label", ["Goal 2", "16-24 år", "År 2024", "T1", "R4.1", "åk 8", "(punkt 2)", "covid19", "2019"]
)
def test_digits_that_belong_to_the_label_stay(label: str) -> None:
    assert plain_label(label) == label


@given(st.text(max_size=20))
def test_stripping_only_takes_away(text: str) -> None:
    assert len(plain_label(text)) <= len(text)


def test_a_stripped_label_is_told_of() -> None:
    assert label_note("allvarlig2") == 'label printed as "allvarlig2"'
    assert label_note("Antal (prel.)") == label_note("hot ") == ""
    assert is_preliminary("Antal (prel.)") and not is_preliminary("Antal")


def test_a_label_is_matched_as_printed_before_it_is_stripped() -> None:
    found = match_labels([("", "grupp1"), ("", "grupp2")], ["grupp1", "grupp"])
    assert found == {("", "grupp1"): "grupp1", ("", "grupp2"): "grupp"}


def test_a_label_under_its_section_is_another_label() -> None:
    found = match_labels([("Män2", "16–24 år"), ("Kvinnor", "16–24 år")], ["Män [16-24 år]"])
    assert found == {("Män2", "16–24 år"): "Män [16-24 år]"}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023", "2023"),
        ("2023*", "2023"),
        ("2025 (prel.)", "2025"),
        ("2023–2024", "2023-2024"),
        ("2023/24", "2023-2024"),
        ("1999/00", "1999-2000"),
        ("2023M05", "2023-05"),
        ("20232", None),
        ("2024-2023", None),
        ("2023-13", None),
        ("Kommun", None),
    ],
)
def test_periods_are_years_pooled_years_or_months(text: str, period: str | None) -> None:
    assert read_period(text) == period


def counts(values: dict[str, str], **more: str) -> pd.DataFrame:
    """Make a long table of one indicator with these values by group."""
    rows = [{"group": group, "value": value, "unit": "antal"} | more for group, value in
            values.items()]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).fillna("")
    return frame.assign(qualifier=frame["qualifier"].replace("", "exact"))


PRINTED = dict(zip((*RELATIONS, "totalt"), ("8819", "6150", "7339", "6096", "28405"), strict=True))
TOTAL = Total(column="group", parts=RELATIONS, total="totalt")


def test_a_total_that_its_parts_do_not_sum_to_is_marked_and_kept() -> None:
    """Women in SCB's table of reported assault 2019: 28 404 against a printed 28 405."""
    checked = check_totals(counts(PRINTED), parts=[TOTAL])
    assert checked["value"].tolist() == list(PRINTED.values())
    assert set(checked["qualifier"]) == {"parts_differ"}
    assert checked["method_note"].iloc[0].startswith("the parts sum to 28404, the printed total")


def test_parts_that_sum_to_the_total_are_left() -> None:
    frame = counts(PRINTED | {"totalt": "28404"})
    pd.testing.assert_frame_equal(check_totals(frame, parts=[TOTAL]), frame)


def test_shares_and_totals_with_a_hidden_part_are_not_summed() -> None:
    shares = counts(PRINTED, unit="%")
    hidden = counts(PRINTED | {"bekant": ""})
    for frame in (shares, hidden):
        pd.testing.assert_frame_equal(check_totals(frame, parts=[TOTAL]), frame)


def test_what_was_preliminary_is_so_in_the_note() -> None:
    checked = check_totals(counts(PRINTED, qualifier="preliminary"), parts=[TOTAL])
    assert checked["method_note"].str.startswith("preliminary; the parts sum").all()


def test_women_and_men_may_be_the_parts() -> None:
    frame = counts({"": "3"}).assign(sex="women")
    frame = pd.concat([frame, frame.assign(sex="men"), frame.assign(sex="", value="7")])
    checked = check_totals(
        frame.reset_index(drop=True), parts=[Total(column="sex", parts=("women", "men"))]
    )
    assert checked["method_note"].str.endswith(": +1").all()


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_grid(tmp_path / "saknas.csv")


def test_a_file_without_the_declared_headers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tom.csv").write_text("")
    with pytest.raises(DataError, match="holds any of the declared headers"):
        find_header(read_grid(tmp_path / "tom.csv"), ["Antal"])


def test_cells_with_an_error_of_the_workbook_are_counted(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Kommun", "Antal"])
    book.active.append(["Exempelkommun", "#N/A"])
    book.save(tmp_path / "fel.xlsx")
    with pytest.raises(DataError, match="1 cells hold an error of the workbook"):
        read_grid(tmp_path / "fel.xlsx")
