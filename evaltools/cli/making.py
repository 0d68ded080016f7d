"""Making the report, and looking before and after: run, check, status, inspect, release."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evaltools import __version__
from evaltools.cli.terminal import LANGUAGE, app, here, tell, today, until_stopped
from evaltools.errors import ConfigurationError, Fault, ReportError, caught

if TYPE_CHECKING:
    from evaltools.evaluation import Evaluation
    from evaltools.running import Asked, Outcome


Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="[NOTEBOOK.]NAME=VALUE",
        help="A parameter for this run alone; may be given again.",
    ),
]
Bodies = Annotated[
    list[str] | None,
    typer.Option(
        "--body",
        metavar="BODY",
        help="Make the factsheet of this body alone, by its name or id; may be given again.",
    ),
]
Notebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--notebook",
        metavar="NOTEBOOK",
        help="Run this notebook alone, with what it builds on; may be given again.",
    ),
]
RunName = Annotated[
    str | None, typer.Option("--run", help="Folder under reports/ to fill instead.")
]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Have a Dask cluster run them: tls://HOST:PORT."),
]
SaysWhy = Annotated[bool, typer.Option("--explain", help="Tell why each notebook is run.")]


@app.command()
def run(
    name: RunName = None,
    parameters: Parameters = None,
    bodies: Bodies = None,
    notebooks: Notebooks = None,
    cluster: Address = None,
    says_why: SaysWhy = False,
) -> None:
    """Make the report: run every notebook whose data, code or parameters have changed."""
    from evaltools.lab import renew_start_pages
    from evaltools.running import follow, make_report, overdue, read_options

    asked = read_options(
        here(),
        parameters=parameters or [],
        bodies=bodies or [],
        notebooks=notebooks or [],
        cluster=cluster,
    )
    if late := overdue(asked.evaluation, today=today()):
        tell([late])
    chosen = [body.id for body in asked.bodies]
    with (
        until_stopped("What has been made stands; `evaltools run` goes on from there."),
        follow(asked.evaluation.root, write=typer.echo, says_why=says_why) as watcher,
    ):
        outcomes = make_report(
            asked.evaluation,
            name=name,
            notebooks=asked.notebooks,
            bodies=chosen,
            watcher=watcher,
        )
    renew_start_pages(here())
    _conclude(outcomes)
    if not (asked.bodies or asked.notebooks):
        for left_out, why in _left_out(asked.evaluation):
            typer.echo(f"{left_out} {why}")
    for line in _where(asked, folder=f"reports/{name or asked.evaluation.run}"):
        typer.echo(line)


@app.command()
def check(
    language: Annotated[
        Literal["sv", "en"] | None,
        typer.Option(envvar=LANGUAGE, help="Language to tell it in: else the report's first."),
    ] = None,
) -> None:
    """Check every file of the evaluation; tell what is fine, what is wrong and what to do."""
    from rich.console import Console

    from evaltools.checking import PAGE, check_folder, draw_check_page
    from evaltools.cli.checked import show
    from evaltools.provenance import write_atomically

    checked = check_folder(today=today())
    spoken = language or checked.language
    page = draw_check_page(checked, language=spoken)
    write_atomically(checked.root / PAGE, page.encode())
    show(checked, language=spoken, console=Console(highlight=False))
    if checked.faults:
        raise typer.Exit(ConfigurationError.exit_code)


@app.command()
def status() -> None:
    """Tell which notebooks would run, and why; run nothing."""
    from evaltools.running import alone, explain, plan

    evaluation = here()
    steps = plan(evaluation)
    with alone(evaluation.root):
        stale = explain(steps, root=evaluation.root)
    width = max((len(step.name) for step in steps), default=24)
    for step in steps:
        typer.echo(f"{step.name:<{width}} {'; '.join(stale.get(step.name, ['is up to date']))}")
    for name, why in _left_out(evaluation):
        typer.echo(f"{name:<{width}} {why}")


@app.command()
def inspect(
    paths: Annotated[
        list[Path], typer.Argument(help="Finished files, or folders with them.", exists=True)
    ],
) -> None:
    """Look at finished reports as a screen reader, a printer and an auditor would."""
    from evaltools.inspection import find_reports, inspect_file, is_declared_synthetic

    files = find_reports(paths)
    if not files:
        problem = "there is no HTML, PDF, DOCX or XLSX file."
        raise ReportError(Fault(", ".join(map(str, paths)), problem, "Run `evaltools run` first."))
    found: list[Fault] = []
    for file in files:
        faults = caught(partial(inspect_file, file, synthetic=is_declared_synthetic(file)))
        typer.echo(f"{file!s:<48} {len(faults) or 'no'} finding{'s' * (len(faults) != 1)}")
        tell(faults, err=False)
        found += faults
    if found:
        raise typer.Exit(1)


@app.command()
def release(
    name: Annotated[
        str | None, typer.Option("--run", help="Folder under reports/ that is handed out.")
    ] = None,
) -> None:
    """Write down that the report is handed out: later reports are checked against it."""
    from evaltools.awareness import open_asked
    from evaltools.disclosure import append_release, check_release, read_ledger, read_told
    from evaltools.running import alone, renamed

    evaluation = renamed(here(), name)
    run, ledger = evaluation.run, evaluation.ledger
    with alone(evaluation.root):
        told = read_told(evaluation.report_folder / "told.json")
        check_release(told, earlier=read_ledger(ledger), asked=open_asked(evaluation))
        appended = append_release(ledger, told, run=run, day=today())
    if appended:
        typer.echo(f"{run} stands in {ledger.relative_to(evaluation.root)} now: keep that file.")
    else:
        typer.echo(f"{run} was released before, and tells the same.")


@app.command()
def version() -> None:
    """Tell the version."""
    typer.echo(__version__)


def _left_out(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Name the notebooks that no run needs or has, and say why."""
    from evaltools.running import absent_notebooks, undeclared_notebooks

    for name in absent_notebooks(evaluation):
        yield name, f"is left out: there is no notebooks/{name}.ipynb"
    for name, fields in undeclared_notebooks(evaluation).items():
        yield name, f"is left out: the evaluation declares no {fields}"


def _conclude(outcomes: list[Outcome]) -> None:
    """Say how the run ended; a failure gives its exit code."""
    made = sum(outcome.outcome == "made" for outcome in outcomes)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    stopped = [outcome.step.name for outcome in outcomes if outcome.outcome == "stopped"]
    for error in errors:
        tell(error.faults)
    if stopped:
        typer.echo(f"Not run, since they build on what failed: {', '.join(stopped)}.", err=True)
    if errors:
        raise typer.Exit(errors[0].exit_code)
    typer.echo(f"{made} of {len(outcomes)} steps were run.")


def _where(asked: Asked, *, folder: str) -> Iterator[str]:
    """Say where what was asked for lies, and what waits."""
    if not (asked.bodies or asked.notebooks):
        yield f"The report is in {folder}/"
        return
    if asked.notebooks:
        yield f"What {' and '.join(asked.notebooks)} made is in {folder}/results/"
    language = asked.evaluation.languages[0]
    for body in asked.bodies:
        yield f"{body.name[language]}: {folder}/results/08_body_factsheet-{body.id}/sheet/"
    yield (
        "The report, the other factsheets and the manifest wait for the next `evaltools run`. "
        "Until its release gate has passed, hand nothing out."
    )
