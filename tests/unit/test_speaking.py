"""A fault is said in Swedish as its sentence stands in the source, with what fills it."""

from __future__ import annotations

import pytest

from evaltools.errors import Fault
from evaltools.errors.speaking import say, speak


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("3 rows have an answer outside the codes of heard.",
         "3 rader har ett svar utanför svarskoderna för heard."),
        ("1 rows have an answer outside the codes of body.",
         "1 rad har ett svar utanför svarskoderna för body."),
        ("Field required.", "fältet måste anges."),
        ("there is no such goal of the programme.",
         "mål i programmet med den beteckningen finns inte."),
    ],
)  # fmt: skip
def test_a_sentence_is_said_in_swedish(english: str, swedish: str) -> None:
    assert say(english) == swedish


def test_the_most_telling_sentence_is_meant() -> None:
    assert say("Write them in per cent.") == "Skriv dem i procent."
    assert say("Write styrka or behov.") == "Skriv styrka eller behov."


def test_a_sentence_within_another_is_said_too() -> None:
    told = say("Did you mean conf_level? Known are conf_level (float).")
    assert told == "Menade du conf_level? De som finns är conf_level (float)."


def test_problems_that_are_told_together_are_each_said() -> None:
    told = say("the goal a is given twice; the violence type b is given twice.")
    assert told == "mål a anges två gånger; våldstypen b anges två gånger."


def test_a_sentence_after_a_count_is_said() -> None:
    told = say("2 cells hold a word or a number that is not declared.")
    assert told == "2 celler innehåller ett ord eller ett tal som inte är angivet."


@pytest.mark.parametrize("name", ["body", "goal", "none", "rows"])
def test_names_of_the_data_are_left_as_they_are(name: str) -> None:
    assert say(f"the column {name} is lacking.") == f"kolumnen {name} saknas."


def test_what_is_not_known_is_said_in_english() -> None:
    assert say("Nobody has written this. Keep one.") == "Nobody has written this. Behåll en."


def test_the_place_is_said_and_headers_are_not() -> None:
    fault = Fault("a.csv, sheet Svar, column “Care and rows”, row 3", "it is a link.", "")
    said = speak(fault, language="sv").place
    assert said == "a.csv, bladet Svar, kolumn “Care and rows”, rad 3"


def test_in_english_a_fault_is_as_it_is() -> None:
    fault = Fault("a.csv, row 3", "it is a link.", "Keep one.")
    assert speak(fault, language="en") is fault
