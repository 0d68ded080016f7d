"""What is stale, by content: pytask decides, and runs no step twice.

Files and folders are compared by the SHA-256 of what they hold, never by their times, products
too: an intermediate that was edited by hand or deleted is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytask
from _pytask.console import console
from pytask import PNode, TaskOutcome, TaskWithoutPath

import evaltools
from evaltools.errors import DataError, EvaltoolsError, Fault, RunError
from evaltools.provenance import fingerprint, package_versions
from evaltools.running.notebooks import check_parameters, execute, source_of
from evaltools.running.plan import Step

STATE = ".evaltools"
"""Hidden folder in which pytask remembers fingerprints, and the lock of a run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step.

    Attributes
    ----------
    step : Step
        The step.
    outcome : {"made", "unchanged", "failed", "stopped"}
        "stopped" where a step that it builds on failed.
    seconds : float
        How long it took; 0 if it did not run.
    error : EvaltoolsError or None
        Why it failed.
    """

    step: Step
    outcome: str
    seconds: float
    error: EvaltoolsError | None


def run(
    steps: tuple[Step, ...], *, root: Path, tell: Callable[[Step], None] = lambda _: None
) -> list[Outcome]:
    """Run the steps whose inputs, code, parameters or products have changed.

    Parameters
    ----------
    steps : tuple of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.
    tell : callable, optional
        Called with each step that starts.

    Returns
    -------
    list of Outcome
        One per step; a step that fails stops only those that build on it.

    Raises
    ------
    DataError
        If files are lacking; nothing is run then.
    ConfigurationError
        If a notebook is given parameters that do not fit; nothing is run then.
    RunError
        If another run is under way in the same folder.
    """
    _check_steps(steps)
    tasks = _tasks(steps, root=root, tell=tell)
    with _alone(root):
        reports = _build(tasks, root=root)
    return [_outcome(task, reports[task.name]) for task in tasks]


def explain(steps: tuple[Step, ...], *, root: Path) -> dict[str, list[str]]:
    """Tell which steps would run, and why; nothing is run.

    Parameters
    ----------
    steps : tuple of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    dict of str to list of str
        For each step that is stale the reasons in words.
    """
    _check_steps(steps)
    tasks = _tasks(steps, root=root, tell=lambda _: None)
    reports = _build(tasks, root=root, explain=True)
    return {
        task.name: [_in_words(reason) for reason in task.attributes["explanation"].reasons]
        for task in tasks
        if reports[task.name].outcome != TaskOutcome.SKIP_UNCHANGED
    }


@dataclass(kw_only=True)
class _Known(PNode):
    """Something known by its fingerprint: a file, a folder, code, parameters."""

    name: str
    fingerprinted: Callable[[], str | None]
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return _digest(self.name)

    def state(self) -> str | None:
        return self.fingerprinted()

    def load(self, is_product: bool = False) -> None:
        return None

    def save(self, value: Any) -> None:
        raise NotImplementedError("notebooks write their own files")


@dataclass(kw_only=True)
class _Task(TaskWithoutPath):
    step: Step
    root: Path
    tell: Callable[[Step], None]
    seconds: float = 0.0

    def state(self) -> str | None:
        return "a notebook"

    def execute(self, **_: Any) -> None:
        self.tell(self.step)
        began = time.perf_counter()
        try:
            execute(self.step, root=self.root)
        finally:
            self.seconds = time.perf_counter() - began


def _tasks(steps: tuple[Step, ...], *, root: Path, tell: Callable[[Step], None]) -> list[_Task]:
    code = {"library": _library(), "packages": json.dumps(package_versions())}
    return [_task(step, code=code, root=root, tell=tell) for step in steps]


def _task(step: Step, *, code: dict[str, str], root: Path, tell: Callable[[Step], None]) -> _Task:
    values = {
        "notebook": source_of(step.notebook),
        "parameters": json.dumps(step.parameters),
        "evaluation.yml": step.settings,
        **code,
    }
    inputs: list[PNode] = [_content(path, root) for path in step.inputs]
    inputs += [
        _Known(name=f"{name} of {step.name}", fingerprinted=partial(_digest, value))
        for name, value in values.items()
    ]
    products = [_content(path, root) for path in (*step.folders, *step.files)]
    return _Task(
        name=step.name,
        function=execute,
        depends_on={f"input {place}": node for place, node in enumerate(inputs)},
        produces={f"product {place}": node for place, node in enumerate(products)},
        step=step,
        root=root,
        tell=tell,
    )


def _build(tasks: list[_Task], *, root: Path, explain: bool = False) -> dict[str, Any]:
    (root / STATE).mkdir(exist_ok=True)
    quiet, console.quiet = console.quiet, True
    try:
        session = pytask.build(
            tasks=tasks,
            paths=[root / STATE],
            capture=pytask.CaptureMethod.NO,
            explain=explain,
            verbose=0,
        )
    finally:
        console.quiet = quiet
    return {report.task.name: report for report in session.execution_reports}


def _check_steps(steps: tuple[Step, ...]) -> None:
    """Refuse files that no step makes and that are not there, and parameters that do not fit."""
    made = {path for step in steps for path in (*step.folders, *step.files)}
    lacking = [
        Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
        for path in dict.fromkeys(path for step in steps for path in step.inputs)
        if path not in made and not path.exists()
    ]
    if lacking:
        raise DataError(lacking)
    for step in steps:
        check_parameters(step.notebook, step.parameters)


def _outcome(task: _Task, report: Any) -> Outcome:
    names = {
        TaskOutcome.SUCCESS: "made",
        TaskOutcome.SKIP_UNCHANGED: "unchanged",
        TaskOutcome.SKIP_PREVIOUS_FAILED: "stopped",
    }
    outcome = names.get(report.outcome, "failed")
    error = report.exc_info[1] if outcome == "failed" and report.exc_info else None
    if error is not None and not isinstance(error, EvaltoolsError):
        problem = f"the step ended with {type(error).__name__}."
        error = RunError(Fault(task.name, problem, "Run it again, or open its notebook by hand."))
    return Outcome(task.step, outcome, task.seconds, error)


def _in_words(reason: Any) -> str:
    name = str(reason.node_name).partition(" of ")[0]
    words = {
        "missing": "is missing",
        "not_in_db": "has not been seen before",
        "cascade": "is made again",
        "first_run": "has not run before",
    }
    return f"{name} {words.get(reason.reason, 'has changed')}"


def _content(path: Path, root: Path) -> _Known:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return _Known(name=name, fingerprinted=partial(_fingerprint_of, path))


def _fingerprint_of(path: Path) -> str | None:
    """Compute the fingerprint of a file, or of all files in a folder; None if there are none."""
    if path.is_file():
        return fingerprint(path)
    return _of_files(path, [each for each in path.rglob("*") if each.is_file()])


def _of_files(folder: Path, files: list[Path]) -> str | None:
    listed = [(str(each.relative_to(folder)), fingerprint(each)) for each in sorted(files)]
    return _digest(json.dumps(listed)) if listed else None


def _library() -> str:
    """Compute the fingerprint of the library's code and what it carries."""
    folder = Path(evaltools.__file__).parent
    return str(_of_files(folder, [each for each in folder.rglob("*") if each.suffix in _CODE]))


_CODE = (".py", ".typ", ".css", ".ttf", ".woff2")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of even if the run is killed."""
    (root / STATE).mkdir(exist_ok=True)
    with (root / STATE / "run.lock").open("w") as file:
        if not _lock(file.fileno()):
            problem = "another run is under way in this folder."
            raise RunError(Fault(str(root), problem, "Wait until it has ended."))
        yield


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
