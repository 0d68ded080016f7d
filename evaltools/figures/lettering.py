"""Text by its measure: how wide it is in print, and where its lines break."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

POINTS = 72
"""Points in an inch."""
FAMILY = ["Source Sans 3", "DejaVu Sans"]
LEADING = 1.2
"""From one line to the next, in sizes of the type."""


@cache
def use_fonts() -> None:
    """Let matplotlib know the fonts that are shipped with the project."""
    known = {Path(entry.fname).name for entry in font_manager.fontManager.ttflist}
    for font in files("evaltools").joinpath("fonts").iterdir():
        if font.name.endswith(".ttf") and font.name not in known:
            font_manager.fontManager.addfont(str(font))


@cache
def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """Return the width of one line of text in inches.

    Parameters
    ----------
    text : str
        The text.
    size : float
        Size of the type in points.
    bold : bool, optional
        Whether the type is bold.

    Returns
    -------
    float
        The width as it is drawn.
    """
    use_fonts()
    font = FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / POINTS


def wrap(text: str, *, width: float, size: float = 9, bold: bool = False) -> list[str]:
    """Break a text into lines that are no wider than `width`.

    Parameters
    ----------
    text : str
        The text; a line may end at a space of it, but for those that forbid it.
    width : float
        Widest line in inches.
    size : float, optional
        Size of the type in points.
    bold : bool, optional
        Whether the type is bold.

    Returns
    -------
    list of str
        At least one line. A word that is wider than a line is broken with a hyphen.
    """
    space = text_width("n n", size=size, bold=bold) - text_width("nn", size=size, bold=bold)
    lines, taken = [""], -space
    for word in re.split(r"[ \t\r\n]+", text.strip()):
        needed = taken + space + text_width(word, size=size, bold=bold)
        if needed <= width:
            lines[-1], taken = f"{lines[-1]} {word}".strip(), needed
            continue
        lines += _break(word, width=width, size=size, bold=bold)
        taken = text_width(lines[-1], size=size, bold=bold)
    return [line for line in lines if line] or [""]


def block_height(lines: int, *, size: float = 9) -> float:
    """Return the height in inches of some lines of text."""
    return lines * size * LEADING / POINTS


def _break(word: str, *, width: float, size: float, bold: bool) -> list[str]:
    """Break a word where it is wider than a line."""
    parts = []
    while word and text_width(word, size=size, bold=bold) > width:
        fits = max(1, _longest(word, width=width, size=size, bold=bold))
        parts.append(word[:fits] + "-")
        word = word[fits:]
    return [*parts, word] if word else parts


def _longest(word: str, *, width: float, size: float, bold: bool) -> int:
    """Find how many letters fit on a line with a hyphen after them."""
    few, many = 0, len(word)
    while few < many:
        middle = (few + many + 1) // 2
        fits = text_width(word[:middle] + "-", size=size, bold=bold) <= width
        few, many = (middle, many) if fits else (few, middle - 1)
    return few
