"""The facts of an answer, each with the place and the characters that it rests on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaltools.declarations import Text
from evaltools.documents.document import Document, Line
from evaltools.documents.invited import Invited
from evaltools.documents.letterhead import find_letterhead
from evaltools.documents.mentions import find_goals, find_heard, find_referred_to
from evaltools.documents.names import name_shape
from evaltools.documents.prose import Found, Prose, run_together
from evaltools.documents.senders import find_sender
from evaltools.documents.stances import find_decision
from evaltools.documents.tones import find_tone
from evaltools.documents.voices import speakers
from evaltools.programme import Programme

FIELDS: dict[str, Text] = {
    "body": Text(sv="Instans", en="Body"),
    "own_number": Text(sv="Eget diarienummer", en="Own file number"),
    "referral_number": Text(sv="Remissens diarienummer", en="File number of the referral"),
    "document_date": Text(sv="Svarets datum", en="Date of the answer"),
    "meeting_date": Text(sv="Sammanträde eller beslut", en="Meeting or decision"),
    "due_date": Text(sv="Sista svarsdag", en="Due date"),
    "proposed_decision": Text(sv="Förslag till beslut", en="Proposed decision"),
    "decision": Text(sv="Ställningstagande", en="Decision"),
    "administration_decision": Text(
        sv="Förvaltningens ställningstagande", en="The administration's decision"
    ),
    "tone": Text(sv="Ton", en="Tone"),
    "judgement": Text(sv="Värderande ord", en="Word of judgement"),
    "goal": Text(sv="Mål", en="Goal"),
    "referred_to": Text(sv="Remitterat till", en="Referral sent to"),
    "preparation": Text(sv="Ärendets beredning", en="Preparation"),
    "heard": Text(sv="Behandlat i", en="Heard beforehand"),
}
"""What a fact may be about, in the order in which it is told."""
SEVERAL = ("judgement", "goal", "referred_to", "heard")
"""Fields of which an answer may have several."""
RUNNING_TEXT = ("proposed_decision", "preparation")
"""Fields that hold running text, in which persons may be named: to be redacted."""

_WORDS = re.compile(
    r"\S(?:.*?\S)??(?=(?:\s*\bsida\s+\d+(?:\s*(?:\(\d+\)|av\s+\d+))?)?\s*\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""The words of a section, without the number of the page at its end."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an answer says, and where.

    Attributes
    ----------
    field : str
        One of `FIELDS`.
    value : str
        What is said: dates as 2025-12-31, bodies by their name in the register, goals by their
        id, decisions and tones as in `DECISIONS` and `TONES`.
    page, line : int or None
        Where it begins, as of `Line`; None where no place says it.
    raw : str
        The characters there as they were read, lines apart by line breaks; "" where none.
    file : str
        Name of the file.
    by : str or None
        Initials of the person who corrected it; None where a rule found it.
    """

    field: str
    value: str = dataclasses.field(repr=False)
    page: int | None
    line: int | None
    raw: str = dataclasses.field(repr=False)
    file: str
    by: str | None = None


def find_facts(
    document: Document,
    *,
    programme: Programme,
    invited: tuple[Invited, ...],
    referral: str | None = None,
) -> tuple[Fact, ...]:
    """Find the facts of an answer.

    Values come from the repaired text, the characters from what was read. Every answer has a
    `body`, a `decision` and a `tone`; of the rest what is not there is left out.

    Parameters
    ----------
    document : Document
        The answer.
    programme : Programme
        Whose goals it may refer to.
    invited : tuple of Invited
        Who was asked.
    referral : str, optional
        File number of the referral, where it is known.

    Returns
    -------
    tuple of Fact
        In the order of `FIELDS`. Running texts (`RUNNING_TEXT`) are given out raw: persons in
        them are taken out by `testimony.redact`, which lies above this room.
    """
    prose = run_together(document)
    named = [each for each in invited if name_shape(each).search(prose.text)]
    body = find_sender(prose, invited=named)
    who = speakers(named, body=body.value)
    found = [
        body,
        *find_letterhead(prose, referral=referral),
        *_running_texts(prose),
        *find_decision(prose, who=who),
        *find_tone(prose, who=who),
        *find_goals(prose, programme=programme),
        *find_referred_to(prose, invited=named),
        *find_heard(prose),
    ]
    order = list(FIELDS)
    return tuple(
        _fact(prose, each) for each in sorted(found, key=lambda each: order.index(each.field))
    )


def goals_in(text: str, *, programme: Programme) -> tuple[str, ...]:
    """Return the ids of the goals that a passage refers to, in the order of the programme."""
    passage = Document("", "", "text", (Line(None, 1, text, text),))
    return tuple(each.value for each in find_goals(run_together(passage), programme=programme))


def _running_texts(prose: Prose) -> Iterator[Found]:
    for name, kind in (("proposed_decision", "proposal"), ("preparation", "preparation")):
        for section in prose.sections:
            words = _WORDS.search(prose.text[section.start : section.end])
            if section.kind == kind and words:
                start, end = (section.start + place for place in words.span())
                yield Found(name, " ".join(words[0].split()), start, end)
                break


def _fact(prose: Prose, found: Found) -> Fact:
    file = prose.document.file
    if found.start == found.end:
        return Fact(found.field, found.value, None, None, "", file)
    line = prose.line_at(found.start)
    raw = prose.raw(found.start, found.end)
    return Fact(found.field, found.value, line.page, line.number, raw, file)
