"""The library's own files: their fingerprints, and bytecode that is never out of date."""

from __future__ import annotations

import contextlib
import importlib.util
import py_compile
from collections.abc import Iterable, Mapping
from pathlib import Path

import evaltools
from evaltools.provenance import fingerprint_all, fingerprints

FOLDER = Path(evaltools.__file__).resolve().parent
CHECKED_BY_HASH = b"\x03\x00\x00\x00"


def code_files() -> dict[str, str]:
    """Compute the SHA-256 of each of the library's files: its code, and what it carries.

    Returns
    -------
    dict of str to str
        Fingerprints by path from the package's folder.
    """
    found = fingerprints(FOLDER)
    return {path: digest for path, digest in found.items() if not path.endswith(".pyc")}


def as_they_were(files: Iterable[str], known: Mapping[str, str]) -> dict[str, str | None]:
    """Return the fingerprints that files of the library had, of those that have them still.

    Parameters
    ----------
    files : iterable of str
        Files, named from the package's folder.
    known : mapping of str to str
        What `code_files` told before.

    Returns
    -------
    dict of str to str or None
        None of a file that has been edited since: which code was used is not known.
    """
    now = {name: fingerprint_all(fingerprints(FOLDER / name)) for name in files}
    return {name: found if found == known.get(name) else None for name, found in now.items()}


def compile_by_content(files: Iterable[str]) -> None:
    """Let bytecode be checked by the content of its source.

    Python compares times and sizes otherwise: code that is edited within a second, or put back
    from a copy with its time, would not be seen.

    Parameters
    ----------
    files : iterable of str
        Files of the library, named from the package's folder. Nothing happens where bytecode
        cannot be written: no one edits the library there.
    """
    for source in (FOLDER / each for each in files if each.endswith(".py")):
        target = Path(importlib.util.cache_from_source(str(source)))
        with contextlib.suppress(OSError, py_compile.PyCompileError):
            if not _is_checked_by_hash(target):
                py_compile.compile(
                    str(source),
                    doraise=True,
                    invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH,
                )


def _is_checked_by_hash(bytecode: Path) -> bool:
    if not bytecode.is_file():
        return False
    with bytecode.open("rb") as file:
        return file.read(8)[4:] == CHECKED_BY_HASH
