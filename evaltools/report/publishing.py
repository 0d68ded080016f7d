"""Putting files where readers find them: all of a set or none, and only what was checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from evaltools.artefacts import Artefacts, read_artefacts
from evaltools.disclosure import Release
from evaltools.errors import DisclosureError, Fault
from evaltools.provenance import privately, write_atomically


def read_released(results: Path, *, release: Release) -> Artefacts:
    """Read the artefacts that the release gate let through.

    Parameters
    ----------
    results : pathlib.Path
        The artefacts, one folder per step.
    release : Release
        What the release gate let through.

    Returns
    -------
    Artefacts
        All artefacts by id.

    Raises
    ------
    DisclosureError
        If they are not those that were checked.
    ReportError
        For every artefact that is incomplete.
    """
    artefacts = read_artefacts(results)
    if not release.covers(artefacts.told()):
        problem = "the results are not those that the release gate has checked."
        raise DisclosureError(Fault(str(results), problem, "Run the notebook from the top."))
    return artefacts


def publish(files: Mapping[str, bytes], out: Path, *, named: re.Pattern[str]) -> list[Path]:
    """Write a set of files, all of them beside their places before the first is renamed.

    No other user of the machine may read them.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by file name.
    out : pathlib.Path
        The folder that they go to; it is made where it is lacking.
    named : re.Pattern
        The whole names of such files: one of an earlier set that is so named and is not in this
        one is taken away.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    with privately():
        out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".publishing.", dir=out) as name:
        beside = Path(name)
        for file, content in files.items():
            write_atomically(beside / file, content)
        written = [(beside / file).replace(out / file) for file in files]
    for path in out.iterdir():
        if named.fullmatch(path.name) and path.name not in files and path.is_file():
            path.unlink()
    return written
