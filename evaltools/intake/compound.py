"""An .xls before it is opened: its sectors lead somewhere, and its cells do not lie far apart.

The format allows 65,536 rows of 256 columns, yet a cell of 20 bytes may claim to stand in column
65,536, and a chain of sectors may have no end.

References
----------
Microsoft. [MS-CFB]: Compound File Binary File Format; [MS-XLS]: Excel Binary File Format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaltools.errors import DataError, Fault
from evaltools.intake.extent import SUSPECT, Extent, PartError, unopened

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
SECTORS = {9: 512, 12: 4_096}
MINI_SECTOR, MINI_BELOW = 64, 4_096
RESERVED = 0xFFFFFFFA
"""From here on a number is no sector but a mark, such as the end of a chain."""
STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
BEGIN, END, SHEET, DIMENSIONS, SEVERAL = 0x0809, 0x000A, 0x0085, 0x0200, 0x00BD
PASSWORD = 0x002F
CELLS = {0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006}
MOST_DECLARED = 65_536 * 256


def check_compound(path: Path) -> None:
    """Refuse an .xls that has no end, or whose cells lie further apart than in any table.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Raises
    ------
    DataError
        If its sectors do not hang together, or it fills or declares more than a table takes.
    """
    try:
        stream = _workbook_stream(path.read_bytes())
        for start in _sheets(stream):
            _check_sheet(stream[start:])
    except PartError as error:
        raise DataError(Fault(path.name, str(error), SUSPECT)) from None
    except (LookupError, ValueError, struct.error, StopIteration):
        raise DataError(unopened(path)) from None


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Pieces of one size that are chained by a table: of each the next one."""

    content: bytes
    size: int
    table: Sequence[int]

    def chain(self, start: int) -> bytes:
        """Join a chain of pieces, each of which it may pass only once."""
        at, places = start, list[int]()
        while at < RESERVED:
            places.append(at)
            at = self.table[at]
            if len(places) > len(self.table):
                raise ValueError("the chain has no end")
        return b"".join(self.content[self.size * at : self.size * (at + 1)] for at in places)


def _workbook_stream(content: bytes) -> bytes:
    """Return the records of a workbook out of the compound file."""
    if content[:8] != SIGNATURE:
        raise ValueError("no compound file")
    size = SECTORS[struct.unpack_from("<H", content, 30)[0]]
    counts = struct.unpack_from("<I", content, 44) + struct.unpack_from("<I", content, 64)
    if max(counts) * size > len(content):
        raise ValueError("more sectors than the file has")
    body = content[size:]
    sectors = _Sectors(body, size, _allocation(content, body, size))
    entries = list(_entries(sectors.chain(*struct.unpack_from("<I", content, 48))))
    name = next(each for each in STREAMS if each in dict(entries))
    start, length = dict(reversed(entries))[name]
    if length >= MINI_BELOW:
        return sectors.chain(start)[:length]
    small = sectors.chain(entries[0][1][0])
    table = _numbers(sectors.chain(*struct.unpack_from("<I", content, 60)))
    return _Sectors(small, MINI_SECTOR, table).chain(start)[:length]


def _allocation(content: bytes, body: bytes, size: int) -> list[int]:
    """Read the table of what follows each sector."""
    places = list(_numbers(content[76:512]))
    (at,) = struct.unpack_from("<I", content, 68)
    while at < RESERVED:
        *more, at = _numbers(body[size * at : size * (at + 1)])
        places += more
        if len(places) * size > len(content) + 512 * size:
            raise ValueError("the chain has no end")
    pieces = (body[size * at : size * (at + 1)] for at in places if at < RESERVED)
    return [number for piece in pieces for number in _numbers(piece)]


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield name, first sector and length of each stream."""
    for at in range(0, len(directory) - 127, 128):
        name = directory[at : at + 64].decode("utf-16-le", errors="replace").split("\0")[0]
        yield name, struct.unpack_from("<II", directory, at + 116)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(content) // 4}I", content)


def _sheets(stream: bytes) -> Iterator[int]:
    """Yield where each sheet begins."""
    for kind, body in _records(stream):
        if kind == PASSWORD:
            raise ValueError("the records are encrypted")
        if kind == SHEET:
            yield struct.unpack_from("<I", body)[0]
        if kind == END:
            return


def _check_sheet(stream: bytes) -> None:
    extent, depth = Extent(), 0
    for kind, body in _records(stream):
        depth += (kind == BEGIN) - (kind == END)
        if kind == END and depth <= 0:
            return
        if kind == DIMENSIONS:
            _check_declared(body)
        elif kind in CELLS or kind == SEVERAL:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == SEVERAL else 0
            extent.fill(row + 1, max(column, last) + 1)


def _check_declared(body: memoryview) -> None:
    rows, columns = struct.unpack_from("<4xI2xH" if len(body) == 14 else "<2xH2xH", body)
    if rows * columns > MOST_DECLARED:
        raise PartError(f"it declares {rows:,} rows of {columns:,} columns.")


def _records(stream: bytes) -> Iterator[tuple[int, memoryview]]:
    """Yield kind and content of each record."""
    at, view = 0, memoryview(stream)
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, view[at + 4 : at + 4 + size]
        at += 4 + size
