"""A step: one notebook with one set of parameters, what it reads and what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.evaluation import Parameter


@dataclass(frozen=True, slots=True)
class Step:
    """One notebook with one set of parameters.

    Attributes
    ----------
    name : str
        The notebook's name, with the wave or body where it is run for several.
    notebook : pathlib.Path
        The notebook.
    does : str
        What it does, in words.
    parameters : dict
        Values other than the notebook's defaults.
    inputs : tuple of pathlib.Path
        Files, and folders that earlier steps fill.
    folders : tuple of pathlib.Path
        Folders that it fills, and nothing else does.
    files : tuple of pathlib.Path
        Other files that it makes, the executed notebook first.
    settings : dict of str to object
        What it may read of evaluation.yml, by field: a change makes the step run again.
    is_own : bool
        True of a notebook of the evaluator's own: nothing but artefacts leaves it.
    """

    name: str
    notebook: Path
    does: str
    parameters: dict[str, Parameter]
    inputs: tuple[Path, ...]
    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    settings: dict[str, Any]
    is_own: bool = False

    @property
    def executed(self) -> Path:
        """Where the executed notebook goes."""
        return self.files[0]

    @property
    def products(self) -> tuple[Path, ...]:
        """All that the step makes."""
        return (*self.folders, *self.files)


def builds_on(steps: Sequence[Step]) -> dict[str, set[str]]:
    """Name for each step those that make what it reads.

    Parameters
    ----------
    steps : sequence of Step
        The plan.

    Returns
    -------
    dict of str to set of str
        Names of steps by name.
    """
    made_by = {path: step.name for step in steps for path in step.products}
    return {
        step.name: {
            made_by[each]
            for path in step.inputs
            for each in (path, *path.parents)
            if each in made_by
        }
        for step in steps
    }
