"""What would make a figure hard to read: text that is clipped, covered, pale or tiny.

Everything is looked for in a drawing that has been laid out, before anyone sees it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas
from matplotlib.legend import Legend
from matplotlib.patches import Patch
from matplotlib.text import Text as Writing
from numpy.typing import NDArray

from evaltools.errors import Fault
from evaltools.evaluation import contrast
from evaltools.figures.palette import PAGE, READABLE

SMALLEST = 7.5
"""Points below which nobody reads a figure in print."""
SHOWN = 30
"""Letters of a text that a fault names."""
INSIDE = 0.75
"""Points that a text may reach over the edge: its box is larger than its letters."""
INK_HEIGHT = 0.62
"""Share of a text's box, in height, that its letters fill."""
Floats = NDArray[np.float64]


def inspect(canvas: Canvas) -> list[Fault]:
    """Find the texts of a drawing that a reader could not read.

    Parameters
    ----------
    canvas : matplotlib.figure.Figure
        The drawing, laid out at 72 dots per inch.

    Returns
    -------
    list of Fault
        Texts that the edge clips, that lie over each other, whose contrast with what lies
        beneath them is below 4.5, or that are smaller than 7.5 points.
    """
    width, height = canvas.get_size_inches() * canvas.dpi
    renderer = RendererSVG(width, height, io.StringIO())  # type: ignore[no-untyped-call]
    left_out = _not_drawn(canvas)
    texts = [each for each in canvas.findobj(Writing) if _is_seen(each, left_out)]
    boxes = np.array([each.get_window_extent(renderer).extents for each in texts]).reshape(-1, 4)
    roles = _roles(canvas)
    said = [_describe(each, roles) for each in texts]
    return [
        *(_clipped(said[at]) for at in _outside(boxes, width, height)),
        *(_covered(said[one], said[other]) for one, other in _overlapping(boxes)),
        *(_pale(said[at], *found) for at, found in _faint(canvas, texts, boxes)),
        *(_tiny(said[at]) for at in np.flatnonzero(_sizes(texts) < SMALLEST)),
    ]


def _is_seen(text: Writing, left_out: set[int]) -> bool:
    shown = text.get_visible() and (text.axes is None or text.axes.get_visible())
    return bool(shown and text.get_text().strip() and id(text) not in left_out)


def _sizes(texts: list[Writing]) -> Floats:
    return np.array([float(each.get_fontsize()) for each in texts])


def _outside(boxes: Floats, width: float, height: float) -> NDArray[np.intp]:
    over = np.column_stack([-boxes[:, :2], boxes[:, 2:] - (width, height)])
    return np.flatnonzero((over > INSIDE).any(axis=1))


def _overlapping(boxes: Floats) -> list[tuple[int, int]]:
    """List the pairs of texts whose letters share a place."""
    margin = (boxes[:, 3] - boxes[:, 1]) * (1 - INK_HEIGHT) / 2
    margin = np.minimum(margin, 9 * (1 - INK_HEIGHT))
    low = boxes[:, :2] + np.column_stack([np.full(len(boxes), 0.25), margin])
    high = boxes[:, 2:] - np.column_stack([np.full(len(boxes), 0.25), margin])
    shared = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    return [(int(a), int(b)) for a, b in np.argwhere(np.triu(shared, 1))]


def _faint(
    canvas: Canvas, texts: list[Writing], boxes: Floats
) -> Iterator[tuple[int, tuple[str, str, float]]]:
    """Find the texts that do not stand out from every colour beneath them."""
    points = np.concatenate([_grid(box) for box in boxes]) if len(boxes) else np.empty((0, 2))
    ground = _colours_at(canvas, points).reshape(len(boxes), -1, 3)
    for at, text in enumerate(texts):
        colour = to_hex(text.get_color())
        beneath = {to_hex(tuple(each)) for each in np.unique(ground[at].round(3), axis=0)}
        if box := text.get_bbox_patch():
            beneath = {to_hex(box.get_facecolor())}
        ground_colour, least = min(
            ((each, contrast(colour, each)) for each in beneath), key=lambda pair: pair[1]
        )
        if least < READABLE:
            yield at, (colour, ground_colour, least)


def _grid(box: Floats) -> Floats:
    """Return 5 by 3 points inside a box."""
    across = box[0] + (box[2] - box[0]) * np.linspace(0.04, 0.96, 5)
    along = box[1] + (box[3] - box[1]) * np.array([0.25, 0.5, 0.75])
    return np.array(np.meshgrid(across, along)).reshape(2, -1).T


def _colours_at(canvas: Canvas, points: Floats) -> Floats:
    """Return the colour of the patches at each point, laid over each other on the page."""
    colours = np.tile(_rgba(PAGE)[:3], (len(points), 1))
    for patch in sorted(_patches(canvas), key=lambda each: each.get_zorder()):
        *colour, alpha = _rgba(to_hex(patch.get_facecolor(), keep_alpha=True))
        outline = patch.get_transform().transform_path(patch.get_path())
        inside = outline.contains_points(points)
        colours[inside] = alpha * np.array(colour) + (1 - alpha) * colours[inside]
    return colours


def _patches(canvas: Canvas) -> list[Patch]:
    grounds = {id(canvas.patch), *(id(each.patch) for each in canvas.axes)}
    return [
        each
        for each in canvas.findobj(Patch)
        if isinstance(each, Patch) and each.get_visible() and id(each) not in grounds
        if to_hex(each.get_facecolor(), keep_alpha=True)[-2:] != "00"
    ]


def _rgba(colour: str) -> Floats:
    padded = colour if len(colour) == 9 else f"{colour}ff"
    return np.array([int(padded[at : at + 2], 16) / 255 for at in (1, 3, 5, 7)])


def _describe(text: Writing, roles: dict[int, str]) -> str:
    start = " ".join(text.get_text().split())
    shown = start if len(start) <= SHOWN else f"{start[:SHOWN]}…"
    return f'{roles.get(id(text), "a text")} ("{shown}")'


def _roles(canvas: Canvas) -> dict[int, str]:
    """Say what the texts of a drawing are for."""
    roles = {id(each.title): "the title of a panel" for each in canvas.axes}
    for axis in _axes_of(canvas):
        roles |= {id(each.label1): "a label of an axis" for each in axis.majorTicks}
        roles[id(axis.label)] = "the name of an axis"
    for legend in canvas.findobj(Legend):
        if isinstance(legend, Legend):
            roles |= {id(each): "a name in the key" for each in legend.get_texts()}
    return roles


def _not_drawn(canvas: Canvas) -> set[int]:
    """Find the labels of ticks that lie outside their axis, or whose axis is turned off."""
    texts = set[int]()
    for axis in _axes_of(canvas):
        low, high = sorted(axis.get_view_interval())
        off = not (axis.get_visible() and axis.axes.axison)
        slack = 1e-9 * (high - low)
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if off or not low - slack <= tick.get_loc() <= high + slack:
                texts |= {id(tick.label1), id(tick.label2)}
    return texts


def _axes_of(canvas: Canvas) -> list[Axis]:
    return [axis for each in canvas.axes for axis in (each.xaxis, each.yaxis)]


def _clipped(text: str) -> Fault:
    return Fault(
        "figure", f"{text} reaches over the edge.", "Shorten it, or give it a place with more room."
    )


def _covered(one: str, other: str) -> Fault:
    remedy = "Shorten one of them, or draw fewer rows."
    return Fault("figure", f"{one} and {other} lie over each other.", remedy)


def _pale(text: str, colour: str, ground: str, found: float) -> Fault:
    return Fault(
        "figure",
        f"{text} stands in {colour} on {ground} with a contrast of {found}, and {READABLE} is "
        "needed.",
        "Take a darker or a lighter colour from evaltools/figures/palette.py.",
    )


def _tiny(text: str) -> Fault:
    return Fault("figure", f"{text} is smaller than {SMALLEST} points.", "Make it larger.")
