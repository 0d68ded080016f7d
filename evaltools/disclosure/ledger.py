"""What was released earlier: an append-only file of claims, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from evaltools.declarations import Declared
from evaltools.disclosure.claims import Claims
from evaltools.errors import DisclosureError, Fault
from evaltools.provenance import write_atomically

FIRST = "0" * 64


class Entry(Declared):
    """One release: a line of the ledger.

    Attributes
    ----------
    released : datetime.date
        The day.
    run : str
        Name of the run.
    previous : str
        SHA-256 of the line before: a line that is changed or taken out breaks the chain.
    told : dict of str to Claims
        For each table, figure and value what it tells.
    """

    released: date
    run: str
    previous: str
    told: dict[str, Claims]


def read_ledger(path: Path) -> dict[str, Claims]:
    """Read what was released earlier.

    Parameters
    ----------
    path : pathlib.Path
        The ledger; nothing was released before it exists.

    Returns
    -------
    dict of str to Claims
        For each place in each release what it told.

    Raises
    ------
    DisclosureError
        For every line that was changed, or that follows one that was taken out.
    """
    lines = path.read_bytes().splitlines() if path.is_file() else []
    entries = [_entry(path, number, line) for number, line in enumerate(lines, start=1)]
    expected = [FIRST, *map(_fingerprint, lines)]
    broken = [
        _fault(path, number)
        for number, (entry, before) in enumerate(zip(entries, expected, strict=False), start=1)
        if entry.previous != before
    ]
    if broken:
        raise DisclosureError(broken)
    return {
        f"{place} (released {entry.released} as {entry.run})": claims
        for entry in entries
        for place, claims in entry.told.items()
    }


def append_release(path: Path, told: Mapping[str, Claims], *, run: str, day: date) -> None:
    """Write down that a run was released; earlier lines stay as they are.

    Parameters
    ----------
    path : pathlib.Path
        The ledger.
    told : dict of str to Claims
        For each table, figure and value what it tells.
    run : str
        Name of the run.
    day : datetime.date
        The day of the release.
    """
    before = path.read_bytes() if path.is_file() else b""
    lines = before.splitlines()
    previous = _fingerprint(lines[-1]) if lines else FIRST
    telling = {place: claims for place, claims in told.items() if claims.claims}
    entry = Entry(released=day, run=run, previous=previous, told=telling)
    line = entry.model_dump_json(exclude_defaults=True)
    write_atomically(path, before + line.encode() + b"\n")


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        raise DisclosureError(_fault(path, number)) from None


def _fingerprint(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _fault(path: Path, number: int) -> Fault:
    return Fault(
        f"{path.name}, line {number}",
        "the line was changed, or one before it was taken out.",
        "Restore the ledger as it was: what was released stays known to its readers.",
    )
