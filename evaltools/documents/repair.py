"""Words whose å, ä and ö are lost, put right where it is likely enough, and every one told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evaltools.documents.document import Change, Document
from evaltools.documents.letters import has_lost_letters
from evaltools.documents.lexicon import Lexicon
from evaltools.documents.tokens import Standing, Token, find_tokens
from evaltools.errors import DataError, Fault

MOST_LETTERS = 500_000
"""Characters of a document that is repaired: some two hundred pages."""
SMALL_MARGIN = 2.0
"""Nats: a person looks where one reading is not seven times as likely as the next."""
SUSPENDING = frozenset({"och", "eller", "samt"})
"""Words after a hyphen that stands for what follows later: kvinno- och tjejjour."""
Word = tuple[Token, str, bool]
"""A word where it stands, as it should stand, and whether that is doubtful."""
Repair = tuple[int, str, str, bool]
"""Place of the line among the lines, the word before and after, and whether it is doubtful."""


def repair_document(document: Document, *, lexicon: Lexicon) -> Document:
    """Repair the words of a document that has lost its å, ä and ö.

    Parameters
    ----------
    document : Document
        Any document.
    lexicon : Lexicon
        The words that exist.

    Returns
    -------
    Document
        With `text` repaired, `changes`, and reading "repaired"; the document as it is if it has
        not lost its letters, or was repaired before.

    Raises
    ------
    DataError
        If the document holds more than half a million characters.

    Notes
    -----
    Never altered are numbers, dates, file numbers, addresses of mail and web, abbreviations in
    capitals, and words with a capital inside a sentence that are not of the glossary: names.
    """
    raw = [line.raw for line in document.lines]
    if document.reading == "repaired" or not has_lost_letters(raw):
        return document
    if sum(map(len, raw)) > MOST_LETTERS:
        problem = f"it has lost its å, ä and ö, and is longer than {MOST_LETTERS:,} characters."
        raise DataError(Fault(document.file, problem, "Keep the answer, leave enclosures out."))
    texts, repairs = repair_lines(raw, lexicon=lexicon)
    changes = (
        Change(document.lines[at].page, document.lines[at].number, before, after, doubtful)
        for at, before, after, doubtful in repairs
    )
    lines = (replace(line, text=text) for line, text in zip(document.lines, texts, strict=True))
    return replace(document, reading="repaired", lines=tuple(lines), changes=tuple(changes))


def repair_lines(lines: Sequence[str], *, lexicon: Lexicon) -> tuple[list[str], list[Repair]]:
    """Repair the words of lines, whether or not they have lost any letters.

    Parameters
    ----------
    lines : sequence of str
        The text.
    lexicon : Lexicon
        The words that exist.

    Returns
    -------
    list of str
        The lines with their words repaired.
    list of Repair
        The words that were altered, and those that are doubtful, in order.
    """
    words = [word for group in _groups(lines) for word in _repaired(group, lexicon)]
    by_line = defaultdict(list)
    for word in words:
        by_line[word[0].line].append(word)
    texts = [_spliced(line, by_line[at]) for at, line in enumerate(lines)]
    return texts, [
        (token.line, token.text, text, doubtful)
        for token, text, doubtful in words
        if doubtful or text != token.text
    ]


def _groups(lines: Sequence[str]) -> Iterator[tuple[Token, ...]]:
    """Yield each word: one token, or two where it is divided at the end of a line."""
    first = None
    for token in find_tokens(lines):
        if first and _is_divided(first, token, lines):
            yield first, token
            first = None
        else:
            if first:
                yield (first,)
            first = token
    if first:
        yield (first,)


def _is_divided(first: Token, second: Token, lines: Sequence[str]) -> bool:
    at_the_end = lines[first.line][first.start + len(first.text) :].strip() == "-"
    at_the_start = not lines[second.line][: second.start].strip()
    return (
        second.line == first.line + 1
        and at_the_end
        and at_the_start
        and second.text[0].islower()
        and second.text not in SUSPENDING
        and Standing.KEPT not in (first.standing, second.standing)
    )


def _repaired(group: tuple[Token, ...], lexicon: Lexicon) -> list[Word]:
    """Repair a word; one that is divided only if the letters can be divided as they were."""
    whole = "".join(token.text for token in group)
    text, doubtful = _repair_word(whole, group[0].standing, lexicon)
    if len(group) == 1:
        return [(group[0], text, doubtful)]
    first, second = group
    if len(text) != len(whole):
        return [(first, first.text, True), (second, second.text, True)]
    at = len(first.text)
    return [(first, text[:at], doubtful), (second, text[at:], doubtful)]


def _repair_word(word: str, standing: Standing, lexicon: Lexicon) -> tuple[str, bool]:
    """Return a word as it should stand, also when it is read again, and whether it is doubtful."""
    if standing is Standing.KEPT:
        return word, False
    guess = lexicon.guess(word.lower())
    if lexicon.guess(guess.word).word != guess.word:
        return word, True
    is_same = guess.word == word.lower()
    if standing is Standing.NAME and guess.word not in lexicon.glossary:
        return word, not is_same or not guess.exists
    text = word if is_same else _as_written(guess.word, like=word)
    return text, not guess.exists or guess.margin < SMALL_MARGIN


def _as_written(word: str, *, like: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word


def _spliced(line: str, words: list[Word]) -> str:
    """Put the words in their places."""
    pieces, end = list[str](), 0
    for token, text, _ in words:
        pieces += line[end : token.start], text
        end = token.start + len(token.text)
    return "".join([*pieces, line[end:]])
