"""A program of its own that opens a PDF: one made to harm ends this process and no other.

``python pdf_process.py text FILE`` writes its pages as JSON, ``... image FILE PAGE`` one page as an
image (PGM). It imports nothing of the house, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import sys
from typing import TypedDict

import pypdfium2
from pypdfium2 import raw

MOST_PAGES = 1_000
MOST_LETTERS = 5_000_000
"""Characters of all pages together."""
MOST_MEMORY = 2 << 30
DOTS_PER_INCH = 300
MOST_DOTS = 40_000_000
"""Dots of an image; a page of A3 has 17 million. A larger page is drawn coarser."""
FEW_LETTERS = 100
"""Characters on a scanned page that has a stamp, a signature or a line of the scanner's own."""
LARGE = 0.5
"""Share of a page that pictures of a page cover at least."""

PASSWORD = raw.FPDF_ERR_PASSWORD
TYPED_IN = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
TICKED = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)

NOTHING = 2
"""Bytes of a text without characters: its end."""


class Page(TypedDict):
    """A page: its text, whether it is (also) a picture of text, and how much was put on top."""

    text: str
    scanned: bool
    on_top: int


class Content(TypedDict):
    """What a PDF holds: its pages, or in a word why they are not given."""

    refused: str
    pages: list[Page]


def read_content(file: str) -> Content:
    """Read the pages of a PDF."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == PASSWORD
        return Content(refused="password" if is_locked else "damaged", pages=[])
    if len(document) > MOST_PAGES:
        return Content(refused="pages", pages=[])
    if document.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        return Content(refused="form", pages=[])
    return _content(document)


def _content(document: pypdfium2.PdfDocument) -> Content:
    document.init_forms()
    pages, letters = [], 0
    for at in range(len(document)):
        page = document[at]
        text = page.get_textpage()
        letters += text.count_chars()
        if letters > MOST_LETTERS:
            return Content(refused="letters", pages=[])
        shown = text.get_text_range() if text.count_chars() else ""
        pages.append(Page(text=shown, scanned=_is_scanned(page, shown), on_top=_on_top(page)))
        page.close()
    return Content(refused="", pages=pages)


def _is_scanned(page: pypdfium2.PdfPage, text: str) -> bool:
    """Tell whether a page shows more than its text: all is drawn, or pictures have it."""
    letters = len("".join(text.split()))
    if not letters:
        return any(True for _ in page.get_objects())
    return letters < FEW_LETTERS and _pictured(page) >= LARGE * _area(page.get_bbox())


def _pictured(page: pypdfium2.PdfPage) -> float:
    """Sum up the areas of the pictures of a page: scanners cut it into strips."""
    pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))
    return sum(_area(each.get_bounds()) for each in pictures)


def _area(box: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = box
    return abs(right - left) * abs(top - bottom)


def _on_top(page: pypdfium2.PdfPage) -> int:
    """Count the fields that somebody filled in, and texts that somebody laid on the page."""
    notes = [raw.FPDFPage_GetAnnot(page, at) for at in range(raw.FPDFPage_GetAnnotCount(page))]
    found = sum(_is_laid_on(note) or _is_filled_in(note, page.formenv) for note in notes)
    for note in notes:
        raw.FPDFPage_CloseAnnot(note)
    return found


def _is_laid_on(note: raw.FPDF_ANNOTATION) -> bool:
    is_text = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FREETEXT
    return is_text and bool(raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0) > NOTHING)


def _is_filled_in(note: raw.FPDF_ANNOTATION, form: pypdfium2.PdfFormEnv | None) -> bool:
    if form is None or raw.FPDFAnnot_GetSubtype(note) != raw.FPDF_ANNOT_WIDGET:
        return False
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in TICKED:
        return bool(raw.FPDFAnnot_IsChecked(form, note))
    return kind in TYPED_IN and raw.FPDFAnnot_GetFormFieldValue(form, note, None, 0) > NOTHING


def draw_page(file: str, page: int) -> bytes:
    """Draw a page, counted from 1, in shades of grey."""
    drawn = pypdfium2.PdfDocument(file)[page - 1]
    width, height = drawn.get_size()
    scale = min(DOTS_PER_INCH / 72, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    bitmap = drawn.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    picture = b"".join(
        rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height)
    )
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + picture


def limit_memory() -> None:
    """Let this process take no more memory than a PDF may need, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(what: str, file: str, page: str = "0") -> None:
    """Write what was asked for to standard output."""
    limit_memory()
    answer = draw_page(file, int(page)) if what == "image" else json.dumps(read_content(file))
    sys.stdout.buffer.write(answer if isinstance(answer, bytes) else answer.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
