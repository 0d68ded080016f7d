"""The look of a city: its accent instead of ours in every figure."""

from __future__ import annotations

from dataclasses import replace

from evaltools.artefacts import Artefacts, FigureArtefact
from evaltools.figures.palette import BLUE


def recolour(artefacts: Artefacts, *, accent: str) -> Artefacts:
    """Draw what figures point out in another colour.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    accent : str
        The colour, as "#rrggbb".

    Returns
    -------
    Artefacts
        The same results; the colour stands in the drawings wherever ours stood.
    """
    figures = {name: _recoloured(each, accent) for name, each in artefacts.figures.items()}
    return replace(artefacts, figures=figures)


def _recoloured(figure: FigureArtefact, accent: str) -> FigureArtefact:
    ours, theirs = BLUE.encode(), accent.encode()
    return replace(figure, svg={each: it.replace(ours, theirs) for each, it in figure.svg.items()})
