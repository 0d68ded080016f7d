"""Looks at the text of the report, and at what is declared beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

from evaltools.checking import words
from evaltools.checking.looking import Look
from evaltools.checking.words import fill
from evaltools.declarations import Language, Text
from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.manuscript import (
    check_factsheet,
    check_manuscript,
    read_caveats,
    read_left_out,
    show_what_there_is,
)
from evaltools.manuscript.reading import factsheet_file, place_of, read_book
from evaltools.manuscript.wording.exceptions import read_exceptions
from evaltools.provenance import CRATE
from evaltools.running import absent_notebooks

Told = Iterator[Text | Fault]
READ_BESIDE: dict[str, Callable[[Path], object]] = {
    "caveats.yml": read_caveats,
    "left_out.yml": read_left_out,
    "exceptions.yml": read_exceptions,
}
"""Files beside the text, and what reads them where they are there."""


def look_at_texts(evaluation: Evaluation) -> Iterator[Look]:
    """Yield the looks at each chapter, at the text as a whole, and at the factsheets' text."""
    manuscript = evaluation.root / "reports" / "manuscript"
    for name, read in READ_BESIDE.items():
        if (manuscript / name).exists():
            beside = partial(_beside, read, manuscript)
            yield Look(manuscript / name, words.BESIDE[name], words.TEXTS, beside)
    for language in evaluation.languages:
        what = fill(words.CHAPTER, words.IN[language])
        for path in sorted((manuscript / language).glob("*.md")):
            yield Look(path, what, words.TEXTS, partial(_chapter, path))
    yield Look(manuscript, words.MANUSCRIPT, words.TEXTS, partial(_manuscript, evaluation))
    if "08_body_factsheet" not in absent_notebooks(evaluation):
        yield from _factsheets(manuscript, evaluation.languages)


def _beside(read: Callable[[Path], object], manuscript: Path) -> Told:
    read(manuscript)
    yield from ()


def _chapter(path: Path) -> Told:
    yield fill(words.WORDS, len(path.read_text(encoding="utf-8", errors="replace").split()))


def _manuscript(evaluation: Evaluation) -> Told:
    manuscript = evaluation.root / "reports" / "manuscript"
    faults = check_manuscript(manuscript, languages=evaluation.languages, artefacts=None)
    yield from faults
    saved = {path.stem for path in evaluation.report_folder.glob("results/[!.]*/*.json")}
    if not faults and (evaluation.report_folder / CRATE).is_file():
        for language in evaluation.languages:
            yield from _unknown(manuscript, language, saved)


def _unknown(manuscript: Path, language: Language, saved: Collection[str]) -> Iterator[Fault]:
    """Find what the text cites that the last run, which was whole, has not made."""
    book = read_book(manuscript, language=language)
    for chapter in show_what_there_is(book, saved=saved, manuscript=manuscript).chapters:
        for node, cited in (*chapter.directives(), *chapter.values()):
            if cited not in saved:
                problem = f"the last run has made no result {cited}."
                remedy = "Correct the name; if a notebook is to save it, let `evaltools run` do so."
                yield Fault(place_of(chapter, node), problem, remedy)


def _factsheets(manuscript: Path, languages: tuple[Language, ...]) -> Iterator[Look]:
    """Look at all languages at once: the parts of each are held against those of the others."""
    for language in languages:
        what = fill(words.SHEET, words.IN[language])
        look = partial(_sheet, manuscript, languages if language == languages[0] else ())
        yield Look(factsheet_file(manuscript, language), what, words.TEXTS, look)


def _sheet(manuscript: Path, languages: tuple[Language, ...]) -> Told:
    if languages:
        yield from check_factsheet(manuscript, languages=languages, artefacts=None)
