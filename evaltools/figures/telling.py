"""Alternative texts: what a figure shows, for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from evaltools.declarations import Language, Text

LONGEST = 900
"""Letters after which nobody listens any more."""
MOST_ROWS = 12
"""Rows up to which all numbers are told."""
REST = Text(
    sv="Alla tal står i rapportens tabeller.", en="All numbers stand in the report's tables."
)


def tell(messages: Iterable[str], numbers: Sequence[str], *, language: Language) -> str:
    """Tell what a figure shows: first the message, then the numbers.

    Parameters
    ----------
    messages : iterable of str
        Sentences that say what there is to see, the first one first; empty ones are left out.
    numbers : sequence of str
        The numbers of each row.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        About 900 letters at most: of more than twelve rows, or where all would take longer, the
        numbers are left to the tables.
    """
    message = " ".join(each for each in messages if each)
    told = f"{message} {'; '.join(numbers)}."
    if numbers and len(numbers) <= MOST_ROWS and len(told) <= LONGEST:
        return told
    return f"{message} {REST[language]}" if numbers else message


def tell_ends(
    shown: pd.DataFrame,
    words: Text,
    *,
    column: str,
    row: str,
    write: Callable[[float], str],
    language: Language,
) -> str:
    """Say where a column is highest and where lowest.

    Parameters
    ----------
    shown : pandas.DataFrame
        The rows that are shown, at least one.
    words : Text
        The sentence, with a place for the highest number, its name, the lowest and its name.
    column, row : str
        The column of the numbers, and what a row is about.
    write : callable
        Writes a number.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        The sentence.
    """
    ordered = shown.sort_values(column, kind="stable").to_dict("records")
    told = [
        part
        for each in (ordered[-1], ordered[0])
        for part in (write(each[column]), name(str(each[f"{row}.{language}"])))
    ]
    return words[language].format(*told)


def name(text: str) -> str:
    """Return a name on one line."""
    return " ".join(text.split())


def tell_hidden(hidden: int, of: int, *, language: Language) -> str:
    """Say how many of the rows are not shown; nothing where all are."""
    if not hidden:
        return ""
    words = Text(
        sv=f"{hidden} av {of} rader redovisas ej.",
        en=f"{hidden} of {of} rows {'is' if hidden == 1 else 'are'} not shown.",
    )
    return words[language]
