"""The manifest of a run, an RO-Crate: what was made of what, with what, when, in which steps.

It follows RO-Crate 1.1 and the profile Provenance Run Crate 0.5, which builds on those for workflow
and process runs. What lies beyond the run's folder is told by path and SHA-256, and a folder there
as a whole: its content stays where it is. Nobody is named, nor is a machine.

References
----------
Soiland-Reyes et al. (2022). Packaging research artefacts with RO-Crate. Data Science 5(2).
Leo et al. (2024). Recording provenance of workflow runs with RO-Crate. PLoS ONE 19(9).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaltools.provenance.actions import ORDERED, WHOLE, describe_actions, name_action
from evaltools.provenance.entities import (
    LICENCE,
    Entity,
    describe_content,
    describe_licence,
    describe_notebooks,
    describe_parameters,
    describe_software,
    describe_workflow,
    is_outside,
    link,
    links,
    name_path,
)
from evaltools.provenance.files import write_atomically
from evaltools.provenance.run import SETTINGS, Content, Run, look_at

CRATE = "ro-crate-metadata.json"
PAGE = "run.html"

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
WORKFLOW = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/ro/wfrun/provenance/0.5": "Provenance Run Crate",
    WORKFLOW: "Workflow RO-Crate",
}
TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}


def write_crate(run: Run, *, root: Path) -> Path:
    """Write the manifest of a run, and beside it the settings that it names as its workflow.

    The same run gives the same bytes.

    Parameters
    ----------
    run : Run
        The run.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    pathlib.Path
        The manifest, `ro-crate-metadata.json` in the run's folder.

    Raises
    ------
    RunError
        If a file is no longer what the run read or made.
    """
    folder = root / run.folder
    found = look_at(run, root=root)
    write_atomically(folder / SETTINGS, run.settings.encode())
    crate = describe_run(run, found=found, has_page=(folder / PAGE).is_file())
    write_atomically(folder / CRATE, json.dumps(crate, ensure_ascii=False, indent=1).encode())
    return folder / CRATE


def describe_run(
    run: Run, *, found: Mapping[str, Mapping[str, Content]], has_page: bool
) -> dict[str, Any]:
    """Describe a run as JSON-LD.

    Parameters
    ----------
    run : Run
        The run.
    found : mapping
        What `look_at` returned.
    has_page : bool
        Whether a page that shows the run lies beside the manifest.

    Returns
    -------
    dict
        The RO-Crate: `@context` and a flat `@graph`.
    """
    contents = [entity for path in found for entity in describe_content(path, found[path], run)]
    page = [_page(run)] if has_page else []
    parts = [name_path(path, run, is_folder="." not in found[path]) for path in found]
    parts = [SETTINGS, *(part for part in parts if not is_outside(part)), *(_ids(page))]
    graph = [
        *_about(run, parts=parts),
        *describe_workflow(run),
        *describe_notebooks(run),
        *describe_actions(run, found),
        *describe_parameters(run),
        *describe_software(run),
        *page,
        *contents,
    ]
    once = {entity["@id"]: entity for entity in graph}
    return {"@context": [f"{SPECIFICATION}/context", TERMS], "@graph": list(once.values())}


def _about(run: Run, *, parts: list[str]) -> list[Entity]:
    """Describe the manifest itself, the folder that it is about, and what it keeps to."""
    told = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": link("./"),
        "conformsTo": links([SPECIFICATION, WORKFLOW]),
    }
    folder = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"The run {run.name}",
        "description": "What an evaluation made of its data: tables, figures, executed notebooks "
        "and report, with all that they were made from by path and SHA-256.",
        "datePublished": run.ended,
        "license": link(LICENCE),
        "conformsTo": links(PROFILES),
        "mainEntity": link(SETTINGS),
        "mentions": links([WHOLE, ORDERED, *map(name_action, run.steps)]),
        "hasPart": links(parts),
    }
    profiles = [
        {"@id": each, "@type": "CreativeWork", "name": name, "version": each.rpartition("/")[2]}
        for each, name in PROFILES.items()
    ]
    return [told, folder, describe_licence(), *profiles]


def _page(run: Run) -> Entity:
    return {
        "@id": PAGE,
        "@type": "File",
        "name": f"A page that shows the run {run.name}",
        "encodingFormat": "text/html",
    }


def _ids(entities: list[Entity]) -> list[str]:
    return [entity["@id"] for entity in entities]
