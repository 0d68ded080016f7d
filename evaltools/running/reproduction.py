"""Making a run again from its manifest, beside the first, and comparing what came out."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from evaltools.errors import Fault, RunError
from evaltools.evaluation import read_evaluation
from evaltools.provenance import (
    SETTINGS,
    TOLD_COMMIT,
    Content,
    Manifest,
    fingerprint_all,
    fingerprints,
    read_crate,
    write_atomically,
)
from evaltools.running.ground import STATE
from evaltools.running.journey import alone, make_report
from evaltools.running.scheduler import Watcher
from evaltools.running.verification import find_changed_packages, find_changed_sources, read_part

PLACE = f"{STATE}/reproduction"
"""Folder of the evaluation in which it is made again; deleted afterwards."""


def reproduce_run(
    crate: Path, *, root: Path, watcher: Watcher, tell: Callable[[str], object]
) -> list[Fault]:
    """Make a run again, from the same inputs with the same settings, and compare the products.

    Parameters
    ----------
    crate : pathlib.Path
        The run's manifest.
    root : pathlib.Path
        Folder of the evaluation.
    watcher : Watcher
        Is told how it goes.
    tell : callable
        Takes what is said of packages that have another version now, line by line.

    Returns
    -------
    list of Fault
        One per product that is not byte for byte what the run made.

    Raises
    ------
    RunError
        If the manifest cannot be read, or an input, a notebook or the library is not as it was:
        then nothing is run. Also if another run is under way.
    EvaltoolsError
        If a step fails.
    """
    with alone(root), _place(root) as place:
        manifest = read_crate(crate, root=root)
        changed = find_changed_sources(manifest, root=root)
        if changed:
            raise RunError(changed)
        for fault in find_changed_packages(manifest):
            tell(f"- {fault}")
        _lay_out(manifest, root=root, place=place)
        _make(manifest, place=place, watcher=watcher)
        return compare_products(manifest, again=place)


def compare_products(manifest: Manifest, *, again: Path) -> list[Fault]:
    """Compare what was made again with what a run had made.

    Parameters
    ----------
    manifest : evaltools.provenance.Manifest
        The run's manifest.
    again : pathlib.Path
        Folder in which it was made again.

    Returns
    -------
    list of Fault
        One per file, or folder beyond the run's, that differs, was not made, or was made this time
        only.
    """
    faults = []
    for path, content in manifest.made.items():
        now = fingerprint_all(fingerprints(again / path))
        if now is None:
            faults.append(Fault(path, "it was not made this time.", ""))
        elif now != content.sha256:
            faults.append(Fault(path, _difference(again / path, content), ""))
    made = {f"{folder}/{name}" for folder in sorted(manifest.folders)
            for name in fingerprints(again / folder)}  # fmt: skip
    new = sorted(made - {*manifest.made, *manifest.read})
    return faults + [Fault(path, "it was made this time only.", "") for path in new]


@contextlib.contextmanager
def _place(root: Path) -> Iterator[Path]:
    """Give an empty folder, and delete it: it holds copies of all data."""
    place = root / PLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def _lay_out(manifest: Manifest, *, root: Path, place: Path) -> None:
    """Copy what the run read, as it was, and its settings to where notebooks look for them."""
    for path, content in manifest.read.items():
        for name in fingerprints(root / path):
            write_atomically(place / path / name, read_part(root / path / name, content))
    for path in manifest.notebooks:
        write_atomically(place / path, (root / path).read_bytes())
    (place / manifest.folder / SETTINGS).rename(place / "evaluation.yml")


def _make(manifest: Manifest, *, place: Path, watcher: Watcher) -> None:
    with _believed(manifest.commit):
        outcomes = make_report(read_evaluation(place / "evaluation.yml"), watcher=watcher)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        raise errors[0]


@contextlib.contextmanager
def _believed(commit: str | None) -> Iterator[None]:
    """Let the notebooks believe that they run at the commit of the run: nothing else differs."""
    before = os.environ.get(TOLD_COMMIT)
    os.environ[TOLD_COMMIT] = commit or ""
    try:
        yield
    finally:
        os.environ.pop(TOLD_COMMIT)
        if before is not None:
            os.environ[TOLD_COMMIT] = before


def _difference(made: Path, content: Content) -> str:
    if content.size is None:
        return "it differs."
    size = made.stat().st_size
    if size == content.size:
        return f"it differs, in as many bytes ({size})."
    return f"it differs: {size} bytes, and it had {content.size}."
