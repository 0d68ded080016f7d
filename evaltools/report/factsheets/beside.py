"""The figure of a factsheet: one body beside all together."""

from __future__ import annotations

from pathlib import Path

from evaltools.artefacts import Artefacts, save_figure
from evaltools.figures import Figure, draw_beside
from evaltools.synthesis import publish_marks


def save_beside(gathered: Artefacts, *, folder: Path, producer: str) -> list[Figure]:
    """Draw what a body's factsheet shows beside all together, and save it.

    Parameters
    ----------
    gathered : Artefacts
        What notebook 7b has gathered of the body.
    folder : pathlib.Path
        Where the figure goes.
    producer : str
        The step.

    Returns
    -------
    list of Figure
        The figure; none where no survey is part of the evaluation.
    """
    figures = [draw_beside(marks, row="measure") for marks in publish_marks(gathered)]
    for figure in figures:
        told = gathered.tables["tab-beside"].metadata
        save_figure(
            figure,
            name="beside",
            caption=told.caption,
            source=told.source,
            folder=folder,
            producer=producer,
        )
    return figures
