"""A factsheet before it is HTML or PDF: whose it is, the text, and the results that it cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import Artefacts, ValueMetadata
from evaltools.declarations import Language
from evaltools.evaluation import Evaluation
from evaltools.manuscript import Book, directive, heading, plain_text
from evaltools.report import words as report_words

TOP = 1
"""Sections with a heading of this level go across the page, those below stand side by side."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, up to the next one."""

    level: int
    title: str
    id: str
    blocks: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A factsheet in one language.

    Attributes
    ----------
    body : str
        Id of the body whose it is.
    book : Book
        The text of all factsheets in the language.
    artefacts : Artefacts
        What is published of the body.
    evaluation : Evaluation
        What the report's cover says.
    """

    body: str
    book: Book
    artefacts: Artefacts
    evaluation: Evaluation

    @property
    def language(self) -> Language:
        """The language of the sheet."""
        return self.book.language

    @property
    def name(self) -> str:
        """What the body is called."""
        return self._said("val-body")

    @property
    def kind(self) -> str:
        """What kind of body it is."""
        return self._said("val-kind")

    @property
    def is_synthetic(self) -> bool:
        """Whether any of its numbers is made from synthetic data."""
        return self.artefacts.is_synthetic(self.book.cited)

    def sections(self) -> list[tuple[Section, list[Section]]]:
        """Return each section that goes across the page with those that stand below it."""
        grouped: list[tuple[Section, list[Section]]] = []
        for section in _sections(self.book):
            if section.level == TOP or not grouped:
                grouped.append((section, []))
            else:
                grouped[-1][1].append(section)
        return grouped

    def sources(self) -> str:
        """Return where the figures and tables come from and how they are protected, each once."""
        placed = [self.artefacts.captioned(each) for each in self.book.numbers]
        filled = [each for each in placed if not self._is_empty(each.id)]
        said = [text[self.language] for it in filled for text in (it.source, it.disclosure.rule)]
        return " ".join(dict.fromkeys(said))

    def empty(self, identifier: str) -> str | None:
        """Return what stands instead of a table without rows; None where it has rows."""
        if not self._is_empty(identifier):
            return None
        note = self.artefacts.tables[identifier].metadata.note
        return note[self.language] if note else ""

    def tables(self) -> list[str]:
        """Return the ids of the tables that have rows, in order."""
        return [each for each in self.book.ids("tab") if not self._is_empty(each)]

    def letters(self, section: Section) -> int:
        """Count the letters that a section takes up, those of its tables too."""
        return sum(map(self._letters_of, section.blocks))

    def _said(self, identifier: str) -> str:
        values: dict[str, ValueMetadata] = self.artefacts.values
        return values[identifier].phrase(self.language)

    def _letters_of(self, node: Node) -> int:
        identifier = directive(node)
        if identifier is None:
            return len(self.book.fill(plain_text(node), self.artefacts))
        if identifier not in self.artefacts.tables:
            return 0
        rows = self.artefacts.tables[identifier].cells(self.language)
        return len(self.empty(identifier) or "") + sum(len(cell) for row in rows for cell in row)

    def _is_empty(self, identifier: str) -> bool:
        table = self.artefacts.tables.get(identifier)
        return table is not None and table.data.empty


def mark_of(sheet: Sheet) -> str:
    """Return the mark of synthetic data; nothing where there are none."""
    return report_words.SYNTHETIC[sheet.language] if sheet.is_synthetic else ""


def _sections(book: Book) -> Iterator[Section]:
    """Yield the sections in order; what stands before the first heading has none."""
    opened, blocks = (TOP, "", ""), list[Node]()
    for node in book.chapters[0].blocks:
        if node.type != "heading":
            blocks.append(node)
            continue
        if blocks or opened[1]:
            yield Section(*opened, tuple(blocks))
        it = heading(node)
        opened, blocks = (it.level, it.text, it.id), []
    if blocks or opened[1]:
        yield Section(*opened, tuple(blocks))
