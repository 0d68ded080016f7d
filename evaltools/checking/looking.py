"""Looking at files one after another, and giving each fault to the file that it is in."""

from __future__ import annotations

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
    owners: dict[Fault, str] = {}
    for each in looks:
        own = _name(each.path, root)
        facts, faults = _tried(each, root)
        for fault in faults:
            owners.setdefault(fault, _owner(fault.place, [own, *seen]) or own)
        met = {owners[fault]: None for fault in faults}
        seen[own].facts += facts
        seen[own].because += [] if own in met else met
    for fault, name in owners.items():
        seen[name].faults.append(fault)
    return tuple(_part(name, seen[name]) for name in _in_order(looks, root))


def _tried(look: Look, root: Path) -> tuple[list[Text], list[Fault]]:
    """Look, and tell facts from faults, whose places are told from the folder on."""
    facts, faults = list[Text](), list[Fault]()
    try:
        for each in look.look():
            facts.append(each) if isinstance(each, Text) else faults.append(each)
    except EvaltoolsError as error:
        faults += error.faults
    return facts, [replace(each, place=each.place.replace(f"{root}/", "")) for each in faults]


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
