"""The waves of an evaluation as they were cleaned, ready to be asked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evaltools.awareness.published import PublishedShares
from evaltools.cleaning import read_clean
from evaltools.codebook import Codebook, read_codebook
from evaltools.evaluation import Evaluation, PublishedWave
from evaltools.survey import Survey, cell_weights, design_survey, rake_further


def open_wave(evaluation: Evaluation, name: str, *, codebook: Codebook) -> Survey | PublishedShares:
    """Read a cleaned wave, and weight its answers.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, whose waves have been cleaned.
    name : str
        Name of the wave.
    codebook : Codebook
        The questionnaire of the wave.

    Returns
    -------
    Survey or PublishedShares
        The answers, poststratified by body and role and, where the wave declares margins,
        raked to them as well; or what was published of a wave without answers.

    Raises
    ------
    DataError
        If the answers do not fit the frame or the margins.
    """
    wave = evaluation.waves[name]
    folder = _folder(evaluation, name)
    if isinstance(wave, PublishedWave):
        shares = read_clean(folder, name="shares")
        return PublishedShares(shares.tidy(), wave=name, synthetic=shares.synthetic)
    answers, frame = (read_clean(folder, name=each) for each in ("answers", "frame"))
    survey = design_survey(
        answers.tidy(),
        frame=frame.tidy(),
        body=codebook.body,
        role=codebook.role,
        cluster=wave.cluster,
        wave=name,
        synthetic=answers.synthetic or frame.synthetic,
    )
    if wave.margins is None:
        return survey
    return rake_further(survey, totals=read_clean(folder, name="margins").tidy())


def open_asked(evaluation: Evaluation) -> dict[str, pd.DataFrame]:
    """Read who was asked in every wave with answers, for the release gate.

    Returns
    -------
    dict of str to pandas.DataFrame
        For each wave one row per body and role: `body`, `role`, `employees`, and of those who
        answered the weights `lightest` and `heaviest`, NaN where nobody did.
    """
    asked = {}
    for name, wave in evaluation.surveys.items():
        survey = open_wave(evaluation, name, codebook=read_codebook(evaluation.path(wave.codebook)))
        if isinstance(survey, Survey):
            frame = open_frame(evaluation, name)[["body", "role", "employees"]]
            asked[name] = frame.merge(cell_weights(survey), on=["body", "role"], how="left")
    return asked


def open_frame(evaluation: Evaluation, name: str) -> pd.DataFrame:
    """Read the frame of a wave: one row per body and role, with `employees`."""
    return read_clean(_folder(evaluation, name), name="frame").tidy()


def open_dispositions(evaluation: Evaluation, name: str, *, survey: Survey) -> pd.DataFrame:
    """Read what became of everyone who was asked.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, whose waves have been cleaned.
    name : str
        Name of a wave with answers.
    survey : Survey
        The answers of the wave.

    Returns
    -------
    pandas.DataFrame
        One row per body and column per final disposition, see `survey.DISPOSITIONS`. Where
        the wave declares none, all who did not answer are `other`: eligible, for no known
        reason.
    """
    if evaluation.surveys[name].dispositions:
        return read_clean(_folder(evaluation, name), name="dispositions").tidy()
    employees = open_frame(evaluation, name).groupby("body")["employees"].sum()
    answered = survey.tidy().groupby("body").size().reindex(employees.index, fill_value=0)
    columns = {"complete": answered, "other": employees - answered}
    return pd.DataFrame(columns).reset_index()


def _folder(evaluation: Evaluation, name: str) -> Path:
    kind = "02_clean_survey" if name in evaluation.surveys else "02_clean_published"
    return evaluation.clean_folder(f"{kind}-{name}")
