"""What the boards and companies report themselves: verdicts and activities."""

from __future__ import annotations

import pandas as pd

from evaltools.declarations import Text
from evaltools.synthesis.words import SELF_REPORT, Direction


def read_verdicts(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read how many bodies say that the goal is met in full, in part or not.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's row of tab-verdicts: `full`, `part` and `none` count bodies.

    Returns
    -------
    Text
        What they say.
    Text
        How sure that is.
    {"for", "against", "both"}
        For or against where more than half of those who judged say in full, or not.
    """
    full, part, none = (int(rows[name].sum()) for name in ("full", "part", "none"))
    judged = full + part + none
    says = Text(
        sv=f"Av {judged} nämnder och bolag anser {full} att målet uppfylls helt, {part} delvis och "
        f"{none} inte.",
        en=f"Of {judged} boards and companies {full} say that the goal is met in full, {part} in "
        f"part and {none} not.",
    )
    return says, SELF_REPORT, _majority(full, none, judged)


def read_activities(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read how many activities are done.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's row of tab-activities: `activities`, `done`, `under_way`, `delayed`,
        `not_started` and `missing` count them.

    Returns
    -------
    Text
        What became of them.
    Text
        How sure that is.
    {"for", "against", "both"}
        For where more than half are done, against where more than half are delayed or not
        begun; those of which nothing was reported count among all.
    """
    of = {name: int(rows[name].sum()) for name in ACTIVITIES}
    says = Text(
        sv=f"Av {of['activities']} aktiviteter är {of['done']} genomförda, "
        f"{of['under_way']} pågår, {of['delayed']} är försenade och {of['not_started']} inte "
        f"påbörjade; för {of['missing']} saknas uppgift.",
        en=f"Of {of['activities']} activities {of['done']} are done, {of['under_way']} under way, "
        f"{of['delayed']} delayed and {of['not_started']} not begun; of {of['missing']} nothing "
        "was reported.",
    )
    behind = of["delayed"] + of["not_started"]
    return says, SELF_REPORT, _majority(of["done"], behind, of["activities"])


ACTIVITIES = ("activities", "done", "under_way", "delayed", "not_started", "missing")


def _majority(favourable: int, unfavourable: int, every: int) -> Direction:
    if 2 * favourable > every:
        return "for"
    return "against" if 2 * unfavourable > every else "both"
