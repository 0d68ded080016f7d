"""Building the factsheet of one body from what notebook 7b has gathered of it."""

from __future__ import annotations

from pathlib import Path

from evaltools.artefacts import Artefacts, read_artefacts
from evaltools.declarations import Language
from evaltools.errors import DisclosureError, Fault, ReportError
from evaltools.evaluation import Evaluation
from evaltools.manuscript import check_factsheet, read_factsheet
from evaltools.provenance import write_atomically
from evaltools.report.factsheets.html import render_sheet_html
from evaltools.report.factsheets.pdf import render_sheet_pdf
from evaltools.report.factsheets.record import write_record
from evaltools.report.factsheets.sheet import Sheet
from evaltools.report.look import recolour
from evaltools.synthesis import gathered_folder, read_body

SHEETS = "sheet"
"""Folder beside the gathered artefacts in which sheets wait to be published."""


def build_factsheet(evaluation: Evaluation, *, body: str, folder: Path) -> list[Path]:
    """Build the factsheet of a body in every language as HTML and PDF.

    It is not published yet: notebook 9 does that when the release gate has passed.

    Parameters
    ----------
    evaluation : Evaluation
        Languages, and what stands on the cover of the report.
    body : str
        Id of the body.
    folder : pathlib.Path
        The step's folder of results, in which a folder holds the figures of the sheet.

    Returns
    -------
    list of pathlib.Path
        `<body>.<language>.html` and `<body>.<language>.pdf` in the folder `sheet`; the same
        content gives the same bytes. Their record stands beside them.

    Raises
    ------
    DisclosureError
        If an artefact tells numbers that no published table tells.
    ConfigurationError
        If there is no such body.
    ReportError
        For everything in the text that is unknown, untranslated, leads nowhere or says more than
        the numbers carry, and for a sheet that does not fit on one page. Nothing is written then.
    """
    manuscript = evaluation.root / "reports" / "manuscript"
    artefacts = _read(evaluation, body, folder)
    _check_retells(artefacts, place=gathered_folder(evaluation, body=body))
    faults = check_factsheet(manuscript, languages=evaluation.languages, artefacts=artefacts)
    if faults:
        raise ReportError(faults)
    rendered = {
        folder / SHEETS / name: content
        for language in evaluation.languages
        for name, content in _render(evaluation, body, manuscript, language, artefacts).items()
    }
    for path, content in rendered.items():
        write_atomically(path, content)
    write_record(evaluation, body=body, sheets=rendered, folder=folder / SHEETS)
    return list(rendered)


def _read(evaluation: Evaluation, body: str, folder: Path) -> Artefacts:
    """Read what was gathered of a body, and what was drawn of that."""
    gathered, drawn = read_body(evaluation, body=body), read_artefacts(folder)
    both = Artefacts(gathered.tables, drawn.figures, gathered.values)
    return recolour(both, accent=evaluation.report.accent)


def _check_retells(artefacts: Artefacts, *, place: Path) -> None:
    """Refuse numbers that are told for the first time: the release gate never sees a sheet."""
    new = [name for name, claims in artefacts.told().items() if claims.claims]
    if new:
        problem = f"{', '.join(new)} tell numbers that no published table tells."
        remedy = "Publish them by an earlier notebook, and let the sheet retell them."
        raise DisclosureError(Fault(str(place), problem, remedy))


def _render(
    evaluation: Evaluation,
    body: str,
    manuscript: Path,
    language: Language,
    artefacts: Artefacts,
) -> dict[str, bytes]:
    book = read_factsheet(manuscript, language=language)
    sheet = Sheet(body, book, artefacts, evaluation)
    pdf, points = render_sheet_pdf(sheet)
    html = render_sheet_html(sheet, points=points)
    return {f"{body}.{language}.html": html, f"{body}.{language}.pdf": pdf}
