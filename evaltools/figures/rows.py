"""Figures whose lines are rows: labels at the left, panels and columns of numbers beside them.

Everything is placed in inches from the upper left corner, so that a row is as high as its label
needs, and nothing depends on how a layout comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import HIDDEN, LABELS, WIDTH, Figure, render
from evaltools.figures.lettering import block_height, text_width, wrap
from evaltools.figures.palette import BLUE, GREY, LIGHT, PAGE
from evaltools.numerals import write_number, write_percent

EDGE, GAP = 0.05, 0.11
"""Inches between the edge and what is drawn, and between the columns of a figure."""
TOP = 0.2
"""Inches that the mark of synthetic data takes."""
FOOT = 0.3
"""Inches that the axis below the rows takes."""
LABEL, NUMBER, SMALL = 9.0, 8.5, 8.0
"""Sizes of the type: of labels, of numbers, of what stands around them."""
WIDEST = 0.6
"""Inches from which a word in the head of a column is broken."""
LOWEST, AIR = 0.25, 0.1
"""Inches of a row with one line, and of the air around a label."""
LINE_SPACING = 0.95
"""Matplotlib reckons it in heights of a line, which is 1.26 sizes of this type."""
ON_PAGE = {"facecolor": PAGE, "edgecolor": "none", "pad": 0.8}
"""What lets a text be read where a line runs behind it."""
BASE = 0.075
"""Inches from the line that heads stand on to the first row."""
BAND = 0.055
"""Inches of an interval's band, from one edge to the other."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a figure in one language.

    Attributes
    ----------
    labels, notes : tuple of str
        The label of each row and what stands below it, broken into lines.
    middles : tuple of float
        The middle of each row, in inches from the top of the first.
    heights : tuple of float
        The height of each row in inches.
    width : float
        The widest line of a label in inches.
    """

    labels: tuple[str, ...]
    notes: tuple[str, ...]
    middles: tuple[float, ...]
    heights: tuple[float, ...]
    width: float

    @property
    def height(self) -> float:
        """The height of all rows in inches."""
        return sum(self.heights)


def lay_out_rows(labels: Sequence[str], *, notes: Sequence[str] = (), width: float) -> Rows:
    """Break the labels of rows into lines, and give each row its height.

    Parameters
    ----------
    labels : sequence of str
        The label of each row, first row on top.
    notes : sequence of str, optional
        What stands below each label, in smaller type; "" where nothing does.
    width : float
        Inches that a label may take.

    Returns
    -------
    Rows
        The rows.
    """
    lines = [wrap(label, width=width, size=LABEL) for label in labels]
    below = [
        wrap(each, width=width, size=SMALL) if each else [] for each in notes or [""] * len(lines)
    ]
    heights = [
        max(LOWEST, AIR + block_height(len(one), size=LABEL) + block_height(len(two), size=SMALL))
        for one, two in zip(lines, below, strict=True)
    ]
    widest = [text_width(line, size=LABEL) for each in lines for line in each]
    widest += [text_width(line, size=SMALL) for each in below for line in each]
    return Rows(
        labels=tuple("\n".join(each) for each in lines),
        notes=tuple("\n".join(each) for each in below),
        middles=tuple(sum(heights[:at]) + each / 2 for at, each in enumerate(heights)),
        heights=tuple(heights),
        width=max(widest, default=0.0),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An empty figure of rows in one language.

    Attributes
    ----------
    canvas : matplotlib.figure.Figure
        The canvas.
    rows : Rows
        The rows.
    top : float
        Inches above the first row.
    language : {"sv", "en"}
        The language.
    """

    canvas: Canvas
    rows: Rows
    top: float
    language: Language

    @property
    def left(self) -> float:
        """Inches to the left of what is drawn beside the labels."""
        return EDGE + self.rows.width + GAP

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write a text at a place in inches from the upper left corner."""
        height = self.canvas.get_figheight()
        middle = "center" if "\n" in text else "center_baseline"
        style = {"va": middle, "fontsize": SMALL, "linespacing": LINE_SPACING, **style}
        self.canvas.text(x / WIDTH, 1 - y / height, text, **style)

    def write_labels(self) -> None:
        """Write the labels of the rows, and what stands below them."""
        for at, (label, note) in enumerate(zip(self.rows.labels, self.rows.notes, strict=True)):
            above, below = (
                block_height(len(each.splitlines()), size=size)
                for each, size in ((label, LABEL), (note, SMALL))
            )
            middle, x = self.middle(at), self.left - GAP
            self.write(x, middle - below / 2, label, ha="right", fontsize=LABEL, label="a label")
            if note:
                self.write(x, middle + above / 2, note, ha="right", color=GREY, style="italic")

    def middle(self, at: int) -> float:
        """Return the middle of a row in inches from the upper edge."""
        return self.top + self.rows.middles[at]

    def panel(self, left: float, width: float) -> Axes:
        """Add axes beside the rows, in which a row lies at its middle."""
        height = self.canvas.get_figheight()
        below = height - self.top - self.rows.height
        axes = self.canvas.add_axes(
            (left / WIDTH, below / height, width / WIDTH, self.rows.height / height)
        )
        axes.set_ylim(self.rows.height or 1, 0)  # without rows there is nothing to place
        axes.set_yticks([])
        axes.tick_params(axis="x", labelsize=SMALL, length=2)
        return axes

    def head(self, x: float, text: str, *, width: float, ha: str = "right") -> None:
        """Write the head of a column above the first row."""
        lines = "\n".join(wrap(text, width=width, size=SMALL))
        self.write(x, self.top - BASE, lines, ha=ha, va="baseline", color=GREY)

    def say_hidden(self, at: int, x: float) -> None:
        """Say in a row that it is not shown."""
        text = HIDDEN[self.language]
        self.write(x, self.middle(at), text, color=GREY, style="italic", bbox=ON_PAGE)

    def add_column(
        self,
        right: float,
        cells: Sequence[str],
        *,
        head: Text | str,
        least: float = 0,
        **style: Any,
    ) -> float:
        """Write a column of cells with its head, and return where the next one ends.

        Parameters
        ----------
        right : float
            Its right edge in inches.
        cells : sequence of str
            A cell for each row.
        head : Text or str
            What stands above it.
        least : float, optional
            Inches that it takes at least, if neither a cell nor a word of the head takes more;
            the head is broken at its width.
        **style : Any
            Style of the cells.

        Returns
        -------
        float
            Inches to its left edge and the gap before it.
        """
        text = head if isinstance(head, str) else head[self.language]
        width = column_width(cells, head=text, least=least, size=style.get("fontsize", SMALL))
        for at, cell in enumerate(cells):
            self.write(right, self.middle(at), cell, ha="right", **style)
        self.head(right, text, width=width)
        return right - width - GAP


ANSWERS = Text(sv="Svar", en="Answers")


def render_rows(
    publishable: Publishable,
    paint: Callable[[Sheet], None],
    *,
    rows: dict[Language, Rows],
    head: float,
    alt: Text,
    foot: float = FOOT,
) -> Figure:
    """Draw a figure of rows in both languages.

    Parameters
    ----------
    publishable : Publishable
        The numbers that are drawn.
    paint : callable
        Draws beside the labels of an empty sheet.
    rows : dict of {"sv", "en"} to Rows
        The rows in each language.
    head : float
        Inches that the heads of columns take.
    alt : Text
        What the figure shows, for who cannot see it.
    foot : float, optional
        Inches below the last row.

    Returns
    -------
    Figure
        As high as its rows.
    """
    top = head + (TOP if publishable.synthetic else EDGE)

    def paint_canvas(canvas: Canvas, language: Language) -> None:
        sheet = Sheet(canvas, rows[language], top, language)
        sheet.write_labels()
        paint(sheet)

    heights: dict[Language, float] = {
        language: top + each.height + foot for language, each in rows.items()
    }
    return render(publishable, paint_canvas, alt=alt, height=heights)


def rows_of(table: pd.DataFrame, column: str, *, width: float = LABELS) -> dict[Language, Rows]:
    """Lay out the labels in `<column>.sv` and `<column>.en`."""
    return {
        "sv": lay_out_rows(table[f"{column}.sv"].tolist(), width=width),
        "en": lay_out_rows(table[f"{column}.en"].tolist(), width=width),
    }


def draw_bar(
    axes: Axes, left: float, right: float, y: float, *, thickness: float, **style: Any
) -> None:
    """Draw a bar about the middle of a row."""
    corner = (left, y - thickness / 2)
    axes.add_artist(Rectangle(corner, right - left, thickness, **{"lw": 0, **style}))


def draw_band(axes: Axes, low: float, high: float, y: float, *, colour: str = BLUE) -> None:
    """Draw an interval as a band about the middle of a row."""
    draw_bar(axes, low, high, y, thickness=BAND, facecolor=colour, alpha=0.3)


def percent_scale(axes: Axes, language: Language, *, ticks: Sequence[float] = (0, 0.5, 1)) -> None:
    """Draw an axis from 0 to 100 per cent with its lines."""
    sign = "\u00a0%" if language == "sv" else "%"
    axes.set_xlim(0, 1)
    axes.set_xticks(list(ticks))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda share, _: write_percent(share, language=language) + sign)
    )
    axes.grid(axis="x", color=LIGHT, lw=0.5)


def column_width(cells: Iterable[str], *, head: str, least: float, size: float = SMALL) -> float:
    """Return the inches that the cells of a column and the words of its head need."""
    words = [min(text_width(each, size=SMALL), WIDEST) for each in head.split()]
    return max([least, *words, *(text_width(each, size=size) for each in cells)])


def head_height(heads: Iterable[str], *, least: float) -> float:
    """Return the inches that the heads of columns take which are `least` wide or more."""
    lines = [
        wrap(head, width=column_width([], head=head, least=least), size=SMALL) for head in heads
    ]
    return block_height(max(map(len, lines), default=1), size=SMALL) + GAP


def write_counts(counts: Iterable[float], *, language: Language) -> list[str]:
    """Write counts; nothing where there is none."""
    return ["" if pd.isna(each) else write_number(each, language=language) for each in counts]


def write_shares(shares: Iterable[float], *, language: Language) -> list[str]:
    """Write shares in whole per cent, without the sign; nothing where there is none."""
    return ["" if pd.isna(each) else write_percent(each, language=language) for each in shares]
