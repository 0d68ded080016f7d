"""The canvas that all figures share: style, fonts, languages and the mark of synthetic data."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.numerals import write_percent

INK, GREY, LIGHT, BLUE, OCHRE = "#1f2933", "#55606b", "#d5dae0", "#0b5394", "#8a5200"
STYLE: dict[Any, Any] = {
    "font.family": ["Source Sans 3", "DejaVu Sans"],
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
WRAP = 42
"""Letters on one line of a label."""
WIDTH = 6.5
"""Width in inches of the text column of an A4 page."""
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


def render(publishable: Publishable, paint: Painter, *, alt: Text, height: float) -> Figure:
    """Draw a figure in both languages, and mark synthetic data.

    Parameters
    ----------
    publishable : Publishable
        The numbers that are drawn.
    paint : callable
        Draws on an empty canvas in one language.
    alt : Text
        What the figure shows, for who cannot see it.
    height : float
        Height in inches.

    Returns
    -------
    Figure
        The same numbers give the same bytes.
    """
    svg: dict[Language, bytes] = {}
    with mpl.rc_context(STYLE):
        _use_fonts()
        for language in ("sv", "en"):
            canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
            paint(canvas, language)
            if publishable.synthetic:
                canvas.suptitle(SYNTHETIC[language], x=0.99, ha="right", fontsize=8, color=OCHRE)
            svg[language] = _as_svg(canvas)
    return Figure(svg, alt, publishable)


def render_axes(
    publishable: Publishable, paint: AxesPainter, *, alt: Text, height: float
) -> Figure:
    """Draw a figure that has one pair of axes, see `render`."""

    def paint_canvas(canvas: Canvas, language: Language) -> None:
        paint(canvas.subplots(), language)

    return render(publishable, paint_canvas, alt=alt, height=height)


def row_height(labels: Iterable[str]) -> float:
    """Return the height in inches that a row needs for the longest of its labels."""
    return 0.12 + 0.15 * max((len(textwrap.wrap(label, WRAP)) for label in labels), default=1)


def label_lines(axes: Axes, labels: Iterable[str]) -> None:
    """Give each row of a figure its label, first row on top."""
    wrapped = [textwrap.fill(label, WRAP) for label in labels]
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


def _as_svg(canvas: Canvas) -> bytes:
    content = io.BytesIO()
    canvas.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return content.getvalue()


def _use_fonts() -> None:
    known = {Path(entry.fname).name for entry in font_manager.fontManager.ttflist}
    for font in files("evaltools").joinpath("fonts").iterdir():
        if font.name.endswith(".ttf") and font.name not in known:
            font_manager.fontManager.addfont(str(font))
