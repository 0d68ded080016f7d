"""A claim of the text with all that its sentence has to support it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaltools.artefacts import TableArtefact
from evaltools.manuscript.wording.assertions import Assertion, parts
from evaltools.manuscript.wording.evidence import Evidence
from evaltools.manuscript.wording.lexicon import Lexicon

TESTED = 2
"""The lowest level of design that supports a change."""
DIRECTIONS = ("rising", "falling", "better", "worse")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A claim with all that its sentence has to support it.

    Attributes
    ----------
    claim : Assertion
        The claim.
    text : str
        The sentence.
    others : sequence of Assertion
        All claims of the sentence, this one among them.
    evidence : sequence of Evidence
        All numbers that the sentence cites.
    tables : sequence of TableArtefact
        The tables that it cites.
    lexicon : Lexicon
        The words of its language.
    """

    claim: Assertion
    text: str
    others: Sequence[Assertion]
    evidence: Sequence[Evidence]
    tables: Sequence[TableArtefact]
    lexicon: Lexicon

    def near(self) -> list[Evidence]:
        """Return the evidence in the same part of the sentence, or all where that has none."""
        begin, end = next(
            span
            for span in parts(self.text, lexicon=self.lexicon)
            if span[0] <= self.claim.begin < span[1]
        )
        within = [each for each in self.evidence if begin <= each.place < end]
        return within or list(self.evidence)

    def changes(self) -> list[Evidence]:
        """Return the changes that belong to this claim: of several claims the nearest has them."""
        near = [each for each in self.near() if is_change(each)]
        own = [each for each in near if self._is_nearest(each)]
        return own or near or [each for each in self.evidence if is_change(each)]

    def _is_nearest(self, evidence: Evidence) -> bool:
        moving = [
            each for each in self.others if each.kind in DIRECTIONS or each.kind == "continued"
        ]
        nearest = min(moving, key=lambda each: _distance(each, evidence.place), default=None)
        return nearest is None or nearest == self.claim


def is_change(evidence: Evidence) -> bool:
    """Tell whether a number may carry a claim of direction, if it is established."""
    return bool(evidence.reading) or (
        evidence.kind in ("change", "difference") and evidence.design >= TESTED
    )


def _distance(claim: Assertion, place: int) -> int:
    return claim.begin - place if place < claim.begin else max(place - claim.end, 0)
