"""The demo's open answers and codings have a known truth, which is found again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaltools.cleaning import clean_answers, clean_frame
from evaltools.codebook import read_codebook
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.intake import read_table
from evaltools.survey import Survey, design_survey
from evaltools.synthetic.testimony import OPEN_QUESTIONS, draw_codes, draw_texts, open_answers
from evaltools.testimony import (
    CodingScheme,
    Decided,
    decide,
    estimate_mentions,
    open_scheme,
    read_adjudicated,
    read_codings,
    read_written,
)
from evaltools.testimony.redaction import redact, shapes_in
from evaltools.testimony.waves import open_export


@pytest.fixture(scope="module")
def demo() -> Evaluation:
    """Read the demo evaluation."""
    return read_evaluation(Path(__file__).parents[2] / "evaluation.yml")


@pytest.fixture(scope="module")
def scheme(demo: Evaluation) -> CodingScheme:
    """Read its coding scheme."""
    return open_scheme(demo)


@pytest.fixture(scope="module")
def truth() -> dict[tuple[str, str], dict[str, str]]:
    """Say what each text of the demo is about, by question and redacted words."""
    return {
        (question, redact(answer.text).text): answer.about
        for question in OPEN_QUESTIONS
        for answer in open_answers(question)
    }


@pytest.mark.parametrize("question", OPEN_QUESTIONS)
def test_the_texts_of_the_demo_are_many_and_differ(question: str) -> None:
    texts = [answer.text for answer in open_answers(question)]
    assert len(set(texts)) == len(texts) >= 45


def test_every_theme_of_the_truth_is_in_the_scheme(
    scheme: CodingScheme, truth: dict[tuple[str, str], dict[str, str]]
) -> None:
    assert {theme for about in truth.values() for theme in about} == set(scheme.ids)


def test_some_texts_are_of_two_themes_and_some_of_none(
    truth: dict[tuple[str, str], dict[str, str]],
) -> None:
    sizes = {len(about) for about in truth.values()}
    assert sizes == {0, 1, 2}


def test_names_and_numbers_in_the_texts_are_taken_out(
    truth: dict[tuple[str, str], dict[str, str]],
) -> None:
    raw = " ".join(answer.text for each in OPEN_QUESTIONS for answer in open_answers(each))
    words = " ".join(text for _, text in truth)
    assert {"[telefon]", "[e-post]"} <= set(shapes_in(raw)) and shapes_in(words) == ()
    assert "Svensson" in raw and "Svensson" not in words and "[namn]" in words


def test_what_others_answer_does_not_depend_on_the_texts() -> None:
    wrote = pd.Series([True, False] * 50)
    first, second = (draw_texts("needs", wrote=wrote, rng=np.random.default_rng(n)) for n in (1, 2))
    assert first.ne("").equals(wrote) and second.ne("").equals(wrote) and not first.equals(second)


def test_two_coders_differ_now_and_then_and_a_few_are_left_open() -> None:
    about = {str(n): {"time": "need", "training": "need"} for n in range(200)}
    drawn = draw_codes(about, themes=["time", "training"], rng=np.random.default_rng(1))
    differ = [text for text in about if drawn.coders["AA"][text] != drawn.coders["BB"][text]]
    assert 40 < len(differ) < 120 and set(differ) - set(drawn.decided) == set(differ[:4])


def weighted(demo: Evaluation) -> Survey:
    """Weigh the demo survey of 2025."""
    asked = demo.surveys["2025"]
    codebook = read_codebook(demo.path(asked.codebook))
    clean = clean_answers(open_export(demo, "2025", codebook=codebook), codebook=codebook)
    frame = clean_frame(read_table(demo.path(asked.frame)), codebook=codebook)
    return design_survey(
        clean.tidy(), frame=frame.tidy(), body="body", role="role", wave="2025", synthetic=True
    )


def decided_of(demo: Evaluation, scheme: CodingScheme, units: tuple[object, ...]) -> Decided:
    """Decide on the codings of the demo."""
    folder = demo.path("data_raw/demo/kodning")
    read = {"source": "2025", "scheme": scheme, "units": units}
    return decide(
        read_codings(folder, **read),  # type: ignore[arg-type]
        adjudicated=read_adjudicated(folder, **read),  # type: ignore[arg-type]
    )


def test_the_themes_of_the_demo_are_found_as_often_as_they_are_written(
    demo: Evaluation, scheme: CodingScheme, truth: dict[tuple[str, str], dict[str, str]]
) -> None:
    survey = weighted(demo)
    codebook = read_codebook(demo.path(demo.surveys["2025"].codebook))
    written = read_written(demo, "2025", survey=survey, codebook=codebook)
    decided = decided_of(demo, scheme, written.units)
    found = estimate_mentions(survey, written=written, decided=decided, scheme=scheme).tidy()
    shares = found.set_index("measure")["estimate"]
    about = {unit.id: truth[unit.source, unit.text] for unit in written.units}
    respondents = written.by_respondent()
    wrote = respondents.notna().any(axis=1)
    weight = survey.tidy()["weight"].where(wrote, 0)
    for theme in scheme.ids:
        speak = respondents.isin([each for each in about if theme in about[each]]).any(axis=1)
        assert shares[f"{theme}.any"] == pytest.approx(np.average(speak, weights=weight), abs=0.03)
    assert (len(decided.themes), len(decided.undecided)) == (149, 4)
