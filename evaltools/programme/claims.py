"""What is said about the city: attested by a source, or else illustrative."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo

from evaltools.declarations import Declared
from evaltools.errors import ConfigurationError, Fault

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


Wording = Literal["adopted", "paraphrase"]


def refers_to(kind: str) -> Any:
    """Mark a field as holding ids of a kind, which must be declared somewhere."""
    return Field(json_schema_extra={"refers_to": kind})


Bodies = Annotated[tuple[Id, ...], refers_to("body")]


class Source(Declared):
    """Where something is attested.

    Attributes
    ----------
    title : str
        What a reader looks for.
    url : str, optional
        Where it can be read.
    """

    title: str
    url: str | None = None


class Claim(Declared):
    """Something said about a city: attested, or marked as an example.

    Attributes
    ----------
    attested : {"seen", "regional", "general_knowledge"}, optional
        Seen in the source; seen in the regional strategy but not in the city's own words; or
        held to be true without a source.
    source : str, optional
        One of the declared sources; needed where something was seen.
    illustrative : bool
        True for an example that says nothing about the city.
    """

    attested: Literal["seen", "regional", "general_knowledge"] | None = None
    source: Annotated[Id | None, refers_to("source")] = None
    illustrative: bool = False

    @model_validator(mode="after")
    def _says_what_it_rests_on(self) -> Self:
        if self.illustrative == (self.attested is not None):
            raise ValueError("say how it is attested, or else that it is illustrative")
        if self.attested in ("seen", "regional") and self.source is None:
            raise ValueError("say in which source it was seen")
        return self


def repeated(kind: str, ids: list[str]) -> list[str]:
    """Tell which ids are given twice."""
    return [f"the {kind} {each} is given twice" for each in sorted(set(ids)) if ids.count(each) > 1]


def refuse(*problems: str) -> None:
    """Refuse a declaration for all its problems at once."""
    if problems:
        raise ValueError("; ".join(problems))


class HasId(Protocol):
    """Something that is declared under an id."""

    @property
    def id(self) -> str:
        """The id."""


Identified = TypeVar("Identified", bound=HasId)


def identified(things: tuple[Identified, ...], identity: str, *, what: str) -> Identified:
    """Return the thing with an id, or tell which there are."""
    for thing in things:
        if thing.id == identity:
            return thing
    known = ", ".join(thing.id for thing in things)
    raise ConfigurationError(Fault(identity, f"there is no such {what}.", f"Known are {known}."))


def unknown_references(model: Declared, known: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Find the places that refer to an id that nothing declares, with the problem in words."""
    return [
        (place, f"there is no {kind} {name}")
        for place, kind, name in _references(model)
        if name not in known[kind]
    ]


def _references(value: object, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield place, kind and id of everything that a declaration refers to."""
    if isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _references(part, f"{place}.{getattr(part, 'id', number)}")
    if isinstance(value, Declared):
        for name, field in type(value).model_fields.items():
            yield from _field_references(
                getattr(value, name), field, f"{place}.{field.alias or name}".lstrip(".")
            )


def _field_references(value: Any, field: FieldInfo, place: str) -> Iterator[tuple[str, str, str]]:
    if not isinstance(field.json_schema_extra, dict):
        yield from _references(value, place)
    elif value is not None:
        kind = str(field.json_schema_extra["refers_to"])
        names = value if isinstance(value, tuple) else (value,)
        yield from ((place, kind, name) for name in names)
