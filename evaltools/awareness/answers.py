"""How the answers to a question are spread over all that may be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from evaltools.awareness.measures import reach
from evaltools.codebook import NOT_SHOWN, Codebook, Measure, Question, strictest
from evaltools.declarations import Text
from evaltools.errors import ConfigurationError, Fault
from evaltools.estimates import Estimates, estimate_shares
from evaltools.survey import Survey

COUNTED = "counted"
"""The answers that a measure counts, taken together."""


def measure_answers(
    survey: Survey,
    *,
    codebook: Codebook,
    measures: tuple[Measure, ...],
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate the share of every answer to the questions of some measures.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    codebook : Codebook
        The questionnaire that was answered.
    measures : tuple of Measure
        Measures of questions with one answer, asked of those whom the measure is about.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        One row per measure and `answer`, in the order of the questionnaire, and one of all
        answers that the measure counts, `counted`. A share is of those in the base of the
        measure, "vet ej" with them; that of "ej relevant" is of these and those to whom it is not
        relevant. Besides the columns of all estimates there are `kind` (that of the answer, or
        "counted"), `counted` (whether the measure counts it), and `part` and `whole`: the
        answers that are counted, and those among which they are.

    Raises
    ------
    ConfigurationError
        If a question has several answers, or a measure counts those who were not asked.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.awareness import measure_answers
    >>> from evaltools.codebook import read_codebook
    >>> from evaltools.examples import small_survey
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> asked = (codebook.measure("cooperation_police"),)
    >>> spread = measure_answers(small_survey(), codebook=codebook, measures=asked)
    >>> spread.tidy()[["answer", "kind", "estimate"]].round(2).tail(3)
               answer            kind  estimate
    5       dont_know       dont_know       0.0
    6  not_applicable  not_applicable       0.0
    7         counted         counted       0.4
    """
    _check_have_answers(codebook, measures)
    tables, found = [], None
    for measure in measures:
        found = _estimate(survey, codebook, measure, measures, conf_level)
        tables.append(found.tidy())
    if found is None:
        raise ConfigurationError(Fault("measure_answers", "there is no measure.", "Name one."))
    return replace(found, _table=pd.concat(tables, ignore_index=True))


def name_answers(codebook: Codebook, *, measures: Iterable[Measure]) -> dict[str, Text]:
    """Name the answers to the questions of some measures, as the respondents read them.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.
    measures : iterable of Measure
        The measures; their questions have the same answers.

    Returns
    -------
    dict of str to Text
        The name of each `answer` of `measure_answers`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.awareness import name_answers
    >>> from evaltools.codebook import read_codebook
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> names = name_answers(codebook, measures=(codebook.measure("heard_of"),))
    >>> names["dont_know"]["sv"]
    'Vet ej'
    """
    names: dict[str, Text] = {}
    for each in measures:
        question = codebook.question(each.question)
        names |= {answer.name: answer.label for answer in question.answers}
        counted = [question.answer_label(name) for name in each.counts]
        names[COUNTED] = Text(
            sv=" + ".join(label.sv for label in counted),
            en=" + ".join(label.en for label in counted),
        )
    return names


def _check_have_answers(codebook: Codebook, measures: Iterable[Measure]) -> None:
    faults = [
        Fault(
            f"measure {each.name}",
            f"the answers to {each.question} cannot be shown one by one: the question has several "
            "at once, or those who were not asked are counted.",
            "Show the share that the measure counts instead.",
        )
        for each in measures
        if not _has_answers(codebook.question(each.question), each)
    ]
    if faults:
        raise ConfigurationError(faults)


def _has_answers(question: Question, measure: Measure) -> bool:
    everyone = measure.base == "everyone" and question.asked_if is not None
    return question.type == "choice" and not everyone


def _estimate(
    survey: Survey,
    codebook: Codebook,
    measure: Measure,
    measures: tuple[Measure, ...],
    conf_level: float,
) -> Estimates:
    """Estimate the answers to one question."""
    answers, question = survey.tidy(), codebook.question(measure.question)
    rows = list(_rows(question, measure))
    inside = reach(answers, codebook=codebook, of=measure).notna()
    column = answers[measure.question]
    reached = {
        row["answer"]: column.isin(row["part"]).astype("boolean").where(
            inside if row["kind"] != "not_applicable" else _was_answered(column)
        )
        for row in rows
    }  # fmt: skip
    shares = estimate_shares(
        survey,
        reached=pd.DataFrame(reached),
        sensitivity=strictest(codebook, *(each.question for each in measures)),
        conf_level=conf_level,
    )
    named = shares.tidy().rename(columns={"measure": "answer"}).assign(measure=measure.name)
    table = named.merge(pd.DataFrame(rows), on="answer", validate="one_to_one")
    return replace(shares, _table=table, kind="distribution", by=("answer",))


def _was_answered(column: pd.Series[Any]) -> pd.Series[bool]:
    return column.notna() & column.ne(NOT_SHOWN)


def _rows(question: Question, measure: Measure) -> Iterator[dict[str, Any]]:
    """Say of each answer whom it counts, and among whom."""
    apart = question.answer_names(kind="not_applicable")
    base = tuple(name for name in question.answer_names() if name not in apart)
    for answer in question.answers:
        yield {
            "answer": answer.name,
            "kind": answer.kind,
            "counted": answer.name in measure.counts,
            "part": (answer.name,),
            "whole": (*base, *apart) if answer.name in apart else base,
        }
    yield {
        "answer": COUNTED,
        "kind": COUNTED,
        "counted": True,
        "part": measure.counts,
        "whole": base,
    }
