"""Time notebooks of a finished run in our kernels beside plain papermill, in one sitting.

Run by hand in the folder of an evaluation that has been run: `python benchmarks/running.py
[snakemake]`. Works in copies. Prints seconds and ratios: one notebook, all factsheets one after
another against several at once, what a notebook takes beyond its cells' own time, the whole
evaluation from nothing and unchanged. With the path of a snakemake the factsheets are timed there
too, each job a plain papermill.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import papermill
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.running import Step, ThisMachine, plan, run
from evaltools.running.ground import lay_out, own_folder
from evaltools.running.kernels import Kernels
from evaltools.running.scheduler import Outcome

COPIED = ("evaluation.yml", "programme", "notebooks", "reports", "data_clean", "data_raw")
FACTSHEET = "08_body_factsheet"


class Quiet:
    """Hears how a run goes and says nothing."""

    def expects(self, steps: Sequence[Step], at_once: int) -> None:
        """Say nothing."""

    def began(self, step: Step) -> None:
        """Say nothing."""

    def ended(self, outcome: Outcome) -> None:
        """Say what failed."""
        if outcome.error:
            print(outcome.error)


def copy_of(root: Path, folder: Path) -> Evaluation:
    """Copy an evaluation with all that it has made, but not what is remembered of it."""
    for part in COPIED:
        source = root / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return read_evaluation(folder / "evaluation.yml")


def seconds(work: Callable[[], object]) -> float:
    """Time some work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_papermill(steps: Sequence[Step], root: Path) -> None:
    """Execute notebooks one after another as papermill does by itself."""
    for step in steps:
        step.executed.parent.mkdir(parents=True, exist_ok=True)
        papermill.execute_notebook(
            step.notebook,
            step.executed,
            parameters=step.parameters,
            cwd=root,
            kernel_name="python3",
            progress_bar=False,
        )


def in_commands(steps: Sequence[Step], root: Path) -> None:
    """Give the command papermill once for each notebook."""
    for step in steps:
        given = [part for name, value in step.parameters.items() for part in ("-p", name, value)]
        subprocess.run(
            ["papermill", step.notebook, step.executed, *given, "-k", "python3"],
            cwd=root,
            check=True,
            capture_output=True,
        )


def in_snakemake(steps: Sequence[Step], root: Path, snakemake: str) -> None:
    """Let snakemake execute them with papermill, as many at once as there are cores."""
    rules = [
        f"rule:\n    output: {str(root / 'smk' / step.name)!r}\n    shell: '''cd {root} && "
        f"{sys.executable} -m papermill {step.notebook} {{output}} -k python3 --no-progress-bar "
        + " ".join(f"-p {name} {value}" for name, value in step.parameters.items())
        + "'''"
        for step in steps
    ]
    wanted = [str(root / "smk" / step.name) for step in steps]
    (root / "Snakefile").write_text("\n".join([f"rule all:\n    input: {wanted!r}", *rules]))
    cores = str(len(os.sched_getaffinity(0)))
    command = [
        snakemake,
        "--snakefile",
        str(root / "Snakefile"),
        "--cores",
        cores,
        "--quiet",
        "all",
    ]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def overhead(steps: Sequence[Step], root: Path, kernels: Kernels) -> tuple[float, float]:
    """Tell what a notebook takes in a warm kernel, and how much of it beyond its cells."""
    took, beyond = [], []
    for step in steps:
        with own_folder(step, root=root) as folder:
            began = time.perf_counter()
            lay_out(step, root=root, folder=folder)
            book = load_notebook_node(str(step.notebook))
            book = parameterize_notebook(book, step.parameters, kernel_name="python3")
            kernels.execute(book, folder=folder, environment={})
            took.append(time.perf_counter() - began)
        cells = [cell.metadata.papermill.duration or 0 for cell in book.cells]
        beyond.append(took[-1] - sum(cells))
    return statistics.median(took), statistics.median(beyond)


def compare_factsheets(root: Path, folder: Path, snakemake: str | None) -> None:
    """Print one notebook, and all factsheets, in papermill and here."""
    evaluation = copy_of(root, folder)
    steps = [step for step in plan(evaluation) if step.name.startswith(FACTSHEET)]
    plain_one = statistics.median(
        [seconds(lambda: in_papermill(steps[:1], folder)) for _ in range(3)]
    )
    with Kernels("warm") as kernels:
        overhead(steps[:1], folder, kernels)
        warm_one, beyond = overhead(steps[:5], folder, kernels)
    print(f"one notebook: papermill {plain_one:.2f} s, warm {warm_one:.2f} s: "
          f"{plain_one / warm_one:.1f} times; {beyond:.2f} s beyond its cells")  # fmt: skip
    commands = seconds(lambda: in_commands(steps, folder))
    plain = seconds(lambda: in_papermill(steps, folder))
    place = ThisMachine(folder)
    ours = seconds(lambda: run(steps, root=folder, place=place, watcher=Quiet()))
    print(f"{len(steps)} factsheets, {place.at_once} at once here {ours:.1f} s")
    print(f"papermill as a command {commands:.1f} s: {commands / ours:.1f} times as long")
    print(f"papermill in one process {plain:.1f} s: {plain / ours:.1f} times")
    if snakemake:
        theirs = seconds(lambda: in_snakemake(steps, folder, snakemake))
        print(f"snakemake {theirs:.1f} s: {theirs / ours:.1f} times as long as ours")


def compare_evaluations(root: Path, folder: Path) -> None:
    """Print the whole evaluation in papermill and here, from nothing and unchanged."""
    evaluation = copy_of(root, folder)
    steps = plan(evaluation)
    for step in steps:
        for made in step.folders:
            made.mkdir(parents=True, exist_ok=True)
    plain = seconds(lambda: in_papermill(steps, folder))
    command = [sys.executable, "-m", "evaltools", "run"]
    ours, unchanged = (
        seconds(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True))
        for _ in range(2)
    )
    print(f"the whole evaluation: papermill {plain:.0f} s, evaltools run {ours:.0f} s: "
          f"{plain / ours:.1f} times; unchanged {unchanged:.1f} s")  # fmt: skip


def main(snakemake: str | None) -> None:
    """Print what notebooks take."""
    root = Path.cwd()
    for compare in (lambda f: compare_factsheets(root, f, snakemake),
                    lambda f: compare_evaluations(root, f)):  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
