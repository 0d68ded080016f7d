"""What reports tell: of the one that is built, and, append-only, of those released earlier."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaltools.declarations import Declared
from evaltools.disclosure.claims import Claims
from evaltools.errors import DisclosureError, Fault
from evaltools.provenance import write_atomically

FIRST = "0" * 64
TOLD = TypeAdapter(dict[str, Claims])


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
    return {
        f"{place} (release {number}: {entry.run}, {entry.released})": claims
        for number, entry in enumerate(_entries(path), start=1)
        for place, claims in entry.told.items()
    }


def write_told(told: Mapping[str, Claims]) -> bytes:
    """Write what a report tells as JSON: places that tell nothing of persons are left out."""
    telling = {place: claims for place, claims in told.items() if claims.claims}
    return TOLD.dump_json(telling, exclude_defaults=True, indent=1)


def read_told(path: Path) -> dict[str, Claims]:
    """Read what a report tells.

    Parameters
    ----------
    path : pathlib.Path
        The file that was built with the report.

    Returns
    -------
    dict of str to Claims
        For each table, figure and value that tells of persons what it tells.

    Raises
    ------
    DisclosureError
        If there is no such file, or it was changed into something else.
    """
    try:
        return TOLD.validate_json(path.read_bytes())
    except FileNotFoundError:
        problem, remedy = "there is no report.", "Run `evaltools run` first."
    except ValidationError:
        problem, remedy = "it is not as it was built.", "Delete it and run `evaltools run`."
    raise DisclosureError(Fault(f"{path.parent.name}/{path.name}", problem, remedy))


def append_release(path: Path, told: Mapping[str, Claims], *, run: str, day: date) -> bool:
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

    Returns
    -------
    bool
        False if the run was released before and tells the same: nothing is written then.
    """
    entries = _entries(path)
    if any(each.run == run and each.told == told for each in entries):
        return False
    before = path.read_bytes() if entries else b""
    previous = _fingerprint(before.splitlines()[-1]) if entries else FIRST
    entry = Entry(released=day, run=run, previous=previous, told=dict(told))
    line = entry.model_dump_json(exclude_defaults=True)
    write_atomically(path, before + line.encode() + b"\n")
    return True


def _entries(path: Path) -> list[Entry]:
    """Read the lines, each of which must follow the one before."""
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
    return entries


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
