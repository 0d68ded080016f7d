"""The coding files of the demo, written as coders would have filled them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from evaltools.intake import SYNTHETIC_MARK
from evaltools.synthetic.testimony import (
    OPEN_QUESTIONS,
    About,
    draw_codes,
    open_answers,
    passages_about,
)
from evaltools.testimony.coding import Unit
from evaltools.testimony.coding_files import write_rows
from evaltools.testimony.coding_rows import EMPTY, PAIRS, Row
from evaltools.testimony.codings import ADJUDICATED, CODED
from evaltools.testimony.consultation import CONSULTATION
from evaltools.testimony.redaction import redact
from evaltools.testimony.scheme import NONE, VALENCE_NAMES, CodingScheme, find_valence
from evaltools.testimony.units import unit_id

DAYS = {"AA": "2025-10-20", "BB": "2025-10-22", "CC": "2025-10-27"}
"""The invented coders, with the day on which each sat down."""


def write_demo_codings(folder: Path, *, scheme: CodingScheme, seed: int) -> list[Path]:
    """Write how two invented persons coded the open answers of the demo, and a third decided.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; data_raw/demo/kodning.
    scheme : CodingScheme
        The scheme of the demo.
    seed : int
        The same seed writes the same bytes.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    truth = {
        Unit(unit_id(question, words), question, words): answer.about
        for question in OPEN_QUESTIONS
        for answer in open_answers(question)
        for words in [redact(answer.text).text]
    }
    units = sorted(truth, key=lambda unit: (OPEN_QUESTIONS.index(unit.source), unit.id))
    about = {unit.id: themes for unit, themes in truth.items()}
    rng = np.random.default_rng([seed, 4])
    return code_demo(units, about, scheme=scheme, folder=folder, source="2025", rng=rng)


def write_demo_passages(
    folder: Path, *, units: Sequence[Unit], scheme: CodingScheme, seed: int
) -> list[Path]:
    """Write how the same persons coded the passages of the demo's consultation answers.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; data_raw/demo/kodning.
    units : sequence of Unit
        The passages.
    scheme : CodingScheme
        The scheme of the demo.
    seed : int
        The same seed writes the same bytes.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    about = passages_about()
    truth = {unit.id: about.get(unit.id, {}) for unit in units}
    rng = np.random.default_rng([seed, 5])
    return code_demo(units, truth, scheme=scheme, folder=folder, source=CONSULTATION, rng=rng)


def code_demo(
    units: Sequence[Unit],
    truth: Mapping[str, About],
    *,
    scheme: CodingScheme,
    folder: Path,
    source: str,
    rng: np.random.Generator,
) -> list[Path]:
    """Write the files of two coders and of an adjudicator of some units.

    Parameters
    ----------
    units : sequence of Unit
        The units.
    truth : dict of str to dict
        What each is about, by its id: themes, each with how it is spoken of.
    scheme : CodingScheme
        The scheme.
    folder : pathlib.Path
        The folder of coding files.
    source : str
        What the units are called together, in the names of the files.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    list of pathlib.Path
        A workbook, and two CSV files.
    """
    drawn = draw_codes({unit.id: truth[unit.id] for unit in units}, themes=scheme.ids, rng=rng)
    found = {
        folder / f"{CODED}-{source}-AA.xlsx": ("AA", drawn.coders["AA"]),
        folder / f"{CODED}-{source}-BB.csv": ("BB", drawn.coders["BB"]),
        folder / f"{ADJUDICATED}-{source}.csv": ("CC", drawn.decided),
    }
    for path, (coder, by_unit) in found.items():
        rows = [_row(unit, by_unit[unit.id], coder, scheme) for unit in units if unit.id in by_unit]
        marked = {"dataursprung": {unit.id: SYNTHETIC_MARK for unit in units}}
        write_rows(rows, path, scheme=scheme, beside=marked)
    return list(found)


def _row(unit: Unit, about: About, coder: str, scheme: CodingScheme) -> Row:
    pairs = [(scheme.theme(theme).name.sv, _say(how)) for theme, how in about.items()]
    filled = (*(pairs or [(NONE.sv, "")]), *EMPTY)[:PAIRS]
    return Row(unit, filled, coder, DAYS[coder])


def _say(valence: str) -> str:
    """Say a valence in Swedish, as coders do."""
    known = find_valence(valence)
    return VALENCE_NAMES[known].sv if known else valence
