"""Executing one notebook: all of its products are published, or none.

papermill calls a notebook completed whose kernel was killed, and leaves messages behind that may
quote a respondent. So the executed notebook is kept in memory until it is known how it ended,
and what the failed copy may say is decided here.

Kernels are started here and nowhere else.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets import default
from traitlets.config import Config

from evaltools import errors
from evaltools.errors import EvaltoolsError, Fault, RunError
from evaltools.provenance import write_atomically
from evaltools.running.plan import Step
from evaltools.running.products import set_aside

KERNEL = "python3"
INJECTED = "injected-parameters"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^\s*(?:File (?P<file>.+?):(?P<line>\d+)|(?P<cell>Cell In\[\d+\], line \d+))")

_silent = logging.getLogger(__name__)
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


def execute(step: Step, *, root: Path) -> None:
    """Execute a step's notebook, then publish what it made.

    Parameters
    ----------
    step : Step
        The step.
    root : pathlib.Path
        Folder of the evaluation, in which the notebook runs.

    Raises
    ------
    EvaltoolsError
        The notebook's own error, where it is one of ours; else RunError with the cell. What an
        earlier run made is then as it was, and the executed copy stands beside it as
        `<step>.failed.ipynb`, without the messages of foreign errors: they may quote data.
    """
    failed = step.executed.with_name(f"{step.name}.failed.ipynb")
    with set_aside(step):
        book = _run_cells(step, root=root)
        error = _error_in(book, step=step, failed=failed) or _what_lacks(step, failed=failed)
        write_atomically(failed if error else step.executed, _readable(book))
        if error:
            raise error
    failed.unlink(missing_ok=True)


class _Kernels(AsyncKernelManager):
    """Kernels of this very Python, whatever others the user has registered."""

    @default("kernel_spec_manager")
    def _only_the_native_one(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[])


def _run_cells(step: Step, *, root: Path) -> NotebookNode:
    """Execute the cells until the first error.

    What the kernel writes past the notebook, to the terminal, is thrown away.
    """
    book: NotebookNode = load_notebook_node(str(step.notebook))
    if step.parameters:
        book = parameterize_notebook(book, step.parameters, kernel_name=KERNEL, language="python")
    journal = NotebookExecutionManager(book, progress_bar=False)
    journal.notebook_start()
    with TemporaryDirectory(prefix="kernel-") as private:
        client = PapermillNotebookClient(
            journal,
            kernel_name=KERNEL,
            kernel_manager_class=_Kernels,
            config=_private_sockets(Path(private)),
            extra_arguments=["--HistoryManager.enabled=False"],
            log=_silent,
        )
        try:
            client.execute(cwd=str(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except DeadKernelError:
            _mark_end(book)
    journal.notebook_complete()
    return book


def _private_sockets(folder: Path) -> Config:
    """Let nobody else on the machine listen, where there are sockets in folders."""
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": str(folder / "k")})


def _mark_end(book: NotebookNode) -> None:
    """Write an error into the cell that was running when the kernel died."""
    started = [cell for cell in book.cells if cell.metadata.papermill.start_time]
    end = {"ename": "the end of its kernel", "evalue": "", "traceback": []}
    started[-1].outputs.append({"output_type": "error"} | end)


def _error_in(book: NotebookNode, *, step: Step, failed: Path) -> EvaltoolsError | None:
    """Find the error that a notebook stopped with, or the cell that it did not reach.

    A group of errors leaves no output: IPython prints it past the notebook.
    """
    written = [cell for cell in book.cells if INJECTED not in cell.metadata.tags]
    for number, cell in enumerate(written, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return _ours(output) or _stopped(step, number, output["ename"], failed)
        if cell.metadata.papermill.exception:
            return _stopped(step, number, "an error that is not shown", failed)
    for number, cell in enumerate(written, start=1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return _stopped(step, number, "no word", failed)
    return None


def _stopped(step: Step, number: int, name: str, failed: Path) -> RunError:
    problem = f"the notebook {step.notebook.name} stopped in cell {number} with {name}."
    return RunError(Fault(step.name, problem, f"Open {failed} to see where."))


def _ours(output: dict[str, Any]) -> EvaltoolsError | None:
    """Rebuild one of our errors from what the notebook shows of it."""
    first, *sentences = output["traceback"] or [""]
    if first != errors.SHOWN_AS.format(output["ename"]):
        return None
    kind: type[EvaltoolsError] = getattr(errors, output["ename"])
    return kind(Fault("", sentence, "") for sentence in sentences)


def _what_lacks(step: Step, *, failed: Path) -> RunError | None:
    lacking = [path for path in step.folders if not any(path.iterdir())]
    lacking += [path for path in step.files[1:] if not path.is_file()]
    if not lacking:
        return None
    names = ", ".join(path.name for path in lacking)
    problem = f"the notebook {step.notebook.name} ended without having made {names}."
    return RunError(Fault(step.name, problem, f"Open {failed} to see what it did."))


def _readable(book: NotebookNode) -> bytes:
    """Take out paths of the machine and messages that may quote data."""
    book.metadata.papermill = {
        name: book.metadata.papermill[name] for name in ("parameters", "duration")
    }
    for cell in book.cells:
        cell.metadata.pop("papermill")
        if cell.cell_type == "code":
            cell.outputs = [_unquoting(each) for each in cell.outputs if not _is_aside(each)]
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True).encode()


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
