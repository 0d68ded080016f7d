"""How a step's folder reaches a worker, and how what was made there comes back.

The owner of the run lays a step out in a folder, and alone carries products home from it. Workers
either see that folder, or get its content through a store.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from evaltools.errors import Fault, RunError
from evaltools.provenance import fingerprint
from evaltools.running.cluster.store import Listing, Store
from evaltools.running.ground import failed_copy, moved, prepare
from evaltools.running.steps import Step

if TYPE_CHECKING:
    from evaltools.running.attempts import Attempt

BEGUN = ".begun"
"""File that tells a second worker that another one, cut off, may still write in a folder."""
SEEN = 30.0
"""Seconds that a network disk may take to show here what was written there."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker tells of a step.

    Attributes
    ----------
    attempt : Attempt
        How it ended.
    made : dict of str to str
        SHA-256 of each file that was made, by its path from the step's folder.
    """

    attempt: Attempt
    made: Listing


Execute = Callable[[Step, Path], "Attempt"]
"""Executes a step in the folder where it is laid out."""


class Carriage(Protocol):
    """A way from the owner of a run to a worker and back."""

    def hand_out(self, step: Step, folder: Path) -> Any:
        """Make a folder that is laid out fit for sending (owner)."""

    def work(self, execute: Execute, step: Step, parcel: Any, *, scratch: Path) -> Done | None:
        """Execute a step (worker); None if the folder belongs to a worker that was lost."""

    def take_in(self, done: Done, folder: Path) -> None:
        """Bring what was made into the folder (owner)."""


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """Workers see the folder of the evaluation under the same path.

    Attributes
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    """

    root: Path

    def hand_out(self, step: Step, folder: Path) -> Path:
        """Name the folder: a worker finds it."""
        return folder

    def work(self, execute: Execute, step: Step, parcel: Path, *, scratch: Path) -> Done | None:
        """Execute a step where it is laid out, unless another worker has begun there."""
        if not _is_first(parcel):
            return None
        attempt = execute(step, parcel)
        made = _made(step, root=self.root, folder=parcel)
        return Done(
            attempt, {each.relative_to(parcel).as_posix(): fingerprint(each) for each in made}
        )

    def take_in(self, done: Done, folder: Path) -> None:
        """Wait until this machine sees what the worker wrote; RunError if it never does."""
        until = time.monotonic() + SEEN
        while lacking := [
            name for name, digest in done.made.items() if not _is_seen(folder / name, digest)
        ]:
            if time.monotonic() > until:
                problem = f"{len(lacking)} files that a worker wrote are not seen here."
                raise RunError(
                    Fault(str(folder), problem, "See that the disk is shared, run again.")
                )
            time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A step on its way through a store.

    Attributes
    ----------
    listing : dict of str to str
        SHA-256 of each file to lay out, by its path from the step's folder.
    notebook : bytes
        The notebook.
    """

    listing: Listing
    notebook: bytes


@dataclass(frozen=True, slots=True)
class ThroughStore:
    """Workers reach a store, and have disks of their own.

    Attributes
    ----------
    root : pathlib.Path
        Folder of the evaluation, from which a step's paths are reckoned.
    store : Store
        The store.
    """

    root: Path
    store: Store

    def hand_out(self, step: Step, folder: Path) -> Parcel:
        """Put what is laid out into the store; RunError if it does not take it."""
        return Parcel(self.store.put(folder, _files_in([folder])), step.notebook.read_bytes())

    def work(self, execute: Execute, step: Step, parcel: Parcel, *, scratch: Path) -> Done:
        """Execute a step in a folder of this machine, and put into the store what it made."""
        with TemporaryDirectory(prefix=f"{step.name}-", dir=scratch) as own:
            folder, notebook = Path(own, "folder"), Path(own, step.notebook.name)
            notebook.write_bytes(parcel.notebook)
            self.store.lay_out(parcel.listing, folder, cache=scratch / "contents")
            prepare(moved(step, self.root, folder))
            attempt = execute(replace(step, notebook=notebook), folder)
            return Done(attempt, self.store.put(folder, _made(step, root=self.root, folder=folder)))

    def take_in(self, done: Done, folder: Path) -> None:
        """Fetch what was made; RunError if it is not what the worker put."""
        with TemporaryDirectory(prefix="fetched-", dir=folder.parent) as cache:
            self.store.lay_out(done.made, folder, cache=Path(cache))


def _is_first(folder: Path) -> bool:
    try:
        (folder / BEGUN).touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return False
    return True


def _made(step: Step, *, root: Path, folder: Path) -> list[Path]:
    """List the files that a step made, or what it left to show why it failed."""
    here = moved(step, root, folder)
    return _files_in([*here.products, failed_copy(here)])


def _files_in(paths: Iterable[Path]) -> list[Path]:
    """List files, and those in folders; links are not followed."""
    found = [
        [Path(here) / name for here, _, names in os.walk(path) for name in names]
        if path.is_dir()
        else [path]
        for path in paths
    ]
    return sorted(
        path for each in found for path in each if path.is_file() and not path.is_symlink()
    )


def _is_seen(path: Path, digest: str) -> bool:
    try:
        return fingerprint(path) == digest
    except OSError:
        return False
