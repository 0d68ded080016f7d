"""The folder of coding files: one per coder and source, and one of what was adjudicated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaltools.errors import DataError, Fault
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.coding_files import Beside, read_rows, write_rows
from evaltools.testimony.coding_rows import codings_of, find_row_faults, update_rows
from evaltools.testimony.projects import read_project, write_project
from evaltools.testimony.scheme import CodingScheme

CODED, ADJUDICATED = "kodning", "avgorande"
INITIALS = "[A-ZÅÄÖÉÜ]{2,5}"
Units = Mapping[str, Unit]
Reader = Callable[[Path, CodingScheme, Units], tuple[Coding, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work in a file has come.

    Attributes
    ----------
    file : pathlib.Path
        The file; it is not written where it would be empty.
    awaiting, units : int
        Units on which nobody has decided, and all that there are now.
    gone : int
        Rows with work in them whose unit is no longer there: kept, and not counted.
    """

    file: Path
    awaiting: int
    units: int
    gone: int


def read_codings(
    folder: Path, *, source: str, scheme: CodingScheme, units: Sequence[Unit]
) -> tuple[Coding, ...]:
    """Read what all coders have coded of a source.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of coding files.
    source : str
        The wave of the survey, or what the documents are called together.
    scheme : CodingScheme
        The scheme.
    units : sequence of Unit
        The units that there are now.

    Returns
    -------
    tuple of Coding
        Those of units that are no longer there too.

    Raises
    ------
    DataError
        For everything that is wrong in any of the files, and where a coder has coded a unit in
        two of them.
    """
    _refuse(_stray_files(folder))
    return _read_files(_files(folder, f"{CODED}-{re.escape(source)}-{INITIALS}"), scheme, units)


def read_adjudicated(
    folder: Path, *, source: str, scheme: CodingScheme, units: Sequence[Unit]
) -> tuple[Coding, ...]:
    """Read what was decided where coders differ; as `read_codings`."""
    return _read_files(_files(folder, f"{ADJUDICATED}-{re.escape(source)}"), scheme, units)


def refresh_coding_file(
    folder: Path,
    *,
    source: str,
    coder: str,
    units: Sequence[Unit],
    scheme: CodingScheme,
    beside: Beside,
    suffix: str | None = None,
) -> Progress:
    """Write the file of a coder, with all that stands in it already.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of coding files.
    source : str
        The wave of the survey, or what the documents are called together.
    coder : str
        Initials of the coder, who codes a file of their own.
    units : sequence of Unit
        The units that there are now.
    scheme : CodingScheme
        The scheme.
    beside : dict of str to dict
        Columns that help the coder: for each header what stands there, by unit.
    suffix : {".xlsx", ".csv"}, optional
        Kind of the file; that of the file that is there or else a workbook.

    Returns
    -------
    Progress
        How much is left to code.

    Raises
    ------
    DataError
        If the initials are none, the file that is there has a fault, or is of another kind.
    """
    _check_initials(coder)
    name = f"{CODED}-{source}-{coder.upper()}"
    return _refresh(folder, name, units, scheme=scheme, beside=beside, suffix=suffix)


def begin_project(
    folder: Path,
    *,
    source: str,
    coder: str,
    units: Sequence[Unit],
    scheme: CodingScheme,
    day: date,
) -> Progress:
    """Write the project that a coder opens in qualitative software.

    Parameters
    ----------
    folder, source, coder, units, scheme
        As for `refresh_coding_file`.
    day : datetime.date
        Today.

    Returns
    -------
    Progress
        All units await the coder.

    Raises
    ------
    DataError
        If the initials are none, or the coder has a file of this source already.
    """
    _check_initials(coder)
    file = folder / f"{CODED}-{source}-{coder.upper()}.qdpx"
    _refuse(_other_files(file))
    write_project(file, coder=coder.upper(), scheme=scheme, units=units, day=day)
    return Progress(file, len(units), len(units), 0)


def refresh_adjudication(
    folder: Path, *, source: str, units: Sequence[Unit], scheme: CodingScheme, beside: Beside
) -> Progress:
    """Write the file of units that coders coded differently, with what is decided already.

    Parameters
    ----------
    folder, source, scheme
        As for `refresh_coding_file`.
    units : sequence of Unit
        The units that were coded differently.
    beside : dict of str to dict
        For each coder what they found, by unit.

    Returns
    -------
    Progress
        How much is left to decide.

    Raises
    ------
    DataError
        If the file that is there has a fault.
    """
    name = f"{ADJUDICATED}-{source}"
    return _refresh(folder, name, units, scheme=scheme, beside=beside, suffix=None)


def _refresh(
    folder: Path,
    name: str,
    units: Sequence[Unit],
    *,
    scheme: CodingScheme,
    beside: Beside,
    suffix: str | None,
) -> Progress:
    file = _only_file(folder, name, suffix)
    known = {unit.id: unit for unit in units}
    earlier = read_rows(file) if file.is_file() else {}
    _refuse(find_row_faults(file.name, earlier, scheme=scheme, units=known))
    rows = update_rows(units, earlier=list(earlier.values()))
    if rows:
        write_rows(rows, file, scheme=scheme, beside=beside)
    awaiting = sum(row.awaits for row in rows)
    return Progress(file, awaiting, len(units), len(rows) - len(units))


def _check_initials(coder: str) -> None:
    if not re.fullmatch(INITIALS, coder.upper()):
        problem = "initials are two to five letters."
        raise DataError(Fault("--coder", problem, "Give yours, such as AB."))


def _only_file(folder: Path, name: str, suffix: str | None) -> Path:
    """Return the file that is there, or the one to be made."""
    there = [folder / f"{name}{each}" for each in (".xlsx", ".csv")]
    there = [path for path in there if path.is_file()]
    file = there[0] if there and suffix is None else folder / f"{name}{suffix or '.xlsx'}"
    _refuse(_other_files(file))
    return file


def _other_files(file: Path) -> list[Fault]:
    """Find files of the same name and another kind: the work would lie in two places."""
    others = [file.with_suffix(suffix) for suffix in READERS if suffix != file.suffix]
    problem = "the same work would lie in two files of one name."
    remedy = "Go on in one, and take the other away."
    return [Fault(each.name, problem, remedy) for each in others if each.is_file()]


def _read_rows_file(path: Path, scheme: CodingScheme, units: Units) -> tuple[Coding, ...]:
    rows = read_rows(path)
    _refuse(find_row_faults(path.name, rows, scheme=scheme, units=units))
    return tuple(coding for row in rows.values() for coding in codings_of(row, scheme=scheme))


def _read_project_file(path: Path, scheme: CodingScheme, units: Units) -> tuple[Coding, ...]:
    return read_project(
        path, coder=path.stem.rpartition("-")[2], scheme=scheme, units=units.values()
    )


READERS: Mapping[str, Reader] = {
    ".xlsx": _read_rows_file,
    ".csv": _read_rows_file,
    ".qdpx": _read_project_file,
}
"""What reads the codings of a file, by its suffix: raises all its faults at once."""


def _files(folder: Path, name: str) -> list[Path]:
    suffixes = "|".join(map(re.escape, READERS))
    named = re.compile(f"{name}({suffixes})")
    return [path for path in sorted(folder.glob("*")) if named.fullmatch(path.name)]


def _stray_files(folder: Path) -> list[Fault]:
    """Find files that nobody would read for their name, and links, which may lead out."""
    names = {CODED: f"{CODED}-.+-{INITIALS}", ADJUDICATED: f"{ADJUDICATED}-[^()]+"}
    strays = [
        path
        for begins, name in names.items()
        for path in sorted(folder.glob(f"{begins}*"))
        if path not in _files(folder, name)
    ]
    problem = "the name does not tell source and coder, and the file would not be read."
    remedy = f"Name it as {CODED}-2025-AB.xlsx or {ADJUDICATED}-2025.xlsx, or take it away."
    links = [path for path in sorted(folder.glob("*")) if path.is_symlink()]
    return [
        *(Fault(path.name, problem, remedy) for path in strays),
        *(Fault(path.name, "it is a link.", "Put the file itself there.") for path in links),
    ]


def _read_files(
    files: Sequence[Path], scheme: CodingScheme, units: Sequence[Unit]
) -> tuple[Coding, ...]:
    known, faults, read = (
        {unit.id: unit for unit in units},
        list[Fault](),
        dict[str, tuple[Coding, ...]](),
    )
    for path in files:
        try:
            read[path.name] = READERS[path.suffix](path, scheme, known)
        except DataError as error:
            faults += error.faults
    _refuse([*faults, *_coded_twice(read)])
    return tuple(coding for codings in read.values() for coding in codings)


def _coded_twice(read: Mapping[str, Sequence[Coding]]) -> list[Fault]:
    """Find the coders who have coded a unit in more than one file."""
    who = [(file, key) for file, each in read.items() for key in {(c.unit, c.coder) for c in each}]
    times = Counter(key for _, key in who)
    twice = Counter((coder, file) for file, (unit, coder) in who if times[unit, coder] > 1)
    return [
        Fault(file, f"{coder} has coded {count} texts in another file too.", "Keep one of them.")
        for (coder, file), count in sorted(twice.items())
    ]


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise DataError(faults)
