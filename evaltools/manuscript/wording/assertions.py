"""What a sentence asserts: words of direction, comparison and cause that nothing takes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from evaltools.manuscript.wording.lexicon import CITATION, Lexicon

Kind = Literal[
    "rising", "falling", "better", "worse", "continued", "more", "less", "most", "least",
    "ranked", "multiples", "causes", "compatible", "speaks",
]  # fmt: skip
Lift = Literal["negated", "asked", "supposed"]
READ: tuple[Kind, ...] = (
    "compatible", "speaks", "multiples", "more", "less", "causes", "rising", "falling",
    "better", "worse", "most", "least", "ranked",
)  # fmt: skip
"""Earlier kinds take their words before later ones."""
MOVING: dict[Kind, str] = {
    "rising": "to_rise",
    "falling": "to_fall",
    "better": "to_improve",
    "worse": "to_worsen",
}
BETWEEN = 4
"""At most so many words stand between "continued" and what continues."""
NEAR = 2
"""A negation after a word takes it back over at most so many words between."""
YEAR = re.compile(r"(?:19|20)\d\d\b")
QUALITIES = ("better", "worse", "more", "less", "most", "least", "ranked")
"""Claims by adjectives, which share the verb of the clause before."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim of a sentence.

    Attributes
    ----------
    kind : str
        What is claimed.
    way : {"rising", "falling", "better", "worse"} or None
        Of "continued": in which direction.
    word : str
        The words that claim it.
    begin, end : int
        Where they stand in the sentence.
    lifted : {"negated", "asked", "supposed"} or None
        What takes it back; None where the sentence means it.
    """

    kind: Kind
    word: str
    begin: int
    end: int
    way: Kind | None = None
    lifted: Lift | None = None


def find_assertions(text: str, *, lexicon: Lexicon) -> list[Assertion]:
    """Find the claims of a sentence, also those that it takes back.

    Parameters
    ----------
    text : str
        The sentence.
    lexicon : Lexicon
        The words of its language.

    Returns
    -------
    list of Assertion
        In the order of the sentence, no two over the same words.
    """
    read = without_idioms(text, lexicon)
    found: list[Assertion] = list(_continued(read, lexicon))
    for kind in READ:
        for match in lexicon.find(kind, read):
            if not _is_taken(match, found) and not _is_bound(kind, match, read, lexicon):
                found.append(Assertion(kind, match.group(), match.start(), match.end()))
    ordered = sorted(found, key=lambda each: each.begin)
    return [
        _with_lift(each, read, lexicon) for each in ordered if not _is_base(each, read, lexicon)
    ]


def without_idioms(text: str, lexicon: Lexicon) -> str:
    """Blank the phrases that claim nothing, such as "not only" and "at least"."""
    return lexicon.patterns["idioms"].sub(lambda match: " " * len(match.group()), text)


def lift(text: str, begin: int, end: int, *, lexicon: Lexicon) -> Lift | None:
    """Tell what takes back the words at a place of a sentence.

    Parameters
    ----------
    text : str
        The sentence without its idioms.
    begin, end : int
        The place.
    lexicon : Lexicon
        The words of its language.

    Returns
    -------
    {"negated", "asked", "supposed"} or None
        "negated" where the clause denies it, "asked" in a question, under a condition or a wish,
        "supposed" where it may be so; None where the sentence means it.
    """
    left = text[_clause(text, begin, lexicon) : begin]
    if _negates_from_left(left, lexicon) or _negates_from_right(text[end:], lexicon):
        return "negated"
    is_question = text.rstrip(f" \n){CITATION}").endswith("?")
    if is_question or _begins_with_condition(text, lexicon) or _is_asked(left, lexicon):
        return "asked"
    return "supposed" if lexicon.has("supposing", left) else None


def _continued(text: str, lexicon: Lexicon) -> Iterator[Assertion]:
    """Find what is said to go on: a word of going on with a direction soon after, or before."""
    for match in lexicon.find("continued", text):
        clause = re.split(r"[,;:()]", text[match.end() :])[0]
        soon = "".join(re.findall(r"\s+\S+", clause)[: BETWEEN + 1])
        before = re.search(r"\S+\s+$", text[: match.start()])
        if moving := _first_moving(soon, lexicon, bases=True):
            way, begin, end = moving[0], match.start(), match.end() + moving[1]
        elif before and (moving := _first_moving(before.group(), lexicon, bases=False)):
            way, begin, end = moving[0], before.start(), match.end()
        else:
            continue
        yield Assertion("continued", text[begin:end], begin, end, way)


def _first_moving(text: str, lexicon: Lexicon, *, bases: bool) -> tuple[Kind, int] | None:
    """Find the first word of direction, and where it ends."""
    found = [
        (match.start(), match.end(), way)
        for way, base in MOVING.items()
        for match in (
            lexicon.patterns[way].search(text),
            lexicon.patterns[base].search(text) if bases else None,
        )
        if match
    ]
    return (min(found)[2], min(found)[1]) if found else None


def _is_taken(match: re.Match[str], found: list[Assertion]) -> bool:
    return any(match.start() < each.end and each.begin < match.end() for each in found)


def _is_bound(kind: Kind, match: re.Match[str], text: str, lexicon: Lexicon) -> bool:
    """Tell "at most 10" and "more than 10" from claims: there the number is what is claimed."""
    if kind not in ("most", "least", "more", "less"):
        return False
    following = text[match.end() :].lstrip()
    if lexicon.patterns["fractions"].match(following) or YEAR.match(following):
        return False
    is_word = lexicon.patterns["number_words"].match(following)
    is_article = kind in ("more", "less") and lexicon.patterns["articles"].match(following)
    return following[:1].isdigit() or (is_word is not None and not is_article)


def _is_base(assertion: Assertion, text: str, lexicon: Lexicon) -> bool:
    """Tell a base form after "to" or "will" from a plural: it says what shall be, not what is."""
    base = MOVING.get(assertion.kind)
    if base is None or not lexicon.has(base, assertion.word):
        return False
    before = re.findall(r"[\w']+\s+$", text[: assertion.begin])
    return bool(before) and any(
        lexicon.has(kind, before[0]) for kind in ("before_bases", "supposing", "wishing")
    )


def _with_lift(assertion: Assertion, text: str, lexicon: Lexicon) -> Assertion:
    taken = lift(text, assertion.begin, assertion.end, lexicon=lexicon)
    if taken is None and assertion.kind in QUALITIES:
        taken = _shared_wish(text, assertion.begin, lexicon)
    return replace(assertion, lifted=taken)


def _shared_wish(text: str, place: int, lexicon: Lexicon) -> Lift | None:
    """Tell whether a wish goes on after "and", as in "should train and give better support"."""
    clause = _clause(text, place, lexicon)
    is_joined = lexicon.patterns["joins"].match(text, clause) is not None
    if not (clause and is_joined) or lexicon.has("auxiliaries", text[clause:place]):
        return None
    before = text[_clause(text, clause - 1, lexicon) : clause]
    return "asked" if lexicon.has("wishing", before) else None


def _clause(text: str, place: int, lexicon: Lexicon) -> int:
    """Find where the clause of a place begins; one that begins with "or" goes on with the last."""
    begins = clause_begins(text, lexicon)
    before = [each for each in begins if each <= place]
    while len(before) > 1 and lexicon.patterns["alternatives"].match(_words(text, before[-1])):
        before.pop()
    return before[-1]


def _words(text: str, begin: int) -> str:
    return text[begin:].lstrip(" \n,;:()–—")


def clause_begins(text: str, lexicon: Lexicon) -> list[int]:
    """Tell where the clauses of a sentence begin: at marks, and at words that join or contrast."""
    marks = [match.end() for match in re.finditer(r"[,;:](?=\s)|[()]|\s[–—-]\s", text)]
    negations = [match.span() for match in lexicon.find("negations", text)]
    words = [
        match.start()
        for kind in ("contrasts", "joins", "alternatives")
        for match in lexicon.find(kind, text)
        if not any(begin <= match.start() < end for begin, end in negations)
    ]
    return sorted({0, *marks, *words})


def _begins_with_condition(text: str, lexicon: Lexicon) -> bool:
    return lexicon.patterns["conditions"].match(text.lstrip("([ \n")) is not None


def _is_asked(left: str, lexicon: Lexicon) -> bool:
    """Tell whether what stands before in the clause asks, wishes or makes a condition."""
    if lexicon.has("wishing", left) or lexicon.has("asking", left):
        return True
    return any(_is_condition(left, match, lexicon) for match in lexicon.find("conditions", left))


def _is_condition(left: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell "om" that makes a condition or a question from "om" that means about."""
    before = left[: match.start()].split()
    begins = not before or lexicon.has("joins", before[-1])
    return begins or lexicon.has("wondering", before[-1]) or match.group().lower() != "om"


def _negates_from_left(left: str, lexicon: Lexicon) -> bool:
    """Tell whether a negation stands before; one in "those who do not" reaches two words."""
    for match in lexicon.find("negations", left):
        before, after = left[: match.start()].split(), left[match.end() :].split()
        of_others = any(lexicon.has("relatives", word) for word in before[-2:])
        if not of_others or len(after) <= NEAR:
            return True
    return False


def _negates_from_right(right: str, lexicon: Lexicon) -> bool:
    """Tell whether a negation follows at once, as in "ökade inte" and "is not established"."""
    clause = right[: min([each for each in clause_begins(right, lexicon) if each] or [len(right)])]
    words = clause.split()[: NEAR + 1]
    for word in words:
        if lexicon.has("relatives", word) or lexicon.has("prepositions", word):
            return False
        if lexicon.has("negations", word):
            return True
    return False


def parts(text: str, *, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Part a sentence at semicolons and at words that contrast.

    Parameters
    ----------
    text : str
        The sentence.
    lexicon : Lexicon
        The words of its language.

    Returns
    -------
    list of tuple of int
        Begin and end of each part.
    """
    cuts = {match.start() for match in re.finditer(";", text)}
    cuts |= {match.start() for match in lexicon.find("contrasts", text)}
    return list(pairwise([0, *sorted(cuts - {0}), len(text)]))
