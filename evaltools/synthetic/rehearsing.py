"""The files of a rehearsal, in the place of data that are to come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from evaltools.characters import inert
from evaltools.codebook import read_codebook
from evaltools.errors import ConfigurationError, DataError, Fault
from evaltools.evaluation import Evaluation, Wave
from evaltools.intake import SYNTHETIC_MARK, read_table
from evaltools.programme import read_organisation
from evaltools.provenance import pack_workbook, write_atomically
from evaltools.synthetic.files import write_csv
from evaltools.synthetic.rehearsal import draw_rehearsal

FORMS = (".xlsx", ".csv")


def write_rehearsal(evaluation: Evaluation, *, seed: int) -> list[Path]:
    """Write invented answers and frames where evaluation.yml says that they lie.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    seed : int
        The same seed writes the same files.

    Returns
    -------
    list of pathlib.Path
        The files written, each of which says that it is synthetic.

    Raises
    ------
    ConfigurationError
        If no survey is declared; if there is a file that is not synthetic, or one of another
        form than is written here. Nothing is written then.
    """
    if faults := list(_hindrances(evaluation)):
        raise ConfigurationError(faults)
    written: dict[Path, bytes] = {}
    for number, wave in enumerate(evaluation.surveys.values()):
        written |= _files(evaluation, wave, rng=np.random.default_rng([seed, number]))
    for path, content in written.items():
        write_atomically(path, content)
    return list(written)


def _hindrances(evaluation: Evaluation) -> Iterator[Fault]:
    """Tell what keeps invented data from being written."""
    if not evaluation.surveys:
        problem = "no survey is declared, and nothing else is invented here."
        yield Fault("evaluation.yml", problem, "Declare one, or put your own data in place.")
    for wave in evaluation.surveys.values():
        for path in map(evaluation.path, (wave.answers, wave.frame)):
            if path.suffix not in FORMS or wave.header_rows > 1:
                problem = "invented data are written as .xlsx or .csv with one row of headers."
                yield Fault(str(path), problem, "Name such a file in evaluation.yml.")
            elif path.exists() and not _is_synthetic(path):
                problem = "there are data that are not marked as synthetic."
                remedy = "Nothing is written over them. Name another file in evaluation.yml."
                yield Fault(str(path), problem, remedy)


def _is_synthetic(path: Path) -> bool:
    try:
        return read_table(path).synthetic
    except DataError:
        return False


def _files(evaluation: Evaluation, wave: Wave, *, rng: np.random.Generator) -> dict[Path, bytes]:
    codebook = read_codebook(evaluation.path(wave.codebook))
    organisation = read_organisation(evaluation.path(evaluation.programme))
    bodies = [body.id for body in organisation.bodies_on(wave.date)]
    language = evaluation.languages[0]
    drawn = draw_rehearsal(codebook, bodies=bodies, language=language, rng=rng)
    tables = {wave.answers: drawn.answers, wave.frame: drawn.frame}
    return {
        evaluation.path(name): _csv(table, encoding=wave.encoding or "utf-8-sig")
        if name.endswith(".csv")
        else _workbook(table, sheet=wave.sheet or "Svar")
        for name, table in tables.items()
    }


def _csv(table: pd.DataFrame, *, encoding: str) -> bytes:
    """Write a CSV file below a line that says what it is."""
    text = write_csv(table, encoding="utf-8").decode()
    return f"{SYNTHETIC_MARK}\r\n{text}".encode(encoding)


def _workbook(table: pd.DataFrame, *, sheet: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append([SYNTHETIC_MARK])
    book.active.append([inert(str(header)) for header in table])
    for row in table.itertuples(index=False):
        book.active.append([inert(cell) if isinstance(cell, str) else cell for cell in row])
    return pack_workbook(book)
