"""What a run tells of itself, for its manifest."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import evaltools
from evaltools.evaluation import Evaluation
from evaltools.provenance import (
    Run,
    RunStep,
    commit_of,
    fingerprint_all,
    fingerprints,
    package_versions,
)
from evaltools.running.notebooks import declared_parameters, seconds_of, source_of
from evaltools.running.plan import Step
from evaltools.running.scheduler import Outcome


def tell_run(evaluation: Evaluation, outcomes: Sequence[Outcome], *, began: datetime) -> Run:
    """Tell what a run read, made and was made with.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, with the name and the parameters of the run.
    outcomes : sequence of Outcome
        What became of each step; none failed.
    began : datetime.datetime
        When the run began, in UTC.

    Returns
    -------
    evaltools.provenance.Run
        The run.
    """
    return Run(
        name=evaluation.run,
        folder=evaluation.report_folder.relative_to(evaluation.root).as_posix(),
        settings=evaluation.model_dump_json(indent=1),
        steps=tuple(_tell_step(each, evaluation.root) for each in outcomes),
        began=began.isoformat(timespec="milliseconds"),
        ended=datetime.now(UTC).isoformat(timespec="milliseconds"),
        commit=commit_of(evaluation.root),
        python=platform.python_version(),
        packages=package_versions(),
        library=fingerprint_library(),
    )


def fingerprint_library() -> dict[str, str]:
    """Compute the SHA-256 of every file of evaltools, by path from the package's folder."""
    found = fingerprints(Path(evaltools.__file__).parent)
    return {path: digest for path, digest in found.items() if not path.endswith(".pyc")}


def _tell_step(outcome: Outcome, root: Path) -> RunStep:
    step = outcome.step
    seconds = seconds_of(step.executed)
    began = datetime.fromtimestamp(step.executed.stat().st_mtime - seconds, UTC)
    return RunStep(
        name=step.name,
        notebook=step.notebook.relative_to(root).as_posix(),
        source=source_of(step.notebook),
        does=step.does,
        parameters=_values(step),
        inputs=_fingerprints(step.inputs, root),
        products=_fingerprints(step.products, root),
        began=began.isoformat(timespec="milliseconds"),
        seconds=round(seconds, 3),
        reused=outcome.outcome == "unchanged",
    )


def _values(step: Step) -> dict[str, object]:
    """Return the values that a step ran with, those by default too."""
    defaults = {name: each.default for name, each in declared_parameters(step.notebook).items()}
    return defaults | step.parameters


def _fingerprints(paths: Iterable[Path], root: Path) -> dict[str, str]:
    found = {
        path.relative_to(root).as_posix(): fingerprint_all(fingerprints(path)) for path in paths
    }
    return {path: digest for path, digest in found.items() if digest}
