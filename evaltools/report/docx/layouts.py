"""How tables fit on pages: the page, the size of letters, the widths of columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt

from evaltools.artefacts import ColumnMetadata, TableArtefact, is_number
from evaltools.declarations import Language
from evaltools.report.docx.pages import Page
from evaltools.report.pdf import MANY_COLUMNS, MANY_ROWS, WIDE

EM = {"": 180, "Small": 160}
"""Twips of an em, the size of letters, set as usual or small."""
USUAL, MONOSPACED = 0.56, 0.6
"""Ems that a letter is wide, where it is none of these, and in code."""
LETTERS = {
    **dict.fromkeys("ijlI.,:;'|!", 0.26),
    **dict.fromkeys("ftr()[]-/ \u00a0", 0.34),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÅÄÖw&", 0.72),
    **dict.fromkeys("mMW%@", 0.89),
}
BOLD = 1.08
"""How much wider a letter of a head is."""
PADDING = 190
"""Twips beside the text of a cell."""
HALVINGS = 40
"""So many times the range of a width is halved until it is found."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands.

    Attributes
    ----------
    page : Page
        The page, across where many columns or long words need it.
    size : {"", "Small"}
        How large its letters are.
    widths : list of int
        Width of each column in twips.
    is_low : bool
        Whether it is so low that it is not broken over pages.
    rows : list of list of str
        The cells.
    """

    page: Page
    size: str
    widths: list[int]
    is_low: bool
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class _Column:
    """How wide a column's longest word, its longest line and each of its cells are, in ems."""

    least: float
    full: float
    cells: list[float]


def lay_out_table(it: TableArtefact, *, language: Language, labels: Callable[[str], str]) -> Layout:
    """Find out how a table stands on its page.

    Parameters
    ----------
    it : TableArtefact
        The table.
    language : {"sv", "en"}
        The language.
    labels : callable
        Says what the figures and tables are called that a cell cites.

    Returns
    -------
    Layout
        The layout.
    """
    rows, columns = it.cells(language), it.metadata.columns
    size = "Small" if len(columns) >= MANY_COLUMNS else ""
    measured = [
        _measure(column, [row[place] for row in rows], language=language, labels=labels)
        for place, column in enumerate(columns)
    ]
    needed = sum(PADDING + EM[size] * each.least for each in measured)
    is_wide = len(columns) >= WIDE or needed > Page.UPRIGHT.room
    page = Page.ACROSS if is_wide else Page.UPRIGHT
    widths = _widths(measured, room=page.room, em=EM[size])
    is_low = _lines(measured, widths, em=EM[size]) < MANY_ROWS
    return Layout(page, size, widths, is_low, rows)


def _measure(
    column: ColumnMetadata, texts: list[str], *, language: Language, labels: Callable[[str], str]
) -> _Column:
    """Measure a column's longest word and longest line."""
    cells = [labels(each) for each in texts] if column.format == "cites" else texts
    head = column.label[language]
    lines, ems = cells, _ems
    if column.format == "code":
        lines, ems = [text.replace("; ", "\n") for text in cells], _monospaced
    is_whole = is_number(column.format) or column.format == "code"
    words = {word for line in lines for word in (line.split("\n") if is_whole else line.split(" "))}
    widths = list(map(ems, lines))
    least = max([*map(ems, words), *(BOLD * _ems(word) for word in head.split())])
    return _Column(least, max(least, *widths, BOLD * _ems(head)), widths)


def _widths(columns: list[_Column], *, room: int, em: int) -> list[int]:
    """Give columns one line for each cell where there is room, else make the table low.

    The columns together are lowest where each is as wide as the root of the letters in it; none
    is narrower than its longest word or wider than its longest cell.
    """
    least = [PADDING + em * each.least for each in columns]
    full = [PADDING + em * each.full for each in columns]
    if sum(least) >= room:
        return [int(each * room / sum(least)) for each in least]
    asked = [sqrt(sum(each.cells)) for each in columns]
    low, high = 0.0, float(room)
    for _ in range(HALVINGS):
        scale = (low + high) / 2
        widths = [
            min(max(less, scale * share), more)
            for less, share, more in zip(least, asked, full, strict=True)
        ]
        low, high = (low, scale) if sum(widths) > room else (scale, high)
    return [int(each) for each in widths]


def _lines(columns: list[_Column], widths: list[int], *, em: int) -> int:
    """Count about how many lines the rows of a table take."""
    fitting = [(width - PADDING) / em for width in widths]
    rows = zip(*(each.cells for each in columns), strict=True)
    return sum(
        max(ceil(cell / ems) for cell, ems in zip(row, fitting, strict=True)) for row in rows
    )


def _ems(text: str) -> float:
    return sum([LETTERS.get(letter, USUAL) for letter in text])


def _monospaced(text: str) -> float:
    """Measure the longest of the lines that code stands in."""
    return MONOSPACED * max(map(len, text.split("\n")))
