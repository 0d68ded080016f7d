"""How tables fit on pages: the page, the size of letters, the widths of columns."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.artefacts import TableArtefact
from evaltools.manuscript import Book
from evaltools.report.docx.pages import Page
from evaltools.report.printed import printed_cells
from evaltools.report.widths import LARGE, MANY_LINES, lay_out

WIDER = 1.14
"""How wide the letters of Arial are beside those of Source Sans 3."""
TWIPS = 20
"""Twips of a point."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands.

    Attributes
    ----------
    page : Page
        The page, across where many columns or long words need it.
    size : {"", "Small"}
        How large its letters are.
    widths : list of int
        Width of each column in twips.
    is_low : bool
        Whether it is so low that it is not broken over pages.
    rows : list of list of str
        The cells.
    """

    page: Page
    size: str
    widths: list[int]
    is_low: bool
    rows: list[list[str]]


def lay_out_table(it: TableArtefact, *, book: Book) -> Layout:
    """Find out how a table stands on its page.

    Parameters
    ----------
    it : TableArtefact
        The table.
    book : Book
        The manuscript, which says what the figures and tables are called that cells cite.

    Returns
    -------
    Layout
        The layout.
    """
    columns = it.metadata.columns
    head = [each.label[book.language] for each in columns]
    laid = lay_out(columns, rows=[head, *printed_cells(it, book)], letters=WIDER)
    page = Page.ACROSS if laid.across else Page.UPRIGHT
    size = "" if laid.size == LARGE else "Small"
    widths = [int(TWIPS * each) for each in laid.widths]
    return Layout(page, size, widths, laid.lines < MANY_LINES, it.cells(book.language))
