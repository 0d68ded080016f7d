"""Exports as survey tools write them are understood, or told to be doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from evaltools.cleaning import check_answers, clean_answers
from evaltools.codebook import Codebook
from evaltools.errors import ConfigurationError, DataError
from evaltools.intake import RawTable, read_table

YES_NO = [
    {"code": "Y", "name": "yes", "label": {"sv": "Ja", "en": "Yes"}},
    {"code": "N", "name": "no", "label": {"sv": "Nej", "en": "No"}},
]
BODY = [
    {"code": "A1", "name": "north", "label": {"sv": "Norr", "en": "North"}},
    {"code": "A2", "name": "south", "label": {"sv": "Söder", "en": "South"}},
]
WAYS = [
    {"name": "plan", "label": {"sv": "Planering", "en": "Planning"}},
    {"name": "routine", "label": {"sv": "Rutiner", "en": "Routines"}},
]


def question(name: str, **more: object) -> dict[str, object]:
    """Declare a question."""
    label = {"sv": f"Fråga {name}?", "en": f"Question {name}?"}
    return {"name": name, "label": label, "sensitivity": "open", **more}


def codebook(*questions: Mapping[str, object], **more: Any) -> Codebook:
    """Declare a codebook with a body and a role."""
    return Codebook.model_validate(
        {
            "name": "small", "title": {"sv": "Liten", "en": "Small"}, "body": "body",
            "role": "role",
            "questions": [
                question("body", header="q1", answers=BODY),
                question("role", header="q2", answers=YES_NO), *questions,
            ],
            **more,
        }
    )  # fmt: skip


def raw(columns: Mapping[str, list[str]], **more: Any) -> RawTable:
    """Make a raw table as intake would."""
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame({"q1": ["A1"] * size, "q2": ["Y"] * size, **columns}, dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1, **more)


def several(**more: object) -> dict[str, object]:
    """Declare a question with several options, one column each, as LimeSurvey writes them."""
    options = [{**way, "header": f"q4[SQ00{place}]"} for place, way in enumerate(WAYS, start=1)]
    return question("use", type="multiple", options=options, empty_means="none_chosen", **more)


HEARD = question("heard", header="q3", answers=YES_NO)


def test_options_in_columns_of_their_own_are_chosen_or_not() -> None:
    table = raw({"q4[SQ001]": ["Y", "", "Y"], "q4[SQ002]": ["", "Y", "Y"]})
    clean = clean_answers(table, codebook=codebook(several())).tidy()
    assert clean["use.plan"].tolist() == ["chosen", "not_chosen", "chosen"]
    assert clean["use.routine"].tolist() == ["not_chosen", "chosen", "chosen"]


def test_full_texts_of_options_are_understood_too() -> None:
    table = raw({"q4[SQ001]": ["Ja", "Nej"], "q4[SQ002]": ["N/A", "Rutiner"]})
    clean = clean_answers(table, codebook=codebook(several())).tidy()
    assert clean["use.plan"].tolist() == ["chosen", "not_chosen"]
    assert clean["use.routine"].tolist() == ["not_chosen", "chosen"]


def test_what_no_option_chosen_means_must_be_declared() -> None:
    with pytest.raises(ValueError, match="use may have several answers and needs options"):
        codebook({**several(), "empty_means": None})


def test_where_nothing_chosen_is_no_answer_it_is_missing() -> None:
    silent = {**several(), "empty_means": "no_answer"}
    table = raw({"q3": ["Y", "Y"], "q4[SQ001]": ["", "Y"], "q4[SQ002]": ["", ""]})
    clean = clean_answers(table, codebook=codebook(HEARD, silent)).tidy()
    assert clean["use.plan"].isna().tolist() == [True, False]
    assert clean["use.routine"][1] == "not_chosen"


def test_options_that_were_not_shown_are_no_answer_at_all() -> None:
    routed = several(asked_if={"question": "heard", "answers": ["yes"]})
    table = raw({"q3": ["N", "Y"], "q4[SQ001]": ["", ""], "q4[SQ002]": ["", "Y"]})
    clean = clean_answers(table, codebook=codebook(HEARD, routed)).tidy()
    assert clean["use.plan"].tolist() == ["not_shown", "not_chosen"]


def test_options_that_share_a_cell_are_told_apart() -> None:
    shared = question(
        "use", type="multiple", header="q4", options=WAYS, separator=";",
        empty_means="none_chosen",
    )  # fmt: skip
    table = raw({"q4": ["Planering; Rutiner", "rutiner", ""]})
    clean = clean_answers(table, codebook=codebook(shared)).tidy()
    assert clean["use.plan"].tolist() == ["chosen", "not_chosen", "not_chosen"]
    assert clean["use.routine"].tolist() == ["chosen", "chosen", "not_chosen"]


def test_an_unknown_option_in_a_shared_cell_is_told_by_its_number_of_rows() -> None:
    shared = question(
        "use", type="multiple", header="q4", options=WAYS, separator=";",
        empty_means="none_chosen",
    )  # fmt: skip
    with pytest.raises(DataError, match="1 rows have an answer outside the codes") as caught:
        clean_answers(raw({"q4": ["Planering;Hemlig", ""]}), codebook=codebook(shared))
    assert "Hemlig" not in str(caught.value)


def test_labels_values_and_label_numbers_may_be_mixed() -> None:
    """Enalyzer writes each question as label, value or label number."""
    table = raw({"q3": ["Ja", "Y", "no", "N"]})
    clean = clean_answers(table, codebook=codebook(HEARD)).tidy()
    assert clean["heard"].tolist() == ["yes", "yes", "no", "no"]


def test_a_text_that_may_mean_two_answers_is_refused() -> None:
    years = [
        {"code": "1", "name": "none", "label": {"sv": "0", "en": "0"}},
        {"code": "2", "name": "one", "label": {"sv": "1", "en": "1"}},
    ]
    asked = codebook(question("years", header="q3", answers=years))
    with pytest.raises(DataError, match="1 rows hold a text that may mean two answers to years"):
        clean_answers(raw({"q3": ["1", "0"]}), codebook=asked)


def test_labels_of_the_file_that_contradict_the_codebook_are_refused() -> None:
    table = raw({"q3": ["Y", "N"]}, answers={"q3": {"Y": "Nej", "N": "Ja"}})
    with pytest.raises(DataError, match="2 rows hold a text that may mean two answers"):
        clean_answers(table, codebook=codebook(HEARD))


def test_codes_that_the_codebook_lacks_are_read_by_the_file_s_labels() -> None:
    table = raw({"q3": ["7", "8"]}, answers={"q3": {"7": "Ja", "8": "Nej"}})
    assert clean_answers(table, codebook=codebook(HEARD)).tidy()["heard"].tolist() == ["yes", "no"]


def test_codes_that_the_file_calls_missing_are_missing_and_counted() -> None:
    table = raw({"q3": ["Y", "99", "99"]}, missing={"q3": frozenset({"99"})})
    cleaned = clean_answers(table, codebook=codebook(HEARD))
    assert cleaned.tidy()["heard"].isna().tolist() == [False, True, True]
    assert cleaned.log().query("column == 'heard'")["rows"].tolist() == [2]


def test_a_column_is_found_by_a_pattern() -> None:
    found = question("heard", pattern=r"^Q3\b", answers=YES_NO)
    clean = clean_answers(raw({"Q3. Har du hört talas?": ["Y"]}), codebook=codebook(found)).tidy()
    assert clean["heard"].tolist() == ["yes"]


def test_a_pattern_that_finds_two_columns_is_told() -> None:
    found = question("heard", pattern="^Q3", answers=YES_NO)
    with pytest.raises(DataError, match="the pattern of heard finds 2 columns"):
        clean_answers(raw({"Q3": ["Y"], "Q3b": ["Y"]}), codebook=codebook(found))


def test_a_pattern_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="is no regular expression"):
        codebook(question("heard", pattern="(", answers=YES_NO))


def test_numbers_have_decimal_commas_and_limits() -> None:
    hours = codebook(question("hours", header="q3", type="number", minimum=0, maximum=1000))
    clean = clean_answers(raw({"q3": ["1,5", "1\u00a0000", ""]}), codebook=hours).tidy()
    assert clean["hours"].tolist()[:2] == [1.5, 1000] and clean["hours"].isna()[2]
    with pytest.raises(DataError, match="2 rows have an answer outside the codes of hours"):
        clean_answers(raw({"q3": ["-1", "many"]}), codebook=hours)


def test_columns_that_point_at_a_person_may_be_told_by_a_pattern() -> None:
    asked = codebook(HEARD, identifying_columns=["/(?i)e-?post|ip-adress/"])
    table = raw({"q3": ["Y"], "Din e-post": ["a@b.se"], "IP-adress": ["1.2.3.4"]})
    cleaned = clean_answers(table, codebook=asked)
    assert "a@b.se" not in cleaned.tidy().to_csv() + cleaned.log().to_csv()


def test_of_two_responses_of_one_person_the_later_is_kept() -> None:
    paradata = {"respondent": "id", "submitted": "när"}
    table = raw(
        {"q3": ["Y", "N", "Y"], "id": ["p1", "p1", ""],
         "när": ["2025-10-02 09:00", "2025-10-01 09:00", "2025-10-01 10:00"]}
    )  # fmt: skip
    cleaned = clean_answers(table, codebook=codebook(HEARD, paradata=paradata))
    assert cleaned.tidy()["heard"].tolist() == ["yes", "yes"]
    fates = cleaned.account().set_index("fate")["rows"].to_dict()
    assert fates == {"read": 3, "empty": 0, "break_off": 0, "duplicate": 1, "kept": 2}
    assert "p1" not in cleaned.tidy().to_csv() + cleaned.log().to_csv()


def test_two_responses_of_one_person_may_be_refused() -> None:
    refusing = {"paradata": {"respondent": "id"}, "quality": {"duplicates": "refuse"}}
    table = raw({"q3": ["Y", "N"], "id": ["p1", "p1"]})
    with pytest.raises(DataError, match="1 rows are further responses"):
        clean_answers(table, codebook=codebook(HEARD, **refusing))


def test_empty_responses_and_those_broken_off_are_left_out_and_counted() -> None:
    frame = pd.DataFrame(
        {"q1": ["A1", "A1", ""], "q2": ["Y", "", ""], "q3": ["Y", "", ""], "q5": ["Y", "", ""]},
        dtype="str",
    )
    table = RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)
    more = question("more", header="q5", answers=YES_NO)
    cleaned = clean_answers(table, codebook=codebook(HEARD, more))
    fates = cleaned.account().set_index("fate")["rows"].to_dict()
    assert (fates["kept"], fates["break_off"], fates["empty"]) == (1, 1, 1)


def test_thoughtless_responses_are_flagged_and_kept() -> None:
    items = [question(f"item{n}", header=f"i{n}", answers=YES_NO) for n in range(4)]
    quality = {"batteries": [[f"item{n}" for n in range(4)]], "fastest_share": 0.3}
    table = raw(
        {**{f"i{n}": ["Y", "Y" if n else "N", "Y" if n else "N"] for n in range(4)},
         "tid": ["300", "310", "20"]}
    )  # fmt: skip
    asked = codebook(*items, quality=quality, paradata={"duration": "tid"})
    clean = clean_answers(table, codebook=asked).tidy()
    assert clean["flag.straightliner"].tolist() == [True, False, False]
    assert clean["flag.speeder"].tolist() == [False, False, True]


def test_paradata_that_are_lacking_are_told() -> None:
    asked = codebook(HEARD, paradata={"duration": "tid"})
    faults = check_answers(raw({"q3": ["Y"]}), codebook=asked)
    assert "the column “tid” of paradata is lacking" in str(faults[0])


def test_an_index_of_unknown_questions_is_refused() -> None:
    index = {"name": "i", "label": {"sv": "I", "en": "I"}, "items": ["heard", "x"], "at_least": 1}
    with pytest.raises(ValueError, match="the index i has unknown questions, too few"):
        codebook(HEARD, indices=[index])


def test_an_spss_file_is_cleaned_by_its_own_labels(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q1": [1.0, 2.0, 1.0], "q2": [1.0, 2.0, 9.0], "q3": [1.0, 9.0, 2.0]})
    labels = {"q1": {1: "Norr", 2: "Söder"}, "q2": {1: "Ja", 2: "Nej"}, "q3": {1: "Ja", 2: "Nej"}}
    pyreadstat.write_sav(
        frame,
        tmp_path / "e.sav",
        variable_value_labels=labels,
        missing_ranges={"q2": [9], "q3": [9]},
    )
    cleaned = clean_answers(read_table(tmp_path / "e.sav"), codebook=codebook(HEARD)).tidy()
    assert cleaned["body"].tolist() == ["north", "south", "north"]
    assert cleaned["heard"].tolist()[::2] == ["yes", "no"] and cleaned["heard"].isna()[1]


def test_a_limesurvey_export_is_read_as_it_comes(tmp_path: Path) -> None:
    """Byte order mark, semicolons, every cell in quotes, a blank line at the end; "N/A"."""
    text = (
        '\ufeff"id";"q1";"q2";"q3";"q4[SQ001]";"q4[SQ002]";"q4[other]"\r\n'
        '"1";"A1";"Y";"Y";"Y";"";""\r\n'
        '"2";"A2";"Y";"N";"N/A";"N/A";""\r\n'
        '"3";"-oth-";"Y";"Y";"";"Y";"Eget, och ""citat"""\r\n\r\n'
    )
    (tmp_path / "results-survey1.csv").write_text(text, encoding="utf-8", newline="")
    other = {"code": "-oth-", "name": "other", "label": {"sv": "Annat", "en": "Other"}}
    routed = several(asked_if={"question": "heard", "answers": ["yes"]})
    words = question("use_other", header="q4[other]", type="open")
    asked = codebook(HEARD, routed, words, identifying_columns=["id"]).model_dump()
    asked["questions"][0]["answers"] = [*BODY, other]
    cleaned = clean_answers(
        read_table(tmp_path / "results-survey1.csv"), codebook=Codebook.model_validate(asked)
    ).tidy()
    assert cleaned["body"].tolist() == ["north", "south", "other"]
    assert cleaned["use.plan"].tolist() == ["chosen", "not_shown", "not_chosen"]
    assert cleaned["use_other"].tolist()[2] == "answered"


def test_the_errors_of_a_codebook_come_at_once(tmp_path: Path) -> None:
    from evaltools.codebook import read_codebook

    (tmp_path / "c.yml").write_text("name: c\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_codebook(tmp_path / "c.yml")
    assert len(caught.value.faults) >= 4
