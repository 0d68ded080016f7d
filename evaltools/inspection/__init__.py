"""Finished files, looked at as a screen reader, a printer and an auditor would.

It takes files as they are, whoever made or edited them, and knows nothing of how they came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from evaltools.errors import Fault
from evaltools.inspection.package import read_file
from evaltools.inspection.page import look_at_page
from evaltools.inspection.portable import look_at_pdf
from evaltools.inspection.rules import find_faults
from evaltools.inspection.sight import Sight
from evaltools.inspection.word import look_at_document
from evaltools.inspection.workbook import look_at_workbook
from evaltools.provenance import PAGE

__all__ = [
    "SUFFIXES",
    "find_reports",
    "inspect_file",
    "is_declared_synthetic",
]

SYNTHETIC = re.compile(r'"synthetic":\s*true')
SUFFIXES = (".html", ".pdf", ".docx", ".xlsx")


def inspect_file(path: Path, *, synthetic: bool = False) -> list[Fault]:
    """Look at a finished file.

    Parameters
    ----------
    path : pathlib.Path
        An HTML, PDF, DOCX or XLSX file.
    synthetic : bool, optional
        Whether it is declared to hold synthetic data. A file that calls any of its data
        synthetic is held to it too.

    Returns
    -------
    list of Fault
        What is wrong, each with file and page, heading, table or figure, and what to do.

    Raises
    ------
    DataError
        If the file cannot be opened as what it calls itself, or would do harm.
    """
    return find_faults(_look(path), name=path.name, synthetic=synthetic)


def _look(path: Path) -> Sight:
    match path.suffix.lower():
        case ".html":
            return look_at_page(read_file(path), place=path.name)
        case ".pdf":
            return look_at_pdf(read_file(path), place=path.name)
        case ".docx":
            return look_at_document(path)
        case _:
            return look_at_workbook(path)


def find_reports(paths: Iterable[Path]) -> list[Path]:
    """Find the finished files among files and in folders.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Files and folders.

    Returns
    -------
    list of pathlib.Path
        HTML, PDF, DOCX and XLSX files, those in a folder in order of their names, but for the
        page of a run, which is not handed out.
    """
    return [
        file
        for path in paths
        for file in ([path] if not path.is_dir() else sorted(path.rglob("*")))
        if file.suffix.lower() in SUFFIXES and file.is_file()
        if file == path or file.name != PAGE
    ]


def is_declared_synthetic(path: Path) -> bool:
    """Tell whether results that lie beside a report are declared synthetic.

    Parameters
    ----------
    path : pathlib.Path
        The report; the results of its run lie in `results/` beside it or above.

    Returns
    -------
    bool
        False also where there are no results, as beside a copy that was handed out.
    """
    folders = [parent / "results" for parent in list(path.resolve().parents)[:2]]
    results = (file for folder in folders for file in folder.glob("[!.]*/*.json"))
    return any(SYNTHETIC.search(file.read_text(encoding="utf-8")) for file in results)
