"""Reading the manifest of a run: what it says that the run read, made and was made with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from evaltools.declarations import stray_paths
from evaltools.errors import Fault, RunError
from evaltools.provenance.actions import WHOLE
from evaltools.provenance.entities import ENGINE, PYTHON, Entity
from evaltools.provenance.run import SETTINGS, Content

LARGEST = 64 << 20
"""Bytes of a manifest: that of 26 factsheets has less than one hundredth."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. Paths are from the folder of the evaluation.

    Attributes
    ----------
    folder : str
        The run's folder.
    read, made : mapping of str to Content
        Each file that no step made, and each that one did; folders beyond the run's as a whole.
    folders : frozenset of str
        Folders of the run all of whose files are among those.
    notebooks : mapping of str to str
        SHA-256 of what each notebook says, whatever its outputs.
    code : mapping of str to str
        SHA-256 by file of evaltools, from the package's folder.
    packages : mapping of str to str
        Version by package, evaltools left out.
    python : str
        Version of Python.
    commit : str or None
        The commit; None outside git.
    """

    folder: str
    read: Mapping[str, Content]
    made: Mapping[str, Content]
    folders: frozenset[str]
    notebooks: Mapping[str, str]
    code: Mapping[str, str]
    packages: Mapping[str, str]
    python: str
    commit: str | None


def read_crate(path: Path, *, root: Path) -> Manifest:
    """Read a manifest that `write_crate` wrote.

    Parameters
    ----------
    path : pathlib.Path
        The manifest, in the run's folder.
    root : pathlib.Path
        Folder of the evaluation, in which the run's folder lies.

    Returns
    -------
    Manifest
        What it says.

    Raises
    ------
    RunError
        If it is missing, is no manifest of ours, or names files beyond the evaluation.
    """
    try:
        graph = {entity["@id"]: entity for entity in _load(path)["@graph"]}
        manifest = _read(graph, folder=path.parent.relative_to(root).as_posix())
    except FileNotFoundError:
        problem = "there is no manifest of a run."
        raise RunError(Fault(str(path), problem, "Run `evaltools run` first.")) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        problem = "the file cannot be read as the manifest of a run."
        raise RunError(Fault(str(path), problem, "Run `evaltools run` again.")) from None
    _check_paths(manifest, path, root)
    return manifest


def _load(path: Path) -> Any:
    if path.stat().st_size > LARGEST:
        raise ValueError
    return json.loads(path.read_bytes())


def _read(graph: Mapping[str, Entity], *, folder: str) -> Manifest:
    whole, engine, workflow = graph[WHOLE], graph[ENGINE], graph[SETTINGS]
    results = _linked(graph, whole, "result")
    used = [*_linked(graph, whole, "object"), workflow]
    made, known = (_contents(graph, each, folder) for each in (results, used))
    folders = [each for each in (*results, *used) if _is_listed(each)]
    packages = _told(_linked(graph, engine, "softwareRequirements"), "name", "softwareVersion")
    return Manifest(
        folder=folder,
        read={path: content for path, content in known.items() if path not in made},
        made=made,
        folders=frozenset(_path(each, folder) for each in folders),
        notebooks=_told(_linked(graph, workflow, "hasPart"), "identifier", "version"),
        code=_told(_linked(graph, engine, "hasPart"), "name", "sha256"),
        packages={name: each for name, each in packages.items() if name != graph[PYTHON]["name"]},
        python=_text(graph[PYTHON]["softwareVersion"]),
        commit=_text(workflow["version"]) if "version" in workflow else None,
    )


def _told(entities: Iterable[Entity], by: str, what: str) -> dict[str, str]:
    """Collect what entities say of themselves, by name."""
    return {_text(each[by]): _text(each[what]) for each in entities}


def _linked(graph: Mapping[str, Entity], entity: Entity, by: str) -> list[Entity]:
    linked = entity.get(by, [])
    return [graph[each["@id"]] for each in (linked if isinstance(linked, list) else [linked])]


def _contents(
    graph: Mapping[str, Entity], entities: Iterable[Entity], folder: str
) -> dict[str, Content]:
    """Collect files, those of folders that list them, and other folders."""
    told = [
        each
        for entity in entities
        for each in (_linked(graph, entity, "hasPart") if _is_listed(entity) else [entity])
    ]
    return {
        _path(each, folder): _content(each) for each in told if each["@type"] != "PropertyValue"
    }


def _is_listed(entity: Entity) -> bool:
    """Tell whether it is a folder that lists its files."""
    return entity["@type"] == "Dataset" and "hasPart" in entity


def _content(entity: Entity) -> Content:
    """Return what a file holds, or a folder as a whole."""
    digest = entity["version" if entity["@type"] == "Dataset" else "sha256"]
    size = entity.get("contentSize")
    return Content(_text(digest), None if size is None else int(size))


def _path(entity: Entity, folder: str) -> str:
    """Return where it lies, from the folder of the evaluation."""
    named = entity.get("identifier") or f"{folder}/{unquote(entity['@id'])}"
    return _text(named).rstrip("/")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _check_paths(manifest: Manifest, path: Path, root: Path) -> None:
    named = (*manifest.read, *manifest.made, *manifest.folders, *manifest.notebooks)
    astray = stray_paths({each: root / each for each in named}, root=root)
    if astray:
        problem = f"it names {len(astray)} files beyond the folder of the evaluation."
        raise RunError(Fault(str(path), problem, "Run `evaltools run` again."))
