"""The same plan on more than one process or machine, by Dask distributed.

Only what is said here reaches a worker: a step, where its folder is, and what is to be the same
there. Dask moves the work of a worker that is lost to another one.
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evaltools.errors import ConfigurationError, Fault, RunError
from evaltools.evaluation import Cluster, Running
from evaltools.provenance import commit_of, privately, write_atomically
from evaltools.running.cluster.carriage import Carriage, Done, SharedFolder, ThroughStore
from evaltools.running.cluster.reaching import reached
from evaltools.running.cluster.store import open_store
from evaltools.running.cluster.surroundings import Surroundings, other_surroundings, surroundings
from evaltools.running.cluster.there import Looked, Terms, forget, look, run_there
from evaltools.running.ground import STATE, LaidOut, lay_out, own_folder
from evaltools.running.steps import Step

if TYPE_CHECKING:
    from distributed import Client, Future

    from evaltools.running.attempts import Attempt

TRIES = 3
"""Times that a notebook may lose its worker before it is held to be the cause."""
SPARE = 2
"""Steps that wait in the scheduler, so that no worker waits for this machine."""


class Workers:
    """Works steps off on a cluster.

    Parameters
    ----------
    client : distributed.Client
        The way to the scheduler.
    terms : Terms
        What holds for every step.
    """

    def __init__(self, client: Client, terms: Terms) -> None:
        self.at_once = sum(client.nthreads().values()) + SPARE
        self._client, self._terms = client, terms
        self._under_way: set[Future] = set()
        self._submitting = threading.Lock()
        self._is_stopped = False

    @contextlib.contextmanager
    def attempt(self, step: Step) -> Iterator[Attempt]:
        """Have a step executed by a worker, by another one if that is lost.

        Parameters
        ----------
        step : Step
            The step.

        Yields
        ------
        Attempt
            What came of it, all in a folder of this machine.

        Raises
        ------
        RunError
            If workers are lost again and again, the scheduler is, or the store does not answer.
        """
        with contextlib.ExitStack() as folders:
            yield self._attempt(step, folders)

    def stop(self) -> None:
        """End what is under way, and let nothing else begin."""
        with self._submitting:
            self._is_stopped = True
        from distributed.client import ClosedClientError

        with contextlib.suppress(ClosedClientError, OSError, RuntimeError, TimeoutError):
            self._client.cancel(list(self._under_way), force=True)
            self._client.run(forget, self._terms.run, on_error="ignore")

    def _attempt(self, step: Step, folders: contextlib.ExitStack) -> Attempt:
        """Give every try a folder of its own: a worker that is cut off may still write in it."""
        carriage, root = self._terms.carriage, self._terms.root
        for _ in range(TRIES):
            folder = folders.enter_context(own_folder(step, root=root))
            laid_out = lay_out(step, root=root, folder=folder)
            if done := self._done(step, laid_out, carriage.hand_out(step, folder)):
                carriage.take_in(done, folder)
                return replace(done.attempt, folder=folder)
        raise _lost(step)

    def _done(self, step: Step, laid_out: LaidOut, parcel: Any) -> Done | None:
        from distributed import CancelledError, KilledWorker
        from distributed.client import ClosedClientError

        try:
            with self._submitted(step, laid_out, parcel) as future:
                done: Done | None = future.result()
        except KilledWorker:
            raise _lost(step) from None
        except (CancelledError, ClosedClientError):
            raise _stopped(step) from None
        return done

    @contextlib.contextmanager
    def _submitted(self, step: Step, laid_out: LaidOut, parcel: Any) -> Iterator[Future]:
        key = f"{step.name}-{uuid.uuid4().hex}"
        with self._submitting:
            if self._is_stopped:
                raise _stopped(step)
            told = (self._terms, step, laid_out, parcel)
            future = self._client.submit(run_there, *told, key=key, pure=False)
            self._under_way.add(future)
        try:
            yield future
        finally:
            self._under_way.discard(future)


@contextlib.contextmanager
def open_cluster(
    cluster: Cluster, *, root: Path, running: Running, threads: int
) -> Iterator[Workers]:
    """Reach or start workers, and see that they run notebooks as this machine would.

    Parameters
    ----------
    cluster : Cluster
        What is declared.
    root : pathlib.Path
        Folder of the evaluation.
    running : Running
        Which kernels, and their time limit.
    threads : int
        Notebooks at the same time on each worker that is started here.

    Yields
    ------
    Workers
        They are ended where they were started here; on others nothing of the run is left.

    Raises
    ------
    ConfigurationError
        If a package is not installed, a worker has another library, Python or package or does not
        see the folder, or strangers could run code on the cluster.
    RunError
        If the scheduler, its workers or the store cannot be reached.
    """
    state, run = root / STATE, uuid.uuid4().hex
    with privately():
        state.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        private = Path(stack.enter_context(TemporaryDirectory(prefix="cluster-", dir=state)))
        client = stack.enter_context(reached(cluster, threads=threads, private=private))
        here = surroundings()
        with _token(state) as token:
            _check_workers(client, here, token=None if cluster.store else token)
        terms = Terms(
            run=run,
            root=root,
            commit=commit_of(root) or "",
            carriage=stack.enter_context(_carriage(cluster, root=root, run=run)),
            here=here,
            kernels=running.kernels,
            time_limit=running.time_limit,
        )
        workers = Workers(client, terms)
        stack.callback(workers.stop)
        yield workers


@contextlib.contextmanager
def _carriage(cluster: Cluster, *, root: Path, run: str) -> Iterator[Carriage]:
    if cluster.store is None:
        yield SharedFolder(root)
        return
    store = open_store(cluster.store, options=cluster.storage_options, run=f"run-{run}")
    try:
        yield ThroughStore(root, store)
    finally:
        store.clear()


@contextlib.contextmanager
def _token(folder: Path) -> Iterator[Path]:
    """Write what only those can read who share the disk with us."""
    token = folder / f"token-{uuid.uuid4().hex}"
    write_atomically(token, token.name.encode())
    try:
        yield token
    finally:
        token.unlink()


def _check_workers(client: Client, here: Surroundings, *, token: Path | None) -> None:
    """Ask all workers in one go; refuse all that differ at once."""
    answers = client.run(look, token, on_error="return")
    faults = [
        fault
        for place, answer in answers.items()
        for fault in _faults(f"worker {place}", answer, here)
    ]
    if faults:
        raise ConfigurationError(faults)


def _faults(place: str, answer: Looked | Exception, here: Surroundings) -> Iterator[Fault]:
    if not isinstance(answer, Looked):
        problem = f"evaltools cannot be used there: {type(answer).__name__}."
        yield Fault(place, problem, "Install it there, in the environment that the worker runs in.")
        return
    if differences := here.differences(answer.there):
        yield other_surroundings(place, differences)
    if not answer.sees_folder:
        problem = "it does not see the folder of the evaluation under the same path."
        yield Fault(place, problem, "Mount it there, or declare a store in running.cluster.")


def _stopped(step: Step) -> RunError:
    problem = "it was stopped, or the scheduler of the cluster is gone."
    return RunError(Fault(step.name, problem, "Run again: what is made stays."))


def _lost(step: Step) -> RunError:
    problem = f"{TRIES} workers or more were lost while they ran it."
    remedy = "It may need more memory than a worker has: give workers more, or run fewer at once."
    return RunError(Fault(step.name, problem, remedy))
