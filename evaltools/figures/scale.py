"""The steps of a scale: their colours, and the key that names them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from evaltools.declarations import Language, Text
from evaltools.figures.canvas import WIDTH
from evaltools.figures.lettering import block_height, text_width, wrap
from evaltools.figures.palette import GREY, INK, colour_scale
from evaltools.figures.rows import EDGE, GAP, SMALL, Sheet

SWATCH, BASELINE = 0.1, 0.025
"""Inches of a square in the key, and from the foot of a line of text to its baseline."""
TOGETHER = {
    1: Text(sv="Det högsta svaret", en="The highest answer"),
    2: Text(sv="De två högsta svaren", en="The two highest answers"),
    3: Text(sv="De tre högsta svaren", en="The three highest answers"),
}
COUNTED = Text(sv="Svaren som räknas", en="The answers that count")


@dataclass(frozen=True, slots=True)
class Step:
    """An answer: its name, its colour, and whether it counts."""

    answer: str
    label: Text
    colour: str
    counted: bool


def list_steps(table: pd.DataFrame) -> list[Step]:
    """List the steps of the scale, from least to most."""
    valid = table[table["kind"] == "valid"].drop_duplicates("answer")
    colours = colour_scale(len(valid))
    return [
        Step(line["answer"], label_of(line, "answer"), colour, bool(line["counted"]))
        for line, colour in zip(valid.to_dict("records"), colours, strict=True)
    ]


def list_apart(table: pd.DataFrame) -> list[Step]:
    """List the answers that are no steps of the scale."""
    others = table[table["kind"].isin(["dont_know", "not_applicable"])].drop_duplicates("answer")
    return [
        Step(line["answer"], label_of(line, "answer"), GREY, counted=False)
        for line in others.to_dict("records")
    ]


def label_of(line: Mapping[Hashable, Any], column: str) -> Text:
    """Return the text in `<column>.sv` and `<column>.en`."""
    return Text(sv=line[f"{column}.sv"], en=line[f"{column}.en"])


def total_name(steps: Sequence[Step]) -> Text:
    """Say in words which answers count together."""
    counted = [each.counted for each in steps]
    highest = sum(counted)
    if highest and all(counted[-highest:]):
        return TOGETHER.get(highest, COUNTED)
    return COUNTED


def _lines_of_key(steps: Sequence[Step], language: Language) -> list[list[tuple[float, Step]]]:
    """Put the names of the steps into lines, each with its place in inches."""
    lines, x = [list[tuple[float, Step]]()], EDGE
    for step in steps:
        width = SWATCH + 0.06 + _name_width(step, language)
        if x + width > WIDTH - EDGE and lines[-1]:
            lines.append([])
            x = EDGE
        lines[-1].append((x, step))
        x += width + 2 * GAP
    return lines


def _name_width(step: Step, language: Language) -> float:
    return max(text_width(line, size=SMALL) for line in _name_lines(step, language))


def _name_lines(step: Step, language: Language) -> list[str]:
    return wrap(step.label[language], width=WIDTH - 2 * EDGE - SWATCH - 0.06, size=SMALL)


def _line_height(line: list[tuple[float, Step]], language: Language) -> float:
    return 0.04 + max(
        block_height(len(_name_lines(step, language)), size=SMALL) for _, step in line
    )


def key_height(steps: Sequence[Step], language: Language) -> float:
    """Return the height of the key in inches."""
    return sum(_line_height(line, language) for line in _lines_of_key(steps, language))


def write_key(sheet: Sheet, steps: Sequence[Step], *, top: float) -> None:
    """Name the steps in order above the bars, each beside its colour."""
    y, height = top, sheet.canvas.get_figheight()
    for line in _lines_of_key(steps, sheet.language):
        for x, step in line:
            corner = (x / WIDTH, 1 - (y + SWATCH + 0.015) / height)
            sheet.canvas.add_artist(
                Rectangle(corner, SWATCH / WIDTH, SWATCH / height, fc=step.colour, ec="none")
            )
            text = "\n".join(_name_lines(step, sheet.language))
            base = y + block_height(text.count("\n") + 1, size=SMALL) - BASELINE
            sheet.write(x + SWATCH + 0.06, base, text, va="baseline", color=INK)
        y += _line_height(line, sheet.language)
