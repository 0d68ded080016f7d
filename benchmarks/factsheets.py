"""Time the factsheets of a finished run: HTML and PDF in every language, and all of notebook 8.

Run by hand in the folder of an evaluation that has been run: `python benchmarks/factsheets.py
[bodies]`. Bodies are taken again from the first where there are not so many. Works in a copy and
prints seconds, bytes and memory; beside them what the notebooks took with their kernels.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path

from evaltools.artefacts import read_artefacts
from evaltools.declarations import Text
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.figures import draw_beside
from evaltools.programme import Body, read_organisation
from evaltools.provenance import CRATE
from evaltools.report.factsheets import build_factsheet
from evaltools.synthesis import gather_marks

COPIED = ("evaluation.yml", "programme", "reports")
NAMES = {name: Text(sv=name, en=name) for name in ("own", "all", "before")}


def copy_of(evaluation: Evaluation, folder: Path) -> Evaluation:
    """Copy what factsheets are made from."""
    for part in COPIED:
        source = evaluation.root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return read_evaluation(folder / "evaluation.yml")


def time_building(evaluation: Evaluation, bodies: list[Body]) -> tuple[float, int]:
    """Build all sheets from what notebook 8 has gathered; tell seconds and bytes."""
    start, size = time.perf_counter(), 0
    for body in bodies:
        folder = evaluation.results_folder(f"08_body_factsheet-{body.id}")
        made = build_factsheet(evaluation, body=body, folder=folder)
        size += sum(path.stat().st_size for path in made)
    return time.perf_counter() - start, size


def time_figures(evaluation: Evaluation, bodies: list[Body]) -> float:
    """Draw the figure of every sheet."""
    artefacts = read_artefacts(evaluation.report_folder / "results")
    start = time.perf_counter()
    for body in bodies:
        draw_beside(gather_marks(artefacts, body=body.id), row="measure", names=NAMES)
    return time.perf_counter() - start


def time_notebooks(evaluation: Evaluation) -> list[float]:
    """List the seconds of each notebook 8 as the manifest of the last run tells them."""
    graph = json.loads((evaluation.report_folder / CRATE).read_bytes())["@graph"]
    actions = [each for each in graph if each["@type"] == "CreateAction"]
    return [
        (
            datetime.fromisoformat(each["endTime"]) - datetime.fromisoformat(each["startTime"])
        ).total_seconds()
        for each in actions
        if each["name"].startswith("08_body_factsheet")
    ]


def main(wanted: int) -> None:
    """Print what the sheets take."""
    evaluation = read_evaluation()
    with tempfile.TemporaryDirectory() as name:
        copied = copy_of(evaluation, Path(name))
        organisation = read_organisation(copied.path(copied.programme))
        day = copied.waves[copied.current_wave].date
        bodies = list(islice(cycle(organisation.bodies_on(day)), wanted))
        seconds, size = time_building(copied, bodies)
        drawn = time_figures(copied, bodies)
    files = 2 * wanted * len(evaluation.languages)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{files} files of {wanted} bodies built in {seconds:.1f} s, {size / files / 1024:.0f} KiB"
    )
    print(f"figures drawn in {drawn:.1f} s; {memory:.0f} MiB")
    own = time_notebooks(evaluation)
    print(f"{len(own)} notebooks with their kernels took {sum(own):.0f} s in the last run")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 26)
