"""Invented answers fit the questionnaire that they are invented for, and never cover real ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaltools.cleaning import check_answers, clean_frame
from evaltools.codebook import Codebook
from evaltools.errors import ConfigurationError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.intake import read_table
from evaltools.synthetic import is_demo, write_rehearsal
from evaltools.synthetic.rehearsal import draw_rehearsal
from evaltools.template import lay_out_evaluation


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay a new evaluation out once."""
    folder = tmp_path_factory.mktemp("rehearsal") / "new"
    lay_out_evaluation(folder, languages=("sv",))
    return folder


@pytest.fixture
def new(laid_out: Path, tmp_path: Path) -> Evaluation:
    """Give a copy of the new evaluation."""
    shutil.copytree(laid_out, tmp_path / "new")
    return read_evaluation(tmp_path / "new" / "evaluation.yml")


def test_every_kind_of_question_is_answered_as_the_codebook_has_it(codebook: Codebook) -> None:
    several = {
        "type": "multiple", "empty_means": "none_chosen", "sensitivity": "open",
        "options": [{"name": each, "label": {"sv": each, "en": each}} for each in ("a", "b")],
    }  # fmt: skip
    more = [
        {"name": "in_columns", "label": {"sv": "Flera?", "en": "Several?"}} | several,
        {"name": "in_a_cell", "label": {"sv": "Fler?", "en": "More?"}, "separator": ";"} | several,
        {"name": "years", "label": {"sv": "År?", "en": "Years?"}, "type": "number", "minimum": 2,
         "maximum": 9, "sensitivity": "open"},
    ]  # fmt: skip
    declared = codebook.model_dump()
    wide = Codebook.model_validate(declared | {"questions": [*declared["questions"], *more]})
    rng = np.random.default_rng(1)
    drawn = draw_rehearsal(wide, bodies=["north", "south"], language="en", rng=rng)
    assert check_answers(as_read(drawn.answers), codebook=wide) == []


def as_read(table: pd.DataFrame) -> object:
    """Make a raw table as intake would."""
    from evaltools.intake import RawTable

    return RawTable(table.astype("str"), "svar.csv", None, "0" * 64, "utf-8", ";", True, 1)


def test_who_was_routed_past_a_question_does_not_answer_it(codebook: Codebook) -> None:
    rng = np.random.default_rng(1)
    drawn = draw_rehearsal(codebook, bodies=["north", "south"], language="sv", rng=rng)
    heard, read = drawn.answers["Fråga heard?"], drawn.answers["Fråga read?"]
    assert set(heard[read != ""]) == {"Ja"} and (read != "").sum() > 50


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_files_say_that_they_are_synthetic_and_fit(new: Evaluation, ending: str) -> None:
    text = (new.root / "evaluation.yml").read_text("utf-8").replace(".xlsx", f".{ending}")
    (new.root / "evaluation.yml").write_text(text, "utf-8")
    evaluation = read_evaluation(new.root / "evaluation.yml")
    answers, frame = map(read_table, write_rehearsal(evaluation, seed=1))
    from evaltools.codebook import read_codebook

    codebook = read_codebook(evaluation.path(evaluation.waves["2025"].codebook))
    assert answers.synthetic and frame.synthetic
    assert check_answers(answers, codebook=codebook) == []
    assert len(clean_frame(frame, codebook=codebook).tidy()) == 18


def test_the_same_seed_writes_the_same_files(new: Evaluation) -> None:
    first, again = ([path.read_bytes() for path in write_rehearsal(new, seed=3)] for _ in "ab")
    assert first == again


def test_data_that_are_not_synthetic_are_never_written_over(new: Evaluation) -> None:
    real = new.root / "data_raw" / "frame.xlsx"
    real.write_bytes(b"whatever a city has")
    with pytest.raises(ConfigurationError, match="not marked as synthetic"):
        write_rehearsal(new, seed=1)
    assert real.read_bytes() == b"whatever a city has"
    assert not (new.root / "data_raw" / "survey.xlsx").exists()


def test_a_questionnaire_that_knows_no_body_is_refused(codebook: Codebook) -> None:
    with pytest.raises(ConfigurationError, match="no answer to body is a body"):
        draw_rehearsal(codebook, bodies=["west"], language="sv", rng=np.random.default_rng(1))


def test_a_pattern_that_no_invented_header_fits_is_refused(codebook: Codebook) -> None:
    asked = [each.model_copy(update={"pattern": r"^Q3\b"}) for each in codebook.questions[-1:]]
    sought = codebook.model_copy(update={"questions": (*codebook.questions[:-1], *asked)})
    with pytest.raises(ConfigurationError, match="found by a pattern that its text does not fit"):
        draw_rehearsal(sought, bodies=["north"], language="sv", rng=np.random.default_rng(1))


def test_only_the_demo_is_taken_for_the_demo(root: Path, new: Evaluation) -> None:
    assert is_demo(read_evaluation(root / "evaluation.yml")) and not is_demo(new)
