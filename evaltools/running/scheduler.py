"""What is stale, by content: pytask decides, and runs no step twice.

Files and folders are compared by the SHA-256 of what they hold, never by their times, products
too: an intermediate that was edited by hand or deleted is made again.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytask
from pytask import PNode, TaskOutcome, TaskWithoutPath

import evaltools
from evaltools.errors import DataError, EvaltoolsError, Fault, RunError
from evaltools.provenance import fingerprint, package_versions
from evaltools.running.notebooks import source_of
from evaltools.running.plan import Step
from evaltools.running.products import put_back

STATE = ".evaltools"
"""Hidden folder of what pytask remembers: names and fingerprints, no data."""

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step.

    Attributes
    ----------
    step : Step
        The step.
    outcome : {"made", "unchanged", "failed", "stopped"}
        "stopped" where a step that it builds on failed.
    error : EvaltoolsError or None
        Why it failed.
    """

    step: Step
    outcome: str
    error: EvaltoolsError | None


def run(steps: Sequence[Step], *, root: Path, tell: Tell = str) -> list[Outcome]:
    """Run the steps whose inputs, code, parameters or products have changed.

    Parameters
    ----------
    steps : sequence of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.
    tell : callable, optional
        Takes what is said of each step that runs, piece by piece.

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
    for step in steps:
        put_back(step)
    tasks = _tasks(steps, root=root, tell=tell)
    reports = _build(tasks, root=root)
    return [_outcome(task.step, reports[task.name]) for task in tasks]


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
        For each step that is stale the reasons in words.

    Raises
    ------
    DataError
        If files that no step makes are not there.
    """
    _check_inputs(steps)
    tasks = _tasks(steps, root=root, tell=str)
    reports = _build(tasks, root=root, explain=True)
    return {
        task.step.name: _reasons(task)
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
    """A step as pytask sees it."""

    step: Step
    root: Path
    tell: Tell

    def state(self) -> str | None:
        return "all that matters is among the inputs"

    def execute(self, **_: Any) -> None:
        # papermill and its kernels take two seconds to import, and an unchanged run needs none
        from evaltools.running.execution import execute

        self.tell(f"{self.step.name:<24} {self.step.does} ... ")
        began = time.perf_counter()
        try:
            execute(self.step, root=self.root)
        except BaseException:
            self.tell("failed\n")
            raise
        self.tell(f"{time.perf_counter() - began:.1f} s\n")


def _tasks(steps: Sequence[Step], *, root: Path, tell: Tell) -> list[_Task]:
    packages = {"python": platform.python_version(), **package_versions()}
    code = {"the library": _library(), "one of the packages": json.dumps(packages)}
    return [_task(step, code=code, root=root, tell=tell) for step in steps]


def _task(step: Step, *, code: dict[str, str], root: Path, tell: Tell) -> _Task:
    values = {
        "the notebook": source_of(step.notebook),
        "one of the parameters": json.dumps(step.parameters, sort_keys=True),
        "evaluation.yml": step.settings,
        **code,
    }
    name = _named(step.executed, root)
    inputs: list[PNode] = [_content(path, root) for path in step.inputs]
    inputs += [
        _Known(name=f"{what}@{name}", fingerprinted=partial(_digest, value))
        for what, value in values.items()
    ]
    return _Task(
        name=name,
        function=_Task.execute,
        depends_on={f"input {place}": node for place, node in enumerate(inputs)},
        produces={
            f"product {place}": _content(path, root) for place, path in enumerate(step.products)
        },
        step=step,
        root=root,
        tell=tell,
    )


def _build(tasks: list[_Task], *, root: Path, explain: bool = False) -> dict[str, Any]:
    """Let pytask work, without a word on the terminal."""
    quiet, pytask.console.quiet = pytask.console.quiet, True
    try:
        session = pytask.build(
            tasks=tasks,
            config=_pytask_settings(root),
            capture=pytask.CaptureMethod.NO,
            explain=explain,
            show_traceback=False,
            verbose=0,
        )
    finally:
        pytask.console.quiet = quiet
    reports = {report.task.name: report for report in session.execution_reports}
    if any(_is_interrupted(report) for report in reports.values()):
        raise KeyboardInterrupt
    if len(reports) < len(tasks):
        problem = "what was made earlier cannot be told."
        raise RunError(Fault(str(root / STATE), problem, "Delete this folder, then run again."))
    return reports


def _is_interrupted(report: Any) -> bool:
    return bool(report.exc_info) and report.exc_info[0] is KeyboardInterrupt


def _pytask_settings(root: Path) -> Path:
    """Make the file beside which pytask keeps its state, wherever the project lies."""
    file = root / STATE / "pytask.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("[tool.pytask.ini_options]\n", encoding="utf-8")
    return file


def _check_inputs(steps: Sequence[Step]) -> None:
    made = {path for step in steps for path in step.products}
    read = dict.fromkeys(path for step in steps for path in step.inputs)
    lacking = [path for path in read if path not in made and not path.exists()]
    if lacking:
        raise DataError(
            Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
            for path in lacking
        )


def _outcome(step: Step, report: Any) -> Outcome:
    names = {
        TaskOutcome.SUCCESS: "made",
        TaskOutcome.SKIP_UNCHANGED: "unchanged",
        TaskOutcome.SKIP_PREVIOUS_FAILED: "stopped",
    }
    outcome = names.get(report.outcome, "failed")
    error = report.exc_info[1] if outcome == "failed" else None
    if error is not None and not isinstance(error, EvaltoolsError):
        problem = f"the step ended with {type(error).__name__}."
        error = RunError(Fault(step.name, problem, "Open its notebook in JupyterLab and run it."))
    return Outcome(step, outcome, error)


def _reasons(task: _Task) -> list[str]:
    reasons = task.attributes["explanation"].reasons
    if any(reason.reason == "not_in_db" for reason in reasons):
        return ["it has not run yet"]
    return [_in_words(reason) for reason in reasons]


def _in_words(reason: Any) -> str:
    """Say what pytask found: a task bears the path of its notebook, a value `<what>@<task>`."""
    if reason.reason == "cascade":
        return f"{Path(reason.node_name).stem} is made again"
    what = reason.node_name.partition("@")[0]
    return f"{what} {'is missing' if reason.reason == 'missing' else 'has changed'}"


def _content(path: Path, root: Path) -> _Known:
    return _Known(name=_named(path, root), fingerprinted=partial(_fingerprint_of, path))


def _fingerprint_of(path: Path) -> str | None:
    """Compute the fingerprint of a file, or of all files in a folder; None if there are none."""
    if path.is_file():
        return fingerprint(path)
    return _of_files(path, [each for each in path.rglob("*") if each.is_file()])


def _of_files(folder: Path, files: list[Path]) -> str | None:
    listed = [(each.relative_to(folder).as_posix(), fingerprint(each)) for each in sorted(files)]
    return _digest(json.dumps(listed)) if listed else None


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _library() -> str:
    """Compute the fingerprint of the library: its code, and the files that it carries."""
    folder = Path(evaltools.__file__).parent
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return str(_of_files(folder, files))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
