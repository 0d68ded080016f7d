"""What is wrong with a text that is being written, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaltools.declarations import Language, read_declared, read_value
from evaltools.editing.kinds import KINDS, schema_of
from evaltools.editing.names import Names, named_at
from evaltools.editing.positions import Span, locate
from evaltools.errors import EvaltoolsError, Fault, nearest
from evaltools.errors.speaking import speak
from evaltools.schemas import Schema, Step, allowed, enter


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or that names what is not there.

    Attributes
    ----------
    span : Span
        Where it stands.
    message : str
        What is wrong and what to do, in sentences.
    is_error : bool
        False where what is named may still be to come.
    """

    span: Span
    message: str
    is_error: bool


def diagnose(text: str, *, kind: str, names: Names, language: Language) -> list[Finding]:
    """Find what is wrong with a text.

    Parameters
    ----------
    text : str
        What stands in the editor.
    kind : str
        A key of `kinds.KINDS`.
    names : Names
        The names that can be used in it.
    language : {"sv", "en"}
        The language of the messages.

    Returns
    -------
    list of Finding
        What keeps the text from being read; where nothing does, the names that nothing bears.
    """
    place = names.path.name
    try:
        read_declared(text, KINDS[kind].model, place=place)
    except EvaltoolsError as error:
        faults, is_error = error.faults, True
    else:
        faults, is_error = tuple(_unknown(text, kind=kind, names=names)), False
    spans = [locate(text, each.place.removeprefix(place)) for each in faults]
    told = [speak(each, language=language) for each in faults]
    return [
        Finding(span, f"{each.problem} {each.remedy}", is_error)
        for span, each in zip(spans, told, strict=True)
    ]


def _unknown(text: str, *, kind: str, names: Names) -> Iterator[Fault]:
    """Yield the names that nothing bears."""
    schema, file = schema_of(kind), names.path.name
    content = read_value(text, place=file)
    named = list(_named(content, (), allowed(schema, ()), schema, kind))
    known = {what: names.of(what) for what in {what for _, what, _ in named}}
    for path, what, name in named:
        if not names.has(what, name, known[what]):
            remedy = nearest(name, known[what]) or "Declare it, or correct the name."
            yield Fault(
                f"{file}, {'.'.join(map(str, path))}", f"there is no {what} {name}.", remedy
            )


def _named(
    content: Any, path: tuple[Step, ...], found: Sequence[Schema], schema: Schema, kind: str
) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """Yield place, kind and name of everything that a text names."""
    if isinstance(content, str):
        if what := named_at(path, found, kind=kind):
            yield path, what, content
        return
    for step, each in _parts(content):
        yield from _named(each, (*path, step), enter(found, step, schema), schema, kind)


def _parts(content: Any) -> list[tuple[Step, Any]]:
    """Return what a mapping or a list consists of."""
    if isinstance(content, dict):
        return [(str(key), each) for key, each in content.items()]
    return list(enumerate(content)) if isinstance(content, list) else []
