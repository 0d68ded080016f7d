"""Text as lines: what every kind of file becomes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evaltools.documents.document import Line
from evaltools.documents.letters import plain_line
from evaltools.intake.text import find_encoding


def as_lines(texts: Iterable[str], *, page: int | None) -> tuple[Line, ...]:
    """Turn texts into the numbered lines of a page, or of a file without pages.

    Parameters
    ----------
    texts : iterable of str
        The lines as they were read.
    page : int or None
        The page they stand on.

    Returns
    -------
    tuple of Line
        In order, with nothing repaired.
    """
    plain = map(plain_line, texts)
    return tuple(Line(page, number, text, text) for number, text in enumerate(plain, start=1))


def read_text(path: Path) -> tuple[Line, ...]:
    """Read a text file; form feeds divide it into pages, as pdftotext writes them.

    Parameters
    ----------
    path : pathlib.Path
        Text in UTF-8, UTF-16 with its mark, or cp1252.

    Returns
    -------
    tuple of Line
        The lines; pages only where the file has form feeds.

    Raises
    ------
    DataError
        If the text cannot be decoded.
    """
    pages = path.read_text(encoding=find_encoding(path)).split("\f")
    if len(pages) == 1:
        return as_lines(_lines(pages[0]), page=None)
    if not pages[-1].strip():
        pages.pop()
    return tuple(
        line
        for number, text in enumerate(pages, start=1)
        for line in as_lines(_lines(text), page=number)
    )


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")
