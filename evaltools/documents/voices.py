"""Who says what in an answer: the body, its administration, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from evaltools.documents.invited import Invited
from evaltools.documents.names import ADMINISTRATION, SELF, name_shape

Voice = Literal["body", "administration", "other"]
"""Who says a sentence: the body, its administration, or somebody else."""

OTHERS = re.compile(
    r"\b\w*råd(?:et|en|s)\b|\bparti\w*\b|\w+partiet\b|\bledam[oö]t\w*|\bledamöter\w*|\bordförande\w*"
    r"|\((?:S|M|V|L|C|KD|MP|SD)\)|\byrka\w*|\breserver\w+|\bmajoritet\w*|\bminoritet\w*|\bmotionär"
    r"|\b(?:andra|flera)\s+remissinstanser\b|\bfacket\b|\bfackliga\b|\bförvaltningsgruppen\b"
    r"|\bskyddsombud",
    re.IGNORECASE,
)
"""A sentence with one of these says what others than the body say."""
_ADMINISTRATION = re.compile(rf"\b{ADMINISTRATION}\b", re.IGNORECASE)
_SELF = re.compile(rf"\b{SELF}\b", re.VERBOSE | re.IGNORECASE)
_BOARD = re.compile(r"\b(?!kommunstyrelse)\w{3,}(?:nämnd(?:en)?|styrelsen)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who may say something in an answer.

    Attributes
    ----------
    own : re.Pattern or None
        The name of the body that answers; None where it is not known.
    others : tuple of re.Pattern
        The names of the others that were asked.
    """

    own: re.Pattern[str] | None
    others: tuple[re.Pattern[str], ...]


def speakers(invited: Collection[Invited], *, body: str) -> Speakers:
    """Tell the body's own name from those of others.

    Parameters
    ----------
    invited : collection of Invited
        Who was asked.
    body : str
        The name of who answers.

    Returns
    -------
    Speakers
        The shapes of both.
    """
    shapes = {each.name: name_shape(each) for each in invited}
    own = shapes.pop(body, None)
    return Speakers(own, tuple(shapes.values()))


def voice_of(text: str, found: re.Match[str], who: Speakers) -> Voice:
    """Tell who says something: by the nearest name before it, or else right after it.

    Parameters
    ----------
    text : str
        A sentence.
    found : re.Match
        What is said in it.
    who : Speakers
        Who may say it.

    Returns
    -------
    {"body", "administration", "other"}
        Who does; the body where the sentence names nobody.
    """
    named = named_in(text, who)
    after = [each for each in named if found.end() <= each[0] <= found.end() + 12]
    if after and min(after)[2] != "other" and text[min(after)[1] - 1].casefold() != "s":
        return min(after)[2]
    before = [each for each in named if each[1] <= found.start()]
    if before:
        return max(before)[2]
    return "body"


@lru_cache(maxsize=64)
def named_in(text: str, who: Speakers) -> tuple[tuple[int, int, Voice], ...]:
    """List who is named in a sentence.

    Parameters
    ----------
    text : str
        A sentence.
    who : Speakers
        Who may speak in it.

    Returns
    -------
    tuple of tuple
        Start and end of each name, and whose it is; of names in each other the more certain.
    """
    found: list[tuple[int, int, Voice]] = []
    shapes: list[tuple[re.Pattern[str], Voice]] = [(who.own, "body")] if who.own else []
    shapes += [(shape, "other") for shape in who.others]
    shapes += [(_ADMINISTRATION, "administration"), (_SELF, "body"), (_BOARD, "other")]
    for shape, voice in shapes:
        for match in shape.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                is_staff = voice == "body" and _ADMINISTRATION.search(match[0])
                found.append((*match.span(), "administration" if is_staff else voice))
    return tuple(found)
