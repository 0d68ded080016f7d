"""The parts of a project file, read with care: nothing is unpacked to disk or fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from evaltools.errors import DataError, Fault
from evaltools.intake.extent import PartError
from evaltools.intake.packages import UNREADABLE, check_directory, check_markup

LARGEST_CODEBOOK = 16 << 20
LARGEST_TEXT = 32 << 20
"""Bytes of a text; a thousand pages have a tenth of that."""
SEND_AGAIN = "Export it again from the software, with the sources inside the file."


def read_package(path: Path) -> tuple[ET.Element, dict[str, bytes]]:
    """Read the description of a project, and its plain texts.

    Parameters
    ----------
    path : pathlib.Path
        A .qdpx file.

    Returns
    -------
    root : xml.etree.ElementTree.Element
        The project.
    texts : dict of str to bytes
        The parts that are plain texts, by the last part of their name in small letters: where
        a project says that a text is, no folder and no other file is looked into.

    Raises
    ------
    DataError
        If the file is no such package, would grow beyond measure, holds no project or several,
        or its XML defines entities or is nested beyond measure.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_directory(path, package)
            names = package.namelist()
            projects = [name for name in names if name.lower().endswith(".qde")]
            if len(projects) != 1:
                problem = f"it holds {len(projects)} projects (.qde), and must hold one."
                raise DataError(Fault(path.name, problem, SEND_AGAIN))
            root = _parsed(path, package.read(projects[0]), "Project")
            return root, dict(_texts(package))
    except UNREADABLE:
        raise _unreadable(path) from None


def read_markup(path: Path) -> ET.Element:
    """Read a codebook.

    Parameters
    ----------
    path : pathlib.Path
        A .qdc file.

    Returns
    -------
    xml.etree.ElementTree.Element
        The codebook.

    Raises
    ------
    DataError
        If the file is missing, larger than 16 MiB, or no codebook in XML without entities.
    """
    try:
        if path.stat().st_size > LARGEST_CODEBOOK:
            problem = f"it is larger than {LARGEST_CODEBOOK >> 20} MiB, as no codebook is."
            raise DataError(Fault(path.name, problem, SEND_AGAIN))
        return _parsed(path, path.read_bytes(), "CodeBook")
    except UNREADABLE:
        raise _unreadable(path) from None


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _texts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in package.infolist():
        name = PurePosixPath(part.filename).name.lower()
        if name.endswith(".txt") and part.file_size <= LARGEST_TEXT:
            yield name, package.read(part)


def _parsed(path: Path, content: bytes, expected: str) -> ET.Element:
    try:
        check_markup(content)
        root = ET.fromstring(content)
    except PartError as error:
        raise DataError(Fault(path.name, str(error), SEND_AGAIN)) from None
    if local_name(root) != expected:
        problem = f"it is no {expected} of the exchange format REFI-QDA."
        raise DataError(Fault(path.name, problem, SEND_AGAIN))
    return root


def _unreadable(path: Path) -> DataError:
    problem = "it is missing, damaged, has a password, or is no file of the format REFI-QDA."
    return DataError(Fault(path.name, problem, SEND_AGAIN))
