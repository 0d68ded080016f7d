"""What a notebook says: its source, its parameters, and whether it keeps to the rules.

Notebooks are read as JSON: nbformat takes longer to import than an unchanged run may last.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.evaluation import Parameter
from evaltools.running.parameters import DeclaredParameter, parameter_faults, read_parameters

BELONGS_IN_LIBRARY: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def", ast.AsyncFunctionDef: "async def", ast.Lambda: "lambda",
    ast.ClassDef: "class", ast.For: "for", ast.AsyncFor: "async for", ast.While: "while",
    ast.Try: "try", ast.TryStar: "try", ast.With: "with", ast.AsyncWith: "async with",
}  # fmt: skip


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


def declared_parameters(notebook: Path) -> dict[str, DeclaredParameter]:
    """Read names, types and defaults from the cell tagged `parameters`.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.

    Returns
    -------
    dict of str to DeclaredParameter
        The parameters in order.

    Raises
    ------
    ConfigurationError
        If the file is no notebook.
    """
    cells = [_text(cell) for cell in _cells(notebook) if _is_tagged(cell)]
    return {name: each for cell in cells for name, each in read_parameters(cell).items()}


def check_parameters(notebook: Path, given: Mapping[str, Parameter]) -> list[Fault]:
    """Find parameters that a notebook does not know or that have another type.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.
    given : mapping
        Values by parameter.

    Returns
    -------
    list of Fault
        One per parameter that does not fit.
    """
    known = declared_parameters(notebook)
    unknown = [_unknown(notebook, name, known) for name in given if name not in known]
    return unknown + [
        Fault(f"parameter {name} of {notebook.stem}", *known[name].misfit(value))
        for name, value in given.items()
        if name in known and not known[name].accepts(value)
    ]


def check_notebook(notebook: Path) -> list[Fault]:
    """Find what a notebook of the journey may not have.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook.

    Returns
    -------
    list of Fault
        A cell of parameters that is lacking, double or not declared in full, ids that are not of
        one cell alone, outputs, and code that belongs in the library: definitions, loops, error
        handling.

    Raises
    ------
    ConfigurationError
        If the file is no notebook.
    """
    cells = _cells(notebook)
    faults = [*_tag_faults(notebook, cells), *_id_faults(notebook, cells)]
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code":
            faults += _cell_faults(f"{notebook.name}, cell {number}", cell)
    return faults


def _unknown(notebook: Path, name: str, known: Mapping[str, DeclaredParameter]) -> Fault:
    told = ", ".join(f"{each} ({declared.type})" for each, declared in known.items()) or "none"
    remedy = f"{nearest(name, known)} Known are {told}.".lstrip()
    return Fault(f"parameter {name} of {notebook.stem}", "is not known.", remedy)


def _tag_faults(notebook: Path, cells: list[dict[str, Any]]) -> Iterator[Fault]:
    tagged = sum(map(_is_tagged, cells))
    if tagged != 1:
        problem = f"{tagged} cells are tagged parameters."
        yield Fault(notebook.name, problem, "Tag exactly one.")


def _id_faults(notebook: Path, cells: list[dict[str, Any]]) -> Iterator[Fault]:
    """Tell of ids of several cells: who opens such a notebook gets others each time."""
    for name, number in Counter(cell["id"] for cell in cells if "id" in cell).items():
        if number > 1:
            problem = f"{number} cells have the id {name}."
            yield Fault(notebook.name, problem, "Save it anew in JupyterLab.")


def _cell_faults(place: str, cell: dict[str, Any]) -> Iterator[Fault]:
    if cell["outputs"] or cell["execution_count"]:
        yield Fault(place, "it carries output.", "Clear all outputs before you commit.")
    try:
        statements = ast.parse(_text(cell)).body
    except SyntaxError as error:
        yield Fault(f"{place}, line {error.lineno}", "it is not Python.", "Correct the line.")
        return
    if _is_tagged(cell):
        yield from parameter_faults(_text(cell), place=place)
    for statement in statements:
        yield from _library_faults(place, statement)


def _library_faults(place: str, statement: ast.stmt) -> Iterator[Fault]:
    for node in ast.walk(statement):
        word = BELONGS_IN_LIBRARY.get(type(node))
        if word:
            line = getattr(node, "lineno", statement.lineno)
            yield Fault(f"{place}, line {line}", f"it has a `{word}`.", "Move it to the library.")


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells = [_whole(cell) for cell in json.loads(notebook.read_bytes())["cells"]]
    except (OSError, ValueError, KeyError, TypeError):
        problem = "the file cannot be read as a notebook."
        raise ConfigurationError(
            Fault(str(notebook), problem, "Save it anew in JupyterLab.")
        ) from None
    return cells


def _whole(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell with all that is asked of one; TypeError, KeyError if it is none."""
    said = {"source": cell["source"], "cell_type": cell["cell_type"]}
    return {"metadata": {}, "outputs": [], "execution_count": None} | cell | said


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def _is_tagged(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code" and "parameters" in _tags(cell)


def _text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])
