"""Where a result comes from: fingerprints, versions, the manifest of a run."""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import distributions, requires
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from evaltools.declarations import Text, in_both

if TYPE_CHECKING:
    from openpyxl import Workbook

PACKED = datetime(2020, 1, 15, tzinfo=UTC)
"""The day that workbooks say they were made on."""


def fingerprint(path: Path) -> str:
    """Compute the SHA-256 of a file's content.

    Parameters
    ----------
    path : pathlib.Path
        An existing file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def privately() -> Iterator[None]:
    """Keep what is written meanwhile, by started processes too, from other users."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place, then rename it: it is never half written.

    No other user of the machine may read it.

    Parameters
    ----------
    path : pathlib.Path
        The file; folders that are lacking are made.
    content : bytes
        What it is to hold.
    """
    with privately():
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def pack_workbook(book: Workbook) -> bytes:
    """Save a workbook so that the same content gives the same bytes.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook; its date of creation is changed.

    Returns
    -------
    bytes
        An .xlsx file that tells no day, time or place.
    """
    book.properties.created = PACKED
    saved = io.BytesIO()
    book.save(saved)
    return without_times(saved.getvalue())


def without_times(package: bytes, *, changed: datetime = PACKED) -> bytes:
    """Write an Office file so that the same content gives the same bytes.

    Parameters
    ----------
    package : bytes
        A file such as .xlsx or .docx.
    changed : datetime.datetime, optional
        When it says that it was last changed.

    Returns
    -------
    bytes
        The same with one fixed day as that of its parts, and `changed` of its last change.
    """
    fixed = io.BytesIO()
    told = f"{changed:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=PACKED.timetuple()[:6])
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + told,
                             source.read(name))  # fmt: skip
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def package_versions() -> dict[str, str]:
    """Return the version of every installed package, by name."""
    found = {each.metadata["Name"].lower(): each.version for each in distributions()}
    return dict(sorted(found.items()))


def describe_build(root: Path, *, executed: Path) -> pd.DataFrame:
    """Describe what a report is made with, for its readers.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    executed : pathlib.Path
        Folder with the executed notebooks of the run, which know their parameters.

    Returns
    -------
    pandas.DataFrame
        `what` in both languages and its `value`: one row for the commit, one for Python, one
        per parameter that was given, and one per package that evaltools asks for.
    """
    versions, given = package_versions(), _given_parameters(executed)
    rows = [
        (COMMIT, commit_of(root) or "–"),
        (Text(sv="Python", en="Python"), f"version {platform.python_version()}"),
        *((Text(sv=f"Parametern {name}", en=f"Parameter {name}"), v) for name, v in given.items()),
        *(
            (Text(sv=f"Paketet {name}", en=f"Package {name}"), f"version {versions[name]}")
            for name in _asked()
        ),
    ]
    return pd.DataFrame([{**in_both("what", what), "value": str(value)} for what, value in rows])


def _given_parameters(executed: Path) -> dict[str, object]:
    """Collect the values given to notebooks, but for those that the name of the step tells."""
    return {
        f"{path.stem}.{name}": value
        for path in sorted(executed.glob("*.ipynb"))
        for name, value in _parameters_of(path).items()
        if not path.stem.endswith(f"-{value}")
    }


def _parameters_of(executed: Path) -> dict[str, object]:
    metadata = json.loads(executed.read_text(encoding="utf-8"))["metadata"]
    return dict(metadata.get("papermill", {}).get("parameters", {}))


COMMIT = Text(sv="Version i git", en="Commit in git")


def _asked() -> list[str]:
    """Name the packages that evaltools asks for, extras left out."""
    asked = [each for each in requires("evaltools") or () if "extra ==" not in each]
    return ["evaltools", *sorted(re.split(r"[^\w.-]", each)[0].lower() for each in asked)]


def commit_of(root: Path) -> str | None:
    """Return the commit of a checkout, marked where files have changed since.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the checkout.

    Returns
    -------
    str or None
        The commit, with "+changes" where tracked files differ; None outside git.
    """
    try:
        commit = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{commit}+changes" if changed else commit


def tracked_files(root: Path) -> frozenset[str]:
    """Return the files of a folder that are in git, named from it; none outside git."""
    try:
        return frozenset(_git(root, "ls-files", "-z").split("\0"))
    except (OSError, subprocess.SubprocessError):
        return frozenset()


def write_manifest(
    path: Path,
    *,
    root: Path,
    inputs: list[Path],
    parameters: Mapping[str, Mapping[str, object]],
    seconds: dict[str, float],
) -> None:
    """Write what a run was made from: enough to make it again, nothing about a person.

    Parameters
    ----------
    path : pathlib.Path
        The manifest, a JSON file.
    root : pathlib.Path
        Folder of the evaluation, from which the inputs are named.
    inputs : list of pathlib.Path
        The files that were read.
    parameters : dict
        Values by step and parameter; those called `seed` are listed as seeds too.
    seconds : dict of str to float
        How long each step took when it last ran.
    """
    manifest = {
        "inputs": {_named(each, root): fingerprint(each) for each in sorted(inputs)},
        "parameters": {step: dict(given) for step, given in parameters.items()},
        "seeds": {step: given["seed"] for step, given in parameters.items() if "seed" in given},
        "seconds": {step: round(time, 2) for step, time in seconds.items()},
        "commit": commit_of(root),
        "python": platform.python_version(),
        "packages": package_versions(),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, text.encode())


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True, timeout=20
    )
    return done.stdout.strip()


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
