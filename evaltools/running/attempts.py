"""One attempt at a step: its notebook is executed in a folder of its own.

papermill calls a notebook completed whose kernel was killed, and leaves messages behind that may
quote a respondent. So the executed notebook is kept in memory until it is known how it ended,
and what the failed copy may say is decided here.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from evaltools import errors
from evaltools.errors import EvaltoolsError, Fault, RunError
from evaltools.provenance import TOLD_COMMIT, commit_of, fingerprints, write_atomically
from evaltools.running.ground import LaidOut, failed_copy, lay_out, moved
from evaltools.running.kernels import KERNEL, Kernels, Use
from evaltools.running.own_code import FOLDER, code_files
from evaltools.running.own_notebooks import stray_files, without_outputs
from evaltools.running.steps import Step

INJECTED = "injected-parameters"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^\s*(?:File (?P<file>.+?):(?P<line>\d+)|(?P<cell>Cell In\[\d+\], line \d+))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of an attempt at a step.

    Attributes
    ----------
    folder : pathlib.Path
        The step's own folder: its products, or the executed copy with the error marked.
    began : str
        When, in UTC, as ISO 8601.
    seconds : float
        How long it took.
    code : tuple of str
        Files of the library that the notebook used, named from the package's folder.
    place : str
        Where it was executed.
    laid_out : LaidOut
        What the notebook said and its inputs held in the folder.
    error : EvaltoolsError or None
        Why it failed.
    """

    folder: Path
    began: str
    seconds: float
    code: tuple[str, ...]
    place: str
    laid_out: LaidOut
    error: EvaltoolsError | None


def attempt(step: Step, *, root: Path, folder: Path, kernels: Kernels) -> Attempt:
    """Execute a step's notebook in a folder of its own.

    Parameters
    ----------
    step : Step
        The step, its paths in `root`.
    root : pathlib.Path
        Folder of the evaluation, from which the inputs are copied.
    folder : pathlib.Path
        The step's own folder, empty.
    kernels : Kernels
        What executes notebooks.

    Returns
    -------
    Attempt
        With the notebook's own error, where it is one of ours; else a RunError that names the
        cell. The executed copy then lies in the folder as `<step>.failed.ipynb`, without the
        messages of foreign errors: they may quote data.
    """
    laid_out = lay_out(step, root=root, folder=folder)
    commit = commit_of(root) or ""
    return execute(step, laid_out, root=root, folder=folder, kernels=kernels, commit=commit)


def execute(
    step: Step, laid_out: LaidOut, *, root: Path, folder: Path, kernels: Kernels, commit: str
) -> Attempt:
    """Execute a step's notebook where it is laid out, on this machine or on a worker.

    Parameters
    ----------
    step : Step
        The step, its paths in `root`; of these the notebook alone is read.
    laid_out : LaidOut
        What `lay_out` told of the folder.
    root : pathlib.Path
        Folder of the evaluation, which need not be on this machine.
    folder : pathlib.Path
        The step's own folder, as `lay_out` makes it.
    kernels : Kernels
        What executes notebooks.
    commit : str
        Commit of the evaluation's checkout, empty if there is none.

    Returns
    -------
    Attempt
        As of `attempt`.
    """
    began, clock = datetime.now(UTC), time.perf_counter()
    here = moved(step, root, folder)
    private = folder / "tmp"
    private.mkdir(mode=0o700, exist_ok=True)
    environment = {TOLD_COMMIT: commit, "TMPDIR": str(private)}
    book: NotebookNode = load_notebook_node(str(step.notebook))
    if step.parameters:
        book = parameterize_notebook(book, step.parameters, kernel_name=KERNEL, language="python")
        (given,) = (cell for cell in book.cells if INJECTED in cell.metadata.tags)
        given.id = INJECTED
    end, use = kernels.execute(book, folder=folder, environment=environment)
    if end:
        _mark_end(book, end)
    error = (
        _error_in(book, step=step)
        or _what_lacks(here, step)
        or _what_is_astray(here, step)
        or _foreign_library(use, step)
    )
    executed = failed_copy(here) if error else here.executed
    write_atomically(executed, _readable(book, folder=folder, is_own=step.is_own))
    return Attempt(
        folder=folder,
        began=began.isoformat(timespec="milliseconds"),
        seconds=time.perf_counter() - clock,
        code=_library_of(use),
        place=f"{kernels.kind} kernel",
        laid_out=laid_out,
        error=_at_home(error, folder=folder, root=root) if error else None,
    )


def _library_of(use: Use | None) -> tuple[str, ...]:
    """Name what a notebook used of the library: all, where other processes read in it too."""
    if use is None:
        return ()
    return tuple(code_files()) if use.is_partial else use.files


def _foreign_library(use: Use | None, step: Step) -> RunError | None:
    if use is None or Path(use.folder) == FOLDER:
        return None
    problem = f"the notebook {step.notebook.name} used the library in {use.folder}."
    remedy = f"The run uses that in {FOLDER}: install one of them alone."
    return RunError(Fault(step.name, problem, remedy))


def _at_home(error: EvaltoolsError, *, folder: Path, root: Path) -> EvaltoolsError:
    """Name places as they are called in the evaluation, not in the step's own folder."""
    inside = re.compile("|".join(re.escape(f"{each}{os.sep}") for each in (folder, root)))
    return type(error)(
        Fault(*(inside.sub("", text).replace(str(folder), ".") for text in told))
        for told in ((each.place, each.problem, each.remedy) for each in error.faults)
    )


def _mark_end(book: NotebookNode, end: str) -> None:
    """Write an error into the cell that was running when the kernel died."""
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    started = [cell for cell in code if cell.metadata.papermill.start_time]
    marked = (started or code)[-1 if started else 0]
    marked.outputs.append({"output_type": "error", "ename": end, "evalue": "", "traceback": []})


def _error_in(book: NotebookNode, *, step: Step) -> EvaltoolsError | None:
    """Find the error that a notebook stopped with, or the cell that it did not reach.

    A group of errors leaves no output: IPython prints it past the notebook.
    """
    written = [cell for cell in book.cells if INJECTED not in cell.metadata.tags]
    for number, cell in enumerate(written, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return _ours(output) or _stopped(step, number, output["ename"])
        if cell.metadata.papermill.exception:
            return _stopped(step, number, "an error that is not shown")
    for number, cell in enumerate(written, start=1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return _stopped(step, number, "no word")
    return None


def _stopped(step: Step, number: int, name: str) -> RunError:
    problem = f"the notebook {step.notebook.name} stopped in cell {number} with {name}."
    return RunError(Fault(step.name, problem, f"Open {failed_copy(step)} to see where."))


def _ours(output: dict[str, Any]) -> EvaltoolsError | None:
    """Rebuild one of our errors from what the notebook shows of it."""
    first, *sentences = output["traceback"] or [""]
    if first != errors.SHOWN_AS.format(output["ename"]):
        return None
    kind: type[EvaltoolsError] = getattr(errors, output["ename"])
    return kind(Fault("", sentence, "") for sentence in sentences)


def _what_lacks(here: Step, step: Step) -> RunError | None:
    lacking = [path for path in here.folders if not fingerprints(path)]
    lacking += [path for path in here.files[1:] if not path.is_file()]
    if not lacking:
        return None
    names = ", ".join(path.name for path in lacking)
    problem = f"the notebook {step.notebook.name} ended without having made {names}."
    return RunError(Fault(step.name, problem, f"Open {failed_copy(step)} to see what it did."))


def _what_is_astray(here: Step, step: Step) -> RunError | None:
    astray = stray_files(here)
    if not astray:
        return None
    problem = f"the notebook {step.notebook.name} saved {len(astray)} files that are no artefacts."
    remedy = "Save by save_table, save_figure and save_value alone: nothing else is protected."
    return RunError(Fault(step.name, problem, remedy))


def _readable(book: NotebookNode, *, folder: Path, is_own: bool) -> bytes:
    """Take out times, paths of the machine and messages that may quote data."""
    book.metadata.papermill = {"parameters": book.metadata.papermill["parameters"]}
    if is_own:
        book.metadata.pop("widgets", None)
    for cell in book.cells:
        for told in ("papermill", "execution"):
            cell.metadata.pop(told, None)
        if cell.cell_type == "code":
            shown = without_outputs(cell) if is_own else cell.outputs
            cell.outputs = [_unquoting(each) for each in shown if not _is_aside(each)]
    text = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True)
    return text.replace(f"{folder}{os.sep}", "").replace(str(folder), ".").encode()


def _is_aside(output: dict[str, Any]) -> bool:
    """Tell whether an output is a warning or the like, made by a library and not by the cell."""
    return (output["output_type"], output.get("name")) == ("stream", "stderr")


def _unquoting(output: dict[str, Any]) -> dict[str, Any]:
    """Keep of a foreign error what cannot quote data: its type and the way that led there."""
    if output["output_type"] != "error" or _ours(output):
        return output
    way = [place for text in output["traceback"] for place in _places(text)]
    left_out = "the message is left out, since it may quote data"
    return output | {"evalue": left_out, "traceback": [*way, f"{output['ename']}: {left_out}"]}


def _places(text: str) -> Iterator[str]:
    """Read the places of a traceback: cell or file, and line."""
    for line in COLOURS.sub("", text).splitlines():
        frame = FRAME.match(line)
        if frame and frame["cell"]:
            yield frame["cell"]
        elif frame and Path(frame["file"]).expanduser().is_file():
            yield f"{'/'.join(Path(frame['file']).parts[-2:])}, line {frame['line']}"
