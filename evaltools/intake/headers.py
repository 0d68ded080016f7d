"""Where the header of a table is, and what its columns are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from evaltools.errors import Fault

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    first : int
        Row that it begins on, from 0.
    below : int
        First row of the body.
    names : tuple of str
        One name per column, none twice; "" where a column has no header.
    renamed : dict of str to str
        The header as it stood, of columns whose header was repeated.
    """

    first: int
    below: int
    names: tuple[str, ...]
    renamed: dict[str, str]


def find_header(
    rows: Rows, *, header_rows: int = 1, merged: frozenset[int] = frozenset()
) -> Header:
    """Find the header: the first row that fills more than half of what the fullest row does.

    A row above it with cells merged across belongs to it: its texts are put before those
    beneath, as "Question [part]".

    Parameters
    ----------
    rows : list of list of str
        The rows from the top of the table.
    header_rows : int, optional
        Rows that the header takes up.
    merged : frozenset of int, optional
        Rows with cells that are merged across columns.

    Returns
    -------
    Header
        Names in order of the columns. A repeated one gets "(2)", "(3)" and so on.
    """
    filled = [sum(bool(cell) for cell in row) for row in rows]
    place = next(row for row, cells in enumerate(filled) if 2 * cells > max(filled))
    first, last = place, place + header_rows - 1
    if header_rows == 1 and place and place - 1 in merged and filled[place - 1] > 1:
        first = place - 1
    elif header_rows == 1 and place in merged and place + 1 < len(rows):
        last = place + 1
    names = _join_rows(rows[first : last + 1])
    unique, renamed = _unique(names)
    return Header(first, last + 1, unique, renamed)


def header_faults(place: str, header: Header, *, filled: list[bool]) -> list[Fault]:
    """Tell of columns that hold something and have no header."""
    unnamed = sum(not name and full for name, full in zip(header.names, filled, strict=True))
    if not unnamed:
        return []
    remedy = "Name them or delete them; `header_rows: 2` in evaluation.yml if there are two rows."
    return [Fault(place, f"{unnamed} columns have no header.", remedy)]


def _join_rows(rows: Rows) -> list[str]:
    """Put the texts of several header rows together, column by column."""
    width = max(len(row) for row in rows)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    spread = [_spread(row) for row in padded[:-1]] + [padded[-1]]
    return [_joined(column) for column in zip(*spread, strict=True)]


def _spread(row: list[str]) -> list[str]:
    """Let a merged cell's text stand in all the columns that it covers."""
    told, spread = "", []
    for cell in row:
        told = cell or told
        spread.append(told)
    return spread


def _joined(texts: tuple[str, ...]) -> str:
    *above, last = texts
    said = [text for text in dict.fromkeys(above) if text and text != last]
    if not last:
        return above[-1] if above else ""
    return " ".join([*said, f"[{last}]"]) if said else last


def _unique(names: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    seen: Counter[str] = Counter()
    taken, unique, renamed = set(names), [], {}
    for name in names:
        seen[name] += 1
        new = name
        while name and seen[name] > 1 and (new := f"{name} ({seen[name]})") in taken:
            seen[name] += 1
        if new != name:
            renamed[new] = name
        taken.add(new)
        unique.append(new)
    return tuple(unique), renamed
