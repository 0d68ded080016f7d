"""Free text, for the one place where a person reads it before anything leaves: the review."""

from __future__ import annotations

import pandas as pd

from evaltools.cleaning.answers import answer_texts, find_columns, which_rows_count
from evaltools.cleaning.columns import plain, reader_of, refuse
from evaltools.codebook import Codebook
from evaltools.intake import RawTable


def read_open_answers(raw: RawTable, *, codebook: Codebook) -> pd.DataFrame:
    """Read what respondents wrote, question by question.

    These are respondents' own words: they go to `testimony` and are never written to clean data.

    Parameters
    ----------
    raw : RawTable
        The export.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    pandas.DataFrame
        One row per open answer; columns `question`, `body` (missing where the respondent gave
        none) and `text`. Nothing tells which answers came from the same respondent.

    Raises
    ------
    DataError
        If the columns do not fit the codebook.
    """
    written, columns = _written(raw, codebook)
    named = reader_of(answer_texts(codebook.question(codebook.body)))
    body = raw.tidy()[columns[codebook.body]].map(named)
    parts = [
        pd.DataFrame({"question": name, "body": body, "text": written[name]}) for name in written
    ]
    together = pd.concat([pd.DataFrame(columns=["question", "body", "text"]), *parts])
    said = together.dropna(subset="text")
    return said.sort_values(["question", "text"], ignore_index=True)


def read_words(raw: RawTable, *, codebook: Codebook) -> pd.DataFrame:
    """Read what respondents wrote, respondent by respondent, for counting alone.

    This is the one link from words to who wrote them. It goes to `testimony`, which keeps of
    the words what unit they are; it is never written, and shown nowhere.

    Parameters
    ----------
    raw : RawTable
        The export.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    pandas.DataFrame
        The same rows as `clean_answers` keeps, in the same order; one column per open question
        with the words, missing where nothing is said.

    Raises
    ------
    DataError
        If the columns do not fit the codebook.
    """
    written, _ = _written(raw, codebook)
    return written[which_rows_count(raw, codebook=codebook)].reset_index(drop=True)


def _written(raw: RawTable, codebook: Codebook) -> tuple[pd.DataFrame, dict[str, str]]:
    """Take the open questions of an export, with the names of all columns."""
    columns, faults = find_columns(raw, codebook)
    refuse(faults)
    asked = [question.name for question in codebook.questions if question.type == "open"]
    texts = raw.tidy()[[columns[name] for name in asked]].set_axis(asked, axis=1)
    return texts.mask(texts.map(plain).isin(NOTHING)), columns


NOTHING = {"", "n/a", "-", "–", ".", "nej", "inget", "vet ej", "vet inte", "?"}
"""Texts that say nothing, folded."""
