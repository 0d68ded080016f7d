"""What a screen reader, a printer and an auditor see of a finished file, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaltools.errors import Fault


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, and where it stands."""

    level: int
    place: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its text for those who do not see it, None where there is none."""

    alt: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes
    ----------
    place : str
        Where it stands.
    captioned : bool
        Whether it has a caption.
    column_heads, row_heads : bool
        Whether its first row, and the first cell of each row, are marked as heads.
    unscoped : bool
        Whether a head does not say if it heads a row or a column.
    """

    place: str
    captioned: bool
    column_heads: bool
    row_heads: bool
    unscoped: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as it is read, its language where that is marked, and where it stands."""

    text: str = field(repr=False)
    language: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Colours:
    """A text's colour and that of its ground, as "#rrggbb", and where they are declared."""

    text: str
    ground: str
    place: str


@dataclass(frozen=True, slots=True)
class Sight:
    """All that is seen of a file.

    Attributes
    ----------
    language, title, author, date : str or None
        What the file says of itself; a date is a date, with a time only where one is told.
    last_author : str or None
        Who saved it last.
    headings, pictures, grids, passages, colours
        What stands in it, in order.
    one_title : bool
        Whether the format has one heading of the first level: a page has, a book of chapters not.
    dead_links, unembedded, outside : tuple of str
        Links that lead nowhere, fonts that are not in the file, what it needs beside it.
    said : tuple of str
        What its metadata say, to be searched for traces.
    unmarked : tuple of str
        Pages, sheets or sections that do not say that data are synthetic.
    faults : tuple of Fault
        What a format alone knows of.
    """

    language: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    last_author: str | None = None
    headings: tuple[Heading, ...] = ()
    one_title: bool = False
    pictures: tuple[Picture, ...] = ()
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    colours: tuple[Colours, ...] = ()
    dead_links: tuple[str, ...] = ()
    unembedded: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
