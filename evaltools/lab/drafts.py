"""Draft runs: one notebook with other parameters, beside the run that is published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread

import yaml

from evaltools.evaluation import Evaluation, Parameter
from evaltools.running import renamed

COLOURS = {"FORCE_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
"""What a kernel tells of its terminal: a run would draw a bar into its lines."""
STOPPED = 130
"""Exit code of a draft that was stopped."""


def draft_of(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation with a run of its own for drafts: `<run>-draft`."""
    return renamed(evaluation, f"{evaluation.run}-draft")


def draft_command(
    evaluation: Evaluation, *, notebook: str, given: Mapping[str, Parameter]
) -> list[str]:
    """Compose the command that makes a draft.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    notebook : str
        Name of the notebook, which is run alone with what it builds on.
    given : dict of str to Parameter
        Its parameters.

    Returns
    -------
    list of str
        The command, to be given in the folder of the evaluation.
    """
    options = [f"{notebook}.{name}={json.dumps(value)}" for name, value in given.items()]
    command = [sys.executable, "-m", "evaltools", "run", "--run", draft_of(evaluation).run]
    return [*command, "--notebook", notebook, *(each for o in options for each in ("-p", o))]


def to_keep(evaluation: Evaluation, *, notebook: str, given: Mapping[str, Parameter]) -> str:
    """Write the parameters as they would stand in evaluation.yml.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, with the parameters that stand there now.
    notebook : str
        Name of the notebook.
    given : dict of str to Parameter
        Its parameters, those alone that are not as by default.

    Returns
    -------
    str
        YAML: the whole of `parameters`.
    """
    kept = {name: dict(each) for name, each in evaluation.parameters.items() if name != notebook}
    every = kept | ({notebook: dict(given)} if given else {})
    text: str = yaml.safe_dump({"parameters": every}, allow_unicode=True, sort_keys=False)
    return text


class Draft:
    """A draft run that is under way, in a process of its own.

    Parameters
    ----------
    command : list of str
        The command.
    folder : pathlib.Path
        Where it is given.
    tell : callable
        Takes each line that it writes.
    ended : callable
        Takes its exit code; `STOPPED` where it was stopped, however early.
    """

    def __init__(
        self,
        command: list[str],
        *,
        folder: Path,
        tell: Callable[[str], object],
        ended: Callable[[int], object],
    ) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=_surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._tell, self._ended, self._is_stopped = tell, ended, False
        self._follows = Thread(target=self._follow, daemon=True)
        self._follows.start()

    def stop(self) -> None:
        """End it; what it has made stands, and the next draft goes on from there."""
        self._is_stopped = True
        self._process.terminate()  # a kernel has its children ignore interrupts

    def wait(self) -> None:
        """Wait until it has ended, and that has been told."""
        self._follows.join()

    def _follow(self) -> None:
        for line in self._process.stdout or ():
            self._tell(line.rstrip("\n"))
        code = self._process.wait()
        self._ended(STOPPED if code and self._is_stopped else code)


def _surroundings() -> dict[str, str]:
    """Return what the kernel has, without colours and in the encoding that is read here."""
    kept = {name: value for name, value in os.environ.items() if name not in COLOURS}
    return kept | {"PYTHONIOENCODING": "utf-8"}
