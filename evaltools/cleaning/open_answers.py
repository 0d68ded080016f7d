"""Free text, for the one place where a person reads it before anything leaves: the review."""

from __future__ import annotations

import pandas as pd

from evaltools.cleaning.answers import answer_texts, find_columns
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
    columns, faults = find_columns(raw, codebook)
    refuse(faults)
    table = raw.tidy()
    named = reader_of(answer_texts(codebook.question(codebook.body)))
    body = table[columns[codebook.body]].map(named)
    asked = [question.name for question in codebook.questions if question.type == "open"]
    parts = [
        pd.DataFrame({"question": name, "body": body, "text": table[columns[name]]})
        for name in asked
    ]
    together = pd.concat([pd.DataFrame(columns=["question", "body", "text"]), *parts])
    silent = together["text"].map(plain).isin(NOTHING)
    return together[~silent].sort_values(["question", "text"], ignore_index=True)


NOTHING = {"", "n/a", "-", "–", ".", "nej", "inget", "vet ej", "vet inte", "?"}
"""Texts that say nothing, folded."""
