"""The rules of the wording check: what evidence each claim needs, and what to do without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evaltools.declarations import Text
from evaltools.manuscript.wording.assertions import Assertion
from evaltools.manuscript.wording.cases import Case
from evaltools.manuscript.wording.comparisons import lacks_difference, lacks_extreme, lacks_ratio
from evaltools.manuscript.wording.evidence import Evidence
from evaltools.manuscript.wording.lexicon import Lexicon
from evaltools.manuscript.wording.movements import lacks_continuation, lacks_direction

COMPATIBLE, SPEAKS = 4, 5
"""The levels of design that support "compatible with an effect" and "speaks for an effect"."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a claim lacks.

    Attributes
    ----------
    rule : Text
        The rule, for the reader of the list of exceptions.
    problem : str
        What the claim says and what the cited numbers do not, for the evaluator.
    remedy : str
        What to do.
    """

    rule: Text
    problem: str
    remedy: str


def find_lack(case: Case) -> Lack | None:
    """Tell what a claim lacks.

    Parameters
    ----------
    case : Case
        The claim and its sentence.

    Returns
    -------
    Lack or None
        None where the cited numbers carry the claim.
    """
    rule = RULES[case.claim.kind]
    problem = rule.check(case)
    if problem is None:
        return None
    return Lack(rule.name, f'"{_one_line(case.claim.word)}" {rule.says}; {problem}', rule.remedy)


def hedged_cause(claim: Assertion, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a sentence only supposes a cause, but names the programme as that cause."""
    return claim.kind == "causes" and claim.lifted == "supposed" and lexicon.has("actors", text)


def _never(case: Case) -> str | None:
    return "no design here shows a cause."


def _no_order(case: Case) -> str | None:
    return "no table says which end is the better one."


def _effect(case: Case) -> str | None:
    """Ask for an established change of the level that the words need."""
    needed = SPEAKS if case.claim.kind == "speaks" else COMPATIBLE
    carrying = [each for each in case.evidence if _carries(each, needed)]
    if carrying:
        return None
    return f"that takes an established change of level {needed} or more."


def _carries(evidence: Evidence, needed: int) -> bool:
    said = {"speaks"} if needed == SPEAKS else {"compatible", "speaks"}
    if evidence.reading:
        return bool(evidence.reading & said)
    return evidence.design >= needed and evidence.moves is not None


def _one_line(words: str) -> str:
    return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class _Rule:
    name: Text
    says: str
    check: Callable[[Case], str | None]
    remedy: str


_CITE = "Cite a change that is established, write the levels side by side"
_DIRECTION = Text(sv="Riktning", en="Direction")
_MOVING = {
    "rising": "says that something rises",
    "falling": "says that something falls",
    "better": "says that something has become better",
    "worse": "says that something has become worse",
}
_COMPARED = Text(sv="Jämförelse", en="Comparison")
_DIFFERENCE = "Cite a difference with its interval, write the numbers side by side"
_MOST = Text(sv="Störst eller minst", en="Largest or smallest")
_ROW = "Name the row and cite its table, write the numbers side by side"
_CAUSE = Text(sv="Orsak", en="Cause")
_VERB = "Say what the design allows (docs/methods/outcomes.md)"
RULES: dict[str, _Rule] = {
    **{kind: _Rule(_DIRECTION, says, lacks_direction, _CITE) for kind, says in _MOVING.items()},
    "continued": _Rule(
        Text(sv="Fortsättning", en="Continuation"),
        "says that something goes on",
        lacks_continuation,
        _CITE,
    ),
    "more": _Rule(_COMPARED, "says that one is more than another", lacks_difference, _DIFFERENCE),
    "less": _Rule(_COMPARED, "says that one is less than another", lacks_difference, _DIFFERENCE),
    "most": _Rule(_MOST, "says that one is more than all others", lacks_extreme, _ROW),
    "least": _Rule(_MOST, "says that one is less than all others", lacks_extreme, _ROW),
    "ranked": _Rule(
        Text(sv="Bäst eller sämst", en="Best or worst"),
        "ranks",
        _no_order,
        "Say what is highest or lowest, name the row and cite its table",
    ),
    "multiples": _Rule(
        Text(sv="Mångfald", en="Multiple"), "says how many times more", lacks_ratio, _DIFFERENCE
    ),
    "causes": _Rule(_CAUSE, "says what causes what", _never, _VERB),
    "compatible": _Rule(_CAUSE, "speaks of an effect", _effect, _VERB),
    "speaks": _Rule(_CAUSE, "speaks of an effect", _effect, _VERB),
}
