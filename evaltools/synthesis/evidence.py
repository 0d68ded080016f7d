"""What each kind of evidence says of a goal, read from results that are already published.

Nothing else enters the synthesis: a sentence here repeats numbers that a table of the report
shows, and names that table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from evaltools.artefacts import Artefacts
from evaltools.declarations import Text
from evaltools.programme import Goal, Programme
from evaltools.synthesis import words
from evaltools.synthesis.measured import read_indicators, read_measures, read_targets
from evaltools.synthesis.reported import read_activities, read_verdicts
from evaltools.synthesis.said import read_passages, read_themes
from evaltools.synthesis.words import Direction, Kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one kind of evidence says of a goal.

    Attributes
    ----------
    goal : str
        The goal.
    kind : {"boards", "activities", "indicators", "targets", "survey", "staff", "consulted"}
        What kind of evidence it is.
    says : Text
        What it says, with the numbers as they are published.
    sure : Text
        How sure that is.
    direction : {"for", "against", "both", "open", "absent", "apart"}
        Whether it speaks for the goal being met; "open" where it says nothing either way,
        "apart" where the evaluation has no evidence of the kind at all.
    cites : str
        The table that shows the numbers; "" where there is none.
    """

    goal: str
    kind: Kind
    says: Text
    sure: Text
    direction: Direction
    cites: str


Reading = tuple[Text, Text, Direction]
"""What a source says of a goal, how sure that is, and which way it speaks."""
SOURCES: dict[Kind, tuple[str, Callable[[pd.DataFrame], Reading]]] = {
    "boards": ("tab-verdicts", read_verdicts),
    "activities": ("tab-activities", read_activities),
    "indicators": ("tab-indicators", read_indicators),
    "targets": ("tab-attainment", read_targets),
    "survey": ("tab-goal-measures", read_measures),
    "staff": ("tab-theme-valences", read_themes),
    "consulted": ("tab-consultation-goal-themes", read_passages),
}
"""For each kind of evidence its table, and what reads the rows of a goal."""


def gather_evidence(artefacts: Artefacts, *, programme: Programme) -> tuple[Evidence, ...]:
    """Gather what every kind of evidence says of every goal.

    Parameters
    ----------
    artefacts : Artefacts
        The results of the earlier notebooks; what there is none of is absent, in words.
    programme : Programme
        The goals.

    Returns
    -------
    tuple of Evidence
        One per goal and kind, in the order of the programme and of `words.KINDS`.
    """
    return tuple(_read(artefacts, goal, kind) for goal in programme.goals for kind in words.KINDS)


def _read(artefacts: Artefacts, goal: Goal, kind: Kind) -> Evidence:
    identifier, read = SOURCES[kind]
    if identifier not in artefacts.tables:
        return Evidence(goal.id, kind, words.NOT_PART, Text(sv="", en=""), "apart", "")
    table = artefacts.tables[identifier].data
    rows = table[table["goal"] == goal.id]
    if rows.empty:
        return Evidence(goal.id, kind, words.ABSENT, Text(sv="", en=""), "absent", "")
    return Evidence(goal.id, kind, *read(rows), identifier)
