"""Which steps are stale, by content, and working them off: several at once, none twice."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from evaltools.errors import DataError, EvaltoolsError, Fault, RunError
from evaltools.provenance import fingerprint_all, fingerprints
from evaltools.running.ground import bring, carry_home, failed_copy, moved
from evaltools.running.own_code import as_they_were
from evaltools.running.records import (
    Basis,
    Present,
    Record,
    changes_since,
    read_record,
    record_file,
    write_record,
)
from evaltools.running.steps import Step, builds_on

if TYPE_CHECKING:
    from evaltools.running.attempts import Attempt


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step.

    Attributes
    ----------
    step : Step
        The step.
    outcome : {"made", "unchanged", "failed", "stopped"}
        "stopped" where a step that it builds on failed.
    reasons : tuple of str
        Why it was made anew, in words.
    error : EvaltoolsError or None
        Why it failed.
    record : Record or None
        What is remembered of it, where it stands.
    began : str or None
        When it began in this run, in UTC, as ISO 8601; None if it did not run to an end.
    seconds : float or None
        How long it took then.
    """

    step: Step
    outcome: str
    reasons: tuple[str, ...] = ()
    error: EvaltoolsError | None = None
    record: Record | None = None
    began: str | None = None
    seconds: float | None = None


class Workplace(Protocol):
    """Where steps are worked off: this machine, or a cluster."""

    at_once: int

    def attempt(self, step: Step) -> contextlib.AbstractContextManager[Attempt]:
        """Execute a step in a folder of its own, which is there until the context ends."""

    def stop(self) -> None:
        """End what is under way, and let nothing else begin."""


class Watcher(Protocol):
    """Who is told how the run goes."""

    def expects(self, steps: Sequence[Step], at_once: int) -> None:
        """Hear which steps are stale, in order, or build on one that is."""

    def began(self, step: Step) -> None:
        """Hear that a step is executed."""

    def ended(self, outcome: Outcome) -> None:
        """Hear that a step has ended, or need not run."""


def run(
    steps: Sequence[Step],
    *,
    root: Path,
    place: contextlib.AbstractContextManager[Workplace],
    watcher: Watcher,
) -> list[Outcome]:
    """Work off the steps whose basis or products have changed.

    Parameters
    ----------
    steps : sequence of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.
    place : context manager of Workplace
        Where they are worked off; it is not opened if none is stale.
    watcher : Watcher
        Is told how the run goes.

    Returns
    -------
    list of Outcome
        One per step; a step that fails stops only those that build on it.

    Raises
    ------
    DataError
        If files that no step makes are not there.
    """
    _check_inputs(steps)
    present = Present(root)
    stale = _stale(steps, root=root, present=present)
    if not stale:
        return [_unchanged(step, root) for step in steps]
    with place as workplace, ThreadPoolExecutor(workplace.at_once) as pool:
        watcher.expects([step for step in steps if step.name in stale], workplace.at_once)
        work = _Work(steps, root, workplace, pool, watcher, present)
        try:
            return work.finish()
        except BaseException:
            work.stop()
            raise


def _unchanged(step: Step, root: Path) -> Outcome:
    return Outcome(step, "unchanged", record=read_record(record_file(step, root)))


class _Work:
    """The state of a run."""

    def __init__(
        self,
        steps: Sequence[Step],
        root: Path,
        place: Workplace,
        pool: ThreadPoolExecutor,
        watcher: Watcher,
        present: Present,
    ) -> None:
        self._root, self._place, self._pool, self._watcher = root, place, pool, watcher
        self._steps = {step.name: step for step in steps}
        self._builds_on = builds_on(steps)
        self._present = present
        self._outcomes: dict[str, Outcome] = {}
        self._under_way: set[Future[Outcome]] = set()
        self._is_stopped = False

    def finish(self) -> list[Outcome]:
        """Work until nothing is left."""
        order = TopologicalSorter(self._builds_on)
        order.prepare()
        while order.is_active():
            begun = [self._begin(self._steps[name]) for name in order.get_ready()]
            for outcome in [each for each in begun if each] or self._next():
                self._outcomes[outcome.step.name] = outcome
                self._present.forget(outcome.step.products)
                self._watcher.ended(outcome)
                order.done(outcome.step.name)
        return [self._outcomes[name] for name in self._steps]

    def stop(self) -> None:
        """End what is under way; what has been made stands."""
        self._is_stopped = True
        self._place.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, step: Step) -> Outcome | None:
        """Return what became of a step that need not or cannot run; let any other begin."""
        before = {self._outcomes[name].outcome for name in self._builds_on[step.name]}
        if not before.isdisjoint({"failed", "stopped"}):
            return Outcome(step, "stopped")
        record = read_record(record_file(step, self._root))
        reasons = why_stale(step, record, present=self._present)
        if not reasons:
            failed_copy(step).unlink(missing_ok=True)
            return Outcome(step, "unchanged", record=record)
        basis = self._present.basis(step)
        self._under_way.add(self._pool.submit(self._make, step, basis, tuple(reasons)))
        return None

    def _next(self) -> list[Outcome]:
        """Wait until a step has ended."""
        ended, self._under_way = wait(self._under_way, return_when=FIRST_COMPLETED)
        return [future.result() for future in ended]

    def _make(self, step: Step, basis: Basis, reasons: tuple[str, ...]) -> Outcome:
        self._watcher.began(step)
        try:
            with self._place.attempt(step) as attempt:
                if attempt.error:
                    self._show_failure(step, attempt)
                    return _ended(step, "failed", reasons, attempt, error=attempt.error)
                carry_home(step, root=self._root, folder=attempt.folder)
            record = self._remember(step, basis, attempt)
        except Exception as error:
            return Outcome(step, "failed", reasons, _as_ours(error, step))
        return _ended(step, "made", reasons, attempt, record=record)

    def _show_failure(self, step: Step, attempt: Attempt) -> None:
        """Let the executed copy be seen, but of a step that failed since the run was stopped."""
        if not self._is_stopped:
            here = moved(step, self._root, attempt.folder)
            bring(failed_copy(here), failed_copy(step))

    def _remember(self, step: Step, basis: Basis, attempt: Attempt) -> Record:
        failed_copy(step).unlink(missing_ok=True)
        record = Record(
            step=step.name,
            basis=replace(basis, source=attempt.laid_out.source, inputs=attempt.laid_out.inputs),
            code=as_they_were(attempt.code, self._present.code),
            products={
                path.relative_to(self._root).as_posix(): fingerprint_all(fingerprints(path))
                for path in step.products
            },
            began=attempt.began,
            seconds=round(attempt.seconds, 3),
            place=attempt.place,
        )
        write_record(record_file(step, self._root), record)
        return record


def _ended(
    step: Step,
    outcome: str,
    reasons: tuple[str, ...],
    attempt: Attempt,
    *,
    error: EvaltoolsError | None = None,
    record: Record | None = None,
) -> Outcome:
    seconds = round(attempt.seconds, 3)
    return Outcome(step, outcome, reasons, error, record, attempt.began, seconds)


def explain(steps: Sequence[Step], *, root: Path) -> dict[str, list[str]]:
    """Tell which steps would run, with the reasons; nothing is run.

    Parameters
    ----------
    steps : sequence of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    dict of str to list of str
        For each step that is stale the reasons in words. One that builds on a stale step runs
        only if that makes something else than before.

    Raises
    ------
    DataError
        If files that no step makes are not there.
    """
    _check_inputs(steps)
    return _stale(steps, root=root, present=Present(root))


def _stale(steps: Sequence[Step], *, root: Path, present: Present) -> dict[str, list[str]]:
    above, stale = builds_on(steps), dict[str, list[str]]()
    for step in steps:
        record = read_record(record_file(step, root))
        own = why_stale(step, record, present=present)
        before = [each.name for each in steps if each.name in above[step.name] & stale.keys()]
        if own or before:
            stale[step.name] = own + _waiting_for(before)
    return stale


def _waiting_for(names: Sequence[str]) -> list[str]:
    """Say what is run before a step, which may come out as it was."""
    if not names:
        return []
    more = f" and {len(names) - 2} more" if names[2:] else ""
    return [f"it builds on {', '.join(names[:2])}{more}, to be run first"]


def why_stale(step: Step, record: Record | None, *, present: Present) -> list[str]:
    """Say why a step must run, as far as is known before others have; empty if it need not."""
    if record is None:
        return ["it has not run yet"]
    return changes_since(record, step, present=present)


def _as_ours(error: Exception, step: Step) -> EvaltoolsError:
    if isinstance(error, EvaltoolsError):
        return error
    problem = f"the step ended with {type(error).__name__}."
    return RunError(Fault(step.name, problem, "Open its notebook in JupyterLab and run it."))


def _check_inputs(steps: Sequence[Step]) -> None:
    made = {path for step in steps for path in step.products}
    read = dict.fromkeys(path for step in steps for path in step.inputs)
    lacking = [path for path in read if not {path, *path.parents} & made and not path.exists()]
    if lacking:
        raise DataError(
            Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
            for path in lacking
        )
