"""The answers to a referral, opened together: facts, register, and passages to be coded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evaltools.declarations import in_both
from evaltools.documents import (
    Document,
    Fact,
    Invited,
    correct,
    find_facts,
    glossary,
    goals_in,
    place_of,
    read_corrections,
    read_folder,
    read_invited,
)
from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Consultation, Evaluation
from evaltools.programme import Organisation, Programme
from evaltools.testimony.coding import Unit
from evaltools.testimony.decisions import Decided, say_themes
from evaltools.testimony.passages import find_passages
from evaltools.testimony.redaction import redact
from evaltools.testimony.scheme import CodingScheme
from evaltools.testimony.waves import known_people

CONSULTATION = "remissvar"
"""What the passages of all answers are called together, where waves of the survey have names."""


@dataclass(frozen=True, slots=True, eq=False)
class Consulted:
    """What came in answer to a referral.

    Attributes
    ----------
    documents : tuple of Document
        The answers, read and repaired.
    facts : tuple of Fact
        What was found in them, corrected.
    invited : tuple of Invited
        Who was asked.
    passages : tuple of Unit
        Their paragraphs, redacted.
    redact : callable
        Takes persons out of a text.
    """

    documents: tuple[Document, ...] = field(repr=False)
    facts: tuple[Fact, ...] = field(repr=False)
    invited: tuple[Invited, ...]
    passages: tuple[Unit, ...] = field(repr=False)
    redact: Callable[[str], str]

    @property
    def issuers(self) -> dict[str, str]:
        """The body that each file comes from; files without a sender of the register left out."""
        known = {each.name for each in self.invited}
        return {
            fact.file: fact.value
            for fact in self.facts
            if fact.field == "body" and fact.value in known
        }

    @property
    def synthetic(self) -> bool:
        """Whether any answer says that it is synthetic."""
        return any(document.synthetic for document in self.documents)


def open_consultation(
    evaluation: Evaluation, *, programme: Programme, organisation: Organisation
) -> Consulted:
    """Read the answers to the referral of an evaluation.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, which declares where they are.
    programme, organisation : Programme, Organisation
        The goals they may refer to, and the bodies.

    Returns
    -------
    Consulted
        What came in.

    Raises
    ------
    ConfigurationError
        If evaluation.yml declares no consultation, or the words for repair are not installed.
    DataError
        For all faults of all answers, of the register and of the corrections.
    """
    declared = _declared(evaluation)
    documents = read_folder(
        evaluation.path(declared.answers), glossary=glossary(programme, organisation)
    )
    invited = read_invited(evaluation.path(declared.invited), organisation=organisation)
    return consult(evaluation, documents=documents, invited=invited, programme=programme)


def consult(
    evaluation: Evaluation,
    *,
    documents: tuple[Document, ...],
    invited: tuple[Invited, ...],
    programme: Programme,
) -> Consulted:
    """Find the facts and the passages of answers that are read already.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, which declares the referral.
    documents : tuple of Document
        The answers.
    invited : tuple of Invited
        Who was asked.
    programme : Programme
        The goals that they may refer to.

    Returns
    -------
    Consulted
        What came in.

    Raises
    ------
    ConfigurationError
        If evaluation.yml declares no consultation.
    DataError
        For all faults of the corrections, or if the names to take out cannot be read.
    """
    declared = _declared(evaluation)
    people = known_people(evaluation)
    facts = [
        fact
        for document in documents
        for fact in find_facts(
            document, programme=programme, invited=invited, referral=declared.referral
        )
    ]
    corrected = _corrected(facts, _corrections(evaluation, declared), programme)
    return Consulted(
        documents=documents,
        facts=corrected,
        invited=invited,
        passages=tuple(
            unit for document in documents for unit in find_passages(document, people=people)
        ),
        redact=lambda text: redact(text, people=people).text,
    )


def count_bodies_by_goal(
    decided: Decided,
    *,
    units: Iterable[Unit],
    issuers: Mapping[str, str],
    scheme: CodingScheme,
    programme: Programme,
) -> pd.DataFrame:
    """Count the bodies that speak of each theme in passages about each goal.

    A passage is about the goals that it refers to; one that refers to none is about the goal of
    its theme, where the scheme gives it one.

    Parameters
    ----------
    decided : Decided
        What persons have decided.
    units : iterable of Unit
        The passages.
    issuers : dict of str to str
        For each file the body that answered; files without one are left out.
    scheme : CodingScheme
        The scheme.
    programme : Programme
        The goals.

    Returns
    -------
    pandas.DataFrame
        One row per goal, theme and valence that any body speaks of: `goal`, `theme`, `valence`
        and `bodies`. They are public bodies.
    """
    rows = [
        (goal, theme, valence, issuers[unit.source])
        for unit in units
        if unit.source in issuers
        for theme, valence in sorted(decided.themes.get(unit.id, ()))
        for goal in goals_in(unit.text, programme=programme) or _goal_of(scheme, theme)
    ]
    told = pd.DataFrame(rows, columns=["goal", "theme", "valence", "body"])
    by = ["goal", "theme", "valence"]
    return told.groupby(by)["body"].nunique().rename("bodies").reset_index()


def list_passages(
    decided: Decided,
    *,
    units: Iterable[Unit],
    issuers: Mapping[str, str],
    scheme: CodingScheme,
) -> pd.DataFrame:
    """List the passages in which a person has decided that a theme is spoken of.

    Parameters
    ----------
    decided : Decided
        What persons have decided.
    units : iterable of Unit
        The passages.
    issuers : dict of str to str
        For each file the body that answered; files without one are left out.
    scheme : CodingScheme
        The scheme.

    Returns
    -------
    pandas.DataFrame
        One row per passage: `body`, `file`, `place.sv`, `place.en`, `themes.sv`, `themes.en` (each
        with how it is spoken of) and `passage`, redacted.
    """
    passages = [
        {
            "body": issuers[unit.source],
            "file": unit.source,
            **in_both("place", place_of(unit.page, unit.line)),
            **in_both("themes", say_themes(decided.themes[unit.id], scheme=scheme)),
            "passage": unit.text,
        }
        for unit in units
        if unit.source in issuers and decided.themes.get(unit.id)
    ]
    return pd.DataFrame(passages, columns=PASSAGE_COLUMNS)


PASSAGE_COLUMNS = [
    "body", "file", "place.sv", "place.en", "themes.sv", "themes.en", "passage",
]  # fmt: skip


def _goal_of(scheme: CodingScheme, theme: str) -> tuple[str, ...]:
    goal = scheme.theme(theme).goal
    return (goal,) if goal else ()


def _corrected(facts: list[Fact], path: Path | None, programme: Programme) -> tuple[Fact, ...]:
    if path is None:
        return tuple(facts)
    return correct(facts, read_corrections(path, facts=facts, programme=programme))


def _corrections(evaluation: Evaluation, declared: Consultation) -> Path | None:
    return evaluation.path(declared.corrections) if declared.corrections else None


def _declared(evaluation: Evaluation) -> Consultation:
    if evaluation.consultation is None:
        problem = "it declares no consultation."
        remedy = "Add `consultation: {answers: data_raw/remissvar, invited: data_raw/....csv}`."
        raise ConfigurationError(Fault("evaluation.yml", problem, remedy))
    return evaluation.consultation
