"""What would stop the report, told to the evaluator with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import Artefacts
from evaltools.characters import hidden_names
from evaltools.declarations import Language, stray_paths
from evaltools.errors import Fault
from evaltools.language import foreign_numbers
from evaltools.manuscript.caveats import CAVEATS
from evaltools.manuscript.placement import (
    LEFT_OUT,
    citation_faults,
    read_left_out,
    unused_faults,
)
from evaltools.manuscript.reading import (
    DIRECTIVE,
    Book,
    Chapter,
    directive,
    factsheet_file,
    heading,
    place_of,
    plain_text,
    read_book,
    read_factsheet,
    target_of,
)
from evaltools.manuscript.translation import translation_faults
from evaltools.manuscript.wording.exceptions import FILE, read_exceptions, wording_faults
from evaltools.manuscript.wording.guard import find_unsupported

KNOWN = {
    "blockquote", "bullet_list", "code_block", "code_inline", "em", "fence", "footnote",
    "footnote_anchor", "footnote_ref", "hardbreak", "heading", "inline", "link", "list_item",
    "ordered_list", "paragraph", "softbreak", "span", "strong", "text",
}  # fmt: skip
PARTS_OF_TABLES = {"thead", "tbody", "tr", "th", "td"}
DEEPEST = 4
EXAMPLES: dict[Language, str] = {"sv": "12,5 and 1 234", "en": "12.5 and 1,234"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def check_manuscript(
    manuscript: Path, *, languages: tuple[Language, ...], artefacts: Artefacts | None
) -> list[Fault]:
    """Find everything in the text that would stop the report.

    Parameters
    ----------
    manuscript : pathlib.Path
        The text, one folder per language.
    languages : tuple of {"sv", "en"}
        Languages of the report, the first is the main one.
    artefacts : Artefacts or None
        The results that the text may cite; None before the first run, when only structure,
        translation and references to headings are checked.

    Returns
    -------
    list of Fault
        What is unreadable, untranslated, unknown, unused or leads nowhere, each with its place.
    """
    files = [path for each in languages for path in sorted((manuscript / each).glob("*.md"))]
    declared = [manuscript / name for name in (FILE, LEFT_OUT, CAVEATS)]
    faults = _elsewhere([*files, *declared], manuscript) or _not_utf8(files)
    if faults:
        return faults
    books = [read_book(manuscript, language=language) for language in languages]
    exceptions = read_exceptions(manuscript)
    faults = translation_faults(books, manuscript=manuscript)
    if artefacts is not None:
        left_out = read_left_out(manuscript)
        faults += unused_faults(books[0], artefacts=artefacts, left_out=left_out, place=manuscript)
    for book in books:
        faults += _faults_in(book)
        if artefacts is not None:
            faults += citation_faults(book, artefacts=artefacts)
        faults += wording_faults(
            book, artefacts=artefacts, exceptions=exceptions, place=manuscript / FILE
        )
    return faults


def check_factsheet(
    manuscript: Path, *, languages: tuple[Language, ...], artefacts: Artefacts | None
) -> list[Fault]:
    """Find everything in the text of the factsheets that would stop them.

    Parameters
    ----------
    manuscript : pathlib.Path
        The folder in which `factsheet.<language>.md` stand.
    languages : tuple of {"sv", "en"}
        Languages of the report, the first is the main one.
    artefacts : Artefacts or None
        What the text may cite of one body; None before the first run.

    Returns
    -------
    list of Fault
        As of `check_manuscript`. A sheet has no room for exceptions: what its numbers do not
        carry cannot be signed.
    """
    files = [factsheet_file(manuscript, each) for each in languages]
    faults = _missing_files(files) or _elsewhere(files, manuscript) or _not_utf8(files)
    if faults:
        return faults
    books = [read_factsheet(manuscript, language=language) for language in languages]
    for book in books[1:]:
        faults += _first_difference(books[0].chapters[0], book.chapters[0])
    for book in books:
        faults += _faults_in(book)
        faults += _unknown_artefacts(book, artefacts) if artefacts is not None else []
        faults += [
            Fault(f"{each.chapter.path}, line {each.line}", each.lack.problem, each.lack.remedy)
            for each in find_unsupported(book, artefacts=artefacts)
        ]
    return faults


def _missing_files(files: Iterable[Path]) -> list[Fault]:
    return [
        Fault(str(path), "the text of the factsheets is missing.", "Write or translate it.")
        for path in files
        if not path.is_file()
    ]


def _faults_in(book: Book) -> list[Fault]:
    faults = _given_twice(book) + _dead_links(book) + _skipped_levels(book)
    for chapter in book.chapters:
        faults += _foreign_numbers(chapter, language=book.language)
        faults += _unknown_elements(chapter) + _unread_headings(chapter)
        faults += _crowded_directives(chapter) + _undefined_notes(chapter)
        faults += _hidden_marks(chapter) + _unread_languages(chapter)
    return faults


def _elsewhere(files: Iterable[Path], manuscript: Path) -> list[Fault]:
    return stray_paths({str(path): path for path in files}, root=manuscript)


def _not_utf8(files: Iterable[Path]) -> list[Fault]:
    return [
        Fault(str(path), "the file is not saved as UTF-8.", "Save it again as UTF-8.")
        for path in files
        if not _is_utf8(path)
    ]


def _hidden_marks(chapter: Chapter) -> list[Fault]:
    """Tell of marks that could make a text read otherwise than it is written."""
    lines = chapter.path.read_text(encoding="utf-8-sig").split("\n")
    return [
        Fault(f"{chapter.path}, line {line}", f"{' and '.join(names)} cannot be seen.", _UNSEEN)
        for line, text in enumerate(lines, start=1)
        if (names := hidden_names(text))
    ]


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
