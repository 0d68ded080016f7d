"""Scales of several questions: their scores, and whether they may be one number."""

from __future__ import annotations

import pandas as pd

from evaltools.awareness.measures import strictest
from evaltools.codebook import Codebook, Index
from evaltools.estimates import Estimates, estimate_means, score_index
from evaltools.survey import Survey


def item_values(answers: pd.DataFrame, *, codebook: Codebook, of: Index) -> pd.DataFrame:
    """Give the answers to a scale's questions their place on it.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per respondent, one column per question.
    codebook : Codebook
        The questionnaire.
    of : Index
        The scale.

    Returns
    -------
    pandas.DataFrame
        One column per question: 1 for the lowest valid answer, 2 for the next and so on;
        missing for "vet ej", "ej relevant", not shown and no answer.
    """
    places = {
        item: {name: place for place, name in enumerate(_valid_answers(codebook, item), start=1)}
        for item in of.items
    }
    return pd.DataFrame({item: answers[item].map(places[item]) for item in of.items})


def measure_indices(
    survey: Survey,
    *,
    codebook: Codebook,
    indices: tuple[Index, ...],
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate the mean score of scales, overall or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    indices : tuple of Index
        The scales that the codebook declares.
    by : tuple of str, optional
        Columns of the survey that form the groups.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per scale and group; scores lie between 0 and 1.
    """
    answers = survey.tidy()
    scores = {
        each.name: score_index(
            item_values(answers, codebook=codebook, of=each),
            reverse=each.reverse,
            at_least=each.at_least,
        )
        / 100
        for each in indices
    }
    items = [item for each in indices for item in each.items]
    return estimate_means(
        survey,
        values=pd.DataFrame(scores),
        sensitivity=strictest(codebook, *items, *by),
        by=by,
        conf_level=conf_level,
    )


def _valid_answers(codebook: Codebook, item: str) -> tuple[str, ...]:
    return codebook.question(item).answer_names(kind="valid")
