"""The plan as a picture: boxes, arrows, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from evaltools.declarations import Language
from evaltools.running.page import words
from evaltools.running.page.layout import Box, Edge, Layout

LETTER, LINE = 7.7, 17
"""Room that a letter and a line of text take, in pixels: those of a wide font."""
PADDING, BETWEEN, UNDER, PASS = 10, 36, 14, 12
"""Room within boxes, between columns, between boxes of one, and of an arrow that passes one."""
MARGIN = 8
WORST = ("failed", "not run", "made", "reused")

Place = tuple[int, float]


def draw_plan(layout: Layout, *, language: Language) -> str:
    """Draw the plan as an SVG.

    Parameters
    ----------
    layout : Layout
        The boxes and arrows.
    language : {"sv", "en"}
        Language of what it says.

    Returns
    -------
    str
        The element, with title and description; every outcome has a sign, a word and a frame.
    """
    picture = _Picture(layout, language)
    width, height = picture.size
    return f"""<svg role="img" aria-labelledby="_plan-t _plan-d" viewBox="0 0 {width} {height}"
 width="{width}" height="{height}">
<title id="_plan-t">{words.PLAN_NAME[language]}</title>
<desc id="_plan-d">{escape(picture.told)}</desc>
<defs><marker id="_tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
 orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
<g class="arrows">{"".join(picture.arrow(edge) for edge in layout.edges)}</g>
{"".join(picture.boxes())}
</svg>"""


class _Picture:
    """The places of all boxes and passing arrows, by column: left edge and middle."""

    def __init__(self, layout: Layout, language: Language) -> None:
        self.layout = layout
        self.lines = {name: _lines(box, language) for name, box in layout.boxes.items()}
        longest = max(len(line) for lines in self.lines.values() for line in lines)
        self.width = round(longest * LETTER) + 2 * PADDING
        self.tallest = max(sum(map(self.room, column)) for column in layout.columns) - UNDER
        self.places = dict(self._placed())

    @property
    def size(self) -> tuple[int, int]:
        columns = len(self.layout.columns)
        width = columns * (self.width + BETWEEN) - BETWEEN + 2 * MARGIN
        return width, self.tallest + 2 * MARGIN

    @property
    def told(self) -> str:
        """Describe the picture in words, column by column."""
        columns = [
            "; ".join(": ".join(self.lines[item]) for item in column if isinstance(item, str))
            for column in self.layout.columns
        ]
        return ". ".join(f"{number}: {told}" for number, told in enumerate(columns, start=1))

    def room(self, item: str | Edge) -> int:
        return (PASS if isinstance(item, tuple) else self.height(item)) + UNDER

    def height(self, name: str) -> int:
        return LINE * len(self.lines[name]) + PADDING

    def _placed(self) -> Iterator[tuple[tuple[int, str | Edge], Place]]:
        """Place the things of each column; all columns share one axis."""
        for number, column in enumerate(self.layout.columns):
            x = MARGIN + number * (self.width + BETWEEN)
            y = MARGIN + (self.tallest + UNDER - sum(map(self.room, column))) / 2
            for item in column:
                yield (number, item), (x, y + (self.room(item) - UNDER) / 2)
                y += self.room(item)

    def arrow(self, edge: Edge) -> str:
        """Draw an arrow, straight through the columns that it passes."""
        (x, y), *passes, (end_x, end_y) = [
            place for (_, item), place in self.places.items() if item in (*edge, edge)
        ]
        drawn = f"M{x + self.width} {y:.1f}"
        for pass_x, pass_y in passes:
            drawn += f"{_curve(x + self.width, y, pass_x, pass_y)}H{pass_x + self.width}"
            x, y = pass_x, pass_y
        drawn += _curve(x + self.width, y, end_x - 1, end_y)
        return f'<path d="{drawn}" marker-end="url(#_tip)"/>'

    def boxes(self) -> Iterator[str]:
        for (_, item), place in self.places.items():
            if isinstance(item, str):
                yield self._box(self.layout.boxes[item], place)

    def _box(self, box: Box, place: Place) -> str:
        """Draw a box, one behind it where it stands for many, and its lines of text."""
        height, worst = self.height(box.name), next(each for each in WORST if each in box.outcomes)
        x, y = place[0], place[1] - height / 2
        size = f'width="{self.width}" height="{height}" rx="4"'
        behind = f'<rect x="{x + 4}" y="{y + 4:.1f}" {size}/>' * (len(box.steps) > 1)
        name, *states = [
            f'x="{x + PADDING}" y="{y + LINE * number + 1:.1f}">{escape(line)}</text>'
            for number, line in enumerate(self.lines[box.name], start=1)
        ]
        text = "".join([f'<text class="name" {name}', *(f"<text {state}" for state in states)])
        drawn = f'{behind}<rect x="{x}" y="{y:.1f}" {size}/>{text}'
        return f'<g class="box {worst.replace(" ", "-")}">{drawn}</g>'


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = (x + to_x) / 2
    return f"C{bend:.1f} {y:.1f} {bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _lines(box: Box, language: Language) -> list[str]:
    """Name a box and say what became of it: of one step how long it took, of many how many."""
    told = {each: f"{words.SYMBOLS[each]} {words.OUTCOMES[each][language]}" for each in WORST}
    if len(box.steps) > 1:
        counts = [f"{told[each]}: {box.outcomes[each]}" for each in WORST if each in box.outcomes]
        return [box.name, *counts]
    (step,) = box.steps
    if not step.ran or step.seconds is None:
        return [box.name, told[step.outcome]]
    took = words.write_seconds(step.seconds, language=language)
    return [box.name, f"{told[step.outcome]}, {took}"]
