"""What a worker of a cluster does: it looks around, executes steps, and forgets a run."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaltools.errors import Fault, RunError
from evaltools.running.cluster.carriage import Carriage, Done
from evaltools.running.cluster.surroundings import Surroundings, other_surroundings, surroundings
from evaltools.running.ground import LaidOut
from evaltools.running.own_code import code_files, compile_by_content
from evaltools.running.steps import Step

if TYPE_CHECKING:
    from evaltools.running.attempts import Attempt
    from evaltools.running.kernels import Kernels, Kind


IDLE = 600.0
"""Seconds after which a run that asks for nothing is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for every step of a run on a cluster.

    Attributes
    ----------
    run : str
        A name that no other run has.
    root : pathlib.Path
        Folder of the evaluation, which need not be on a worker.
    commit : str
        Commit of the evaluation's checkout, empty if there is none.
    carriage : Carriage
        How folders reach workers.
    here : Surroundings
        What notebooks run in at the owner's, and so must there.
    kernels : {"warm", "ordinary"}
        Kind of kernels.
    time_limit : float or None
        Seconds after which a notebook is stopped.
    """

    run: str
    root: Path
    commit: str
    carriage: Carriage
    here: Surroundings
    kernels: Kind
    time_limit: float | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker sees around it.

    Attributes
    ----------
    there : Surroundings
        What notebooks would run in.
    sees_folder : bool
        Whether it can read what the owner of the run wrote.
    """

    there: Surroundings
    sees_folder: bool


def look(token: Path | None) -> Looked:
    """Look around on a worker.

    Parameters
    ----------
    token : pathlib.Path, optional
        A file that holds its own name; None where no folder is shared.

    Returns
    -------
    Looked
        What is there.
    """
    return Looked(surroundings(), token is None or _reads(token))


def run_there(terms: Terms, step: Step, laid_out: LaidOut, parcel: Any) -> Done | None:
    """Execute a step on this worker.

    Parameters
    ----------
    terms : Terms
        What holds for the run.
    step : Step
        The step.
    laid_out : LaidOut
        What its folder held when it was laid out.
    parcel : object
        How its folder is found, from `Carriage.hand_out`.

    Returns
    -------
    Done or None
        How it ended; None if another worker was lost in the same folder.

    Raises
    ------
    RunError
        If this worker came later than the others, and differs.
    """
    if differences := terms.here.differences(_looked(terms.run)):
        raise RunError(other_surroundings("a worker", differences))
    with _at_desk(terms) as desk:
        execute = functools.partial(_execute, terms, laid_out, desk.kernels)
        return terms.carriage.work(execute, step, parcel, scratch=desk.scratch)


async def forget(run: str) -> None:
    """End what a run still does on this worker, and delete what it left.

    Parameters
    ----------
    run : str
        Name of the run.
    """
    _ended.add(run)
    await asyncio.to_thread(_clear, run)


def _execute(
    terms: Terms, laid_out: LaidOut, kernels: Kernels, step: Step, folder: Path
) -> Attempt:
    from evaltools.running.attempts import execute

    attempt = execute(
        step, laid_out, root=terms.root, folder=folder, kernels=kernels, commit=terms.commit
    )
    return replace(attempt, place=f"{attempt.place} on {socket.gethostname()}")


@dataclass(slots=True)
class _Desk:
    """What one run has on this worker, and how many of its steps are executed now."""

    scratch: Path
    kernels: Kernels
    steps: int = 0
    cleared: threading.Timer | None = None


_opening = threading.RLock()
_desks: dict[str, _Desk] = {}
_ended: set[str] = set()


@contextlib.contextmanager
def _at_desk(terms: Terms) -> Iterator[_Desk]:
    """Open a desk for a run; clear it after a long silence: its owner may have been killed."""
    with _opening:
        if terms.run in _ended:
            raise RunError(Fault("a worker", "the run is stopped.", "Run again."))
        desk = _desks[terms.run] = _desks.get(terms.run) or _open_desk(terms)
        desk.steps += 1
    try:
        yield desk
    finally:
        with _opening:
            desk.steps -= 1
            if desk.cleared:
                desk.cleared.cancel()
            desk.cleared = threading.Timer(IDLE, _clear_if_idle, [terms.run])
            desk.cleared.daemon = True
            desk.cleared.start()


def _clear_if_idle(run: str) -> None:
    with _opening:
        if run in _desks and not _desks[run].steps:
            _clear(run)


def _clear(run: str) -> None:
    with _opening:
        desk = _desks.pop(run, None)
    if desk:
        desk.kernels.close()
        shutil.rmtree(desk.scratch, ignore_errors=True)


def _open_desk(terms: Terms) -> _Desk:
    """Work where others cannot read, and where Dask clears up after a worker that died."""
    from distributed import get_worker

    from evaltools.running.kernels import Kernels

    os.umask(0o077)
    compile_by_content(code_files())
    scratch = tempfile.mkdtemp(prefix=f"{terms.run}-", dir=get_worker().local_directory)
    return _Desk(Path(scratch), Kernels(terms.kernels, time_limit=terms.time_limit))


@functools.cache
def _looked(run: str) -> Surroundings:
    """Look around once in a run."""
    return surroundings()


def _reads(token: Path) -> bool:
    try:
        return token.read_text(encoding="utf-8") == token.name
    except OSError:
        return False
