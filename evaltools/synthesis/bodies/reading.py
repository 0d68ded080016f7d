"""What was gathered of one body, read again for its sheet."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from evaltools import programme
from evaltools.artefacts import Artefacts, read_artefacts
from evaltools.disclosure import Publishable
from evaltools.errors import Fault, ReportError
from evaltools.evaluation import Evaluation
from evaltools.synthesis.bodies.cells import again

GATHERED = "07b_bodies"
"""The step that gathers, and the folder that has one of its own for each body."""
MARKS = "tab-beside"


def gathered_folder(evaluation: Evaluation, *, body: str) -> Path:
    """Return the folder of what is gathered of a body.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    body : str
        Id of the body.

    Returns
    -------
    pathlib.Path
        The folder, in which another one holds the artefacts.
    """
    return evaluation.results_folder(GATHERED) / body


def read_body(evaluation: Evaluation, *, body: str) -> Artefacts:
    """Read what notebook 7b has gathered of a body.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    body : str
        Id of the body.

    Returns
    -------
    Artefacts
        The tables and sentences that its sheet may cite.

    Raises
    ------
    ConfigurationError
        If there is no such body on the day of the current wave; those that may be meant are named.
    ReportError
        If it has not been gathered, or something of it is unreadable or was changed.
    """
    folder = evaluation.results_folder(GATHERED)
    if body not in {path.name for path in folder.glob("*/")}:
        _refuse(evaluation, body)
    return read_artefacts(gathered_folder(evaluation, body=body))


def first_body(evaluation: Evaluation) -> str:
    """Return the id of the first body of the day that is reported."""
    organisation = programme.read_organisation(evaluation.path(evaluation.programme))
    return organisation.bodies_on(evaluation.day_of_bodies)[0].id


def publish_marks(gathered: Artefacts) -> tuple[Publishable, ...]:
    """Let out again what the figure of a body draws.

    Parameters
    ----------
    gathered : Artefacts
        What is gathered of the body.

    Returns
    -------
    tuple of Publishable
        The rows of `lay_beside`; none where no survey is part of the evaluation.
    """
    there = [gathered.tables[MARKS]] if MARKS in gathered.tables else []
    names = ("measure", "who")
    return tuple(again(each.data, gathered, (MARKS,), names=names) for each in there)


def _refuse(evaluation: Evaluation, body: str) -> NoReturn:
    """Say whether there is no such body, or nothing of it yet."""
    day = evaluation.day_of_bodies
    organisation = programme.read_organisation(evaluation.path(evaluation.programme))
    place = organisation.body_on(body, on=day).id
    problem = "nothing is gathered of this body."
    raise ReportError(Fault(place, problem, "Run notebook 7b, or `evaltools run`."))
