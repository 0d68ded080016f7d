"""Scales of several questions: their scores, and whether they may be one number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.codebook import Codebook, Index, strictest
from evaltools.declarations import Text
from evaltools.estimates import Estimates, estimate_means, estimate_reliability, score_index
from evaltools.survey import Survey


def measure_indices(
    survey: Survey,
    *,
    codebook: Codebook,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate the mean scores of the codebook's scales, overall or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    by : tuple of str, optional
        Columns of the survey that form the groups.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per scale and group, none where the codebook declares no scale; scores lie
        between 0 and 1.
    """
    answers = survey.tidy()
    scores = {each.name: _score(answers, codebook, each) for each in codebook.indices}
    items = [item for each in codebook.indices for item in each.items]
    return estimate_means(
        survey,
        values=pd.DataFrame(scores, index=answers.index),
        sensitivity=strictest(codebook, *items, *by) if items else "open",
        by=by,
        conf_level=conf_level,
    )


def assess_indices(survey: Survey, *, codebook: Codebook, rng: np.random.Generator) -> pd.DataFrame:
    """Assess whether the questions of each scale may be one number.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    rng : numpy.random.Generator
        Source of randomness for the limits.

    Returns
    -------
    pandas.DataFrame
        One row per scale: `measure`, `items` (how many), `n` (who answered all of them),
        `alpha` with `alpha_low` and `alpha_high`, `omega`, and `verdict.sv` and `verdict.en`.
    """
    answers, rows = survey.tidy(), []
    for index in codebook.indices:
        values = _item_values(answers, codebook, index)
        turned = values.assign(**{name: -values[name] for name in index.reverse})
        found = estimate_reliability(turned, weight=answers["weight"], rng=rng)
        verdict: Text = found.verdict
        rows.append(
            {
                "measure": index.name,
                "items": len(index.items),
                "n": found.n,
                "alpha": found.alpha,
                "alpha_low": found.conf_low,
                "alpha_high": found.conf_high,
                "omega": found.omega,
                "verdict.sv": verdict.sv,
                "verdict.en": verdict.en,
            }
        )
    return pd.DataFrame(rows, columns=ASSESSED)


ASSESSED = [
    "measure", "items", "n", "alpha", "alpha_low", "alpha_high", "omega", "verdict.sv",
    "verdict.en",
]  # fmt: skip


def _score(answers: pd.DataFrame, codebook: Codebook, index: Index) -> pd.Series[float]:
    most = max(len(_valid_answers(codebook, item)) for item in index.items)
    return score_index(
        _item_values(answers, codebook, index),
        lowest=1,
        highest=most,
        reverse=index.reverse,
        at_least=index.at_least,
    )


def _item_values(answers: pd.DataFrame, codebook: Codebook, index: Index) -> pd.DataFrame:
    """Give each valid answer its place, from 1; all others are missing."""
    places = {
        item: {name: place for place, name in enumerate(_valid_answers(codebook, item), start=1)}
        for item in index.items
    }
    return pd.DataFrame({item: answers[item].map(places[item]).astype(float) for item in places})


def _valid_answers(codebook: Codebook, item: str) -> tuple[str, ...]:
    return codebook.question(item).answer_names(kind="valid")
