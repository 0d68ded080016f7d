"""Looking at files one after another, and giving each fault to the file that it is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaltools.checking.found import Part, State, stands_in
from evaltools.declarations import Text
from evaltools.errors import EvaltoolsError, Fault


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a file; several at the same file make one part.

    Attributes
    ----------
    path : pathlib.Path
        The file, or a folder that is read as one.
    what, group : Text
        As of `Part`.
    look : callable
        Returns facts and faults, and may stop with an error that carries some.
    """

    path: Path
    what: Text
    group: Text
    look: Callable[[], Iterable[Text | Fault]]


@dataclass(slots=True)
class _Seen:
    """What has come of the looks at one file so far."""

    look: Look
    facts: list[Text] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    because: list[str] = field(default_factory=list)


def look_at(looks: Sequence[Look], *, root: Path) -> tuple[Part, ...]:
    """Look at every file, whatever is wrong with those before it.

    Parameters
    ----------
    looks : sequence of Look
        The looks, in the order in which the files are used.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    tuple of Part
        One per file. A fault stands under the file that its place names, or else under the one
        that was looked at; a look that met the faults of others alone waits for these.
    """
    seen = {_name(each.path, root): _Seen(each) for each in reversed(looks)}
    for each in looks:
        own = _name(each.path, root)
        facts, found = _tried(each)
        owned = _by_file(found, seen, own=own, root=root)
        for name, faults in owned.items():
            seen[name].faults += faults
        seen[own].facts += facts
        if own not in owned:
            seen[own].because += owned
    return tuple(_part(name, seen[name]) for name in _in_order(looks, root))


def _tried(look: Look) -> tuple[list[Text], list[Fault]]:
    """Look, and tell facts from faults; what an error carries is faults."""
    told: list[Text | Fault] = []
    try:
        for each in look.look():
            told.append(each)
    except EvaltoolsError as error:
        told += error.faults
    return (
        [each for each in told if isinstance(each, Text)],
        [each for each in told if isinstance(each, Fault)],
    )


def _by_file(
    faults: Iterable[Fault], known: Iterable[str], *, own: str, root: Path
) -> dict[str, list[Fault]]:
    """Give each fault to the file that its place begins with."""
    names = [own, *known]
    owned: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        told = replace(fault, place=fault.place.replace(f"{root}/", ""))
        owned[_owner(told.place, names) or own].append(told)
    return owned


def _owner(place: str, names: Sequence[str]) -> str | None:
    """Find the file in a place that has its whole path, or else its name."""
    whole = [name for name in names if stands_in(place, name)]
    by_name = [name for name in names if stands_in(place, Path(name).name)]
    return max(whole, key=len) if whole else next(iter(by_name), None)


def _part(name: str, seen: _Seen) -> Part:
    state: State = "wrong" if seen.faults else "waits" if seen.because else "fine"
    look = seen.look
    return Part(
        path=name,
        what=look.what,
        group=look.group,
        state=state,
        facts=tuple(dict.fromkeys(seen.facts)),
        faults=tuple(dict.fromkeys(seen.faults)),
        because=tuple(dict.fromkeys(seen.because)),
    )


def _in_order(looks: Iterable[Look], root: Path) -> list[str]:
    return list(dict.fromkeys(_name(each.path, root) for each in looks))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
