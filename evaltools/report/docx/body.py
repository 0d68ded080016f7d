"""The text of the document: headings, paragraphs, lists, notes, figures and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import Artefacts
from evaltools.manuscript import Book, directive, heading, target_of
from evaltools.report.docx.layouts import Layout
from evaltools.report.docx.markup import (
    PLAIN,
    Content,
    Element,
    Look,
    bookmark,
    bookmark_name,
    field,
    line_break,
    link_out,
    link_within,
    paragraph,
    picture,
    reference,
    run,
    w,
)
from evaltools.report.docx.pages import Page
from evaltools.report.docx.styles import BULLETS, INDENT, LEVELS, NUMBERS
from evaltools.report.docx.tables import table
from evaltools.report.html import source_line
from evaltools.report.pictures import size_of

TALLEST = 580
"""Points that a figure may be high, so that caption and source stand on its page."""
CAPTION_TEXT = Look(style="CaptionText")


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What the parts of the document call each other.

    Attributes
    ----------
    marks : dict of str to int
        Number of the bookmark of each heading, figure, table and note.
    links : dict of str to str
        Id of the relation to each address.
    lists : dict of Node to int
        Number of each numbered list.
    """

    marks: dict[str, int]
    links: dict[str, str]
    lists: dict[Node, int]


def name_parts(book: Book) -> Names:
    """Give numbers to what the text refers to, in its order."""
    notes = [note_id(note) for note in book.notes]
    marked = [*(each.id for each in book.headings), *book.numbers, *notes]
    nodes = [node for chapter in book.chapters for node in chapter.nodes()]
    addresses = dict.fromkeys(
        str(node.attrs["href"]) for node in nodes if node.type == "link" and not target_of(node)
    )
    numbered = dict.fromkeys(node for node in nodes if node.type == "ordered_list")
    return Names(
        marks={each: place for place, each in enumerate(marked, start=1)},
        links={each: f"link{place}" for place, each in enumerate(addresses, start=1)},
        lists={node: place for place, node in enumerate(numbered, start=NUMBERS + 1)},
    )


def note_id(note: Node) -> str:
    """Return the id by which a note is referred to, which no heading has."""
    return f"_note-{note.meta['id']}"


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The manuscript in one language as elements of a document."""

    book: Book
    artefacts: Artefacts
    names: Names
    pictures: dict[str, bytes]
    layouts: dict[str, Layout]

    def sections(self) -> Iterator[tuple[Page, list[Element]]]:
        """Yield what stands on pages of one direction, wide tables across."""
        for page, passages in groupby(self._passages(), key=lambda passage: passage[0]):
            yield page, [each for _, elements in passages for each in elements]

    def _passages(self) -> Iterator[tuple[Page, list[Element]]]:
        """Yield each block with the headings before it, and the page that it needs."""
        headings: list[Element] = []
        for node in (node for chapter in self.book.chapters for node in chapter.blocks):
            if node.type == "heading":
                headings += self.block(node)
                continue
            yield self._page(node), headings + self.block(node)
            headings = []
        if headings:
            yield Page.UPRIGHT, headings

    def _page(self, node: Node) -> Page:
        layout = self.layouts.get(directive(node) or "")
        return layout.page if layout else Page.UPRIGHT

    def note(self, note: Node) -> list[Element]:
        """Make the paragraphs of a note; the first begins with its number."""
        first, *others = self._blocks(note, style="FootnoteText")
        number = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
        first.insert(1, number)
        first.insert(2, run(" "))
        return [first, *others]

    def block(self, node: Node, *, style: str = "BodyText", level: int = 0) -> list[Element]:
        """Make the paragraphs of a block."""
        identifier = directive(node)
        if identifier:
            return self._artefact(identifier)
        match node.type:
            case "heading":
                return [self._heading(node)]
            case "bullet_list" | "ordered_list":
                items = [self._item(each, level) for each in node.children]
                return [each for item in items for each in item]
            case "blockquote":
                return self._blocks(node, style="Quote")
            case "code_block" | "fence":
                return [_code(node.content)]
            case _:
                indented = [w("ind", left=INDENT * level)] if style == "ListContinue" else []
                return [paragraph(style, self.inline(node), properties=indented)]

    def inline(self, node: Node, look: Look = PLAIN) -> Content:
        """Make the runs of a passage."""
        match node.type:
            case "text" if node.content:
                return run(self.book.fill(node.content, self.artefacts), look)
            case "softbreak":
                return run(" ", look)
            case "hardbreak":
                return line_break()
            case "strong":
                return self._inside(node, replace(look, bold=True))
            case "em":
                return self._inside(node, replace(look, italic=True))
            case "code_inline":
                return run(node.content, replace(look, style="HTMLCode"))
            case "link":
                return self._link(node, look)
            case "footnote_ref":
                return self._note_mark(node)
            case "footnote_anchor":
                return None
            case _:
                return self._inside(node, look)

    def refer(self, identifier: str, text: str, look: Look = PLAIN) -> Content:
        """Refer to a figure or table by a word, and by its number as a field."""
        word, _, number = text.rpartition("\u00a0")
        return [run(f"{word}\u00a0", look), *reference(identifier, number, look)]

    def _blocks(self, node: Node, *, style: str, level: int = 0) -> list[Element]:
        made = [self.block(each, style=style, level=level) for each in node.children]
        return [each for block in made for each in block]

    def _inside(self, node: Node, look: Look) -> Content:
        return [self.inline(each, look) for each in node.children]

    def _heading(self, node: Node) -> Element:
        it = heading(node)
        text = bookmark(bookmark_name(it.id), self.names.marks[it.id], run(it.text))
        return paragraph(f"Heading{it.level}", text)

    def _item(self, item: Node, level: int) -> list[Element]:
        """Make an item of a list: its first paragraph has the mark."""
        begins = bool(item.children) and item.children[0].type == "paragraph"
        text = self.inline(item.children[0]) if begins else None
        style, number = self._kind_of_list(item)
        depth = w("ilvl", val=min(level, LEVELS - 1))
        first = paragraph(style, text, properties=[w("numPr", depth, w("numId", val=number))])
        others = [
            self.block(each, style="ListContinue", level=level + 1)
            for each in item.children[int(begins) :]
        ]
        return [first, *(each for block in others for each in block)]

    def _kind_of_list(self, item: Node) -> tuple[str, int]:
        """Return the style of an item and the number of its list."""
        number = self.names.lists.get(item.parent) if item.parent else None
        return ("ListNumber", number) if number else ("ListBullet", BULLETS)

    def _link(self, node: Node, look: Look) -> Content:
        target, shown = target_of(node), replace(look, style="Hyperlink")
        if target is None:
            relation = self.names.links[str(node.attrs["href"])]
            return link_out(relation, self._inside(node, shown))
        if node.children:
            return link_within(target, self._inside(node, shown))
        text = self.book.reference(node)
        refer = self.refer if target in self.book.numbers else reference
        return refer(target, text, look)

    def _note_mark(self, node: Node) -> Content:
        """Make the mark of a note: cited again, a field that repeats its number."""
        number, look = node.meta["id"], Look(style="FootnoteReference")
        identifier = note_id(node)
        if node.meta["subId"]:
            name = bookmark_name(identifier)
            return field(f"NOTEREF {name} \\f \\h", run(str(number + 1), look))
        mark = w("r", w("rPr", w("rStyle", val=look.style)), w("footnoteReference", id=number + 1))
        return bookmark(bookmark_name(identifier), self.names.marks[identifier], mark)

    def _artefact(self, identifier: str) -> list[Element]:
        line = source_line(identifier, book=self.book, artefacts=self.artefacts)
        is_table = identifier in self.artefacts.tables
        shown = self._table(identifier, line) if is_table else self._figure(identifier)
        return [self._caption(identifier), shown, paragraph("Source", run(line))]

    def _caption(self, identifier: str) -> Element:
        word, number = self.book.label(identifier).split("\u00a0")
        counted = field(f"SEQ {word} \\* ARABIC", run(number))
        caption = self.artefacts.captioned(identifier).caption[self.book.language]
        return paragraph(
            "Caption",
            run(f"{word}\u00a0"),
            bookmark(bookmark_name(identifier), self.names.marks[identifier], counted),
            run(". "),
            run(caption, CAPTION_TEXT),
        )

    def _table(self, identifier: str, line: str) -> Element:
        it, layout = self.artefacts.tables[identifier], self.layouts[identifier]
        return table(it, layout, language=self.book.language, source=line, cite=self._cited)

    def _cited(self, cell: str) -> Content:
        """Name the figures and tables whose ids stand in a cell, each as a field."""
        named = [self.refer(each, self.book.label(each)) for each in cell.split()]
        return [[run(", ") if place else None, each] for place, each in enumerate(named)]

    def _figure(self, identifier: str) -> Element:
        it, language = self.artefacts.figures[identifier].metadata, self.book.language
        width, height = size_of(self.pictures[identifier])
        scale = min(1, Page.UPRIGHT.room / 20 / width, TALLEST / height)
        drawn = picture(
            identifier,
            number=self.names.marks[identifier],
            name=self.book.label(identifier),
            alt=it.alt[language],
            title=it.caption[language],
            size=(width * scale, height * scale),
        )
        return paragraph("BodyText", drawn, properties=[w("keepNext")])


def _code(content: str) -> Element:
    lines = content.rstrip("\n").split("\n")
    broken = [[line_break() if place else None, run(each)] for place, each in enumerate(lines)]
    return paragraph("HTMLPreformatted", broken)
