"""A coder's file as a project of qualitative software."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from evaltools.errors import DataError, Fault
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.qda import Code, read_qdpx, write_qdpx
from evaltools.testimony.scheme import CodingScheme


def codes_of(scheme: CodingScheme) -> tuple[Code, ...]:
    """Lay a scheme out as the codes of qualitative software, in Swedish."""
    return tuple(Code(each.id, each.name.sv, each.definition.sv) for each in scheme.themes)


def read_project(
    path: Path, *, coder: str, scheme: CodingScheme, units: Iterable[Unit]
) -> tuple[Coding, ...]:
    """Read the codings of one coder.

    Parameters
    ----------
    path : pathlib.Path
        A file that `write_project` wrote and that was coded since.
    coder : str
        Whose file it is, by its name; what the software calls them does not matter.
    scheme : CodingScheme
        The scheme.
    units : iterable of Unit
        The units that there are now.

    Returns
    -------
    tuple of Coding
        What they coded.

    Raises
    ------
    DataError
        If several persons have coded in it, and for all that `read_qdpx` refuses.
    """
    codings = read_qdpx(path, units=units, codes=codes_of(scheme)).codings
    several = len({coding.coder for coding in codings})
    if several > 1:
        problem = f"{several} persons have coded in it, and it is the file of one."
        raise DataError(Fault(path.name, problem, "Export a project for each of them."))
    return tuple(replace(coding, coder=coder) for coding in codings)


def write_project(
    path: Path, *, coder: str, scheme: CodingScheme, units: Sequence[Unit], day: date
) -> None:
    """Write the project that a coder opens in their software.

    Parameters
    ----------
    path : pathlib.Path
        The file; one that is there stays, since it may hold more than codings.
    coder : str
        Initials of the coder.
    scheme : CodingScheme
        The scheme.
    units : sequence of Unit
        The units.
    day : datetime.date
        Today.

    Raises
    ------
    DataError
        If there is such a file already.
    """
    if path.exists():
        problem = "the project is there already, and is not written over."
        remedy = "Go on in it; to begin anew, take it away first."
        raise DataError(Fault(path.name, problem, remedy))
    write_qdpx(
        path, name=path.stem, units=units, codings=(), codes=codes_of(scheme), users=(coder,),
        when=datetime.combine(day, time()), language="sv",
    )  # fmt: skip
