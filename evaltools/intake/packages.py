"""What a workbook would grow to, and what its XML would do: looked at before it is opened.

A workbook of 20 KiB can hold two cells so far apart that the table about them takes gigabytes,
or a text that unpacks a thousandfold. What the file says of its own size is not believed: its
parts are unpacked once, a block at a time, and the first cell too many ends the reading.
Packages of other kinds are held to the same directory, and their XML to the same rules.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import IO
from xml.parsers import expat

from evaltools.errors import DataError, Fault
from evaltools.intake.extent import SUSPECT, Extent, PartError, unopened

LARGEST_UNPACKED = 1 << 30
"""Bytes of all parts together."""
MOST_PARTS = 5_000
HIGHEST_RATIO = 200
"""Unpacked bytes for each packed one; a sheet of survey answers has about 15."""
SMALL = 16 << 20
"""Unpacked bytes up to which the ratio is of no account."""
MOST_ELEMENTS = 2_000_000
DEEPEST = 100
"""Elements of a part of XML that is read as a tree, and how far they may be nested."""
Attributes = dict[str, str]
Scan = Callable[[IO[bytes]], None]
REFERENCE = re.compile(r"([A-Za-z]+)(\d+)")
XLSB_ROW, XLSB_FILLED = 0, range(2, 12)
"""Records of .xlsb: the head of a row, and cells with a value."""
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, RuntimeError,
    OSError, ValueError,
)  # fmt: skip
"""What a damaged package raises, and one with a password or an unknown packing."""


def check_package(path: Path) -> None:
    """Refuse a workbook that would grow beyond any table, or whose XML could define entities.

    Parameters
    ----------
    path : pathlib.Path
        A workbook that is a package of parts: .xlsx, .xlsm, .xlsb or .ods.

    Raises
    ------
    DataError
        If the file is no such package; if it would take up more than 1 GiB, or two hundred
        times its size, unpacked; if a part lies about its size, has a document type, or fills
        more than a table takes, see `Extent`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            check_directory(path, package)
            _refuse(list(_part_faults(path, package)))
    except UNREADABLE:
        raise DataError(unopened(path)) from None


def check_directory(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse a package by what its directory gives away, before any part is unpacked.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    package : zipfile.ZipFile
        The same, opened.

    Raises
    ------
    DataError
        If it would take up more than 1 GiB, or two hundred times its size, unpacked; if it has
        more than 5,000 parts, or two of one name.
    """
    _refuse(_directory_faults(path, package))


def check_markup(content: bytes) -> None:
    """Refuse XML that could define entities, or would fill the memory as a tree.

    Parameters
    ----------
    content : bytes
        The XML.

    Raises
    ------
    PartError
        If it has a document type, more than two million elements, or more than a hundred inside
        each other.
    xml.parsers.expat.ExpatError
        If it is no XML.
    """
    parser = expat.ParserCreate()
    tree = _TreeExtent()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.Parse(content, True)


class _TreeExtent:
    """How many elements a part of XML has, and how far they are nested."""

    def __init__(self) -> None:
        self.elements = self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element in."""
        self.elements, self.depth = self.elements + 1, self.depth + 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            words = "it has more than {:,} elements, or more than {} inside each other."
            raise PartError(words.format(MOST_ELEMENTS, DEEPEST))

    def end(self, name: str) -> None:
        """Leave an element."""
        self.depth -= 1


class _SheetExtent(Extent):
    """How far the filled cells of a part of .xlsx go, as its XML is read."""

    def __init__(self, sheets_end_with: str) -> None:
        super().__init__()
        self.sheets_end_with = sheets_end_with
        self.row = self.column = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Follow the sheet: rows and cells may or may not say where they stand."""
        match name.rpartition(" ")[2]:
            case "row":
                given = attributes.get("r", "")
                self.row = int(given) if given.isdecimal() else self.row + 1
                self.column = 0
            case "c":
                self._move(attributes.get("r", ""))
            case "v" | "is" | "f":
                self.fill(self.row, self.column)
            case "Relationship":
                self._check_sheet(attributes)

    def _move(self, reference: str) -> None:
        place = REFERENCE.fullmatch(reference)
        self.column = column_number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row

    def _check_sheet(self, attributes: Attributes) -> None:
        """See that no sheet stands in a part that is not looked through."""
        is_sheet = attributes.get("Type", "").endswith("/worksheet")
        if is_sheet and not attributes.get("Target", "").endswith(self.sheets_end_with):
            raise PartError("it names a sheet that no spreadsheet program would write.")


class _OdsExtent(Extent):
    """How far the filled cells of each table of an .ods go."""

    def __init__(self) -> None:
        super().__init__()
        self.row = self.column = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Follow the tables: rows and cells may stand for many alike."""
        match name.rpartition(" ")[2]:
            case "table":
                self.row = self.rows = self.columns = 0
            case "table-row":
                self.row += _repeated(attributes, "number-rows-repeated")
                self.column = 0
            case "table-cell" | "covered-table-cell":
                self.column += _repeated(attributes, "number-columns-repeated")
                if any(key.endswith(" value-type") for key in attributes):
                    self.fill(self.row, self.column)


def column_number(letters: str) -> int:
    """Return the number of a column by its letters.

    Parameters
    ----------
    letters : str
        A, B, ... Z, AA and so on.

    Returns
    -------
    int
        Counted from 1.

    Examples
    --------
    >>> column_number("XFD")
    16384
    """
    return reduce(lambda so_far, each: 26 * so_far + ord(each) - ord("A") + 1, letters.upper(), 0)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise DataError(faults)


def _directory_faults(path: Path, package: zipfile.ZipFile) -> list[Fault]:
    """Tell what the directory of the package gives away, before any part is unpacked."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    allowed = min(LARGEST_UNPACKED, max(SMALL, HIGHEST_RATIO * path.stat().st_size))
    wrong = {
        f"it has {len(parts):,} parts, and may have {MOST_PARTS:,}.": len(parts) > MOST_PARTS,
        "two of its parts have one name.": len({part.filename for part in parts}) < len(parts),
        f"it would grow to {unpacked >> 20:,} MiB, as no such file does.": (unpacked > allowed),
    }
    return [Fault(path.name, problem, SUSPECT) for problem, is_so in wrong.items() if is_so]


def _part_faults(path: Path, package: zipfile.ZipFile) -> Iterator[Fault]:
    for part in package.infolist():
        scan = _scan_for(path.suffix.lower(), part.filename)
        if scan:
            try:
                with package.open(part) as content:
                    scan(content)
            except PartError as error:
                yield Fault(f"{path.name}, part {part.filename}", str(error), SUSPECT)


def _scan_for(kind: str, name: str) -> Scan | None:
    """Return what looks through a part, if it is one of those that are read."""
    if kind == ".ods":
        return _xml_scan(_OdsExtent()) if name == "content.xml" else None
    if kind == ".xlsb" and name.endswith(".bin") and "worksheets/" in name:
        return _scan_binary
    if name.lower().endswith((".xml", ".rels")):
        return _xml_scan(_SheetExtent(".bin" if kind == ".xlsb" else ".xml"))
    return None


def _xml_scan(extent: _SheetExtent | _OdsExtent) -> Scan:
    def scan(content: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = extent.start
        parser.ParseFile(content)

    return scan


def _refuse_document_type(*_: object) -> None:
    raise PartError("its XML has a document type, which can define entities.")


def _scan_binary(content: IO[bytes]) -> None:
    """Follow the records of a sheet of .xlsb: rows and cells say where they stand."""
    extent, row = Extent(), 0
    for kind, body in _records(io.BufferedReader(content)):  # type: ignore[arg-type]
        if kind == XLSB_ROW:
            row = int.from_bytes(body[:4], "little")
        elif kind in XLSB_FILLED:
            extent.fill(row + 1, int.from_bytes(body[:4], "little") + 1)


def _records(content: io.BufferedReader) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record; both begin with a number of at most four bytes."""
    while content.peek(1):
        kind, size = _number(content, most=2), _number(content, most=4)
        body = content.read(size)
        if len(body) < size:
            raise EOFError
        yield kind, body


def _number(content: io.BufferedReader, *, most: int) -> int:
    """Read a number in parts of seven bits, the lowest first; the eighth says that more come."""
    number = 0
    for place in range(most):
        byte = content.read(1)
        if not byte:
            raise EOFError
        number |= (byte[0] & 0x7F) << 7 * place
        if not byte[0] & 0x80:
            break
    return number


def _repeated(attributes: Attributes, name: str) -> int:
    given = [value for key, value in attributes.items() if key.endswith(f" {name}")]
    return int(given[0]) if given and given[0].isdecimal() else 1
