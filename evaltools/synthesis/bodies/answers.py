"""What a body answered to the referral, one row for each of its answers."""

from __future__ import annotations

from evaltools.artefacts import Artefacts
from evaltools.declarations import Text, in_both
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.cells import Row, again, frame_of, pair, rows_of
from evaltools.synthesis.bodies.sources import ANSWERS
from evaltools.tables import Column, Table, lay_out

COLUMNS = (
    Column("number", words.FILE_NUMBER, "text"),
    Column("decision", words.DECISION, "text"),
    Column("tone", words.TONE, "text"),
    Column("goal", words.REFERRED_TO, "text"),
)


def lay_own_answers(artefacts: Artefacts, *, body: str) -> Table:
    """Lay out what a body answered to the referral.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.

    Returns
    -------
    Table
        One row per answer: its file number, the decision with that of the administration, the
        tone and the goals that it refers to, a dash where it says nothing; none where it gave no
        answer.
    """
    answers = [_answer(each) for each in rows_of(artefacts, ANSWERS, organ=body)]
    table = frame_of(answers, columns=COLUMNS)
    return lay_out(again(table, artefacts, (ANSWERS,)), COLUMNS)


def _answer(row: Row) -> Row:
    cells = {
        "number": words.alike(row["own_number"]),
        "decision": _decision(row),
        "tone": pair(row, "tone"),
        "goal": pair(row, "goal"),
    }
    said = {name: text if text.sv else words.NOTHING for name, text in cells.items()}
    texts = [in_both(name, text) for name, text in said.items()]
    return {
        "hidden": row["hidden"],
        **{name: text for each in texts for name, text in each.items()},
    }


def _decision(row: Row) -> Text:
    """Say what the body decided and, where it differs, what its administration did."""
    own, administration = (pair(row, name) for name in ("decision", "administration_decision"))
    if not administration.sv or administration == own:
        return own
    return words.said(words.ADMINISTRATION, own, administration)
