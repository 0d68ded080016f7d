"""What a notebook made in a run, as it stands in the report."""

from __future__ import annotations

from pathlib import Path

from evaltools.artefacts import read_artefacts
from evaltools.declarations import Language
from evaltools.evaluation import Evaluation
from evaltools.report import render_results


def results_page(evaluation: Evaluation, *, notebook: str, language: Language) -> str | None:
    """Show the figures and tables that a notebook made, protected as they were saved.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, with the name of the run.
    notebook : str
        Name of the notebook.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str or None
        A page of HTML; None if the run has none of that notebook.

    Raises
    ------
    ReportError
        For every artefact of the run that is unreadable or is not what was saved.
    """
    results = evaluation.report_folder / "results"
    identifiers = [path.stem for path in _saved(results, notebook)]
    if not identifiers:
        return None
    return render_results(
        identifiers,
        artefacts=read_artefacts(results),
        language=language,
        accent=evaluation.report.accent,
    )


def _saved(results: Path, notebook: str) -> list[Path]:
    """List the figures and tables in the order in which they were saved."""
    folders = [*results.glob(notebook), *results.glob(f"{notebook}-*")]
    files = [file for folder in folders for file in folder.glob("[ft]*-*.json")]
    return sorted(files, key=lambda file: file.stat().st_mtime_ns)
