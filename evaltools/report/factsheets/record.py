"""What a factsheet was made from: the fingerprints that stand beside it until it is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.manuscript import factsheet_file
from evaltools.provenance import fingerprint, write_atomically
from evaltools.synthesis import USED

RECORD = "SHA256SUMS"
"""File in the form of `sha256sum`, with paths from the folder of evaluation.yml. What is used of
evaluation.yml itself has a line that `sha256sum` takes as a comment."""
DECLARED = ("programme.yml", "organisation.yml", "indicators.yml")
"""Files of the programme that a sheet tells of."""
SETTINGS = "evaluation.yml (the report, the run and the waves)"


def made_from(evaluation: Evaluation) -> list[Path]:
    """Return the files that every factsheet is made from.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    list of pathlib.Path
        The published results, the text in every language, programme, organisation and indicators.
    """
    results = evaluation.report_folder / "results"
    published = [path for each in USED for path in sorted(results.glob(f"[!.]*/{each}.*"))]
    manuscript = evaluation.root / "reports" / "manuscript"
    texts = [factsheet_file(manuscript, each) for each in evaluation.languages]
    folder = evaluation.path(evaluation.programme)
    return [*published, *texts, *(folder / name for name in DECLARED)]


def write_record(evaluation: Evaluation, *, sheets: Iterable[Path], folder: Path) -> None:
    """Write down what sheets were made from, and what they are.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    sheets : iterable of pathlib.Path
        The files of one body.
    folder : pathlib.Path
        The folder in which they stand.
    """
    lines = _lines(evaluation, sheets)
    write_atomically(folder / RECORD, "".join(f"{line}\n" for line in lines).encode())


def stale_faults(evaluation: Evaluation, *, sheets: Iterable[Path], folder: Path) -> list[Fault]:
    """Tell of sheets that are not what they were, or were made from something else.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    sheets : iterable of pathlib.Path
        The files of one body that are to be published.
    folder : pathlib.Path
        The folder in which they stand, with their record.

    Returns
    -------
    list of Fault
        One where anything differs, with the files that do.
    """
    if not (folder / RECORD).is_file():
        return [Fault(str(folder), "there is no finished factsheet.", _AGAIN)]
    recorded = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    found = _lines(evaluation, sheets)
    changed = sorted({line.split("  ", 1)[-1] for line in {*recorded} ^ {*found}})
    if not changed:
        return []
    more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
    problem = f"{', '.join(changed[:NAMED])}{more} changed after the factsheet was made."
    return [Fault(str(folder), problem, _AGAIN)]


NAMED = 3
_AGAIN = "Run notebook 8 again for this body, or `evaltools run`."


def _lines(evaluation: Evaluation, sheets: Iterable[Path]) -> list[str]:
    """Write a line for each file, and one for what a sheet says of evaluation.yml."""
    files = [path for path in (*sheets, *made_from(evaluation)) if path.is_file()]
    named = [
        f"{fingerprint(path)}  {path.relative_to(evaluation.root).as_posix()}" for path in files
    ]
    return [*named, f"# {_digest_settings(evaluation)}  {SETTINGS}"]


def _digest_settings(evaluation: Evaluation) -> str:
    """Return the SHA-256 of the settings that stand on a sheet."""
    waves = (evaluation.baseline_wave, evaluation.current_wave)
    used = {
        "run": evaluation.run,
        "report": evaluation.report.model_dump(mode="json", exclude={"logo"}),
        "waves": [(wave, str(evaluation.waves[wave].date)) for wave in waves],
    }
    return hashlib.sha256(json.dumps(used, sort_keys=True).encode()).hexdigest()
