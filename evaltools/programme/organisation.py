"""The bodies over time, and which has taken over which."""

from __future__ import annotations

from datetime import date, timedelta
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaltools.declarations import Declared, Text
from evaltools.errors import ConfigurationError, Fault
from evaltools.programme.claims import (
    Claim,
    Id,
    Source,
    identified,
    refers_to,
    refuse,
    repeated,
    unknown_references,
)

BodyKind = Literal["district_board", "specialist_board", "company"]
BODY_KINDS: dict[str, Text] = {
    "district_board": Text(sv="Stadsdelsnämnder", en="District boards"),
    "specialist_board": Text(sv="Facknämnder", en="Specialist boards"),
    "company": Text(sv="Bolag", en="Companies"),
}
"""What a reader sees for each kind of body."""


class Role(Claim):
    """Whether the programme concerns a body as employer, by its service to people, or as both.

    Attributes
    ----------
    value : {"employer", "service", "both"}
        As what.
    """

    value: Literal["employer", "service", "both"]


class Body(Claim):
    """A board or a company of the city.

    Attributes
    ----------
    id : str
        What data and codebooks call the body, for ever.
    name : Text
        Its name.
    kind : {"district_board", "specialist_board", "company"}
        What it is.
    role : Role
        How the programme concerns it.
    area : str, optional
        What statistics call the area that the body is for.
    valid_from, valid_to : datetime.date, optional
        First and last day; none where it is older than the records, or still exists.
    """

    id: Id
    name: Text
    kind: BodyKind
    role: Role
    area: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"{self.id} ends before it begins")
        return self

    def exists_on(self, day: date) -> bool:
        """Tell whether the body exists on a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Merger(Claim):
    """The day on which bodies went into another body.

    Attributes
    ----------
    date : datetime.date
        First day of the new order.
    from, from_ : tuple of str
        The bodies that ceased the day before; `from` in YAML. One is a change of name.
    to : str
        The body that took them over.
    """

    date: date
    from_: Annotated[
        tuple[Id, ...],
        Field(alias="from", min_length=1, json_schema_extra={"refers_to": "body"}),
    ]
    to: Annotated[Id, refers_to("body")]


class BodyCount(Claim):
    """How many bodies of a kind there were on a day, by a source.

    Attributes
    ----------
    date : datetime.date
        The day.
    kind : str
        The kind.
    number : int
        How many there were.
    """

    date: date
    kind: BodyKind
    number: int


class Organisation(Declared):
    """The bodies of a city through time.

    Attributes
    ----------
    sources : dict of str to Source
        Where what is said here is attested.
    bodies : tuple of Body
        All bodies, also those that have ceased, in the order in which they are reported.
    mergers : tuple of Merger
        What became of the bodies that ceased.
    counts : tuple of BodyCount
        Known numbers of bodies, which `bodies` must agree with.

    Notes
    -----
    A merger cannot lead back to a body it came from: what is merged has ceased.
    """

    sources: dict[Id, Source] = {}
    bodies: Annotated[tuple[Body, ...], Field(min_length=1)]
    mergers: tuple[Merger, ...] = ()
    counts: tuple[BodyCount, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        known = {"source": set(self.sources), "body": {body.id for body in self.bodies}}
        refuse(
            *repeated("body", [body.id for body in self.bodies]),
            *(f"{place}: {problem}" for place, problem in unknown_references(self, known)),
            *(problem for merger in self.mergers for problem in self._dates_unmet(merger)),
            *self._counts_unmet(),
        )
        return self

    def bodies_on(self, day: date) -> tuple[Body, ...]:
        """Return the bodies that exist on a day, in the order of the file."""
        return tuple(body for body in self.bodies if body.exists_on(day))

    def body_on(self, body_id: str, *, on: date) -> Body:
        """Return a body that exists on a day.

        Parameters
        ----------
        body_id : str
            Its id.
        on : datetime.date
            The day.

        Returns
        -------
        Body
            The body.

        Raises
        ------
        ConfigurationError
            If there is none with that id on the day; it names those that may be meant.
        """
        bodies = {body.id: body for body in self.bodies_on(on)}
        if body_id not in bodies:
            raise ConfigurationError(self._not_there(body_id, on))
        return bodies[body_id]

    def forerunners(self, *, on: date) -> dict[str, tuple[Body, ...]]:
        """Return for each body of a day those that have ceased and went into it.

        Parameters
        ----------
        on : datetime.date
            The day.

        Returns
        -------
        dict of str to tuple of Body
            By id, in the order of the file; one that was split stands with each of its heirs.
        """
        ceased = [body for body in self.bodies if body.valid_to and body.valid_to < on]
        return {
            heir.id: tuple(body for body in ceased if heir.id in self._heirs(body.id, on=on))
            for heir in self.bodies_on(on)
        }

    def successor(self, body_id: str, *, on: date) -> str:
        """Follow the mergers forward from one body.

        Parameters
        ----------
        body_id : str
            A body that exists on `on` or before.
        on : datetime.date
            The later day.

        Returns
        -------
        str
            The body itself if it exists on `on`, otherwise the one that took it over.

        Raises
        ------
        ConfigurationError
            If the body is unknown, has no successor or has been split among several.
        """
        identified(self.bodies, body_id, what="body in organisation.yml")
        heirs = self._heirs(body_id, on=on)
        if len(heirs) != 1:
            raise ConfigurationError(_no_single_heir(body_id, heirs, on))
        return heirs[0]

    def crosswalk(self, *, before: date, after: date) -> dict[str, str]:
        """Tell for each body of one day which body of a later day it belongs to.

        Parameters
        ----------
        before, after : datetime.date
            The earlier and the later day.

        Returns
        -------
        dict of str to str
            For every body that exists on `before` the one body on `after`.

        Raises
        ------
        ConfigurationError
            For each body without a successor, or that has been split: what was counted in it
            cannot be apportioned.
        """
        heirs = {body.id: self._heirs(body.id, on=after) for body in self.bodies_on(before)}
        faults = [
            _no_single_heir(body_id, found, after)
            for body_id, found in heirs.items()
            if len(found) != 1
        ]
        if faults:
            raise ConfigurationError(faults)
        return {body_id: found[0] for body_id, found in heirs.items()}

    def area_crosswalk(self, *, on: date) -> dict[str, str]:
        """Tell for each area whose body has been merged which area it is part of.

        Parameters
        ----------
        on : datetime.date
            The day whose areas are meant.

        Returns
        -------
        dict of str to str
            By what statistics call the areas; those whose body was split are left out: what was
            counted in them cannot be apportioned.
        """
        area = {body.id: body.area for body in self.bodies if body.area}
        heirs = {name: self._heirs(body_id, on=on) for body_id, name in area.items()}
        return {
            name: area[found[0]]
            for name, found in heirs.items()
            if len(found) == 1 and found[0] in area and area[found[0]] != name
        }

    def _heirs(self, body_id: str, *, on: date) -> list[str]:
        if any(body.id == body_id for body in self.bodies_on(on)):
            return [body_id]
        into = [each.to for each in self.mergers if body_id in each.from_ and each.date <= on]
        return sorted({heir for body in into for heir in self._heirs(body, on=on)})

    def _not_there(self, body_id: str, day: date) -> Fault:
        """Name the bodies that may be meant: what took it over, or else what is called alike."""
        bodies = self.bodies_on(day)
        names = {
            name.lower(): body.id
            for body in bodies
            for name in (body.id, body.name.sv, body.name.en)
        }
        close = get_close_matches(body_id.lower(), names, n=6, cutoff=0.5)
        near = self._heirs(body_id, on=day) or dict.fromkeys(names[each] for each in close)
        meant = ", ".join(near or [body.id for body in bodies])
        problem = f"there is no such body in organisation.yml on {day}."
        return Fault(f"body {body_id}", problem, f"Near to it: {meant}.")

    def _dates_unmet(self, merger: Merger) -> list[str]:
        last_day = merger.date - timedelta(days=1)
        ceased = [body for body in self.bodies if body.id in merger.from_]
        began = [body for body in self.bodies if body.id == merger.to]
        return [
            f"{body.id} is merged on {merger.date}: its valid_to must be {last_day}"
            for body in ceased
            if body.valid_to != last_day
        ] + [
            f"{body.id} takes over others on {merger.date}, when it does not exist"
            for body in began
            if not body.exists_on(merger.date)
        ]

    def _counts_unmet(self) -> list[str]:
        found = [
            (count, sum(body.kind == count.kind for body in self.bodies_on(count.date)))
            for count in self.counts
        ]
        return [
            f"on {count.date} there are {number} bodies of the kind {count.kind}, "
            f"and counts says {count.number}"
            for count, number in found
            if number != count.number
        ]


def _no_single_heir(body_id: str, heirs: list[str], day: date) -> Fault:
    if heirs:
        return Fault(
            f"organisation.yml, {body_id}",
            f"it has been split among {', '.join(heirs)} by {day}: what was counted in it cannot "
            "be apportioned.",
            "Compare the city as a whole, or choose a day before the split.",
        )
    return Fault(
        f"organisation.yml, {body_id}",
        f"it does not exist on {day}, and no merger leads from it to a body that does.",
        "Declare the merger, or correct the day.",
    )
