"""The evidence on each goal beside each other, and what the evaluator concludes from it.

It reads what earlier notebooks published, and nothing else. Kinds of evidence are never
averaged: where they disagree, that is what is said.
"""

from evaltools.synthesis.bodies import (
    USED,
    gather_marks,
    lay_key_numbers,
    lay_own_goals,
    lay_own_indicators,
    lay_own_proposals,
)
from evaltools.synthesis.body_sentences import describe_body, save_sentences
from evaltools.synthesis.chain import lay_chain
from evaltools.synthesis.conclusions import (
    Conclusions,
    Judgement,
    Proposal,
    check_cited,
    read_conclusions,
)
from evaltools.synthesis.evidence import Evidence, gather_evidence
from evaltools.synthesis.pages import lay_evidence, lay_proposals, lay_verdicts
from evaltools.synthesis.saving import ABOUT, SOURCE, save_evidence
from evaltools.synthesis.weighing import describe_agreement, judge_certainty, list_unknowns

__all__ = [
    "ABOUT",
    "SOURCE",
    "USED",
    "Conclusions",
    "Evidence",
    "Judgement",
    "Proposal",
    "check_cited",
    "describe_agreement",
    "describe_body",
    "gather_evidence",
    "gather_marks",
    "judge_certainty",
    "lay_chain",
    "lay_evidence",
    "lay_key_numbers",
    "lay_own_goals",
    "lay_own_indicators",
    "lay_own_proposals",
    "lay_proposals",
    "lay_verdicts",
    "list_unknowns",
    "read_conclusions",
    "save_evidence",
    "save_sentences",
]
