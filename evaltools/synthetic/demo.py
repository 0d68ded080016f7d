"""All files of the demo, from one seed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from evaltools.codebook import Codebook
from evaltools.evaluation import Evaluation
from evaltools.programme import Organisation, Programme
from evaltools.provenance import write_atomically
from evaltools.synthetic.comparison import draw_comparison, first_reported
from evaltools.synthetic.consultation import consultation_files
from evaltools.synthetic.files import (
    coded_csv,
    dispositions_csv,
    frame_csv,
    labelled_workbook,
    marked,
    write_csv,
)
from evaltools.synthetic.followup import draw_activities, draw_followup
from evaltools.synthetic.population import (
    BASELINE_LIFT,
    draw_dispositions,
    draw_population,
    true_shares,
)


def write_demo(
    folder: Path,
    *,
    codebooks: dict[str, Codebook],
    programme: Programme,
    organisation: Organisation,
    seed: int = 2025,
) -> list[Path]:
    """Write the demo data that are in git.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; data_raw/demo.
    codebooks : dict of str to Codebook
        The questionnaires of the waves 2019 and 2025.
    programme, organisation : Programme, Organisation
        The programme and the bodies of each year.
    seed : int, optional
        The same seed writes the same bytes.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    rng = np.random.default_rng(seed)
    written = {
        **_survey_files(codebooks, organisation, seed, rng),
        "ils_uppfoljning.csv": _followup_file(programme, organisation, seed, rng),
        **_comparison_files(seed),
        **consultation_files(rng=np.random.default_rng([seed, 4])),
    }
    for name, content in written.items():
        write_atomically(folder / name, content)
    return [folder / name for name in written]


def is_demo(evaluation: Evaluation) -> bool:
    """Tell whether an evaluation is the demo: the waves of its survey lie in data_raw/demo."""
    files = [evaluation.path(wave.answers) for wave in evaluation.surveys.values()]
    folder = evaluation.root / "data_raw" / "demo"
    return {*evaluation.surveys} == {*WAVES} and all(file.parent == folder for file in files)


WAVES = {
    "2019": (datetime(2019, 11, 1), 9_000, BASELINE_LIFT),
    "2025": (datetime(2025, 10, 1), 13_500, 0.0),
}
"""For each wave its day, the employees, and how much better the programme is known."""
YEARS = range(2021, 2026)
"""The years of the programme."""


def _survey_files(
    codebooks: dict[str, Codebook],
    organisation: Organisation,
    seed: int,
    rng: np.random.Generator,
) -> dict[str, bytes]:
    """Write the waves of the survey, and what is true of everyone who could have answered."""
    written: dict[str, bytes] = {}
    truth = []
    for wave, (day, size, lift) in WAVES.items():
        codebook = codebooks[wave]
        population = draw_population(
            codebook, bodies=organisation.bodies_on(day.date()), size=size, lift=lift, rng=rng
        )
        truth.append(true_shares(population, codebook=codebook).assign(wave=wave))
        written[f"ram_{wave}.csv"] = frame_csv(population.frame(), codebook)
        if wave == "2025":
            written["medarbetarenkat_2025.csv"] = coded_csv(population, codebook, rng)
            dispositions = draw_dispositions(population, rng=np.random.default_rng([seed, 1]))
            written["utskick_2025.csv"] = dispositions_csv(dispositions, codebook)
        else:
            written["medarbetarenkat_2019.xlsx"] = labelled_workbook(population, codebook)
    return written | {"sanning.csv": write_csv(marked(pd.concat(truth)), encoding="utf-8")}


def _followup_file(
    programme: Programme, organisation: Organisation, seed: int, rng: np.random.Generator
) -> bytes:
    """Write what the boards report of goals and activities."""
    followup = draw_followup(programme, organisation=organisation, years=YEARS, rng=rng)
    activities = draw_activities(
        programme, organisation=organisation, years=YEARS, rng=np.random.default_rng([seed, 2])
    )
    return write_csv(pd.concat([followup, activities]), encoding="cp1252")


def _comparison_files(seed: int) -> dict[str, bytes]:
    """Write reported cases in like areas, and those of a year as they were first reported."""
    rng = np.random.default_rng([seed, 3])
    comparison = draw_comparison(years=range(2010, 2026), start=YEARS[0], rng=rng)
    preliminary = first_reported(comparison, year=2024)
    return {
        "jamforelseomraden.csv": write_csv(marked(comparison), encoding="utf-8"),
        "jamforelseomraden_preliminara.csv": write_csv(marked(preliminary), encoding="utf-8"),
    }
