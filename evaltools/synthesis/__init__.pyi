from .bodies import (
    GATHERED,
    USED,
    Gathered,
    OwnTable,
    first_body,
    gather_bodies,
    gathered_folder,
    publish_marks,
    read_body,
    save_bodies,
)
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
    "GATHERED",
    "SOURCE",
    "USED",
    "Conclusions",
    "Evidence",
    "Gathered",
    "Judgement",
    "OwnTable",
    "Proposal",
    "check_cited",
    "describe_agreement",
    "first_body",
    "gather_bodies",
    "gather_evidence",
    "gathered_folder",
    "judge_certainty",
    "lay_chain",
    "lay_evidence",
    "lay_proposals",
    "lay_verdicts",
    "list_unknowns",
    "publish_marks",
    "read_body",
    "read_conclusions",
    "save_bodies",
    "save_evidence",
]
