"""Notebooks of the evaluator's own: what they read, and that nothing but artefacts leaves them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaltools.declarations import stray_paths
from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.evaluation import Evaluation
from evaltools.provenance import files_in
from evaltools.running.steps import Step

ARTEFACT = re.compile(
    r"tab-[a-z0-9-]+\.(json|parquet)|fig-[a-z0-9-]+\.(json|(sv|en)\.svg)|val-[a-z0-9-]+\.json"
)
"""Files that a result artefact is made of."""


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
    root = evaluation.root.resolve()
    astray = stray_paths({place: evaluation.path(read)}, root=root)
    if astray:
        return astray
    path = evaluation.path(read).resolve()
    if any(root / part in (path, *path.parents) for part in ("data_clean", "reports")):
        remedy = "Name the step that makes it, such as 04_awareness."
        return [Fault(place, "it is what a step makes.", remedy)]
    if not path.exists():
        told = f"{nearest(read, steps)} The steps before it are {', '.join(steps)}.".lstrip()
        return [Fault(place, "it is neither a step before the notebook nor a file.", told)]
    if any(each in (path, *path.parents) or path in each.parents for each in _written(evaluation)):
        remedy = "Read what is cleaned of it: the step 02_clean_survey-<wave>."
        return [Fault(place, "it holds what persons have answered or written.", remedy)]
    return []


def _written(evaluation: Evaluation) -> list[Path]:
    """List what persons have answered or written, as it came."""
    named = [wave.answers for wave in evaluation.surveys.values()]
    named += [evaluation.people] if evaluation.people else []
    named += [evaluation.coding.folder] if evaluation.coding else []
    return [evaluation.path(each).resolve() for each in named]


def stray_files(here: Step) -> list[str]:
    """Name the files among an own notebook's results that belong to no artefact.

    Parameters
    ----------
    here : Step
        The step, its paths in the folder in which it was executed.

    Returns
    -------
    list of str
        Paths from the folder of results; none of a notebook of the journey.
    """
    if not here.is_own:
        return []
    return [name for folder in here.folders for name in _stray(files_in(folder))]


def _stray(names: Sequence[str]) -> list[str]:
    """Name the files that have no place in an artefact, or whose artefact tells nothing of them."""
    told = {name.removesuffix(".json") for name in names}
    return [
        name for name in names if not ARTEFACT.fullmatch(name) or name.partition(".")[0] not in told
    ]


def without_outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """Keep of a cell's outputs the error that it stopped with: any other may show answers."""
    return [each for each in cell["outputs"] if each["output_type"] == "error"]
