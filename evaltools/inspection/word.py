"""A Word document as it is seen."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.errors import DataError, Fault
from evaltools.inspection.drawing import look_at_drawing
from evaltools.inspection.package import open_parts, parse, unreadable
from evaltools.inspection.properties import read_properties
from evaltools.inspection.rules import MARKS
from evaltools.inspection.sight import Colours, Grid, Heading, Passage, Picture, Sight

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
REFERENCE = re.compile(r"\b(?:REF|PAGEREF|NOTEREF)\s+(\S+)|HYPERLINK\s+\\l\s+\"([^\"]+)\"")
HEX = re.compile("[0-9a-fA-F]{6}")
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
FIRST_COLUMN = 0x0080
CODE = re.compile("code|kod|monospace|source", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of itself, with what it is based on."""

    name: str
    level: int | None
    colour: str | None
    ground: str | None


def look_at_document(path: Path) -> Sight:
    """Look at a Word document.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    Sight
        What is seen of it.

    Raises
    ------
    DataError
        If it is no document, or one that would do harm.
    """
    parts = open_parts(path)
    if "word/document.xml" not in parts:
        raise DataError(unreadable(path.name))
    root = parse(parts["word/document.xml"], place=path.name)
    styles = _read_styles(parts, path.name)
    said = read_properties(parts, place=path.name)
    notes = [parse(parts[each], place=path.name) for each in NOTES if each in parts]
    editors = {each.get(f"{W}author") for each in root.iter() if each.get(f"{W}author")}
    return Sight(
        language=_language(parts, path.name),
        title=said.title, author=said.author, date=said.date, last_author=said.last_author,
        headings=tuple(_headings(root, styles)),
        pictures=tuple(_pictures(root)),
        grids=tuple(_grids(root, styles)),
        passages=tuple(p for text in (root, *notes) for p in _passages(text, styles)),
        colours=(*_colours(root, styles), *_drawn_colours(parts)),
        dead_links=tuple(_dead_links(root, parts, path.name)),
        said=said.said,
        unmarked=tuple(_unmarked(root, parts, path.name)),
        faults=(*_edited(editors, parts), *_cut(parts)),
    )  # fmt: skip


def _language(parts: dict[str, bytes], name: str) -> str | None:
    if "word/styles.xml" not in parts:
        return None
    styles = parse(parts["word/styles.xml"], place=name)
    return next((each.get(f"{W}val") for each in styles.iter(f"{W}lang")), None)


def _read_styles(parts: dict[str, bytes], name: str) -> dict[str, _Style]:
    if "word/styles.xml" not in parts:
        return {}
    root = parse(parts["word/styles.xml"], place=name)
    default = _value(root.find(f"{W}docDefaults"), "color")
    elements = {each.get(f"{W}styleId"): each for each in root.iter(f"{W}style")}
    return {key: _style(each, elements, default) for key, each in elements.items() if key}


def _style(element: Any, elements: dict[str, Any], default: str | None) -> _Style:
    """Read a style; what it does not say, the style says that it is based on."""
    name, chain = _value(element, "name") or "", [element]
    while (base := elements.get(_value(chain[-1], "basedOn") or "")) is not None and len(
        chain
    ) < 20:
        chain.append(base)
    level = next((v for each in chain if (v := _value(each, "outlineLvl"))), None)
    heading = re.fullmatch(r"(?:heading|rubrik) (\d)", name, re.IGNORECASE)
    return _Style(
        name,
        int(heading[1]) if heading else int(level) + 1 if level and level.isdecimal() else None,
        next((v for each in chain if (v := _value(each, "color"))), default),
        next((v for each in chain if (v := _fill(each.find(f"{W}pPr")))), None),
    )


def _value(element: Any, name: str) -> str | None:
    found = next(element.iter(f"{W}{name}"), None) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _fill(properties: Any) -> str | None:
    shading = properties.find(f"{W}shd") if properties is not None else None
    found = shading.get(f"{W}fill") if shading is not None else None
    return found if found and HEX.fullmatch(found) else None


def _style_of(paragraph: Any, styles: dict[str, _Style]) -> _Style:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    key = named.get(f"{W}val") if named is not None else "Normal"
    return styles.get(key, _Style("", None, None, None))


def _text(element: Any) -> str:
    return " ".join("".join(each.text or "" for each in element.iter(f"{W}t")).split())


def _headings(root: Any, styles: dict[str, _Style]) -> Iterator[Heading]:
    for each in root.iter(f"{W}p"):
        level = _style_of(each, styles).level
        if level and level < 10 and _text(each):
            yield Heading(level, f'heading "{_text(each)[:60]}"')


def _pictures(root: Any) -> Iterator[Picture]:
    for number, each in enumerate(root.iter(DRAWN), start=1):
        if not any(child.tag.endswith("}decorative") for child in each.iter()):
            yield Picture(each.get("descr"), f"picture {number}")


def _grids(root: Any, styles: dict[str, _Style]) -> Iterator[Grid]:
    for number, each in enumerate(root.iter(f"{W}tbl"), start=1):
        rows = each.findall(f"{W}tr")
        properties = each.find(f"{W}tblPr")
        yield Grid(
            place=f"table {number}",
            captioned=_is_captioned(each, styles),
            column_heads=bool(rows) and rows[0].find(f"{W}trPr/{W}tblHeader") is not None,
            row_heads=_first_column_is_marked(properties),
        )


def _first_column_is_marked(properties: Any) -> bool:
    look = properties.find(f"{W}tblLook") if properties is not None else None
    if look is None:
        return False
    told = look.get(f"{W}firstColumn")
    value = look.get(f"{W}val") or "0"
    bits = int(value, 16) if re.fullmatch("[0-9a-fA-F]{1,4}", value) else 0
    return told in ("1", "true", "on") if told else bool(bits & FIRST_COLUMN)


def _is_captioned(table: Any, styles: dict[str, _Style]) -> bool:
    """Tell whether a paragraph beside the table is a caption by its style."""
    beside = (table.getprevious(), table.getnext())
    names = [
        _style_of(each, styles).name.lower()
        for each in beside
        if each is not None and each.tag == f"{W}p" and _text(each)
    ]
    return any("caption" in name or "beskrivning" in name for name in names)


def _passages(root: Any, styles: dict[str, _Style]) -> Iterator[Passage]:
    below = ""
    for paragraph in root.iter(f"{W}p"):
        style = _style_of(paragraph, styles)
        if style.level:
            below = f'below "{_text(paragraph)[:60]}"'
        if not CODE.search(style.name):
            yield from _runs(paragraph, styles, below)


def _runs(paragraph: Any, styles: dict[str, _Style], place: str) -> Iterator[Passage]:
    """Yield the text of a paragraph, joined as far as its language is one."""
    language, text = None, ""
    for run in paragraph.iter(f"{W}r"):
        marked = run.find(f"{W}rPr/{W}lang")
        spoken = marked.get(f"{W}val") if marked is not None else None
        named = run.find(f"{W}rPr/{W}rStyle")
        is_code = named is not None and CODE.search(named.get(f"{W}val") or "")
        if text and (spoken != language or is_code):
            yield Passage(text, language, place)
            text = ""
        if not is_code:
            language, text = spoken, text + "".join(each.text or "" for each in run.iter(f"{W}t"))
    if text:
        yield Passage(text, language, place)


def _colours(root: Any, styles: dict[str, _Style]) -> Iterator[Colours]:
    """Yield the colours of each run that has letters, once for each place below a heading."""
    for paragraph in root.iter(f"{W}p"):
        style = _style_of(paragraph, styles)
        properties = paragraph.find(f"{W}pPr")
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        around = _fill(cell.find(f"{W}tcPr")) if cell is not None else None
        for run in paragraph.iter(f"{W}r"):
            own = run.find(f"{W}rPr")
            text = _own_colour(own) or style.colour
            ground = _fill(own) or _fill(properties) or style.ground or around or "ffffff"
            if text and HEX.fullmatch(text) and _text(run):
                words = _text(paragraph)[:40]
                yield Colours(f"#{text.lower()}", f"#{ground.lower()}", f'paragraph "{words}"')


def _own_colour(properties: Any) -> str | None:
    colour = properties.find(f"{W}color") if properties is not None else None
    return colour.get(f"{W}val") if colour is not None else None


def _drawings(parts: dict[str, bytes]) -> Iterator[tuple[list[Fault], list[Colours]]]:
    for name, content in parts.items():
        if name.startswith("word/media/") and name.endswith(".svg"):
            yield look_at_drawing(content, place=posixpath.basename(name))


def _cut(parts: dict[str, bytes]) -> Iterator[Fault]:
    for faults, _ in _drawings(parts):
        yield from faults


def _drawn_colours(parts: dict[str, bytes]) -> Iterator[Colours]:
    for _, colours in _drawings(parts):
        yield from colours


def _dead_links(root: Any, parts: dict[str, bytes], name: str) -> Iterator[str]:
    marks = {each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")}
    targets = _relations(parts, "word/_rels/document.xml.rels", name)
    for each in root.iter(f"{W}hyperlink"):
        anchor, relation = each.get(f"{W}anchor"), each.get(f"{R}id")
        if anchor not in marks if anchor and not relation else not targets.get(relation):
            yield f'link "{_text(each)[:60]}"'
    fields = [each.get(f"{W}instr") or "" for each in root.iter(f"{W}fldSimple")]
    fields += [each.text or "" for each in root.iter(f"{W}instrText")]
    for field in fields:
        for reference, link in REFERENCE.findall(field):
            if (reference or link) not in marks:
                yield f"reference to {reference or link}"


def _relations(parts: dict[str, bytes], part: str, name: str) -> dict[str | None, str]:
    if part not in parts:
        return {}
    return {each.get("Id"): each.get("Target") or "" for each in parse(parts[part], place=name)}


def _unmarked(root: Any, parts: dict[str, bytes], name: str) -> Iterator[str]:
    """Yield the sections whose head does not say that data are synthetic."""
    targets = _relations(parts, "word/_rels/document.xml.rels", name)
    heads: list[str] = []
    for number, section in enumerate(root.iter(f"{W}sectPr"), start=1):
        own = [targets.get(e.get(f"{R}id"), "") for e in section.iter(f"{W}headerReference")]
        heads = own or heads
        texts = [
            _text(parse(parts[f"word/{h}"], place=name)) for h in heads if f"word/{h}" in parts
        ]
        if not texts or not all(any(mark in text for mark in MARKS) for text in texts):
            yield f"the head of section {number}"


def _edited(editors: set[str], parts: dict[str, bytes]) -> Iterator[Fault]:
    if editors or "word/people.xml" in parts:
        problem = "comments or tracked changes tell who made them."
        remedy = "Accept or reject all changes and delete all comments (Word: Review)."
        yield Fault("", problem, remedy)
