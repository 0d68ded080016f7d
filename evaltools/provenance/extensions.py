"""What other packages register with evaltools: readers of files, designs on the ladder."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from evaltools.errors import ConfigurationError, Fault
from evaltools.provenance.files import fingerprint, fingerprint_all, fingerprints

READERS, DESIGNS = "evaltools.readers", "evaltools.designs"
"""Groups of entry points, under `[project.entry-points]` in the package's pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a package registers.

    Attributes
    ----------
    name : str
        What stands before the equals sign.
    package, version : str
        The installed package.
    """

    name: str
    package: str
    version: str
    _entry: EntryPoint

    @property
    def place(self) -> str:
        """What it is called in messages."""
        return f"{self.name} of the package {self.package} {self.version}"

    def load(self) -> object:
        """Import what is registered.

        Returns
        -------
        object
            What stands behind the equals sign.

        Raises
        ------
        ConfigurationError
            If it cannot be imported, or is not there.
        """
        try:
            return self._entry.load()
        except Exception as error:
            problem = f"{self._entry.value} cannot be imported: {type(error).__name__}."
            raise ConfigurationError(self.fault(problem)) from error

    def fault(self, problem: str) -> Fault:
        """Tell what is wrong with it: who installed the package knows whom to ask."""
        return Fault(self.place, problem, "Tell its author, or uninstall the package.")


def extensions(group: str) -> tuple[Extension, ...]:
    """Return what the installed packages register in a group.

    Parameters
    ----------
    group : str
        `READERS` or `DESIGNS`.

    Returns
    -------
    tuple of Extension
        In the order of their names, whatever the order of the folders they are installed in.

    Raises
    ------
    ConfigurationError
        If two packages register one name: which is meant cannot be told.
    """
    found = sorted(
        (
            Extension(each.name, each.dist.name, each.dist.version, each)
            for each in entry_points(group=group)
            if each.dist
        ),
        key=lambda each: (each.name, each.package),
    )
    counts = Counter(each.name for each in found)
    problem = f"another package registers this name in {group} too."
    twice = [Fault(e.place, problem, "Uninstall one.") for e in found if counts[e.name] > 1]
    if twice:
        raise ConfigurationError(twice)
    return tuple(found)


def extension_code() -> dict[str, str]:
    """Compute one fingerprint of the code of each package that registers anything.

    A version says little of a package that is worked on: its files do.

    Returns
    -------
    dict of str to str
        SHA-256 by name of the package, over the files of the top-level packages or modules that
        it registers from, bytecode left out.
    """
    code: dict[str, dict[str, str]] = {}
    for each in (*entry_points(group=READERS), *entry_points(group=DESIGNS)):
        if each.dist:
            code.setdefault(each.dist.name, {}).update(_files(each.module.partition(".")[0]))
    return {name: fingerprint_all(files) or "" for name, files in code.items()}


def _files(module: str) -> dict[str, str]:
    """Return the fingerprints of a top-level module's files, without importing it."""
    spec = find_spec(module)
    if spec is None:
        return {}
    if spec.submodule_search_locations is None:
        return {f"{module}.py": fingerprint(Path(spec.origin))} if spec.origin else {}
    return {
        f"{module}/{name}": digest
        for folder in spec.submodule_search_locations
        for name, digest in fingerprints(Path(folder)).items()
        if not name.endswith(".pyc")
    }
