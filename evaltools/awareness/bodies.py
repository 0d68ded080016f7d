"""Answers under the bodies of today, and bodies taken together."""

from __future__ import annotations

from dataclasses import replace

from evaltools.errors import DataError, Fault
from evaltools.survey import Survey


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
    return replace(survey, _answers=moved)


def group_bodies(survey: Survey, *, kinds: dict[str, str]) -> Survey:
    """Let the answers of bodies of one kind be counted together.

    Parameters
    ----------
    survey : Survey
        The answers.
    kinds : dict of str to str
        For each body what kind it is of, such as a district board.

    Returns
    -------
    Survey
        The same answers with a column `body_kind`; missing for a body without a kind.
    """
    answers = survey.tidy()
    return replace(survey, _answers=answers.assign(body_kind=answers["body"].map(kinds)))
