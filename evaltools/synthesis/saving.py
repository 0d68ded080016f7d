"""A page of evidence per goal, as many as the programme has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from evaltools.artefacts import save_table
from evaltools.declarations import Text
from evaltools.disclosure import publish_facts
from evaltools.programme import Goal, Programme
from evaltools.synthesis.evidence import Evidence
from evaltools.synthesis.pages import lay_evidence
from evaltools.tables import Column, lay_out

COLUMNS = (
    Column("kind", Text(sv="Vem eller vad", en="Who or what"), "text"),
    Column("says", Text(sv="Vad det säger", en="What it says"), "text"),
    Column("sure", Text(sv="Hur säkert", en="How sure"), "text"),
    Column("direction", Text(sv="Riktning", en="Direction"), "text"),
    Column("cites", Text(sv="Underlag", en="Evidence"), "cites"),
)
ABOUT = Text(
    sv="Ord om tal som redan är redovisade i rapportens tabeller.",
    en="Words on numbers that the tables of the report already show.",
)
SOURCE = Text(
    sv="Rapportens tabeller, som anges i kolumnen Underlag; inget är sammanvägt.",
    en="The tables of the report that the column Evidence names; nothing is averaged.",
)


def save_evidence(
    evidence: Sequence[Evidence],
    *,
    programme: Programme,
    synthetic: bool,
    folder: Path,
    producer: str,
) -> None:
    """Save the evidence on each goal as a table of its own, evidence-<id of the goal>.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of each goal.
    programme : Programme
        The goals.
    synthetic : bool
        True if any number behind it is synthetic.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step.
    """
    for goal in programme.goals:
        page = publish_facts(lay_evidence(evidence, goal=goal.id), about=ABOUT, synthetic=synthetic)
        save_table(
            lay_out(page, COLUMNS),
            folder=folder,
            name="-".join(["evidence", *re.findall("[a-z0-9]+", goal.id.lower())]),
            caption=_caption(goal),
            source=SOURCE,
            producer=producer,
        )


def _caption(goal: Goal) -> Text:
    return Text(
        sv=f"Underlag om mål {goal.number}: {goal.short_name.sv.lower()}",
        en=f"Evidence on goal {goal.number}: {goal.short_name.en.lower()}",
    )
