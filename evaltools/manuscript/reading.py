"""The text that evaluators write: read as chapters, numbered, filled with values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Node
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin

from evaltools.artefacts import Artefacts
from evaltools.declarations import Language
from evaltools.manuscript import words

DIRECTIVE = re.compile(r"::(fig|tab):(\S*)")
VALUE = re.compile(r"\{val:([^{}]*)\}")
EMPTY_LINK = re.compile(r"\[\]\(#([^()]*)\)")
HEADING_ID = re.compile(r"(.*?)\s*\{#([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text and the id that the text can refer to."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """One Markdown file of the manuscript.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    blocks : tuple of markdown_it.tree.SyntaxTreeNode
        Headings, paragraphs, lists and quotations in order.
    notes : tuple of markdown_it.tree.SyntaxTreeNode
        The footnotes in the order of the text.
    """

    path: Path
    blocks: tuple[Node, ...]
    notes: tuple[Node, ...]

    def nodes(self) -> Iterator[Node]:
        """Yield every node of the text, footnotes last."""
        for top in (*self.blocks, *self.notes):
            yield from top.walk()

    def directives(self) -> Iterator[tuple[Node, str]]:
        """Yield the paragraphs that stand for figures and tables, with the id of each."""
        for node in self.nodes():
            identifier = directive(node)
            if identifier is not None:
                yield node, identifier

    def values(self) -> Iterator[tuple[Node, str]]:
        """Yield the texts that cite values, with the id of each value."""
        for node in self.nodes():
            if node.type == "text":
                yield from ((node, f"val-{name}") for name in VALUE.findall(node.content))

    def headings(self) -> Iterator[tuple[Node, Heading]]:
        """Yield the headings."""
        yield from ((node, heading(node)) for node in self.nodes() if node.type == "heading")


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The manuscript in one language.

    Attributes
    ----------
    language : {"sv", "en"}
        The language.
    chapters : tuple of Chapter
        The chapters, in the order of their file names.
    numbers : dict of str to int
        Number of each figure and table by id, in the order of the text.
    headings : tuple of Heading
        All headings in order.
    """

    language: Language
    chapters: tuple[Chapter, ...]
    numbers: dict[str, int]
    headings: tuple[Heading, ...]

    @property
    def cited(self) -> list[str]:
        """The ids of all artefacts that the text uses."""
        values = [identifier for each in self.chapters for _, identifier in each.values()]
        return [*self.numbers, *dict.fromkeys(values)]

    @property
    def notes(self) -> tuple[Node, ...]:
        """The footnotes of all chapters, in the order of their numbers."""
        return tuple(note for chapter in self.chapters for note in chapter.notes)

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all figures ("fig") or tables ("tab") in order."""
        return [each for each in self.numbers if each.startswith(f"{kind}-")]

    def label(self, identifier: str) -> str:
        """Return what a figure or table is called: "Figur 3"."""
        noun = words.FIGURE if identifier.startswith("fig-") else words.TABLE
        return f"{noun[self.language]}\u00a0{self.numbers[identifier]}"

    def labels(self, cell: str) -> str:
        """Return what the figures and tables are called whose ids stand in a cell."""
        return ", ".join(self.label(identifier) for identifier in cell.split())

    def reference(self, link: Node) -> str:
        """Return what an empty link says: "figur 3", or the text of a heading."""
        target = target_of(link)
        if target in self.numbers:
            label = self.label(target)
            return label if _begins_sentence(link) else label[0].lower() + label[1:]
        return next(heading.text for heading in self.headings if heading.id == target)

    def with_section(self, section: Chapter) -> Book:
        """Return the book with the blocks of a section at the end of its last chapter."""
        *before, last = self.chapters
        longer = Chapter(last.path, (*last.blocks, *section.blocks), last.notes)
        return _book(self.language, [*before, longer])

    def without(self, absent: Collection[str]) -> Book:
        """Return the book without the paragraphs that stand for some figures and tables."""
        kept = [
            Chapter(
                chapter.path,
                tuple(block for block in chapter.blocks if directive(block) not in absent),
                chapter.notes,
            )
            for chapter in self.chapters
        ]
        return _book(self.language, kept)

    def spoken(self, said: str, artefacts: Artefacts) -> str:
        """Return a sentence with its citations as a reader sees them."""
        filled = self.fill(said, artefacts)
        return EMPTY_LINK.sub(lambda match: self._named(match[1]), filled)

    def _named(self, identifier: str) -> str:
        if identifier in self.numbers:
            return self.label(identifier).lower()
        return next((each.text for each in self.headings if each.id == identifier), "")

    def fill(self, text: str, artefacts: Artefacts) -> str:
        """Return a text with the values in the places of `{val:name}`."""
        return VALUE.sub(
            lambda match: artefacts.values[f"val-{match[1]}"].phrase(self.language), text
        )


def read_book(folder: Path, *, language: Language) -> Book:
    """Read the manuscript in one language.

    Parameters
    ----------
    folder : pathlib.Path
        The manuscript; its folder `<language>` holds the Markdown files in UTF-8.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    Book
        The chapters with figures, tables and footnotes numbered through all of them. HTML in
        the Markdown is text, never markup.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.manuscript import read_book
    >>> book = read_book(Path("reports/manuscript"), language="en")
    >>> book.chapters[0].path.name, book.headings[0].level
    ('01_sammanfattning.md', 1)
    """
    chapters: list[Chapter] = []
    for path in sorted((folder / language).glob("*.md")):
        text, notes = path.read_text(encoding="utf-8-sig"), sum(len(c.notes) for c in chapters)
        chapters.append(parse_chapter(text, path=path, notes_before=notes))
    return _book(language, chapters)


def read_factsheet(folder: Path, *, language: Language) -> Book:
    """Read the text that stands on every factsheet, in one language.

    Parameters
    ----------
    folder : pathlib.Path
        The manuscript; `factsheet.<language>.md` stands in it.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    Book
        One chapter.
    """
    path = factsheet_file(folder, language)
    return _book(language, [parse_chapter(path.read_text(encoding="utf-8-sig"), path=path)])


def show_results(identifiers: Iterable[str], *, language: Language) -> Book:
    """Make a book that says nothing, and shows figures and tables.

    Parameters
    ----------
    identifiers : iterable of str
        Ids of the figures and tables, in order.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    Book
        One chapter, with a block for each.
    """
    text = "\n\n".join(f"::{each.replace('-', ':', 1)}" for each in identifiers)
    return _book(language, [parse_chapter(text, path=Path())])


def factsheet_file(folder: Path, language: Language) -> Path:
    """Return the file with the text of the factsheets in one language."""
    return folder / f"factsheet.{language}.md"


def _book(language: Language, chapters: list[Chapter]) -> Book:
    return Book(
        language,
        tuple(chapters),
        _numbers(identifier for chapter in chapters for _, identifier in chapter.directives()),
        tuple(heading for chapter in chapters for _, heading in chapter.headings()),
    )


def directive(node: Node) -> str | None:
    """Return the id of the figure or table that a paragraph stands for, if it does."""
    match = DIRECTIVE.fullmatch(plain_text(node)) if node.type == "paragraph" else None
    return f"{match[1]}-{match[2]}" if match else None


def heading(node: Node) -> Heading:
    """Return level, text and id of a heading; an id is made where none is written."""
    text = plain_text(node)
    match = HEADING_ID.fullmatch(text)
    return Heading(int(node.tag[1]), *(match.groups() if match else (text, made_id(text))))


def place_of(chapter: Chapter, node: Node) -> str:
    """Return where a node of a chapter stands: file and line."""
    holder: Node | None = node
    while holder is not None and not holder.is_root:
        if holder.map:
            return f"{chapter.path}, line {holder.map[0] + 1}"
        holder = holder.parent
    return f"{chapter.path}, line 1"


def made_id(text: str) -> str:
    """Make the id of a heading for which none is written."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def target_of(link: Node) -> str | None:
    """Return the id that a link refers to, or None if it leads out of the report."""
    href = str(link.attrs.get("href", ""))
    if not href.startswith("#"):
        return None
    return re.sub("^(fig|tab):", r"\1-", href[1:])


def plain_text(node: Node) -> str:
    """Return the text of a paragraph or heading without its markup."""
    return "".join(_said(each) for each in node.walk())


def _said(node: Node) -> str:
    return " " if node.type in ("softbreak", "hardbreak") else _content(node)


def _content(node: Node) -> str:
    return node.content if node.type in ("text", "code_inline") else ""


def parse_chapter(text: str, *, path: Path, notes_before: int = 0) -> Chapter:
    """Parse the Markdown of a chapter.

    Parameters
    ----------
    text : str
        The Markdown.
    path : pathlib.Path
        The file that it stands in.
    notes_before : int, optional
        How many footnotes stand in the chapters before.

    Returns
    -------
    Chapter
        Its blocks and footnotes.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    parser.disable("footnote_inline").use(attrs_plugin, after=(), spans=True, allowed=("lang",))
    tokens = parser.parse(text)
    for token in [each for top in tokens for each in (top, *(top.children or ()))]:
        if token.type.startswith("footnote_") and "id" in token.meta:
            token.meta["id"] += notes_before
    blocks = Node(tokens).children
    notes = [note for each in blocks if each.type == "footnote_block" for note in each.children]
    return Chapter(path, tuple(b for b in blocks if b.type != "footnote_block"), tuple(notes))


def _numbers(identifiers: Iterator[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for identifier in identifiers:
        same_kind = sum(known[:3] == identifier[:3] for known in numbers)
        numbers.setdefault(identifier, same_kind + 1)
    return numbers


def _begins_sentence(link: Node) -> bool:
    holder = link
    while holder.type != "inline" and holder.parent is not None:
        holder = holder.parent
    before = ""
    for node in holder.walk():
        if node is link:
            break
        before += _said(node)
    last = before.split()[-1] if before.split() else "."
    return last[-1] in ".!?" and "." not in last[:-1]
