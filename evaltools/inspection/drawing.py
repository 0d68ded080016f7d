"""A figure as SVG: what is drawn outside of its edges, and letters too pale to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, radians, sin, tan
from typing import Any

from evaltools.errors import Fault
from evaltools.inspection.package import parse_drawing
from evaltools.inspection.sight import Colours

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
TOLERANCE = 1.0
"""Units of the drawing that a letter may stand over the edge: the width of a line."""
UNDRAWN = {f"{SVG}{name}" for name in ("defs", "clipPath", "metadata", "style", "symbol", "title")}
STEP = re.compile(r"([A-Za-z])|(-?\d*\.?\d+(?:[eE][-+]?\d+)?)")
CALL = re.compile(r"(\w+)\s*\(([^)]*)\)")
COLOUR = re.compile(r"(?:^|[;\s])fill:\s*([^;]+)")
PAIRS = {"M": 1, "L": 1, "T": 1, "Q": 2, "S": 2, "C": 3}
DEEPEST = 60

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class _State:
    """What an element inherits: where it is drawn, in which colour, and which label it is of.

    What is clipped stands in a frame of its own, as a line of a diagram that leaves it.
    """

    matrix: Matrix = IDENTITY
    fill: str = "#000000"
    label: str = ""
    is_letter: bool = False
    is_clipped: bool = False


@dataclass(frozen=True, slots=True)
class _Drawn:
    box: Box
    state: _State


def look_at_drawing(content: bytes, *, place: str) -> tuple[list[Fault], list[Colours]]:
    """Look at a figure.

    Parameters
    ----------
    content : bytes
        The SVG, its labels as outlines or as text.
    place : str
        What the figure is called.

    Returns
    -------
    list of Fault
        A fault for each label that is cut off at an edge.
    list of Colours
        Colour and ground of each label, where a ground is drawn beneath it.

    Raises
    ------
    DataError
        If it is no SVG.
    """
    root = parse_drawing(content, place=place)
    known = {each.get("id"): each for each in root.iter() if isinstance(each.tag, str)}
    drawn = list(_walk(root, _State(), known, DEEPEST))
    letters = [each for each in drawn if each.state.is_letter and not each.state.is_clipped]
    edges = _edges(root)
    cut = {each.state.label: None for each in letters if edges and not _inside(each.box, edges)}
    remedy = "Draw the figure wider, or break the label over lines."
    faults = [Fault(place, f"the label {name} is cut off at an edge.", remedy) for name in cut]
    return faults, list(_colours(drawn, place))


def _walk(element: Any, state: _State, known: dict[str, Any], depth: int) -> Iterator[_Drawn]:
    if element.tag in UNDRAWN or depth == 0:
        return
    state = _inherited(element, state)
    yield from _own(element, state, known)
    label = state.label
    for child in element:
        if not isinstance(child.tag, str):
            label = f'"{" ".join((child.text or "").split())}"'
            continue
        yield from _walk(child, replace(state, label=label), known, depth - 1)


def _inherited(element: Any, state: _State) -> _State:
    fill = COLOUR.search(element.get("style") or "")
    name = element.get("id") or ""
    return _State(
        _product(state.matrix, _matrix(element.get("transform") or "")),
        fill[1].strip() if fill else element.get("fill") or state.fill,
        name if name.startswith("text_") else state.label,
        (state.is_letter or name.startswith("text_")) and not name.startswith("patch_"),
        state.is_clipped or bool(element.get("clip-path")),
    )


def _own(element: Any, state: _State, known: dict[str, Any]) -> Iterator[_Drawn]:
    """Yield what an element draws itself; a text that is not outlined is measured roughly."""
    match element.tag.removeprefix(SVG):
        case "path":
            box = _box(_points(element.get("d") or ""), state.matrix)
        case "use":
            box = _used(element, state, known)
        case "rect":
            box = _box(_corners(element), state.matrix)
        case "text" | "tspan" if (element.text or "").strip():
            state = replace(state, is_letter=True, label=f'"{element.text.strip()}"')
            box = _box(_text_points(element), state.matrix)
        case _:
            return
    if box and state.fill != "none":
        yield _Drawn(box, state)


def _used(element: Any, state: _State, known: dict[str, Any]) -> Box | None:
    name = element.get(f"{XLINK}href") or element.get("href") or ""
    it = known.get(name.removeprefix("#"))
    if it is None or it.tag != f"{SVG}path":
        return None
    moved = (1.0, 0.0, 0.0, 1.0, _number(element, "x"), _number(element, "y"))
    matrix = _product(_product(state.matrix, moved), _matrix(it.get("transform") or ""))
    return _box(_points(it.get("d") or ""), matrix)


def _points(outline: str) -> list[tuple[float, float]]:
    """Return the points of a path and those that bend it, which its curves do not go beyond."""
    points: list[tuple[float, float]] = []
    x = y = 0.0
    for command, numbers in _commands(outline):
        kind, base = command.upper(), (x, y) if command.islower() else (0.0, 0.0)
        for step in _steps(kind, numbers):
            made = _moved(kind, step, base, (x, y))
            points += made
            x, y = made[-1]
            base = (x, y) if command.islower() else base
    return points


def _commands(outline: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for letter, number in STEP.findall(outline):
        if letter:
            yield command, numbers
            command, numbers = letter, []
        else:
            numbers.append(float(number))
    yield command, numbers


def _steps(kind: str, numbers: list[float]) -> Iterator[list[float]]:
    size = {"H": 1, "V": 1, "A": 7}.get(kind) or 2 * PAIRS.get(kind, 0)
    if size:
        yield from (numbers[i : i + size] for i in range(0, len(numbers) - size + 1, size))


def _moved(
    kind: str, step: list[float], base: tuple[float, float], at: tuple[float, float]
) -> list[tuple[float, float]]:
    match kind:
        case "H":
            return [(base[0] + step[0], at[1])]
        case "V":
            return [(at[0], base[1] + step[0])]
        case "A":
            return [(base[0] + step[5], base[1] + step[6])]
        case _:
            return [(base[0] + a, base[1] + b) for a, b in zip(step[::2], step[1::2], strict=True)]


def _corners(element: Any) -> list[tuple[float, float]]:
    x, y = _number(element, "x"), _number(element, "y")
    return [(x, y), (x + _number(element, "width"), y + _number(element, "height"))]


def _text_points(element: Any) -> list[tuple[float, float]]:
    style = element.get("style") or ""
    size = re.search(r"font(?:-size)?:\s*(\d+\.?\d*)", style)
    height = float(size[1]) if size else _number(element, "font-size") or 10.0
    x, y, wide = _number(element, "x"), _number(element, "y"), len(element.text) * height / 2
    anchor = element.get("text-anchor") or ("end" if "anchor: end" in style else "")
    left = x - {"middle": wide / 2, "end": wide}.get(anchor, 0.0)
    return [(left, y - 0.7 * height), (left + wide, y)]


def _number(element: Any, name: str) -> float:
    found = re.match(r"-?\d*\.?\d+", element.get(name) or "")
    return float(found[0]) if found else 0.0


def _matrix(transform: str) -> Matrix:
    matrix = IDENTITY
    for name, given in CALL.findall(transform):
        numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?", given)]
        matrix = _product(matrix, _one(name, numbers))
    return matrix


def _one(name: str, n: list[float]) -> Matrix:
    match name, len(n):
        case "translate", 1 | 2:
            return (1, 0, 0, 1, n[0], n[1] if len(n) == 2 else 0)
        case "scale", 1 | 2:
            return (n[0], 0, 0, n[-1], 0, 0)
        case "matrix", 6:
            return (n[0], n[1], n[2], n[3], n[4], n[5])
        case "rotate", 1 | 3:
            c, s, (x, y) = cos(radians(n[0])), sin(radians(n[0])), (n[1:] or [0, 0])
            return (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
        case "skewX", 1:
            return (1, 0, tan(radians(n[0])), 1, 0, 0)
        case _:
            return IDENTITY


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
            a * k + c * m + e, b * k + d * m + f)  # fmt: skip


def _box(points: list[tuple[float, float]], matrix: Matrix) -> Box | None:
    if not points:
        return None
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _edges(root: Any) -> Box | None:
    numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+", root.get("viewBox") or "")]
    if len(numbers) != 4:
        return None
    x, y, width, height = numbers
    return x - TOLERANCE, y - TOLERANCE, x + width + TOLERANCE, y + height + TOLERANCE


def _inside(box: Box, other: Box) -> bool:
    left, top, right, bottom = other
    return left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom


def _colours(drawn: list[_Drawn], place: str) -> Iterator[Colours]:
    """Yield the colours of each label and of what was last drawn beneath all of it."""
    grounds: list[_Drawn] = []
    seen: dict[str, Box] = {}
    for each in drawn:
        if not each.state.is_letter:
            grounds.append(each)
        elif each.state.label not in seen:
            seen[each.state.label] = each.box
            beneath = [it.state.fill for it in grounds if _inside(each.box, it.box)]
            ground = beneath[-1] if beneath else "#ffffff"
            if all(re.fullmatch("#[0-9a-fA-F]{6}", colour) for colour in (each.state.fill, ground)):
                yield Colours(each.state.fill, ground, f"{place}, label {each.state.label}")
