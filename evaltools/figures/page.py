"""A sheet on which things are placed in inches from its upper left corner.

What is drawn on a sheet knows its room before it is drawn, so that no text leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH
from evaltools.figures.lettering import block_height
from evaltools.figures.palette import INK

SMALL, PLAIN = 7.5, 8.5
"""Sizes of letters in points: of notes and cells, and of what is read first."""
LONGEST = 9.3
"""Height in inches of a figure that fits on a page of A4 with its caption."""
EDGE, TOP = 0.06, 0.24
"""Inches that are left free at the edges of a sheet, and on top for the mark of synthetic data."""


def top_of(publishable: Publishable) -> float:
    """Return where drawing may begin: below the mark of synthetic data, where there is one."""
    return TOP if publishable.synthetic else EDGE


def height_of(lines: Sequence[str], *, size: float) -> float:
    """Return the height in inches of lines as `write_lines` writes them."""
    return block_height(len(lines), size=size)


def open_sheet(canvas: Canvas) -> Axes:
    """Lay a sheet over a whole canvas: x and y are inches, y downwards."""
    sheet = canvas.add_axes((0, 0, 1, 1))
    sheet.set(xlim=(0, WIDTH), ylim=(canvas.get_figheight(), 0))
    sheet.set_axis_off()
    return sheet


def write_lines(
    sheet: Axes,
    lines: Sequence[str],
    *,
    left: float,
    top: float,
    size: float,
    color: str = INK,
    ha: str = "left",
    bold: bool = False,
) -> float:
    """Write lines below one another.

    Parameters
    ----------
    sheet : matplotlib.axes.Axes
        From `open_sheet`.
    lines : sequence of str
        What is written.
    left, top : float
        Where, in inches; `left` is the middle or the right end by `ha`.
    size : float
        Size in points.
    color : str, optional
        Colour of the letters.
    ha : {"left", "center", "right"}, optional
        What of the text is at `left`.
    bold : bool, optional
        Whether the letters are bold.

    Returns
    -------
    float
        Where the next line would begin.
    """
    step = block_height(1, size=size)
    for number, line in enumerate(lines):
        sheet.text(
            left, top + (number + 0.5) * step, line, size=size, color=color, ha=ha,
            va="center_baseline", weight="bold" if bold else "normal",
        )  # fmt: skip
    return top + len(lines) * step


def mark(
    sheet: Axes, *, x: float, y: float, symbol: str, face: str, edge: str, size: float
) -> None:
    """Draw a symbol at a place of a sheet."""
    sheet.plot([x], [y], symbol, color=face, mec=edge, mew=1.1, ms=size, clip_on=False)
