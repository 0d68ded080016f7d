"""Whether a drawing can be read: fonts, lines, colours, and the check that stops a bad one."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Canvas

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.errors import ReportError
from evaltools.evaluation import contrast
from evaltools.figures import palette
from evaltools.figures.canvas import LABELS, Figure, render
from evaltools.figures.lettering import text_width, wrap
from evaltools.figures.lines import STYLES
from evaltools.figures.rows import lay_out_rows

NOTHING = Publishable(pd.DataFrame(), "open", Text(sv="regel", en="rule"), synthetic=False)
ALT = Text(sv="a", en="a")


def render_axes(paint: Callable[[Axes, Language], None]) -> Figure:
    """Draw on one pair of axes."""

    def paint_canvas(canvas: Canvas, language: Language) -> None:
        paint(canvas.add_axes((0.1, 0.3, 0.8, 0.6)), language)

    return render(NOTHING, paint_canvas, alt=ALT, height=1)


def draw(x: float, y: float, text: str, **style: object) -> Figure:
    """Draw one text at a place of the page, from 0 to 1."""

    def paint(canvas: Canvas, language: Language) -> None:
        canvas.text(x, y, text, **style)

    return render(NOTHING, paint, alt=ALT, height=1)


def faults_of(x: float, y: float, text: str, **style: object) -> str:
    """Return the faults of one text."""
    with pytest.raises(ReportError) as caught:
        draw(x, y, text, **style)
    return str(caught.value)


def test_a_text_that_the_edge_clips_is_told() -> None:
    assert '("Känner till målen") reaches over the edge' in faults_of(0.9, 0.5, "Känner till målen")


def test_a_clipped_label_of_an_axis_is_told_by_its_role() -> None:
    def paint(canvas: Canvas, language: Language) -> None:
        axes = canvas.add_axes((0.01, 0.2, 0.9, 0.7))
        axes.set_yticks([0.5], ["Känner till målen"])

    with pytest.raises(ReportError, match=r"a label of an axis .* reaches over the edge"):
        render(NOTHING, paint, alt=ALT, height=1)


def test_two_texts_over_each_other_are_told() -> None:
    def paint(canvas: Canvas, language: Language) -> None:
        canvas.text(0.5, 0.5, "61 %")
        canvas.text(0.52, 0.52, "62 %")

    with pytest.raises(ReportError, match=r'"61 %".* and .*"62 %".* lie over each other'):
        render(NOTHING, paint, alt=ALT, height=1)


def test_lines_of_text_below_each_other_are_no_fault() -> None:
    def paint(canvas: Canvas, language: Language) -> None:
        for line in range(3):
            canvas.text(0.5, 0.3 + 10.8 * line / 72, "Åtgärdsprogrammet", fontsize=9)

    render(NOTHING, paint, alt=ALT, height=1)


def test_pale_text_is_told_with_its_colours() -> None:
    assert "stands in #aaaaaa on #ffffff with a contrast of 2.3" in faults_of(
        0.5, 0.5, "61", color="#aaaaaa"
    )


@pytest.mark.parametrize(("colour", "is_read"), [("white", True), (palette.INK, False)])
def test_text_on_a_bar_is_held_against_the_bar(colour: str, is_read: bool) -> None:
    def paint(axes: Axes, language: Language) -> None:
        axes.barh(0, 1, color=palette.WINE)
        axes.text(0.5, 0, "61", color=colour, ha="center", va="center")

    if is_read:
        render_axes(paint)
    else:
        with pytest.raises(ReportError, match="with a contrast of"):
            render_axes(paint)


def test_text_half_on_a_bar_is_held_against_bar_and_page() -> None:
    def paint(axes: Axes, language: Language) -> None:
        axes.barh(0, 0.5, color=palette.WINE)
        axes.set_xlim(0, 1)
        axes.text(0.5, 0, "över kanten", color="white", ha="center", va="center")

    with pytest.raises(ReportError, match=r"on #ffffff with a contrast of 1\.0"):
        render_axes(paint)


def test_tiny_text_is_told() -> None:
    assert "smaller than 7.5 points" in faults_of(0.5, 0.5, "61", fontsize=7)


def test_all_faults_are_told_at_once() -> None:
    told = faults_of(0.99, 0.5, "Känner till", color="#aaaaaa", fontsize=7)
    assert [word in told for word in ("edge", "contrast", "points")] == [True, True, True]


def test_labels_of_ticks_outside_the_axis_are_not_looked_at() -> None:
    def paint(axes: Axes, language: Language) -> None:
        axes.set_xticks([0, 1, 50], ["0", "1", "utanför"])
        axes.set_xlim(0, 1)

    render_axes(paint)


@pytest.mark.parametrize("length", [1, 42, 120, 300])
@pytest.mark.parametrize("unit", ["Nämnden för funktionshinder ", "våldsförebyggande"])
def test_no_line_is_wider_than_it_may_be(unit: str, length: int) -> None:
    lines = wrap((unit * 30)[:length], width=1.5)
    assert max(text_width(line, size=9) for line in lines) <= 1.5


def test_breaking_a_text_loses_no_letter() -> None:
    text = "Arbetsmarknadsnämndens våldsförebyggandesamordningsfunktion och annat"
    lines = wrap(text, width=1)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_no_line_ends_at_a_space_that_forbids_it() -> None:
    assert "12\u00a0000" in wrap("Staden har 12\u00a0000 anställda", width=0.75)


def test_a_row_is_as_high_as_its_lines() -> None:
    long = "En mycket lång rad " * 9
    lines = len(wrap(long, width=LABELS))
    rows = lay_out_rows([long, long[:-1] + long], width=LABELS)
    more = len(wrap(long[:-1] + long, width=LABELS)) - lines
    assert rows.heights[1] - rows.heights[0] == pytest.approx(more * 9 * 1.2 / 72)


def test_a_letter_is_measured_as_it_is_drawn() -> None:
    """What the font itself says of the width of its letters, read by fontTools."""
    with files("evaltools").joinpath("fonts/SourceSans3-Regular.ttf").open("rb") as file:
        font = TTFont(file)
        width = font["hmtx"][font.getBestCmap()[ord("n")]][0] / font["head"].unitsPerEm
    assert text_width("n" * 100, size=10) == pytest.approx(100 * 10 * width / 72, rel=0.005)


LINEAR = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
"""How colours look to three kinds of sight, on linear RGB, at full severity.

Machado, G. M., Oliveira, M. M. and Fernandes, L. A. F. (2009). A physiologically-based model for
simulation of color vision deficiency. IEEE Transactions on Visualization and Computer Graphics
15, 1291-1298, with the matrices of its supplement.
"""
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def lab(colour: str, *, sight: str) -> np.ndarray:
    """Return a colour in CIELAB (D65) as it looks to a kind of sight."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(LINEAR[sight]) @ linear, 0, 1)
    ratio = (np.array(TO_XYZ) @ seen) / np.array([0.9505, 1.0, 1.089])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, *, sight: str) -> float:
    """Return the CIE 1976 difference of two colours."""
    return float(np.linalg.norm(lab(one, sight=sight) - lab(other, sight=sight)))


@pytest.mark.parametrize("sight", LINEAR)
def test_what_is_told_and_what_it_is_told_beside_differ_for_every_sight(sight: str) -> None:
    """20 is twenty times what an eye can just tell apart; markers differ as well."""
    assert distance(palette.BLUE, palette.OCHRE, sight=sight) > 20


@pytest.mark.parametrize("sight", LINEAR)
@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_neighbours_on_a_scale_differ_for_every_sight(steps: int, sight: str) -> None:
    colours = palette.colour_scale(steps)
    assert min(distance(*pair, sight=sight) for pair in pairwise(colours)) > 10


@pytest.mark.parametrize("steps", [3, 4, 5])
def test_neighbours_on_a_side_of_a_scale_differ_in_grey_print(steps: int) -> None:
    """The two sides lie on either side of the middle, which is the mark of which is which."""
    lightness = [lab(each, sight="normal")[0] for each in palette.colour_scale(steps)]
    side = steps // 2 + steps % 2
    sides = (lightness[:side], lightness[-side:])
    assert min(abs(a - b) for each in sides for a, b in pairwise(each)) > 12


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 10, 11])
def test_a_scale_has_as_many_colours_as_steps(count: int) -> None:
    assert len(set(palette.colour_scale(count))) == count


@pytest.mark.parametrize("name", ["INK", "GREY", "BLUE", "OCHRE", "GREEN", "WINE"])
def test_text_in_every_colour_can_be_read_on_the_page(name: str) -> None:
    assert contrast(getattr(palette, name)) >= palette.READABLE


def test_text_can_be_read_on_every_colour() -> None:
    colours = [each for count in range(1, 12) for each in palette.colour_scale(count)]
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    faint = [c for c in (*colours, *greys) if contrast(palette.ink_on(c), c) < palette.READABLE]
    assert faint == []


def test_the_marks_of_lines_differ_where_their_colours_do_not() -> None:
    marks = [(marker, face == palette.PAGE) for marker, _, face in STYLES]
    assert all(one != other for one, other in combinations(marks, 2))


def test_the_style_of_figures_stays_in_them() -> None:
    before = dict(mpl.rcParams)
    draw(0.5, 0.5, "61")
    assert dict(mpl.rcParams) == before
