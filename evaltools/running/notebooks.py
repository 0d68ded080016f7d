"""One notebook: checked, executed, published only when every cell has run.

papermill fills in the parameters and executes the cells. It accepts parameters that the notebook
does not know, and it calls a notebook completed whose kernel was killed: both are refused here.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evaltools import errors
from evaltools.errors import ConfigurationError, EvaltoolsError, Fault, RunError
from evaltools.evaluation import Parameter
from evaltools.running.plan import Step

if TYPE_CHECKING:
    import nbformat

BELONGS_IN_LIBRARY = (
    ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With, ast.Lambda,
)  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,), "int": (int,), "float": (int, float), "str": (str,),
}  # fmt: skip


QUIET = ["--IPKernelApp.log_level=CRITICAL", "--HistoryManager.enabled=False"]
"""Arguments of the kernel: it tells nothing on the terminal and remembers no input."""
ADDED = {"papermill-error-cell-tag", "injected-parameters"}
"""Tags of the cells that papermill adds."""


def source_of(notebook: Path) -> str:
    """Compute the fingerprint of what a notebook says, whatever its outputs.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.

    Returns
    -------
    str
        SHA-256 over type, tags and text of the cells.
    """
    cells = [(cell["cell_type"], _tags(cell), _text(cell)) for cell in _cells(notebook)]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def check_notebook(notebook: Path) -> list[Fault]:
    """Find what a notebook of the journey may not have.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.

    Returns
    -------
    list of Fault
        A cell of parameters that is lacking or double, outputs, and code that belongs in the
        library: definitions, loops, branches of error handling.
    """
    cells = _cells(notebook)
    tagged = [cell for cell in cells if "parameters" in _tags(cell)]
    faults = []
    if len(tagged) != 1:
        problem = f"{len(tagged)} cells are tagged parameters, and one must be."
        faults.append(Fault(notebook.name, problem, "Tag one cell."))
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code":
            faults += _cell_faults(f"{notebook.name}, cell {number}", cell)
    return faults


def check_parameters(notebook: Path, given: dict[str, Parameter]) -> None:
    """Refuse parameters that a notebook does not know or that have another type.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.
    given : dict
        Values by parameter.

    Raises
    ------
    ConfigurationError
        For every parameter that does not fit.
    """
    known = _parameters(notebook)
    told = ", ".join(f"{name} ({kind})" for name, kind in known.items())
    faults = [
        Fault(f"parameter {name} of {notebook.stem}", "is not known.", f"Known are {told}.")
        for name in given
        if name not in known
    ]
    for name, value in given.items():
        if name in known and not _fits(value, known[name]):
            problem = f"must be {known[name]}, and it is {type(value).__name__}."
            faults.append(Fault(f"parameter {name} of {notebook.stem}", problem, "Correct it."))
    if faults:
        raise ConfigurationError(faults)


def execute(step: Step, *, root: Path) -> None:
    """Execute a step's notebook and publish what it made.

    Parameters
    ----------
    step : Step
        The step.
    root : pathlib.Path
        Folder of the evaluation, in which the notebook runs.

    Raises
    ------
    EvaltoolsError
        The notebook's own error, where it is one of ours; else RunError with the place. What
        an earlier run made is then as it was, and the executed copy stands beside as
        `<step>.failed.ipynb`, without the messages of foreign errors: they may quote data.
    """
    import nbformat

    executed = step.files[0]
    partial, failed = (
        executed.with_name(f"{step.name}.{word}.ipynb") for word in ("partial", "failed")
    )
    executed.parent.mkdir(parents=True, exist_ok=True)
    with _set_aside(step.folders):
        _run_cells(step, partial, root=root)
        book = nbformat.read(partial, 4)
        error = _error_of(step, book, failed)
        nbformat.write(_cleaned(book), partial)
        partial.replace(failed if error else executed)
        if error:
            raise error
    failed.unlink(missing_ok=True)


def _run_cells(step: Step, partial: Path, *, root: Path) -> None:
    """Execute the cells; the kernel is reached through sockets in a private folder."""
    import papermill
    from nbclient.exceptions import DeadKernelError
    from traitlets.config import Config

    with (
        TemporaryDirectory(prefix="kernel-") as private,
        contextlib.suppress(papermill.PapermillExecutionError, DeadKernelError),
    ):
        sockets = {"transport": "ipc", "ip": str(Path(private) / "k")} if os.name != "nt" else {}
        papermill.execute_notebook(
            step.notebook,
            partial,
            parameters=step.parameters,
            cwd=root,
            progress_bar=False,
            log_output=False,
            config=Config(KernelManager=sockets),
            extra_arguments=QUIET,
        )


def _error_of(step: Step, book: nbformat.NotebookNode, failed: Path) -> EvaltoolsError | None:
    """Find the error that a notebook stopped with, or that its kernel died."""
    written = [cell for cell in book.cells if not ADDED & set(cell.metadata.get("tags", []))]
    for number, cell in enumerate(written, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return _ours(output) or _foreign(step, number, output.ename, failed)
    for number, cell in enumerate(written, start=1):
        if cell.cell_type == "code" and cell.source.strip() and not _was_answered(cell):
            return _foreign(step, number, "the end of its kernel", failed)
    return None


def _was_answered(cell: nbformat.NotebookNode) -> bool:
    """Tell whether the kernel said that it had run the cell: a count may come before it dies."""
    return "shell.execute_reply" in cell.metadata.get("execution", {})


def _ours(output: nbformat.NotebookNode) -> EvaltoolsError | None:
    """Rebuild one of our errors from what the notebook shows of it."""
    first, *lines = output.traceback or [""]
    if first != errors.SHOWN_AS.format(output.ename):
        return None
    kind: type[EvaltoolsError] = getattr(errors, output.ename)
    return kind(Fault("", line, "") for line in lines)


def _foreign(step: Step, number: int, name: str, failed: Path) -> RunError:
    problem = f"the notebook stopped in cell {number} with {name}."
    return RunError(Fault(step.name, problem, f"Open {failed} to see where."))


def _cleaned(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out times, paths of the machine, and messages that may quote data."""
    book.metadata.pop("papermill", None)
    book.cells = [
        cell
        for cell in book.cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])
    ]
    for cell in book.cells:
        for added in ("papermill", "execution"):
            cell.metadata.pop(added, None)
        for output in cell.get("outputs", []):
            if output.output_type == "error" and _ours(output) is None:
                output.evalue, output.traceback = "", [f"{output.ename}: message left out"]
    return book


@contextlib.contextmanager
def _set_aside(folders: tuple[Path, ...]) -> Iterator[None]:
    """Start with empty folders; put back what was there if the work fails."""
    before = {folder: folder.with_name(f".{folder.name}.before") for folder in folders}
    for folder, aside in before.items():
        if aside.exists():
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.exists():
            folder.rename(aside)
        folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder, aside in before.items():
            shutil.rmtree(folder)
            if aside.exists():
                aside.rename(folder)
        raise
    for aside in before.values():
        shutil.rmtree(aside, ignore_errors=True)


def _cell_faults(place: str, cell: dict[str, Any]) -> list[Fault]:
    faults = []
    if cell["outputs"] or cell["execution_count"]:
        faults.append(Fault(place, "carries output.", "Clear all outputs before you commit."))
    for node in ast.walk(ast.parse(_text(cell))):
        if isinstance(node, BELONGS_IN_LIBRARY):
            problem = f"line {node.lineno} has a {type(node).__name__}."
            faults.append(Fault(place, problem, "Move it into the library."))
    return faults


def _cells(notebook: Path) -> list[dict[str, Any]]:
    """Read the cells as JSON: nbformat takes a second and a half to import."""
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return cells


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def _text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _parameters(notebook: Path) -> dict[str, str]:
    """Read names and types from the cell of parameters."""
    tagged = [_text(cell) for cell in _cells(notebook) if "parameters" in _tags(cell)]
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.parse("\n".join(tagged)).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _fits(value: Any, kind: str) -> bool:
    allowed = TYPES.get(kind, (object,))
    return isinstance(value, allowed) and (kind == "bool" or not isinstance(value, bool))
