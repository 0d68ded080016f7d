"""An Excel workbook as it is seen."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.errors import DataError, Fault
from evaltools.inspection.package import open_parts, parse, unreadable
from evaltools.inspection.properties import read_properties
from evaltools.inspection.rules import MARKS
from evaltools.inspection.sight import Grid, Passage, Picture, Sight

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
NUMBER = re.compile(r"[-−]?\d{1,3}(?:[ \u00a0.,]?\d{3})*(?:[.,]\d+)?\s?%?")
PLACE = re.compile(r"'?((?:[^'!]|'')+)'?!\$?[A-Z]{1,3}\$?\d+.*")
FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, its XML, its relations, and its texts by row."""

    name: str
    root: Any
    relations: dict[str | None, str]
    texts: tuple[tuple[str, ...], ...]


def look_at_workbook(path: Path) -> Sight:
    """Look at an Excel workbook.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    Sight
        What is seen of it. A workbook cannot mark its language or the heads of rows: they are
        taken as they are.

    Raises
    ------
    DataError
        If it is no workbook, or one that would do harm.
    """
    parts = open_parts(path)
    if "xl/workbook.xml" not in parts:
        raise DataError(unreadable(path.name))
    sheets = list(_sheets(parts, path.name))
    said = read_properties(parts, place=path.name)
    return Sight(
        language=_language(parts, path),
        title=said.title, author=said.author, date=said.date, last_author=said.last_author,
        pictures=tuple(_pictures(parts, path.name)),
        grids=tuple(_grids(sheets, parts, path.name)),
        passages=tuple(
            Passage(text, None, f"sheet {sheet.name}, row {row}")
            for sheet in sheets
            for row, texts in enumerate(sheet.texts, start=1)
            for text in texts
        ),
        dead_links=tuple(_dead_links(sheets)),
        said=said.said,
        unmarked=tuple(f"sheet {sheet.name}" for sheet in sheets if not _is_marked(sheet)),
        faults=tuple(_numbers_as_text(sheets)),
    )  # fmt: skip


def _language(parts: dict[str, bytes], path: Path) -> str | None:
    core = parts.get("docProps/core.xml")
    if core:
        for each in parse(core, place=path.name).iter():
            if isinstance(each.tag, str) and each.tag.endswith("}language") and each.text:
                return str(each.text)
    return next((part for part in path.name.split(".") if part in ("sv", "en")), None)


def _sheets(parts: dict[str, bytes], name: str) -> Iterator[_Sheet]:
    shared = _shared(parts, name)
    targets = _relations(parts, "xl/workbook.xml", name)
    for each in parse(parts["xl/workbook.xml"], place=name).iter(f"{S}sheet"):
        part = targets.get(each.get(f"{R}id"), "")
        if part in parts:
            root = parse(parts[part], place=name)
            texts = tuple(tuple(_texts(row, shared)) for row in root.iter(f"{S}row"))
            yield _Sheet(each.get("name") or "", root, _relations(parts, part, name), texts)


def _relations(parts: dict[str, bytes], part: str, name: str) -> dict[str | None, str]:
    folder, file = posixpath.split(part)
    content = parts.get(f"{folder}/_rels/{file}.rels")
    if content is None:
        return {}
    return {
        each.get("Id"): posixpath.normpath(posixpath.join(folder, each.get("Target") or ""))
        if not (each.get("Target") or "").startswith("/")
        else (each.get("Target") or "")[1:]
        for each in parse(content, place=name)
    }


def _shared(parts: dict[str, bytes], name: str) -> list[str]:
    content = parts.get("xl/sharedStrings.xml")
    if content is None:
        return []
    return [_string(each) for each in parse(content, place=name).iter(f"{S}si")]


def _string(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{S}t"))


def _texts(row: Any, shared: list[str]) -> Iterator[str]:
    for cell in row.iter(f"{S}c"):
        value = cell.findtext(f"{S}v") or ""
        match cell.get("t"):
            case "s" if value.isdecimal() and int(value) < len(shared):
                yield shared[int(value)]
            case "inlineStr":
                yield _string(cell)
            case "str":
                yield value


def _grids(sheets: list[_Sheet], parts: dict[str, bytes], name: str) -> Iterator[Grid]:
    """Yield the tables; rows of numbers that are no Excel table are told too."""
    titled = parse(parts["xl/workbook.xml"], place=name).iter(f"{S}definedName")
    printed = {
        each.get("localSheetId") for each in titled if each.get("name") == "_xlnm.Print_Titles"
    }
    for number, sheet in enumerate(sheets):
        tables = [each for each in sheet.relations.values() if "/tables/" in each]
        rows = sum(any(c.get("t") in (None, "n") and len(c) for c in row.iter(f"{S}c"))
                   for row in sheet.root.iter(f"{S}row"))  # fmt: skip
        if tables or rows >= FEWEST_ROWS:
            heads = [parse(parts[each], place=name) for each in tables if each in parts]
            yield Grid(
                place=f"sheet {sheet.name}",
                captioned=_begins_with_text(sheet),
                column_heads=str(number) in printed
                or (bool(heads) and all(each.get("headerRowCount") != "0" for each in heads))
                or any(each.get("state") == "frozen" for each in sheet.root.iter(f"{S}pane")),
                row_heads=True,
            )


def _begins_with_text(sheet: _Sheet) -> bool:
    """Tell whether the sheet begins with one text alone: what it shows."""
    first = next((texts for texts in sheet.texts if texts), ())
    row = next(sheet.root.iter(f"{S}row"), None)
    return len(first) == 1 and row is not None


def _pictures(parts: dict[str, bytes], name: str) -> Iterator[Picture]:
    for part, content in parts.items():
        if part.startswith("xl/drawings/") and part.endswith(".xml"):
            for each in parse(content, place=name).iter(DRAWN):
                yield Picture(each.get("descr"), f"{posixpath.basename(part)}, {each.get('name')}")


def _dead_links(sheets: list[_Sheet]) -> Iterator[str]:
    names = {sheet.name.lower() for sheet in sheets}
    for sheet in sheets:
        for each in sheet.root.iter(f"{S}hyperlink"):
            location, relation = each.get("location") or "", each.get(f"{R}id")
            target = PLACE.fullmatch(location)
            dead = target is not None and target[1].replace("''", "'").lower() not in names
            if dead or (not location and relation not in sheet.relations):
                yield f"sheet {sheet.name}, cell {each.get('ref')}"


def _is_marked(sheet: _Sheet) -> bool:
    page = [each.text or "" for each in sheet.root.iter(f"{S}oddHeader", f"{S}oddFooter")]
    said = [text for texts in sheet.texts for text in texts]
    return any(mark in text for text in [*page, *said] for mark in MARKS)


def _numbers_as_text(sheets: list[_Sheet]) -> Iterator[Fault]:
    for sheet in sheets:
        count = sum(_is_number(text) for texts in sheet.texts for text in texts)
        if count:
            problem = f"{count} {'cell holds' if count == 1 else 'cells hold'} a number as text."
            remedy = "Save them as numbers: they cannot be summed, sorted or drawn otherwise."
            yield Fault(f"sheet {sheet.name}", problem, remedy)


def _is_number(text: str) -> bool:
    stripped = text.strip()
    return bool(NUMBER.fullmatch(stripped)) and ("," in stripped or "." in stripped)
