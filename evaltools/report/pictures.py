"""Drawings as pictures, for programs that cannot show SVG."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from evaltools.errors import Fault, ReportError
from evaltools.report.typesetting import TypesettingError, typeset

PIXELS_PER_INCH = 220
LARGEST = 468
"""No picture is wider than this many points, the width of a page of text."""
PNG = b"\x89PNG\r\n\x1a\n"
PAGE = f"""#set page(width: auto, height: auto, margin: 0pt)
#let drawing(path) = context {{
  let drawn = image(path)
  if measure(drawn).width > {LARGEST}pt {{ image(path, width: {LARGEST}pt) }} else {{ drawn }}
}}
"""


def as_png(svgs: dict[str, bytes]) -> dict[str, bytes]:
    """Draw pictures as PNG, all of them at one go.

    Parameters
    ----------
    svgs : dict of str to bytes
        SVG drawings by any name; a PNG picture is drawn anew, without what else its file tells.

    Returns
    -------
    dict of str to bytes
        PNG pictures by name, 220 pixels to the inch of the drawing; the same drawing gives the
        same bytes.

    Raises
    ------
    ReportError
        If a drawing cannot be read or has characters that the fonts lack.
    """
    if not svgs:
        return {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [f"{place}{_suffix(svg)}" for place, svg in enumerate(svgs.values())]
        for path, svg in zip(paths, svgs.values(), strict=True):
            (folder / path).write_bytes(svg)
        drawn = "\n#pagebreak()\n".join(f'#drawing("{path}")' for path in paths)
        (folder / "main.typ").write_text(PAGE + drawn, encoding="utf-8")
        return dict(zip(svgs, _compile(folder, names=list(svgs)), strict=True))


def size_of(png: bytes) -> tuple[float, float]:
    """Return the width and height of a picture.

    Parameters
    ----------
    png : bytes
        A picture from `as_png`.

    Returns
    -------
    tuple of float
        Width and height in points, 72 to the inch.
    """
    width, height = (int.from_bytes(png[place : place + 4], "big") for place in (16, 20))
    return width * 72 / PIXELS_PER_INCH, height * 72 / PIXELS_PER_INCH


def _suffix(picture: bytes) -> str:
    return ".png" if picture.startswith(PNG) else ".svg"


def _compile(folder: Path, *, names: list[str]) -> list[bytes]:
    try:
        return typeset(folder, "png", ppi=PIXELS_PER_INCH)
    except TypesettingError as error:
        raise ReportError(_fault(str(error), names)) from None


def _fault(message: str, names: list[str]) -> Fault:
    found = re.search(r"\b(\d+)\.(?:svg|png)", message)
    place = names[int(found[1])] if found else "a figure"
    return Fault(place, "it cannot be drawn as a picture.", "Run the step that made it again.")
