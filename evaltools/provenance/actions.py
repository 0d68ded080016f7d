"""What was done in a run, for its manifest: the whole, each step, and who set each going."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from evaltools.provenance.entities import (
    ENGINE,
    REUSED,
    Entity,
    link,
    links,
    name_path,
    notebook_of,
    value_of,
)
from evaltools.provenance.run import SETTINGS, Content, Run, RunStep

WHOLE, ORDERED = "#run", "#order"
DONE = {"actionStatus": "http://schema.org/CompletedActionStatus"}

Found = Mapping[str, Mapping[str, Content]]


def describe_actions(run: Run, found: Found) -> Iterator[Entity]:
    """Describe what was done: all of it, each step, and the order that each step was given."""
    yield _whole(run, found)
    for step in run.steps:
        yield _done(step, run, found)
        yield _order(step)
    yield {
        "@id": ORDERED,
        "@type": "OrganizeAction",
        "name": f"Ordering the steps of {run.name}",
        "instrument": link(ENGINE),
        "object": links(map(_name_order, run.steps)),
        "result": link(WHOLE),
        "startTime": run.began,
        "endTime": run.ended,
    }


def _whole(run: Run, found: Found) -> Entity:
    """Describe the run from its first inputs to all that it made."""
    made = {path for step in run.steps for path in step.products}
    read = [path for step in run.steps for path in step.inputs if path not in made]
    values = [value_of(step, name) for step in run.steps for name in step.parameters]
    return {
        "@id": WHOLE,
        "@type": "CreateAction",
        "name": f"The run {run.name}",
        "description": "Every notebook of the evaluation, in the order of what they read.",
        "instrument": link(SETTINGS),
        "object": links([*_names(read, run, found), *values]),
        "result": links(_names(sorted(made), run, found)),
        "startTime": run.began,
        "endTime": run.ended,
        **DONE,
    }


def _done(step: RunStep, run: Run, found: Found) -> Entity:
    values = [value_of(step, name) for name in step.parameters]
    return {
        "@id": name_action(step),
        "@type": "CreateAction",
        "name": step.name,
        "description": f"It {step.does}.",
        "instrument": link(notebook_of(step)),
        "object": links([*_names(step.inputs, run, found), *values]),
        "result": links(_names(step.products, run, found)),
        "startTime": step.began,
        "endTime": step.ended,
        **DONE,
    }


def _order(step: RunStep) -> Entity:
    """Say that a step was to be done, or that it was not done again."""
    reused = {"description": REUSED} if step.reused else {}
    return {
        "@id": _name_order(step),
        "@type": "ControlAction",
        "name": f"{'Reusing' if step.reused else 'Running'} {step.name}",
        **reused,
        "instrument": link(f"#plan/{quote(step.name)}"),
        "object": link(name_action(step)),
    }


def name_action(step: RunStep) -> str:
    """Name what was done in a step."""
    return f"{WHOLE}/{quote(step.name)}"


def _name_order(step: RunStep) -> str:
    return f"{ORDERED}/{quote(step.name)}"


def _names(paths: Iterable[str], run: Run, found: Found) -> list[str]:
    return [name_path(path, run, is_folder="." not in found[path]) for path in paths]
