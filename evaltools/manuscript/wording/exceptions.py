"""Exceptions from the wording check: signed by an evaluator, printed in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field

from evaltools.artefacts import Artefacts, make_table
from evaltools.declarations import Declared, FileName, Language, Text, read_declaration
from evaltools.disclosure import publish_facts
from evaltools.errors import Fault
from evaltools.manuscript.reading import Book, made_id, parse_chapter
from evaltools.manuscript.wording.guard import Unsupported, find_unsupported
from evaltools.manuscript.wording.lexicon import read_lexicon
from evaltools.manuscript.wording.sentences import read_sentences
from evaltools.tables import Column, lay_out

FILE = "exceptions.yml"
ID = "tab-wording-exceptions"
TITLE = Text(sv="Undantag från ordgranskningen", en="Exceptions from the wording check")


class WordingException(Declared):
    """A sentence that may stand though the cited numbers do not carry it.

    Attributes
    ----------
    chapter : str
        File name of the chapter, such as 04_kannedom.md.
    language : {"sv", "en"}
        The language.
    sentence : str
        The sentence as it stands in the file.
    reason : str
        Why it may stand.
    initials : str
        Who signs.
    date : datetime.date
        When.
    """

    chapter: FileName
    language: Language
    sentence: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=10)]
    initials: Annotated[str, Field(pattern=r"^[A-ZÅÄÖ]{2,4}$")]
    date: date


class Exceptions(Declared):
    """The content of exceptions.yml.

    Attributes
    ----------
    exceptions : tuple of WordingException
        Sentences that a person answers for.
    """

    exceptions: tuple[WordingException, ...]


@dataclass(frozen=True, slots=True)
class Excepted:
    """An exception with what it lets through, nothing where it is stale."""

    declared: WordingException
    unsupported: tuple[Unsupported, ...]
    stands: bool


def read_exceptions(manuscript: Path) -> tuple[WordingException, ...]:
    """Read the signed exceptions.

    Parameters
    ----------
    manuscript : pathlib.Path
        The folder with the text; `exceptions.yml` stands in it where there are any.

    Returns
    -------
    tuple of WordingException
        In the order of the file; none where there is no file.

    Raises
    ------
    ConfigurationError
        If the file does not fit.
    """
    path = manuscript / FILE
    return read_declaration(path, Exceptions).exceptions if path.exists() else ()


def apply_exceptions(
    book: Book, *, unsupported: Sequence[Unsupported], exceptions: Iterable[WordingException]
) -> list[Excepted]:
    """Find what each exception for a language lets through.

    Parameters
    ----------
    book : Book
        The manuscript in one language.
    unsupported : sequence of Unsupported
        What the wording check found in it.
    exceptions : iterable of WordingException
        The signed exceptions.

    Returns
    -------
    list of Excepted
        One per exception for the language of the book.
    """
    own = [each for each in exceptions if each.language == book.language]
    return [_applied(each, book, unsupported) for each in own]


def wording_faults(
    book: Book,
    *,
    artefacts: Artefacts | None,
    exceptions: Sequence[WordingException],
    place: Path,
) -> list[Fault]:
    """Tell of claims that nothing carries and nobody has signed, and of stale signatures.

    Parameters
    ----------
    book : Book
        The manuscript in one language.
    artefacts : Artefacts or None
        The results; None before the first run.
    exceptions : sequence of WordingException
        The signed exceptions.
    place : pathlib.Path
        The file that declares them.

    Returns
    -------
    list of Fault
        With file and line.
    """
    unsupported = list(find_unsupported(book, artefacts=artefacts))
    excepted = apply_exceptions(book, unsupported=unsupported, exceptions=exceptions)
    signed = {id(each) for one in excepted for each in one.unsupported}
    unsigned = [
        Fault(
            f"{each.chapter.path}, line {each.line}",
            each.lack.problem,
            f"{each.lack.remedy}, or sign an exception in {FILE}.",
        )
        for each in unsupported
        if id(each) not in signed
    ]
    stale = [_stale(each, place, checked=artefacts is not None) for each in excepted]
    return [*unsigned, *filter(None, stale), *(_taken_heading(book) if excepted else ())]


def with_exceptions(
    book: Book, *, artefacts: Artefacts, excepted: Sequence[Excepted]
) -> tuple[Book, Artefacts]:
    """Print all exceptions in the last chapter.

    Parameters
    ----------
    book : Book
        The manuscript in one language, checked.
    artefacts : Artefacts
        The results.
    excepted : sequence of Excepted
        The exceptions for that language.

    Returns
    -------
    tuple of Book, Artefacts
        The book with a section at its end, and the results with the table in it; both as they
        were where there is no exception.
    """
    if not excepted:
        return book, artefacts
    facts = publish_facts(_frame(book, artefacts, excepted), about=_ABOUT, synthetic=False)
    made = make_table(
        lay_out(facts, _COLUMNS),
        name=ID.removeprefix("tab-"),
        caption=TITLE,
        source=Text(sv="Utvärderarnas manus.", en="The evaluators' manuscript."),
        producer="report",
    )
    title = TITLE[book.language]
    source = f"## {title}\n\n{_INTRODUCTION[book.language]}\n\n::tab:{ID.removeprefix('tab-')}\n"
    section = parse_chapter(source, path=book.chapters[-1].path)
    return book.with_section(section), replace(artefacts, tables={**artefacts.tables, ID: made})


def _stale(excepted: Excepted, place: Path, *, checked: bool) -> Fault | None:
    """Tell of an exception whose sentence stands nowhere, or needs none."""
    it = excepted.declared
    where = f"{place}, {it.language}/{it.chapter}, signed {it.initials} {it.date}"
    if not excepted.stands:
        problem = "the sentence does not stand in the chapter any more."
        return Fault(where, problem, "Take the exception out, or sign the new words.")
    if checked and not excepted.unsupported:
        return Fault(where, "the sentence needs no exception.", "Take it out.")
    return None


def _taken_heading(book: Book) -> list[Fault]:
    """Tell of a heading of the text with the name of the section that is made."""
    title = TITLE[book.language]
    same = [each for each in book.headings if each.id == made_id(title)]
    problem = f'a heading has the id of the section "{title}", which the report makes itself.'
    return [Fault(str(book.chapters[-1].path.parent), problem, "Rename it.") for _ in same]


def _applied(
    exception: WordingException, book: Book, unsupported: Sequence[Unsupported]
) -> Excepted:
    said = _said(exception)
    here = [each for each in book.chapters if each.path.name == exception.chapter]
    lexicon = read_lexicon(book.language)
    stands = any(
        each.said == said for chapter in here for each in read_sentences(chapter, lexicon=lexicon)
    )
    let_through = [
        each
        for each in unsupported
        if each.chapter.path.name == exception.chapter and each.sentence.said == said
    ]
    return Excepted(exception, tuple(let_through), stands)


def _said(exception: WordingException) -> str:
    """Read the sentence of an exception as it would stand in the text."""
    without_notes = re.sub(r"\[\^[^\]\s]+\]", "", exception.sentence)
    chapter = parse_chapter(without_notes, path=Path(exception.chapter))
    lexicon = read_lexicon(exception.language)
    return " ".join(each.said for each in read_sentences(chapter, lexicon=lexicon))


def _frame(book: Book, artefacts: Artefacts, excepted: Sequence[Excepted]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sentence": [_shown(each, book, artefacts) for each in excepted],
            "lack": [_lacks(each, book.language) for each in excepted],
            "reason": [each.declared.reason for each in excepted],
            "initials": [each.declared.initials for each in excepted],
            "date": [each.declared.date.isoformat() for each in excepted],
        }
    )


def _shown(excepted: Excepted, book: Book, artefacts: Artefacts) -> str:
    """Return the sentence as a reader sees it."""
    return book.spoken(excepted.unsupported[0].sentence.said, artefacts)


def _lacks(excepted: Excepted, language: Language) -> str:
    told = [
        f"{each.lack.rule[language]}: {' '.join(each.word.split())}"
        for each in excepted.unsupported
    ]
    return "; ".join(dict.fromkeys(told))


_ABOUT = Text(
    sv="Utvärderarnas egna meningar, inte personers svar.",
    en="The evaluators' own sentences, not persons' answers.",
)
_INTRODUCTION = Text(
    sv="Meningarna nedan säger mer än vad de tal som de hänvisar till bär. En utvärderare har "
    "skrivit under att de ändå får stå.",
    en="The sentences below say more than the numbers that they cite carry. An evaluator has "
    "signed that they may stand all the same.",
)
_COLUMNS = (
    Column("sentence", Text(sv="Mening", en="Sentence"), "text"),
    Column("lack", Text(sv="Utan stöd", en="Not supported"), "text"),
    Column("reason", Text(sv="Skäl", en="Reason"), "text"),
    Column("initials", Text(sv="Signatur", en="Initials"), "text"),
    Column("date", Text(sv="Datum", en="Date"), "text"),
)
