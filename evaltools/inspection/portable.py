"""A PDF as it is seen: its tags, its fonts, its links, the text of its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from evaltools.errors import DataError, Fault
from evaltools.inspection.package import unreadable
from evaltools.inspection.rules import MARKS
from evaltools.inspection.sight import Grid, Heading, Passage, Picture, Sight

HEADING = re.compile("/H([1-6])")
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?")
MARKED = re.compile(rb"/Lang\s*\(([a-z]{2})")
DEEPEST = 100
MALFORMED = (
    pikepdf.PdfError, pypdfium2.PdfiumError, RecursionError, TypeError, ValueError, AttributeError,
    KeyError,
)  # fmt: skip
"""What the library raises where an entry is not of the type that the standard asks for."""
Tag = tuple[str, Any, tuple[Any, ...]]
"""Kind of a tag, the tag, and those around it."""


def look_at_pdf(content: bytes, *, place: str) -> Sight:
    """Look at a PDF.

    Parameters
    ----------
    content : bytes
        The file.
    place : str
        Its name.

    Returns
    -------
    Sight
        What is seen of it. Numbers are not looked at on pages where a passage in another
        language is marked, since the text of a page does not say which passage that is.

    Raises
    ------
    DataError
        If it is no PDF, is built as no PDF may be, or is locked by a password.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _look(pdf, _page_texts(content))
    except pikepdf.PasswordError:
        problem = "it is locked by a password."
        raise DataError(Fault(place, problem, "Save a copy without one.")) from None
    except MALFORMED:
        raise DataError(unreadable(place)) from None


def _look(pdf: pikepdf.Pdf, texts: list[str]) -> Sight:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    language = str(pdf.Root.get("/Lang", "")) or None
    tags = list(_standard_tags(pdf))
    info = {str(key): _plain(value) for key, value in pdf.docinfo.items()}
    foreign = {_page(*each[1:], pages) for each in tags if _is_foreign(each[1], language)}
    foreign |= set(_pages_with_foreign_marks(pdf, language))
    return Sight(
        language=language,
        title=info.get("/Title"),
        author=info.get("/Author"),
        date=info.get("/CreationDate"),
        headings=tuple(_headings(tags, pages)),
        pictures=tuple(_pictures(tags, pages)),
        grids=tuple(_grids(tags, pages)),
        passages=tuple(
            Passage(text, "und" if number in foreign else language, f"page {number}")
            for number, text in enumerate(texts, start=1)
        ),
        dead_links=tuple(_dead_links(pdf)),
        unembedded=tuple(sorted(set(_unembedded(pdf)))),
        said=(*(f"{key}: {value}" for key, value in info.items()), _packet(pdf)),
        unmarked=tuple(
            f"page {number}"
            for number, text in enumerate(texts, start=1)
            if not any(mark in " ".join(text.split()) for mark in MARKS)
        ),
        faults=tuple(_untagged(pdf)),
    )


def _packet(pdf: pikepdf.Pdf) -> str:
    """Return the metadata that stand beside the old ones, as XMP."""
    packet = pdf.Root.get("/Metadata")
    return packet.read_bytes().decode("utf-8", "replace") if packet is not None else ""


def _plain(value: Any) -> str:
    """Return what the metadata say, dates as others write them."""
    text = str(value)
    date = DATE.match(text)
    if not date:
        return text
    year, month, day, *time = (each or "00" for each in date.groups())
    return f"{year}-{month}-{day}T{':'.join(time)}"


def _page_texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def _untagged(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if "/StructTreeRoot" not in pdf.Root:
        problem = "it has no tags: a screen reader finds no headings, tables or figures in it."
        yield Fault("", problem, "Make the PDF with tags (PDF/UA).")
    preferences = pdf.Root.get("/ViewerPreferences")
    if preferences is None or not preferences.get("/DisplayDocTitle", False):
        problem = "the window shows the name of the file instead of the title."
        yield Fault("", problem, "Set DisplayDocTitle when the PDF is made.")


def _standard_tags(pdf: pikepdf.Pdf) -> Iterator[Tag]:
    """Yield all tags, those of a program's own kind as the standard kind that they stand for."""
    tree = pdf.Root.get("/StructTreeRoot")
    kinds = {str(own): str(kind) for own, kind in _entries(tree, "/RoleMap")}
    for kind, tag, around in _tags(tree, (), set()):
        yield kinds.get(kind, kind), tag, around


def _entries(node: Any, name: str) -> Any:
    return node[name].items() if node is not None and name in node else ()


def _kids(node: Any) -> Iterator[Any]:
    kids = node.get("/K") if node is not None else None
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _tags(node: Any, around: tuple[Any, ...], seen: set[Any]) -> Iterator[Tag]:
    """Yield the tags within a tag, each once, however they refer to each other."""
    for kid in _kids(node):
        if kid.objgen not in seen:
            seen.update([kid.objgen] if kid.is_indirect else [])
            yield str(kid.S), kid, around
            yield from _tags(kid, (*around, kid), seen)


def _page(tag: Any, around: tuple[Any, ...], pages: dict[Any, int]) -> int:
    """Return the number of the page on which a tag begins, 0 where none is told."""
    first, depth = tag, DEEPEST
    while "/Pg" not in first and depth:
        first, depth = next(_kids(first), None), depth - 1
        if first is None:
            first = next((each for each in reversed(around) if "/Pg" in each), None)
            break
    return pages.get(first.Pg.objgen, 0) if first is not None and "/Pg" in first else 0


def _is_foreign(tag: Any, language: str | None) -> bool:
    return "/Lang" in tag and str(tag.Lang)[:2] != (language or "")[:2]


def _pages_with_foreign_marks(pdf: pikepdf.Pdf, language: str | None) -> Iterator[int]:
    """Yield the pages on which a language is marked in the text itself."""
    own = (language or "")[:2].encode()
    for number, page in enumerate(pdf.pages, start=1):
        contents: Any = page.obj.get("/Contents", [])
        streams = contents if isinstance(contents, pikepdf.Array | list) else [contents]
        if any(found != own for each in streams for found in MARKED.findall(each.read_bytes())):
            yield number


def _headings(tags: list[Tag], pages: dict[Any, int]) -> Iterator[Heading]:
    for kind, tag, around in tags:
        if match := HEADING.fullmatch(kind):
            named = f' "{str(tag.T)[:60]}"' if "/T" in tag else ""
            place = f"page {_page(tag, around, pages)}, heading{named}"
            yield Heading(int(match[1]), place)


def _pictures(tags: list[Tag], pages: dict[Any, int]) -> Iterator[Picture]:
    figures = [(tag, around) for kind, tag, around in tags if kind == "/Figure"]
    for number, (tag, around) in enumerate(figures, start=1):
        alt = str(tag.Alt) if "/Alt" in tag else None
        yield Picture(alt, f"page {_page(tag, around, pages)}, figure {number}")


def _grids(tags: list[Tag], pages: dict[Any, int]) -> Iterator[Grid]:
    tables = [(tag, around) for kind, tag, around in tags if kind == "/Table"]
    for number, (tag, around) in enumerate(tables, start=1):
        rows = [list(_kids(each)) for kind, each, _ in _tags(tag, (), set()) if kind == "/TR"]
        rows = [row for row in rows if row]
        if rows:
            yield Grid(
                place=f"page {_page(tag, around, pages)}, table {number}",
                captioned=any(
                    each.S == "/Caption" for holder in (tag, *around[-1:]) for each in _kids(holder)
                ),
                column_heads=all(cell.S == "/TH" for cell in rows[0]),
                row_heads=len(rows[0]) == 1 or all(row[0].S == "/TH" for row in rows[1:]),
                unscoped=any(c.S == "/TH" and not _scope(c) for row in rows for c in row),
            )


def _scope(cell: Any) -> str:
    attributes = cell.get("/A", [])
    each = attributes if isinstance(attributes, pikepdf.Array | list) else [attributes]
    return next(
        (str(a.Scope) for a in each if isinstance(a, pikepdf.Dictionary) and "/Scope" in a), ""
    )


def _dead_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    known = set(_destinations(pdf))
    pages = {page.obj.objgen for page in pdf.pages}
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") == "/Link" and _is_dead(note, known, pages):
                yield f"page {number}, link"


def _is_dead(note: Any, known: set[str], pages: set[Any]) -> bool:
    action = note.get("/A", {})
    if action.get("/S", "/GoTo") != "/GoTo":
        return action.get("/S") == "/URI" and not str(action.get("/URI", "")).strip()
    target = action.get("/D", note.get("/Dest"))
    if isinstance(target, pikepdf.Array):
        return not (len(target) and isinstance(target[0], pikepdf.Dictionary)) or (
            target[0].objgen not in pages
        )
    return target is None or str(target) not in known


def _destinations(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        yield from pikepdf.NameTree(pdf.Root.Names.Dests)
    yield from map(str, pdf.Root.get("/Dests", {}).keys())


def _unembedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font":
            fonts = each.get("/DescendantFonts", [each])
            for font in fonts:
                if font.get("/Subtype") not in ("/Type3", "/Type0") and not _is_embedded(font):
                    yield str(font.get("/BaseFont", "without a name")).lstrip("/")


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return descriptor is not None and any(each in descriptor for each in files)
