"""How well the programme is known and used: shares of the employees, by group, between waves."""

from __future__ import annotations

import pandas as pd

from evaltools.awareness.published import PublishedShares
from evaltools.codebook import NOT_SHOWN, Codebook, Measure, strictest
from evaltools.errors import DataError, Fault
from evaltools.estimates import Estimates, estimate_shares, published_shares
from evaltools.survey import Survey, Universe


def measure(
    survey: Survey | PublishedShares,
    *,
    codebook: Codebook,
    measures: tuple[Measure, ...],
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate the measures of a codebook, overall or by group.

    Parameters
    ----------
    survey : Survey or PublishedShares
        The weighted answers, or what was published of a wave without them.
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

    Raises
    ------
    DataError
        If shares by other groups than bodies are asked of what was published.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.awareness import measure
    >>> from evaltools.codebook import read_codebook
    >>> from evaltools.examples import small_survey
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> asked = (codebook.measure("heard_of"),)
    >>> heard = measure(small_survey(), codebook=codebook, measures=asked)
    >>> heard.tidy()[["measure", "estimate", "conf_low", "conf_high", "n"]].round(2)
        measure  estimate  conf_low  conf_high   n
    0  heard_of      0.49      0.37        0.6  90
    """
    if isinstance(survey, PublishedShares):
        return _published(survey, codebook, measures, by, conf_level)
    answers = survey.tidy()
    reached = pd.DataFrame({m.name: reach(answers, codebook=codebook, of=m) for m in measures})
    return estimate_shares(
        survey,
        reached=reached,
        sensitivity=strictest(codebook, *(m.question for m in measures), *by),
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
    question = codebook.question(of.question)
    if question.type == "multiple":
        return _any_option(answers, of)
    column = answers[of.question]
    outside = column.isna() | column.isin(question.answer_names(kind="not_applicable"))
    if of.base == "shown":
        outside |= column.eq(NOT_SHOWN)
    return column.isin(of.counts).astype("boolean").mask(outside)


def _published(
    published: PublishedShares,
    codebook: Codebook,
    measures: tuple[Measure, ...],
    by: tuple[str, ...],
    conf_level: float,
) -> Estimates:
    """Take the published shares of all bodies together, or of each."""
    if by not in ((), ("body",)):
        problem = f"the published shares are not known by {', '.join(by)}."
        raise DataError(Fault(f"wave {published.wave}", problem, "Compare all, or bodies."))
    shares = published.tidy()
    names = [m.name for m in measures]
    chosen = shares[shares["measure"].isin(names) & (shares["body"].notna() == bool(by))]
    return published_shares(
        chosen.sort_values("measure", key=lambda column: column.map(names.index)),
        by=by,
        sensitivity=strictest(codebook, *(m.question for m in measures), *by),
        universe=Universe(published.wave),
        synthetic=published.synthetic,
        conf_level=conf_level,
    )


def _any_option(answers: pd.DataFrame, of: Measure) -> pd.Series[bool]:
    """Count as yes who chose any of the options that the measure counts."""
    options = answers[[f"{of.question}.{name}" for name in of.counts]]
    outside = options.isna().any(axis=1)
    if of.base == "shown":
        outside |= (options == NOT_SHOWN).any(axis=1)
    return (options == "chosen").any(axis=1).astype("boolean").mask(outside)
