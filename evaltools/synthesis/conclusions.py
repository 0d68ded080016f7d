"""What the evaluator concludes: verdicts and proposals, each tied to its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaltools.artefacts import Artefacts
from evaltools.declarations import Declared, Text, read_declaration
from evaltools.errors import ConfigurationError, Fault, ReportError
from evaltools.programme import Organisation, Programme
from evaltools.programme.claims import (
    Bodies,
    Id,
    refers_to,
    refuse,
    repeated,
    unknown_references,
)

Verdict = Literal["full", "part", "none", "unknown"]
ArtefactId = Annotated[str, Field(pattern=r"^(tab|fig)-[a-z0-9]+(-[a-z0-9]+)*$")]
Cited = Annotated[tuple[ArtefactId, ...], Field(min_length=1)]


class Judgement(Declared):
    """The evaluator's verdict on a goal, in the city's own vocabulary.

    Attributes
    ----------
    goal : str
        The goal.
    verdict : {"full", "part", "none", "unknown"}
        Met in full, in part, not; or not to be judged from what there is.
    reason : Text
        Why, in a sentence or two.
    evidence : tuple of str
        Tables and figures that it rests on, such as tab-verdicts.
    illustrative : bool
        True for an example that says nothing about the city.
    """

    goal: Annotated[Id, refers_to("goal")]
    verdict: Verdict
    reason: Text
    evidence: Cited
    illustrative: bool = False


class Proposal(Declared):
    """What the next programme should change, and who should see to it.

    Attributes
    ----------
    id : str
        What the text calls it.
    text : Text
        The proposal.
    goals : tuple of str
        The goals that it is about; none means the programme as a whole.
    addressees : tuple of str
        The bodies that it is addressed to.
    evidence : tuple of str
        Tables and figures that it rests on; one at least.
    illustrative : bool
        True for an example that says nothing about the city.
    """

    id: Id
    text: Text
    goals: Annotated[tuple[Id, ...], refers_to("goal")] = ()
    addressees: Annotated[Bodies, Field(min_length=1), refers_to("body")]
    evidence: Cited
    illustrative: bool = False


class Conclusions(Declared):
    """The content of synthesis.yml.

    Attributes
    ----------
    judgements : tuple of Judgement
        One per goal at most.
    proposals : tuple of Proposal
        In the order in which they are numbered.
    """

    judgements: tuple[Judgement, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @model_validator(mode="after")
    def _each_is_given_once(self) -> Self:
        refuse(
            *repeated("judgement of", [each.goal for each in self.judgements]),
            *repeated("proposal", [each.id for each in self.proposals]),
        )
        return self

    def judgement(self, goal: str) -> Judgement | None:
        """Return the verdict on a goal; None where the evaluator has given none."""
        return next((each for each in self.judgements if each.goal == goal), None)


def read_conclusions(
    path: Path | None, *, programme: Programme, organisation: Organisation
) -> Conclusions:
    """Read what the evaluator concludes.

    Parameters
    ----------
    path : pathlib.Path or None
        The file, such as programme/synthesis.yml; None where nothing is concluded yet.
    programme, organisation : Programme, Organisation
        Declare the goals and the bodies.

    Returns
    -------
    Conclusions
        The verdicts and the proposals.

    Raises
    ------
    ConfigurationError
        For every field that is wrong, and every goal or body that nothing declares.
    """
    if path is None:
        return Conclusions()
    conclusions = read_declaration(path, Conclusions)
    known = {
        "goal": {goal.id for goal in programme.goals},
        "body": {body.id for body in organisation.bodies},
    }
    faults = [
        Fault(f"{path}, {place}", f"{problem}.", "Correct the id.")
        for place, problem in unknown_references(conclusions, known)
    ]
    if faults:
        raise ConfigurationError(faults)
    return conclusions


def check_cited(conclusions: Conclusions, *, artefacts: Artefacts) -> None:
    """Refuse verdicts and proposals that cite a result that there is not.

    Parameters
    ----------
    conclusions : Conclusions
        What the evaluator concludes.
    artefacts : Artefacts
        The results.

    Raises
    ------
    ReportError
        For every table or figure that is cited and that no notebook has saved.
    """
    faults = [
        Fault(f"synthesis, {place}", f"there is no result {cited}.", "Cite one that there is.")
        for place, evidence in _citations(conclusions)
        for cited in evidence
        if cited not in artefacts
    ]
    if faults:
        raise ReportError(faults)


def _citations(conclusions: Conclusions) -> Iterator[tuple[str, tuple[str, ...]]]:
    for judgement in conclusions.judgements:
        yield f"judgement of {judgement.goal}", judgement.evidence
    for proposal in conclusions.proposals:
        yield f"proposal {proposal.id}", proposal.evidence
