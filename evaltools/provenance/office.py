"""Office files that tell no day, time or place: the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

PACKED = datetime(2020, 1, 15, tzinfo=UTC)
"""The day that workbooks say they were made on."""


def pack_workbook(book: Workbook) -> bytes:
    """Save a workbook so that the same content gives the same bytes.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook; its date of creation is changed.

    Returns
    -------
    bytes
        An .xlsx file that tells no day, time or place.
    """
    book.properties.created = PACKED
    saved = io.BytesIO()
    book.save(saved)
    return without_times(saved.getvalue())


def without_times(package: bytes, *, changed: datetime = PACKED) -> bytes:
    """Write an Office file so that the same content gives the same bytes.

    Parameters
    ----------
    package : bytes
        A file such as .xlsx or .docx.
    changed : datetime.datetime, optional
        When it says that it was last changed.

    Returns
    -------
    bytes
        The same with one fixed day as that of its parts, and `changed` of its last change.
    """
    fixed = io.BytesIO()
    told = f"{changed:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=PACKED.timetuple()[:6])
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + told,
                             source.read(name))  # fmt: skip
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
