"""What a notebook says: its source, its parameters, and whether it keeps to the rules.

Notebooks are read as JSON: nbformat takes longer to import than an unchanged run may last.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Parameter

BELONGS_IN_LIBRARY: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def", ast.AsyncFunctionDef: "async def", ast.Lambda: "lambda",
    ast.ClassDef: "class", ast.For: "for", ast.AsyncFor: "async for", ast.While: "while",
    ast.Try: "try", ast.TryStar: "try", ast.With: "with", ast.AsyncWith: "async with",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeclaredParameter:
    """A parameter as a notebook declares it.

    Attributes
    ----------
    type : str
        The annotation, such as "str" or "float | None".
    default : object
        The value that it has where none is given.
    """

    type: str
    default: object

    def accepts(self, value: Parameter) -> bool:
        """Tell whether a value has the declared type; an integer is a number too."""
        kinds = {part.strip() for part in self.type.split("|")}
        found = type(value).__name__
        return found in kinds or (found == "int" and "float" in kinds)


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
    cells = (_text(cell) for cell in _cells(notebook) if "parameters" in _tags(cell))
    return {
        node.target.id: DeclaredParameter(ast.unparse(node.annotation), _literal(node.value))
        for cell in cells
        for node in _statements(cell)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


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
    told = ", ".join(f"{name} ({each.type})" for name, each in known.items()) or "none"
    unknown = [
        Fault(f"parameter {name} of {notebook.stem}", "is not known.", f"Known are {told}.")
        for name in given
        if name not in known
    ]
    return unknown + [
        Fault(
            f"parameter {name} of {notebook.stem}",
            f"must be {known[name].type}, and it is {type(value).__name__}.",
            "Correct it in evaluation.yml or on the command line.",
        )
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
        A cell of parameters that is lacking, double or untyped, outputs, and code that belongs
        in the library: definitions, loops, error handling.

    Raises
    ------
    ConfigurationError
        If the file is no notebook.
    """
    cells = _cells(notebook)
    places = [f"{notebook.name}, cell {number}" for number, _ in enumerate(cells, start=1)]
    tagged = [place for place, cell in zip(places, cells, strict=True) if _is_tagged(cell)]
    faults = []
    if len(tagged) != 1:
        problem = f"{len(tagged)} cells are tagged parameters."
        faults.append(Fault(notebook.name, problem, "Tag exactly one."))
    for place, cell in zip(places, cells, strict=True):
        if cell["cell_type"] == "code":
            faults += _cell_faults(place, cell)
    return faults


def seconds_of(executed: Path) -> float:
    """Return how long a published notebook took.

    Parameters
    ----------
    executed : pathlib.Path
        An executed notebook.

    Returns
    -------
    float
        Seconds.
    """
    return float(json.loads(executed.read_bytes())["metadata"]["papermill"]["duration"])


def _cell_faults(place: str, cell: dict[str, Any]) -> Iterator[Fault]:
    if cell["outputs"] or cell["execution_count"]:
        yield Fault(place, "it carries output.", "Clear all outputs before you commit.")
    try:
        statements = ast.parse(_text(cell)).body
    except SyntaxError as error:
        yield Fault(f"{place}, line {error.lineno}", "it is not Python.", "Correct the line.")
        return
    if _is_tagged(cell):
        yield from _parameter_faults(place, _text(cell).splitlines(), statements)
    for statement in statements:
        yield from _library_faults(place, statement)


def _parameter_faults(place: str, lines: list[str], body: list[ast.stmt]) -> Iterator[Fault]:
    for statement in body:
        is_typed = isinstance(statement, ast.AnnAssign) and statement.value is not None
        if not is_typed or "#" not in lines[statement.lineno - 1]:
            yield Fault(
                f"{place}, line {statement.lineno}",
                "a parameter lacks its type, value or explanation.",
                "Write it as `name: type = value  # what it is`.",
            )


def _library_faults(place: str, statement: ast.stmt) -> Iterator[Fault]:
    for node in ast.walk(statement):
        word = BELONGS_IN_LIBRARY.get(type(node))
        if word:
            line = getattr(node, "lineno", statement.lineno)
            yield Fault(f"{place}, line {line}", f"it has a `{word}`.", "Move it to the library.")


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        problem = "the file cannot be read as a notebook."
        raise ConfigurationError(
            Fault(str(notebook), problem, "Save it anew in JupyterLab.")
        ) from None
    return cells


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def _is_tagged(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code" and "parameters" in _tags(cell)


def _text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text).body
    except SyntaxError:
        return []


def _literal(value: ast.expr | None) -> object:
    try:
        return ast.literal_eval(value) if value else None
    except ValueError:
        return None
