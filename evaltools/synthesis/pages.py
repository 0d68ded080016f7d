"""The synthesis as tables: a page of evidence per goal, all goals beside each other, proposals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.programme import Goal, Organisation, Programme
from evaltools.synthesis import words
from evaltools.synthesis.conclusions import Conclusions, Judgement, Proposal
from evaltools.synthesis.evidence import Evidence
from evaltools.synthesis.weighing import (
    CERTAINTIES,
    describe_agreement,
    judge_certainty,
    list_unknowns,
)


def lay_evidence(evidence: Sequence[Evidence], *, goal: str) -> pd.DataFrame:
    """Lay the evidence on a goal out, one kind below the other.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of each goal.
    goal : str
        The goal.

    Returns
    -------
    pandas.DataFrame
        One row per kind of evidence: in both languages `kind`, `says`, `sure` and `direction`,
        and `cites`, the table with the numbers.
    """
    return pd.DataFrame(
        [
            {
                **in_both("kind", words.KINDS[each.kind]),
                **in_both("says", each.says),
                **in_both("sure", each.sure),
                **in_both("direction", words.DIRECTIONS[each.direction]),
                "cites": each.cites,
            }
            for each in evidence
            if each.goal == goal
        ]
    )


def lay_verdicts(
    evidence: Sequence[Evidence], *, conclusions: Conclusions, programme: Programme
) -> pd.DataFrame:
    """Lay the verdicts on all goals out beside how certain they are.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of each goal.
    conclusions : Conclusions
        The evaluator's verdicts.
    programme : Programme
        The goals.

    Returns
    -------
    pandas.DataFrame
        One row per goal: `goal`, `number`, and in both languages `name`, `verdict`, `reason`,
        `certainty`, `agreement` and `unknown`; `cites`, what the verdict rests on.
    """
    return pd.DataFrame(
        [
            _verdict_row(
                goal,
                [each for each in evidence if each.goal == goal.id],
                conclusions.judgement(goal.id),
            )
            for goal in programme.goals
        ]
    )


def lay_proposals(
    conclusions: Conclusions, *, programme: Programme, organisation: Organisation
) -> pd.DataFrame:
    """Lay the proposals out, numbered.

    Parameters
    ----------
    conclusions : Conclusions
        The evaluator's proposals.
    programme, organisation : Programme, Organisation
        Name the goals and the bodies.

    Returns
    -------
    pandas.DataFrame
        One row per proposal: `number`, in both languages `text`, `goals` and `addressees`,
        `cites`, what it rests on, and `to`, the ids of the addressees apart by spaces.
    """
    numbers = {goal.id: goal.number for goal in programme.goals}
    names = {body.id: body.name for body in organisation.bodies}
    return pd.DataFrame(
        [
            {
                "number": float(number),
                **in_both("text", _marked(each.text, each)),
                **in_both("goals", _goals(each, numbers)),
                **in_both("addressees", words.joined([names[a] for a in each.addressees], by=", ")),
                "cites": " ".join(each.evidence),
                "to": " ".join(each.addressees),
            }
            for number, each in enumerate(conclusions.proposals, start=1)
        ],
        columns=PROPOSAL_COLUMNS,
    )


PROPOSAL_COLUMNS = [
    "number", "text.sv", "text.en", "goals.sv", "goals.en", "addressees.sv", "addressees.en",
    "cites", "to",
]  # fmt: skip
WHOLE = Text(sv="Hela programmet", en="The whole programme")


def _verdict_row(
    goal: Goal, evidence: Sequence[Evidence], judgement: Judgement | None
) -> dict[str, object]:
    verdict = judgement.verdict if judgement else ""
    certainty = judge_certainty(verdict, evidence)
    return {
        "goal": goal.id,
        "number": goal.number,
        **in_both("name", goal.short_name),
        **in_both("verdict", _marked(words.VERDICTS[verdict], judgement)),
        **in_both("reason", judgement.reason if judgement else NOTHING),
        **in_both("certainty", CERTAINTIES[certainty] if certainty else NO_VERDICT),
        **in_both("agreement", describe_agreement(evidence)),
        **in_both("unknown", list_unknowns(evidence)),
        "cites": " ".join(judgement.evidence) if judgement else "",
    }


NOTHING = Text(sv="", en="")
NO_VERDICT = Text(sv="Prövas inte: målet är inte bedömt.", en="Not tried: the goal is not judged.")


def _marked(text: Text, concluded: Judgement | Proposal | None) -> Text:
    """Say that what is only an example is one."""
    is_example = concluded is not None and concluded.illustrative
    return words.joined([words.EXAMPLE, text], by="") if is_example else text


def _goals(proposal: Proposal, numbers: dict[str, str]) -> Text:
    if not proposal.goals:
        return WHOLE
    told = ", ".join(numbers[goal] for goal in proposal.goals)
    return Text(sv=told, en=told)
