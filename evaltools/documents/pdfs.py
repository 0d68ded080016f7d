"""PDF: its own text first; the picture of a page where text or letters are lost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import cast

from evaltools.documents.document import Line, Reading
from evaltools.documents.letters import has_lost_letters
from evaltools.documents.pdf_process import MOST_LETTERS, MOST_PAGES, Content, Page
from evaltools.documents.plain import as_lines
from evaltools.documents.scans import REMEDY, find_tesseract, read_picture
from evaltools.errors import DataError, Fault

PROGRAM = Path(__file__).with_name("pdf_process.py")
MOST_SECONDS = 120
"""For the text of a file, or the picture of one page."""
MOST_SCANNED = 200
"""Pages of one file that are read by Tesseract: ten minutes."""
DIVIDED = re.compile("[\x02\ufffe]")
"""What pdfium has for the hyphen and the end of the line of a word that is divided there."""
LINE_END = re.compile("\r\n|\r|\n")
PRINTED = "Print it to a PDF from the program it was written in, or save it as .docx."
REFUSED = {
    "password": ("it has a password.", "Save it without one."),
    "damaged": ("it cannot be read as a PDF.", "Ask for it again: it is damaged."),
    "pages": (f"it has more than {MOST_PAGES:,} pages.", "Keep the answer and leave out the rest."),
    "letters": (f"it holds more than {MOST_LETTERS:,} characters.", "Keep the answer itself."),
    "form": ("it is a form of Adobe's own kind (XFA), whose text only Adobe shows.", PRINTED),
}


def read_pdf(path: Path) -> tuple[Reading, tuple[Line, ...]]:
    """Read a PDF.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    {"text", "scanned"}
        "scanned" if the picture of any page was read.
    tuple of Line
        The lines of all pages, in the order in which the file has them.

    Raises
    ------
    DataError
        If the file is damaged, too large, has a password, is a form, holds text that was put on
        top of its pages, or has pages that are pictures while there is no Tesseract for them.
    """
    pages = _read_pages(path)
    lines = [as_lines(_lines(page["text"]), page=at) for at, page in enumerate(pages, start=1)]
    pictures = _pictures(path, pages, lines)
    for number, text in pictures.items():
        lines[number - 1] = as_lines(text.split("\n"), page=number)
    return ("scanned" if pictures else "text"), tuple(line for page in lines for line in page)


def _lines(text: str) -> list[str]:
    return LINE_END.split(DIVIDED.sub("-\n", text))


def _read_pages(path: Path) -> list[Page]:
    try:
        content = cast(Content, json.loads(_run(path, "text")))
    except (subprocess.SubprocessError, OSError, ValueError):
        problem = f"reading it failed, or took more than {MOST_SECONDS} seconds."
        raise DataError(Fault(path.name, problem, PRINTED)) from None
    if content["refused"]:
        raise DataError(Fault(path.name, *REFUSED[content["refused"]]))
    _refuse_what_is_on_top(path, content["pages"])
    return content["pages"]


def _run(path: Path, what: str, *more: str) -> bytes:
    """Let another process open the file, and return what it writes."""
    command = [sys.executable, "-I", str(PROGRAM), what, str(path), *more]
    return subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=True).stdout


def _refuse_what_is_on_top(path: Path, pages: list[Page]) -> None:
    found = {number: page["on_top"] for number, page in enumerate(pages, 1) if page["on_top"]}
    if found:
        problem = f"{sum(found.values())} fields or notes hold text that is not of the page itself."
        place = f"{path.name}, page {_listed(found)}"
        raise DataError(Fault(place, problem, f"{PRINTED} Notes can be deleted."))


def _pictures(path: Path, pages: list[Page], lines: list[tuple[Line, ...]]) -> dict[int, str]:
    """Read the pictures of the pages that need it, by number."""
    scanned = [number for number, page in enumerate(pages, start=1) if page["scanned"]]
    lost = has_lost_letters(line.raw for page in lines for line in page)
    tesseract = find_tesseract() if scanned or lost else None
    if scanned and not tesseract:
        problem = f"{len(scanned)} of {len(pages)} pages are pictures without text."
        raise DataError(Fault(f"{path.name}, page {_listed(scanned)}", problem, REMEDY))
    wanted = list(range(1, len(pages) + 1)) if lost and tesseract else scanned
    if len(wanted) > MOST_SCANNED:
        problem = f"{len(wanted)} pages are to be read as pictures, and {MOST_SCANNED} may be."
        raise DataError(Fault(path.name, problem, "Keep the pages of the answer itself."))
    return {each: _read_picture(path, each, str(tesseract)) for each in wanted}


def _read_picture(path: Path, number: int, tesseract: str) -> str:
    place = f"{path.name}, page {number}"
    try:
        picture = _run(path, "image", str(number))
    except (subprocess.SubprocessError, OSError):
        raise DataError(Fault(place, "the page cannot be drawn.", PRINTED)) from None
    return read_picture(picture, tesseract=tesseract, place=place)


def _listed(numbers: Collection[int]) -> str:
    """List the first of the page numbers."""
    shown = ", ".join(str(number) for number in sorted(numbers)[:10])
    return f"{shown} …" if len(numbers) > 10 else shown
