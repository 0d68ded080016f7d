"""Proving a run: verify, reproduce."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaltools.cli.terminal import app, here, tell, until_stopped

if TYPE_CHECKING:
    from evaltools.errors import Fault
    from evaltools.evaluation import Evaluation

Name = Annotated[str | None, typer.Argument(help="Folder under reports/.")]


@app.command()
def verify(name: Name = None) -> None:
    """Tell what is no longer as a run read it, made it or was made with."""
    from evaltools.running import verify_run

    evaluation = here()
    faults = verify_run(_manifest(evaluation, name), root=evaluation.root)
    _conclude(faults, same="All is as it was for this run.")


@app.command()
def reproduce(name: Name = None) -> None:
    """Make a run again from its manifest, beside it, and tell which products differ."""
    from evaltools.running import follow, reproduce_run

    evaluation = here()
    crate = _manifest(evaluation, name)
    with (
        until_stopped("What it had made is deleted; the run is as it was."),
        follow(evaluation.root, write=typer.echo) as watcher,
    ):
        faults = reproduce_run(crate, root=evaluation.root, watcher=watcher, tell=typer.echo)
    _conclude(faults, same="It came out the same, every product of it.")


def _manifest(evaluation: Evaluation, name: str | None) -> Path:
    """Return where the manifest of a run lies."""
    from evaltools.provenance import CRATE
    from evaltools.running import renamed

    return renamed(evaluation, name).report_folder / CRATE


def _conclude(faults: list[Fault], *, same: str) -> None:
    """Tell what differs; anything that does gives exit code 1."""
    tell(faults, err=False)
    if faults:
        raise typer.Exit(1)
    typer.echo(same)
