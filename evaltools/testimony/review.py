"""The file in which a person decides on each quote, and what of it is signed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaltools.errors import DataError, Fault
from evaltools.intake import read_table
from evaltools.provenance import write_atomically
from evaltools.testimony.cells import as_written, is_day, neutral
from evaltools.testimony.quotes import Quote, quote_id
from evaltools.testimony.redaction import shapes_in

HEADERS = {
    "id": "id", "question": "fråga", "kind": "slag", "quote": "citat", "look_at": "se efter",
    "decision": "beslut", "text": "text", "initials": "signatur", "date": "datum",
}  # fmt: skip
DECISIONS = {
    "godkänn": "approve", "approve": "approve", "skriv om": "paraphrase",
    "paraphrase": "paraphrase", "avslå": "reject", "reject": "reject",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote with what a person wrote beside it; "" where nothing.

    Attributes
    ----------
    quote : Quote
        The quote.
    decision : str
        One of DECISIONS, as it was written.
    text : str
        Other words to publish instead.
    initials, date : str
        Who decided, and on which day.
    """

    quote: Quote
    decision: str = ""
    text: str = field(default="", repr=False)
    initials: str = ""
    date: str = ""

    @property
    def awaits(self) -> bool:
        """Whether nobody has decided yet."""
        return not (self.decision or self.initials or self.date)


@dataclass(frozen=True, slots=True)
class SignedQuote:
    """What a person has signed for readers to see.

    Attributes
    ----------
    question, kind : str
        The question, and the kind of body or "".
    text : str
        The words.
    paraphrased : bool
        True if they are the reviewer's.
    """

    question: str
    kind: str
    text: str = field(repr=False)
    paraphrased: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """The quotes that a person has signed; only a review without faults makes it."""

    quotes: tuple[SignedQuote, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Quotes with what a person decided on each.

    Attributes
    ----------
    entries : tuple of Entry
        One per quote.
    """

    entries: tuple[Entry, ...]

    @property
    def awaiting(self) -> int:
        """Number of quotes on which nobody has decided."""
        return sum(entry.awaits for entry in self.entries)

    @property
    def decided(self) -> int:
        """Number of quotes on which somebody has decided."""
        return len(self.entries) - self.awaiting

    def signed(self) -> Signed:
        """Return what may be published: approved word for word, or written anew."""
        return Signed(
            tuple(
                SignedQuote(
                    entry.quote.question, entry.quote.kind, entry.text or entry.quote.text,
                    paraphrased=_decided(entry) == "paraphrase",
                )
                for entry in self.entries
                if _decided(entry) in ("approve", "paraphrase")
            )
        )  # fmt: skip


def update_review(quotes: Iterable[Quote], *, earlier: Review) -> Review:
    """Put the decisions that were taken earlier beside the quotes that there are now.

    Parameters
    ----------
    quotes : iterable of Quote
        The quotes of the export.
    earlier : Review
        What was decided; decisions on quotes that are no longer there are left out.

    Returns
    -------
    Review
        One entry per quote, in the order given.
    """
    decided = {(entry.quote.question, entry.quote.id): entry for entry in earlier.entries}
    return Review(
        tuple(
            replace(decided.get((quote.question, quote.id), Entry(quote)), quote=quote)
            for quote in quotes
        )
    )


def read_review(path: Path) -> Review:
    """Read a review file.

    Parameters
    ----------
    path : pathlib.Path
        The file; nothing is decided before there is one.

    Returns
    -------
    Review
        The quotes with their decisions.

    Raises
    ------
    DataError
        For every row with an unknown decision, a decision that nobody signed or that is signed
        by half, an approved quote whose words were changed, a paraphrase that is empty or holds
        a number or address; rows are told by number, never by their text.
    """
    if not path.is_file():
        return Review(())
    raw = read_table(path)
    rows = raw.tidy()
    lacking = [header for header in HEADERS.values() if header not in rows]
    if lacking:
        problem = f"the columns {', '.join(lacking)} are lacking."
        raise DataError(Fault(path.name, problem, "Take the file that `evaltools quotes` wrote."))
    cells = rows[list(HEADERS.values())].map(as_written).to_numpy().tolist()
    entries = [_entry(dict(zip(HEADERS, row, strict=True))) for row in cells]
    faults = _faults(path.name, dict(enumerate(entries, start=raw.first_row + 1)))
    if faults:
        raise DataError(faults)
    return Review(tuple(entries))


def write_review(review: Review, path: Path) -> None:
    """Write a review as a file that Excel opens: UTF-8 with its mark, semicolons.

    No cell begins with what a spreadsheet would compute.

    Parameters
    ----------
    review : Review
        The review.
    path : pathlib.Path
        The file.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADERS.values())
    for entry in review.entries:
        writer.writerow(map(neutral, _cells(entry)))
    write_atomically(path, text.getvalue().encode("utf-8-sig"))


def _cells(entry: Entry) -> tuple[str, ...]:
    quote = entry.quote
    look_at = ", ".join(quote.look_at)
    decided = (entry.decision, entry.text, entry.initials, entry.date)
    return (quote.id, quote.question, quote.kind, quote.text, look_at, *decided)


def _entry(row: Mapping[str, str]) -> Entry:
    look_at = tuple(word for word in row["look_at"].split(", ") if word)
    quote = Quote(row["id"], row["question"], row["kind"], row["quote"], look_at)
    return Entry(quote, row["decision"], row["text"], row["initials"], row["date"])


def _decided(entry: Entry) -> str | None:
    return DECISIONS.get(entry.decision.casefold())


def _faults(file: str, entries: Mapping[int, Entry]) -> list[Fault]:
    checks: Sequence[tuple[Callable[[Entry], bool], str, str]] = (
        (_is_unknown, "the decision is not known", f"Write {' or '.join(list(DECISIONS)[::2])}."),
        (_is_unsigned, "there is a decision that nobody has signed", "Add initials and date."),
        (_is_half_signed, "initials or date is lacking", "Give both."),
        (_lacks_decision, "it is signed, but nothing is decided", "Write the decision."),
        (_has_no_day, "the date is no day", "Write it as 2025-12-31."),
        (_was_changed, "the approved quote is not as it was", "For other words use skriv om."),
        (_lacks_words, "it is to be written anew, but the text is empty", "Write the text."),
        (_names_someone, "the text holds a number or address", "Write it without."),
    )  # fmt: skip
    found = [
        ([number for number, entry in entries.items() if is_wrong(entry)], problem, remedy)
        for is_wrong, problem, remedy in checks
    ]
    found.append((_repeated(entries), "the quote stands in an earlier row too", "Keep one."))
    return [
        Fault(f"{file}, row {', '.join(map(str, rows))}", f"{problem}.", remedy)
        for rows, problem, remedy in found
        if rows
    ]


def _is_unknown(entry: Entry) -> bool:
    return bool(entry.decision) and _decided(entry) is None


def _is_unsigned(entry: Entry) -> bool:
    return bool(entry.decision) and not entry.initials and not entry.date


def _is_half_signed(entry: Entry) -> bool:
    return bool(entry.initials) != bool(entry.date)


def _lacks_decision(entry: Entry) -> bool:
    return not entry.decision and bool(entry.initials or entry.date or entry.text)


def _has_no_day(entry: Entry) -> bool:
    return bool(entry.date) and not is_day(entry.date)


def _was_changed(entry: Entry) -> bool:
    changed = quote_id(entry.quote.text) != entry.quote.id
    return _decided(entry) == "approve" and (changed or entry.text not in ("", entry.quote.text))


def _lacks_words(entry: Entry) -> bool:
    return _decided(entry) == "paraphrase" and not entry.text


def _names_someone(entry: Entry) -> bool:
    return _decided(entry) == "paraphrase" and bool(shapes_in(entry.text))


def _repeated(entries: Mapping[int, Entry]) -> list[int]:
    keys = [(entry.quote.question, entry.quote.id) for entry in entries.values()]
    return [number for at, number in enumerate(entries) if keys[at] in keys[:at]]
