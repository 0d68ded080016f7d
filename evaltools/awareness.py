"""How well the programme is known and used: shares of the employees, by group, between waves."""

from __future__ import annotations

import pandas as pd

from evaltools.codebook import NOT_SHOWN, Codebook, Measure
from evaltools.declarations import Sensitivity
from evaltools.errors import DataError, Fault
from evaltools.estimates import Estimates, estimate_shares
from evaltools.survey import Survey

STRICTNESS: tuple[Sensitivity, ...] = ("open", "personal", "sensitive")


def measure(
    survey: Survey,
    *,
    codebook: Codebook,
    measures: tuple[Measure, ...],
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate the measures of a codebook, overall or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    measures : tuple of Measure
        What to estimate, such as `codebook.measure_set("ladder")`.
    by : tuple of str, optional
        Columns of the survey that form the groups.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and group, with the strictest sensitivity of the questions and
        of the groups.
    """
    answers = survey.tidy()
    reached = pd.DataFrame({m.name: reach(answers, codebook=codebook, of=m) for m in measures})
    groups = {"body": codebook.body, "role": codebook.role}
    asked = [m.question for m in measures] + [groups.get(name, name) for name in by]
    return estimate_shares(
        survey,
        reached=reached,
        sensitivity=_strictest(codebook, asked),
        by=by,
        conf_level=conf_level,
    )


def reach(answers: pd.DataFrame, *, codebook: Codebook, of: Measure) -> pd.Series[bool]:
    """Decide who is in the base of a measure and who counts as yes.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per respondent, one column per question.
    codebook : Codebook
        The questionnaire.
    of : Measure
        The measure.

    Returns
    -------
    pandas.Series
        True or False per respondent; missing for those who did not answer, for whom the
        question was not relevant, and, where the base is `shown`, who were routed past it.
        "Vet ej" is False.
    """
    column = answers[of.question]
    outside = column.isna() | column.isin(
        codebook.question(of.question).answer_names(kind="not_applicable")
    )
    if of.base == "shown":
        outside |= column.eq(NOT_SHOWN)
    return column.isin(of.counts).astype("boolean").mask(outside)


def map_bodies(survey: Survey, *, crosswalk: dict[str, str]) -> Survey:
    """Move the answers of an earlier wave to the bodies of today.

    The design stays as it was: answers keep the stratum and weight of the body that was asked.

    Parameters
    ----------
    survey : Survey
        The earlier wave.
    crosswalk : dict of str to str
        For each body of that time the body that has taken it over.

    Returns
    -------
    Survey
        The same answers under the bodies of today.

    Raises
    ------
    DataError
        If a body of the survey is not in the crosswalk.
    """
    answers = survey.tidy()
    unknown = sorted(set(answers["body"]) - set(crosswalk))
    if unknown:
        raise DataError(
            Fault(
                f"wave {survey.wave}",
                f"no body has taken over {', '.join(unknown)}.",
                "Correct the date of the wave in evaluation.yml or the mergers in "
                "programme/organisation.yml.",
            )
        )
    moved = answers.assign(body=answers["body"].map(crosswalk))
    return Survey(_answers=moved, wave=survey.wave, synthetic=survey.synthetic)


def _strictest(codebook: Codebook, questions: list[str]) -> Sensitivity:
    declared = [codebook.question(name).sensitivity for name in questions]
    return max(declared, key=STRICTNESS.index)
