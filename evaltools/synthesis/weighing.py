"""Kinds of evidence beside each other: where they agree, how sure a verdict is, what is not known.

Nothing is averaged. The rules are few and said to the reader: docs/methods/synthesis.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evaltools.declarations import Text
from evaltools.synthesis import words
from evaltools.synthesis.evidence import Evidence
from evaltools.synthesis.words import Direction, joined, listed, sentence

Certainty = Literal["well", "partly", "weakly", "contradicted", "not at all"]
CERTAINTIES: dict[Certainty, Text] = {
    "well": Text(
        sv="Väl underbyggd: det som mäter utfall säger detsamma, och inget underlag säger emot.",
        en="Well founded: what measures outcomes says the same, and no evidence speaks against it.",
    ),
    "partly": Text(
        sv="Delvis underbyggd: det som mäter utfall stöder den bara delvis, eller annat underlag "
        "säger emot.",
        en="Partly founded: what measures outcomes supports it in part only, or other evidence "
        "speaks against it.",
    ),
    "weakly": Text(
        sv="Svagt underbyggd: inget som mäter utfall säger åt vilket håll; bedömningen vilar på "
        "vad de inblandade själva säger.",
        en="Weakly founded: nothing that measures outcomes says which way; the assessment rests on "
        "what those involved say themselves.",
    ),
    "contradicted": Text(
        sv="Motsagd: det som mäter utfall säger något annat.",
        en="Contradicted: what measures outcomes says otherwise.",
    ),
    "not at all": Text(
        sv="Inte underbyggd: inget underlag talar för den.",
        en="Not founded: no evidence speaks for it.",
    ),
}
"""How well the evidence carries a verdict, from most to least."""
SIDES: dict[Direction, Text] = {
    "for": Text(sv="talar för att målet nås.", en="speak for the goal being met."),
    "against": Text(sv="talar emot.", en="speak against it."),
    "both": Text(sv="talar åt båda hållen.", en="speak both ways."),
}
"""What is said of the kinds of evidence that speak at all, by which way they do."""
AGREEING: dict[str, Direction] = {"full": "for", "none": "against"}
"""Which way evidence speaks that agrees with a verdict; with "in part" none does by itself."""
NO_CAUSE = Text(
    sv="Vad programmet har orsakat går inte att säga.",
    en="What the programme has caused cannot be said.",
)


def describe_agreement(evidence: Sequence[Evidence]) -> Text:
    """Say which kinds of evidence agree, and which do not.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of one goal.

    Returns
    -------
    Text
        Sentences that name the kinds on either side; never a sum of them.
    """
    sides = {way: [each for each in evidence if each.direction == way] for way in SIDES}
    said = [
        sentence(joined([_named(sides[way]), ending]))
        for way, ending in SIDES.items()
        if sides[way]
    ]
    return joined([*said, _conflict(sides)])


def judge_certainty(verdict: str, evidence: Sequence[Evidence]) -> Certainty | None:
    """Judge how well the evidence on a goal carries a verdict.

    Parameters
    ----------
    verdict : {"full", "part", "none", "unknown", ""}
        The evaluator's verdict.
    evidence : sequence of Evidence
        What each kind says of the goal.

    Returns
    -------
    {"well", "partly", "weakly", "contradicted", "not at all"} or None
        None where there is no verdict whose ground could be judged.
    """
    if verdict not in (*AGREEING, "part"):
        return None
    ways = [each.direction for each in evidence if each.direction in SIDES]
    outcomes = {
        each.direction
        for each in evidence
        if each.kind in words.OUTCOMES and each.direction in SIDES
    }
    if not outcomes:
        wanted = set(ways) if verdict == "part" else {AGREEING[verdict], "both"}
        return "weakly" if wanted.intersection(ways) else "not at all"
    if verdict == "part":
        return "well" if outcomes & {"both"} or len(outcomes) > 1 else "partly"
    if outcomes != {AGREEING[verdict]}:
        return "contradicted"
    return "well" if set(ways) == outcomes else "partly"


def list_unknowns(evidence: Sequence[Evidence]) -> Text:
    """Say what cannot be known of a goal from what there is.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of the goal.

    Returns
    -------
    Text
        What is lacking, and that no cause is shown.
    """
    absent = [each for each in evidence if each.direction == "absent"]
    apart = [each for each in evidence if each.direction == "apart"]
    undecided = [
        each for each in evidence if each.kind in words.OUTCOMES and each.direction == "open"
    ]
    said = [
        _lists(opening, kinds)
        for opening, kinds in ((LACKING, absent), (APART, apart), (UNDECIDED, undecided))
        if kinds
    ]
    return joined([*said, NO_CAUSE])


LACKING = Text(sv="Underlag saknas:", en="There is no evidence from:")
APART = Text(sv="I utvärderingen ingår inte:", en="Not part of this evaluation:")
UNDECIDED = Text(sv="Utfallet kan inte avgöras av:", en="What came of it cannot be decided from:")


def _named(evidence: Sequence[Evidence]) -> Text:
    return listed([words.KINDS[each.kind] for each in evidence])


def _lists(opening: Text, evidence: Sequence[Evidence]) -> Text:
    names = _named(evidence)
    return Text(sv=f"{opening.sv} {names.sv}.", en=f"{opening.en} {names.en}.")


def _conflict(sides: dict[Direction, list[Evidence]]) -> Text:
    speaking = sum(map(len, sides.values()))
    if not speaking:
        return Text(sv="Inget underlag talar åt något håll.", en="No evidence speaks either way.")
    if sides["for"] and sides["against"]:
        return Text(sv="Underlagen går isär.", en="The evidence disagrees.")
    if speaking == 1:
        return Text(sv="Inget annat underlag prövar det.", en="No other evidence tests it.")
    if sum(map(bool, sides.values())) > 1:
        return Text(
            sv="Inget underlag säger rakt emot ett annat, men de är inte eniga.",
            en="No evidence flatly contradicts another, but they do not agree.",
        )
    return Text(sv="Underlagen motsäger inte varandra.", en="The evidence does not conflict.")
