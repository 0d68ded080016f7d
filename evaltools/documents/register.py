"""Who was asked beside who answered: in time, late, twice, unasked or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from evaltools.declarations import Text
from evaltools.documents.facts import Fact
from evaltools.documents.invited import INVITED_KINDS, Invited, InvitedKind
from evaltools.documents.senders import NO_BODY, SEVERAL_BODIES

Status = Literal["answered", "late", "no_answer", "uninvited", "unknown"]
STATUSES: dict[Status, Text] = {
    "answered": Text(sv="har svarat", en="answered"),
    "late": Text(sv="har svarat efter sista dagen", en="answered after the due date"),
    "no_answer": Text(sv="har inte svarat", en="did not answer"),
    "uninvited": Text(sv="svarade utan att vara tillfrågad", en="answered without being asked"),
    "unknown": Text(sv="avsändaren är inte fastställd", en="the sender is not established"),
}
"""What became of a question, or where an answer comes from."""
UNNAMED = {
    NO_BODY: Text(sv="ingen instans i registret", en=NO_BODY),
    SEVERAL_BODIES: Text(sv="flera instanser i registret", en=SEVERAL_BODIES),
}
"""What a reader sees instead of a name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A file as an answer of one body.

    Attributes
    ----------
    file, body : str
        The file, and who gave it as `Fact.value` has it.
    given : datetime.date or None
        The day: of the meeting or of the document, whichever is later.
    due : datetime.date or None
        When it was due, by its own words.
    decision : str
        One of `DECISIONS`.
    """

    file: str
    body: str
    given: date | None
    due: date | None
    decision: str


def gather_answers(facts: Sequence[Fact]) -> tuple[Answer, ...]:
    """Make of the facts of all files one answer each.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.

    Returns
    -------
    tuple of Answer
        One per file, in the order of the facts.
    """
    by_file: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts:
        by_file[fact.file].setdefault(fact.field, fact.value)
    return tuple(_answer(file, values) for file, values in by_file.items())


def _answer(file: str, values: Mapping[str, str]) -> Answer:
    days = [values[name] for name in ("document_date", "meeting_date") if name in values]
    due = values.get("due_date")
    return Answer(
        file,
        values["body"],
        max(map(date.fromisoformat, days), default=None),
        date.fromisoformat(due) if due else None,
        values["decision"],
    )


def match_answers(
    invited: Collection[Invited], *, facts: Sequence[Fact], due: date | None = None
) -> pd.DataFrame:
    """Set who was asked beside who answered.

    Parameters
    ----------
    invited : collection of Invited
        Who was asked.
    facts : sequence of Fact
        The facts of every file, corrected.
    due : datetime.date, optional
        Last day for answers; where it is not given, what each answer says itself.

    Returns
    -------
    pandas.DataFrame
        One row per body that was asked, in the order of the register, then one per other sender,
        then one per file whose sender is not established:
        `body.sv`, `body.en`, `organ` (its id in organisation.yml, None of others), `kind`
        (missing of others), `kind.sv`, `kind.en`, `invited`,
        `status`, one of `STATUSES`, `status.sv`, `status.en`, `answers` (number of files),
        `files`, `answered_on` and `due` (as 2025-12-31, "" where not known; of several answers
        the first) and `late`, missing where a day is not known.
    """
    answers = gather_answers(facts)
    asked = {each.name: each for each in invited}
    unknown = [answer for answer in answers if answer.body in UNNAMED]
    others = dict.fromkeys(each.body for each in answers if each.body not in {*asked, *UNNAMED})
    rows = [
        _row(name, asked.get(name), [each for each in answers if each.body == name], due)
        for name in [*asked, *others]
    ] + [_row(answer.body, None, [answer], due) for answer in unknown]
    return pd.DataFrame(rows).astype({"late": "boolean"})


def _row(
    name: str, asked: Invited | None, answers: Sequence[Answer], due: date | None
) -> dict[str, object]:
    given = min((each.given for each in answers if each.given), default=None)
    last = due or next((each.due for each in answers if each.due), None)
    late = given > last if given and last else None
    status = _status(name, asked, answers, late=bool(late))
    shown = UNNAMED.get(name, Text(sv=name, en=name))
    kind = kind_words(asked.kind if asked else None)
    return {
        "body.sv": shown.sv, "body.en": shown.en, "organ": asked.body if asked else None,
        "kind": asked.kind if asked else None, "kind.sv": kind.sv, "kind.en": kind.en,
        "invited": asked is not None,
        "status": status, "status.sv": STATUSES[status].sv, "status.en": STATUSES[status].en,
        "answers": len(answers), "files": "; ".join(each.file for each in answers),
        "answered_on": f"{given or ''}", "due": f"{last or ''}", "late": late,
    }  # fmt: skip


def _status(name: str, asked: Invited | None, answers: Sequence[Answer], *, late: bool) -> Status:
    if name in UNNAMED:
        return "unknown"
    if asked is None:
        return "uninvited"
    if not answers:
        return "no_answer"
    return "late" if late else "answered"


def kind_words(kind: InvitedKind | None) -> Text:
    """Return what a reader sees for a kind of body, or for those who were not asked."""
    return INVITED_KINDS[kind] if kind else Text(sv="Ej tillfrågad", en="Not asked")
