"""Putting the factsheets beside the report, with an index, once the release gate has passed."""

from __future__ import annotations

from pathlib import Path

from evaltools.artefacts import read_artefacts
from evaltools.disclosure import Release
from evaltools.errors import DisclosureError, Fault, ReportError
from evaltools.evaluation import Evaluation
from evaltools.programme import Organisation, read_organisation
from evaltools.provenance import write_atomically
from evaltools.report.factsheets.building import SHEETS
from evaltools.report.factsheets.index import render_index
from evaltools.report.factsheets.record import stale_faults

STEP = "08_body_factsheet"


def publish_factsheets(
    evaluation: Evaluation, *, release: Release, results: Path, out: Path
) -> list[Path]:
    """Publish the factsheets of all bodies, and an index in every language that finds them.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation; the bodies are those that existed on the day of its current wave.
    release : Release
        What the release gate let through.
    results : pathlib.Path
        The results, with one folder per body.
    out : pathlib.Path
        Where the sheets go, with index.<language>.html.

    Returns
    -------
    list of pathlib.Path
        The files written.

    Raises
    ------
    DisclosureError
        If the results are not those that were checked.
    ReportError
        For every body whose sheet is missing, was changed, or was made from results, text or
        programme that have changed since. Nothing is published then.
    """
    artefacts = read_artefacts(results)
    if not release.covers(artefacts.told()):
        problem = "the results are not those that the release gate has checked."
        raise DisclosureError(Fault(str(results), problem, "Run the notebook from the top."))
    organisation = read_organisation(evaluation.path(evaluation.programme))
    sheets = _sheets(evaluation, organisation, results)
    faults = [
        fault
        for folder, paths in sheets.items()
        for fault in stale_faults(evaluation, sheets=paths, folder=folder)
    ]
    if faults:
        raise ReportError(faults)
    published = {path.name: path.read_bytes() for paths in sheets.values() for path in paths}
    synthetic = artefacts.is_synthetic([*artefacts.tables, *artefacts.figures])
    for language in evaluation.languages:
        published[f"index.{language}.html"] = render_index(
            evaluation, organisation=organisation, language=language, synthetic=synthetic
        )
    for name, content in published.items():
        write_atomically(out / name, content)
    return [out / name for name in published]


def _sheets(
    evaluation: Evaluation, organisation: Organisation, results: Path
) -> dict[Path, list[Path]]:
    """Name the files of each body by the folder in which they should stand."""
    bodies = organisation.bodies_on(evaluation.waves[evaluation.current_wave].date)
    names = [
        f"{language}.{suffix}" for language in evaluation.languages for suffix in ("html", "pdf")
    ]
    folders = {body.id: results / f"{STEP}-{body.id}" / SHEETS for body in bodies}
    return {
        folder: [folder / f"{body}.{name}" for name in names] for body, folder in folders.items()
    }
