"""A document as its lines, each with its place and with what stood there before repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Reading = Literal["text", "scanned", "repaired"]
"""How a document was read: as it is, again from the image of its pages, or with words repaired."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document.

    Attributes
    ----------
    page : int or None
        Page from 1; None where the file has no pages.
    number : int
        Line on the page from 1, empty lines counted; of a file without pages the paragraph.
    raw : str
        As it was read.
    text : str
        With words repaired; `raw` where nothing was.
    """

    page: int | None
    number: int
    raw: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A word that was repaired, or that a person should look at.

    Attributes
    ----------
    page : int or None
        Page, as of `Line`.
    line : int
        Line on the page.
    raw, text : str
        The word as it was read, and as it stands now.
    doubtful : bool
        True if it is no known word, or another was nearly as likely.
    """

    page: int | None
    line: int
    raw: str = field(repr=False)
    text: str = field(repr=False)
    doubtful: bool


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file that somebody sent in, as lines of text.

    Attributes
    ----------
    file : str
        Name of the file.
    sha256 : str
        Its fingerprint.
    reading : {"text", "scanned", "repaired"}
        How it was read.
    lines : tuple of Line
        In order; empty lines included.
    changes : tuple of Change
        Words that were repaired, and words that are doubtful.
    synthetic : bool
        True if the document says that it is synthetic.
    """

    file: str
    sha256: str
    reading: Reading
    lines: tuple[Line, ...] = field(repr=False)
    changes: tuple[Change, ...] = field(default=(), repr=False)
    synthetic: bool = False
