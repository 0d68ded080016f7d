"""Putting the factsheets beside the report, with an index, once the release gate has passed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from evaltools.declarations import LANGUAGES
from evaltools.disclosure import Release
from evaltools.errors import Fault, ReportError
from evaltools.evaluation import Evaluation
from evaltools.programme import Organisation, read_organisation
from evaltools.report.factsheets.building import SHEETS
from evaltools.report.factsheets.index import render_index
from evaltools.report.factsheets.record import stale_bodies, stale_sheets
from evaltools.report.publishing import publish, read_released

STEP = "08_body_factsheet"
NAMED = re.compile(rf"(?!rapport\.)[A-Za-z0-9][A-Za-z0-9._-]*\.({'|'.join(LANGUAGES)})\.(html|pdf)")
"""Names of sheets and indexes; a report that stands beside them is none."""


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
        The files written. Sheets of an earlier set that this one does not have are taken away.

    Raises
    ------
    DisclosureError
        If the results are not those that were checked.
    ReportError
        For every body whose sheet is missing, was changed, or was made from results, text or
        programme that have changed since. Nothing is published then.
    """
    artefacts = read_released(results, release=release)
    organisation = read_organisation(evaluation.path(evaluation.programme))
    sheets = _sheets(evaluation, organisation, results)
    if faults := _stale_faults(evaluation, sheets, results):
        raise ReportError(faults)
    published = {path.name: path.read_bytes() for paths in sheets.values() for path in paths}
    synthetic = artefacts.is_synthetic([*artefacts.tables, *artefacts.figures])
    for language in evaluation.languages:
        published[f"index.{language}.html"] = render_index(
            evaluation, organisation=organisation, language=language, synthetic=synthetic
        )
    return publish(published, out, named=NAMED)


def _sheets(
    evaluation: Evaluation, organisation: Organisation, results: Path
) -> dict[str, list[Path]]:
    """Name the files of each body, in the folder in which they should stand."""
    bodies = organisation.bodies_on(evaluation.day_of_bodies)
    names = [
        f"{language}.{suffix}" for language in evaluation.languages for suffix in ("html", "pdf")
    ]
    return {
        body.id: [_folder(results, body.id) / f"{body.id}.{name}" for name in names]
        for body in bodies
    }


def _folder(results: Path, body: str) -> Path:
    return results / f"{STEP}-{body}" / SHEETS


def _stale_faults(
    evaluation: Evaluation, sheets: Mapping[str, list[Path]], results: Path
) -> list[Fault]:
    of_sheets = [
        fault
        for body, paths in sheets.items()
        for fault in stale_sheets(
            evaluation, body=body, sheets=paths, folder=_folder(results, body)
        )
    ]
    return stale_bodies(evaluation) + of_sheets
