"""What goes wrong tells no value: not on the terminal, not in the failed notebook, nowhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from evaltools.cleaning import clean_answers
from evaltools.codebook import read_codebook
from evaltools.errors import DataError
from evaltools.intake import read_table
from evaltools.survey import design_survey
from tests.canary import (
    ADDRESS,
    EXPORT,
    KEY,
    PERSONAL,
    SECRETS,
    TELEPHONE,
    copy_evaluation,
    evaltools,
    found,
    written,
)

pytestmark = pytest.mark.slow

ODD = ("kanariesvar", "sjuttiosju-17")
"""An answer outside the codebook, and a number that is none."""
YEARS = """
  - name: years
    type: number
    label: {sv: Antal år i yrket, en: Years in the profession}
    header: Antal år i yrket
    sensitivity: personal
    minimum: 0
  - name: strengths"""


def edit(path: Path, change: Callable[[str], str], encoding: str = "utf-8") -> None:
    """Change a text file."""
    path.write_bytes(change(path.read_bytes().decode(encoding)).encode(encoding))


def spoil_answers(text: str) -> str:
    """Give the first respondent an answer of their own, and everyone a number of years."""
    header, first, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    first[3] = ODD[0]
    spoilt = io.StringIO()
    writer = csv.writer(spoilt, delimiter=";")
    writer.writerows([[*header, "Antal år i yrket"], [*first, ODD[1]], *([*r, "5"] for r in rows)])
    return spoilt.getvalue()


def say(folder: Path, *arguments: str) -> str:
    """Run a command that fails; return what is told, which is written down with the rest."""
    done = evaltools(*arguments, cwd=folder)
    assert done.returncode in (2, 3, 6), done.stderr
    told = done.stdout + done.stderr
    (folder / f"said-{arguments[0]}.txt").write_text(told, encoding="utf-8")
    return told


def leaks(folder: Path) -> dict[str, list[str]]:
    """Search for the planted respondent in everything that was written."""
    files = written(folder)
    return {path.name: words for path in files if (words := found(path, *SECRETS, *ODD))}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Check and run an evaluation with answers that cannot be read."""
    folder = tmp_path_factory.mktemp("spoilt")
    copy_evaluation(Path(__file__).parents[2], folder, notebooks=("02_clean_survey",))
    edit(folder / EXPORT, spoil_answers, "cp1252")
    codebook = folder / "programme/codebooks/staff_survey_2025.yml"
    edit(codebook, lambda text: text.replace("\n  - name: strengths", YEARS, 1))
    say(folder, "check")
    say(folder, "run")
    return folder


@pytest.mark.parametrize("command", ["check", "run"])
def test_unreadable_answers_are_counted(spoilt: Path, command: str) -> None:
    told = (spoilt / f"said-{command}.txt").read_text(encoding="utf-8")
    assert "1 rows have an answer outside the codes of body" in told
    assert "1 rows have an answer outside the codes of years" in told


def test_unreadable_answers_are_quoted_nowhere(spoilt: Path) -> None:
    failed = spoilt / "reports/demo/notebooks/02_clean_survey-2025.failed.ipynb"
    assert failed in written(spoilt) and leaks(spoilt) == {}


PREPARE = """
import pandas as pd
from evaltools.evaluation import read_evaluation
raw = pd.read_csv(read_evaluation().path("{export}"), sep=";", encoding="cp1252", dtype=str)
key = raw.iloc[0, 0]
word = next(text for text in raw.iloc[:, -3].dropna() if "Kanarie" in text)
"""
FAILURES = {
    "a label that is lacking": "raw.loc[key]",
    "a column that is lacking": "raw[word]",
    "a text that is no number": "raw.iloc[:, 1].astype(float)",
    "a text that pandas cannot parse": "pd.to_numeric(raw.iloc[:, 1])",
    "a text that is no date": "pd.to_datetime(raw.iloc[:, 1])",
    "a merge of unlike rows": "raw.merge(raw, on=raw.columns[2], validate='1:1')",
    "an error from another": (
        "try:\n    int(word)\nexcept ValueError as e:\n    raise OSError(key) from e"
    ),
    "a note": "error = ValueError()\nerror.add_note(word)\nraise error",
    "a traceback that shows values": (
        "get_ipython().run_line_magic('xmode', 'Verbose')\n"
        "def inner(row):\n    raise ValueError(row)\ninner(raw.iloc[0])"
    ),
    "a word that is no Python": "exec(word)",
    "a warning, a log and a thread": (
        "import logging, threading, warnings\nwarnings.warn(word)\nlogging.error(word)\n"
        "threading.Thread(target=int, args=[word]).start()\nraise ValueError(word)"
    ),
    "an exit with words": "import sys\nsys.exit(word)",
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a notebook whose every cell fails over the data."""
    folder = tmp_path_factory.mktemp("failing")
    copy_evaluation(Path(__file__).parents[2], folder, notebooks=("01_intake",))
    notebook = folder / "notebooks/01_intake.ipynb"
    book = nbformat.read(notebook, 4)
    goes_on = {"tags": ["raises-exception"]}
    book.cells[2:] = [
        new_code_cell(PREPARE.format(export=EXPORT)),
        *(new_code_cell(code, metadata=goes_on) for code in FAILURES.values()),
    ]
    nbformat.write(book, notebook)
    say(folder, "run")
    return folder


def errors(failed: Path) -> list[NotebookNode]:
    """Read what the failed copy shows of each error."""
    book = nbformat.read(failed / "reports/demo/notebooks/01_intake.failed.ipynb", 4)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    return [output for output in outputs if output.output_type == "error"]


def test_errors_over_the_data_show_type_and_place_alone(failed: Path) -> None:
    shown = errors(failed)
    assert len(shown) == len(FAILURES)
    assert all("may quote data" in output.evalue for output in shown)
    assert all(
        re.fullmatch(r"Cell In\[\d+\], line \d+|[\w./-]+, line \d+|\w+: the message .*", line)
        for output in shown
        for line in output.traceback
    )


def test_errors_over_the_data_quote_them_nowhere(failed: Path) -> None:
    assert leaks(failed) == {}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the evaluation and plant."""
    return copy_evaluation(Path(__file__).parents[2], tmp_path_factory.mktemp("planted"))


def test_a_drafted_codebook_quotes_nobody(planted: Path) -> None:
    assert evaltools("codebook", EXPORT, cwd=planted).returncode == 0
    assert found(planted / "programme/codebooks/medarbetarenkat_2025.yml", *SECRETS) == []


def test_a_review_file_holds_no_number_or_address(planted: Path) -> None:
    assert evaltools("quotes", cwd=planted).returncode == 0
    review = planted / "reports/review/quotes-2025.csv"
    assert found(review, "[telefon], [personnummer]", TELEPHONE, PERSONAL, KEY, ADDRESS) == [
        "[telefon], [personnummer]"
    ]


def test_a_fault_in_the_weights_tells_no_answers(planted: Path) -> None:
    codebook = read_codebook(planted / "programme/codebooks/staff_survey_2025.yml")
    raw = read_table(planted / EXPORT, without=codebook.identifies)
    answers = clean_answers(raw, codebook=codebook).tidy()
    frame = answers[["body", "role"]].drop_duplicates().assign(employees=1)
    with pytest.raises(DataError, match="more answers than employees") as caught:
        design_survey(answers, frame=frame, body="body", role="role", wave="2025", synthetic=True)
    assert [word for word in SECRETS if word in str(caught.value)] == []
