"""What the demo writes for spreadsheets."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd

from evaltools.codebook import Codebook
from evaltools.synthetic import files


def test_a_text_in_a_csv_of_the_demo_is_never_a_formula() -> None:
    table = pd.DataFrame({"=a": ["=cmd|' /C calc'!A0", "-1"], "n": [-1, 2]})
    lines = files.write_csv(table, encoding="utf-8").decode().split("\r\n")
    assert lines[:3] == ["'=a;n", "'=cmd|' /C calc'!A0;-1", "-1;2"]


def test_a_label_in_a_workbook_of_the_demo_is_never_a_formula(codebook: Codebook) -> None:
    first = codebook.questions[0].model_copy(update={"header": "=1+1"})
    hostile = codebook.model_copy(update={"questions": (first,)})
    population = type("Nobody", (), {"respondents": lambda _: pd.DataFrame({first.name: []})})()
    book = openpyxl.load_workbook(io.BytesIO(files.labelled_workbook(population, hostile)))
    assert [cell.data_type for cell in book.active[4]] == ["s", "s"]
    assert book.active["B4"].value == "'=1+1"
