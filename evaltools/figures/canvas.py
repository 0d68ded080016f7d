"""The canvas that all figures share: style, fonts, languages and the mark of synthetic data."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.errors import ReportError
from evaltools.figures.inspection import inspect
from evaltools.figures.lettering import FAMILY, POINTS, block_height, use_fonts, wrap
from evaltools.figures.palette import BLUE as BLUE
from evaltools.figures.palette import GREY as GREY
from evaltools.figures.palette import INK as INK
from evaltools.figures.palette import LIGHT as LIGHT
from evaltools.figures.palette import OCHRE as OCHRE
from evaltools.numerals import write_percent

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
    """

    svg: dict[Language, bytes]
    alt: Text
    publishable: Publishable

    def _repr_svg_(self) -> str:
        """Show the Swedish drawing in a notebook."""
        return self.svg["sv"].decode()


Painter = Callable[[Canvas, Language], None]
AxesPainter = Callable[[Axes, Language], None]


Height = float | Mapping[Language, float]


def render(
    publishable: Publishable,
    paint: Painter,
    *,
    alt: Text,
    height: Height,
    layout: Literal["constrained"] | None = "constrained",
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
    layout : "constrained" or None, optional
        Whether matplotlib gives the axes their place; else `paint` does.

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
            canvas = Canvas(figsize=(WIDTH, heights[language]), layout=layout)
            paint(canvas, language)
            if publishable.synthetic:
                _mark_synthetic(canvas, language, layout=layout)
            svg[language] = _as_svg(canvas)
            if faults := inspect(canvas):
                raise ReportError(faults)
    return Figure(svg, alt, publishable)


def render_axes(
    publishable: Publishable, paint: AxesPainter, *, alt: Text, height: Height
) -> Figure:
    """Draw a figure that has one pair of axes, see `render`."""

    def paint_canvas(canvas: Canvas, language: Language) -> None:
        paint(canvas.subplots(), language)

    return render(publishable, paint_canvas, alt=alt, height=height)


def row_height(labels: Iterable[str]) -> float:
    """Return the height in inches that a row needs for the highest of its labels."""
    return 0.12 + block_height(max((len(wrap(each, width=LABELS)) for each in labels), default=1))


def label_lines(axes: Axes, labels: Iterable[str]) -> None:
    """Give each row of a figure its label, first row on top."""
    wrapped = ["\n".join(wrap(label, width=LABELS)) for label in labels]
    axes.set_yticks(range(len(wrapped)), wrapped)
    axes.set_ylim(len(wrapped) - 0.4, -0.6)


def percent_axis(axes: Axes, language: Language) -> None:
    """Draw an axis from 0 to 100 per cent with room for n at its right."""
    axes.set_xlim(0, 1.18)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    sign = "\u00a0%" if language == "sv" else "%"
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda share, _: write_percent(share, language=language) + sign)
    )
    axes.grid(axis="x", color=LIGHT, lw=0.5)
    axes.tick_params(axis="x", labelsize=8)


def say_hidden(axes: Axes, place: int, language: Language, *, left: float = 0.01) -> None:
    """Say in the row `place`, from `left`, that it is not shown."""
    axes.text(left, place, HIDDEN[language], va="center", color=GREY, fontsize=8, style="italic")


def _mark_synthetic(canvas: Canvas, language: Language, *, layout: str | None) -> None:
    """Say on top that the data are synthetic; without a layout by the rule of `rows.TOP`."""
    y = None if layout == "constrained" else 1 - 0.03 / canvas.get_figheight()
    canvas.suptitle(SYNTHETIC[language], x=0.99, y=y, ha="right", va="top", fontsize=8, color=OCHRE)


def _as_svg(canvas: Canvas) -> bytes:
    content = io.BytesIO()
    canvas.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return content.getvalue()
