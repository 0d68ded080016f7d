"""What a notebook's cell of parameters declares: names, types, values and what each is for.

A parameter is written ``name: type = value  # what it is``. papermill's own inspection reads no
annotation with quotes or bars in it: lists of values, and what may be lacking, are written
``name = value  # type: Literal["a","b"] what it is``, without a space in the type.
What it is may end with what its ids are chosen from: ``{measure}`` for one, ``{measures}`` for
several with spaces between; or with ``{share}``: a number between 0 and 1.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evaltools.declarations import read_value
from evaltools.errors import Fault, nearest
from evaltools.evaluation import Parameter

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of Python, where `str.splitlines` knows more."""
NUMBER = "a number, written with a point, such as 0.9"
A_SHARE = "a number between 0 and 1, written with a point, such as 0.9"
TYPE_COMMENT = re.compile(r"type:\s*(?P<type>\S+)\s*(?P<help>.*)")
MARKED = re.compile(r"(?P<help>.*?)\s*\{(?P<mark>\w*)\}")
SHARE = "share"
ONE_OF_MANY = {
    "body": "bodies", "goal": "goals", "group": "groups", "indicator": "indicators",
    "measure": "measures", "wave": "waves",
}  # fmt: skip
"""What ids are chosen from: one of a kind, or several."""
MARKS = (SHARE, *ONE_OF_MANY, *ONE_OF_MANY.values())


@dataclass(frozen=True, slots=True)
class DeclaredParameter:
    """A parameter as a notebook declares it.

    Attributes
    ----------
    type : str
        The annotation, such as "str", "float|None", "list[str]" or 'Literal["a","b"]'.
    default : object
        The value that it has where none is given.
    help : str, optional
        What it is, in words.
    mark : str, optional
        What its ids are chosen from, such as "measure" or "measures", or "share".
    """

    type: str
    default: object
    help: str = ""
    mark: str = ""

    def accepts(self, value: object) -> bool:
        """Tell whether a value has the declared type; a whole number is a number too."""
        kind = _expression(self.type)
        return kind is not None and _fits(kind, value) and self._is_within(value)

    def _is_within(self, value: object) -> bool:
        """Tell whether a number that must be a share lies between 0 and 1."""
        return self.mark != SHARE or not isinstance(value, (int, float)) or 0 < value < 1

    def choices(self) -> list[Parameter]:
        """Return the values of its list; none where it is more or other than a list."""
        match _expression(self.type):
            case ast.Subscript(ast.Name("Literal")) as kind:
                return _values(kind)
        return []

    def read(self, text: str, *, place: str) -> Parameter:
        """Read a value from the command line: as YAML, or where only that fits as the very text.

        Parameters
        ----------
        text : str
            What stands behind the equals sign.
        place : str
            Where it stands, for messages.

        Returns
        -------
        bool, int, float, str, list or None
            A value, which need not fit.

        Raises
        ------
        ConfigurationError
            If it is not YAML.
        """
        value: Parameter = read_value(text, place=place)
        return text if not self.accepts(value) and self.accepts(text) else value

    def misfit(self, value: Parameter) -> tuple[str, str]:
        """Say of a value that does not fit what it must be, and what may be meant.

        Parameters
        ----------
        value : bool, int, float, str, list or None
            The value.

        Returns
        -------
        tuple of str
            Problem and remedy.
        """
        choices = [str(each) for each in self.choices()]
        remedy = "Correct it in evaluation.yml or on the command line."
        if not choices:
            return f"must be {self._wanted()}, and it is {_shown(value, self)}.", remedy
        told = f"must be one of {', '.join(choices)}, and it is {value}."
        return told, f"{nearest(str(value), choices)} {remedy}".lstrip()

    def _wanted(self) -> str:
        if self.mark == SHARE:
            return A_SHARE
        return NUMBER if self.type == "float" else self.type


def read_parameters(cell: str) -> dict[str, DeclaredParameter]:
    """Read what a cell of parameters declares.

    Parameters
    ----------
    cell : str
        Its text.

    Returns
    -------
    dict of str to DeclaredParameter
        The parameters that have a type, in order.
    """
    return {
        name: DeclaredParameter(kind, _literal(value), *_explained(statement, cell))
        for statement in _statements(cell)
        for name, kind, value in _declared(statement, cell)
    }


def parameter_faults(cell: str, *, place: str) -> list[Fault]:
    """Find the parameters that are not declared in full, or that papermill cannot tell of.

    Parameters
    ----------
    cell : str
        The text of a cell of parameters.
    place : str
        Where it stands, for messages.

    Returns
    -------
    list of Fault
        What lacks a type, a value that fits it or an explanation; what `papermill
        --help-notebook` would leave out.
    """
    inspected = _inspected(cell)
    return [
        Fault(f"{place}, line {statement.lineno}", *unmet)
        for statement in _statements(cell)
        for unmet in _unmet(statement, cell, inspected)
    ]


def _unmet(statement: ast.stmt, cell: str, inspected: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a line, and how it is mended."""
    typed = isinstance(statement, ast.AnnAssign)
    declared = list(_declared(statement, cell))
    explanation, comment_type = _comment(statement, cell)
    if not declared or not explanation or (typed and comment_type):
        problem = "a parameter lacks its type, value or explanation, or has two types."
        yield problem, "Write it as `name: type = value  # what it is`."
        return
    ((name, kind, value),) = declared
    _, mark = _explained(statement, cell)
    if mark and mark not in MARKS:
        yield f"{name} is chosen from {mark}, which is not known.", f"Write {_listed(MARKS)}."
    if not DeclaredParameter(kind, None, mark=mark).accepts(_literal(value)):
        yield f"the value of {name} is not of its type, {kind}.", "Correct the one or the other."
    if inspected.get(name, "None") == "None":
        yield f"papermill cannot tell the type of {name}.", PLAINLY


PLAINLY = (
    "Use one equals sign; write what is lacking or chosen from a list as "
    '`name = value  # type: Literal["a","b"] what it is`, without a space in the type.'
)


def _inspected(cell: str) -> dict[str, str]:
    """Return the types that papermill reads; it takes long to import."""
    from papermill.translators import PythonTranslator

    return {
        each.name: each.inferred_type_name for each in PythonTranslator.inspect({"source": cell})
    }


def _declared(statement: ast.stmt, cell: str) -> Iterator[tuple[str, str, ast.expr]]:
    """Yield name, type and value of a parameter, where a statement declares one."""
    match statement:
        case ast.AnnAssign(target=ast.Name(name), annotation=kind, value=ast.expr() as value):
            yield name, _unquoted(kind), value
        case ast.Assign(targets=[ast.Name(name)], value=value):
            _, comment_type = _comment(statement, cell)
            if comment_type:
                yield name, comment_type, value


def _comment(statement: ast.stmt, cell: str) -> tuple[str, str]:
    """Split what stands behind a statement into explanation and type."""
    last = LINE_END.split(cell)[(statement.end_lineno or statement.lineno) - 1]
    behind = last.encode()[statement.end_col_offset or 0 :].decode().partition("#")[2].strip()
    typed = TYPE_COMMENT.fullmatch(behind)
    return (typed["help"], typed["type"]) if typed else (behind, "")


def _explained(statement: ast.stmt, cell: str) -> tuple[str, str]:
    """Split an explanation into what a parameter is and what its ids are chosen from."""
    told, _ = _comment(statement, cell)
    marked = MARKED.fullmatch(told)
    return (marked["help"], marked["mark"]) if marked else (told, "")


def _listed(marks: Iterable[str]) -> str:
    return ", ".join(f"{{{mark}}}" for mark in marks)


def _unquoted(annotation: ast.expr) -> str:
    match annotation:
        case ast.Constant(str(text)):
            return text
    return ast.unparse(annotation)


def _fits(kind: ast.expr, value: object) -> bool:
    """Tell whether a value has a type; what is no number is no float."""
    match kind:
        case ast.BinOp(left, ast.BitOr(), right):
            return _fits(left, value) or _fits(right, value)
        case ast.Subscript(ast.Name("Optional"), inner):
            return value is None or _fits(inner, value)
        case ast.Subscript(ast.Name("list"), inner):
            return isinstance(value, list) and all(_fits(inner, each) for each in value)
        case ast.Subscript(ast.Name("Literal")) as listed:
            return any(type(each) is type(value) and each == value for each in _values(listed))
        case ast.Constant(None):
            return value is None
        case ast.Name("float"):
            return type(value) is int or (isinstance(value, float) and math.isfinite(value))
        case ast.Name(name):
            return name in ("bool", "int", "str") and type(value).__name__ == name
    return False


def _shown(value: Parameter, declared: DeclaredParameter) -> str:
    """Show a number that is no share; tell of any other value what kind it is."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if declared.mark == SHARE and is_number else _kind(value)


def _kind(value: Parameter) -> str:
    if isinstance(value, list):
        return f"list[{'|'.join(dict.fromkeys(map(_kind, value)))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return "no finite number"
    return "None" if value is None else type(value).__name__


def _values(kind: ast.Subscript) -> list[Parameter]:
    """Return what stands between the brackets."""
    inner: Any = _literal(kind.slice)
    return list(inner) if isinstance(inner, tuple) else [inner]


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _statements(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(cell).body
    except SyntaxError:
        return []


def _literal(value: ast.expr) -> object:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError):
        return None
