"""Building the report: everything is checked before the first file is written."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from evaltools.artefacts import Artefacts
from evaltools.declarations import LANGUAGES, Language
from evaltools.disclosure import Release, write_told
from evaltools.errors import ReportError
from evaltools.evaluation import Evaluation
from evaltools.manuscript import (
    Book,
    apply_exceptions,
    check_manuscript,
    find_unsupported,
    read_book,
    read_exceptions,
    show_what_there_is,
    with_exceptions,
)
from evaltools.report.docx import render_docx
from evaltools.report.html import render_html
from evaltools.report.look import recolour
from evaltools.report.pdf import render_pdf
from evaltools.report.publishing import publish, read_released
from evaltools.report.xlsx import render_xlsx

RENDERERS = {"html": render_html, "pdf": render_pdf, "docx": render_docx, "xlsx": render_xlsx}
NAMED = re.compile(rf"rapport\.({'|'.join(LANGUAGES)})\.({'|'.join(RENDERERS)})")


def build_report(
    evaluation: Evaluation, *, release: Release, manuscript: Path, results: Path, out: Path
) -> list[Path]:
    """Build the report in every language as HTML, PDF, DOCX and XLSX.

    Parameters
    ----------
    evaluation : Evaluation
        Languages, and what stands on the cover.
    release : Release
        What the release gate let through.
    manuscript : pathlib.Path
        The text, one folder per language.
    results : pathlib.Path
        The artefacts, one folder per step.
    out : pathlib.Path
        Where rapport.<language>.html, .pdf, .docx and .xlsx go, and told.json: what they tell,
        for the ledger of releases.

    Returns
    -------
    list of pathlib.Path
        The files written; the same content gives the same bytes. Those of an earlier report that
        this one does not have are taken away.

    Raises
    ------
    DisclosureError
        If the artefacts are not those that were checked.
    ReportError
        For every artefact that is incomplete, for everything in the text that is unknown,
        untranslated or leads nowhere, and for what the fonts cannot show. Nothing is written
        then.
    """
    artefacts = read_released(results, release=release)
    faults = check_manuscript(manuscript, languages=evaluation.languages, artefacts=artefacts)
    if faults:
        raise ReportError(faults)
    rendered = {"told.json": write_told(artefacts.told())}
    coloured = recolour(artefacts, accent=evaluation.report.accent)
    render = partial(_render, evaluation, manuscript=manuscript, artefacts=coloured)
    with ThreadPoolExecutor() as languages:  # most of the time Typst works, in its own process
        for made in languages.map(render, evaluation.languages):
            rendered |= made
    return publish(rendered, out, named=NAMED)


def _render(
    evaluation: Evaluation, language: Language, *, manuscript: Path, artefacts: Artefacts
) -> dict[str, bytes]:
    """Render the report in one language in every format."""
    book, shown = _with_exceptions(manuscript, language, artefacts)
    return {
        f"rapport.{language}.{suffix}": render(book, artefacts=shown, evaluation=evaluation)
        for suffix, render in RENDERERS.items()
    }


def _with_exceptions(
    manuscript: Path, language: Language, artefacts: Artefacts
) -> tuple[Book, Artefacts]:
    """Read the text, and print what an evaluator has signed at its end."""
    text = read_book(manuscript, language=language)
    book = show_what_there_is(text, saved=artefacts, manuscript=manuscript)
    signed = read_exceptions(manuscript)
    unsupported = list(find_unsupported(book, artefacts=artefacts)) if signed else []
    excepted = apply_exceptions(book, unsupported=unsupported, exceptions=signed)
    return with_exceptions(book, artefacts=artefacts, excepted=excepted)
