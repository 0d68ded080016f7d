"""What a run tells of itself: to its manifest, and on its page."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.provenance import CRATE, Run, RunStep, commit_of
from evaltools.running.ground import failed_copy
from evaltools.running.notebooks import declared_parameters
from evaltools.running.page import OutcomeName, ShownRun, ShownStep
from evaltools.running.records import Record
from evaltools.running.scheduler import Outcome
from evaltools.running.steps import Step, builds_on

ON_PAGE: dict[str, OutcomeName] = {
    "made": "made", "unchanged": "reused", "failed": "failed", "stopped": "not run",
}  # fmt: skip


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
    records = [each.record for each in outcomes if each.record]
    packages = dict(records[-1].basis.packages)
    return Run(
        name=evaluation.run,
        folder=evaluation.report_folder.relative_to(evaluation.root).as_posix(),
        settings=evaluation.model_dump_json(indent=1, exclude={"running"}),
        steps=tuple(
            _tell_step(each.step, each.record, is_reused=each.outcome == "unchanged")
            for each in outcomes
            if each.record
        ),
        began=began.isoformat(timespec="milliseconds"),
        ended=datetime.now(UTC).isoformat(timespec="milliseconds"),
        commit=commit_of(evaluation.root),
        python=packages.pop("python"),
        packages=packages,
        code={name: digest for each in records for name, digest in _there(each.code).items()},
    )


def _tell_step(step: Step, record: Record, *, is_reused: bool) -> RunStep:
    return RunStep(
        name=step.name,
        notebook=record.basis.notebook,
        source=record.basis.source,
        does=step.does,
        parameters=_values(step),
        inputs=_there(record.basis.inputs),
        products=_there(record.products),
        began=record.began,
        seconds=record.seconds,
        reused=is_reused,
    )


def _values(step: Step) -> dict[str, object]:
    """Return the values that a step ran with, those by default too."""
    defaults = {name: each.default for name, each in declared_parameters(step.notebook).items()}
    return defaults | step.parameters


def _there(files: Mapping[str, str | None]) -> dict[str, str]:
    return {path: digest for path, digest in files.items() if digest}


def show_run(evaluation: Evaluation, outcomes: Sequence[Outcome], *, began: datetime) -> ShownRun:
    """Tell what the page of a run shows, whether steps have failed or not.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, with the name of the run.
    outcomes : sequence of Outcome
        What became of each step.
    began : datetime.datetime
        When the run began, in UTC.

    Returns
    -------
    evaltools.running.page.ShownRun
        The run.
    """
    folder, above = evaluation.report_folder, builds_on([each.step for each in outcomes])
    lanes = _lanes(outcomes)
    reports = [file for pattern in ("rapport.*", "factsheets/index.*") for file in
               sorted(folder.glob(pattern))]  # fmt: skip
    is_whole = all(each.record for each in outcomes)
    return ShownRun(
        name=evaluation.run,
        began=began.isoformat(timespec="milliseconds"),
        ended=datetime.now(UTC).isoformat(timespec="milliseconds"),
        commit=commit_of(evaluation.root),
        steps=tuple(
            _show_step(each, above[each.step.name], lanes.get(each.step.name), evaluation)
            for each in outcomes
        ),
        files=tuple(file.relative_to(folder).as_posix() for file in reports),
        manifest=CRATE if is_whole else None,
    )


def _show_step(
    outcome: Outcome, above: set[str], lane: str | None, evaluation: Evaluation
) -> ShownStep:
    step, record = outcome.step, outcome.record
    executed = failed_copy(step) if outcome.outcome == "failed" else step.executed
    is_there = executed.is_file()
    return ShownStep(
        name=step.name,
        notebook=step.notebook.stem,
        does=step.does,
        builds_on=tuple(sorted(above)),
        outcome=ON_PAGE[outcome.outcome],
        reasons=tuple(map(str, _faults(outcome))) or outcome.reasons,
        began=outcome.began or (record.began if record else None),
        seconds=outcome.seconds or (record.seconds if record else None),
        worker=lane,
        executed=executed.relative_to(evaluation.report_folder).as_posix() if is_there else None,
    )


def _faults(outcome: Outcome) -> tuple[Fault, ...]:
    return outcome.error.faults if outcome.error else ()


def _lanes(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Set steps that went on at the same time on lanes of their own, by number."""
    lanes: list[tuple[datetime, int]] = []
    found = {}
    ran = [each for each in outcomes if each.began is not None]
    for each in sorted(ran, key=lambda each: str(each.began)):
        began = datetime.fromisoformat(str(each.began))
        ended = began + timedelta(seconds=each.seconds or 0.0)
        if lanes and lanes[0][0] <= began:
            _, lane = heapq.heapreplace(lanes, (ended, lanes[0][1]))
        else:
            lane = len(lanes) + 1
            heapq.heappush(lanes, (ended, lane))
        found[each.step.name] = str(lane)
    return found
