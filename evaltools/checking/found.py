"""What a check has found, file by file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from evaltools.checking.words import FILES, fill, verdict
from evaltools.declarations import Language, Text
from evaltools.errors import Fault

State = Literal["fine", "wrong", "waits", "absent"]
"""In order; has faults; could not be looked at for those of others; not part of the evaluation."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a folder that is read as one, and what was found in it.

    Attributes
    ----------
    path : str
        From the folder of the evaluation; of what is not declared, the field that would.
    what : Text
        What it is to the evaluation.
    group : Text
        What it is shown with.
    state : {"fine", "wrong", "waits", "absent"}
        What became of it.
    facts : tuple of Text
        What was found that is in order; nothing of a person.
    faults : tuple of Fault
        Everything that is wrong, each with what to do.
    because : tuple of str
        Paths of the files whose faults kept it from being looked at.
    """

    path: str
    what: Text
    group: Text
    state: State
    facts: tuple[Text, ...] = ()
    faults: tuple[Fault, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that was looked at.

    Attributes
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    language : {"sv", "en"}
        The main language of the evaluation.
    day : datetime.date
        When it was checked.
    parts : tuple of Part
        In the order in which they are used.
    """

    root: Path
    language: Language
    day: date
    parts: tuple[Part, ...]

    @property
    def faults(self) -> list[Fault]:
        """Each fault once."""
        return list(dict.fromkeys(fault for part in self.parts for fault in part.faults))

    def of(self, state: State) -> list[Part]:
        """Return the parts of which the same became."""
        return [part for part in self.parts if part.state == state]

    def verdict(self, language: Language) -> str:
        """Say how many files are in order, are not, or wait."""
        return verdict(Counter(part.state for part in self.parts), language=language)


def within(fault: Fault, path: str) -> Fault:
    """Tell a fault under the file that it is in, which is not named again.

    Parameters
    ----------
    fault : Fault
        The fault.
    path : str
        The file, from the folder of the evaluation.

    Returns
    -------
    Fault
        The fault, with the place in the file alone; as it was where its place is another.
    """
    for name in (path, Path(path).name):
        if stands_in(fault.place, name):
            return replace(fault, place=fault.place.removeprefix(name).lstrip(", "))
    return fault


def stands_in(place: str, name: str) -> bool:
    """Tell whether a place begins with the name of a file."""
    return re.match(rf"{re.escape(name)}(?![\w.-])", place) is not None


def gather(parts: Iterable[Part]) -> list[Part]:
    """Gather files of one folder that are the same to the evaluation, such as chapters.

    Parameters
    ----------
    parts : iterable of Part
        Parts of which the same became.

    Returns
    -------
    list of Part
        In their order; of several together the path is that of the folder, with a slash, and
        their number is a fact.
    """
    alike: dict[tuple[str, Text], list[Part]] = defaultdict(list)
    for part in parts:
        alike[str(Path(part.path).parent), part.what].append(part)
    return [
        each[0]
        if len(each) == 1
        else replace(each[0], path=f"{folder}/", facts=(fill(FILES, len(each)),))
        for (folder, _), each in alike.items()
    ]
