"""Time the factsheets of a finished run: gathering, drawing, HTML and PDF in every language.

Run by hand in the folder of an evaluation that has been run: `python benchmarks/factsheets.py
[bodies]`. Bodies are taken again from the first where there are not so many. Works in a copy and
prints seconds of the clock and of the processor, bytes and memory; beside them what the notebooks
took with their kernels.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from evaltools.artefacts import read_artefacts
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.figures import draw_beside
from evaltools.programme import read_organisation, read_programme
from evaltools.provenance import CRATE
from evaltools.report.factsheets import build_factsheet
from evaltools.synthesis import gather_bodies, publish_marks, read_body, save_bodies

COPIED = ("evaluation.yml", "programme", "reports")


def copy_of(evaluation: Evaluation, folder: Path) -> Evaluation:
    """Copy what factsheets are made from."""
    for part in COPIED:
        source = evaluation.root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return read_evaluation(folder / "evaluation.yml")


def gather(evaluation: Evaluation) -> None:
    """Gather what is published of every body, as notebook 7b does."""
    folder = evaluation.path(evaluation.programme)
    published = read_artefacts(evaluation.report_folder / "results")
    bodies = gather_bodies(
        published,
        programme=read_programme(folder),
        organisation=read_organisation(folder),
        day=evaluation.day_of_bodies,
        waves=tuple((wave, evaluation.waves[wave].date) for wave in evaluation.told_waves),
    )
    place = evaluation.results_folder("07b_bodies")
    save_bodies(bodies, artefacts=published, folder=place, producer="07b_bodies")


def build(evaluation: Evaluation, bodies: list[str]) -> int:
    """Build all sheets from what was gathered and drawn; tell how many bytes they are."""
    made = [
        path
        for body in bodies
        for path in build_factsheet(
            evaluation,
            body=body,
            folder=evaluation.results_folder(f"08_body_factsheet-{body}"),
        )
    ]
    return sum(path.stat().st_size for path in made)


def draw(evaluation: Evaluation, bodies: list[str]) -> None:
    """Draw the figure of every sheet."""
    for body in bodies:
        draw_beside(*publish_marks(read_body(evaluation, body=body)), row="measure")


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Print how long some work took, by the clock and on the processor."""
    start, busy = time.perf_counter(), time.process_time()
    done = work()
    wall, cpu = time.perf_counter() - start, time.process_time() - busy
    print(f"{what} in {wall:.1f} s, {cpu:.1f} s on the processor")
    return done


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
        day = copied.day_of_bodies
        known = read_organisation(copied.path(copied.programme)).bodies_on(day)
        bodies = [body.id for body in islice(cycle(known), wanted)]
        files = 2 * wanted * len(evaluation.languages)
        timed(f"{len(known)} bodies gathered", lambda: gather(copied))
        timed(f"{wanted} figures drawn", lambda: draw(copied, bodies))
        size = timed(f"{files} files of {wanted} bodies built", lambda: build(copied, bodies))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size / files / 1024:.0f} KiB a file; {memory:.0f} MiB")
    own = time_notebooks(evaluation)
    print(f"{len(own)} notebooks with their kernels took {sum(own):.0f} s in the last run")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 26)
