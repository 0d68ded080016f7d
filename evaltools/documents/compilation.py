"""The answers as tables: what each says and where, how many say what, how well each was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import pandas as pd

from evaltools.characters import without_hidden
from evaltools.declarations import LANGUAGES, Text, in_both
from evaltools.documents.document import Document
from evaltools.documents.facts import FIELDS, RUNNING_TEXT, Fact
from evaltools.documents.invited import Invited, InvitedKind
from evaltools.documents.register import UNNAMED, gather_answers, kind_words
from evaltools.documents.stances import DECISIONS
from evaltools.documents.tones import TONES
from evaltools.programme import Programme

READINGS = {
    "text": Text(sv="som text", en="as text"),
    "scanned": Text(sv="ur bild av sidorna", en="from the image of the pages"),
    "repaired": Text(sv="text med rättade ord", en="text with words repaired"),
}
"""What a reader sees for how a document was read."""
DIFFERING = "differing"
"""Bodies that answered more than once and did not say the same."""


def tabulate_answers(
    facts: Sequence[Fact],
    *,
    invited: Collection[Invited],
    programme: Programme,
    redact: Callable[[str], str],
) -> pd.DataFrame:
    """Lay out what each answer says.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.
    invited : collection of Invited
        Who was asked.
    programme : Programme
        Whose goals are referred to.
    redact : callable
        Takes persons out of a running text, such as `testimony.redact` does.

    Returns
    -------
    pandas.DataFrame
        One row per file: `file`; `organ`, the sender's id in organisation.yml (None of others);
        `kind.sv` and `kind.en`; by field of `FIELDS` but `judgement`
        what it says, of several apart by "; ", "" where nothing: `own_number`,
        `referral_number`, `document_date`, `meeting_date`, `due_date` (as 2025-12-31),
        `proposed_decision`, `preparation` (RUNNING TEXT, redacted), `referred_to`, `heard`, and in
        two languages (`.sv`, `.en`) `body`, `decision`, `administration_decision`, `tone` and
        `goal`; by field `<field>_at.sv` and `<field>_at.en`, where it (the first) stands; `by`,
        who has corrected any of it.
    """
    asked = {each.name: each for each in invited}
    by_file: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_file[fact.file].append(fact)
    words = _words(programme)
    rows = [
        {
            "file": file,
            **_sender(found, asked),
            **_told(found, words, redact),
            "by": _correctors(found),
        }
        for file, found in by_file.items()
    ]
    return pd.DataFrame(rows)


def _sender(facts: Sequence[Fact], asked: Mapping[str, Invited]) -> dict[str, str | None]:
    sender = asked.get(next(fact.value for fact in facts if fact.field == "body"))
    return {
        "organ": sender.body if sender else None,
        **in_both("kind", kind_words(sender.kind if sender else None)),
    }


def _told(
    facts: Sequence[Fact], words: Mapping[str, Mapping[str, Text]], redact: Callable[[str], str]
) -> dict[str, str]:
    told: dict[str, str] = {}
    for field in (each for each in FIELDS if each != "judgement"):
        of_field = [fact for fact in facts if fact.field == field]
        if field in words:
            for language in LANGUAGES:
                shown = [_word(fact, words)[language] for fact in of_field]
                told[f"{field}.{language}"] = "; ".join(shown)
        else:
            values = "; ".join(fact.value for fact in of_field)
            told[field] = redact(values) if field in RUNNING_TEXT and values else values
        for language in LANGUAGES:
            told[f"{field}_at.{language}"] = _place(of_field[0])[language] if of_field else ""
    return told


def _correctors(facts: Sequence[Fact]) -> str:
    return ", ".join(dict.fromkeys(fact.by for fact in facts if fact.by))


def _words(programme: Programme) -> dict[str, Mapping[str, Text]]:
    """Return for the fields whose values are codes what a reader sees."""
    goals = {goal.id: goal.short_name for goal in programme.goals}
    return {
        "body": UNNAMED, "decision": DECISIONS, "administration_decision": DECISIONS,
        "tone": TONES, "judgement": TONES, "goal": goals,
    }  # fmt: skip


def _word(fact: Fact, words: Mapping[str, Mapping[str, Text]]) -> Text:
    """Return what a reader sees for a value."""
    return words.get(fact.field, {}).get(fact.value, Text(sv=fact.value, en=fact.value))


def _place(fact: Fact) -> Text:
    """Say where a fact stands, or who says so."""
    if fact.by:
        return Text(sv=f"rättat av {fact.by}", en=f"corrected by {fact.by}")
    return place_of(fact.page, fact.line)


def place_of(page: int | None, line: int | None) -> Text:
    """Say where in a document something stands; nothing where no place says it."""
    if line is None:
        return Text(sv="", en="")
    if page is None:
        return Text(sv=f"rad\u00a0{line}", en=f"line\u00a0{line}")
    return Text(sv=f"s.\u00a0{page}, rad\u00a0{line}", en=f"p.\u00a0{page}, line\u00a0{line}")


def count_stances(facts: Sequence[Fact], *, invited: Collection[Invited]) -> pd.DataFrame:
    """Count what the bodies formally answered, by kind of body.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.
    invited : collection of Invited
        Who was asked.

    Returns
    -------
    pandas.DataFrame
        One row per kind of body that was asked, one for senders that were not (`kind` missing)
        if there are any: `kind`, `kind.sv`, `kind.en`, `invited` and `answered` (counts of
        bodies), one column per code of `DECISIONS`, and `differing`: bodies with several answers
        that say different things. The decisions and `differing` add up to `answered`. A body
        with an answer that states nothing and another that does is counted with the latter.
    """
    kinds = {each.name: each.kind for each in invited}
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for answer in gather_answers(facts):
        who = answer.body if answer.body in kinds else answer.file
        stated[who].add(answer.decision)
    rows = [_counted(kind, kinds, stated) for kind in dict.fromkeys(kinds.values())]
    unasked = _counted(None, kinds, stated)
    return pd.DataFrame([*rows, unasked] if unasked["answered"] else rows)


def _counted(
    kind: InvitedKind | None, kinds: Mapping[str, InvitedKind], stated: Mapping[str, set[str]]
) -> dict[str, object]:
    decided = [settle(said) for who, said in stated.items() if kinds.get(who) == kind]
    words = kind_words(kind)
    return {
        "kind": kind, "kind.sv": words.sv, "kind.en": words.en,
        "invited": sum(each == kind for each in kinds.values()), "answered": len(decided),
        **{decision: decided.count(decision) for decision in (*DECISIONS, DIFFERING)},
    }  # fmt: skip


def settle(stated: set[str]) -> str:
    """Tell what a body has stated in all its answers.

    Parameters
    ----------
    stated : set of str
        Codes of `DECISIONS`, one at least.

    Returns
    -------
    str
        The one that is left when not_stated gives way; `DIFFERING` where several are.
    """
    uttered = stated - {"not_stated"}
    if not uttered:
        return "not_stated"
    return uttered.copy().pop() if len(uttered) == 1 else DIFFERING


def count_goals(
    facts: Sequence[Fact], *, programme: Programme, invited: Collection[Invited]
) -> pd.DataFrame:
    """Count who refers to each goal.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.
    programme : Programme
        The goals, however many.
    invited : collection of Invited
        Who was asked; senders that were not are counted by file.

    Returns
    -------
    pandas.DataFrame
        One row per goal: `goal` (id), `number`, `goal.sv`, `goal.en`, `answers` (senders that
        refer to it), `answered` (all senders) and `files`, apart by "; ".
    """
    names = {each.name for each in invited}
    sender = {
        each.file: each.body if each.body in names else each.file for each in gather_answers(facts)
    }
    files: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.field == "goal":
            files[fact.value].append(fact.file)
    return pd.DataFrame(
        {
            "goal": goal.id, "number": goal.number,
            "goal.sv": goal.short_name.sv, "goal.en": goal.short_name.en,
            "answers": len({sender[file] for file in files[goal.id]}),
            "answered": len(set(sender.values())),
            "files": "; ".join(files[goal.id]),
        }
        for goal in programme.goals
    )  # fmt: skip


def describe_reading(documents: Sequence[Document]) -> pd.DataFrame:
    """Tell how well each file was read, without a word of what stands in it.

    Parameters
    ----------
    documents : sequence of Document
        The files.

    Returns
    -------
    pandas.DataFrame
        One row per file: `file`, `reading.sv`, `reading.en`, `pages` (missing where it has none),
        `lines` that hold anything, `words`, `repaired` and `doubtful` (words),
        `synthetic.sv`, `synthetic.en` and `sha256`, the first twelve digits.
    """
    return pd.DataFrame([_reading(document) for document in documents]).astype({"pages": "Int64"})


def _reading(document: Document) -> dict[str, object]:
    texts = [line.text for line in document.lines if line.text.strip()]
    pages = {line.page for line in document.lines if line.page is not None}
    how = READINGS[document.reading]
    return {
        "file": document.file, "reading.sv": how.sv, "reading.en": how.en,
        "pages": max(pages) if pages else None, "lines": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "repaired": sum(change.raw != change.text for change in document.changes),
        "doubtful": sum(change.doubtful for change in document.changes),
        "synthetic.sv": "ja" if document.synthetic else "nej",
        "synthetic.en": "yes" if document.synthetic else "no",
        "sha256": document.sha256[:12],
    }  # fmt: skip


def list_facts(
    facts: Sequence[Fact], *, programme: Programme, redact: Callable[[str], str]
) -> pd.DataFrame:
    """List every fact with the characters that it rests on.

    Parameters
    ----------
    facts : sequence of Fact
        The facts of every file, corrected.
    programme : Programme
        Whose goals are referred to.
    redact : callable
        Takes persons out of a running text, such as `testimony.redact` does.

    Returns
    -------
    pandas.DataFrame
        One row per fact: `file`, `field`, `field.sv`, `field.en`, `value`, `value.sv`,
        `value.en`, `page`, `line` (missing where no place says it), `place.sv`, `place.en` (the
        same in words), `raw` (without what nobody sees), `running_text` (True
        where `value` and `raw` are RUNNING TEXT, redacted) and `by`, "" where a rule found it.
    """
    words = _words(programme)
    rows = list(_listed(facts, words, redact))
    return pd.DataFrame(rows).astype({"page": "Int64", "line": "Int64"})


def _listed(
    facts: Sequence[Fact], words: Mapping[str, Mapping[str, Text]], redact: Callable[[str], str]
) -> Iterator[dict[str, object]]:
    for fact in facts:
        running = fact.field in RUNNING_TEXT
        said, name = _word(fact, words), FIELDS[fact.field]
        yield {
            "file": fact.file,
            "field": fact.field, "field.sv": name.sv, "field.en": name.en,
            "value": redact(fact.value) if running else fact.value,
            "value.sv": redact(said.sv) if running else said.sv,
            "value.en": redact(said.en) if running else said.en,
            "page": fact.page, "line": fact.line, **in_both("place", _place(fact)),
            "raw": without_hidden(redact(fact.raw) if running else fact.raw),
            "running_text": running, "by": fact.by or "",
        }  # fmt: skip
