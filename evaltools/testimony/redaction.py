"""What points at a person is taken out of a text by its shape, and names by lists.

References
----------
Skatteverket, SKV 704: personal numbers and coordination numbers (day plus 60) share the shape
YYMMDD-NNNN or YYYYMMDD-NNNN, with + in place of - from the year in which one becomes 100.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from evaltools.testimony.names import ALSO_WORDS, FIRST, LAST

NAME = "[namn]"
LISTED = FIRST | LAST

DIARY = re.compile(
    r"""(?<![\w/])(?:(?:dnr|diarienr|diarienummer)[.:]?\s)?(?:[A-ZÅÄÖ]{2,6}\s)?
    (?:(?:19|20)\d{2}/\d{1,6}(?:-\d{1,3}(?:\.\d{1,3})*)?    # SN 2023/456-1.2
      |\d{1,3}(?:\.\d{1,3})*-\d{1,6}/(?:19|20)\d{2})        # 3.1-123/2024
    (?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
"""The number of a case in a diary, which stays."""

E_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+\s?(?:@|[\[(](?:at|snabel-?a)[\])])\s?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
WEB = re.compile(
    r"""(?:https?://|www\.)\S*[^\s.,;:!?)]
    |\b[\w-]+(?:\.[\w-]+)*\.(?:se|com|nu|org|net|eu|io)\b(?:/\S*[^\s.,;:!?)])?""",
    re.VERBOSE | re.IGNORECASE,
)
PERSONAL_NUMBER = re.compile(
    r"""(?<![\d+])
    (?:(?:\d{2})?\d{2}(?P<between>[ ./–-]?)\d{2}(?P=between)\d{2}\s?[+–−-]?\s?\d{2}\s?\d{2}
      |(?:\d{2})?\d{2}[ ./-]\d{4}[+–−-]\d{4})
    (?!\d)""",
    re.VERBOSE,
)
TELEPHONE = re.compile(
    r"""(?<!\d)(?<!\d[.,/-])(?:(?:\+|00)\d{1,3}[ -]?(?:\(0\))?[ -]?|\(?0)
      \d(?:[ ()/–-]{0,3}\d){5,11}(?!\d)
    |(?:(?<=\btel\s)|(?<=\btfn\s)|(?<=\bring\s)|(?<=\bmobil\s)|(?<=\btelefon\s))
      \d[\d -]{3,}\d""",
    re.VERBOSE | re.IGNORECASE,
)
ADDRESS = re.compile(
    r"""\b\w[\w:-]*(?i:gatan|gata|vägen|väg|gränden|gränd|torget|torg|stigen|stig|allén|backen
      |planen|kajen|slingan|ringen|esplanaden|stråket|leden)\s\d+(?:\s?[A-Za-z]\b)?
    |(?:\b[A-ZÅÄÖ][\w:-]*\s){1,3}(?i:väg|gata|gränd|plan|torg|stig|backe|allé)
      \s\d+(?:\s?[A-Za-z]\b)?
    |\b(?i:box)\s\d[\d\s]*\d\b""",
    re.VERBOSE,
)
POSTAL_CODE = re.compile(
    r"""\b(?:SE?-\s?)?\d{3}\s?\d{2}\s[A-ZÅÄÖ][a-zåäö]+ | \b(?:SE?-\s?)?\d{3}\s\d{2}\b(?!\s\d)""",
    re.VERBOSE,
)
SHAPES = {
    "[e-post]": E_MAIL,
    "[webbadress]": WEB,
    "[personnummer]": PERSONAL_NUMBER,
    "[telefon]": TELEPHONE,
    "[adress]": ADDRESS,
    "[postadress]": POSTAL_CODE,
}
"""What is taken out by its shape, in this order, and what stands there instead."""

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
BEFORE_NAMES = re.compile(
    r"\b(?:heter|fru|herr|doktor|dr|chefen|kollegan|handläggaren|socialsekreteraren)\.?\s+$",
    re.IGNORECASE,
)
_KEPT = "\ue000{}\ue001"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text from which what points at a person was taken out.

    Attributes
    ----------
    text : str
        The text, with a word in brackets where something stood.
    look_at : tuple of str
        Words that may be names and still stand there, for the reviewer.
    """

    text: str = field(repr=False)
    look_at: tuple[str, ...] = field(repr=False)


def redact(text: str, *, people: Collection[str] = ()) -> Redacted:
    """Take out what points at a person: numbers, addresses and names.

    A machine does not find everything. Of identifying words in sentences that they had not
    seen, rules and lists of this kind found two in three; who can be known by what is told
    ("the only engineer at …") they never find. That is why a person signs each quote.

    Parameters
    ----------
    text : str
        What a respondent wrote.
    people : collection of str
        Names that the evaluator knows may occur, beside those of the list.

    Returns
    -------
    Redacted
        One line, which holds nothing more that `redact` would take out.

    Examples
    --------
    >>> redact("Ring Anna Svensson, 070-123 45 67, om SN 2023/456.").text
    'Ring [namn], [telefon], om SN 2023/456.'
    """
    line = _one_line(text)
    kept = [found[0] for found in DIARY.finditer(line)]
    for at, number in enumerate(kept):
        line = line.replace(number, _KEPT.format(at), 1)
    for word, shape in SHAPES.items():
        line = shape.sub(word, line)
    line, look_at = _without_names(line, _parts_of(people))
    for at, number in enumerate(kept):
        line = line.replace(_KEPT.format(at), number)
    return Redacted(line, look_at)


def shapes_in(text: str) -> tuple[str, ...]:
    """List what a text holds by its shape: numbers and addresses, not names."""
    line = DIARY.sub(" ", _one_line(text))
    return tuple(word for word, shape in SHAPES.items() if shape.search(line))


def _one_line(text: str) -> str:
    """Write a text in one way: no invisible letters, no full-width digits, blanks alike."""
    alike = unicodedata.normalize("NFKC", "".join(map(_apart, text)))
    return " ".join("".join(c for c in alike if unicodedata.category(c) not in UNSEEN).split())


def _apart(letter: str) -> str:
    """Set a sign that stands for digits apart, or it would make a number beside it longer."""
    is_sign = not unicodedata.category(letter).startswith("N") and not letter.isascii()
    holds_digits = is_sign and re.search(r"\d", unicodedata.normalize("NFKC", letter))
    return f" {letter} " if holds_digits else letter


UNSEEN = {"Cf", "Co", "Cn", "Cs"}
"""Kinds of characters that no reader sees, by Unicode's categories."""


def _parts_of(people: Collection[str]) -> frozenset[str]:
    words = {word for name in people for word in _one_line(name).casefold().split()}
    return frozenset(word for word in words if len(word) > 2)


def _without_names(text: str, people: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    words = [found for found in WORD.finditer(text) if not _stands_for_something(text, found)]
    is_name = _spread(text, words, [_is_name(text, word, people) for word in words])
    look_at = [
        word[0]
        for word, taken in zip(words, is_name, strict=True)
        if not taken and _may_be_name(text, word)
    ]
    for start, end in reversed(_spans(text, words, is_name)):
        text = f"{text[:start]}{NAME}{text[end:]}"
    return text, tuple(dict.fromkeys(look_at))


def _stands_for_something(text: str, word: re.Match[str]) -> bool:
    return text[max(word.start() - 1, 0) : word.end() + 1] in {NAME, *SHAPES}


def _is_name(text: str, word: re.Match[str], people: frozenset[str]) -> bool:
    """Tell whether a word is a name by itself."""
    stems = _stems(word[0])
    if stems & people or any(stem.endswith("sson") for stem in stems):
        return True
    if word[0][0].isupper() and BEFORE_NAMES.search(text, endpos=word.start()):
        return True
    if stems & (LISTED - ALSO_WORDS):
        return True
    return bool(stems & ALSO_WORDS) and word[0].istitle() and not _begins_sentence(text, word)


def _spread(text: str, words: list[re.Match[str]], is_name: list[bool]) -> list[bool]:
    """Take for names the words that go on from one, or lead to one."""
    spread = list(is_name)
    for at in range(1, len(words)):
        adjoins = text[words[at - 1].end() : words[at].start()] == " "
        leads = spread[at - 1] or _may_lead(words[at - 1][0])
        if adjoins and leads and _goes_on(words[at][0]):
            spread[at - 1 : at + 1] = [True, True]
    for at in reversed(range(len(words) - 1)):
        adjoins = text[words[at].end() : words[at + 1].start()] == " "
        spread[at] = spread[at] or (spread[at + 1] and adjoins and _may_lead(words[at][0]))
    return spread


def _may_lead(word: str) -> bool:
    return word[0].isupper() and bool(_stems(word) & LISTED)


def _goes_on(word: str) -> bool:
    return word.istitle() or bool(_stems(word) & (LAST - ALSO_WORDS))


def _spans(text: str, words: list[re.Match[str]], is_name: list[bool]) -> list[tuple[int, int]]:
    """Put names that stand beside each other together."""
    spans: list[tuple[int, int]] = []
    for word, taken in zip(words, is_name, strict=True):
        if taken and spans and text[spans[-1][1] : word.start()] == " ":
            spans[-1] = (spans[-1][0], word.end())
        elif taken:
            spans.append(word.span())
    return spans


def _may_be_name(text: str, word: re.Match[str]) -> bool:
    """Tell of a word with a capital that it may be a name: a list's, or inside a sentence."""
    if not word[0][0].isupper() or len(word[0]) < 2:
        return False
    inside = word[0].istitle() and not _begins_sentence(text, word)
    return inside or bool(_stems(word[0]) & LISTED)


def _stems(word: str) -> frozenset[str]:
    """Fold the parts of a word, each also without the s of the genitive."""
    folded = word.casefold()
    parts = {folded, *folded.split("-")}
    return frozenset(parts | {part.removesuffix("s").rstrip("'’") for part in parts})


def _begins_sentence(text: str, word: re.Match[str]) -> bool:
    before = text[: word.start()].rstrip(" \"'”’»«–-(")
    return not before or before[-1] in ".!?:…"
