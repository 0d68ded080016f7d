"""Time the factsheets of a finished run on one, two and three workers of a cluster on this machine.

Run by hand in the folder of an evaluation that has been run: `python benchmarks/cluster.py
[notebooks]`. Bodies are taken again from the first where there are not so many. Nothing is
published. Prints seconds and ratios: the same notebooks here, one after another and as many at once
as there are cores; on workers that see the folder; on workers that are sent all through a store.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import cycle, islice
from pathlib import Path

from evaltools.evaluation import Cluster, Running, read_evaluation
from evaltools.running import Step, plan
from evaltools.running.attempts import Attempt, attempt
from evaltools.running.cluster.workers import Workers, open_cluster
from evaltools.running.ground import own_folder
from evaltools.running.kernels import Kernels
from evaltools.running.scheduler import Workplace

CORES = os.cpu_count() or 1


class Here:
    """Works steps off on this machine."""

    def __init__(self, root: Path, kernels: Kernels, at_once: int) -> None:
        self.at_once, self._root, self._kernels = at_once, root, kernels

    @contextmanager
    def attempt(self, step: Step) -> Iterator[Attempt]:
        """Execute a step in a folder of its own."""
        with own_folder(step, root=self._root) as folder:
            yield attempt(step, root=self._root, folder=folder, kernels=self._kernels)

    def stop(self) -> None:
        """End what is under way."""
        self._kernels.stop()


@contextmanager
def here(root: Path, at_once: int) -> Iterator[Here]:
    """Open this machine."""
    with Kernels() as kernels:
        yield Here(root, kernels, at_once)


def workers(
    root: Path, number: int, *, store: str | None = None
) -> AbstractContextManager[Workers]:
    """Open workers of one notebook at a time."""
    cluster = Cluster(kind="local", workers=number, store=store)
    return open_cluster(cluster, root=root, running=Running(), threads=1)


def seconds_of(place: Workplace, steps: list[Step], number: int) -> float:
    """Execute one notebook per worker, so that all are warm, then time the rest; none may fail."""

    def execute(step: Step) -> None:
        with place.attempt(step) as made:
            if made.error:
                raise made.error

    with ThreadPoolExecutor(place.at_once) as pool:
        list(pool.map(execute, steps[:number]))
        began = time.perf_counter()
        list(pool.map(execute, steps))
        return time.perf_counter() - began


def main(wanted: int) -> None:
    """Print what each way takes."""
    evaluation = read_evaluation()
    root = evaluation.root
    found = [step for step in plan(evaluation) if step.notebook.stem == "08_body_factsheet"]
    steps = list(islice(cycle(found), wanted))
    with tempfile.TemporaryDirectory() as folder:
        ways = {
            "here, one after another": (here(root, 1), 1),
            f"here, {CORES} at once": (here(root, CORES), CORES),
            "1 worker": (workers(root, 1), 1),
            "2 workers": (workers(root, 2), 2),
            "3 workers": (workers(root, 3), 3),
            "2 workers, through a store": (workers(root, 2, store=Path(folder).as_uri()), 2),
        }
        print(f"{wanted} notebooks on {CORES} cores, s, notebooks a minute, ratio to the first")
        first = None
        for name, (opened, number) in ways.items():
            began = time.perf_counter()
            with opened as place:
                ready = time.perf_counter() - began
                seconds = seconds_of(place, steps, number)
            first = first or seconds
            print(f"{name:<28} {seconds:6.1f} {60 * wanted / seconds:6.0f} {first / seconds:5.2f}"
                  f"  opened in {ready:.1f} s", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
