"""Open answers as units: each text once, and in memory alone who wrote which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from evaltools.cleaning import clean_answers, read_words
from evaltools.codebook import Codebook, strictest
from evaltools.declarations import Sensitivity
from evaltools.errors import DataError, Fault
from evaltools.evaluation import Evaluation
from evaltools.intake import RawTable
from evaltools.survey import Survey
from evaltools.testimony.coding import Unit
from evaltools.testimony.quotes import quote_id
from evaltools.testimony.redaction import redact
from evaltools.testimony.waves import known_people, open_export


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """What the respondents of a survey wrote, and who of them wrote what.

    It lives in memory alone: there is no way to write it to a file.

    Attributes
    ----------
    units : tuple of Unit
        Each text once.
    questions : tuple of str
        The open questions.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of them.
    """

    units: tuple[Unit, ...] = field(repr=False)
    questions: tuple[str, ...]
    sensitivity: Sensitivity
    _by_respondent: pd.DataFrame = field(repr=False)

    def by_respondent(self) -> pd.DataFrame:
        """Return a copy: the rows of the survey, one column per open question.

        The cells are ids of units; missing where nothing was said. It is for counting alone.
        """
        return self._by_respondent.copy()


def unit_id(source: str, text: str) -> str:
    """Return the id of redacted words that were written in answer to a question."""
    return quote_id(f"{source}\n{text}")


def find_units(words: pd.DataFrame, *, people: Collection[str] = ()) -> tuple[Unit, ...]:
    """Redact open answers; keep each text once.

    Parameters
    ----------
    words : pandas.DataFrame
        One column per open question, see `cleaning.read_words`.
    people : collection of str
        Names that are taken out beside those of the list.

    Returns
    -------
    tuple of Unit
        In the order of questions, and then one that tells nothing of the file's.
    """
    return tuple(
        Unit(unit_id(question, text), question, text)
        for question, written in _columns(words)
        for text in sorted(
            {str(text) for text in _redacted(written, people).dropna()}, key=quote_id
        )
    )


def read_units(evaluation: Evaluation, wave: str, *, codebook: Codebook) -> tuple[Unit, ...]:
    """Read the units of a wave of the survey.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    wave : str
        A wave of which there are answers.
    codebook : Codebook
        The questionnaire of the wave.

    Returns
    -------
    tuple of Unit
        Each text of its open questions once; none where it has no such question.

    Raises
    ------
    DataError
        If the export or the file of names cannot be read.
    """
    raw = open_export(evaluation, wave, codebook=codebook)
    return find_units(read_words(raw, codebook=codebook), people=known_people(evaluation))


def read_written(
    evaluation: Evaluation, wave: str, *, survey: Survey, codebook: Codebook
) -> Written:
    """Read who of a survey's respondents wrote what.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    wave : str
        A wave of which there are answers.
    survey : Survey
        Its weighted answers.
    codebook : Codebook
        The questionnaire of the wave.

    Returns
    -------
    Written
        The units, and who wrote which.

    Raises
    ------
    DataError
        If the export cannot be read, or is not what the survey was cleaned from.
    """
    raw = open_export(evaluation, wave, codebook=codebook)
    return link_words(raw, survey=survey, codebook=codebook, people=known_people(evaluation))


def link_words(
    raw: RawTable, *, survey: Survey, codebook: Codebook, people: Collection[str] = ()
) -> Written:
    """Find for each respondent of a survey the units that they wrote.

    The export is cleaned again in memory, and its rows must be those of the survey, one by one.

    Parameters
    ----------
    raw : RawTable
        The export.
    survey : Survey
        The weighted answers that were cleaned from it.
    codebook : Codebook
        The questionnaire.
    people : collection of str
        Names that are taken out beside those of the list.

    Returns
    -------
    Written
        The units, and who wrote which.

    Raises
    ------
    DataError
        If the rows are not those of the survey.
    """
    clean = clean_answers(raw, codebook=codebook).tidy()
    placed = clean[[codebook.body, codebook.role]].notna().all(axis=1)
    _check_same_rows(clean[placed].reset_index(drop=True), survey)
    words = read_words(raw, codebook=codebook)
    who = pd.DataFrame({name: _ids(name, texts, people) for name, texts in _columns(words)})
    questions = tuple(str(name) for name in words)
    return Written(
        units=find_units(words, people=people),
        questions=questions,
        sensitivity=strictest(codebook, *questions),
        _by_respondent=who[placed].reset_index(drop=True),
    )


def _columns(words: pd.DataFrame) -> list[tuple[str, pd.Series[str]]]:
    return [(str(name), words[name]) for name in words]


def _ids(question: str, words: pd.Series[str], people: Collection[str]) -> pd.Series[str]:
    return _redacted(words, people).map(lambda text: unit_id(question, text), na_action="ignore")


def _redacted(words: pd.Series[str], people: Collection[str]) -> pd.Series[str]:
    texts = {text: redact(text, people=people).text for text in words.dropna().unique()}
    return words.map(texts)


def _check_same_rows(clean: pd.DataFrame, survey: Survey) -> None:
    answers = survey.tidy()
    shared = [name for name in clean if name in answers]
    if len(clean) == len(answers):
        differ = clean[shared].ne(answers[shared]) & ~(
            clean[shared].isna() & answers[shared].isna()
        )
        if not differ.to_numpy().any():
            return
    problem = "the export is not what the clean answers were made from."
    raise DataError(Fault(f"wave {survey.wave}", problem, "Run 02_clean_survey again."))
