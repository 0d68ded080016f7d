"""What Word expects beside the text: fonts, and the theme whose colours its palette offers."""

from __future__ import annotations

from evaltools.report.docx.markup import Element, element, serialise, w
from evaltools.report.docx.styles import FONT, GREY, INK, MONOSPACED, RULE, WARN

INSTEAD = {FONT: "Liberation Sans", MONOSPACED: "Liberation Mono"}
"""Fonts whose letters are as wide, for who lacks the first."""


def fonts_part() -> bytes:
    """Write which fonts the document uses, and which may stand in for them."""
    told = [
        w("font", w("altName", val=other), w("charset", val="00"), w("family", val="auto"),
          w("pitch", val="variable"), name=name)
        for name, other in INSTEAD.items()
    ]  # fmt: skip
    return serialise(w("fonts", told))


def theme_part(accent: str) -> bytes:
    """Write the theme: the colours of the report, and lines and fills without ornament.

    Parameters
    ----------
    accent : str
        Colour of headings and links, as "#rrggbb".

    Returns
    -------
    bytes
        The part.
    """
    made = element("a:themeElements", _colours(accent.removeprefix("#")), _fonts(), _forms())
    return serialise(element("a:theme", made, name="Report"))


def _colours(accent: str) -> Element:
    named = {
        "dk1": "000000", "lt1": "ffffff", "dk2": INK, "lt2": "f2f4f6", "accent1": accent,
        "accent2": WARN, "accent3": GREY, "accent4": RULE, "accent5": INK, "accent6": accent,
        "hlink": accent, "folHlink": GREY,
    }  # fmt: skip
    made = [element(f"a:{name}", element("a:srgbClr", val=it)) for name, it in named.items()]
    return element("a:clrScheme", *made, name="Report")


def _fonts() -> Element:
    made = [
        element(f"a:{kind}Font", element("a:latin", typeface=FONT), element("a:ea", typeface=""),
                element("a:cs", typeface=""))
        for kind in ("major", "minor")
    ]  # fmt: skip
    return element("a:fontScheme", *made, name="Report")


def _forms() -> Element:
    """Give three strengths of each form, as the schema asks."""
    lines = [element("a:ln", _fill(), w=str(width)) for width in (6350, 12700, 19050)]
    effects = [element("a:effectStyle", element("a:effectLst")) for _ in lines]
    return element(
        "a:fmtScheme",
        element("a:fillStyleLst", [_fill() for _ in lines]),
        element("a:lnStyleLst", lines),
        element("a:effectStyleLst", effects),
        element("a:bgFillStyleLst", [_fill() for _ in lines]),
        name="Report",
    )


def _fill() -> Element:
    return element("a:solidFill", element("a:schemeClr", val="phClr"))
