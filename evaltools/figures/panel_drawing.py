"""A small panel as it is drawn: its field, target, lines and labels."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from evaltools.declarations import Text
from evaltools.figures.lettering import text_width
from evaltools.figures.lines import Line, write_value
from evaltools.figures.page import SMALL, height_of, mark, write_lines
from evaltools.figures.palette import GREY, INK, LIGHT, PAGE
from evaltools.figures.panel import SHADE, SIGN, YEARS, Frame, Panel


def draw_panel(
    sheet: Axes, panel: Panel, *, left: float, top: float, head: float, years: bool
) -> None:
    """Draw a panel on a sheet.

    Parameters
    ----------
    sheet : matplotlib.axes.Axes
        From `page.open_sheet`.
    panel : Panel
        What is drawn.
    left, top, head : float
        Where it begins and how high the highest title of its row is, in inches.
    years : bool
        Whether the years are named below the field.
    """
    size = panel.frame.title_size
    below = write_lines(sheet, panel.title, left=left, top=top, size=size)
    below = write_lines(sheet, panel.unit, left=left, top=below, size=SMALL, color=GREY)
    field = top + (0.04 if panel.frame.aside else head + 0.08)
    _draw_field(sheet, panel, left, field, years=years)
    if panel.target is not None:
        _draw_target(sheet, panel, panel.target, left, field)
    for line in panel.lines:
        _draw_line(sheet, panel, line, left, field)
    foot = below if panel.frame.aside else field + panel.frame.height + YEARS
    if panel.beside:
        _label_beside(sheet, panel, left, field)
    else:
        foot = _label_below(sheet, panel, left, foot)
    write_lines(sheet, panel.feet, left=left, top=foot, size=SMALL, color=GREY)


def _draw_field(sheet: Axes, panel: Panel, left: float, top: float, *, years: bool) -> None:
    """Draw the years of the programme, the scale and the years."""
    frame, low = panel.frame, top + panel.frame.height
    first, last = (left + frame.x(year) for year in frame.years)
    begins = max(left + frame.x(frame.period[0] - 0.5), first - 0.08)
    ends = min(left + frame.x(frame.period[1] + 0.5), last + 0.08)
    if ends > begins:
        sheet.add_patch(Rectangle((begins, top), ends - begins, frame.height, color=SHADE, lw=0))
    for tick, name in panel.ticks:
        height = top + panel.y(tick)
        sheet.plot([first - 0.08, last + 0.08], [height] * 2, color=LIGHT, lw=0.5)
        sheet.text(first - 0.14, height, name, size=SMALL, ha="right",
                   va="center_baseline", color=GREY)  # fmt: skip
    sheet.plot([first - 0.08, last + 0.08], [low] * 2, color=GREY, lw=0.6)
    for year in _years(frame) if years else ():
        place = left + frame.x(year)
        sheet.plot([place] * 2, [low, low + 0.04], color=GREY, lw=0.6)
        sheet.text(place, low + 0.12, f"{year}", size=SMALL, ha="center",
                   va="center_baseline", color=GREY)  # fmt: skip


def _years(frame: Frame) -> list[int]:
    """Choose the years that are named: the last, the first and that of the start, if room."""
    named = list[int]()
    apart = text_width("2000", size=SMALL) + 0.08
    for year in (frame.years[1], frame.years[0], frame.period[0]):
        if all(abs(frame.x(year) - frame.x(other)) >= apart for other in named):
            named.append(year)
    return named


def _draw_target(sheet: Axes, panel: Panel, target: float, left: float, top: float) -> None:
    first, last = (left + panel.frame.x(year) for year in panel.frame.years)
    height = top + panel.y(target)
    sheet.plot([first - 0.08, last + 0.08], [height] * 2, "--", color=INK, lw=1)
    label = f"{TARGET[panel.language]} {write_value(target, panel.language)}"
    sheet.text(
        first - 0.04, height - 0.09, label, size=SMALL, va="center_baseline", color=INK, zorder=5,
        bbox={"facecolor": PAGE, "edgecolor": "none", "pad": 0.6},
    )  # fmt: skip


TARGET = Text(sv="mål", en="target")


def _draw_line(sheet: Axes, panel: Panel, line: Line, left: float, top: float) -> None:
    marker, colour, face = line.style
    low = top + panel.frame.height
    for stretch in line.stretches():
        places = [left + panel.frame.x(at) for at in stretch["at"]]
        heights = [top + panel.y(value) for value in stretch["value"]]
        sheet.plot(places, heights, f"-{marker}", color=colour, mfc=face, ms=3.8, lw=1.4)
    for at in line.breaks():
        sheet.plot([left + panel.frame.x(at)] * 2, [top, low], ":", color=INK, lw=1)
    for hidden, symbol in ((False, "x"), (True, "o")):
        for year in line.absent(hidden=hidden):
            mark(sheet, x=left + panel.frame.x(year), y=low - 0.05, symbol=symbol,
                 face=PAGE, edge=GREY, size=3.5)  # fmt: skip


def _label_beside(sheet: Axes, panel: Panel, left: float, top: float) -> None:
    """Name each line at the right of the field; one alone where it ends."""
    frame, alone = panel.frame, len(panel.lines) == 1
    heights = [height_of(label, size=SMALL) for label in panel.labels]
    places = spread([_end(panel, line) for line in panel.lines], heights, frame.height)
    for line, label, place, height in zip(panel.lines, panel.labels, places, heights, strict=True):
        at = line.printed["at"].max() if alone and len(line.printed) else frame.years[1]
        begin = left + frame.x(at) + 0.14
        _label(sheet, line, label, left=begin, top=top + place - height / 2, signed=not alone)


def _end(panel: Panel, line: Line) -> float:
    """Return the height at which a line ends; the middle where it has no value."""
    values = line.printed["value"]
    return panel.y(values.iloc[-1]) if len(values) else panel.frame.height / 2


def _label_below(sheet: Axes, panel: Panel, left: float, top: float) -> float:
    for line, label in zip(panel.lines, panel.labels, strict=True):
        top = _label(sheet, line, label, left=left, top=top, signed=True)
    return top


def _label(
    sheet: Axes, line: Line, label: Sequence[str], *, left: float, top: float, signed: bool
) -> float:
    """Write what a line is called, behind its sign where there are several."""
    marker, colour, face = line.style
    if signed:
        first = top + height_of(label[:1], size=SMALL) / 2
        mark(sheet, x=left + 0.03, y=first, symbol=marker, face=face, edge=colour, size=3.2)
        left += SIGN
    return write_lines(sheet, label, left=left, top=top, size=SMALL, color=colour)


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Place labels as near as may be to where they belong, so that none overlap.

    Parameters
    ----------
    wanted : sequence of float
        Where the middle of each label belongs, from the top.
    heights : sequence of float
        How high each is; together no more than `room`.
    room : float
        From 0 at the top to the end.

    Returns
    -------
    list of float
        Middles, in the order given; every label is within the room.
    """
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    tops, free = dict[int, float](), 0.0
    for each in order:
        tops[each] = max(wanted[each] - heights[each] / 2, free)
        free = tops[each] + heights[each]
    floor = room
    for each in reversed(order):
        tops[each] = min(tops[each], floor - heights[each])
        floor = tops[each]
    return [tops[each] + heights[each] / 2 for each in range(len(wanted))]
