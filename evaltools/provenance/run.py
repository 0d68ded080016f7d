"""A run as plain data: what was made of what, in which steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from evaltools.errors import Fault, RunError
from evaltools.provenance.files import fingerprint_all, fingerprints

SETTINGS = "evaluation.yml"
"""What the run was told, beside its manifest: the evaluation with its parameters."""
GROWING = "reports/ledger.jsonl"
"""What is released is appended to it: as a run read it, it is the beginning of what it is now."""


@dataclass(frozen=True, slots=True)
class RunStep:
    """A step as it last ended well.

    Attributes
    ----------
    name : str
        The step.
    notebook : str
        Its notebook, from the folder of the evaluation.
    source : str
        SHA-256 of what the notebook says, whatever its outputs.
    does : str
        What it does, in words.
    parameters : mapping of str to object
        The values it ran with, those by default too.
    inputs, products : mapping of str to str
        `fingerprint_all` of each file and folder, by path from the folder of the evaluation.
    began : str
        When, ISO 8601 in UTC.
    seconds : float
        How long it took.
    reused : bool
        Whether an earlier run made it.
    """

    name: str
    notebook: str
    source: str
    does: str
    parameters: Mapping[str, object]
    inputs: Mapping[str, str]
    products: Mapping[str, str]
    began: str
    seconds: float
    reused: bool

    @property
    def ended(self) -> str:
        """When it ended, ISO 8601."""
        ended = datetime.fromisoformat(self.began) + timedelta(seconds=self.seconds)
        return ended.isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended well, told without a word on who ran it or on which machine.

    Attributes
    ----------
    name : str
        The run.
    folder : str
        What it filled, from the folder of the evaluation, such as reports/demo.
    settings : str
        The evaluation as the notebooks read it, YAML or JSON, which `SETTINGS` is to hold.
    steps : tuple of RunStep
        The steps in order.
    began, ended : str
        When, ISO 8601 in UTC.
    commit : str or None
        See `commit_of`.
    python : str
        Version of Python.
    packages : mapping of str to str
        Version by package.
    code : mapping of str to str
        SHA-256 by file of evaltools that a notebook used, from the package's folder.
    """

    name: str
    folder: str
    settings: str
    steps: tuple[RunStep, ...]
    began: str
    ended: str
    commit: str | None
    python: str
    packages: Mapping[str, str]
    code: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """What a file or folder holds, without the content.

    Attributes
    ----------
    sha256 : str
        SHA-256 of the file, or `fingerprint_all` of the folder.
    size : int or None
        Bytes; None where they are not told.
    """

    sha256: str
    size: int | None


def look_at(run: Run, *, root: Path) -> dict[str, dict[str, Content]]:
    """Look at what the steps of a run read and made.

    Parameters
    ----------
    run : Run
        The run.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    dict
        For each input and product its files, by path from it; a file has the path ".".

    Raises
    ------
    RunError
        For each that is no longer what the run read or made.
    """
    told = {path: digest for step in run.steps for path, digest in _touched(step)}
    found = {path: fingerprints(root / path) for path in sorted(told)}
    changed = [
        Fault(path, "it has changed while the run went on.", "Leave it alone, and run again.")
        for step in run.steps
        for path, digest in _touched(step)
        if fingerprint_all(found[path]) != digest
    ]
    if changed:
        raise RunError(dict.fromkeys(changed))
    return {
        path: {
            name: Content(digest, (root / path / name).stat().st_size)
            for name, digest in files.items()
        }
        for path, files in found.items()
    }


def _touched(step: RunStep) -> list[tuple[str, str]]:
    return [*step.inputs.items(), *step.products.items()]
