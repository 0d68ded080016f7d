"""A folder of its own for each step: its inputs, and whatever it makes.

Nothing that a notebook writes is seen by others before it has ended well, and what it does not
declare it does not find.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evaltools.provenance import (
    files_in,
    fingerprint_all,
    fingerprints,
    privately,
    write_atomically,
)
from evaltools.running.notebooks import source_of
from evaltools.running.steps import Step

STATE = ".evaltools"
"""Hidden folder of what is remembered between runs, and of steps that are under way."""
WORK = Path(STATE, "attempts")
LOCK = "run.lock"
"""File in it that a run holds while it is under way."""
KEPT = {LOCK, "steps", "slurm"}
"""What stays in the state between runs: the lock, what is remembered, logs of jobs."""


@contextlib.contextmanager
def own_folder(step: Step, *, root: Path) -> Iterator[Path]:
    """Make a folder for one attempt at a step; remove it in the end.

    Parameters
    ----------
    step : Step
        The step.
    root : pathlib.Path
        Folder of the evaluation.

    Yields
    ------
    pathlib.Path
        The folder, which only its user may read.
    """
    with privately():
        (root / WORK).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=f"{step.name}-", dir=root / WORK, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What a step began with.

    Attributes
    ----------
    source : str
        Fingerprint of what the notebook says.
    inputs : mapping of str to str or None
        Fingerprints of files and folders, by path from the evaluation's folder.
    """

    source: str
    inputs: Mapping[str, str | None]


def lay_out(step: Step, *, root: Path, folder: Path) -> LaidOut:
    """Copy what a step reads into its folder.

    Parameters
    ----------
    step : Step
        The step, its paths in `root`.
    root : pathlib.Path
        Folder of the evaluation.
    folder : pathlib.Path
        The step's own folder.

    Returns
    -------
    LaidOut
        What the copies hold: the original may be edited meanwhile, and put back.
    """
    here, said = moved(step, root, folder), source_of(step.notebook)
    with privately():
        for source, target in zip(step.inputs, here.inputs, strict=True):
            _copy(source, target)
        prepare(here)
    settings = json.dumps(step.settings, ensure_ascii=False, indent=1)
    write_atomically(folder / "evaluation.yml", settings.encode())
    held = {
        path.relative_to(folder).as_posix(): fingerprint_all(fingerprints(path))
        for path in here.inputs
    }
    return LaidOut(said, held)


def prepare(here: Step) -> None:
    """Make the folders, empty, that a step fills."""
    for path in (*here.folders, *(file.parent for file in here.files)):
        path.mkdir(parents=True, exist_ok=True)


def carry_home(step: Step, *, root: Path, folder: Path) -> None:
    """Put what a step has made in the place of what it made before.

    Parameters
    ----------
    step : Step
        The step, its paths in `root`.
    root : pathlib.Path
        Folder of the evaluation.
    folder : pathlib.Path
        The step's own folder, in which all its products are.
    """
    made = moved(step, root, folder)
    for source, target in zip(made.products, step.products, strict=True):
        bring(source, target)


def bring(source: Path, target: Path) -> None:
    """Move a file or folder into the place of another one, from another disk too."""
    beside = target.with_name(f".{target.name}.new")
    with privately():
        target.parent.mkdir(parents=True, exist_ok=True)
    remove(beside)
    shutil.move(source, beside)
    if target.is_dir():
        remove(target)
    beside.replace(target)


def moved(step: Step, root: Path, folder: Path) -> Step:
    """Return a step with the paths that it has in another folder."""

    def there(paths: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(folder / path.relative_to(root) for path in paths)

    return replace(
        step, inputs=there(step.inputs), folders=there(step.folders), files=there(step.files)
    )


def failed_copy(step: Step) -> Path:
    """Return where the executed copy of a failed step is put."""
    return step.executed.with_name(f"{step.name}.failed.ipynb")


def sweep(root: Path) -> None:
    """Remove what a run that was killed has left; no other run may be under way."""
    for path in (root / STATE).glob("*"):
        if path.name not in KEPT:
            remove(path)


def remove(path: Path) -> None:
    """Delete a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a file, or the files of a folder that have a fingerprint: linked folders are left."""
    for name in files_in(source):
        copied = target / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, copied)
