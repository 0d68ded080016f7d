"""The canvas that all figures share: style, fonts, languages and the mark of synthetic data."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.errors import ReportError
from evaltools.figures.inspection import inspect
from evaltools.figures.lettering import FAMILY, POINTS, use_fonts
from evaltools.figures.palette import GREY, INK, OCHRE

STYLE: dict[Any, Any] = {
    "font.family": FAMILY,
    "figure.dpi": POINTS,
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "evaltools",
}
LABELS = 2.5
"""Inches that the labels of rows may take."""
WIDTH = 162 / 25.4
"""Width in inches of the report's column of text: 162 mm."""
SYNTHETIC = Text(sv="SYNTETISKA DATA", en="SYNTHETIC DATA")
HIDDEN = Text(sv="redovisas ej", en="not shown")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure in both languages.

    Attributes
    ----------
    svg : dict of {"sv", "en"} to bytes
        The drawing.
    alt : Text
        What the figure shows, for who cannot see it.
    publishable : Publishable
        The numbers that are drawn.

    Examples
    --------
    >>> from evaltools.examples import small_shares
    >>> from evaltools.figures import draw_shares
    >>> figure = draw_shares(small_shares(), row="role")
    >>> figure.svg["en"][:5], figure.publishable.synthetic
    (b'<?xml', True)
    """

    svg: dict[Language, bytes]
    alt: Text
    publishable: Publishable

    def _repr_svg_(self) -> str:
        """Show the Swedish drawing in a notebook."""
        return self.svg["sv"].decode()


Painter = Callable[[Canvas, Language], None]
Height = float | Mapping[Language, float]


def render(
    publishable: Publishable,
    paint: Painter,
    *,
    alt: Text,
    height: Height,
) -> Figure:
    """Draw a figure in both languages, marked where its data are synthetic.

    Parameters
    ----------
    publishable : Publishable
        The numbers that are drawn.
    paint : callable
        Draws on an empty canvas in one language.
    alt : Text
        What the figure shows, for who cannot see it.
    height : float or dict of {"sv", "en"} to float
        Height in inches, of all languages or of each.

    Returns
    -------
    Figure
        The same numbers give the same bytes.

    Raises
    ------
    ReportError
        For every text that is clipped, covered, pale or tiny, see `inspection.inspect`.
    """
    heights = height if isinstance(height, Mapping) else {"sv": height, "en": height}
    svg: dict[Language, bytes] = {}
    with mpl.rc_context(STYLE):
        use_fonts()
        for language in ("sv", "en"):
            canvas = Canvas(figsize=(WIDTH, heights[language]))
            paint(canvas, language)
            if publishable.synthetic:
                _mark_synthetic(canvas, language)
            svg[language] = _as_svg(canvas)
            if faults := inspect(canvas):
                raise ReportError(faults)
    return Figure(svg, alt, publishable)


def _mark_synthetic(canvas: Canvas, language: Language) -> None:
    """Say on top that the data are synthetic."""
    y = 1 - 0.03 / canvas.get_figheight()
    canvas.suptitle(SYNTHETIC[language], x=0.99, y=y, ha="right", va="top", fontsize=8, color=OCHRE)


def _as_svg(canvas: Canvas) -> bytes:
    content = io.BytesIO()
    canvas.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return content.getvalue()
