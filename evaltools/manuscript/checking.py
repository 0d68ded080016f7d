"""What would stop the report, told to the evaluator with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from evaltools.artefacts import Artefacts
from evaltools.declarations import Language, stray_paths
from evaltools.errors import Fault
from evaltools.manuscript.caveats import CAVEATS
from evaltools.manuscript.placement import (
    LEFT_OUT,
    citation_faults,
    read_left_out,
    show_what_there_is,
    unknown_faults,
    unused_faults,
)
from evaltools.manuscript.reading import (
    factsheet_file,
    read_book,
    read_factsheet,
)
from evaltools.manuscript.structure import structure_faults
from evaltools.manuscript.translation import (
    first_difference,
    foreign_paragraphs,
    translation_faults,
)
from evaltools.manuscript.wording.exceptions import FILE, read_exceptions, wording_faults
from evaltools.manuscript.wording.guard import find_unsupported


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
        show = partial(show_what_there_is, saved=artefacts, manuscript=manuscript)
        books, left_out = [show(book) for book in books], read_left_out(manuscript)
        faults += unused_faults(books[0], artefacts=artefacts, left_out=left_out, place=manuscript)
    for book in books:
        faults += structure_faults(book)
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
        faults += first_difference(books[0].chapters[0], book.chapters[0])
    for book in books:
        faults += [*structure_faults(book), *foreign_paragraphs(book)]
        faults += unknown_faults(book, artefacts=artefacts) if artefacts is not None else []
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


def _elsewhere(files: Iterable[Path], manuscript: Path) -> list[Fault]:
    return stray_paths({str(path): path for path in files}, root=manuscript)


def _not_utf8(files: Iterable[Path]) -> list[Fault]:
    return [
        Fault(str(path), "the file is not saved as UTF-8.", "Save it again as UTF-8.")
        for path in files
        if not _is_utf8(path)
    ]


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
