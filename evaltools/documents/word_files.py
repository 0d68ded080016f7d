"""Files of Word: paragraphs, tables, text boxes, notes, headers and footers.

The text is taken from the XML itself, for `paragraph.text` of python-docx passes over tracked
insertions, content controls and text boxes without a word.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from evaltools.errors import DataError, Fault
from evaltools.intake.packages import check_package

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
STORIES = {
    KIND.format(kind): kind.partition(".")[0]
    for kind in ("header", "document.main", "footnotes", "endnotes", "footer")
}
"""Parts of a file that hold text, in the order in which they are read."""
DIAGRAM = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
TRACKED = tuple(
    f"{WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
)
ALIEN = (f"{WORD}altChunk", f"{WORD}subDoc")
"""Another file that stands for its text; Word alone can open it."""
MOST_XML, MOST_UNPACKED = 64 << 20, 512 << 20
"""Bytes of all parts in XML, of which a book has five million, and of all parts together."""
SIGNS = {
    f"{WORD}{name}": sign
    for name, sign in {
        "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"
    }.items()
}  # fmt: skip
TICKED, EMPTY, UNKNOWN_SYMBOL = "☒", "☐", "\ufffd"
SYMBOLS = dict.fromkeys(("F0FE", "F0FD", "F054", "F052"), TICKED) | dict.fromkeys(
    ("F0A8", "F06F", "F071", "F072", "F0A3"), EMPTY
)
"""Boxes of the fonts Wingdings, by which Word draws what somebody has ticked."""
APART = {f"{WORD}{name}" for name in ("pPr", "rPr", "txbxContent", "p", "tbl")} | {FALLBACK}
"""What holds no text of the paragraph it stands in."""
UNREADABLE = (
    OpcError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError,
    OSError, LookupError, ValueError, AttributeError, TypeError,
)  # fmt: skip
"""What python-docx raises for a damaged package."""
SAVE_AGAIN = "Open it in Word and save it as .docx without a password, or as PDF."


def read_word_file(path: Path) -> list[str]:
    """Read the text of a .docx.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    list of str
        The headers, each once; the paragraphs of the body with their tables in place, a row of
        short cells as one line with tabs, then foot- and endnotes and the footers. A text box
        follows the paragraph that it is fixed to. Hidden text and comments are left out.

    Raises
    ------
    DataError
        If the file cannot be opened or would grow beyond any document; if it has tracked
        changes, a diagram, or the text of another file.
    """
    stories = _stories(path)
    faults = [fault for name, root in stories for fault in _faults(f"{path.name}, {name}", root)]
    if faults:
        raise DataError(faults)
    return [line for name, root in stories for line in _story_lines(name, root)]


def _stories(path: Path) -> list[tuple[str, etree._Element]]:
    """Return the parts that hold text, with what each is."""
    if not zipfile.is_zipfile(path):
        raise DataError(Fault(path.name, "it cannot be opened as a file of Word.", SAVE_AGAIN))
    check_package(path)
    _check_extent(path)
    try:
        parts = list(docx.Document(str(path)).part.package.iter_parts())
        _refuse_diagrams(path, parts)
        found = [
            (STORIES[part.content_type], part) for part in parts if part.content_type in STORIES
        ]
        order = list(STORIES.values())
        found.sort(key=lambda pair: (order.index(pair[0]), pair[1].partname))
        return [(name, parse_xml(part.blob)) for name, part in found]
    except UNREADABLE:
        raise DataError(Fault(path.name, "it cannot be read as .docx.", SAVE_AGAIN)) from None


def _check_extent(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        sizes = {each.filename: each.file_size for each in package.infolist()}
    texts = sum(size for name, size in sizes.items() if name.lower().endswith((".xml", ".rels")))
    for what, size, most in (
        ("its text takes", texts, MOST_XML),
        ("unpacked it takes", sum(sizes.values()), MOST_UNPACKED),
    ):
        if size > most:
            problem = f"{what} {size >> 20:,} MiB, and may take {most >> 20:,}."
            raise DataError(Fault(path.name, problem, "Keep the answer itself, as PDF."))


def _refuse_diagrams(path: Path, parts: list[Part]) -> None:
    diagrams = sum(part.content_type == DIAGRAM for part in parts)
    if diagrams:
        problem = f"the words of {diagrams} diagrams (SmartArt) cannot be read in their order."
        raise DataError(Fault(path.name, problem, "Save it as PDF."))


def _faults(place: str, root: etree._Element) -> Iterator[Fault]:
    if tracked := sum(1 for _ in root.iter(*TRACKED)):
        problem = f"{tracked} tracked changes: what the text says is not settled."
        remedy = "Open it in Word, accept or reject each of them, and save it."
        yield Fault(place, problem, remedy)
    if next(root.iter(*ALIEN), None) is not None:
        yield Fault(place, "it holds the text of another file.", "Save it in Word, or as PDF.")


def _story_lines(name: str, root: etree._Element) -> list[str]:
    """Return the lines of a part; of others than the body, those that say something, once."""
    lines = [line for text in _blocks(root) for line in text.split("\n")]
    if name == "document":
        return lines
    return list(dict.fromkeys(line for line in lines if line.strip()))


def _blocks(element: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and the rows of tables in an element, in order."""
    for child in element:
        if child.tag == f"{WORD}p":
            yield "".join(_words(child))
            yield from _text_boxes(child)
        elif child.tag == f"{WORD}tr":
            yield from _row(child)
        elif child.tag != FALLBACK:
            yield from _blocks(child)


def _row(row: etree._Element) -> Iterator[str]:
    """Yield a row as one line, or cell by cell where a cell has more than a line."""
    filled = [
        [line for line in _blocks(cell) if line.strip()] for cell in row.iter(f"{WORD}tc")
        if next(cell.iterancestors(f"{WORD}tr")) is row
    ]  # fmt: skip
    if all(len(lines) <= 1 and "\n" not in "".join(lines) for lines in filled):
        yield "\t".join(lines[0] if lines else "" for lines in filled)
    else:
        yield from (line for lines in filled for line in lines)


def _text_boxes(paragraph: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of the text boxes that are fixed to a paragraph."""
    for child in paragraph:
        if child.tag == f"{WORD}txbxContent":
            yield from _blocks(child)
        elif child.tag != FALLBACK:
            yield from _text_boxes(child)


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph, run by run."""
    for child in element:
        if child.tag in (f"{WORD}t", FORMULA_TEXT):
            yield (child.text or "").replace("\n", " ")
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == f"{WORD}sym":
            yield SYMBOLS.get(child.get(f"{WORD}char", "").upper(), UNKNOWN_SYMBOL)
        elif child.tag == f"{WORD}checkBox":
            yield TICKED if _is_ticked(child) else EMPTY
        elif child.tag not in APART and not _is_hidden(child):
            yield from _words(child)


def _is_ticked(box: etree._Element) -> bool:
    """Tell whether a box of a form is ticked: by who filled it in, or from the start."""
    marks = [box.find(f"{WORD}{name}") for name in ("checked", "default")]
    mark = next((each for each in marks if each is not None), None)
    return _is_on(mark)


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{WORD}val") not in ("0", "false", "off")


def _is_hidden(run: etree._Element) -> bool:
    return _is_on(run.find(f"{WORD}rPr/{WORD}vanish"))
