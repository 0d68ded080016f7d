"""Raw text becomes typed data; every change is written down.

A survey export is read beside its codebook, an indicator table beside the programme. What
does not fit is never guessed: all faults of a file are told at once, with the number of rows,
and nothing is cleaned until they are mended.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evaltools.codebook import NOT_SHOWN, Codebook, Question
from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable
from evaltools.programme import Organisation, Programme
from evaltools.provenance import write_atomically

ANSWERED = "answered"
"""Stands in clean data for free text that was written: the words stay in the raw file."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """Typed data with the log of what was changed on the way.

    Attributes
    ----------
    synthetic : bool
        True if the file says that its data are synthetic.
    """

    _frame: pd.DataFrame
    _log: pd.DataFrame
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the clean data."""
        return self._frame.copy()

    def log(self) -> pd.DataFrame:
        """Return a copy of the log: one row per change.

        Columns are `file`, `column`, `change.sv`, `change.en` and `rows` (number of rows).
        """
        return self._log.copy()


def check_answers(raw: RawTable, *, codebook: Codebook) -> list[Fault]:
    """Find everything in a survey export that its codebook does not know.

    Parameters
    ----------
    raw : RawTable
        The export.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    list of Fault
        Columns that are unknown or lacking, and columns with answers outside their codes.
    """
    table = raw.tidy()
    columns = [str(column) for column in table]
    known = {question.column for question in codebook.questions}
    lacking = [q.name for q in codebook.questions if q.column not in columns]
    unknown = [c for c in columns if c not in known and c not in codebook.identifying_columns]
    if len(lacking) > len(known) / 2:
        return [_wrong_header_fault(raw, codebook)]
    faults = [_column_fault(raw, column) for column in unknown]
    faults += [_lacking_fault(raw, codebook.question(name)) for name in lacking]
    for question in codebook.questions:
        if question.name not in lacking and question.type == "choice":
            faults += _code_faults(raw, table[question.column], question)
    return faults


def clean_answers(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a survey export into typed answers.

    Answers are recognised by code or by label, in Swedish or English. A question that the
    respondent was routed past has the answer `not_shown`; one that was shown and not answered
    is missing. Free text is replaced by `answered`.

    Parameters
    ----------
    raw : RawTable
        The export.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    Cleaned
        One row per respondent, one text column per question.

    Raises
    ------
    DataError
        If `check_answers` finds anything.
    """
    _refuse(check_answers(raw, codebook=codebook))
    table = raw.tidy()
    answers = pd.DataFrame({q.name: _answers(table[q.column], q) for q in codebook.questions})
    routed, log = _route(answers, codebook)
    log += _open_text_changes(answers, codebook) + _dropped_columns(table, codebook)
    return Cleaned(routed, _as_log(raw, log), raw.synthetic)


def clean_frame(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of employees per body and role into the frame of a survey.

    Parameters
    ----------
    raw : RawTable
        Columns for body, role and number of employees, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose answers name bodies and roles.

    Returns
    -------
    Cleaned
        One row per body and role; columns `body`, `role` and `employees` (a count).

    Raises
    ------
    DataError
        For columns that are lacking, unknown bodies or roles, numbers that are no counts (such
        as 1.200, which may mean either), and bodies and roles given twice.
    """
    readers = {
        "body": _reader(_answer_names(codebook.question(codebook.body))),
        "role": _reader(_answer_names(codebook.question(codebook.role))),
        "employees": _count,
    }
    frame = _read_columns(raw, FRAME_HEADERS, readers)
    _refuse(_repeated_rows(raw, frame, ["body", "role"]))
    return Cleaned(frame, _as_log(raw, []), raw.synthetic)


def clean_indicators(raw: RawTable, *, programme: Programme) -> Cleaned:
    """Turn published indicator values into typed observations.

    Parameters
    ----------
    raw : RawTable
        A table with the columns of data_raw/published/indicators_published.csv.
    programme : Programme
        The programme, whose catalogue knows every indicator.

    Returns
    -------
    Cleaned
        One row per observation; `value` is NaN where the source suppressed it, `qualifier`
        says how sure the printed value is, `year` is the last year of `period` and NaN
        where the source gives none.

    Raises
    ------
    DataError
        For lacking columns, unknown indicators or qualifiers, values that are no numbers,
        missing values that no qualifier explains, and observations given twice.
    """
    known = {indicator.id: indicator.id for indicator in programme.indicators}
    qualifiers = {name: name for name in QUALIFIERS}
    readers = {
        **dict.fromkeys(INDICATOR_TEXTS, _text),
        "indicator_id": _reader(known),
        "qualifier": _reader(qualifiers),
        "value": parse_number,
    }
    frame = _read_columns(raw, {name: (name,) for name in readers}, readers, may_lack=_MAY_LACK)
    frame["year"] = frame["period"].str.extract(r"(\d{4})(?:-\d\d)*$")[0].astype("Float64")
    unexplained = int((frame["value"].isna() & ~frame["qualifier"].isin(SUPPRESSED)).sum())
    faults = _repeated_rows(raw, frame, ["indicator_id", "name_sv", "geography", "group", "period"])
    if unexplained:
        problem = f"{unexplained} values are missing without a qualifier that says why."
        faults.append(Fault(f"{raw.place}, column value", problem, "Set the qualifier."))
    _refuse(faults)
    return Cleaned(frame, _as_log(raw, _qualified(frame)), raw.synthetic)


def clean_followup(raw: RawTable, *, programme: Programme, organisation: Organisation) -> Cleaned:
    """Turn the boards' own follow-up into typed rows.

    Parameters
    ----------
    raw : RawTable
        The long table: year, period, body, goal, item type, item, outcome, target, verdict
        and comment, with Swedish or English headers.
    programme : Programme
        The programme, whose goals the rows are about.
    organisation : Organisation
        The bodies, known by name or id.

    Returns
    -------
    Cleaned
        One row per body, period and item; `outcome` and `target` are numbers or NaN,
        `verdict` is full, part, none or missing.

    Raises
    ------
    DataError
        For lacking columns, unknown bodies, goals, periods, item types or verdicts, outcomes
        or targets that are no numbers, and items that a body reports twice.
    """
    bodies = {b.id: b.id for b in organisation.bodies}
    named = {_plain(b.name.sv): b.id for b in organisation.bodies}
    goals = {goal.id: goal.id for goal in programme.goals}
    numbered = {_plain(goal.number): goal.id for goal in programme.goals}
    readers = {
        "year": parse_number,
        "period": _reader({_plain(period): period for period in ("T1", "T2", "VB")}),
        "body": _reader(bodies | named),
        "goal": _reader(goals | numbered),
        "item_type": _reader(ITEM_TYPES),
        "item": _text,
        "outcome": parse_number,
        "target": parse_number,
        "verdict": _reader(VERDICTS),
        "comment": _text,
    }
    may_lack = ("outcome", "target", "verdict", "comment", "item")
    frame = _read_columns(raw, FOLLOWUP_HEADERS, readers, may_lack=may_lack)
    _refuse(_repeated_rows(raw, frame, ["year", "period", "body", "goal", "item_type", "item"]))
    frame["comment"] = frame["comment"].notna().map({True: ANSWERED, False: None})
    return Cleaned(frame, _as_log(raw, []), raw.synthetic)


def write_clean(cleaned: Cleaned, folder: Path, *, name: str) -> None:
    """Write clean data and their log into a folder.

    Parameters
    ----------
    cleaned : Cleaned
        What a `clean_` function returned.
    folder : pathlib.Path
        A folder in data_clean/; made where it is lacking.
    name : str
        The files are called `<name>.parquet` and `<name>.json`.
    """
    story = {"synthetic": cleaned.synthetic, "log": cleaned.log().to_dict("records")}
    write_atomically(folder / f"{name}.parquet", cleaned.tidy().to_parquet())
    write_atomically(folder / f"{name}.json", json.dumps(story, ensure_ascii=False).encode())


def read_clean(folder: Path, *, name: str) -> Cleaned:
    """Read what `write_clean` wrote.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in data_clean/.
    name : str
        Name of the data.

    Returns
    -------
    Cleaned
        The clean data with their log.

    Raises
    ------
    DataError
        If the data have not been cleaned yet.
    """
    if not (folder / f"{name}.json").is_file():
        problem = f"there are no clean data called {name}."
        raise DataError(Fault(str(folder), problem, "Run the notebook that cleans them first."))
    story = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    log = pd.DataFrame(story["log"], columns=LOG_COLUMNS)
    return Cleaned(pd.read_parquet(folder / f"{name}.parquet"), log, story["synthetic"])


def parse_number(text: str) -> float | None:
    """Read a number as Swedish or English programs write it.

    Parameters
    ----------
    text : str
        Digits with a decimal comma or point; spaces of any kind between thousands.

    Returns
    -------
    float or None
        The number; None if the text is none.

    Examples
    --------
    >>> parse_number("1 234,5")
    1234.5
    >>> parse_number("n/a") is None
    True
    """
    digits = "".join(text.split()).replace("\u2212", "-").replace(",", ".")
    try:
        number = float(digits)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


FRAME_HEADERS = {
    "body": ("body", "nämnd eller bolag"),
    "role": ("role", "roll"),
    "employees": ("employees", "antal anställda"),
}
INDICATOR_TEXTS = (
    "name_sv", "name_en", "unit", "geography", "period", "group", "source_name", "source_url",
    "method_note",
)  # fmt: skip
_MAY_LACK = ("period", "group", "value", "method_note")
SUPPRESSED = ("suppressed_x",)
QUALIFIERS = ("exact", "approx", "derived", "rounded", "at_least", "zero_dash", *SUPPRESSED)
FOLLOWUP_HEADERS = {
    "year": ("year", "år"),
    "period": ("period",),
    "body": ("body", "nämnd"),
    "goal": ("goal", "mål"),
    "item_type": ("item_type", "posttyp"),
    "item": ("item", "post"),
    "outcome": ("outcome", "utfall"),
    "target": ("target", "målvärde"),
    "verdict": ("verdict", "bedömning"),
    "comment": ("comment", "kommentar"),
}
ITEM_TYPES = {
    "goal": "goal", "mål": "goal", "indicator": "indicator", "indikator": "indicator",
    "activity": "activity", "aktivitet": "activity",
}  # fmt: skip
VERDICTS = {
    "uppfylls helt": "full", "full": "full", "uppfylls delvis": "part", "part": "part",
    "uppfylls inte": "none", "uppfylls ej": "none", "none": "none",
}  # fmt: skip

LOG_COLUMNS = ["file", "column", "change.sv", "change.en", "rows"]
Reader = Callable[[str], "str | float | None"]
Change = tuple[str, str, str, int]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(text: str) -> str | None:
    return text or None


def _count(text: str) -> float | None:
    number = parse_number(text)
    return number if number is not None and number >= 0 and number.is_integer() else None


def _reader(names: Mapping[str, str]) -> Reader:
    known = {_plain(text): name for text, name in names.items()}
    return lambda text: known.get(_plain(text))


def _answer_names(question: Question) -> dict[str, str]:
    return {
        text: answer.name
        for answer in question.answers
        for text in (answer.code, answer.label.sv, answer.label.en, answer.name)
    }


def _answers(column: pd.Series[str], question: Question) -> pd.Series[str]:
    if question.type == "open":
        return column.ne("").map({True: ANSWERED, False: None}).astype("str")
    return column.map(_reader(_answer_names(question))).astype("str")


def _code_faults(raw: RawTable, column: pd.Series[str], question: Question) -> list[Fault]:
    outside = int((column.ne("") & _answers(column, question).isna()).sum())
    if not outside:
        return []
    place = f"{raw.place}, column “{_short(question.column)}”"
    problem = f"{outside} rows have an answer outside the codes of {question.name}."
    return [Fault(place, problem, "Add the answer to the codebook or correct the export.")]


def _column_fault(raw: RawTable, column: str) -> Fault:
    return Fault(
        f"{raw.place}, column “{_short(column)}”",
        f"the codebook does not know this column ({len(raw.tidy())} rows).",
        "Add the question to the codebook, or the header to identifying_columns to drop it.",
    )


def _wrong_header_fault(raw: RawTable, codebook: Codebook) -> Fault:
    """Tell that the headers are other ones, without quoting what may be answers."""
    return Fault(
        f"{raw.place}, row {raw.first_row}",
        f"most columns of the codebook {codebook.name} are not in this header.",
        "Check that the file has a header row and belongs to this wave in evaluation.yml.",
    )


def _lacking_fault(raw: RawTable, question: Question) -> Fault:
    return Fault(
        raw.place,
        f"the column of {question.name} is lacking; its header should be "
        f"“{_short(question.column)}”.",
        "Give its header in the codebook, or take the question out of it.",
    )


def _short(header: str) -> str:
    return header if len(header) <= 60 else f"{header[:40]} … {header[-17:]}"


def _route(answers: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, list[Change]]:
    """Mark the questions that a respondent was routed past, in the order they are asked."""
    routed, changes = answers.copy(), []
    for question in codebook.questions:
        if question.asked_if is None:
            continue
        gate = routed[question.asked_if.question]
        past = gate.notna() & ~gate.isin(question.asked_if.answers)
        removed = int((past & routed[question.name].notna()).sum())
        routed[question.name] = routed[question.name].mask(past, NOT_SHOWN)
        if removed:
            changes.append((question.name, *_ROUTED_PAST, removed))
    return routed, changes


_ROUTED_PAST = (
    "svar borttaget: frågan skulle inte ha visats",
    "answer removed: the question should not have been shown",
)
_KEPT_OUT = ("fritext hölls utanför", "free text kept out")
_DROPPED = ("identifierande kolumn borttagen", "identifying column dropped")


def _open_text_changes(answers: pd.DataFrame, codebook: Codebook) -> list[Change]:
    return [
        (question.name, *_KEPT_OUT, int(answers[question.name].notna().sum()))
        for question in codebook.questions
        if question.type == "open"
    ]


def _dropped_columns(table: pd.DataFrame, codebook: Codebook) -> list[Change]:
    dropped = [column for column in codebook.identifying_columns if column in table]
    return [(column, *_DROPPED, len(table)) for column in dropped]


def _qualified(frame: pd.DataFrame) -> list[Change]:
    counts = frame.loc[frame["qualifier"] != "exact", "qualifier"].value_counts()
    return [
        ("value", f"behölls med förbehållet {name}", f"kept with the qualifier {name}", int(rows))
        for name, rows in counts.items()
    ]


def _as_log(raw: RawTable, changes: list[Change]) -> pd.DataFrame:
    return pd.DataFrame([(raw.file, *change) for change in changes], columns=LOG_COLUMNS)


def _read_columns(
    raw: RawTable,
    headers: Mapping[str, Iterable[str]],
    readers: Mapping[str, Reader],
    *,
    may_lack: Collection[str] = (),
) -> pd.DataFrame:
    """Read the columns of a table that is not a survey; refuse cells that cannot be read."""
    table = raw.tidy().rename(columns=_plain)
    found = {name: next((h for h in headers[name] if h in table), None) for name in readers}
    lacking = [name for name, header in found.items() if header is None]
    _refuse(
        Fault(raw.place, f"the column {name} is lacking.", f"Name it {' or '.join(headers[name])}.")
        for name in lacking
    )
    columns = {name: table[header] for name, header in found.items()}
    frame = pd.DataFrame({name: cells.map(readers[name]) for name, cells in columns.items()})
    allowed = {name: columns[name].eq("") & (name in may_lack) for name in readers}
    _refuse(_unread_cells(raw, frame.isna() & ~pd.DataFrame(allowed)))
    return frame


def _unread_cells(raw: RawTable, unread: pd.DataFrame) -> list[Fault]:
    return [
        Fault(
            f"{raw.place}, column {name}",
            f"{rows} rows have an empty cell or one that is not known here.",
            "Correct them, or add what they name to the programme or the codebook.",
        )
        for name, rows in unread.sum().items()
        if rows
    ]


def _repeated_rows(raw: RawTable, frame: pd.DataFrame, keys: list[str]) -> list[Fault]:
    repeated = int(frame.duplicated(keys).sum())
    if not repeated:
        return []
    problem = f"{repeated} rows repeat another row's {', '.join(keys)}."
    return [Fault(raw.place, problem, "Keep one of them.")]


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise DataError(found)
