"""What the manifest says of each thing: entities of JSON-LD, flat, each with its own name.

What lies in the run's folder bears its path from there. All else is named after a `#`: a file
beyond the folder is described, not packed, as the specification has it for contextual entities.
A folder there is told as a whole, since its files may be named after those who wrote them.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from evaltools.provenance.files import fingerprint_all
from evaltools.provenance.run import GROWING, SETTINGS, Content, Run, RunStep

Entity = dict[str, Any]

OUTSIDE = "#outside/"
ENGINE, PYTHON, LANGUAGE, LICENCE = "#evaltools", "#python", "#settings", "#licence"
KNOWN = mimetypes.MimeTypes()
"""Media types that Python knows: what a machine has been taught beside them is left out."""
OFFICE = "application/vnd.openxmlformats-officedocument"
MORE = {
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".yml": "application/yaml",
}
KINDS = {bool: "Boolean", int: "Integer", float: "Float"}
REUSED = "Taken over from an earlier run: nothing that it is made of has changed since."
UNLISTED = "Told as a whole: its version is the SHA-256 of the names and SHA-256 of its files."
OPEN = "What may be done with it is for those who publish it to say: the run does not know."


def link(name: str) -> Entity:
    """Refer to an entity."""
    return {"@id": name}


def links(names: Iterable[str]) -> Entity | list[Entity]:
    """Refer to entities, each once; a single one stands by itself."""
    found = [link(name) for name in dict.fromkeys(names)]
    return found[0] if len(found) == 1 else found


def name_path(path: str, run: Run, *, is_folder: bool) -> str:
    """Name a file or folder: from the run's folder if it lies there."""
    place, within = PurePosixPath(path), PurePosixPath(run.folder)
    inside = place.is_relative_to(within)
    named = quote(str(place.relative_to(within) if inside else place)) + "/" * is_folder
    return named if inside else f"{OUTSIDE}{named}"


def is_outside(name: str) -> bool:
    """Tell whether an entity is described only."""
    return name.startswith("#")


def describe_content(path: str, files: Mapping[str, Content], run: Run) -> Iterator[Entity]:
    """Describe a file, a folder with its files, or one beyond the run's folder as a whole."""
    folder = _named("Dataset", name_path(path, run, is_folder=True), path)
    if "." in files:
        yield _file(path, files["."], run)
    elif is_outside(folder["@id"]):
        yield folder | {"description": UNLISTED, "version": _version(files)}
    else:
        parts = {each["@id"]: each for each in (_file(f"{path}/{n}", files[n], run) for n in files)}
        yield folder | {"hasPart": links(parts)}
        yield from parts.values()


def _version(files: Mapping[str, Content]) -> str | None:
    return fingerprint_all({name: content.sha256 for name, content in files.items()})


def _file(path: str, content: Content, run: Run) -> Entity:
    """Describe a file by its fingerprint, and by its length where that tells nothing of data."""
    name = name_path(path, run, is_folder=False)
    has_length = path == GROWING or not is_outside(name)
    return {
        **_named("File", name, path),
        **({"contentSize": str(content.size)} if has_length else {}),
        "encodingFormat": _format(path),
        "sha256": content.sha256,
    }


def _format(path: str) -> str:
    """Name the media type of a file, as its name tells it."""
    kind = MORE.get(PurePosixPath(path).suffix) or KNOWN.guess_type(path)[0]
    return kind or "application/octet-stream"


def _named(kind: str, name: str, path: str) -> Entity:
    """Describe something that has a path, which is told where the name does not tell it."""
    told = {"identifier": path} if is_outside(name) else {}
    return {"@id": name, "@type": kind, "name": PurePosixPath(path).name} | told


def describe_workflow(run: Run) -> list[Entity]:
    """Describe the plan: the settings, and the notebooks that they lead to."""
    orders = [_planned(step, place) for place, step in enumerate(run.steps, start=1)]
    workflow = {
        "@id": SETTINGS,
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
        "name": f"The evaluation as it was for {run.name}",
        **({"version": run.commit} if run.commit else {}),
        "encodingFormat": _format(SETTINGS),
        "contentSize": str(len(run.settings.encode())),
        "sha256": hashlib.sha256(run.settings.encode()).hexdigest(),
        "programmingLanguage": link(LANGUAGE),
        "hasPart": links(notebook_of(step) for step in run.steps),
        "step": links(order["@id"] for order in orders),
        "input": links(parameter for step in run.steps for parameter in _parameters_of(step)),
    }
    language = {"@id": LANGUAGE, "@type": "ComputerLanguage", "name": "Settings of evaltools, YAML"}
    return [workflow, language, *orders]


def _planned(step: RunStep, place: int) -> Entity:
    return {
        "@id": f"#plan/{quote(step.name)}",
        "@type": "HowToStep",
        "name": step.name,
        "description": step.does,
        "position": str(place),
        "workExample": link(notebook_of(step)),
    }


def describe_notebooks(run: Run) -> list[Entity]:
    """Describe each notebook by what it says: `version` is SHA-256 of that, outputs left out."""
    steps = {step.notebook: step for step in run.steps}
    return [
        {
            **_named("SoftwareSourceCode", notebook_of(step), step.notebook),
            "description": step.does,
            "version": step.source,
            "programmingLanguage": link(PYTHON),
            "input": links(_parameters_of(step)),
        }
        for step in steps.values()
    ]


def notebook_of(step: RunStep) -> str:
    """Name the notebook of a step."""
    return OUTSIDE + quote(step.notebook)


def _parameters_of(step: RunStep) -> dict[str, object]:
    """Name the parameters of a step's notebook."""
    stem = quote(PurePosixPath(step.notebook).stem)
    return {f"#parameter/{stem}/{name}": value for name, value in step.parameters.items()}


def describe_parameters(run: Run) -> Iterator[Entity]:
    """Describe the parameters that notebooks declare, then the values that steps ran with."""
    taken: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for step in run.steps:
        for parameter, value in _parameters_of(step).items():
            name = PurePosixPath(parameter).name
            yield _value(step, name, value) | {"exampleOfWork": link(parameter)}
            taken.setdefault(parameter, []).append(value_of(step, name))
            kinds.setdefault(parameter, KINDS.get(type(value), "Text"))
    for parameter, values in taken.items():
        yield {
            "@id": parameter,
            "@type": "FormalParameter",
            "name": PurePosixPath(parameter).name,
            "additionalType": kinds[parameter],
            "workExample": links(values),
        }


def value_of(step: RunStep, parameter: str) -> str:
    """Name the value that a step ran with."""
    return f"#value/{quote(step.name)}/{parameter}"


def _value(step: RunStep, name: str, value: object) -> Entity:
    plain = value if isinstance(value, bool | int | float | str) else json.dumps(value)
    seed = {"description": "The seed of its random numbers."} if name == "seed" else {}
    named = {"@id": value_of(step, name), "@type": "PropertyValue", "name": name}
    return named | seed | {"value": plain}


def describe_software(run: Run) -> list[Entity]:
    """Describe evaltools with the files of it that were used, Python and all packages."""
    packages = {_package(name, run): name for name in run.packages if name != "evaltools"}
    library = {f"#library/{quote(path)}": path for path in run.code}
    engine = {
        **_application(ENGINE, "evaltools", run.packages.get("evaltools", "unknown")),
        "softwareRequirements": links([PYTHON, *packages]),
        "hasPart": links(library),
    }
    python = _application(PYTHON, "Python", run.python)
    python["@type"] = ["SoftwareApplication", "ComputerLanguage"]
    files = [
        {
            "@id": each,
            "@type": "File",
            "name": path,
            "encodingFormat": _format(path),
            "sha256": run.code[path],
        }
        for each, path in library.items()
    ]
    used = [_application(each, name, run.packages[name]) for each, name in packages.items()]
    return [engine, python, *used, *files]


def _package(name: str, run: Run) -> str:
    """Name a package as package URLs (purl) do."""
    return f"pkg:pypi/{quote(name)}@{quote(run.packages[name])}"


def _application(name: str, called: str, version: str) -> Entity:
    return {
        "@id": name,
        "@type": "SoftwareApplication",
        "name": called,
        "softwareVersion": version,
    }


def describe_licence() -> Entity:
    """Say that nobody has said what may be done with the report."""
    return {
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "No licence is given",
        "description": OPEN,
    }
