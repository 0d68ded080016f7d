"""What a notebook runs in: it must be the same wherever the notebook runs."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires

from evaltools.errors import Fault
from evaltools.provenance import (
    extension_code,
    fingerprint_all,
    package_name,
    package_versions,
)
from evaltools.running.own_code import code_files

NAMED = 3
"""Packages that a message names; of the others it tells how many."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a notebook runs in.

    Attributes
    ----------
    code : str
        SHA-256 over the files of evaltools.
    python : str
        The version of Python.
    packages : mapping of str to str
        The versions of the packages that evaltools asks for, that those ask for, and that
        register readers or designs.
    """

    code: str
    python: str
    packages: Mapping[str, str]

    def differences(self, other: Surroundings) -> list[str]:
        """Tell what is otherwise elsewhere, in words.

        Parameters
        ----------
        other : Surroundings
            What it is there.

        Returns
        -------
        list of str
            Sentences without full stop; none where nothing differs.
        """
        found = ["it has other code of evaltools"] if self.code != other.code else []
        if self.python != other.python:
            found.append(f"it has Python {other.python}, here {self.python}")
        return found + self._other_packages(other.packages)

    def _other_packages(self, there: Mapping[str, str]) -> list[str]:
        found = [
            f"it has {name} {there[name]}, here {version}" if name in there else f"it lacks {name}"
            for name, version in self.packages.items()
            if there.get(name) != version
        ]
        more = [f"{len(found) - NAMED} more packages differ"] if len(found) > NAMED else []
        return found[:NAMED] + more


def surroundings() -> Surroundings:
    """Return what a notebook runs in here."""
    versions = package_versions()
    extending = map(package_name, extension_code())
    needed = sorted({*_needed("evaltools"), *extending} & versions.keys())
    asked = {name: versions[name] for name in needed}
    return Surroundings(_code(), platform.python_version(), asked)


def other_surroundings(place: str, differences: list[str]) -> Fault:
    """Say that a worker would run notebooks in something else.

    Parameters
    ----------
    place : str
        The worker.
    differences : list of str
        What differs, from `Surroundings.differences`.

    Returns
    -------
    Fault
        What differs and what to do.
    """
    remedy = "Install there the same commit of evaltools and its requirements.txt, and start anew."
    return Fault(place, f"{'; '.join(differences)}.", remedy)


def _code() -> str:
    """Make one fingerprint of the library's code and of the files that it carries."""
    return str(fingerprint_all(code_files()))


def _needed(package: str) -> Iterator[str]:
    """List what a package asks for, directly or not; extras are left out."""
    met, ahead = set[str](), [package]
    while ahead:
        name = ahead.pop()
        if name not in met:
            met.add(name)
            ahead += _asked_by(name)
    yield from met - {package}


def _asked_by(package: str) -> list[str]:
    try:
        asked = [each for each in requires(package) or () if "extra ==" not in each]
    except PackageNotFoundError:
        return []
    return [package_name(each) for each in asked]
