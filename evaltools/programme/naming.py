"""Bodies by what people call them."""

from __future__ import annotations

from datetime import date
from unicodedata import normalize

from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.programme.organisation import Body, Organisation


def find_body(organisation: Organisation, called: str, *, on: date) -> Body:
    """Find a body that existed when the staff were asked, by its id or name in either language.

    Parameters
    ----------
    organisation : Organisation
        The bodies.
    called : str
        What somebody wrote; capital letters and further spaces do not matter.
    on : datetime.date
        The day on which the staff were asked.

    Returns
    -------
    Body
        The body.

    Raises
    ------
    ConfigurationError
        If none is called so, with the nearest name; if the one that is did not exist on the day,
        with what it went into; if several are.
    """
    alike = [body for body in organisation.bodies if _alike(called) in map(_alike, _names(body))]
    there = [body for body in alike if body.exists_on(on)]
    if len(there) == 1:
        return there[0]
    place = f"body {called}"
    if there:
        ids = ", ".join(body.id for body in there)
        raise ConfigurationError(Fault(place, "several are called so.", f"Give the id: {ids}."))
    if alike:
        problem = f"it did not exist on {on}, when the staff were asked."
        raise ConfigurationError(Fault(place, problem, _became(organisation, alike, on)))
    raise ConfigurationError(
        Fault(place, "there is no such body in organisation.yml.", _near(organisation, called, on))
    )


def _names(body: Body) -> tuple[str, ...]:
    return body.id, body.name.sv, body.name.en


def _alike(name: str) -> str:
    """Reduce a name to what tells it apart: macOS writes ö as two characters."""
    return " ".join(normalize("NFC", name).casefold().split())


def _became(organisation: Organisation, ceased: list[Body], day: date) -> str:
    heirs = [
        heir
        for heir, forerunners in organisation.forerunners(on=day).items()
        if any(body in forerunners for body in ceased)
    ]
    return f"It went into {' and '.join(heirs)}." if heirs else ""


def _near(organisation: Organisation, called: str, day: date) -> str:
    """Name the nearest body of the day, or else of any day."""
    of_the_day = [name for body in organisation.bodies_on(day) for name in _names(body)]
    every = [name for body in organisation.bodies for name in _names(body)]
    return nearest(_alike(called), of_the_day) or nearest(_alike(called), every)
