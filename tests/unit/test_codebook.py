"""What a codebook must declare."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from evaltools.codebook import Codebook, Measure, MeasureSet, read_codebook
from evaltools.declarations import Text
from evaltools.errors import ConfigurationError

BOOK: dict[str, Any] = {
    "name": "b",
    "title": {"sv": "t", "en": "t"},
    "body": "q",
    "role": "q",
    "questions": [
        {
            "name": "q",
            "label": {"sv": "Q?", "en": "Q?"},
            "sensitivity": "open",
            "answers": [{"code": 1, "name": "ja", "label": {"sv": "Ja", "en": "Yes"}}],
        }
    ],
}


def read(tmp_path: Path, **changes: Any) -> Codebook:
    """Read the book with changes to its only question."""
    book = {**BOOK, "questions": [{**BOOK["questions"][0], **changes}]}
    (tmp_path / "b.yml").write_text(yaml.safe_dump(book), encoding="utf-8")
    return read_codebook(tmp_path / "b.yml")


def test_a_question_without_sensitivity_is_refused(tmp_path: Path) -> None:
    question = {k: v for k, v in BOOK["questions"][0].items() if k != "sensitivity"}
    (tmp_path / "b.yml").write_text(yaml.safe_dump({**BOOK, "questions": [question]}))
    with pytest.raises(ConfigurationError, match=r"questions\.0\.sensitivity: Field required"):
        read_codebook(tmp_path / "b.yml")


@pytest.mark.parametrize(
    "content",
    [
        ["a"],
        {"questions": None},
        {"questions": ["a"], "scales": {"a": []}},
        {"questions": [{"scale": ["a"]}], "scales": {"a": []}},
        {"questions": [{"scale": "a"}], "scales": "a"},
    ],
    ids=["list", "no questions", "no mapping", "several scales", "no scales"],
)
def test_a_half_written_codebook_is_refused_in_sentences(tmp_path: Path, content: object) -> None:
    (tmp_path / "b.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_codebook(tmp_path / "b.yml")


def test_an_unknown_scale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="unknown scale"):
        read(tmp_path, answers=[], scale="nothing")


def test_routing_by_an_unknown_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is asked if q has answers"):
        read(tmp_path, asked_if={"question": "q", "answers": ["nej"]})


def test_routing_by_a_question_that_comes_later_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is answered, which stands after it"):
        read(tmp_path, asked_if={"question": "q", "answers": ["yes"]})


def test_the_same_code_twice_is_refused(tmp_path: Path) -> None:
    answer = BOOK["questions"][0]["answers"][0]
    with pytest.raises(ConfigurationError, match="an answer of q is given twice"):
        read(tmp_path, answers=[answer, {**answer, "name": "nej"}])


def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="sensitivty"):
        read(tmp_path, sensitivty="open")


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text("name: a\nname: b\n")
    with pytest.raises(ConfigurationError, match="the key name is given more than once"):
        read_codebook(tmp_path / "b.yml")


@pytest.mark.parametrize("year", [2019, 2025])
def test_the_demo_codebooks_are_read(root: Path, year: int) -> None:
    book = read_codebook(root / f"programme/codebooks/staff_survey_{year}.yml")
    assert {m.name for m in book.measure_set("ladder")} >= {"heard_of", "uses_programme"}


def test_an_unknown_measure_names_those_there_are(codebook: Codebook) -> None:
    with pytest.raises(ConfigurationError, match="Known are heard, read"):
        codebook.measure("nothing")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"type": "multiple", "answers": [],
         "options": [{"name": "ja", "label": {"sv": "Ja", "en": "Yes"}}],
         "empty_means": "none_chosen"},
    ],
)  # fmt: skip
def test_a_measure_is_worded_by_its_question_and_what_it_counts(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    book = read(tmp_path, **asked)
    measure = {"name": "m", "label": {"sv": "m", "en": "m"}, "question": "q", "counts": ["ja"],
               "base": "shown"}  # fmt: skip
    assert book.wording(Measure.model_validate(measure)).sv == "Q? (Ja)"


def test_sets_are_written_as_the_how_to_writes_them(root: Path) -> None:
    page = (root / "docs/how-to/evaluate-another-programme.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    sets = {
        name: MeasureSet.model_validate(each)
        for name, each in yaml.safe_load(block)["sets"].items()
    }
    assert sets["ladder"].measures == ("heard_of", "has_read", "uses_programme")
    assert sets["routines"].heading == Text(sv="Rutiner", en="Routines")


def test_a_set_that_a_notebook_needs_is_asked_for_in_words(root: Path) -> None:
    book = read_codebook(root / "programme/codebooks/staff_survey_2019.yml")
    with pytest.raises(ConfigurationError, match=r"has no set of that name\. Declare skiing"):
        book.measure_set("skiing")


def test_a_factsheet_tells_three_steps_of_the_ladder_where_no_others_are_named(root: Path) -> None:
    books = [
        read_codebook(root / f"programme/codebooks/staff_survey_{year}.yml")
        for year in (2019, 2025)
    ]
    told = [[each.name for each in book.by_body] for book in books]
    assert told == [
        ["heard_of", "has_read", "knows_goals"],
        ["heard_of", "knows_responsibility", "uses_programme"],
    ]
