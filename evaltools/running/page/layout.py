"""Where the boxes of the plan go: columns by depth, and only the arrows that say something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from evaltools.running.page.shown import ShownStep

FEW = 3
"""Steps of one notebook that still have a box each."""
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the plan: a step, or all steps of a notebook that has many."""

    name: str
    steps: tuple[ShownStep, ...]

    @property
    def outcomes(self) -> Counter[str]:
        """How many of its steps had each outcome."""
        return Counter(step.outcome for step in self.steps)


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes by column from the left, each from the top, and the arrows.

    Where an arrow passes a column, its name (from, to) stands there among the boxes.
    """

    columns: tuple[tuple[str | Edge, ...], ...]
    boxes: Mapping[str, Box]
    edges: tuple[Edge, ...]


def lay_out(steps: Sequence[ShownStep]) -> Layout:
    """Lay out the plan.

    Parameters
    ----------
    steps : sequence of ShownStep
        The steps, each after those that it builds on.

    Returns
    -------
    Layout
        Every step is in one box. A box stands just before the first that builds on it.
    """
    boxes = gather(steps)
    of_step = {step.name: name for name, box in boxes.items() for step in box.steps}
    earlier = {
        name: {of_step[each] for step in box.steps for each in step.builds_on if each in of_step}
        - {name}
        for name, box in boxes.items()
    }
    edges = _telling(earlier)
    depths = _depths(list(boxes), edges)
    return Layout(_order(depths, edges), boxes, tuple(edges))


def gather(steps: Sequence[ShownStep]) -> dict[str, Box]:
    """Make one box of the steps of a notebook that has many.

    Parameters
    ----------
    steps : sequence of ShownStep
        Steps.

    Returns
    -------
    dict of str to Box
        The boxes by name.
    """
    shared = Counter(step.notebook for step in steps)
    gathered: dict[str, list[ShownStep]] = {}
    for step in steps:
        many = shared[step.notebook] > FEW
        gathered.setdefault(step.notebook if many else step.name, []).append(step)
    return {name: Box(name, tuple(members)) for name, members in gathered.items()}


def _telling(earlier: Mapping[str, set[str]]) -> list[Edge]:
    """Leave out the arrows that a longer way implies."""
    reached: dict[str, set[str]] = {}
    for name, direct in earlier.items():
        reached[name] = direct.union(*(reached.get(each, set()) for each in direct))
    return [
        (start, name)
        for name, direct in earlier.items()
        for start in sorted(direct)
        if not any(start in reached.get(other, set()) for other in direct)
    ]


def _depths(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Tell the column of each box: one before the first that builds on it."""
    heights: dict[str, int] = {}
    for name in reversed(names):
        heights[name] = max((heights[end] + 1 for start, end in edges if start == name), default=0)
    deepest = max(heights.values(), default=0)
    return {name: deepest - heights[name] for name in names}


def _order(depths: Mapping[str, int], edges: Sequence[Edge]) -> tuple[tuple[str | Edge, ...], ...]:
    """Order each column by where the arrows into it come from."""
    columns: list[list[str | Edge]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for name, depth in depths.items():
        columns[depth].append(name)
    for start, end in edges:
        for depth in range(depths[start] + 1, depths[end]):
            columns[depth].append((start, end))
    for depth, column in enumerate(columns[1:], start=1):
        places = {item: place for place, item in enumerate(columns[depth - 1])}
        column.sort(key=lambda item, places=places: _centre(item, places, edges))  # type: ignore[misc]
    return tuple(map(tuple, columns))


def _centre(item: str | Edge, places: Mapping[str | Edge, int], edges: Sequence[Edge]) -> float:
    """Return the mean place, in the column before, of what leads to a box or arrow."""
    arrows = [item] if isinstance(item, tuple) else [each for each in edges if each[1] == item]
    before = [places.get(each, places.get(each[0])) for each in arrows]
    known = [place for place in before if place is not None]
    return fmean(known) if known else 0.0
