"""A folder of its own for each step: its inputs, and whatever it makes.

Nothing that a notebook writes is seen by others before it has ended well, and what it does not
declare it does not find.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evaltools.provenance import privately, write_atomically
from evaltools.running.steps import Step

STATE = ".evaltools"
"""Hidden folder of what is remembered between runs, and of steps that are under way."""
WORK = Path(STATE, "work")


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


def lay_out(step: Step, *, root: Path, folder: Path) -> Step:
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
    Step
        The same step, its paths in `folder`; the folders that it fills are empty.
    """
    here = moved(step, root, folder)
    with privately():
        for source, target in zip(step.inputs, here.inputs, strict=True):
            _copy(source, target)
        prepare(here)
    settings = json.dumps(step.settings, ensure_ascii=False, indent=1)
    write_atomically(folder / "evaluation.yml", settings.encode())
    return here


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
    """Remove what steps of a run that was killed have left; no other run may be under way."""
    remove(root / WORK)


def remove(path: Path) -> None:
    """Delete a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a folder; inputs may lie within each other."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    elif source.is_file():
        shutil.copyfile(source, target)
