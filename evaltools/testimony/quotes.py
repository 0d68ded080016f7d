"""Open answers as quotes: without their respondent, each told once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from evaltools.testimony.redaction import redact


@dataclass(frozen=True, slots=True)
class Quote:
    """A redacted answer that a person may approve.

    Attributes
    ----------
    id : str
        Made from the redacted text alone: the same in every export, and nothing about whose.
    question : str
        The question.
    kind : str
        Kind of body that it came from, "" where too few of that kind answered or several did.
    text : str
        The redacted text.
    look_at : tuple of str
        Words that may be names and still stand there.
    """

    id: str
    question: str
    kind: str
    text: str = field(repr=False)
    look_at: tuple[str, ...] = field(repr=False)


def find_quotes(
    answers: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    smallest_group: int,
    people: Collection[str] = (),
) -> list[Quote]:
    """Redact open answers; leave body, role and number of respondents behind.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per open answer: `question`, `body`, `text`, see `cleaning.read_open_answers`.
    kinds : dict of str to str
        The kind of each body.
    smallest_group : int
        Fewest answers to a question from a kind of body for the kind to be told.
    people : collection of str
        Names that are taken out beside those of the list.

    Returns
    -------
    list of Quote
        One per question and redacted text, in an order that tells nothing about the file's.
    """
    texts = {text: redact(text, people=people) for text in answers["text"].unique()}
    kind = answers["body"].map(kinds)
    told = answers.groupby(["question", kind])["text"].transform("size") >= smallest_group
    shown = answers.assign(
        kind=kind.where(told).fillna(""),
        redacted=answers["text"].map(lambda text: texts[text].text),
        look_at=answers["text"].map(lambda text: texts[text].look_at),
    )
    quotes = [
        Quote(
            id=quote_id(str(text)),
            question=str(question),
            kind=_the_only(same["kind"]),
            text=str(text),
            look_at=same["look_at"].iloc[0],
        )
        for (question, text), same in shown.groupby(["question", "redacted"])
    ]
    return sorted(quotes, key=lambda quote: (quote.question, quote.id))


def quote_id(text: str) -> str:
    """Return the id of a redacted text; it begins with a letter, or Excel would count with it."""
    return f"q{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _the_only(kinds: pd.Series[str]) -> str:
    found = {str(kind) for kind in kinds}
    return found.pop() if len(found) == 1 else ""
