"""Demo data in the shapes in which evaluators get the real ones."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from evaltools.characters import inert
from evaltools.codebook import NOT_SHOWN, Codebook
from evaltools.intake import SYNTHETIC_MARK
from evaltools.provenance import pack_workbook
from evaltools.synthetic.population import Population


def coded_csv(population: Population, codebook: Codebook, rng: np.random.Generator) -> bytes:
    """Write the answers as codes, with the questions as headers; some cells are left empty."""
    answers = population.respondents()
    skipped = rng.random(answers.shape) < 0.02
    columns = {
        "Respondent-ID": [f"R{number:05d}" for number in range(1, len(answers) + 1)],
        "E-postadress": [
            f"person{number}@example.invalid" for number in range(1, len(answers) + 1)
        ],
        "Dataursprung": [SYNTHETIC_MARK] * len(answers),
    }
    for place, question in enumerate(codebook.questions):
        codes = {answer.name: answer.code for answer in question.answers} | {NOT_SHOWN: ""}
        column = answers[question.name]
        if question.type == "choice":
            column = column.map(codes)
            if question.name not in (codebook.body, codebook.role):
                column = column.mask(skipped[:, place], "")
        columns[question.column] = column.tolist()
    return write_csv(pd.DataFrame(columns), encoding="cp1252")


def labelled_workbook(population: Population, codebook: Codebook) -> bytes:
    """Write the answers as labels, with rows above the header."""
    answers = population.respondents()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Svar"
    sheet.append([inert(f"{codebook.title.sv} – {SYNTHETIC_MARK}")])
    sheet.append(["Exporterad 2020-01-15"])
    sheet.append([])
    sheet.append(["Svarsnummer", *(inert(question.column) for question in codebook.questions)])
    labels = [
        {answer.name: inert(answer.label.sv) for answer in question.answers} | {NOT_SHOWN: ""}
        for question in codebook.questions
    ]
    names = [question.name for question in codebook.questions]
    for number, row in enumerate(answers[names].itertuples(index=False), start=1):
        sheet.append([number, *(known[name] for known, name in zip(labels, row, strict=True))])
    return pack_workbook(book)


def frame_csv(frame: pd.DataFrame, codebook: Codebook) -> bytes:
    """Write the employees of each body and role, in the codebook's Swedish labels."""
    body, role = codebook.question(codebook.body), codebook.question(codebook.role)
    table = pd.DataFrame(
        {
            "Nämnd eller bolag": [body.answer_label(name).sv for name in frame["body"]],
            "Roll": [role.answer_label(name).sv for name in frame["role"]],
            "Antal anställda": [f"{count:,}".replace(",", " ") for count in frame["employees"]],
        }
    )
    return write_csv(marked(table), encoding="cp1252")


def dispositions_csv(dispositions: pd.DataFrame, codebook: Codebook) -> bytes:
    """Write what became of everyone who was asked, in AAPOR's terms."""
    body = codebook.question(codebook.body)
    headers = {
        "complete": "Besvarat", "refusal": "Avböjt", "non_contact": "Ej nådda",
        "other": "Inget svar", "not_eligible": "Ej behöriga",
    }  # fmt: skip
    names = [body.answer_label(name).sv for name in dispositions.pop("body")]
    table = dispositions.rename(columns=headers)
    table.insert(0, "Nämnd eller bolag", names)
    return write_csv(marked(table), encoding="cp1252")


def marked(table: pd.DataFrame) -> pd.DataFrame:
    """Say in a column that the data are synthetic."""
    return table.assign(dataursprung=SYNTHETIC_MARK)


def write_csv(table: pd.DataFrame, *, encoding: str) -> bytes:
    """Write a table with semicolons, as Swedish spreadsheets do; no cell is a formula."""
    written = table.rename(columns=inert).map(_inert_cell)
    text = written.to_csv(sep=";", index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode(encoding)


def _inert_cell(cell: Any) -> Any:
    return inert(cell) if isinstance(cell, str) else cell
