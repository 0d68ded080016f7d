"""A page of HTML as it is seen."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from evaltools.errors import DataError, Fault
from evaltools.inspection.drawing import look_at_drawing
from evaltools.inspection.package import unreadable
from evaltools.inspection.rules import MARKS
from evaltools.inspection.sheet import declared_colours
from evaltools.inspection.sight import Colours, Grid, Heading, Passage, Picture, Sight

HEADING = re.compile("h[1-6]")
UNREAD = {"style", "script", "code", "pre", "head", "kbd", "samp", "template"}
OUTSIDE = (("img", "src"), ("link", "href"), ("script", "src"), ("iframe", "src"))
LOADED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
"""What a link in the head may be so that its file is loaded."""
DRAWING = "data:image/svg+xml"
TEXT_BEFORE_CHAPTERS = 400
"""Letters of a page within which it says that its data are synthetic."""


def look_at_page(content: bytes, *, place: str) -> Sight:
    """Look at a page.

    Parameters
    ----------
    content : bytes
        The HTML.
    place : str
        Name of the file.

    Returns
    -------
    Sight
        What is seen of it.

    Raises
    ------
    DataError
        If it is no HTML.
    """
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8")
    root = etree.fromstring(content, parser=parser) if content.strip() else None
    if root is None:
        raise DataError(unreadable(place))
    try:
        return _look(root)
    except RecursionError:
        raise DataError(unreadable(place)) from None


def _look(root: Any) -> Sight:
    named = {each.get("name"): each.get("content") for each in root.iter("meta")}
    figures = list(_figures(root))
    return Sight(
        language=root.get("lang"),
        title=_text(next(root.iter("title"), None)),
        author=named.get("author"),
        date=named.get("date"),
        headings=tuple(_headings(root)),
        one_title=True,
        pictures=tuple(_pictures(root)),
        grids=tuple(_grids(root)),
        passages=tuple(_passages(root, language=None, place="")),
        colours=(*declared_colours(root), *(each for _, colours in figures for each in colours)),
        dead_links=tuple(_dead_links(root)),
        outside=tuple(_outside(root)),
        said=tuple(f"{key}: {value}" for key, value in named.items() if key and value),
        unmarked=() if _is_marked(root) else ("the head of the page",),
        faults=tuple(fault for faults, _ in figures for fault in faults),
    )


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _is_marked(root: Any) -> bool:
    body = next(root.iter("body"), root)
    seen = _text(body)[:TEXT_BEFORE_CHAPTERS]
    return any(mark in seen for mark in MARKS)


def _headings(root: Any) -> Iterator[Heading]:
    for each in root.iter(etree.Element):
        if HEADING.fullmatch(each.tag):
            yield Heading(int(each.tag[1]), f'heading "{_text(each)[:60]}"')


def _pictures(root: Any) -> Iterator[Picture]:
    for number, each in enumerate(root.iter("img"), start=1):
        if each.get("role") != "presentation":
            yield Picture(each.get("alt"), f"picture {number}{_named(each, 'figcaption')}")
    for each in root.iter("svg"):
        if each.get("aria-hidden") != "true":
            alt = each.get("aria-label") or _text(each.find("title")) or None
            yield Picture(alt, f"drawing{_named(each, 'figcaption')}")


def _named(element: Any, caption: str) -> str:
    holder = next(element.iterancestors("figure"), element)
    text = _text(next(holder.iter(caption), None))[:60]
    return f' "{text}"' if text else ""


def _figures(root: Any) -> Iterator[tuple[list[Fault], list[Colours]]]:
    for number, each in enumerate(root.iter("img"), start=1):
        source = (each.get("src") or "").strip()
        if source.startswith(DRAWING):
            place = f"picture {number}{_named(each, 'figcaption')}"
            yield look_at_drawing(_decoded(source, place), place=place)


def _decoded(source: str, place: str) -> bytes:
    kind, _, content = source.partition(",")
    try:
        return base64.b64decode(content) if "base64" in kind else unquote_to_bytes(content)
    except ValueError:
        raise DataError(unreadable(place)) from None


def _grids(root: Any) -> Iterator[Grid]:
    for number, each in enumerate(root.iter("table"), start=1):
        rows = [list(row.iterchildren("th", "td")) for row in each.iter("tr")]
        rows = [row for row in rows if row]
        if not rows or each.get("role") == "presentation":
            continue
        heads = list(each.iter("th"))
        yield Grid(
            place=f"table {number}{_named(each, 'caption')}",
            captioned=bool(_text(each.find("caption"))),
            column_heads=all(cell.tag == "th" for cell in rows[0][1:] or rows[0]),
            row_heads=len(rows[0]) == 1 or all(row[0].tag == "th" for row in rows[1:]),
            unscoped=any(not head.get("scope") for head in heads),
        )


def _passages(element: Any, *, language: str | None, place: str) -> Iterator[Passage]:
    """Yield each text with the language that is marked nearest to it."""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNREAD:
            spoken = child.get("lang") or language
            if HEADING.fullmatch(child.tag):
                place = f'below "{_text(child)[:60]}"'
            if (child.text or "").strip():
                yield Passage(child.text, spoken, place)
            yield from _passages(child, language=spoken, place=place)
        if (child.tail or "").strip():
            yield Passage(child.tail, language, place)


def _dead_links(root: Any) -> Iterator[str]:
    targets = {"top", *(each.get("id") for each in root.iter(etree.Element))}
    targets |= {each.get("name") for each in root.iter("a")}
    for each in root.iter("a"):
        href = each.get("href")
        if href is not None and (not href.strip("# ") or _leads_nowhere(href, targets)):
            yield f'link "{_text(each)[:60]}"'


def _leads_nowhere(href: str, targets: set[str | None]) -> bool:
    return href.startswith("#") and not {href[1:], unquote(href[1:])} & targets


def _outside(root: Any) -> Iterator[str]:
    for tag, attribute in OUTSIDE:
        for each in root.iter(tag):
            source, said = each.get(attribute) or "", set((each.get("rel") or "").lower().split())
            loaded = tag != "link" or not said or said & LOADED
            if source and loaded and not source.startswith("data:"):
                yield f"{tag} {source[:60]}"
    for each in root.iter("style"):
        for address in re.findall(r"url\(\s*['\"]?([^)'\"]+)", each.text or ""):
            if not address.startswith(("data:", "#")):
                yield f"style {address[:60]}"
