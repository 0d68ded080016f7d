"""Which kinds of evidence an evaluation has, and which it has not, in words."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.artefacts import Artefacts
from evaltools.declarations import Language, Text
from evaltools.synthesis.words import named


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of evidence.

    Attributes
    ----------
    table : str
        A table that there is where the evaluation has it.
    name : Text
        What it is called.
    absent : Text
        That the evaluation does not have it.
    within : str, optional
        The table of the kind that it is a part of: without that nothing is said of it.
    """

    table: str
    name: Text
    absent: Text
    within: str | None = None


SURVEY = "tab-response"
PARTS = (
    Part(
        SURVEY,
        Text(sv="en enkät", en="a survey"),
        Text(sv="Ingen enkät ingår i utvärderingen.", en="No survey is part of this evaluation."),
    ),
    Part(
        "tab-waves",
        Text(sv="en tidigare enkät", en="an earlier survey"),
        Text(
            sv="Ingen tidigare enkät finns att jämföra med.",
            en="There is no earlier survey to compare with.",
        ),
        within=SURVEY,
    ),
    Part(
        "tab-themes",
        Text(sv="medarbetarnas egna ord", en="the staff's own words"),
        Text(
            sv="Medarbetarnas egna ord ingår inte i utvärderingen.",
            en="The staff's own words are no part of this evaluation.",
        ),
        within=SURVEY,
    ),
    Part(
        "tab-indicators",
        Text(sv="indikatorer", en="indicators"),
        Text(
            sv="Inga indikatorer ingår i utvärderingen.",
            en="No indicators are part of this evaluation.",
        ),
    ),
    Part(
        "tab-verdicts",
        Text(sv="nämndernas egen uppföljning", en="the boards' own follow-up"),
        Text(
            sv="Nämndernas egen uppföljning ingår inte i utvärderingen.",
            en="No follow-up by the boards is part of this evaluation.",
        ),
    ),
    Part(
        "tab-stances",
        Text(sv="remissvar", en="consultation answers"),
        Text(
            sv="Inga remissvar ingår i utvärderingen.",
            en="No consultation answers are part of this evaluation.",
        ),
    ),
)
"""In the order in which they are told."""


def tell_parts(artefacts: Artefacts, *, language: Language) -> str:
    """Say what the evaluation rests on, and what it does not have.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        Sentences; none where the evaluation has every kind of evidence.
    """
    there = [each for each in PARTS if each.table in artefacts.tables]
    absent = [
        each.absent[language]
        for each in PARTS
        if each not in there and (each.within is None or each.within in artefacts.tables)
    ]
    if not there or not absent:
        return ""
    rests_on = RESTS_ON[language].format(named([each.name for each in there])[language])
    return " ".join([rests_on, *absent])


RESTS_ON = Text(sv="Utvärderingen vilar på {}.", en="This evaluation rests on {}.")
