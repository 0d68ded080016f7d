"""Time the whole path, from a file of answers to estimates by body.

Run by hand: `python benchmarks/whole_path.py [rows] [questions]`. Writes a survey export as a tool
would, with codes, semicolons and cp1252, and prints the seconds of each step and the largest
memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from evaltools.awareness import measure
from evaltools.cleaning import clean_answers
from evaltools.codebook import Codebook
from evaltools.intake import read_table
from evaltools.survey import design_survey

BODIES = 26
ROLES = ("chief", "client_facing", "other")


def declare(questions: int) -> Codebook:
    """Declare a codebook of bodies, roles and yes-or-no questions."""

    def text(name: str) -> dict[str, str]:
        return {"sv": name, "en": name}

    def choice(name: str, answers: list[str]) -> dict[str, object]:
        codes = [
            {"code": str(place), "name": each, "label": text(f"{each} å")}
            for place, each in enumerate(answers, start=1)
        ]
        return {"name": name, "label": text(f"Fråga {name}?"), "sensitivity": "open",
                "answers": codes}  # fmt: skip

    names = [f"q{place}" for place in range(questions)]
    return Codebook.model_validate(
        {
            "name": "large", "title": text("Large"), "body": "body", "role": "role",
            "identifying_columns": ["E-post"],
            "questions": [
                choice("body", [f"b{place}" for place in range(BODIES)]),
                choice("role", list(ROLES)),
                *(choice(name, ["yes", "no"]) for name in names),
            ],
            "measures": [
                {"name": name, "label": text(name), "question": name, "counts": ["yes"],
                 "base": "shown"}
                for name in names
            ],
        }
    )  # fmt: skip


def write_export(file: Path, codebook: Codebook, rows: int) -> pd.DataFrame:
    """Write answers of half of everyone, and return the frame."""
    rng = np.random.default_rng(1)
    table = {"E-post": [f"p{row}@example.invalid" for row in range(rows)]}
    for question in codebook.questions:
        codes = np.array([answer.code for answer in question.answers])
        table[question.column] = codes[rng.integers(0, len(codes), rows)]
    frame = pd.DataFrame(table)
    frame.to_csv(file, sep=";", index=False, encoding="cp1252")
    body, role = (codebook.question(name) for name in ("body", "role"))
    counts = frame.groupby([body.column, role.column]).size().reset_index(name="employees")
    names = {
        question.column: {a.code: a.name for a in question.answers} for question in (body, role)
    }
    return pd.DataFrame(
        {
            "body": counts[body.column].map(names[body.column]),
            "role": counts[role.column].map(names[role.column]),
            "employees": 2 * counts["employees"],
        }
    )


def main(rows: int, questions: int) -> None:
    """Time each step and print it."""
    codebook = declare(questions)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        frame = write_export(file, codebook, rows)
        print(f"{rows} rows, {questions} questions, {file.stat().st_size / 2**20:.0f} MiB")
        start = time.perf_counter()
        raw = read_table(file, without=codebook.identifies)
        read = time.perf_counter()
        answers = clean_answers(raw, codebook=codebook).tidy()
        cleaned = time.perf_counter()
        survey = design_survey(
            answers, frame=frame, body="body", role="role", wave="t", synthetic=True
        )
        table = measure(survey, codebook=codebook, measures=codebook.measures, by=("body",)).tidy()
        done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"read {read - start:.1f} s, clean {cleaned - read:.1f} s, "
          f"weigh and estimate {done - cleaned:.1f} s: {done - start:.1f} s, "
          f"{len(table)} estimates, largest memory {memory:.2f} GiB")  # fmt: skip


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3] or (40_000, 60)))
