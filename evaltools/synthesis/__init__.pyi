from .bodies import (
    USED,
    gather_marks,
    lay_key_numbers,
    lay_own_goals,
    lay_own_indicators,
    lay_own_proposals,
)
from .body_answers import lay_own_answers
from .body_sentences import describe_body, save_sentences
from .chain import lay_chain
from .conclusions import (
    Conclusions,
    Judgement,
    Proposal,
    check_cited,
    read_conclusions,
)
from .evidence import Evidence, gather_evidence
from .pages import lay_evidence, lay_proposals, lay_verdicts
from .saving import ABOUT, SOURCE, save_evidence
from .weighing import describe_agreement, judge_certainty, list_unknowns

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
    "lay_own_answers",
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
