"""The colours of all figures, by what they are for.

Colour is never the only mark: lines and points differ in shape as well, the steps of a scale in
lightness and in place, and verdicts carry a symbol and a word.
"""

from __future__ import annotations

from matplotlib.colors import to_hex, to_rgb

from evaltools.evaluation import contrast

PAGE, INK, GREY, LIGHT = "#ffffff", "#1f2933", "#55606b", "#d5dae0"
BLUE, OCHRE, GREEN, WINE = "#0b5394", "#8a5200", "#1b7a4b", "#8f1d36"
"""Of these BLUE is what is told, and OCHRE what it is told beside: an earlier wave, the raw."""
LOW, MIDDLE, HIGH = ("#8c510a", "#dfc27d"), "#e6e9ec", ("#5ab4ac", "#01665e")
"""The ends of either side of a scale, from least to most, and what lies between the sides."""
STEPS = ("#4f8cc4", "#9dc1e4")
"""The first and the last step of a ladder."""
READABLE = 4.5
"""Contrast that text needs with what lies beneath it: WCAG 2.1, 1.4.3."""


def ink_on(colour: str) -> str:
    """Return the colour in which text can be read on a colour: one of the two always can."""
    return PAGE if contrast(PAGE, colour) >= READABLE else "#000000"


def shade(ends: tuple[str, str], count: int) -> list[str]:
    """Return as many colours from one end to the other, the last end alone for one."""
    places = [place / (count - 1) for place in range(count)] if count > 1 else [1.0]
    return [_between(ends, place) for place in places]


def colour_scale(count: int) -> list[str]:
    """Return a colour for each step of a scale from least to most, its middle in grey.

    Parameters
    ----------
    count : int
        Number of steps.

    Returns
    -------
    list of str
        Neighbours differ in lightness: each side is darkest at its end.
    """
    side = count // 2
    low = shade(LOW[::-1], side)[::-1] if side else []
    middle = [MIDDLE] if count % 2 else []
    return [*low, *middle, *shade(HIGH, side)[:side]]


def _between(ends: tuple[str, str], place: float) -> str:
    first, last = (to_rgb(each) for each in ends)
    mixed = [a + (b - a) * place for a, b in zip(first, last, strict=True)]
    return to_hex((mixed[0], mixed[1], mixed[2]))
