"""Files: their fingerprints, and writing them whole and unseen by others."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


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

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.provenance import fingerprint
    >>> len(fingerprint(Path("LICENSE")))
    64
    """
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def fingerprints(path: Path) -> dict[str, str]:
    """Compute the SHA-256 of a file, or of all files in a folder.

    Parameters
    ----------
    path : pathlib.Path
        A file or a folder; links within a folder are not followed into other folders.

    Returns
    -------
    dict of str to str
        64 hexadecimal digits by path from the folder, in order; a file has the path ".". Empty
        if there is nothing.
    """
    found = {}
    for name in files_in(path):
        with suppress(FileNotFoundError):
            found[name] = fingerprint(path / name)
    return found


def files_in(path: Path) -> list[str]:
    """List what has a fingerprint in a file or folder.

    Parameters
    ----------
    path : pathlib.Path
        A file or a folder; links within a folder are not followed into other folders.

    Returns
    -------
    list of str
        Paths from the folder, in order; "." of a file; empty if there is nothing.
    """
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sorted(each.relative_to(path).as_posix() for each in files)


def fingerprint_all(found: Mapping[str, str]) -> str | None:
    """Make one fingerprint of those of a file or folder.

    Parameters
    ----------
    found : mapping of str to str
        What `fingerprints` returned.

    Returns
    -------
    str or None
        That of the file itself; of a folder the SHA-256 of names and fingerprints, written as a
        JSON list of pairs in the order of the names; None if there is nothing.
    """
    if not found:
        return None
    listed = json.dumps([[name, found[name]] for name in sorted(found)])
    return found["."] if "." in found else hashlib.sha256(listed.encode()).hexdigest()


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

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.provenance import write_atomically
    >>> with TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "new" / "note.txt", b"whole or not at all")
    ...     (Path(folder) / "new" / "note.txt").read_text()
    'whole or not at all'
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
