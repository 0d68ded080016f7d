"""What factsheets were made from: the fingerprints that stand beside them until they are published.

There are two records, so that what concerns one body alone makes no other body's sheet stale:
one of what was gathered of all bodies, and one of each sheet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.manuscript import factsheet_file
from evaltools.provenance import fingerprint, write_atomically
from evaltools.synthesis import GATHERED, USED, gathered_folder

RECORD = "SHA256SUMS"
"""File in the form of `sha256sum`, with paths from the folder of evaluation.yml. What is used of
evaluation.yml itself has a line that `sha256sum` takes as a comment."""
DECLARED = ("programme.yml", "organisation.yml", "indicators.yml")
"""Files of the programme that are told of."""
NAMED = 3
"""How many files that changed are named."""


def record_bodies(evaluation: Evaluation) -> Path:
    """Write down what was gathered of all bodies, and from what.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, of which notebook 7b has saved what it gathered.

    Returns
    -------
    pathlib.Path
        The record: the files of every body; the published results, programme, organisation and
        indicators that they were gathered from; and the waves.
    """
    return _write(evaluation.results_folder(GATHERED), _of_bodies(evaluation))


def write_record(
    evaluation: Evaluation, *, body: str, sheets: Iterable[Path], folder: Path
) -> None:
    """Write down what sheets were made from, and what they are.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    body : str
        Id of the body.
    sheets : iterable of pathlib.Path
        Its files.
    folder : pathlib.Path
        The folder in which they stand.
    """
    _write(folder, _of_sheets(evaluation, body, sheets))


def stale_bodies(evaluation: Evaluation) -> list[Fault]:
    """Tell if what was gathered is not what it was, or was gathered from something else.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    list of Fault
        One where anything differs, with the files that do.
    """
    folder = evaluation.results_folder(GATHERED)
    if not (folder / RECORD).is_file():
        return [Fault(str(folder), "nothing is gathered of the bodies.", _GATHER)]
    changed = _changed(folder, _of_bodies(evaluation))
    problem = f"{changed} changed after it was gathered."
    return [Fault(str(folder), problem, _GATHER)] if changed else []


def stale_sheets(
    evaluation: Evaluation, *, body: str, sheets: Iterable[Path], folder: Path
) -> list[Fault]:
    """Tell of sheets that are not what they were, or were made from something else.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    body : str
        Id of the body.
    sheets : iterable of pathlib.Path
        Its files that are to be published.
    folder : pathlib.Path
        The folder in which they stand, with their record.

    Returns
    -------
    list of Fault
        One where anything differs, with the files that do.
    """
    if not (folder / RECORD).is_file():
        return [Fault(str(folder), "there is no finished factsheet.", _AGAIN)]
    changed = _changed(folder, _of_sheets(evaluation, body, sheets))
    problem = f"{changed} changed after the factsheet was made."
    return [Fault(str(folder), problem, _AGAIN)] if changed else []


_GATHER = "Run notebook 7b again, and notebook 8 for each body, or `evaltools run`."
_AGAIN = "Run notebook 8 again for this body, or `evaltools run`."


def _of_bodies(evaluation: Evaluation) -> list[str]:
    """Write a line for each file, and one for what sentences say of evaluation.yml."""
    results, folder = evaluation.report_folder / "results", evaluation.path(evaluation.programme)
    published = [path for each in USED for path in sorted(results.glob(f"[!.]*/{each}.*"))]
    gathered = sorted(evaluation.results_folder(GATHERED).glob("*/artefacts/*"))
    files = [*gathered, *published, *(folder / name for name in DECLARED)]
    used = [(wave, str(evaluation.waves[wave].date)) for wave in evaluation.told_waves]
    return [*_lines(evaluation, files), _line_of(used, "evaluation.yml (the waves)")]


def _of_sheets(evaluation: Evaluation, body: str, sheets: Iterable[Path]) -> list[str]:
    """Write a line for each file, and one for what a sheet says of evaluation.yml."""
    gathered = sorted(gathered_folder(evaluation, body=body).glob("artefacts/*"))
    manuscript = evaluation.root / "reports" / "manuscript"
    texts = [factsheet_file(manuscript, each) for each in evaluation.languages]
    cover = evaluation.report.model_dump(mode="json", exclude={"logo"})
    used = {"run": evaluation.run, "report": cover}
    settings = _line_of(used, "evaluation.yml (the report and the run)")
    return [*_lines(evaluation, [*sheets, *gathered, *texts]), settings]


def _lines(evaluation: Evaluation, files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        if path.is_file():
            yield f"{fingerprint(path)}  {path.relative_to(evaluation.root).as_posix()}"


def _line_of(settings: object, name: str) -> str:
    """Write a line with the SHA-256 of settings."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
    return f"# {digest}  {name}"


def _write(folder: Path, lines: Iterable[str]) -> Path:
    write_atomically(folder / RECORD, "".join(f"{line}\n" for line in lines).encode())
    return folder / RECORD


def _changed(folder: Path, found: Iterable[str]) -> str:
    """Name the files whose lines are not those of a record; nothing where all are."""
    recorded = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    changed = sorted({line.split("  ", 1)[-1] for line in {*recorded} ^ {*found}})
    more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
    return ", ".join(changed[:NAMED]) + more
