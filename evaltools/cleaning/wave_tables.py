"""Tables beside a survey: frames, dispositions, margins, published shares."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evaltools.cleaning.answers import answer_texts
from evaltools.cleaning.cleaned import Cleaned, as_log
from evaltools.cleaning.columns import (
    read_columns,
    read_count,
    read_percent,
    read_text,
    reader_of,
    refuse,
    repeated_rows,
)
from evaltools.codebook import Codebook
from evaltools.errors import Fault
from evaltools.intake import RawTable
from evaltools.survey import DISPOSITIONS


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
        "body": reader_of(answer_texts(codebook.question(codebook.body))),
        "role": reader_of(answer_texts(codebook.question(codebook.role))),
        "employees": read_count,
    }
    frame = read_columns(raw, FRAME_HEADERS, readers)
    refuse(repeated_rows(raw, frame, ["body", "role"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_dispositions(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of what became of everyone who was asked into AAPOR's dispositions.

    Parameters
    ----------
    raw : RawTable
        One row per body, a column per disposition, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose answers name bodies.

    Returns
    -------
    Cleaned
        One row per body; `body` and the counts that the table has.

    Raises
    ------
    DataError
        For unknown bodies, bodies given twice, and numbers that are no counts.
    """
    readers = {"body": reader_of(answer_texts(codebook.question(codebook.body)))}
    readers |= dict.fromkeys(DISPOSITIONS, read_count)
    headers = FRAME_HEADERS | DISPOSITION_HEADERS
    frame = read_columns(raw, headers, readers, may_be_absent=DISPOSITIONS)
    refuse(repeated_rows(raw, frame, ["body"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_margins(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of population totals into margins for raking.

    Parameters
    ----------
    raw : RawTable
        Columns for margin, category and total, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose questions are the margins and whose answers the categories.

    Returns
    -------
    Cleaned
        One row per margin and category; columns `margin`, `category` and `total`.

    Raises
    ------
    DataError
        For unknown questions or answers, totals that are no counts, and rows given twice.
    """
    questions = {q.name: q for q in codebook.questions if q.type == "choice"}
    named = {text: name for name, q in questions.items() for text in (name, q.label.sv)}
    readers = {"margin": reader_of(named), "category": read_text, "total": read_count}
    frame = read_columns(raw, MARGIN_HEADERS, readers)
    readers_of_answers = {name: reader_of(answer_texts(q)) for name, q in questions.items()}
    read = [
        readers_of_answers[margin](category)
        for margin, category in zip(frame["margin"], frame["category"], strict=True)
    ]
    frame["category"] = read
    unknown = int(frame["category"].isna().sum())
    if unknown:
        problem = f"{unknown} categories are no answers to the question of their margin."
        remedy = "Use the answers as the codebook has them."
        refuse([Fault(f"{raw.place}, column category", problem, remedy)])
    refuse(repeated_rows(raw, frame, ["margin", "category"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_published(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn the published shares of an earlier survey into a baseline.

    Parameters
    ----------
    raw : RawTable
        Columns for measure, body (empty for all bodies together), share in per cent and
        number of answers, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose measures and bodies the shares are of.

    Returns
    -------
    Cleaned
        One row per measure and body; columns `measure`, `body` (missing for all bodies),
        `share` (between 0 and 1) and `n` (a count).

    Raises
    ------
    DataError
        For unknown measures or bodies, shares that are no percentages or look like fractions,
        and rows given twice.
    """
    measures = {text: m.name for m in codebook.measures for text in (m.name, m.label.sv)}
    readers = {
        "measure": reader_of(measures),
        "body": reader_of(answer_texts(codebook.question(codebook.body))),
        "share": read_percent,
        "n": read_count,
    }
    frame = read_columns(raw, PUBLISHED_HEADERS, readers, may_lack=("body",))
    refuse([*repeated_rows(raw, frame, ["measure", "body"]), *_fraction_faults(raw, frame)])
    return Cleaned(frame.assign(share=frame["share"] / 100), as_log(raw, []), raw.synthetic)


def _fraction_faults(raw: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Tell of shares that are written as fractions, which would pass for less than a per cent."""
    if frame["share"].max() > 1 or not frame["share"].max() > 0:
        return []
    problem = "no share is above 1: they look like fractions."
    return [Fault(f"{raw.place}, column share", problem, "Write them in per cent.")]


WAVE_TABLES = {
    "frame": clean_frame,
    "dispositions": clean_dispositions,
    "margins": clean_margins,
    "shares": clean_published,
}
"""The tables that may belong to a wave of a survey, and what cleans them."""


def clean_wave_tables(tables: Mapping[str, RawTable], *, codebook: Codebook) -> dict[str, Cleaned]:
    """Clean the tables that belong to a wave, whichever there are.

    Parameters
    ----------
    tables : dict of str to RawTable
        The tables by what they are: frame, dispositions, margins or shares.
    codebook : Codebook
        The questionnaire of the wave.

    Returns
    -------
    dict of str to Cleaned
        The clean tables by the same names.

    Raises
    ------
    DataError
        As the function that cleans each of them.
    """
    return {name: WAVE_TABLES[name](raw, codebook=codebook) for name, raw in tables.items()}


FRAME_HEADERS = {
    "body": ("body", "nämnd eller bolag"),
    "role": ("role", "roll"),
    "employees": ("employees", "antal anställda"),
}
DISPOSITION_HEADERS = {
    "complete": ("complete", "besvarat"),
    "partial": ("partial", "delvis besvarat"),
    "refusal": ("refusal", "avböjt"),
    "non_contact": ("non_contact", "ej nådda"),
    "other": ("other", "inget svar"),
    "unknown_eligibility": ("unknown_eligibility", "okänd behörighet"),
    "not_eligible": ("not_eligible", "ej behöriga"),
}
MARGIN_HEADERS = {
    "margin": ("margin", "marginal"),
    "category": ("category", "kategori"),
    "total": ("total", "antal"),
}
PUBLISHED_HEADERS = {
    "measure": ("measure", "fråga"),
    "body": ("body", "nämnd eller bolag"),
    "share": ("share", "andel, %", "andel"),
    "n": ("n", "antal svar"),
}
