"""What ids are chosen from, with their names: the programme's files and the codebook."""

from __future__ import annotations

from evaltools.codebook import Codebook, read_codebook
from evaltools.declarations import Language
from evaltools.evaluation import Evaluation
from evaltools.lab import words
from evaltools.programme import read_organisation, read_programme

Choices = dict[str, dict[str, str]]


def read_choices(evaluation: Evaluation, *, language: Language) -> Choices:
    """Read what the ids of parameters may be chosen from.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    language : {"sv", "en"}
        The language of the names.

    Returns
    -------
    dict of str to dict of str to str
        For each kind, such as "indicator", the name of each by id.

    Raises
    ------
    ConfigurationError
        For everything that is wrong in a file.
    """
    folder = evaluation.path(evaluation.programme)
    programme, organisation = read_programme(folder), read_organisation(folder)
    bodies = organisation.bodies_on(evaluation.day_of_bodies)
    return {
        "body": {each.id: each.name[language] for each in bodies},
        "goal": {each.id: each.short_name[language] for each in programme.goals},
        "indicator": {each.id: each.name[language] for each in programme.indicators},
        "wave": {name: str(each.date) for name, each in evaluation.waves.items()},
        **_asked(evaluation, language),
    }


def _asked(evaluation: Evaluation, language: Language) -> Choices:
    """List what the current wave asked, if there is one."""
    if evaluation.current_wave is None:
        return {}
    wave = evaluation.waves[evaluation.current_wave]
    codebook = read_codebook(evaluation.path(wave.codebook))
    measures = {each.name: each.label[language] for each in codebook.measures}
    return {"group": _groups(codebook, language), "measure": measures}


def _groups(codebook: Codebook, language: Language) -> dict[str, str]:
    """List what divides those who answered: questions with one answer, and the kind of body."""
    chosen = [each for each in codebook.questions if each.type == "choice"]
    questions = {each.name: each.label[language] for each in chosen if each.name != codebook.body}
    return {"body_kind": words.BODY_KIND[language]} | questions
