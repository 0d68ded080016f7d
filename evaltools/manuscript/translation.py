"""Whether the text says the same in every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.declarations import Language
from evaltools.errors import Fault
from evaltools.language import told_language
from evaltools.manuscript.reading import (
    Book,
    Chapter,
    directive,
    heading,
    place_of,
    plain_text,
)

FEWEST = 3
"""So many function words tell the language of a paragraph."""


def translation_faults(books: list[Book], *, manuscript: Path) -> list[Fault]:
    """Find what has not been translated, or not as it stands in the main language.

    Parameters
    ----------
    books : list of Book
        The text in every language, the main one first.
    manuscript : pathlib.Path
        The folder of the text.

    Returns
    -------
    list of Fault
        Missing chapters, another order of figures, tables and headings, and paragraphs in
        another language, with file and line.
    """
    faults = _missing_chapters(manuscript, books)
    for book in books[1:]:
        faults += _different_parts(books[0], book)
    return faults + [fault for book in books for fault in foreign_paragraphs(book)]


def _missing_chapters(manuscript: Path, books: list[Book]) -> list[Fault]:
    names = {book.language: {each.path.name for each in book.chapters} for book in books}
    everywhere = sorted(set().union(*names.values()))
    if not everywhere:
        problem = "there is no manuscript."
        return [Fault(str(manuscript), problem, f"Write one in {' and '.join(names)}.")]
    return [
        Fault(str(manuscript / language / name), "the chapter is missing.", "Translate it.")
        for language, known in names.items()
        for name in everywhere
        if name not in known
    ]


def _different_parts(main: Book, other: Book) -> list[Fault]:
    translations = {chapter.path.name: chapter for chapter in other.chapters}
    return [
        fault
        for chapter in main.chapters
        if chapter.path.name in translations
        for fault in first_difference(chapter, translations[chapter.path.name])
    ]


def first_difference(chapter: Chapter, translation: Chapter) -> Iterator[Fault]:
    """Tell of the first figure, table or heading that is another one in the translation.

    Parameters
    ----------
    chapter, translation : Chapter
        A chapter in the main language, and in another.

    Yields
    ------
    Fault
        At most one.
    """
    for wanted, found in zip_longest(_parts(chapter), _parts(translation)):
        if wanted is None or found is None or wanted[1] != found[1]:
            here = found[0] if found else str(translation.path)
            said = found[1] if found else "nothing"
            there = f"{wanted[1]} in {wanted[0]}" if wanted else "nothing"
            problem = f"{said} stands here against {there}."
            remedy = "Use the same figures, tables and headings in the same order."
            yield Fault(here, problem, remedy)
            return


def _parts(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Yield the places of headings, figures and tables in order, and what they are."""
    for node in chapter.nodes():
        identifier = directive(node)
        if node.type == "heading":
            yield place_of(chapter, node), f"a heading of level {heading(node).level}"
        elif identifier:
            yield place_of(chapter, node), identifier


def foreign_paragraphs(book: Book) -> Iterator[Fault]:
    """Tell of paragraphs that read as another language.

    Parameters
    ----------
    book : Book
        The text in one language.

    Yields
    ------
    Fault
        One per paragraph, with file and line.
    """
    for chapter in book.chapters:
        for node in chapter.nodes():
            told = _told(node) if node.type == "paragraph" else None
            if told is not None and told != book.language:
                problem = f"the paragraph reads as {_NAMES[told]}, not as {_NAMES[book.language]}."
                yield Fault(place_of(chapter, node), problem, "Translate it.")


def _told(paragraph: Node) -> Language | None:
    return told_language(_own_words(paragraph), fewest=FEWEST)


def _own_words(node: Node) -> str:
    """Return the text of a node without the passages that are marked as another language."""
    if node.type == "span":
        return " "
    inner = "".join(map(_own_words, node.children))
    return inner or plain_text(node)


_NAMES: dict[Language, str] = {"sv": "Swedish", "en": "English"}
