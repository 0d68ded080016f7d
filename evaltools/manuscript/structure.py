"""What a text may hold: headings, references, elements, marks."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.characters import hidden_names
from evaltools.declarations import Language
from evaltools.errors import Fault
from evaltools.language import foreign_numbers
from evaltools.manuscript.reading import (
    DIRECTIVE,
    Book,
    Chapter,
    directive,
    heading,
    place_of,
    plain_text,
    target_of,
)

KNOWN = {
    "blockquote", "bullet_list", "code_block", "code_inline", "em", "fence", "footnote",
    "footnote_anchor", "footnote_ref", "hardbreak", "heading", "inline", "link", "list_item",
    "ordered_list", "paragraph", "softbreak", "span", "strong", "text",
}  # fmt: skip
PARTS_OF_TABLES = {"thead", "tbody", "tr", "th", "td"}
DEEPEST = 4
EXAMPLES: dict[Language, str] = {"sv": "12,5 and 1 234", "en": "12.5 and 1,234"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def structure_faults(book: Book) -> list[Fault]:
    """Find what the report cannot hold, and references that lead nowhere.

    Parameters
    ----------
    book : Book
        The text in one language.

    Returns
    -------
    list of Fault
        With file and line.
    """
    faults = _given_twice(book) + _dead_links(book) + _skipped_levels(book)
    for chapter in book.chapters:
        faults += _foreign_numbers(chapter, language=book.language)
        faults += _unknown_elements(chapter) + _unread_headings(chapter)
        faults += _crowded_directives(chapter) + _undefined_notes(chapter)
        faults += _hidden_marks(chapter) + _unread_languages(chapter)
    return faults


def _hidden_marks(chapter: Chapter) -> list[Fault]:
    """Tell of marks that could make a text read otherwise than it is written."""
    lines = chapter.path.read_text(encoding="utf-8-sig").split("\n")
    return [
        Fault(f"{chapter.path}, line {line}", f"{' and '.join(names)} cannot be seen.", _UNSEEN)
        for line, text in enumerate(lines, start=1)
        if (names := hidden_names(text))
    ]


def _given_twice(book: Book) -> list[Fault]:
    given = [
        (chapter, node, identifier)
        for chapter in book.chapters
        for node, identifier in (
            *((node, it.id) for node, it in chapter.headings()),
            *chapter.directives(),
        )
    ]
    first = {identifier: place_of(chapter, node) for chapter, node, identifier in reversed(given)}
    return [
        Fault(place_of(chapter, node), f"{identifier} stands in {first[identifier]} too.", _RENAME)
        for chapter, node, identifier in given
        if place_of(chapter, node) != first[identifier]
    ]


def _dead_links(book: Book) -> list[Fault]:
    targets = {*book.numbers, *(it.id for it in book.headings)}
    return [
        Fault(place_of(chapter, node), f"the link to {node.attrs['href']} leads nowhere.", _LINK)
        for chapter in book.chapters
        for node in chapter.nodes()
        if node.type == "link" and not _leads_somewhere(node, targets)
    ]


def _leads_somewhere(link: Node, targets: set[str]) -> bool:
    target = target_of(link)
    if target is not None:
        return target in targets
    href = str(link.attrs.get("href", ""))
    return bool(link.children) and href.startswith(("https://", "http://", "mailto:"))


def _skipped_levels(book: Book) -> list[Fault]:
    faults, above = [], 0
    for chapter in book.chapters:
        for node, it in chapter.headings():
            if it.level > min(above + 1, DEEPEST):
                problem = f"a heading of level {it.level} stands below one of level {above}."
                remedy = f"Go down one level at a time, to {DEEPEST} at most."
                faults.append(Fault(place_of(chapter, node), problem, remedy))
            above = it.level
    return faults


def _unread_headings(chapter: Chapter) -> list[Fault]:
    return [
        Fault(
            place_of(chapter, node),
            "the heading has an id that cannot be read, or holds more than text.",
            "Write it as `# Title {#id}`; an id has small letters, digits and hyphens.",
        )
        for node, it in chapter.headings()
        if not it.id or _holds_more_than_text(node)
    ]


def _holds_more_than_text(node: Node) -> bool:
    cited = re.search(r"\{(#|val:)", heading(node).text)
    return bool(cited) or any(each.type in ("link", "footnote_ref") for each in node.walk())


def _unknown_elements(chapter: Chapter) -> list[Fault]:
    return [
        Fault(
            place_of(chapter, node),
            f"the manuscript cannot hold a Markdown element of the kind {node.type}.",
            "Use text, lists and quotations; figures and tables come from notebooks.",
        )
        for node in chapter.nodes()
        if node.type not in KNOWN | PARTS_OF_TABLES
    ]


def _foreign_numbers(chapter: Chapter, *, language: Language) -> list[Fault]:
    """Tell of numbers by hand with the decimal or thousands mark of another language."""
    return [
        Fault(
            place_of(chapter, node),
            f"{number} is not written as in the language of the text.",
            f"Write numbers as {EXAMPLES[language]}, or mark the passage: [text]{{lang=en}}.",
        )
        for node in chapter.nodes()
        if node.type == "text" and not _stands_in_span(node)
        for number in foreign_numbers(node.content, language=language)
    ]


def _stands_in_span(node: Node) -> bool:
    holder = node.parent
    while holder is not None and holder.type != "span":
        holder = holder.parent
    return holder is not None


def _unread_languages(chapter: Chapter) -> list[Fault]:
    """Tell of passages that are marked, but not as one in another language."""
    problem = "a passage in brackets is marked by something that is no language."
    return [
        Fault(place_of(chapter, node), problem, "Write [text]{lang=en} or [text]{lang=pt-BR}.")
        for node in chapter.nodes()
        if (node.type == "text" and "]{" in node.content)
        or (node.type == "span" and not LANGUAGE.fullmatch(str(node.attrs.get("lang", ""))))
    ]


def _crowded_directives(chapter: Chapter) -> list[Fault]:
    return [
        Fault(
            place_of(chapter, node),
            "a figure or table does not stand alone in a paragraph of its own.",
            "Write ::fig:name or ::tab:name with an empty line before and after, not in a list.",
        )
        for node in chapter.nodes()
        if node.type == "paragraph" and DIRECTIVE.search(plain_text(node))
        if directive(node) is None or node not in chapter.blocks
    ]


def _undefined_notes(chapter: Chapter) -> list[Fault]:
    undefined = [
        (node, label)
        for node in chapter.nodes()
        if node.type == "text"
        for label in re.findall(r"\[\^([^\]\s]+)\]", node.content)
    ]
    nested = [
        (node, str(node.meta["label"]))
        for note in chapter.notes
        for node in note.walk()
        if node.type == "footnote_ref"
    ]
    return [
        Fault(place_of(chapter, node), f"the footnote {label} cannot be set here.", _NOTE)
        for node, label in undefined + nested
    ]


_UNSEEN = "Write the word anew: it was copied from somewhere."
_RENAME = "Give one of them another id, or refer to it by a link."
_LINK = "Correct it: #heading, #fig:name, #tab:name, or an address that begins with https://."
_NOTE = "Define it as [^name]: text in the same file, outside other footnotes."
