"""The whole journey of an evaluation, one run at a time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from evaltools.errors import ConfigurationError, Fault, RunError
from evaltools.evaluation import Evaluation, Running
from evaltools.provenance import (
    CRATE,
    PAGE,
    SETTINGS,
    privately,
    write_atomically,
    write_crate,
)
from evaltools.running.ground import LOCK, STATE, failed_copy, own_folder, remove, sweep
from evaltools.running.kernels import WarmServer, can_fork
from evaltools.running.own_code import code_files, compile_by_content
from evaltools.running.page import draw_run_page
from evaltools.running.plan import CLEANS, plan, select
from evaltools.running.scheduler import Outcome, Watcher, Workplace, run
from evaltools.running.steps import Step
from evaltools.running.told import show_run, tell_run

if TYPE_CHECKING:
    from evaltools.running.attempts import Attempt
    from evaltools.running.kernels import Kernels


def make_report(
    evaluation: Evaluation,
    *,
    name: str | None = None,
    notebooks: Collection[str] = (),
    bodies: Collection[str] = (),
    watcher: Watcher,
) -> list[Outcome]:
    """Make what is not up to date, then write the manifest.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    name : str, optional
        Folder under reports/ to fill instead of the one that evaluation.yml names.
    notebooks : collection of str, optional
        Names of notebooks that are run, with what they build on and nothing else.
    bodies : collection of str, optional
        Ids of bodies whose factsheets are made, likewise.
    watcher : Watcher
        Is told how the run goes.

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
    began, named = datetime.now(UTC), renamed(evaluation, name)
    with alone(named.root):
        sweep(named.root)
        steps = plan(named)
        if notebooks or bodies:
            return _work_off(select(steps, notebooks=notebooks, bodies=bodies), named, watcher)
        _remove_orphans(named, steps)
        outcomes = _work_off(steps, named, watcher)
        _tell(named, outcomes, began=began)
    return outcomes


def _tell(evaluation: Evaluation, outcomes: Sequence[Outcome], *, began: datetime) -> None:
    """Write the page of a run in which steps were run, and its manifest if none failed."""
    became = {outcome.outcome for outcome in outcomes}
    if became == {"unchanged"} and all(file.is_file() for file in _told_in(evaluation)):
        return
    page = draw_run_page(show_run(evaluation, outcomes, began=began))
    write_atomically(evaluation.report_folder / PAGE, page.encode())
    if became <= {"made", "unchanged"}:
        write_crate(tell_run(evaluation, outcomes, began=began), root=evaluation.root)


def _told_in(evaluation: Evaluation) -> list[Path]:
    """List the files that tell of a run as a whole."""
    return [evaluation.report_folder / name for name in (CRATE, SETTINGS, PAGE)]


def _work_off(steps: Sequence[Step], evaluation: Evaluation, watcher: Watcher) -> list[Outcome]:
    compile_by_content(code_files())
    place = _workplace(evaluation)
    return run(steps, root=evaluation.root, place=place, watcher=watcher)


@contextlib.contextmanager
def _workplace(evaluation: Evaluation) -> Iterator[Workplace]:
    """Open where steps are worked off; what was told of the run is no longer so then."""
    for file in _told_in(evaluation):
        file.unlink(missing_ok=True)
    with _opened(evaluation.root, evaluation.running) as place:
        yield place


def _opened(root: Path, running: Running) -> contextlib.AbstractContextManager[Workplace]:
    if running.cluster is None:
        return ThisMachine(root, running)
    # distributed takes a second to import
    from evaltools.running.cluster import open_cluster

    threads = running.at_once or cores()
    return open_cluster(running.cluster, root=root, running=running, threads=threads)


class ThisMachine:
    """Works steps off here, one more at once than there are cores: a kernel waits now and then.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    running : Running, optional
        Which kernels, how many at once, and their time limit.
    """

    def __init__(self, root: Path, running: Running | None = None) -> None:
        self._root, self._running = root, running or Running()
        self.at_once = self._running.at_once or cores() + 1
        self._opening = threading.Lock()
        self._server: WarmServer | None = None
        self._kernels: Kernels | None = None
        self._is_stopped = False

    def __enter__(self) -> Self:
        """Let the warm process begin its imports at once, while this one does its own."""
        if self._running.kernels == "warm" and can_fork():
            self._server = WarmServer()
        return self

    def __exit__(self, *_: object) -> None:
        for opened in (self._kernels, self._server):
            if opened is not None:
                opened.close()

    @contextlib.contextmanager
    def attempt(self, step: Step) -> Iterator[Attempt]:
        """Execute a step in a folder of its own, which is there until the context ends."""
        # papermill and its kernels take two seconds to import, and an unchanged run needs none
        from evaltools.running.attempts import attempt

        with own_folder(step, root=self._root) as folder:
            yield attempt(step, root=self._root, folder=folder, kernels=self._open())

    def stop(self) -> None:
        """End what is under way, and let nothing else begin."""
        with self._opening:
            self._is_stopped = True
            if self._kernels is not None:
                self._kernels.stop()

    def _open(self) -> Kernels:
        with self._opening:
            if self._kernels is None:
                from evaltools.running.kernels import Kernels

                kind, limit = self._running.kernels, self._running.time_limit
                self._kernels = Kernels(kind, time_limit=limit, server=self._server)
            if self._is_stopped:
                self._kernels.stop()
            return self._kernels


def cores() -> int:
    """Return how many processes this one may run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
        _take(lock, root)
        yield


def _take(lock: sqlite3.Connection, root: Path) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            fault = Fault(
                str(root), "another run is under way in this folder.", "Wait until it has ended."
            )
        else:
            problem = f"{STATE}/{LOCK} cannot be locked ({type(error).__name__})."
            remedy = "Is the disk full, or one without locks? Else delete that file."
            fault = Fault(str(root), problem, remedy)
        raise RunError(fault) from None


def _lock(folder: Path) -> sqlite3.Connection:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    return sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)


def renamed(evaluation: Evaluation, name: str | None) -> Evaluation:
    """Return the evaluation with another name of its run, if one is given.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    name : str or None
        The name of a folder under reports/; None for the one that evaluation.yml names.

    Returns
    -------
    Evaluation
        The same but for `run`.

    Raises
    ------
    ConfigurationError
        If it is no name for a run: it would lead out of reports/, or take a folder that is not a
        run's.
    """
    if name in (None, evaluation.run):
        return evaluation
    _check_run_name(name, evaluation=evaluation)
    return evaluation.model_copy(update={"run": name})


def _check_run_name(name: str | None, *, evaluation: Evaluation) -> None:
    try:
        Evaluation.model_validate(evaluation.model_dump() | {"run": name})
    except ValidationError:
        problem = "this is no name for a run."
        remedy = "Use letters, digits, points and hyphens, such as draft-2; not manuscript."
        raise ConfigurationError(Fault(f"run {name}", problem, remedy)) from None


def _remove_orphans(evaluation: Evaluation, steps: Sequence[Step]) -> None:
    """Remove results that no step makes any more, or the report would take them in."""
    planned = {path for step in steps for path in (*step.products, failed_copy(step))}
    cleaned = (evaluation.root / "data_clean").glob("*/")
    places = [
        *(evaluation.report_folder / "results").glob("*"),
        *(evaluation.report_folder / "notebooks").glob("*.ipynb"),
        *(each for each in cleaned if each.name.partition("-")[0] in CLEANS),
    ]
    for path in places:
        if path not in planned:
            remove(path)
