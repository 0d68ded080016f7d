"""Looking after: whether all that a run read, made and was made with is as it was."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaltools.errors import ConfigurationError, Fault
from evaltools.provenance import (
    CRATE,
    GROWING,
    PAGE,
    Content,
    Manifest,
    files_in,
    fingerprint_all,
    fingerprints,
    package_versions,
    read_crate,
)
from evaltools.running.notebooks import source_of
from evaltools.running.own_code import code_files


def verify_run(crate: Path, *, root: Path) -> list[Fault]:
    """Find all that differs from what a run read, made and was made with.

    Parameters
    ----------
    crate : pathlib.Path
        The run's manifest.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of Fault
        One per file, notebook, file of the library or package that differs, is missing or new;
        of a folder beyond the run's one, whatever differs in it.

    Raises
    ------
    RunError
        If the manifest is missing or cannot be read.
    """
    manifest = read_crate(crate, root=root)
    return [
        *find_changed_sources(manifest, root=root),
        *_changed(manifest.made, root=root, since="the run made it"),
        *_new(manifest, root=root),
        *find_changed_packages(manifest),
    ]


def find_changed_sources(manifest: Manifest, *, root: Path) -> list[Fault]:
    """Find what a run was made from and is not as it was: inputs, notebooks, the library.

    Parameters
    ----------
    manifest : evaltools.provenance.Manifest
        The run's manifest.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of Fault
        One per file, and per folder.
    """
    return [
        *_changed(manifest.read, root=root, since="the run read it"),
        *_changed_notebooks(manifest, root),
        *_changed_library(manifest),
    ]


def find_changed_packages(manifest: Manifest) -> list[Fault]:
    """Find packages, and the Python, that have another version than in a run.

    Parameters
    ----------
    manifest : evaltools.provenance.Manifest
        The run's manifest.

    Returns
    -------
    list of Fault
        One per package; those that the run did not know are left out.
    """
    here = {"Python": platform.python_version(), **package_versions()}
    return [
        Fault(
            name,
            f"the run used version {version}, and here is {here.get(name, 'none')}.",
            "Install that version where the same result is wanted.",
        )
        for name, version in {"Python": manifest.python, **manifest.packages}.items()
        if here.get(name) != version
    ]


def read_part(path: Path, content: Content) -> bytes:
    """Read as much of a file as it held; all of it where that is not told."""
    with path.open("rb") as file:
        return file.read(content.size)


def _changed(files: Mapping[str, Content], *, root: Path, since: str) -> Iterator[Fault]:
    for path, content in files.items():
        now = _now(root / path, path, content)
        if now is None:
            yield Fault(path, "it is missing.", "Put it back, or run again.")
        elif now != content.sha256:
            yield Fault(path, f"it has changed since {since}.", "Put it back, or run again.")


def _now(place: Path, path: str, content: Content) -> str | None:
    """Compute the fingerprint of a file or folder, of a file that grows that of its beginning."""
    if path == GROWING and place.is_file():
        return hashlib.sha256(read_part(place, content)).hexdigest()
    return fingerprint_all(fingerprints(place))


def _new(manifest: Manifest, *, root: Path) -> list[Fault]:
    """Find files in the folder of a run that it did not know."""
    known = {*manifest.read, *manifest.made}
    known |= {f"{manifest.folder}/{name}" for name in (CRATE, PAGE)}
    found = {f"{manifest.folder}/{name}" for name in files_in(root / manifest.folder)}
    remedy = "Take it away, or run again if it belongs there."
    return [Fault(path, "it is new: the run did not know it.", remedy)
            for path in sorted(found - known)]  # fmt: skip


def _changed_notebooks(manifest: Manifest, root: Path) -> Iterator[Fault]:
    for path, source in manifest.notebooks.items():
        if not (root / path).is_file():
            yield Fault(path, "the notebook is missing.", "Put it back.")
        elif _source(root / path) != source:
            yield Fault(path, "the notebook has changed since the run.", _remedy(manifest))


def _source(notebook: Path) -> str | None:
    try:
        return source_of(notebook)
    except ConfigurationError:
        return None


def _changed_library(manifest: Manifest) -> Iterator[Fault]:
    here = code_files()
    for path, digest in manifest.code.items():
        if here.get(path) != digest:
            problem = "this file of evaltools is not the one that the run used."
            yield Fault(f"evaltools/{path}", problem, _remedy(manifest))


def _remedy(manifest: Manifest) -> str:
    if manifest.commit is None:
        return "Go back to what it was, or run again."
    return f"Go back to commit {manifest.commit[:12]}, or run again."
