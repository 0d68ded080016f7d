"""What a person has corrected: the value, who said so and when, instead of what a rule found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from evaltools.documents.facts import FIELDS, RUNNING_TEXT, SEVERAL, Fact
from evaltools.documents.stances import DECISIONS
from evaltools.documents.tones import TONES
from evaltools.errors import DataError, Fault
from evaltools.intake import read_table
from evaltools.programme import Programme

HEADERS = {
    "file": "fil", "field": "uppgift", "value": "värde", "initials": "signatur", "day": "datum",
}  # fmt: skip
NEEDED = ("body", "decision", "tone")
"""Fields that every answer has: to correct them is to give a value."""
_NAMES = {
    name: code
    for code, text in FIELDS.items()
    if code not in (*RUNNING_TEXT, "judgement")
    for name in (code, text.sv.casefold(), text.en.casefold())
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person gives to a field of an answer.

    Attributes
    ----------
    file, field : str
        Of which answer, and what: one of `FIELDS`.
    says : tuple of str
        What it says, as in `Fact`; none where it says nothing.
    by : str
        Initials of the person, and the day.
    """

    file: str
    field: str
    says: tuple[str, ...] = dataclasses.field(repr=False)
    by: str


def read_corrections(
    path: Path, *, facts: Sequence[Fact], programme: Programme
) -> tuple[Correction, ...]:
    """Read what a person has corrected.

    Parameters
    ----------
    path : pathlib.Path
        A table with the columns `fil`, `uppgift`, `värde`, `signatur` and `datum`; nothing is
        corrected before there is one. A field is named as in the table of answers; several
        values stand apart by ``|``; decisions and tones may be in words, goals by number.
    facts : sequence of Fact
        What was found: only answers that are there can be corrected.
    programme : Programme
        Whose goals may be referred to.

    Returns
    -------
    tuple of Correction
        One per row.

    Raises
    ------
    DataError
        For a lacking column, and for rows about an unknown file or field, with a value that the
        field cannot have, unsigned or without a day, or about the same as an earlier row.
    """
    if not path.is_file():
        return ()
    raw = read_table(path)
    rows = raw.tidy().rename(columns=str.casefold)
    lacking = [header for header in HEADERS.values() if header not in rows]
    if lacking:
        problem = f"the columns {', '.join(lacking)} are lacking."
        remedy = f"A file of corrections has {', '.join(HEADERS.values())}."
        raise DataError(Fault(raw.place, problem, remedy))
    cells = rows[list(HEADERS.values())].set_axis(list(HEADERS), axis="columns")
    cells.index = pd.RangeIndex(raw.first_row + 1, raw.first_row + 1 + len(cells))
    cells = cells.assign(field=cells["field"].map(lambda name: _NAMES.get(name.casefold(), "")))
    words = _words(programme)
    faults = list(_faults(cells, files={fact.file for fact in facts}, words=words, place=raw.place))
    if faults:
        raise DataError(faults)
    return tuple(_correction(row, words) for row in cells.to_dict("records"))


def correct(facts: Sequence[Fact], corrections: Sequence[Correction]) -> tuple[Fact, ...]:
    """Put what a person says in the place of what a rule found.

    Parameters
    ----------
    facts : sequence of Fact
        What was found.
    corrections : sequence of Correction
        What a person says.

    Returns
    -------
    tuple of Fact
        The facts of fields that nobody corrected, and the corrections with `by` and no place:
        the person is the source.
    """
    said = {(each.file, each.field) for each in corrections}
    kept = [fact for fact in facts if (fact.file, fact.field) not in said]
    given = [
        Fact(each.field, value, None, None, "", each.file, each.by)
        for each in corrections
        for value in each.says
    ]
    files, fields = list(dict.fromkeys(fact.file for fact in facts)), list(FIELDS)
    return tuple(
        sorted([*kept, *given], key=lambda fact: (files.index(fact.file), fields.index(fact.field)))
    )


def _words(programme: Programme) -> dict[str, dict[str, str]]:
    """Return for the fields with a fixed choice each word with its code."""
    decisions = _spelled({code: (text.sv, text.en) for code, text in DECISIONS.items()})
    goals = _spelled({goal.id: (goal.number,) for goal in programme.goals})
    return {
        "decision": decisions,
        "administration_decision": decisions,
        "tone": _spelled({code: (text.sv, text.en) for code, text in TONES.items()}),
        "goal": goals,
    }


def _spelled(choices: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word.casefold(): code for code, words in choices.items() for word in (code, *words)}


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split("|") if value.strip()]


def _correction(row: Mapping[Any, str], words: Mapping[str, Mapping[str, str]]) -> Correction:
    known = words.get(row["field"], {})
    values = tuple(known.get(value.casefold(), value) for value in _values(row["value"]))
    return Correction(row["file"], row["field"], values, f"{row['initials']} {row['day']}")


def _faults(
    cells: pd.DataFrame, *, files: set[str], words: Mapping[str, Mapping[str, str]], place: str
) -> Iterator[Fault]:
    checks: tuple[tuple[Callable[[Mapping[str, str]], bool], str, str], ...] = (
        (lambda row: row["file"] not in files, "there is no such answer.",
         "Name a file that is there."),
        (lambda row: not row["field"], "the field is not known, or holds running text.",
         f"Write {', '.join(dict.fromkeys(_NAMES.values()))}."),
        (lambda row: not _can_say(row, words), "the field cannot have that value.",
         "Dates are written 2025-12-31; decisions and tones as in the table of answers."),
        (lambda row: not row["initials"], "nobody has signed it.", "Add initials."),
        (lambda row: not _is_day(row["day"]), "the date is no day.", "Write it as 2025-12-31."),
    )  # fmt: skip
    repeated = cells.duplicated(["file", "field"])
    for is_wrong, problem, remedy in checks:
        wrong = cells.apply(is_wrong, axis="columns") if len(cells) else repeated
        yield from _told(cells.index[wrong], place, problem, remedy)
    yield from _told(cells.index[repeated], place, "an earlier row corrects the same.", "Keep one.")


def _told(rows: pd.Index[int], place: str, problem: str, remedy: str) -> Iterator[Fault]:
    if len(rows):
        yield Fault(f"{place}, row {', '.join(map(str, rows))}", problem, remedy)


def _can_say(row: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> bool:
    values, name = _values(row["value"]), row["field"]
    if (name in NEEDED and not values) or (len(values) > 1 and name not in SEVERAL):
        return False
    if name.endswith("_date"):
        return all(map(_is_day, values))
    return name not in words or all(value.casefold() in words[name] for value in values)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
