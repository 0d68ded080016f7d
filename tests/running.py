"""Small steps, and a place to work them off, that tests of runs share."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Self

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from evaltools.running import Outcome, Step, ThisMachine, run
from evaltools.running.kernels import Kernels

WORK = """
from pathlib import Path
Path("made").mkdir(exist_ok=True)
Path("made/out.txt").write_text(Path("in.txt").read_text() + word)
"""


@cache
def kernels() -> Kernels:
    """Open warm kernels once for all tests of this process."""
    opened = Kernels("warm")
    atexit.register(opened.close)
    return opened


class Here(ThisMachine):
    """This machine, with the kernels that all tests share."""

    def __enter__(self) -> Self:
        """Start no warm process: those kernels have one."""
        return self

    def _open(self) -> Kernels:
        return kernels()


class Listener:
    """Hears how a run goes."""

    def __init__(self) -> None:
        self.expected: list[str] = []
        self.began_steps: list[str] = []

    def expects(self, steps: Sequence[Step], at_once: int) -> None:
        """Keep the names of what is expected to run."""
        self.expected = [step.name for step in steps]

    def began(self, step: Step) -> None:
        """Keep the name of what has begun."""
        self.began_steps.append(step.name)

    def ended(self, outcome: Outcome) -> None:
        """Keep nothing."""


def run_here(steps: Sequence[Step], root: Path) -> list[Outcome]:
    """Work steps off on this machine."""
    return run(steps, root=root, place=Here(root), watcher=Listener())


def write_notebook(path: Path, *code: str, parameters: str = 'word: str = "x"  # a word') -> Path:
    """Write a notebook with a cell of parameters."""
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book = new_notebook(cells=[first, *map(new_code_cell, code)], metadata=kernel)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path


def make_step(root: Path, **changes: object) -> Step:
    """Make a step that reads in.txt and fills the folder made/."""
    fields = {
        "name": "work", "notebook": root / "work.ipynb", "does": "works", "parameters": {},
        "inputs": (root / "in.txt",), "folders": (root / "made",),
        "files": (root / "reports" / "x" / "notebooks" / "work.ipynb",), "settings": {},
    } | changes  # fmt: skip
    return Step(**fields)  # type: ignore[arg-type]
