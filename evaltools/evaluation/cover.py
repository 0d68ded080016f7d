"""What stands on the cover of the report, and how the report looks."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from evaltools.declarations import Declared, Text

CONTRAST = 4.5
"""What WCAG 2.1 AA asks of text against its ground."""


def contrast(colour: str, other: str = "#ffffff") -> float:
    """Return the contrast of two colours, from 1 to 21.

    Parameters
    ----------
    colour, other : str
        The colours as "#rrggbb".

    Returns
    -------
    float
        The ratio of the relative luminances, by WCAG 2.1; cut to two decimals, not rounded, so
        that 4.496 is not told as 4.5.

    Examples
    --------
    >>> contrast("#767676")
    4.54
    """
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return math.floor(100 * (lighter + 0.05) / (darker + 0.05)) / 100


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _readable(colour: str) -> str:
    found = contrast(colour)
    if found < CONTRAST:
        raise ValueError(
            f"it stands against white with a contrast of {found}, and text needs "
            f"{CONTRAST}: take a darker colour"
        )
    return colour


class Logo(Declared):
    """A picture for the cover: an SVG or PNG file, and what it shows in words.

    Attributes
    ----------
    file : str
        The file, relative to the folder of evaluation.yml.
    alt : Text
        What it shows, for those who do not see it.
    """

    file: str
    alt: Text


class ReportSettings(Declared):
    """What stands on the cover of the report, and how the report looks.

    Attributes
    ----------
    title, subtitle, author : Text
        What stands on the cover.
    date : datetime.date
        Date of the report; every file bears it instead of the time of the run.
    organisation : Text, optional
        Whose report it is, for the head of each page.
    accent : str, optional
        Colour of headings, links and what figures point out, such as "#0b5394".
    logo : Logo, optional
        Picture for the cover.
    """

    title: Text
    subtitle: Text
    author: Text
    date: date
    organisation: Text | None = None
    accent: Annotated[
        str,
        Field(pattern=r"^#[0-9a-fA-F]{6}$"),
        AfterValidator(str.lower),
        AfterValidator(_readable),
    ] = "#0b5394"
    logo: Logo | None = None
