"""The styles of the document, by which who edits it changes how it looks."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from itertools import product

from evaltools.declarations import Language
from evaltools.report.docx.markup import LOCALES, Content, Element, serialise, w

INK, GREY, RULE, WARN = "1f2933", "55606b", "c5ccd3", "8a5200"
FONT, MONOSPACED = "Arial", "Courier New"
"""What is on every desk, and what other programs have fonts of the same widths for."""
ALONE = 240
"""Twips to a line of a paragraph."""
INDENT = 360
"""Twips that a level of a list is moved in."""
LEVELS = 4
BULLETS, NUMBERS = 1, 2
"""Numbers of what lists are made by; each numbered list begins anew under a number of its own."""


def styles_part(*, language: Language, accent: str) -> bytes:
    """Write the styles of the document.

    Parameters
    ----------
    language : {"sv", "en"}
        The language of the document.
    accent : str
        Colour of headings and links, as "#rrggbb".

    Returns
    -------
    bytes
        The part.
    """
    colour = accent.removeprefix("#")
    styles = [
        *_texts(), *_headings(colour), *_cover(colour), *_contents(), *_lists(),
        *_table_texts(), *_characters(colour), *_tables(),
    ]  # fmt: skip
    return serialise(w("styles", _defaults(language), *styles))


def numbering_part(starts: Iterable[int]) -> bytes:
    """Write how lists are numbered.

    Parameters
    ----------
    starts : iterable of int
        For each numbered list the number that it begins with.

    Returns
    -------
    bytes
        The part; the list at place p, from 0, is number `NUMBERS` + p.
    """
    bullets = [w("num", w("abstractNumId", val=BULLETS), numId=BULLETS)]
    numbers = [
        w("num", w("abstractNumId", val=NUMBERS), *_begun_at(start), numId=NUMBERS + place)
        for place, start in enumerate(starts)
    ]
    made = (_list(BULLETS, "bullet"), _list(NUMBERS, "decimal"))
    return serialise(w("numbering", *made, *bullets, *numbers))


def _begun_at(start: int) -> list[Element]:
    return [
        w("lvlOverride", w("startOverride", val=1 if level else start), ilvl=level)
        for level in range(LEVELS)
    ]


def _list(number: int, kind: str) -> Element:
    levels = [
        w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=kind),
            w("lvlText", val="•" if kind == "bullet" else f"%{level + 1}."),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=INDENT * (level + 1), hanging=INDENT)),
            ilvl=level,
        )
        for level in range(LEVELS)
    ]
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number)


def _defaults(language: Language) -> Element:
    locale = LOCALES[language]
    text = w("rPr", _font(FONT), *_letters(size=10, colour=INK),
             w("lang", val=locale, eastAsia=locale))  # fmt: skip
    return w("docDefaults", w("rPrDefault", text), w("pPrDefault"))


def _texts() -> list[Element]:
    code = w("rPr", _font(MONOSPACED), *_letters(size=9))
    marked = w("pPr", w("pBdr", w("left", val="single", sz=18, space=10, color=RULE)),
               _spacing(after=7), w("ind", left=INDENT, right=INDENT))  # fmt: skip
    return [
        _style("Normal", "Normal", default=True),
        _style("BodyText", "Body Text", pPr=w("pPr", _spacing(after=7, line=1.2))),
        _style("Quote", "Quote", pPr=marked, based="BodyText"),
        _style("HTMLPreformatted", "HTML Preformatted", rPr=code, pPr=w("pPr", _spacing(after=7))),
        _style("Source", "Source", custom=True, rPr=_small(8.5, GREY),
               pPr=w("pPr", w("keepLines"), _spacing(before=3, after=15))),
        _style("FootnoteText", "footnote text", rPr=_small(8.5, INK),
               pPr=w("pPr", _spacing(after=2))),
        _style("Header", "header", rPr=_small(8, GREY)),
        _style("Footer", "footer", rPr=_small(8, GREY)),
    ]  # fmt: skip


def _headings(accent: str) -> list[Element]:
    sizes = ((17, 26, 8), (13, 16, 5), (11, 13, 4), (10, 11, 3))
    styles = [
        _style(
            f"Heading{level}",
            f"heading {level}",
            following="BodyText",
            pPr=w("pPr", w("keepNext"), w("keepLines"), w("suppressAutoHyphens"),
                  _spacing(before=before, after=after), w("outlineLvl", val=level - 1)),
            rPr=w("rPr", w("b"), *_letters(size=size, colour=accent)),
        )
        for level, (size, before, after) in enumerate(sizes, start=1)
    ]  # fmt: skip
    caption = w("pPr", w("keepNext"), w("keepLines"), _spacing(before=14, after=5))
    return [
        *styles,
        _style("Caption", "caption", pPr=caption, rPr=w("rPr", w("b"), *_letters(size=9.5))),
    ]


def _cover(accent: str) -> list[Element]:
    ruled = w("pPr", w("keepNext"),
              w("pBdr", w("bottom", val="single", sz=24, space=10, color=accent)),
              w("suppressAutoHyphens"), _spacing(before=150, after=16))  # fmt: skip
    return [
        _style("Title", "Title", pPr=ruled, following="Subtitle",
               rPr=w("rPr", w("b"), *_letters(size=26, colour=accent))),
        _style("Subtitle", "Subtitle", rPr=_small(14, INK), following="CoverText",
               pPr=w("pPr", w("suppressAutoHyphens"), _spacing(after=40))),
        _style("CoverText", "Cover Text", custom=True, rPr=_small(11, INK),
               pPr=w("pPr", _spacing(after=4))),
        _style("Mark", "Mark", custom=True, rPr=_small(11, WARN),
               pPr=w("pPr", _spacing(before=40, after=4))),
    ]  # fmt: skip


def _contents() -> list[Element]:
    stop = w("tabs", w("tab", val="right", leader="dot", pos=9184))
    entries = [
        _style(name, spoken, pPr=w("pPr", w("tabs", w("tab", val="right", leader="dot", pos=9184)),
               _spacing(after=3), w("ind", left=left, right=INDENT)))
        for name, spoken, left in (("TOC1", "toc 1", 0), ("TOC2", "toc 2", INDENT))
    ]  # fmt: skip
    listed = w("pPr", stop, _spacing(after=3), w("ind", right=INDENT))
    outside = w("pPr", w("outlineLvl", val=9))
    return [
        _style("TOCHeading", "TOC Heading", based="Heading1", following="BodyText", pPr=outside),
        *entries,
        _style("TableofFigures", "table of figures", pPr=listed),
    ]


def _lists() -> list[Element]:
    def made(number: int) -> Element:
        return w("pPr", w("numPr", w("numId", val=number)), w("contextualSpacing"))

    return [
        _style("ListBullet", "List Bullet", based="BodyText", pPr=made(BULLETS)),
        _style("ListNumber", "List Number", based="BodyText", pPr=made(NUMBERS)),
        _style("ListContinue", "List Continue", based="BodyText",
               pPr=w("pPr", w("ind", left=INDENT))),
    ]  # fmt: skip


def _table_texts() -> list[Element]:
    """Give cells of text, code, numbers and heads styles of their own, and small ones."""
    plain, code, bold = None, _font(MONOSPACED), w("b")
    kinds = (
        ("TableText", "Table Text", "left", plain),
        ("TableCode", "Table Code", "left", code),
        ("TableNumber", "Table Number", "right", plain),
        ("TableHead", "Table Head", "left", bold),
        ("TableNumberHead", "Table Number Head", "right", bold),
    )
    return [
        _style(
            name + suffix,
            spoken + (" Small" if suffix else ""),
            custom=True,
            pPr=w("pPr", _spacing(before=2, after=2), w("jc", val=side)),
            rPr=w("rPr", deepcopy(face), *_letters(size=8 if suffix else 9)),
        )
        for (name, spoken, side, face), suffix in product(kinds, ("", "Small"))
    ]


def _characters(accent: str) -> list[Element]:
    raised = w("rPr", w("vertAlign", val="superscript"))
    linked = w("rPr", w("color", val=accent), w("u", val="single"))
    code = w("rPr", _font(MONOSPACED))
    unbold = w("rPr", w("b", val=0), w("bCs", val=0))
    warning = w("rPr", w("b"), w("color", val=WARN))
    return [
        _style("DefaultParagraphFont", "Default Paragraph Font", kind="character", default=True),
        _style("FootnoteReference", "footnote reference", kind="character", rPr=raised),
        _style("Hyperlink", "Hyperlink", kind="character", rPr=linked),
        _style("HTMLCode", "HTML Code", kind="character", rPr=code),
        _style("CaptionText", "Caption Text", kind="character", custom=True, rPr=unbold),
        _style("MarkText", "Mark Text", kind="character", custom=True, rPr=warning),
    ]


def _tables() -> list[Element]:
    ends = [w(side, w=0, type="dxa") for side in ("top", "bottom")]
    sides = [w(side, w=80, type="dxa") for side in ("left", "right")]
    plain = w("tblPr", w("tblInd", w=0, type="dxa"),
              w("tblCellMar", ends[0], sides[0], ends[1], sides[1]))  # fmt: skip
    lines = w("tblBorders", *(_border(side, RULE, 4) for side in ("bottom", "insideH")))
    head = w("tcBorders", _border("top", INK, 8), _border("bottom", INK, 8))
    first = w("tblStylePr", w("tcPr", head, w("vAlign", val="bottom")), type="firstRow")
    return [
        _style("TableNormal", "Normal Table", kind="table", default=True, based="", rest=(plain,)),
        _style("ReportTable", "Report Table", kind="table", based="TableNormal", custom=True,
               rest=(w("tblPr", lines), first)),
        _style("NoList", "No List", kind="numbering", default=True, based=""),
    ]  # fmt: skip


def _style(
    identifier: str,
    name: str,
    *,
    kind: str = "paragraph",
    based: str | None = None,
    following: str | None = None,
    default: bool = False,
    custom: bool = False,
    pPr: Element | None = None,  # noqa: N803
    rPr: Element | None = None,  # noqa: N803
    rest: Iterable[Content] = (),
) -> Element:
    """Define a style, which rests on the default of its kind unless told otherwise."""
    usual = {"paragraph": "Normal", "character": "DefaultParagraphFont"}.get(kind)
    base = usual if based is None and not default else based
    told = {"default": 1} if default else {}
    told |= {"customStyle": 1} if custom else {}
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=base) if base else None,
        w("next", val=following) if following else None,
        w("qFormat"),
        pPr, rPr, rest,
        type=kind, styleId=identifier, **told,
    )  # fmt: skip


def _font(name: str) -> Element:
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _letters(*, size: float, colour: str | None = None) -> list[Element]:
    made = [w("color", val=colour)] if colour else []
    return [*made, w("sz", val=round(2 * size)), w("szCs", val=round(2 * size))]


def _small(size: float, colour: str) -> Element:
    return w("rPr", *_letters(size=size, colour=colour))


def _spacing(*, before: float = 0, after: float = 0, line: float = 1) -> Element:
    return w("spacing", before=round(20 * before), after=round(20 * after),
             line=round(ALONE * line), lineRule="auto")  # fmt: skip


def _border(side: str, colour: str, eighths: int) -> Element:
    return w(side, val="single", sz=eighths, space=0, color=colour)
