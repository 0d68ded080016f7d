"""Raw text becomes typed data, or every fault is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evaltools.cleaning import (
    clean_answers,
    clean_dispositions,
    clean_followup,
    clean_frame,
    clean_indicators,
    clean_margins,
    clean_published,
    join_observations,
    parse_number,
    read_clean,
    write_clean,
)
from evaltools.cleaning.followup import FOLLOWUP_HEADERS
from evaltools.codebook import Codebook
from evaltools.errors import DataError
from evaltools.intake import RawTable
from evaltools.programme import read_organisation, read_programme
from evaltools.survey import Survey

HEADERS = ["Fråga body?", "Fråga role?", "Fråga heard?", "Fråga read?", "Fråga safe?",
           "Fråga words?"]  # fmt: skip


def raw(rows: list[list[str]], headers: list[str] = HEADERS) -> RawTable:
    """Make a raw table as intake would."""
    frame = pd.DataFrame(rows, columns=headers, dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)


def answers(codebook: Codebook, *rows: list[str]) -> pd.DataFrame:
    """Clean rows of answers."""
    return clean_answers(raw(list(rows)), codebook=codebook).tidy()


def test_answers_are_recognised_by_code_and_by_label(codebook: Codebook) -> None:
    table = answers(
        codebook, ["1", "2", "1", "2", "9", ""], ["NORTH", "staff", "Ja", "nej", "Ej relevant", ""]
    )
    assert table.iloc[0].tolist()[:5] == table.iloc[1].tolist()[:5]


def test_dont_know_and_not_applicable_are_kept_apart_from_missing(codebook: Codebook) -> None:
    table = answers(codebook, ["1", "1", "8", "", "9", ""], ["1", "1", "", "", "1", ""])
    assert table["heard"].isna().tolist() == [False, True]
    assert table["heard"][0] == "dont_know" and table["safe"][0] == "not_applicable"


def test_a_question_that_was_not_shown_is_not_missing(codebook: Codebook) -> None:
    assert answers(codebook, ["1", "1", "2", "", "1", ""])["read"][0] == "not_shown"


def test_a_question_behind_an_unanswered_one_is_missing(codebook: Codebook) -> None:
    assert answers(codebook, ["1", "1", "", "", "1", ""])["read"].isna()[0]


def test_an_answer_behind_the_wrong_door_is_removed_with_a_log(codebook: Codebook) -> None:
    cleaned = clean_answers(raw([["1", "1", "2", "1", "1", ""]]), codebook=codebook)
    assert cleaned.tidy()["read"][0] == "not_shown"
    assert cleaned.log().query("column == 'read'")["rows"].tolist() == [1]


def test_answers_that_cannot_be_weighted_are_kept_and_counted(codebook: Codebook) -> None:
    cleaned = clean_answers(raw([["", "1", "1", "1", "1", ""]]), codebook=codebook)
    assert len(cleaned.tidy()) == 1
    assert cleaned.log().query("column == 'body, role'")["rows"].tolist() == [1]


def test_clean_data_and_surveys_do_not_show_their_answers(codebook: Codebook) -> None:
    """The last line of a notebook's cell is shown, and so are values in some tracebacks."""
    cleaned = clean_answers(raw([["1", "2", "1", "2", "9", ""]]), codebook=codebook)
    survey = Survey(_answers=cleaned.tidy(), wave="test", synthetic=True)
    assert "north" not in repr(cleaned) + repr(survey) + repr(raw([["north"] * 6]))


def test_free_text_does_not_enter_clean_data(codebook: Codebook) -> None:
    table = answers(codebook, ["1", "1", "1", "1", "1", "My boss is Kim"])
    assert "Kim" not in table.to_csv()


def test_identifying_columns_are_dropped(codebook: Codebook) -> None:
    table = raw([["a@b.se", "1", "1", "1", "1", "1", ""]], ["E-post", *HEADERS])
    cleaned = clean_answers(table, codebook=codebook)
    assert "a@b.se" not in cleaned.tidy().to_csv() + cleaned.log().to_csv()


def test_unknown_columns_and_values_are_told_at_once(codebook: Codebook) -> None:
    table = raw([["1", "1", "7", "1", "1", "", "x"]] * 3, [*HEADERS, "Skostorlek"])
    with pytest.raises(DataError) as caught:
        clean_answers(table, codebook=codebook)
    text = str(caught.value)
    assert "“Skostorlek”: the codebook does not know this column. Add" in text
    assert "“Fråga heard?”: 3 rows have an answer outside the codes" in text


def test_a_fault_never_quotes_a_value(codebook: Codebook) -> None:
    with pytest.raises(DataError) as caught:
        clean_answers(raw([["1", "1", "Kim Larsson", "1", "1", ""]]), codebook=codebook)
    assert "Kim" not in str(caught.value)


def test_a_file_without_a_header_is_refused_without_quoting_it(codebook: Codebook) -> None:
    table = raw([["1", "1", "2", "1", "1", ""]], ["1", "2", "2 ", "1 ", " 1", "Kim Larsson"])
    with pytest.raises(DataError, match="has a header row") as caught:
        clean_answers(table, codebook=codebook)
    assert "Kim" not in str(caught.value)


def test_a_lacking_column_is_told(codebook: Codebook) -> None:
    with pytest.raises(DataError, match="the column of words is lacking"):
        clean_answers(raw([["1"] * 5], HEADERS[:5]), codebook=codebook)


def test_a_frame_is_read_with_swedish_headers(codebook: Codebook) -> None:
    table = raw([["NORTH", "CHIEF", "1 200"]], ["Nämnd eller bolag", "Roll", "Antal anställda"])
    frame = clean_frame(table, codebook=codebook).tidy()
    assert frame.to_dict("records") == [{"body": "north", "role": "chief", "employees": 1200.0}]


@pytest.mark.parametrize("employees", ["1.200", "1,200", "-5", "12,5", "många", ""])
def test_employees_that_are_no_count_are_refused(codebook: Codebook, employees: str) -> None:
    table = raw([["NORTH", "CHIEF", employees]], ["body", "role", "employees"])
    with pytest.raises(DataError, match="column employees: 1 rows"):
        clean_frame(table, codebook=codebook)


def test_a_body_of_the_frame_that_the_codebook_lacks_is_refused(codebook: Codebook) -> None:
    table = raw([["EAST", "CHIEF", "12"]], ["body", "role", "employees"])
    with pytest.raises(DataError, match="column body: 1 rows have"):
        clean_frame(table, codebook=codebook)


def test_a_verdict_reported_twice_is_refused(root: Path) -> None:
    folder = root / "programme"
    row = ["2025", "VB", "sdn-jarva", "goal-1", "goal", "", "", "", "full", ""]
    with pytest.raises(DataError, match="1 rows repeat another row's year, period, body, goal"):
        clean_followup(
            raw([row, row], [name for name in FOLLOWUP_HEADERS if name != "state"]),
            programme=read_programme(folder),
            organisation=read_organisation(folder),
        )


def test_a_frame_with_a_body_twice_is_refused(codebook: Codebook) -> None:
    rows = [["NORTH", "CHIEF", "12"]] * 2
    with pytest.raises(DataError, match="1 rows repeat"):
        clean_frame(raw(rows, ["body", "role", "employees"]), codebook=codebook)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("inf", None),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("\u22123", -3),
        ("0.5", 0.5),
        ("x", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_swedes_write_them(text: str, number: float | None) -> None:
    assert parse_number(text) == number


def test_clean_data_come_back_with_their_mark(codebook: Codebook, tmp_path) -> None:
    cleaned = clean_answers(raw([["1", "1", "1", "1", "1", ""]]), codebook=codebook)
    write_clean(cleaned, tmp_path, name="answers")
    back = read_clean(tmp_path, name="answers")
    pd.testing.assert_frame_equal(back.tidy(), cleaned.tidy())
    assert back.synthetic == cleaned.synthetic


PUBLISHED = ["Fråga", "Nämnd eller bolag", "Andel, %", "Antal svar"]


def test_published_shares_become_a_baseline(codebook: Codebook) -> None:
    rows = [["heard", "", "41 %", "1 250"], ["heard", "NORTH", "44,5", "96"]]
    shares = clean_published(raw(rows, PUBLISHED), codebook=codebook).tidy()
    assert shares["share"].tolist() == pytest.approx([0.41, 0.445])
    assert shares["body"].isna().tolist() == [True, False] and shares["n"].tolist() == [1250, 96]


def test_published_shares_that_look_like_fractions_are_refused(codebook: Codebook) -> None:
    with pytest.raises(DataError, match="they look like fractions"):
        clean_published(raw([["heard", "", "0,41", "1250"]], PUBLISHED), codebook=codebook)


def test_published_shares_above_a_hundred_are_refused(codebook: Codebook) -> None:
    with pytest.raises(DataError, match="column share: 1 rows"):
        clean_published(raw([["heard", "", "410", "1250"]], PUBLISHED), codebook=codebook)


def test_margins_are_read_in_the_words_of_the_codebook(codebook: Codebook) -> None:
    rows = [["heard", "Ja", "120"], ["Fråga heard?", "nej", "80"]]
    margins = clean_margins(raw(rows, ["Marginal", "Kategori", "Antal"]), codebook=codebook).tidy()
    assert margins.to_dict("list") == {
        "margin": ["heard", "heard"], "category": ["yes", "no"], "total": [120, 80]
    }  # fmt: skip


def test_categories_that_are_no_answers_are_told(codebook: Codebook) -> None:
    rows = [["heard", "Kanske", "120"]]
    with pytest.raises(DataError, match="1 categories are no answers"):
        clean_margins(raw(rows, ["Marginal", "Kategori", "Antal"]), codebook=codebook)


def test_dispositions_that_the_table_lacks_stay_out(codebook: Codebook) -> None:
    table = raw([["NORTH", "12", "3"]], ["Nämnd eller bolag", "Besvarat", "Avböjt"])
    clean = clean_dispositions(table, codebook=codebook).tidy()
    assert clean.to_dict("list") == {"body": ["north"], "complete": [12], "refusal": [3]}


ACTIVITY = ["2025", "VB", "Socialnämnden", "1", "aktivitet", "Utbilda", "", "", "försenad", ""]


def followup_of(*rows: list[str]) -> pd.DataFrame:
    """Clean rows of the boards' follow-up."""
    folder = Path(__file__).parents[2] / "programme"
    headers = [name for name in FOLLOWUP_HEADERS if name != "state"]
    return clean_followup(
        raw([*rows], headers),
        programme=read_programme(folder),
        organisation=read_organisation(folder),
    ).tidy()


def test_an_activity_has_a_state_and_no_verdict() -> None:
    (row,) = followup_of(ACTIVITY).to_dict("records")
    assert row["state"] == "delayed" and pd.isna(row["verdict"])


def test_a_goal_with_the_state_of_an_activity_is_refused() -> None:
    with pytest.raises(DataError, match="1 rows give an activity a verdict"):
        followup_of([*ACTIVITY[:4], "mål", *ACTIVITY[5:]])


OBSERVED = {"indicator_id": "EXEMPEL_FALL", "geography": "Exempelstad", "period": "2024",
            "value": "12,5", "qualifier": "exact", "source_name": "s"}  # fmt: skip
EMPTY = ("name_sv", "name_en", "unit", "group", "source_url", "method_note")


def observe(*rows: dict[str, str]) -> pd.DataFrame:
    """Clean published values."""
    table = pd.DataFrame([OBSERVED | dict.fromkeys(EMPTY, "") | row for row in rows]).fillna("")
    given = raw(table.to_numpy().tolist(), list(table))
    return clean_indicators(
        given, programme=read_programme(Path(__file__).parents[2] / "programme")
    ).tidy()


@pytest.mark.parametrize(
    ("period", "first", "last", "month"),
    [("2024", 2024, 2024, None), ("2023-2024", 2023, 2024, None), ("2024-05", 2024, 2024, 5),
     ("2024M05", 2024, 2024, 5), ("2024K2", 2024, 2024, 6), ("2024Q1", 2024, 2024, 3),
     ("2021-03-22/2021-11-01", 2021, 2021, None)],
)  # fmt: skip
def test_periods_are_years_pooled_years_months_and_quarters(
    period: str, first: int, last: int, month: int | None
) -> None:
    row = observe({"period": period}).iloc[0]
    assert (row["first_year"], row["year"]) == (first, last)
    assert (None if pd.isna(row["month"]) else row["month"]) == month


def test_what_the_source_leaves_out_is_taken_from_the_catalogue() -> None:
    row = observe({}).iloc[0]
    assert (row["unit"], row["name_en"][:5]) == ("per 100 000", "Cases")


def test_sex_and_age_name_the_group_where_the_source_has_none() -> None:
    row = observe({"sex": "women", "age": "16-24"}).iloc[0]
    assert (row["sex"], row["group"]) == ("women", "kvinnor 16-24")


def test_sex_is_read_from_a_group_that_names_it() -> None:
    assert observe({"group": "flickor; åk 8"}).iloc[0]["sex"] == "women"


def test_a_revised_value_is_kept_beside_the_first() -> None:
    assert len(observe({"edition": "2025-03-01"}, {"edition": "2026-03-01"})) == 2


def test_a_value_twice_in_an_edition_is_refused() -> None:
    with pytest.raises(DataError, match="1 rows repeat"):
        observe({"edition": "2025-03-01"}, {"edition": "2025-03-01"})


def test_two_sources_may_not_give_the_same_value() -> None:
    table = pd.DataFrame([OBSERVED | dict.fromkeys(EMPTY, "")])
    programme = read_programme(Path(__file__).parents[2] / "programme")
    one = clean_indicators(raw(table.to_numpy().tolist(), list(table)), programme=programme)
    with pytest.raises(DataError, match="1 values are given by two sources"):
        join_observations([one, one])
