"""What goes with knowing and using the programme."""

from __future__ import annotations

from evaltools.awareness.measures import reach
from evaltools.codebook import Codebook, Measure, strictest
from evaltools.estimates import Estimates, estimate_effects
from evaltools.survey import Survey


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
