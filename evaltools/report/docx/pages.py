"""Pages: their size, what stands at their head and foot, the cover, the contents."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from evaltools.artefacts import Artefacts
from evaltools.declarations import Text
from evaltools.evaluation import Evaluation
from evaltools.manuscript import Book
from evaltools.manuscript.words import FIGURE, TABLE
from evaltools.report import words
from evaltools.report.docx.markup import (
    NAMESPACES,
    Content,
    Element,
    Look,
    field,
    field_end,
    field_start,
    link_within,
    paragraph,
    picture,
    run,
    tab,
    w,
)
from evaltools.report.html import LISTED_LEVELS
from evaltools.report.pictures import size_of

SHORT_SIDE, LONG_SIDE = 11_906, 16_838
"""A4 in twips, 1,440 to the inch."""
SIDE, TOP, BOTTOM = 1361, 1531, 1361
HEAD = 680
"""Twips from the edge of the page to its head and foot."""
LOGO = "logo"
LOGO_SIZE = (170, 60)
"""Points that the logo may be wide and high."""
WARNING = Look(style="MarkText")


class Page(Enum):
    """How a page stands; the cover has no title at its head and no number."""

    COVER = "cover"
    UPRIGHT = "upright"
    ACROSS = "across"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in twips."""
        return (LONG_SIDE, SHORT_SIDE) if self is Page.ACROSS else (SHORT_SIDE, LONG_SIDE)

    @property
    def room(self) -> int:
        """Width of the text in twips."""
        return self.size[0] - 2 * SIDE


def section(page: Page) -> Element:
    """Describe the pages of a section."""
    width, height = page.size
    told = {"orient": "landscape"} if page is Page.ACROSS else {}
    return w(
        "sectPr",
        _related("headerReference", f"header-{page.value}"),
        _related("footerReference", f"footer-{page.value}"),
        w("type", val="nextPage"),
        w("pgSz", w=width, h=height, **told),
        w("pgMar", top=TOP, right=SIDE, bottom=BOTTOM, left=SIDE, header=HEAD, footer=HEAD,
          gutter=0),
    )  # fmt: skip


def begin_page(first: Element) -> None:
    """Begin a page with a paragraph."""
    first[0].insert(1, w("pageBreakBefore"))


def end_section(last: Element, description: Element) -> None:
    """End a section with a paragraph."""
    last[0].append(description)


def header(page: Page, *, book: Book, evaluation: Evaluation, is_synthetic: bool) -> Element:
    """Make the head of a page: title, organisation, the mark of synthetic data."""
    it, language = evaluation.report, book.language
    told = [it.title[language], it.organisation[language] if it.organisation else ""]
    title = run(" · ".join(filter(None, told))) if page is not Page.COVER else None
    mark = run(words.SYNTHETIC[language], WARNING) if is_synthetic else None
    return w("hdr", _across("Header", page, [title, tab(), mark]))


def footer(page: Page, *, book: Book, evaluation: Evaluation) -> Element:
    """Make the foot of a page: the run, and page numbers that Word counts."""
    if page is Page.COVER:
        return w("ftr", paragraph("Footer"))
    language = book.language
    line = [
        run(f"{words.RUN[language]} {evaluation.run}"),
        tab(),
        run(f"{words.PAGE[language]} "),
        field("PAGE", run("1")),
        run(f" {words.OF[language]} "),
        field("NUMPAGES", run("1")),
    ]
    return w("ftr", _across("Footer", page, line))


def cover(
    *, book: Book, evaluation: Evaluation, parts: str, is_synthetic: bool, logo: bytes | None
) -> list[Element]:
    """Make the cover."""
    it, language = evaluation.report, book.language
    lines = [it.organisation, it.author]
    spoken = [paragraph("CoverText", run(each[language])) for each in lines if each]
    made = [
        paragraph("Title", run(it.title[language])),
        paragraph("Subtitle", run(it.subtitle[language])),
        *spoken,
        paragraph("CoverText", run(it.date.isoformat())),
    ]
    made += [paragraph("CoverText", run(parts))] if parts else []
    if is_synthetic:
        told = run(f" {words.INVENTED[language]}")
        made.append(paragraph("Mark", run(words.SYNTHETIC[language], WARNING), told))
    if logo and it.logo:
        made.insert(0, paragraph("CoverText", _logo(logo, alt=it.logo.alt[language])))
    return made


def contents(book: Book, artefacts: Artefacts) -> list[Element]:
    """Make the contents and the lists of figures and tables, which Word can make anew."""
    listed = [
        (f"TOC{each.level}", each.id, each.text)
        for each in book.headings
        if each.level <= LISTED_LEVELS
    ]
    made = _list(words.CONTENTS, book, listed, rf'TOC \o "1-{LISTED_LEVELS}" \h \z \u')
    for kind, title, word in (
        ("fig", words.FIGURES, FIGURE),
        ("tab", words.TABLES, TABLE),
    ):
        named = [
            ("TableofFigures", each, f"{book.label(each)}. {_caption(each, book, artefacts)}")
            for each in book.ids(kind)
        ]
        made += _list(title, book, named, rf'TOC \h \z \c "{word[book.language]}"')
    return made


def _list(
    title: Text, book: Book, entries: list[tuple[str, str, str]], instruction: str
) -> list[Element]:
    """Make a list as one field; pages are counted by who opens the file."""
    if not entries:
        return []
    begins = [w("pageBreakBefore")] if title == words.CONTENTS else []
    heads = [paragraph("TOCHeading", run(title[book.language]), properties=begins)]
    listed = [
        paragraph(
            style,
            field_start(instruction) if place == 0 else None,
            link_within(target, run(text)),
        )
        for place, (style, target, text) in enumerate(entries)
    ]
    return [*heads, *listed, paragraph("BodyText", field_end())]


def _caption(identifier: str, book: Book, artefacts: Artefacts) -> str:
    return artefacts.captioned(identifier).caption[book.language]


def _across(style: str, page: Page, line: Iterable[Content]) -> Element:
    stop = w("tabs", w("tab", val="right", pos=page.room))
    return paragraph(style, line, properties=[stop])


def _logo(png: bytes, *, alt: str) -> Element:
    width, height = size_of(png)
    scale = min(LOGO_SIZE[0] / width, LOGO_SIZE[1] / height)
    size = (width * scale, height * scale)
    return picture(LOGO, number=1_000_000, name=LOGO, alt=alt, title=LOGO, size=size)


def _related(tag: str, relation: str) -> Element:
    made = w(tag, type="default")
    made.set(f"{{{NAMESPACES['r']}}}id", relation)
    return made
