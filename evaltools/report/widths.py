"""How wide the columns of a printed table are, and whether it stands upright or across.

A column needs room for its longest word and would like room for its longest cell, measured in
the font. Where not all get what they would like, text of area A in a column of width w takes
A / w lines, so that the lines of all columns together are fewest where each w goes with the
square root of its A.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from fontTools.ttLib import TTFont

from evaltools.artefacts import ColumnMetadata, is_number

LARGE, SMALL = 9.2, 8.0
"""Sizes of type in points."""
UPRIGHT, ACROSS = 459.0, 705.0
"""Points between the margins of a page of A4."""
INSET = 9.0
"""Points that a cell keeps free, left and right together."""
BROAD = 0.55
"""From this part of the width a table is spread over all of it."""
SHORT = 5.5
"""A column whose cells are all as short as this, in widths of the type, is not broken."""
LONG_WORD, SYLLABLES = 9.0, 4.0
"""Width from which words of text are hyphenated, and words of a head where nothing else helps."""
MONOSPACED = 0.58
"""Width of a letter in a file name."""
MANY_LINES = 18
"""From this many lines a table may break over pages."""
FEW_ROWS = 15
"""A table of so few rows does not get a page across if hyphens in its head can help it."""
ROUNDS = 8
"""How often areas and widths are reckoned from each other."""
Floats = npt.NDArray[np.float64]


class _Column(NamedTuple):
    """What a column needs and would like, in widths of the type."""

    needed: float
    wanted: float


_Attempt = tuple[float, float, list[_Column]]
"""Size of type, width of page and columns."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is set.

    Attributes
    ----------
    size : float
        Size of its type in points.
    across : bool
        Whether it needs a page that stands across.
    widths : tuple of float
        Width of each column in points.
    fits : bool
        Whether every cell stands on one line.
    spread : bool
        Whether it takes up all of the width.
    hyphenated : tuple of bool
        For each column whether a word of it is wider than the column.
    lines : int
        Lines that it takes up, head included.
    """

    size: float
    across: bool
    widths: tuple[float, ...]
    fits: bool
    spread: bool
    hyphenated: tuple[bool, ...]
    lines: int


def lay_out(
    columns: Sequence[ColumnMetadata], *, rows: Sequence[Sequence[str]], letters: float = 1
) -> Layout:
    """Lay a table out on a page of A4.

    Parameters
    ----------
    columns : sequence of ColumnMetadata
        The columns.
    rows : sequence of sequence of str
        The cells of each row, the head first.
    letters : float, optional
        How wide letters are beside those of Source Sans 3.

    Returns
    -------
    Layout
        In the largest type in which no word is broken, upright if it can be.
    """
    texts = list(zip(*rows, strict=True))
    whole = [_measured(*pair, in_head=LONG_WORD) for pair in zip(columns, texts, strict=True)]
    broken = [_measured(*pair, in_head=SYLLABLES) for pair in zip(columns, texts, strict=True)]
    tries = [(LARGE, UPRIGHT, whole), (SMALL, UPRIGHT, whole), (SMALL, ACROSS, whole)]
    if len(rows) <= FEW_ROWS:
        tries.insert(2, (SMALL, UPRIGHT, broken))
    fitting = [each for each in tries if sum(c.needed for c in each[2]) <= _room(each, letters)]
    return _set([*fitting, tries[-1]][0], texts, letters=letters)


def _set(attempt: _Attempt, texts: Sequence[Sequence[str]], *, letters: float) -> Layout:
    size, page, columns = attempt
    room, wanted = _room(attempt, letters), np.array([each.wanted for each in columns])
    fits = bool(wanted.sum() <= room)
    cells = np.array([[_width(cell) for cell in column] for column in texts]).T
    widths = wanted if fits else _shared(columns, cells, room=room)
    return Layout(
        size=size,
        across=page == ACROSS,
        widths=tuple(float(each) * size * letters + INSET for each in widths),
        fits=fits,
        spread=not fits or bool(wanted.sum() >= BROAD * room),
        hyphenated=tuple(map(_is_hyphenated, texts, widths)),
        lines=len(texts[0]) if fits else int(np.ceil(cells / widths).max(axis=1).sum()),
    )


def _room(attempt: _Attempt, letters: float) -> float:
    """Return the room for cells in widths of the type."""
    size, page, columns = attempt
    return (page - len(columns) * INSET) / (size * letters)


def _measured(column: ColumnMetadata, texts: Sequence[str], *, in_head: float) -> _Column:
    head, *cells = texts
    is_code = column.format == "code"
    parts = [part for cell in cells for part in (cell.split("; ") if is_code else [cell])]
    longest = max((_width(part, code=is_code) for part in parts), default=0)
    words = {word for part in parts for word in part.split(" ")}
    longest_word = max((min(_width(word), LONG_WORD) for word in words), default=0)
    is_whole = is_code or (longest <= SHORT and not is_number(column.format))
    needed = longest if is_whole else longest_word
    head_word = max(min(_width(word, bold=True), in_head) for word in head.split(" "))
    wanted = max(longest, _width(head, bold=True))
    return _Column(max(needed, head_word), wanted)


def _shared(columns: Sequence[_Column], cells: Floats, *, room: float) -> Floats:
    """Share the room so that the lines of all rows together are about fewest."""
    widths = _by_area(columns, cells.sum(axis=0), room=room)
    for _ in range(ROUNDS):
        areas = (cells * _parts_of_height(cells / widths)).sum(axis=0)
        widths = (widths + _by_area(columns, areas, room=room)) / 2
    return widths


def _is_hyphenated(texts: Sequence[str], width: float) -> bool:
    head, *cells = texts
    longest = max((_width(word) for cell in cells for word in cell.split(" ")), default=0)
    in_head = max(_width(word, bold=True) for word in head.split(" "))
    return max(longest, in_head) > width


def _parts_of_height(lines: Floats) -> Floats:
    """Tell how far each cell is why its row is as high as it is."""
    weights: Floats = (lines / lines.max(axis=1, keepdims=True)) ** 4
    parts: Floats = weights / weights.sum(axis=1, keepdims=True)
    return parts


def _by_area(columns: Sequence[_Column], areas: Floats, *, room: float) -> Floats:
    """Share the room by the square roots of the areas, within what is needed and wanted."""
    needed, wanted = (np.array([each[place] for each in columns]) for place in (0, 1))
    low, high = 0.0, room
    for _ in range(40):
        middle = (low + high) / 2
        widths = np.clip(middle * np.sqrt(areas), needed, wanted)
        low, high = (middle, high) if widths.sum() <= room else (low, middle)
    shared: Floats = np.clip(low * np.sqrt(areas), needed, wanted)
    shared *= min(1.0, room / float(shared.sum()))
    return shared


def _width(text: str, *, bold: bool = False, code: bool = False) -> float:
    if code:
        return MONOSPACED * len(text)
    return sum(_advance(letter, bold) for letter in text) + 0.1


@cache
def _advance(letter: str, bold: bool) -> float:
    """Measure a letter in the font, in parts of the size of the type."""
    glyphs, advances, units = _face(bold)
    glyph = glyphs.get(ord(letter)) or glyphs[ord("n")]
    return float(advances[glyph][0]) / units


@cache
def _face(bold: bool) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """Read the glyph of each letter, the advance of each glyph and the units of an em."""
    name = f"SourceSans3-{'Bold' if bold else 'Regular'}.ttf"
    with TTFont(str(files("evaltools") / "fonts" / name)) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
