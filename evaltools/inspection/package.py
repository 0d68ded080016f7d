"""Files from outside, opened so that they can do no harm."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from evaltools.errors import DataError, Fault
from evaltools.intake.extent import PartError
from evaltools.intake.packages import UNREADABLE, check_directory, check_markup

LARGEST = 200 << 20
"""Bytes of a file that is looked at."""
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read_file(path: Path) -> bytes:
    """Read a file, unless it is larger than any report.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    DataError
        If it is no file, or too large.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        problem = f"there is no such file, or it has more than {LARGEST >> 20} MiB."
        raise DataError(Fault(path.name, problem, "Name a finished report."))
    return path.read_bytes()


def open_parts(path: Path) -> dict[str, bytes]:
    """Unpack a document or workbook.

    Parameters
    ----------
    path : pathlib.Path
        A DOCX or XLSX file.

    Returns
    -------
    dict of str to bytes
        Its parts by name.

    Raises
    ------
    DataError
        If it is no such file, or would grow beyond what a report is.
    """
    read_file(path)
    try:
        with zipfile.ZipFile(path) as package:
            check_directory(path, package)
            return {each.filename: package.read(each) for each in package.infolist()}
    except UNREADABLE:
        raise DataError(unreadable(path.name)) from None


def parse(content: bytes, *, place: str) -> etree._Element:
    """Parse a part of a package.

    Parameters
    ----------
    content : bytes
        The XML.
    place : str
        What it is called in an error.

    Returns
    -------
    lxml.etree._Element
        Its root.

    Raises
    ------
    DataError
        If it is no XML, or could define entities or fill the memory.
    """
    try:
        check_markup(content)
        return etree.fromstring(content, parser=_parser())
    except (PartError, expat.ExpatError, etree.XMLSyntaxError):
        raise DataError(unreadable(place)) from None


def parse_drawing(content: bytes, *, place: str) -> etree._Element:
    """Parse an SVG, which may name its document type but define nothing.

    Parameters
    ----------
    content : bytes
        The SVG.
    place : str
        What it is called in an error.

    Returns
    -------
    lxml.etree._Element
        Its root.

    Raises
    ------
    DataError
        If it is no XML, or defines entities.
    """
    try:
        if ENTITY.search(content):
            raise DataError(unreadable(place))
        return etree.fromstring(content, parser=_parser())
    except etree.XMLSyntaxError:
        raise DataError(unreadable(place)) from None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def unreadable(place: str) -> Fault:
    """Say that a file is not what its name says.

    Parameters
    ----------
    place : str
        The file or part.

    Returns
    -------
    Fault
        For an error.
    """
    problem = "it cannot be read as what it calls itself."
    return Fault(place, problem, "Make it anew, or open and save it in the program it belongs to.")
