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
    """Read what became of the activities.

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
    {"against", "open"}
        Against where more than half are delayed or not begun. That they are done does not say
        that the goal is met.
    """
    of = {name: int(rows[name].sum()) for name in ("activities", *STATES)}
    behind = of["delayed"] + of["not_started"]
    direction: Direction = "against" if 2 * behind > of["activities"] else "open"
    met = [(of[name], state) for name, state in STATES.items() if of[name]]
    says = Text(
        sv=f"Rapporterade: {', '.join(f'{number} {state.sv}' for number, state in met)}.",
        en=f"Reported: {', '.join(f'{number} {state.en}' for number, state in met)}.",
    )
    return says, SELF_REPORT, direction


STATES = {
    "done": Text(sv="genomförda", en="done"),
    "under_way": Text(sv="pågår", en="under way"),
    "delayed": Text(sv="försenade", en="delayed"),
    "not_started": Text(sv="inte påbörjade", en="not begun"),
    "missing": Text(sv="utan uppgift", en="without a report"),
}


def _majority(favourable: int, unfavourable: int, every: int) -> Direction:
    if 2 * favourable > every:
        return "for"
    return "against" if 2 * unfavourable > every else "both"
