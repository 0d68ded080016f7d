"""Which responses count, and which look as if they were given without thought."""

from __future__ import annotations

import pandas as pd

from evaltools.cleaning.cleaned import ACCOUNT_COLUMNS, Change
from evaltools.cleaning.columns import parse_number
from evaltools.codebook import NOT_SHOWN, Codebook
from evaltools.errors import Fault
from evaltools.intake import RawTable

FATES = {
    "read": ("rader i filen", "rows in the file"),
    "empty": ("utan något svar", "without any answer"),
    "break_off": ("avbrutna", "broken off"),
    "duplicate": ("samma person en gång till", "the same person again"),
    "kept": ("behållna", "kept"),
}
"""What may become of a row, in the order of the account."""
FLAGS = {
    "flag.partial": ("delvis besvarat, behölls", "partial, kept"),
    "flag.speeder": ("mycket kort svarstid, behölls", "very short time, kept"),
    "flag.straightliner": ("samma svar rakt igenom, behölls", "the same answer throughout, kept"),
}


def account_for(
    answers: pd.DataFrame, table: pd.DataFrame, *, codebook: Codebook
) -> tuple[pd.Series[bool], pd.DataFrame]:
    """Decide which responses count, and say what became of every row.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per row of the file, in the words of the codebook.
    table : pandas.DataFrame
        The file, with the columns of paradata.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    tuple of pandas.Series and pandas.DataFrame
        True for each row that counts; and the account, see `Cleaned.account`.
    """
    share = _share_answered(answers, codebook)
    silent = answers.isna() | (answers == NOT_SHOWN) | (answers == "not_chosen")
    fate = pd.Series("kept", index=answers.index)
    fate = fate.mask(share < codebook.quality.break_off, "break_off")
    fate = fate.mask(silent.all(axis=1), "empty")
    again = _given_again(table[fate.eq("kept")], codebook)
    fate = fate.mask(fate.index.isin(again), "duplicate")
    counts = fate.value_counts().to_dict() | {"read": len(fate)}
    rows = [(name, *words, int(counts.get(name, 0))) for name, words in FATES.items()]
    return fate.eq("kept"), pd.DataFrame(rows, columns=ACCOUNT_COLUMNS)


def flag_responses(
    answers: pd.DataFrame, table: pd.DataFrame, *, codebook: Codebook
) -> tuple[pd.DataFrame, list[Change]]:
    """Flag responses that are partial, very fast, or the same throughout.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per response that counts, in the words of the codebook.
    table : pandas.DataFrame
        The same rows of the file, with the columns of paradata.
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    tuple of pandas.DataFrame and list
        One row per response, one column of True and False per flag; and how many are True.
    """
    flags = pd.DataFrame(
        {
            "flag.partial": _share_answered(answers, codebook) < codebook.quality.complete,
            "flag.speeder": _is_fast(table, codebook),
            "flag.straightliner": _is_straight(answers, codebook),
        },
        index=answers.index,
    )
    counted = [(name, int(flags[name].sum())) for name in flags]
    return flags, [(str(name), *FLAGS[str(name)], rows) for name, rows in counted if rows]


def duplicate_faults(raw: RawTable, *, codebook: Codebook) -> list[Fault]:
    """Tell of several responses of one person, where they are to be refused."""
    key = codebook.paradata.respondent
    if codebook.quality.duplicates != "refuse" or key is None or key not in raw.tidy():
        return []
    keys = raw.tidy()[key]
    again = int((keys.duplicated() & keys.ne("")).sum())
    if not again:
        return []
    problem = f"{again} rows are further responses of persons who have answered before."
    remedy = "Keep one of each, or say keep_last as quality.duplicates in the codebook."
    return [Fault(raw.place, problem, remedy)]


def _share_answered(answers: pd.DataFrame, codebook: Codebook) -> pd.Series[float]:
    """Compute which share of the questions that a person was shown was answered."""
    columns = [q.clean_columns[0] for q in codebook.questions if q.type != "open"]
    shown = answers[columns] != NOT_SHOWN
    answered = answers[columns].notna() & shown
    return answered.sum(axis=1) / shown.sum(axis=1).clip(lower=1)


def _given_again(table: pd.DataFrame, codebook: Codebook) -> pd.Index:
    """Find the rows that give way to another response of the same person."""
    key, submitted = codebook.paradata.respondent, codebook.paradata.submitted
    if key is None:
        return table.index[:0]
    named = table[table[key].ne("")]
    if submitted is not None:
        times = pd.to_datetime(named[submitted], errors="coerce", format="mixed")
        named = named.loc[times.sort_values(kind="stable", na_position="first").index]
    first = codebook.quality.duplicates == "keep_first"
    return named.index[named[key].duplicated(keep="first" if first else "last")]


def _is_fast(table: pd.DataFrame, codebook: Codebook) -> pd.Series[bool]:
    header = codebook.paradata.duration
    if header is None:
        return pd.Series(False, index=table.index)
    taken = table[header].map(parse_number).astype("float64")
    return taken < codebook.quality.fastest_share * taken.median()


def _is_straight(answers: pd.DataFrame, codebook: Codebook) -> pd.Series[bool]:
    straight = pd.Series(False, index=answers.index)
    for battery in codebook.quality.batteries:
        items = answers[list(battery)]
        full = items.notna().all(axis=1) & (items != NOT_SHOWN).all(axis=1)
        straight |= full & items.eq(items.iloc[:, 0], axis=0).all(axis=1)
    return straight
