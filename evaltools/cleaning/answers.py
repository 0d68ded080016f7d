"""A survey export becomes typed answers, in the words of its codebook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from evaltools.cleaning.cleaned import ANSWERED, Change, Cleaned, as_log
from evaltools.cleaning.columns import parse_number, plain, refuse
from evaltools.cleaning.quality import account_for, duplicate_faults, flag_responses
from evaltools.codebook import NOT_SHOWN, Answer, Codebook, Option, Question
from evaltools.errors import Fault
from evaltools.intake import RawTable

CHOSEN, NOT_CHOSEN = "chosen", "not_chosen"
"""The answers to an option of a question with several."""
YES = {"y", "yes", "ja", "1", "x", "true", "sant", "vald", "checked", "selected"}
NO = {"n", "no", "nej", "0", "false", "falskt", "ej vald", "not selected", "unchecked"}
NO_ANSWER = ("", "N/A")
"""What stands in a cell without an answer; a question that was not shown may have either."""


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
        Columns that are unknown or lacking; columns with answers outside their codes, or with
        texts that may mean two of them; numbers outside their limits; and responses of one
        person, where they are to be refused.
    """
    columns, faults = find_columns(raw, codebook)
    sought = [name for question in codebook.questions for name in question.sought]
    if len(columns) < len(sought) / 2:
        return [_wrong_header_fault(raw, codebook)]
    for question in codebook.questions:
        present = {name: columns[name] for name in question.sought if name in columns}
        faults += _cell_faults(raw, question, present)
    return faults + duplicate_faults(raw, codebook=codebook)


def clean_answers(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a survey export into typed answers.

    Answers are recognised by code or by label, in Swedish or English, also where a column mixes
    them. A question that the respondent was routed past has the answer `not_shown`; one that
    was shown and not answered is missing. Free text is replaced by `answered`. Responses
    without any answer, those broken off and those that the same person gave again are left
    out; what else may be wrong with a response is flagged.

    Parameters
    ----------
    raw : RawTable
        The export.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    Cleaned
        One row per respondent; one text column per question, or per option of a question with
        several, number columns, and the flags `flag.partial`, `flag.speeder` and
        `flag.straightliner`. Its account says what became of every row.

    Raises
    ------
    DataError
        If `check_answers` finds anything.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_answers
    >>> from evaltools.codebook import read_codebook
    >>> from evaltools.intake import read_table
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> raw = read_table(
    ...     Path("data_raw/demo/medarbetarenkat_2025.csv"), without=codebook.identifies
    ... )
    >>> answers = clean_answers(raw, codebook=codebook).tidy()
    >>> sorted(answers["heard_of"].dropna().unique())
    ['dont_know', 'no', 'yes']
    """
    refuse(check_answers(raw, codebook=codebook))
    columns, _ = find_columns(raw, codebook)
    table = raw.tidy()
    routed, log = _route(_translate_all(raw, codebook, columns), codebook)
    kept, account = account_for(routed, table, codebook=codebook)
    flags, flagged = flag_responses(routed[kept], table[kept], codebook=codebook)
    clean = pd.concat([routed[kept], flags], axis=1).reset_index(drop=True)
    log += _declared_missing(raw, codebook, columns) + flagged + _without_place(clean, codebook)
    log += _open_text_changes(clean, codebook) + _dropped_columns(raw, codebook)
    return Cleaned(clean, as_log(raw, log), raw.synthetic, account)


def which_rows_count(raw: RawTable, *, codebook: Codebook) -> pd.Series[bool]:
    """Tell of each row of an export whether `clean_answers` keeps it; in order, and no more."""
    columns, _ = find_columns(raw, codebook)
    routed, _ = _route(_translate_all(raw, codebook, columns), codebook)
    kept, _ = account_for(routed, raw.tidy(), codebook=codebook)
    return kept


def answer_texts(question: Question) -> dict[str, str]:
    """List the texts by which each answer to a question is known."""
    return {text: answer.name for answer in question.answers for text in _texts_of(answer)}


def find_columns(raw: RawTable, codebook: Codebook) -> tuple[dict[str, str], list[Fault]]:
    """Find the column of the export for each column of clean data, with the faults met."""
    columns = [str(column) for column in raw.tidy()]
    found, faults = {}, []
    for question in codebook.questions:
        for name, (header, pattern) in question.sought.items():
            matches = [c for c in columns if _is_sought(c, header, pattern)]
            if len(matches) == 1:
                found[name] = matches[0]
            else:
                faults.append(_lacking_fault(raw, name, header, pattern, len(matches)))
    paradata = {header for header in codebook.paradata.model_dump().values() if header}
    faults += [_paradata_fault(raw, header) for header in sorted(paradata - set(columns))]
    known = {*found.values(), *paradata}
    unknown = [
        c for c in columns if c not in known and not codebook.identifies(raw.renamed.get(c, c))
    ]
    return found, [_column_fault(raw, column) for column in unknown] + faults


def _is_sought(column: str, header: str, pattern: str | None) -> bool:
    return bool(re.search(pattern, column)) if pattern else column == header


def _texts_of(answer: Answer | Option) -> tuple[str, ...]:
    code = (answer.code,) if isinstance(answer, Answer) else ()
    return (*code, answer.label.sv, answer.label.en, answer.name, *answer.aliases)


def _meanings(question: Question, raw: RawTable, column: str) -> dict[str, set[str]]:
    """List what each text in a column may mean, by the codebook and by the file's own labels."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for answer in question.answers:
        for text in _texts_of(answer):
            meanings[plain(text)].add(answer.name)
    for code, label in raw.answers.get(column, {}).items():
        meanings[plain(code)] |= meanings.get(plain(label), set())
    return {text: names for text, names in meanings.items() if names}


def _map_texts(column: pd.Series[str], names: Mapping[str, str]) -> pd.Series[str]:
    """Give each text its name, by its distinct values: a column may have a million rows."""
    codes, texts = pd.factorize(column)
    named = pd.array([names.get(plain(str(text))) for text in texts], dtype="str")
    return pd.Series(named.take(codes), index=column.index)


def _translate_all(raw: RawTable, codebook: Codebook, columns: Mapping[str, str]) -> pd.DataFrame:
    table = raw.tidy()
    parts = [_translate(table, question, raw, columns) for question in codebook.questions]
    return pd.concat(parts, axis=1)


def _translate(
    table: pd.DataFrame, question: Question, raw: RawTable, columns: Mapping[str, str]
) -> pd.DataFrame:
    if question.type == "multiple":
        return _options_chosen(table, question, raw, columns)
    column = table[columns[question.name]]
    if question.type == "open":
        answered = column.ne("").map({True: ANSWERED, False: None}).astype("str")
        return answered.to_frame(question.name)
    if question.type == "number":
        return _numbers(column).to_frame(question.name)
    meanings = _meanings(question, raw, columns[question.name])
    known = {text: next(iter(names)) for text, names in meanings.items()}
    return _map_texts(column, known).to_frame(question.name)


def _numbers(column: pd.Series[str]) -> pd.Series[float]:
    codes, texts = pd.factorize(column)
    numbers = pd.array([parse_number(str(text)) for text in texts], dtype="Float64")
    return pd.Series(numbers.take(codes), index=column.index).astype("float64")


def _options_chosen(
    table: pd.DataFrame, question: Question, raw: RawTable, columns: Mapping[str, str]
) -> pd.DataFrame:
    """Say of each option whether it was chosen; missing where it is not known."""
    if question.separator:
        cells = table[columns[question.name]]
        chosen = _in_one_cell(cells, question)
        silent = cells.isin(NO_ANSWER)
    else:
        chosen = pd.DataFrame(
            {
                f"{question.name}.{option.name}": _is_chosen(table, raw, columns, question, option)
                for option in question.options
            }
        )
        silent = ~chosen.eq(True).any(axis=1)
    unknown = silent & (question.empty_means == "no_answer")
    words = chosen.eq(True).replace({True: CHOSEN, False: NOT_CHOSEN}).astype("str")
    return words.mask(unknown, axis=0)


def _in_one_cell(cells: pd.Series[str], question: Question) -> pd.DataFrame:
    known = {plain(text): o.name for o in question.options for text in _texts_of(o)}
    codes, texts = pd.factorize(cells)
    sets = [{known.get(part) for part in _parts(str(text), question)} for text in texts]
    return pd.DataFrame(
        {
            f"{question.name}.{option.name}": pd.array(
                [option.name in each for each in sets], dtype="bool"
            ).take(codes)
            for option in question.options
        },
        index=cells.index,
    )


def _parts(text: str, question: Question) -> list[str]:
    return [plain(part) for part in text.split(question.separator) if part.strip()]


def _is_chosen(
    table: pd.DataFrame,
    raw: RawTable,
    columns: Mapping[str, str],
    question: Question,
    option: Option,
) -> pd.Series[bool]:
    column = columns[f"{question.name}.{option.name}"]
    return _map_texts(table[column], _choice_words(raw, column, option)).eq("yes")


def _choice_words(raw: RawTable, column: str, option: Option) -> dict[str, str]:
    words = dict.fromkeys(YES, "yes") | dict.fromkeys(NO, "no")
    words |= dict.fromkeys(map(plain, _texts_of(option)), "yes")
    said = {plain(code): plain(label) for code, label in raw.answers.get(column, {}).items()}
    return words | {code: words[label] for code, label in said.items() if label in words}


def _cell_faults(raw: RawTable, question: Question, columns: Mapping[str, str]) -> list[Fault]:
    table, faults = raw.tidy(), []
    for name, column in columns.items():
        cells = table[column]
        empty = cells.isin([*NO_ANSWER, *raw.missing.get(column, ())])
        outside, doubtful = _unread(raw, question, name, column, cells)
        place = f"{raw.place}, column “{_short(column)}”"
        if count := int((outside & ~empty).sum()):
            problem = f"{count} rows have an answer outside the codes of {question.name}."
            remedy = "Add the answer to the codebook or correct the export."
            faults.append(Fault(place, problem, remedy))
        if count := int((doubtful & ~empty).sum()):
            problem = f"{count} rows hold a text that may mean two answers to {question.name}."
            remedy = "Export codes alone or labels alone, or correct the codes in the codebook."
            faults.append(Fault(place, problem, remedy))
    return faults


def _unread(
    raw: RawTable, question: Question, name: str, column: str, cells: pd.Series[str]
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Find the cells that mean nothing, and those that may mean two things."""
    never = pd.Series(False, index=cells.index)
    if question.type == "open":
        return never, never
    if question.type == "number":
        numbers = _numbers(cells)
        low, high = question.minimum, question.maximum
        off = (numbers < low if low is not None else never) | (
            numbers > high if high is not None else never
        )
        return numbers.isna() | off, never
    if question.type == "multiple" and question.separator:
        options = {plain(text) for option in question.options for text in _texts_of(option)}
        codes, texts = pd.factorize(cells)
        odd = pd.array([not {*_parts(str(t), question)} <= options for t in texts], dtype="bool")
        return pd.Series(odd.take(codes), index=cells.index), never
    if question.type == "multiple":
        option = next(o for o in question.options if f"{question.name}.{o.name}" == name)
        return _map_texts(cells, _choice_words(raw, column, option)).isna(), never
    meanings = _meanings(question, raw, column)
    known = dict.fromkeys(meanings, "known")
    doubtful = {text: "doubtful" for text, names in meanings.items() if len(names) > 1}
    return _map_texts(cells, known).isna(), _map_texts(cells, doubtful).notna()


def _column_fault(raw: RawTable, column: str) -> Fault:
    return Fault(
        f"{raw.place}, column “{_short(column)}”",
        "the codebook does not know this column.",
        "Add the question to the codebook, or the header to identifying_columns to drop it.",
    )


def _paradata_fault(raw: RawTable, header: str) -> Fault:
    problem = f"the column “{_short(header)}” of paradata is lacking."
    return Fault(raw.place, problem, "Give its header in the codebook, or take it out.")


def _wrong_header_fault(raw: RawTable, codebook: Codebook) -> Fault:
    """Tell that the headers are other ones, without quoting what may be answers."""
    return Fault(
        f"{raw.place}, row {raw.first_row}",
        f"most columns of the codebook {codebook.name} are not in this header.",
        "Check that the file has a header row and belongs to this wave in evaluation.yml.",
    )


def _lacking_fault(raw: RawTable, name: str, header: str, pattern: str | None, found: int) -> Fault:
    if pattern:
        problem = f"the pattern of {name} finds {found} columns, and must find one."
        return Fault(raw.place, problem, "Correct the pattern in the codebook.")
    return Fault(
        raw.place,
        f"the column of {name} is lacking; its header should be “{_short(header)}”.",
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
        own = list(question.clean_columns)
        given = routed[own].notna() & (routed[own] != NOT_CHOSEN)
        removed = int((past & given.any(axis=1)).sum())
        if question.type == "number":
            routed[own] = routed[own].mask(past)
        else:
            routed[own] = routed[own].mask(past, NOT_SHOWN)
        if removed:
            changes.append((question.name, *_ROUTED_PAST, removed))
    return routed, changes


_ROUTED_PAST = (
    "svar borttaget: frågan skulle inte ha visats",
    "answer removed: the question should not have been shown",
)
_KEPT_OUT = ("fritext hölls utanför", "free text kept out")
_DROPPED = ("identifierande kolumn borttagen", "identifying column dropped")
_NO_PLACE = (
    "svar utan nämnd eller befattning: kan inte viktas",
    "answer without body or role: cannot be weighted",
)
_MISSING = ("kod som filen kallar saknad", "code that the file calls missing")


def _declared_missing(
    raw: RawTable, codebook: Codebook, columns: Mapping[str, str]
) -> list[Change]:
    """Count the cells whose code the file declares missing and the codebook does not know."""
    changes, table = [], raw.tidy()
    for question in codebook.questions:
        for name, column in ((n, columns[n]) for n in question.sought):
            codes = raw.missing.get(column, frozenset())
            known = _meanings(question, raw, column) if question.type == "choice" else {}
            lost = int(table[column].isin([c for c in codes if plain(c) not in known]).sum())
            if lost:
                changes.append((name, *_MISSING, lost))
    return changes


def _without_place(answers: pd.DataFrame, codebook: Codebook) -> list[Change]:
    """Count the answers that say no body or role: they are kept and cannot be weighted."""
    lost = int(answers[[codebook.body, codebook.role]].isna().any(axis=1).sum())
    return [(f"{codebook.body}, {codebook.role}", *_NO_PLACE, lost)] if lost else []


def _open_text_changes(answers: pd.DataFrame, codebook: Codebook) -> list[Change]:
    return [
        (question.name, *_KEPT_OUT, int(answers[question.name].notna().sum()))
        for question in codebook.questions
        if question.type == "open"
    ]


def _dropped_columns(raw: RawTable, codebook: Codebook) -> list[Change]:
    table, key = raw.tidy(), codebook.paradata.respondent
    here = [str(column) for column in table if codebook.identifies(str(column)) or column == key]
    return [(column, *_DROPPED, len(table)) for column in (*raw.dropped, *here)]
