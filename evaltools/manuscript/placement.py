"""Whether the text and the results know each other: what is cited, placed and left out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from evaltools.artefacts import Artefacts
from evaltools.declarations import Declared, read_declaration
from evaltools.errors import Fault
from evaltools.manuscript.reading import Book, place_of

LEFT_OUT = "left_out.yml"
Shown = Annotated[str, Field(pattern=r"^(fig|tab)-[a-z0-9-]+$")]


class LeftOut(Declared):
    """A figure or table that the report does not show, and why.

    Attributes
    ----------
    id : str
        Such as tab-quotes.
    reason : str
        Why no reader needs it.
    """

    id: Shown
    reason: Annotated[str, Field(min_length=10)]


class LeftOuts(Declared):
    """The content of left_out.yml.

    Attributes
    ----------
    left_out : tuple of LeftOut
        Figures and tables that no chapter shows.
    may_be_absent : tuple of str
        Figures and tables that the text shows where there are any, and passes over else: too
        few bodies or answers for it, or evidence that is no part of the evaluation.
    """

    left_out: tuple[LeftOut, ...] = ()
    may_be_absent: tuple[Shown, ...] = ()


def read_left_out(manuscript: Path) -> tuple[LeftOut, ...]:
    """Read which figures and tables the report leaves out.

    Parameters
    ----------
    manuscript : pathlib.Path
        The folder with the text; `left_out.yml` stands in it where there are any.

    Returns
    -------
    tuple of LeftOut
        In the order of the file; none where there is no file.

    Raises
    ------
    ConfigurationError
        If the file does not fit.
    """
    return _read(manuscript).left_out


def show_what_there_is(book: Book, *, saved: Container[str], manuscript: Path) -> Book:
    """Take figures and tables out of the text that may be absent, and are.

    Parameters
    ----------
    book : Book
        The text in one language.
    saved : container of str
        The results, or their ids.
    manuscript : pathlib.Path
        The folder with the text and `left_out.yml`, which names what may be absent.

    Returns
    -------
    Book
        The text, numbered without them.

    Raises
    ------
    ConfigurationError
        If `left_out.yml` does not fit.
    """
    may_be_absent = _read(manuscript).may_be_absent
    return book.without([each for each in may_be_absent if each not in saved])


def _read(manuscript: Path) -> LeftOuts:
    path = manuscript / LEFT_OUT
    return read_declaration(path, LeftOuts) if path.exists() else LeftOuts()


def citation_faults(book: Book, *, artefacts: Artefacts) -> list[Fault]:
    """Find what the text cites that is not there, and what its tables cite that it lacks.

    Parameters
    ----------
    book : Book
        The text in one language.
    artefacts : Artefacts
        The results.

    Returns
    -------
    list of Fault
        With file and line.
    """
    return unknown_faults(book, artefacts=artefacts) or _unplaced_evidence(book, artefacts)


def unused_faults(
    book: Book, *, artefacts: Artefacts, left_out: Iterable[LeftOut], place: Path
) -> list[Fault]:
    """Find the figures and tables that are neither shown nor left out, and stale entries.

    Parameters
    ----------
    book : Book
        The text in the main language.
    artefacts : Artefacts
        The results.
    left_out : iterable of LeftOut
        What the report leaves out on purpose.
    place : pathlib.Path
        The folder of the text.

    Returns
    -------
    list of Fault
        One per figure or table, and one per entry that leaves out what is shown or not saved.
    """
    reasons = {each.id for each in left_out}
    saved = [*artefacts.figures, *artefacts.tables]
    unused = [
        Fault(
            f"{place / book.language}",
            f"no chapter shows {each}, which {artefacts.captioned(each).producer} has saved.",
            f"Place ::{each.replace('-', ':', 1)} in a chapter, or name it in {LEFT_OUT}.",
        )
        for each in saved
        if each not in reasons and each not in book.numbers
    ]
    shown = [
        Fault(f"{place / LEFT_OUT}, {each}", "the text shows it.", "Take it out of the file.")
        for each in sorted(reasons & set(book.numbers))
    ]
    gone = [
        Fault(f"{place / LEFT_OUT}, {each}", "no step saves it.", "Take it out of the file.")
        for each in sorted(reasons - {*saved, *book.numbers})
    ]
    return unused + shown + gone


def unknown_faults(book: Book, *, artefacts: Artefacts) -> list[Fault]:
    """Find what the text cites that is not there.

    Parameters
    ----------
    book : Book
        The text in one language.
    artefacts : Artefacts
        The results.

    Returns
    -------
    list of Fault
        With file and line.
    """
    return [
        Fault(place, f"there is no result {identifier}.", _RESULT)
        for place, identifier in dict.fromkeys(_citations(book))
        if identifier not in artefacts
    ]


def _unplaced_evidence(book: Book, artefacts: Artefacts) -> list[Fault]:
    """Tell of tables that cite a figure or table that the text does not show."""
    return [
        Fault(
            place_of(chapter, node),
            f"{identifier} cites {cited}, which the text does not show.",
            f"Place ::{cited.replace('-', ':', 1)} in a chapter, or cite something else.",
        )
        for chapter in book.chapters
        for node, identifier in chapter.directives()
        if identifier in artefacts.tables
        for cited in artefacts.tables[identifier].cited()
        if cited not in book.numbers
    ]


def _citations(book: Book) -> Iterator[tuple[str, str]]:
    for chapter in book.chapters:
        for node, identifier in (*chapter.directives(), *chapter.values()):
            yield place_of(chapter, node), identifier


_RESULT = "Correct the name, or let a notebook save it."
