"""Notebooks of the evaluator's own: what they read, and that nothing but artefacts leaves them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaltools.artefacts import artefact_files
from evaltools.declarations import stray_paths
from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.evaluation import Evaluation
from evaltools.provenance import files_in
from evaltools.running.ground import STATE
from evaltools.running.steps import Step

MADE = ("data_clean", "reports", STATE)
"""Folders that runs fill."""


def own_reads(
    evaluation: Evaluation, *, earlier: Sequence[Step], known: Collection[str]
) -> dict[str, tuple[Path, ...]]:
    """Find out what each of the evaluator's own notebooks reads.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, which declares them.
    earlier : sequence of Step
        The steps of the journey before the report.
    known : collection of str
        Names of the notebooks of the journey.

    Returns
    -------
    dict of str to tuple of pathlib.Path
        Files and folders by notebook, in the order in which they are declared: of a step all
        folders that it fills.

    Raises
    ------
    ConfigurationError
        For each notebook that is not there or bears a name of the journey; each step that is not
        made before it; each file that is not there, leads out of the evaluation, is made by a
        step, or holds what persons have answered or written.
    """
    made = {step.name: step.folders for step in earlier if step.notebook.is_file()}
    reads, faults = dict[str, tuple[Path, ...]](), list[Fault]()
    for name, own in evaluation.notebooks.items():
        faults += _name_faults(name, evaluation, known)
        for each in own.reads:
            if each not in made:
                place = f"evaluation.yml, notebooks.{name}.reads, {each}"
                faults += _file_faults(place, each, evaluation, steps=made)
        given = (made.get(each, (evaluation.path(each),)) for each in own.reads)
        reads[name] = tuple(path for paths in given for path in paths)
        made[name] = (evaluation.results_folder(name),)
    if faults:
        raise ConfigurationError(faults)
    return reads


def _name_faults(name: str, evaluation: Evaluation, known: Collection[str]) -> Iterator[Fault]:
    place = f"evaluation.yml, notebooks.{name}"
    if name.casefold() in {each.casefold() for each in known}:
        problem = "a notebook of the journey has this name."
        yield Fault(place, problem, "Give yours another, such as 10_own_question.")
    elif not (evaluation.root / "notebooks" / f"{name}.ipynb").is_file():
        problem = f"there is no notebooks/{name}.ipynb."
        yield Fault(place, problem, "Put the notebook there, or take the entry out.")


def _file_faults(
    place: str, read: str, evaluation: Evaluation, *, steps: Mapping[str, object]
) -> list[Fault]:
    """Tell why what is no step before the notebook cannot be read as a file either."""
    root, path = evaluation.root.resolve(), evaluation.path(read)
    if astray := stray_paths({place: path}, root=root):
        return astray
    held = [path, *(path / name for name in files_in(path))]
    if _touches(held, [root / each for each in MADE]):
        remedy = "Name the step that makes it, such as 04_awareness."
        return [Fault(place, "it is what a step makes.", remedy)]
    if not path.exists():
        told = f"{nearest(read, steps)} The steps before it are {', '.join(steps)}.".lstrip()
        return [Fault(place, "it is neither a step before the notebook nor a file.", told)]
    if _touches(held, _written(evaluation)):
        remedy = "Read what is cleaned of it: the step 02_clean_survey-<wave>."
        return [Fault(place, "it holds what persons have answered or written.", remedy)]
    return stray_paths({f"{place}, {each.name}": each for each in held[1:]}, root=root)


def _touches(paths: Sequence[Path], kept: Sequence[Path]) -> bool:
    """Tell whether a path is one of the others, by a link too, or holds it or lies in it."""
    others = [each.resolve() for each in kept]
    return any(
        one in (other, *other.parents) or other in one.parents
        for one in (each.resolve() for each in paths)
        for other in others
    )


def _written(evaluation: Evaluation) -> list[Path]:
    """List what persons have answered or written, as it came."""
    named = [wave.answers for wave in evaluation.surveys.values()]
    named += [evaluation.people] if evaluation.people else []
    named += [evaluation.coding.folder] if evaluation.coding else []
    return [evaluation.path(each) for each in named]


def stray_files(here: Step) -> list[Path]:
    """List what lies among an own notebook's results and belongs to no artefact.

    Parameters
    ----------
    here : Step
        The step, its paths in the folder in which it was executed.

    Returns
    -------
    list of pathlib.Path
        Files, folders and links; none of a notebook of the journey.
    """
    if not here.is_own:
        return []
    return [path for folder in here.folders for path in _stray(folder)]


def _stray(folder: Path) -> list[Path]:
    whole = artefact_files(folder)
    return [path for path in folder.rglob("*") if path.is_symlink() or path not in whole]


def without_outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """Keep of a cell's outputs the error that it stopped with: any other may show answers."""
    return [each for each in cell["outputs"] if each["output_type"] == "error"]
