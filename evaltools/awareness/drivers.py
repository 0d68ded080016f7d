"""What goes with knowing and using the programme."""

from __future__ import annotations

import pandas as pd

from evaltools.awareness.measures import reach
from evaltools.codebook import Codebook, Measure, strictest
from evaltools.estimates import Estimates, estimate_effects
from evaltools.estimates.predictors import EVENTS
from evaltools.survey import Survey

GROUPS = ("role", "body_kind")
"""What every survey knows of its respondents, see `group_bodies`."""


def usable_drivers(survey: Survey, *, codebook: Codebook, of: Measure) -> tuple[str, ...]:
    """Tell which of role and kind of body can be compared where all else is equal.

    Parameters
    ----------
    survey : Survey
        The answers, with `body_kind`.
    codebook : Codebook
        The questionnaire that was answered.
    of : Measure
        What is to be explained.

    Returns
    -------
    tuple of str
        Those with two groups at least and enough answers on either side in each of them.
    """
    answers = survey.tidy()
    reached = reach(answers, codebook=codebook, of=of)
    counts = {each: pd.crosstab(answers[each], reached) for each in GROUPS}
    return tuple(
        each
        for each, count in counts.items()
        if min(count.shape) > 1 and count.to_numpy().min() >= EVENTS
    )


def explain_measure(
    survey: Survey,
    *,
    codebook: Codebook,
    of: Measure,
    drivers: tuple[str, ...],
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate how much a measure differs between groups that are alike in all else.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    of : Measure
        What is to be explained.
    drivers : tuple of str
        Columns of the survey, such as `role` and `body_kind`.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        Average marginal effects, one row per level of each driver against its reference, see
        `estimates.estimate_effects`. They describe differences, not what caused them.
    """
    return estimate_effects(
        survey,
        outcome=reach(survey.tidy(), codebook=codebook, of=of).rename(of.name),
        drivers=drivers,
        sensitivity=strictest(codebook, of.question, *drivers),
        conf_level=conf_level,
    )
