"""The whole journey of an evaluation, one run at a time."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from evaltools.errors import ConfigurationError, Fault, RunError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.provenance import privately, write_atomically, write_manifest
from evaltools.running.notebooks import declared_parameters, seconds_of
from evaltools.running.plan import Step, plan, select
from evaltools.running.scheduler import STATE, Outcome, Tell, run

RENAMED = ".evaluation-renamed.yml"
"""What the notebooks read, beside evaluation.yml, while a run has another name than there."""


def make_report(
    evaluation: Evaluation,
    *,
    name: str | None = None,
    bodies: Collection[str] = (),
    tell: Tell = str,
) -> list[Outcome]:
    """Make what is not up to date, then write the manifest.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    name : str, optional
        Folder under reports/ to fill instead of the one that evaluation.yml names.
    bodies : collection of str, optional
        Ids of bodies whose factsheets are made, with what they build on and nothing else.
    tell : callable, optional
        Takes what is said of each step that runs, piece by piece.

    Returns
    -------
    list of Outcome
        One per step. The manifest is written if all steps of the plan are up to date, some were
        run and none failed.

    Raises
    ------
    RunError
        If another run is under way in the same folder.
    ConfigurationError
        For parameters that the notebooks do not have.
    DataError
        If files that no step makes are not there.
    """
    with alone(evaluation.root), _named(evaluation, name) as (named, file):
        steps = plan(named, evaluation_file=file)
        if bodies:
            return run(select(steps, bodies=bodies), root=named.root, tell=tell)
        _remove_orphans(named, steps)
        outcomes = run(steps, root=named.root, tell=tell)
        if {outcome.outcome for outcome in outcomes} in ({"made"}, {"made", "unchanged"}):
            _write_manifest(named, steps)
    return outcomes


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold a lock that the system lets go of even if the run is killed.

    What is written meanwhile is kept from other users of the machine.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation.

    Raises
    ------
    RunError
        If another run holds it.
    """
    with privately(), contextlib.closing(_lock(root / STATE)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            problem = "another run is under way in this folder."
            raise RunError(Fault(str(root), problem, "Wait until it has ended.")) from None
        yield


def _lock(folder: Path) -> sqlite3.Connection:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    return sqlite3.connect(folder / "run.lock", timeout=0, isolation_level=None)


@contextlib.contextmanager
def _named(evaluation: Evaluation, name: str | None) -> Iterator[tuple[Evaluation, str | None]]:
    """Give the evaluation another name, for the notebooks too."""
    if name in (None, evaluation.run):
        yield evaluation, None
        return
    check_run_name(name, evaluation=evaluation)
    file = evaluation.root / RENAMED
    declared = evaluation.model_dump(mode="json") | {"run": name}
    write_atomically(file, yaml.safe_dump(declared, allow_unicode=True).encode())
    try:
        yield read_evaluation(file), file.name
    finally:
        file.unlink()


def check_run_name(name: str, *, evaluation: Evaluation) -> None:
    """Refuse a name that would lead out of reports/ or take a folder that is not a run's.

    Parameters
    ----------
    name : str
        The name.
    evaluation : Evaluation
        The evaluation.

    Raises
    ------
    ConfigurationError
        If it is no name for a run.
    """
    try:
        Evaluation.model_validate(evaluation.model_dump() | {"run": name})
    except ValidationError:
        problem = "this is no name for a run."
        remedy = "Use letters, digits, points and hyphens, such as draft-2; not manuscript."
        raise ConfigurationError(Fault("--run", problem, remedy)) from None


def _remove_orphans(evaluation: Evaluation, steps: Sequence[Step]) -> None:
    """Remove results that no step makes any more, or the report would take them in."""
    planned = {folder for step in steps for folder in step.folders}
    for folder in (evaluation.report_folder / "results").glob("*/"):
        if folder not in planned and not folder.name.startswith("."):
            shutil.rmtree(folder)


def _write_manifest(evaluation: Evaluation, steps: Sequence[Step]) -> None:
    made = {path for step in steps for path in step.products}
    read = {path for step in steps for path in step.inputs if path.is_file()}
    write_manifest(
        evaluation.report_folder / "manifest.json",
        root=evaluation.root,
        inputs=sorted(read - made),
        parameters={step.name: _values(step) for step in steps},
        seconds={step.name: seconds_of(step.executed) for step in steps},
    )


def _values(step: Step) -> dict[str, object]:
    """Return the values that a step ran with, those by default too."""
    defaults = {name: each.default for name, each in declared_parameters(step.notebook).items()}
    return defaults | step.parameters
