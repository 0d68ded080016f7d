"""The tags of a PDF that Typst does not give it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf


def tag_row_headers(content: bytes, row_headers: list[int]) -> bytes:
    """Tag the first cells of each row as heads of rows, which Typst tags as data.

    Parameters
    ----------
    content : bytes
        The PDF.
    row_headers : list of int
        For each table in order how many cells of a row head it.

    Returns
    -------
    bytes
        The PDF; the same content gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tables = _tagged(pdf.Root.StructTreeRoot, "/Table")
        for table, count in zip(tables, row_headers, strict=True):
            for cell in _row_header_cells(table, count):
                cell.S = pikepdf.Name.TH
                cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        tagged = io.BytesIO()
        pdf.save(tagged, deterministic_id=True)
    return tagged.getvalue()


def _row_header_cells(table: pikepdf.Object, count: int) -> Iterator[pikepdf.Object]:
    for body in _tagged(table, "/TBody"):
        for row in _tagged(body, "/TR"):
            yield from list(_kids(row))[:count]


def _kids(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _tagged(node: pikepdf.Object, tag: str) -> Iterator[pikepdf.Object]:
    for kid in _kids(node):
        if kid["/S"] == tag:
            yield kid
        else:
            yield from _tagged(kid, tag)
