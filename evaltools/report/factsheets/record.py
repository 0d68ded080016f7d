"""What a factsheet was made from: the fingerprints that stand beside it until it is published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.manuscript import factsheet_file
from evaltools.provenance import fingerprint, write_atomically
from evaltools.synthesis import USED

RECORD = "SHA256SUMS"
"""File in the form of `sha256sum`, with paths from the folder of evaluation.yml."""


def made_from(evaluation: Evaluation) -> list[Path]:
    """Return the files that every factsheet is made from.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    list of pathlib.Path
        The published results, the text in every language, programme and organisation.
    """
    results = evaluation.report_folder / "results"
    published = [path for each in USED for path in sorted(results.glob(f"*/{each}.*"))]
    manuscript = evaluation.root / "reports" / "manuscript"
    texts = [factsheet_file(manuscript, each) for each in evaluation.languages]
    folder = evaluation.path(evaluation.programme)
    return [*published, *texts, folder / "programme.yml", folder / "organisation.yml"]


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
    lines = _lines(evaluation, [*sheets, *made_from(evaluation)])
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
    found = _lines(evaluation, [*sheets, *made_from(evaluation)])
    changed = sorted({line.split("  ", 1)[-1] for line in {*recorded} ^ {*found}})
    if not changed:
        return []
    more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
    problem = f"{', '.join(changed[:NAMED])}{more} changed after the factsheet was made."
    return [Fault(str(folder), problem, _AGAIN)]


NAMED = 3
_AGAIN = "Run notebook 8 again for this body, or `evaltools run`."


def _lines(evaluation: Evaluation, paths: Iterable[Path]) -> list[str]:
    return [
        f"{fingerprint(path)}  {path.relative_to(evaluation.root).as_posix()}"
        for path in paths
        if path.is_file()
    ]
