"""Tables of the document: one head row, no merged cells, first cells that head their rows."""

from __future__ import annotations

from collections.abc import Callable

from evaltools.artefacts import ColumnMetadata, TableArtefact, is_number
from evaltools.declarations import Language
from evaltools.report.docx.layouts import Layout
from evaltools.report.docx.markup import (
    Content,
    Element,
    Look,
    line_break,
    paragraph,
    run,
    w,
)
from evaltools.report.office import printable

KEPT = 2
"""So many rows at either end of a high table stay with what stands above or below."""
FIRST_ROW, FIRST_COLUMN, NO_BANDS = 0x0020, 0x0080, 0x0600

Cite = Callable[[str], Content]


def table(
    it: TableArtefact, layout: Layout, *, language: Language, source: str, cite: Cite
) -> Element:
    """Make a table.

    Parameters
    ----------
    it : TableArtefact
        The table.
    layout : Layout
        How it stands.
    language : {"sv", "en"}
        The language.
    source : str
        What stands below it.
    cite : callable
        Makes the content of a cell that cites figures and tables.

    Returns
    -------
    Element
        The table.
    """
    last = len(layout.rows) - KEPT
    rows = [
        _row(cells, it, layout, language=language, cite=cite,
             kept=layout.is_low or place < KEPT or place >= last)
        for place, cells in enumerate(layout.rows)
    ]  # fmt: skip
    return w(
        "tbl",
        _properties(it, layout, title=it.metadata.caption[language], source=source),
        w("tblGrid", [w("gridCol", w=each) for each in layout.widths]),
        _head(it, layout, language=language),
        rows,
    )


def _properties(it: TableArtefact, layout: Layout, *, title: str, source: str) -> Element:
    heads = it.metadata.row_headers > 0
    look = FIRST_ROW | NO_BANDS | (FIRST_COLUMN if heads else 0)
    return w(
        "tblPr",
        w("tblStyle", val="ReportTable"),
        w("tblW", w=sum(layout.widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val=f"{look:04X}", firstRow=1, lastRow=0, firstColumn=int(heads),
          lastColumn=0, noHBand=1, noVBand=1),
        w("tblCaption", val=printable(title)),
        w("tblDescription", val=printable(source)),
    )  # fmt: skip


def _head(it: TableArtefact, layout: Layout, *, language: Language) -> Element:
    cells = [
        _cell(run(column.label[language]), style=_style(column, "Head", layout), width=width,
              kept=True)
        for column, width in zip(it.metadata.columns, layout.widths, strict=True)
    ]  # fmt: skip
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), cells)


def _row(
    cells: list[str], it: TableArtefact, layout: Layout, *, language: Language, cite: Cite,
    kept: bool,
) -> Element:  # fmt: skip
    """Make a row; one that is kept stays with what follows, the next row or the source."""
    made = [
        _cell(_content(text, column, language, cite), style=_style(column, "", layout),
              width=width, kept=kept)
        for text, column, width in zip(cells, it.metadata.columns, layout.widths, strict=True)
    ]  # fmt: skip
    return w("tr", w("trPr", w("cantSplit")), made)


def _cell(content: Content, *, style: str, width: int, kept: bool) -> Element:
    properties = [w("keepNext")] if kept else []
    told = w("tcPr", w("tcW", w=width, type="dxa"))
    return w("tc", told, paragraph(style, content, properties=properties))


def _style(column: ColumnMetadata, kind: str, layout: Layout) -> str:
    if is_number(column.format):
        return f"TableNumber{kind}{layout.size}"
    text = "Code" if column.format == "code" else "Text"
    return f"Table{kind or text}{layout.size}"


def _content(text: str, column: ColumnMetadata, language: Language, cite: Cite) -> Content:
    """Make what stands in a cell; several file names stand below each other."""
    if column.format == "cites":
        return cite(text)
    spoken = column.language if column.language != language else None
    look = Look(language=spoken)
    if column.format != "code":
        return run(text, look)
    first, *others = text.split("; ")
    return [run(first, look), *([line_break(), run(each, look)] for each in others)]
