"""What of the programme is one body's own: its goals, its indicators, and the proposals to it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evaltools.artefacts import Artefacts
from evaltools.declarations import in_both
from evaltools.disclosure import publish_facts
from evaltools.programme import Goal, Programme
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.cells import (
    Row,
    again,
    first,
    frame_of,
    is_synthetic,
    pair,
    reached,
    rows_of,
    verdict,
)
from evaltools.synthesis.bodies.sources import INDICATORS, PROPOSALS, VERDICTS
from evaltools.tables import Column, Table, lay_out

GOALS = (
    Column("goal", words.GOAL, "text"),
    Column("does", words.DOES, "text"),
    Column("verdict", words.VERDICT, "text"),
    Column("reached", words.REACHED, "text"),
)
PLANNED = GOALS[:2]
"""What there is to tell where no follow-up is part of the evaluation."""
SERIES = (
    Column("name", words.INDICATOR, "text"),
    Column("place", words.PLACE, "text"),
    Column("unit", words.UNIT, "text"),
    Column("latest", words.LATEST, "number"),
    Column("latest_year", words.YEAR, "year"),
    Column("reading", words.READING, "text"),
)
PROPOSED = (
    Column("number", words.NUMBER, "count"),
    Column("text", words.PROPOSAL, "text"),
    Column("goals", words.GOALS, "text"),
)


def lay_own_goals(artefacts: Artefacts, *, body: str, programme: Programme) -> Table:
    """Lay out for each goal what a body is to do, and what it says of the goal itself.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.
    programme : Programme
        The goals, with the activities that bodies answer for.

    Returns
    -------
    Table
        One row per goal: the goal, the activities that the programme plans for the body alone and
        for all, its own verdict with a mark, and how many of its own indicators reach the target
        it set itself.
    """
    rows = [_goal(artefacts, body, goal) for goal in programme.goals]
    shown = publish_facts(
        pd.DataFrame(rows), about=words.ABOUT, synthetic=is_synthetic(artefacts, [VERDICTS])
    )
    return lay_out(shown, GOALS if VERDICTS in artefacts.tables else PLANNED)


def _goal(artefacts: Artefacts, body: str, goal: Goal) -> dict[str, object]:
    own = [each.text for each in goal.activities if body in each.responsible]
    everybody = [each.text for each in goal.activities if not each.responsible]
    said = first(rows_of(artefacts, VERDICTS, body=body, goal=goal.id))
    return {
        **in_both("goal", words.said(words.NUMBERED, words.alike(goal.number), goal.short_name)),
        **in_both("does", words.to_do(own, everybody)),
        **in_both("verdict", verdict(said)),
        **in_both("reached", reached(said)),
    }


def lay_own_indicators(artefacts: Artefacts, *, body: str, programme: Programme) -> Table:
    """Lay out the indicators of the catalogue that a body answers for.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.
    programme : Programme
        The catalogue.

    Returns
    -------
    Table
        One row per indicator, its first series in tab-indicators, said to be one of several where
        it is: the page has no room for all. None where it answers for none.
    """
    own = [each.id for each in programme.indicators if body in each.responsible]
    series = [rows_of(artefacts, INDICATORS, indicator_id=each) for each in own]
    rows = [_one_of(each) for each in series if each]
    table = frame_of(rows, columns=SERIES)
    about = ("name", "place", "unit", "latest_year")
    return lay_out(again(table, artefacts, (INDICATORS,), names=about), SERIES)


def _one_of(series: Sequence[Row]) -> Row:
    """Return the first series of an indicator, with how many there are where it is not alone."""
    if len(series) == 1:
        return series[0]
    counted = words.alike(str(len(series)))
    place = words.said(words.ONE_OF, pair(series[0], "place"), counted)
    return dict(series[0]) | in_both("place", place)


def lay_own_proposals(artefacts: Artefacts, *, body: str) -> Table:
    """Lay out the proposals that are addressed to a body.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.

    Returns
    -------
    Table
        Number, proposal and goals; no row where none is addressed to it.
    """
    rows = [row for row in rows_of(artefacts, PROPOSALS) if body in str(row["to"]).split()]
    shown = publish_facts(
        frame_of(rows, columns=PROPOSED),
        about=words.ABOUT,
        synthetic=is_synthetic(artefacts, [PROPOSALS]),
    )
    return lay_out(shown, PROPOSED)
