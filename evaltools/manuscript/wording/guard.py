"""Prose may not say more than the series: each claim is held to the numbers that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evaltools.artefacts import Artefacts
from evaltools.declarations import Text
from evaltools.manuscript.reading import Book, Chapter
from evaltools.manuscript.wording.assertions import Assertion, find_assertions, lift, without_idioms
from evaltools.manuscript.wording.cases import Case
from evaltools.manuscript.wording.evidence import Evidence, cited_evidence
from evaltools.manuscript.wording.lexicon import Lexicon, read_lexicon
from evaltools.manuscript.wording.numbers import Numeral, Unit, find_numerals, printed_numbers
from evaltools.manuscript.wording.rules import Lack, find_lack, hedged_cause
from evaltools.manuscript.wording.sentences import Sentence, read_sentences

NOTHING = Artefacts({}, {}, {})
KEPT = ("val-", "tab-", "fig-")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A claim that the cited numbers do not carry.

    Attributes
    ----------
    chapter : Chapter
        Where it stands.
    sentence : Sentence
        The sentence.
    line : int
        The line of the file.
    lack : Lack
        What is lacking.
    word : str
        The words that claim too much.
    """

    chapter: Chapter
    sentence: Sentence
    line: int
    lack: Lack
    word: str


def find_unsupported(book: Book, *, artefacts: Artefacts | None) -> Iterator[Unsupported]:
    """Find the claims of a manuscript that say more than the numbers they cite.

    Parameters
    ----------
    book : Book
        The manuscript in one language.
    artefacts : Artefacts or None
        The results; None before the first run, when only claims that no result could carry are
        found: those in sentences that cite nothing, and claims of cause.

    Yields
    ------
    Unsupported
        In the order of the text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.manuscript import find_unsupported, read_book
    >>> with TemporaryDirectory() as folder:
    ...     text = Path(folder) / "en" / "chapter.md"
    ...     text.parent.mkdir()
    ...     _ = text.write_text(
    ...         "Awareness has risen thanks to the programme.", encoding="utf-8"
    ...     )
    ...     book = read_book(Path(folder), language="en")
    ...     for each in find_unsupported(book, artefacts=None):
    ...         each.line, each.word, each.lack.problem
    (1, 'risen', '"risen" says that something rises; the sentence cites no change.')
    (1, 'thanks to', '"thanks to" says what causes what; no design here shows a cause.')
    """
    lexicon = read_lexicon(book.language)
    for chapter in book.chapters:
        for sentence in read_sentences(chapter, lexicon=lexicon):
            for place, word, lack in find_lacks(sentence, artefacts=artefacts, lexicon=lexicon):
                yield Unsupported(chapter, sentence, sentence.line_of(place), lack, word)


def find_lacks(
    sentence: Sentence, *, artefacts: Artefacts | None, lexicon: Lexicon
) -> Iterator[tuple[int, str, Lack]]:
    """Find what the claims of one sentence lack.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    artefacts : Artefacts or None
        The results; None before the first run.
    lexicon : Lexicon
        The words of its language.

    Yields
    ------
    tuple of int, str, Lack
        Where in the sentence, the words, and what they lack.
    """
    claims = find_assertions(sentence.text, lexicon=lexicon)
    known = artefacts is not None or not _cited(sentence)
    evidence = cited_evidence(sentence, artefacts=artefacts or NOTHING, lexicon=lexicon)
    for case in _cases(sentence, claims, evidence, artefacts or NOTHING, lexicon):
        if (known or case.claim.kind == "causes") and (lack := find_lack(case)):
            yield case.claim.begin, case.claim.word, _for_headings(lack, sentence)
    yield from _of_percent(evidence)
    if known:
        yield from _of_numerals(sentence, artefacts or NOTHING, lexicon)


def _cases(
    sentence: Sentence,
    claims: Sequence[Assertion],
    evidence: Sequence[Evidence],
    artefacts: Artefacts,
    lexicon: Lexicon,
) -> Iterator[Case]:
    """Yield the claims that are meant; a cause that is only supposed needs what an effect needs."""
    tables = [artefacts.tables[each] for each in sentence.citations if each in artefacts.tables]
    for claim in claims:
        if hedged_cause(claim, sentence.text, lexicon):
            meant = replace(claim, kind="compatible", lifted=None)
        else:
            meant = claim
        if meant.lifted is None:
            yield Case(meant, sentence.text, claims, evidence, tables, lexicon)


def _of_percent(evidence: Sequence[Evidence]) -> Iterator[tuple[int, str, Lack]]:
    """Find changes of shares that are printed with per cent."""
    for each in evidence:
        is_contrast = each.kind in ("change", "difference")
        if is_contrast and each.in_percent and each.meaning and not each.meaning.is_ratio:
            problem = f"{each.name} is a change in percentage points, printed with per cent."
            yield each.place, each.name, Lack(POINTS, problem, _FORMAT)


def _of_numerals(
    sentence: Sentence, artefacts: Artefacts, lexicon: Lexicon
) -> Iterator[tuple[int, str, Lack]]:
    """Find numbers that are written by hand and that nothing cited prints."""
    printed = printed_numbers(sentence, artefacts=artefacts, language=lexicon.language)
    read = without_idioms(sentence.text, lexicon)
    for numeral in find_numerals(sentence.text, lexicon=lexicon):
        end = numeral.place + len(numeral.text)
        meant = lift(read, numeral.place, end, lexicon=lexicon) in (None, "negated")
        if meant and (numeral.number, numeral.unit) not in printed:
            yield numeral.place, numeral.text, _unprinted(numeral, printed, sentence)


def _unprinted(numeral: Numeral, printed: set[tuple[str, Unit]], sentence: Sentence) -> Lack:
    said = f'"{numeral.text}" is written by hand'
    if numeral.unit == "percent" and (numeral.number, "points") in printed:
        return Lack(POINTS, f"{said}; what is cited is percentage points, not per cent.", _CITE)
    if _cited(sentence):
        return Lack(NUMBER, f"{said}; nothing that the sentence cites prints that number.", _CITE)
    return Lack(NUMBER, f"{said}; the sentence cites nothing.", _CITE)


def _cited(sentence: Sentence) -> bool:
    return any(each.startswith(KEPT) for each in sentence.citations)


def _for_headings(lack: Lack, sentence: Sentence) -> Lack:
    if not sentence.is_heading:
        return lack
    return Lack(lack.rule, lack.problem, "Let the heading name or ask; claim it in the text below")


NUMBER = Text(sv="Tal", en="Number")
POINTS = Text(sv="Procentenheter", en="Percentage points")
_CITE = "Cite it as {val:...}, or cite the table that prints it"
_FORMAT = 'Save it with format="points"'
