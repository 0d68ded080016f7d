"""A draft codebook is a codebook once a person has decided what only a person can."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from evaltools.codebook import Codebook, read_codebook
from evaltools.errors import ConfigurationError, DataError
from evaltools.intake import RawTable, draft_codebook, read_table


def raw(columns: dict[str, list[str]], **more: object) -> RawTable:
    """Make a raw table as intake would."""
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1, **more)


def decided(text: str, *, body: str, role: str) -> Codebook:
    """Replace each TODO as a person would."""
    text = re.sub(r"^body: TODO", f"body: {body}", text, flags=re.M)
    text = re.sub(r"^role: TODO", f"role: {role}", text, flags=re.M)
    text = text.replace("sensitivity: TODO", "sensitivity: open")
    text = text.replace("empty_means: TODO", "empty_means: none_chosen")
    return Codebook.model_validate(yaml.safe_load(text.replace("TODO", "x")))


@pytest.mark.parametrize(
    ("file", "sheet", "body"),
    [("medarbetarenkat_2025.csv", None, "q2"), ("medarbetarenkat_2019.xlsx", "Svar", "q1")],
)
def test_the_demo_s_exports_give_codebooks(
    root: Path, file: str, sheet: str | None, body: str
) -> None:
    export = read_table(root / "data_raw" / "demo" / file, sheet=sheet)
    codebook = decided(draft_codebook(export, name="draft"), body=body, role=body)
    kept = [q.column for q in codebook.questions]
    assert {*kept, *codebook.identifying_columns} == {*export.tidy()}
    assert len(codebook.question(body).answers) > 10


def test_a_draft_is_refused_until_it_is_finished(tmp_path: Path) -> None:
    file = tmp_path / "draft.yml"
    file.write_text(draft_codebook(raw({"q1": ["Ja"] * 20}), name="draft"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="times TODO is left in this draft"):
        read_codebook(file)


def test_no_text_that_few_share_is_written() -> None:
    cells = ["Ja"] * 30 + ["Nej"] * 30 + ["Jag, Kim, blev slagen"]
    draft = draft_codebook(raw({"q1": cells, "q2": [f"Fritext {n}" for n in range(61)]}), name="d")
    assert "Kim" not in draft and "Fritext" not in draft
    assert "1 rows hold something else" in draft


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Kontakt", "a@b.se"), ("Nr", "19649923-3234"), ("Nå mig", "070-123 45 67"),
     ("Källa", "10.0.0.1"), ("E-postadress", "x"), ("IP-adress", "x")],
)  # fmt: skip
def test_columns_that_point_at_a_person_are_recognised(header: str, cell: str) -> None:
    table = raw({header: [cell] * 20, "q1": ["Ja"] * 20, "q2": ["Nej"] * 20})
    draft = draft_codebook(table, name="d")
    assert decided(draft, body="q1", role="q2").identifying_columns == (header,)
    assert cell == "x" or cell not in draft


def test_a_column_points_at_a_person_by_its_question_too() -> None:
    table = raw({"v1": ["Kim"] * 20, "q1": ["Ja"] * 20, "q2": ["Nej"] * 20},
                labels={"v1": "Ditt namn"})  # fmt: skip
    draft = draft_codebook(table, name="d")
    assert decided(draft, body="q1", role="q2").identifying_columns == ("v1",)
    assert "Kim" not in draft


def test_options_in_columns_of_their_own_become_one_question() -> None:
    table = raw(
        {"q1": ["Ja"] * 20, "q2": ["Ja"] * 20, "q4[SQ001]": ["Y", ""] * 10,
         "q4[SQ002]": ["", "Y"] * 10}
    )  # fmt: skip
    codebook = decided(draft_codebook(table, name="d"), body="q1", role="q2")
    assert codebook.question("q4").type == "multiple"
    assert [option.header for option in codebook.question("q4").options] == [
        "q4[SQ001]", "q4[SQ002]"
    ]  # fmt: skip


def test_vet_ej_and_ej_relevant_are_recognised() -> None:
    cells = ["Ja"] * 10 + ["Vet ej"] * 10 + ["Ej relevant"] * 10
    codebook = decided(
        draft_codebook(raw({"q1": cells, "q2": cells}), name="d"), body="q1", role="q2"
    )
    assert {a.label.sv: a.kind for a in codebook.question("q1").answers} == {
        "Ja": "valid", "Vet ej": "dont_know", "Ej relevant": "not_applicable"
    }  # fmt: skip


def test_labels_of_spss_are_taken_whole() -> None:
    table = raw(
        {"q1": ["1", "2"], "q2": ["1", "1"]},
        labels={"q1": "Var arbetar du?"},
        answers={name: {"1": "Norr", "2": "Söder"} for name in ("q1", "q2")},
    )
    codebook = decided(draft_codebook(table, name="d"), body="q1", role="q2")
    assert codebook.question("q1").label.sv == "Var arbetar du?"
    assert [a.label.sv for a in codebook.question("q2").answers] == ["Norr", "Söder"]


def test_value_labels_that_few_hold_are_written_no_more_than_their_texts_would_be() -> None:
    """`encode` of Stata and AUTORECODE of SPSS make a value label of each free text."""
    told = {str(n): f"Jag blev slagen {n}" for n in range(1, 61)}
    some = {"1": "Norr", "2": "Söder", "3": "Jag, Kim, ensam", "9": "Vet ej"}
    cells = ["1"] * 30 + ["2"] * 27 + ["3"] + ["9"] * 2
    table = raw({"q1": cells, "q2": [*told]}, answers={"q1": some, "q2": told})
    draft = draft_codebook(table, name="d")
    assert "slagen" not in draft and "Kim" not in draft
    assert '{code: "2", name: "a2", label: {sv: "Söder", en: TODO}}' in draft
    assert '"Vet ej"' in draft and "1 rows hold something else" in draft


def test_free_texts_that_two_variables_have_as_value_labels_are_not_written() -> None:
    told = {str(n): f"Jag blev slagen {n}" for n in range(1, 61)}
    table = raw({"q1": [*told], "q2": [*told]}, answers={"q1": told, "q2": told})
    assert "slagen" not in draft_codebook(table, name="d")


def test_codes_declared_as_missing_are_no_answers_that_few_gave() -> None:
    table = raw(
        {"q1": ["1"] * 20 + ["2"] * 20 + ["99"] * 9 + ["98"] * 9},
        answers={"q1": {"1": "Norr", "2": "Söder"}}, missing={"q1": frozenset({"98", "99"})},
    )  # fmt: skip
    draft = draft_codebook(table, name="d")
    assert '"Söder"' in draft and "something else" not in draft


@pytest.mark.parametrize("first", [["Norr", "Jag blev slagen"], ["Syd", "a@b.se"]])
def test_nothing_is_drafted_where_the_first_answers_stand_for_headers(first: list[str]) -> None:
    cells = [["Norr", "Söder"] * 10, [f"Fritext {n}" for n in range(20)]]
    with pytest.raises(DataError, match="row 1: 1 headers are answers") as stopped:
        draft_codebook(raw(dict(zip(first, cells, strict=True))), name="d")
    assert not any(text in str(stopped.value) for text in first)


def test_an_option_may_be_marked_by_its_own_text() -> None:
    options = {name: [name, ""] * 20 for name in ("Planering", "Rutiner")}
    assert "Planering" in draft_codebook(raw(options), name="d")


def test_the_name_of_a_file_never_writes_a_line_of_its_own() -> None:
    columns = {"Fråga": ["Ja"] * 20}
    frame = pd.DataFrame(columns, dtype="str")
    named = RawTable(frame, "svar\nname: ond.csv", None, "0" * 64, "utf-8", ";", False, 1)
    assert yaml.safe_load(draft_codebook(named, name="draft"))["name"] == "draft"
    assert "\nname: ond" not in draft_codebook(named, name="draft")


def test_a_known_scale_stands_from_least_to_most_and_is_translated() -> None:
    cells = ["I stor utsträckning"] * 10 + ["Inte alls"] * 10 + ["I viss utsträckning"] * 10
    codebook = decided(
        draft_codebook(raw({"q1": cells, "q2": cells}), name="d"), body="q1", role="q2"
    )
    answers = codebook.question("q1").answers
    assert [answer.name for answer in answers] == ["not_at_all", "some", "large"]
    assert answers[0].label.en == "Not at all"


def test_an_answer_that_many_questionnaires_have_is_written_though_few_gave_it() -> None:
    draft = draft_codebook(raw({"q1": ["Ja"] * 30 + ["Vet ej"] * 2}), name="d")
    assert '"Vet ej"' in draft and "something else" not in draft


ASKED = {
    "Var arbetar du?": ["Norr", "Söder"] * 30,
    "Har du hört talas om programmet?": ["Ja", "Nej", "Nej", "Ja"] * 15,
    "Har du läst programmet?": ["Ja", "", "", "Nej"] * 15,
    "Vilken är din roll?": ["Chef"] * 20 + ["Annan"] * 40,
}


def test_steps_routing_and_shares_are_guessed() -> None:
    draft = draft_codebook(
        raw(ASKED), name="d", languages=("sv",), bodies={"Norr": "n", "Söder": "s"}
    )
    assert draft.count("TODO") == 1 + 1 + len(ASKED)
    codebook = decided(draft, body="", role="")
    assert (codebook.body, codebook.role) == ("q1", "q4")
    assert codebook.question("q1").answer_names() == ("n", "s")
    assert codebook.question("has_read").asked_if.model_dump() == {
        "question": "heard_of", "answers": ("yes",)
    }  # fmt: skip
    assert [each.name for each in codebook.measure_set("ladder")] == ["heard_of", "has_read"]
    assert {each.base for each in codebook.measure_set("ladder")} == {"everyone"}


def test_an_answer_by_one_who_would_have_been_routed_past_leaves_no_routing() -> None:
    answered = ASKED["Har du läst programmet?"][:]
    answered[1] = "Nej"
    draft = draft_codebook(raw(ASKED | {"Har du läst programmet?": answered}), name="d")
    assert "asked_if: {" not in draft


def test_a_body_that_the_organisation_does_not_know_is_left_to_do() -> None:
    draft = draft_codebook(
        raw({"q1": ["Norr", "Söder", "Väst"] * 10}), name="d", bodies={"Norr": "n", "Söder": "s"}
    )
    assert '{code: "Väst", name: "TODO"' in draft


def test_a_draft_in_one_language_asks_for_no_other() -> None:
    english = draft_codebook(raw({"q1": ["Yes"] * 20}), name="d", languages=("en",))
    assert 'label: {en: "Yes"}' in english and "sv: " not in english.replace("csv: ", "")
    assert english.count("TODO") == 5
