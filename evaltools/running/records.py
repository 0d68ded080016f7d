"""What is remembered of a step that ended well, and what has changed since.

Content decides, never times: every file is known by the SHA-256 of what it holds.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evaltools.evaluation import Parameter
from evaltools.provenance import (
    fingerprint_all,
    fingerprints,
    package_versions,
    write_atomically,
)
from evaltools.running.ground import STATE
from evaltools.running.notebooks import source_of
from evaltools.running.own_code import code_files
from evaltools.running.steps import Step

Named = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """All that a step rests on but the library.

    Attributes
    ----------
    notebook, source : str
        The notebook's path from the evaluation's folder, and the fingerprint of what it says.
    parameters : dict of str to Parameter
        Values other than the notebook's defaults.
    settings : dict of str to str
        Fingerprints of what it reads of evaluation.yml, by field.
    inputs : dict of str to str or None
        Fingerprints of files and folders, by path; None of what is not there.
    packages : dict of str to str
        Versions, Python's too.
    """

    notebook: str
    source: str
    parameters: Mapping[str, Parameter]
    settings: Mapping[str, str]
    inputs: Named
    packages: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A step that ended well.

    Attributes
    ----------
    step : str
        Its name.
    basis : Basis
        What it rested on: of notebook and inputs, the copies that it was given.
    code : dict of str to str or None
        Fingerprints of the library's files that it used, by path from the package's folder; None
        of one that was edited during the run.
    products : dict of str to str or None
        Fingerprints of what it made, by path.
    began : str
        When, in UTC, as ISO 8601.
    seconds : float
        How long it took.
    place : str
        Where: "warm" or "ordinary" kernel of this machine, or a worker.
    """

    step: str
    basis: Basis
    code: Named
    products: Named
    began: str
    seconds: float
    place: str


class Present:
    """What things are like now; each is looked at once, but for products that are made anew.

    What a step is remembered to have read is the copy that it was given, not what is told here.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Path, str | None] = {}
        self.code = code_files()
        self.packages = {"python": platform.python_version(), **package_versions()}

    def basis(self, step: Step) -> Basis:
        """Describe what a step rests on now."""
        return Basis(
            notebook=self._named(step.notebook),
            source=source_of(step.notebook),
            parameters=step.parameters,
            settings={field: _digest(value) for field, value in step.settings.items()},
            inputs=self.files(step.inputs),
            packages=self.packages,
        )

    def files(self, paths: Iterable[Path]) -> dict[str, str | None]:
        """Return the fingerprints of files and folders, by path from the evaluation's folder."""
        return {self._named(path): self._fingerprint(path) for path in paths}

    def forget(self, paths: Iterable[Path]) -> None:
        """Look at these, and what lies in them, anew when they are asked for again."""
        gone = set(paths)
        for path in [each for each in self._known if gone & {each, *each.parents}]:
            del self._known[path]

    def _fingerprint(self, path: Path) -> str | None:
        if path not in self._known:
            self._known[path] = fingerprint_all(fingerprints(path))
        return self._known[path]

    def _named(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def record_file(step: Step, root: Path) -> Path:
    """Return where a step is remembered: beside others of the same run."""
    run = step.executed.parents[1].name
    return root / STATE / "steps" / run / f"{step.name}.json"


def read_record(file: Path) -> Record | None:
    """Read what is remembered of a step; None if nothing is, or not by this version."""
    try:
        told = json.loads(file.read_bytes())
        return Record(**told | {"basis": Basis(**told["basis"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def last_began(steps: Iterable[Step], *, root: Path) -> datetime | None:
    """Tell when the step that was made last began; None if none was.

    Parameters
    ----------
    steps : iterable of Step
        The plan.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    datetime.datetime or None
        In the time of this machine.
    """
    records = [read_record(record_file(step, root)) for step in steps]
    began = max((record.began for record in records if record), default=None)
    return datetime.fromisoformat(began).astimezone() if began else None


def write_record(file: Path, record: Record) -> None:
    """Remember a step."""
    text = json.dumps(dataclasses.asdict(record), ensure_ascii=False, indent=1)
    write_atomically(file, text.encode())


def changes_since(record: Record, step: Step, *, present: Present) -> list[str]:
    """Say in words what differs from what a step rested on and made; empty if nothing does."""
    return list(_changes(record, present.basis(step), step, present))


def _changes(record: Record, now: Basis, step: Step, present: Present) -> Iterator[str]:
    before = record.basis
    if before.source != now.source:
        yield "the notebook has changed"
    yield from _differing(before.parameters, now.parameters, "the parameter {} has changed")
    yield from _differing(before.settings, now.settings, "{} in evaluation.yml has changed")
    yield from _differing(before.inputs, now.inputs, "{} has changed")
    used = {name: present.code.get(name) for name in record.code}
    yield from _differing(record.code, used, "{} of the library has changed")
    yield from _differing(before.packages, now.packages, "the package {} has changed")
    made = present.files(step.products)
    missing = {name for name, found in made.items() if found is None}
    yield from (f"{name} is missing" for name in missing)
    stands = {name: found for name, found in record.products.items() if name not in missing}
    yield from _differing(stands, made, "{} was changed by hand", without=missing)


def _differing(
    before: Mapping[str, object],
    now: Mapping[str, object],
    words: str,
    *,
    without: Collection[str] = (),
) -> Iterator[str]:
    """Name what differs, the first two of many."""
    names = [
        name
        for name in {**before, **now}
        if json.dumps(before.get(name)) != json.dumps(now.get(name)) and name not in without
    ]
    for name in names[:2]:
        yield words.format(name)
    if names[2:]:
        yield f"and {len(names) - 2} more of that kind"


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
