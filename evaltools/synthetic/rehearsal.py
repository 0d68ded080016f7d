"""Invented answers to an evaluation's own questionnaire: a report before there are data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaltools.codebook import Codebook, Question
from evaltools.declarations import Language, Text
from evaltools.errors import ConfigurationError, Fault
from evaltools.synthetic.population import draw_choice

EMPLOYEES = 260
"""Employees of a body, more or less."""
ANSWERS, LEAVES_OUT, PICKS, WRITES = 0.55, 0.02, 0.35, 0.2
"""Shares who answer at all, leave a question out, pick an option of several, and write freely."""
WRITTEN = Text(sv="Påhittat svar, för att prova.", en="An invented answer, for a rehearsal.")
YES = Text(sv="Ja", en="Yes")
FRAME: dict[Language, tuple[str, str, str]] = {
    "sv": ("Nämnd eller bolag", "Roll", "Antal anställda"),
    "en": ("Body", "Role", "Employees"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """An invented round of a survey, in the form in which exports come.

    Attributes
    ----------
    answers : pandas.DataFrame
        One row per respondent; the columns that the codebook looks for, "" where nothing was
        answered or the question was not shown.
    frame : pandas.DataFrame
        One row per body and role, with the number of employees.
    """

    answers: pd.DataFrame
    frame: pd.DataFrame


def draw_rehearsal(
    codebook: Codebook, *, bodies: Sequence[str], language: Language, rng: np.random.Generator
) -> Rehearsal:
    """Draw who works in some bodies, and what those answer who take part.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.
    bodies : sequence of str
        The bodies of the day; those that the questionnaire knows are drawn.
    language : {"sv", "en"}
        Language of the answers.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Rehearsal
        Answers to every question by those who are shown it.

    Raises
    ------
    ConfigurationError
        If the questionnaire knows none of the bodies, or finds a column by a pattern that the
        text of its question does not fit.
    """
    if faults := list(_unfitting(codebook)):
        raise ConfigurationError(faults)
    people = _employees(codebook, bodies, rng)
    answered = people[rng.random(len(people)) < ANSWERS].reset_index(drop=True)
    frame = people.groupby([*people]).size().reset_index()
    for name in (codebook.body, codebook.role):
        label = codebook.question(name).answer_label
        frame[name] = [label(each)[language] for each in frame[name]]
    answers = _answers(codebook, answered, language, rng)
    return Rehearsal(answers, frame.set_axis([*FRAME[language]], axis=1))


def _unfitting(codebook: Codebook) -> Iterator[Fault]:
    """Tell of columns that would not be found again: no header is made up from a pattern."""
    for question in codebook.questions:
        for name, (header, pattern) in question.sought.items():
            if pattern and not re.search(pattern, header):
                problem = f"{name} is found by a pattern that its text does not fit."
                remedy = "Give it a header in place of the pattern, until there is an export."
                yield Fault(f"codebook {codebook.name}", problem, remedy)


def _employees(codebook: Codebook, bodies: Sequence[str], rng: np.random.Generator) -> pd.DataFrame:
    """Draw everyone's body and role."""
    known = codebook.question(codebook.body).answer_names(kind="valid")
    asked = [name for name in known if name in bodies]
    if not asked:
        problem = f"no answer to {codebook.body} is a body of organisation.yml on that day."
        remedy = "Give the answers the ids of the bodies for their names."
        raise ConfigurationError(Fault(f"codebook {codebook.name}", problem, remedy))
    sizes = rng.lognormal(np.log(EMPLOYEES), 0.4, len(asked)).astype(int)
    roles = codebook.question(codebook.role).answer_names(kind="valid")
    weights = np.arange(1, len(roles) + 1)
    drawn = rng.choice(roles, size=sizes.sum(), p=weights / weights.sum())
    return pd.DataFrame({codebook.body: np.repeat(asked, sizes), codebook.role: drawn})


def _answers(
    codebook: Codebook, people: pd.DataFrame, language: Language, rng: np.random.Generator
) -> pd.DataFrame:
    """Let people answer every question that they are shown, in order."""
    leanings = {body: rng.normal(0, 0.5) for body in people[codebook.body].unique()}
    leaning = people[codebook.body].map(leanings) + rng.normal(0.3, 0.7, len(people))
    chosen: dict[str, pd.DataFrame] = {}
    columns = _paradata(codebook, len(people))
    for question in codebook.questions:
        if question.name in people:
            chosen[question.name] = pd.get_dummies(people[question.name])
        else:
            shown = _shown(question, chosen, len(people)) & (rng.random(len(people)) >= LEAVES_OUT)
            drawn = _chosen(question, leaning + rng.normal(0, 0.5), rng)
            chosen[question.name] = drawn & shown[:, None]
        columns |= _columns(question, chosen[question.name], language)
    return pd.DataFrame(columns)


def _paradata(codebook: Codebook, size: int) -> dict[str, Sequence[str]]:
    """Fill the columns that tell how a response came about."""
    told = codebook.paradata
    columns = {
        told.respondent: [f"S{number:05d}" for number in range(1, size + 1)],
        told.submitted: ["2000-01-01"] * size,
        told.duration: ["300"] * size,
    }
    return {header: cells for header, cells in columns.items() if header}


def _shown(question: Question, chosen: Mapping[str, pd.DataFrame], size: int) -> NDArray[np.bool_]:
    condition = question.asked_if
    if condition is None:
        return np.ones(size, dtype=bool)
    leading = chosen[condition.question].reindex(columns=condition.answers, fill_value=False)
    return np.asarray(leading.any(axis=1), dtype=bool)


def _chosen(
    question: Question, leaning: pd.Series[float], rng: np.random.Generator
) -> pd.DataFrame:
    """Draw who chooses what, a column per answer or option; of free text, who writes."""
    if question.type == "choice":
        return pd.get_dummies(draw_choice(question, inclination=leaning, rng=rng))
    names = list(question.answer_names()) or [question.name]
    share = {"multiple": PICKS, "open": WRITES, "number": 1.0}[question.type]
    return pd.DataFrame(rng.random((len(leaning), len(names))) < share, columns=names)


def _columns(
    question: Question, chosen: pd.DataFrame, language: Language
) -> dict[str, Sequence[str]]:
    """Write what was chosen as an export does: labels, by header."""
    if question.type in ("open", "number"):
        lowest = question.minimum or 0
        told = WRITTEN[language] if question.type == "open" else f"{lowest:g}"
        return {question.column: [told if each else "" for each in chosen.iloc[:, 0]]}
    labels = [question.answer_label(str(name))[language] for name in chosen]
    if question.type == "multiple" and not question.separator:
        headers = [header for header, _ in question.sought.values()]
        return {
            header: [YES[language] if each else "" for each in chosen[option]]
            for header, option in zip(headers, question.answer_names(), strict=True)
        }
    mark = question.separator or ""
    picked = chosen.to_numpy()
    texts = [
        mark.join(label for label, each in zip(labels, row, strict=True) if each) for row in picked
    ]
    return {question.column: texts}
