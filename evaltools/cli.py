"""The command line: run, check, inspect, fetch, quotes, code, release, purge, simulate and others.

Rooms are imported where they are used, so that the command answers at once.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaltools import __version__
from evaltools.errors import ConfigurationError, EvaltoolsError, Fault, ReportError

if TYPE_CHECKING:
    from datetime import date

    from evaltools.evaluation import Evaluation, Parameter, Source
    from evaltools.running import Outcome
    from evaltools.testimony import Progress, Review

app = typer.Typer(
    help="Evaluate a programme: raw files in, a finished report out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command; an error is sentences, and its exit code.

    What libraries say, in errors and in warnings, may quote an answer: it is not told.
    """
    warnings.simplefilter("ignore")
    logging.disable()
    try:
        app()
    except EvaltoolsError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except Exception as error:
        typer.echo(_without_message(error), err=True)
        sys.exit(EvaltoolsError.exit_code)


@app.command()
def run(
    name: Annotated[
        str | None, typer.Option("--run", help="Folder under reports/ to fill instead.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="NOTEBOOK.PARAMETER=VALUE, for this run alone."),
    ] = None,
) -> None:
    """Make the report: run every notebook whose data, code or parameters have changed."""
    from evaltools.running import make_report

    evaluation = _with_parameters(_evaluation(), parameter or [])
    for fault in _retention_faults(evaluation):
        typer.echo(f"- {fault}", err=True)
    outcomes = make_report(evaluation, name=name, tell=partial(typer.echo, nl=False))
    _conclude(outcomes, report=f"reports/{name or evaluation.run}/")


@app.command()
def check() -> None:
    """Check evaluation.yml, programme, codebooks, data, notebooks and manuscript."""
    evaluation = _evaluation()
    faults = _faults(evaluation)
    for fault in faults:
        typer.echo(f"- {fault}", err=True)
    if faults:
        raise typer.Exit(ConfigurationError.exit_code)
    typer.echo("Everything is in order.")


@app.command()
def codebook(
    file: Annotated[Path, typer.Argument(help="A survey export: .csv, .xlsx, .sav, .dta …")],
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file.")] = None,
    header_rows: Annotated[int, typer.Option(help="Rows that the headers take up.")] = 1,
) -> None:
    """Draft a codebook from a survey export, for you to finish."""
    from evaltools.intake import draft_codebook, read_table
    from evaltools.provenance import write_atomically

    evaluation = _evaluation()
    raw = read_table(file, sheet=sheet, encoding=encoding, header_rows=header_rows)
    name = re.sub(r"[^a-z0-9_-]+", "_", file.stem.lower().lstrip("0123456789_-")) or "survey"
    target = evaluation.path(evaluation.programme) / "codebooks" / f"{name}.yml"
    if target.exists():
        problem = "there is a codebook of that name already."
        raise ConfigurationError(Fault(str(target), problem, "Rename it or the export first."))
    write_atomically(target, draft_codebook(raw, name=name).encode())
    place = target.relative_to(evaluation.root)
    typer.echo(f"{place}: replace every TODO, then run `evaltools check`.")


@app.command()
def fetch() -> None:
    """Fetch the indicator values that sources.yml asks servers for, into data_raw/."""
    from evaltools.sources import fetch_publications, read_catalogue

    evaluation = _evaluation()
    catalogue = read_catalogue(evaluation.path(evaluation.programme))
    stored = fetch_publications(catalogue, root=evaluation.root, day=_today().isoformat())
    for name, folder in stored.items():
        place = folder.relative_to(evaluation.root) if folder else "nothing new"
        typer.echo(f"{name}: {place}")
    if not stored:
        typer.echo("sources.yml names nothing that can be fetched.")


@app.command()
def quotes() -> None:
    """Write redacted open answers into reports/review/, for a person to decide on."""
    from evaltools.running import alone
    from evaltools.testimony import refresh_review, write_review

    evaluation = _evaluation()
    with alone(evaluation.root):
        for wave in evaluation.surveys:
            review, left_out = refresh_review(evaluation, wave)
            file = evaluation.review_file(wave)
            if review.entries or file.exists():
                write_review(review, file)
                typer.echo(f"{file.relative_to(evaluation.root)}: {_progress(review, left_out)}")


@app.command()
def code(
    coder: Annotated[str, typer.Option(help="Your initials: each codes a file of their own.")],
    source: Annotated[
        str | None, typer.Option(help="What is coded: a wave of the survey; the current one.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--as", help="xlsx, csv or qdpx; a workbook if there is no file yet."),
    ] = None,
) -> None:
    """Write your file of texts to be coded, and keep what you have coded."""
    from evaltools.running import alone
    from evaltools.testimony import prepare_coding, prepare_project

    if kind not in (None, "xlsx", "csv", "qdpx"):
        raise ConfigurationError(Fault("--as", "it is not xlsx, csv or qdpx.", "Choose one."))
    evaluation = _evaluation()
    coded, suffix = source or evaluation.current_wave, f".{kind}" if kind else None
    with alone(evaluation.root):
        if kind == "qdpx":
            progress = prepare_project(evaluation, source=coded, coder=coder, day=_today())
        else:
            progress = prepare_coding(evaluation, source=coded, coder=coder, suffix=suffix)
    await_you = f"{progress.awaiting} of {progress.units} texts await you."
    typer.echo(_say_work(progress, await_you, root=evaluation.root))


@app.command()
def adjudicate(
    source: Annotated[
        str | None, typer.Option(help="What is coded: a wave of the survey; the current one.")
    ] = None,
) -> None:
    """Write the texts that coders coded differently, for a person to decide on."""
    from evaltools.running import alone
    from evaltools.testimony import prepare_adjudication

    evaluation = _evaluation()
    with alone(evaluation.root):
        progress = prepare_adjudication(evaluation, source=source or evaluation.current_wave)
    await_you = f"{progress.awaiting} of {progress.units} texts coded differently await a decision."
    typer.echo(_say_work(progress, await_you, root=evaluation.root))


@app.command()
def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """Delete respondents' data and what was made from them; keep the reports and a log."""
    from evaltools.running import plan_purge, purge_data

    evaluation = _evaluation()
    planned = plan_purge(evaluation)
    for fault in planned.kept:
        typer.echo(f"- {fault}", err=True)
    if not planned.files:
        typer.echo("There is nothing to purge.")
        return
    for path in planned.files:
        typer.echo(path.relative_to(evaluation.root))
    if not yes:
        typer.confirm(f"Delete these {len(planned.files)} files for good?", abort=True)
    purge_data(evaluation, day=_today())
    typer.echo(f"{len(planned.files)} files were deleted: reports/deletion-log.jsonl.")


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 2025,
) -> None:
    """Write the synthetic demo data anew."""
    from evaltools.codebook import read_codebook
    from evaltools.programme import read_organisation, read_programme
    from evaltools.synthetic import write_demo
    from evaltools.testimony import CONSULTATION, open_scheme, open_source
    from evaltools.testimony.demo import write_demo_codings, write_demo_passages

    evaluation = _evaluation()
    programme = evaluation.path(evaluation.programme)
    written = write_demo(
        evaluation.root / "data_raw" / "demo",
        codebooks={
            wave: read_codebook(evaluation.path(asked.codebook))
            for wave, asked in evaluation.waves.items()
        },
        programme=read_programme(programme),
        organisation=read_organisation(programme),
        seed=seed,
    )
    if evaluation.coding:
        codings = evaluation.root / "data_raw" / "demo" / "kodning"
        scheme = open_scheme(evaluation)
        written += write_demo_codings(codings, scheme=scheme, seed=seed)
        passages = open_source(evaluation, CONSULTATION).units
        written += write_demo_passages(codings, units=passages, scheme=scheme, seed=seed)
    for path in written:
        typer.echo(path.relative_to(evaluation.root))


@app.command()
def release(
    name: Annotated[
        str | None, typer.Option("--run", help="Folder under reports/ that is handed out.")
    ] = None,
) -> None:
    """Write down that the report is handed out: later reports are checked against it."""
    from evaltools.awareness import open_asked
    from evaltools.disclosure import append_release, check_release, read_ledger, read_told
    from evaltools.running import alone, check_run_name

    evaluation = _evaluation()
    run, ledger = name or evaluation.run, evaluation.ledger
    check_run_name(run, evaluation=evaluation)
    with alone(evaluation.root):
        told = read_told(evaluation.root / "reports" / run / "told.json")
        check_release(told, earlier=read_ledger(ledger), asked=open_asked(evaluation))
        appended = append_release(ledger, told, run=run, day=_today())
    if appended:
        typer.echo(f"{run} stands in {ledger.relative_to(evaluation.root)} now: keep that file.")
    else:
        typer.echo(f"{run} was released before, and tells the same.")


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
        faults = _caught(partial(inspect_file, file, synthetic=is_declared_synthetic(file)))
        typer.echo(f"{file!s:<48} {len(faults) or 'no'} finding{'s' * (len(faults) != 1)}")
        for fault in faults:
            typer.echo(f"- {fault}")
        found += faults
    if found:
        raise typer.Exit(1)


@app.command()
def status() -> None:
    """Tell which notebooks would run, and why; run nothing."""
    from evaltools.running import absent_notebooks, alone, explain, plan, undeclared_notebooks

    evaluation = _evaluation()
    steps = plan(evaluation)
    with alone(evaluation.root):
        stale = explain(steps, root=evaluation.root)
    for step in steps:
        typer.echo(f"{step.name:<24} {'; '.join(stale.get(step.name, ['is up to date']))}")
    for name in absent_notebooks(evaluation):
        typer.echo(f"{name:<24} is left out: there is no notebooks/{name}.ipynb")
    for name, fields in undeclared_notebooks(evaluation).items():
        typer.echo(f"{name:<24} is left out: evaluation.yml declares no {fields}")


@app.command()
def version() -> None:
    """Tell the version."""
    typer.echo(__version__)


def _without_message(error: Exception) -> str:
    """Say of a foreign error what cannot quote data: its type and the way that led there."""
    way = [
        f"  {'/'.join(Path(frame.filename).parts[-2:])}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    left_out = "The message is left out, since it may quote data. The way that led there:"
    return "\n".join([f"- The command stopped with {type(error).__name__}. {left_out}", *way])


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _progress(review: Review, left_out: int) -> str:
    told = f"{review.awaiting} of {len(review.entries)} quotes await review."
    if left_out:
        told += f" {left_out} decisions on quotes that the export no longer has were left out."
    return told


def _say_work(progress: Progress, told: str, *, root: Path) -> str:
    if not progress.file.is_file():
        return "There is nothing to do: no text awaits anybody."
    place = progress.file.relative_to(root)
    gone = f" {progress.gone} further rows are kept and not counted." if progress.gone else ""
    return f"{place}: {told}{gone}"


def _evaluation() -> Evaluation:
    from evaltools.evaluation import read_evaluation

    return read_evaluation()


def _with_parameters(evaluation: Evaluation, options: list[str]) -> Evaluation:
    """Return the evaluation with what the command line says instead."""
    parameters = {notebook: dict(each) for notebook, each in evaluation.parameters.items()}
    for option in options:
        notebook, parameter, value = _split(option)
        parameters.setdefault(notebook, {})[parameter] = value
    return evaluation.model_copy(update={"parameters": parameters})


def _split(option: str) -> tuple[str, str, Parameter]:
    from evaltools.declarations import read_value

    target, equals, value = option.partition("=")
    notebook, dot, parameter = target.partition(".")
    if not (equals and dot and parameter):
        problem = f"{option} is not of the form NOTEBOOK.PARAMETER=VALUE."
        raise ConfigurationError(
            Fault("--parameter", problem, "Write for example 04_awareness.conf_level=0.9.")
        )
    return notebook, parameter, read_value(value, place=f"--parameter {target}")


def _conclude(outcomes: list[Outcome], *, report: str) -> None:
    """Say how the run ended; a failure gives its exit code."""
    made = sum(outcome.outcome == "made" for outcome in outcomes)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    stopped = [outcome.step.name for outcome in outcomes if outcome.outcome == "stopped"]
    for error in errors:
        _tell(error)
    if stopped:
        typer.echo(f"Not run, since they build on what failed: {', '.join(stopped)}.", err=True)
    if errors:
        raise typer.Exit(errors[0].exit_code)
    typer.echo(f"{made} of {len(outcomes)} steps were run. The report is in {report}")


def _faults(evaluation: Evaluation) -> list[Fault]:
    """Collect the faults of every part of the evaluation."""
    from evaltools.manuscript import check_factsheet, check_manuscript
    from evaltools.running import check_notebook, plan

    manuscript = evaluation.root / "reports" / "manuscript"
    steps = plan(evaluation)
    texts = [check_manuscript]
    texts += [check_factsheet] if any("factsheet" in step.name for step in steps) else []
    parts = [
        *(partial(_survey_faults, evaluation, wave) for wave in evaluation.waves),
        partial(_written_faults, evaluation),
        partial(_table_faults, evaluation),
        partial(_conclusion_faults, evaluation),
        partial(_retention_faults, evaluation),
        *(
            partial(check_notebook, notebook)
            for notebook in dict.fromkeys(step.notebook for step in steps)
        ),
        *(
            partial(each, manuscript, languages=evaluation.languages, artefacts=None)
            for each in texts
        ),
    ]
    return list(dict.fromkeys(fault for part in parts for fault in _caught(part)))


def _caught(find: Callable[[], list[Fault]]) -> list[Fault]:
    """Return the faults found, or those that kept from looking."""
    try:
        return find()
    except EvaltoolsError as error:
        return list(error.faults)


def _survey_faults(evaluation: Evaluation, name: str) -> list[Fault]:
    """Find the faults of all files of a wave."""
    from evaltools.cleaning import check_answers, clean_wave_tables
    from evaltools.codebook import read_codebook
    from evaltools.intake import read_table

    codebook = read_codebook(evaluation.path(evaluation.waves[name].codebook))

    def check(what: str, source: Source) -> list[Fault]:
        raw = read_table(
            source.path,
            sheet=source.sheet,
            encoding=source.encoding,
            header_rows=source.header_rows,
        )
        if what == "answers":
            return check_answers(raw, codebook=codebook)
        clean_wave_tables({what: raw}, codebook=codebook)
        return []

    sources = evaluation.wave_sources(name)
    return [
        fault
        for what, source in sources.items()
        for fault in _caught(partial(check, what.split()[0], source))
    ]


def _written_faults(evaluation: Evaluation) -> list[Fault]:
    from evaltools.testimony import check_written, coded_sources

    def check(source: str) -> list[Fault]:
        check_written(evaluation, source)
        return []

    sources = coded_sources(evaluation)
    return [fault for source in sources for fault in _caught(partial(check, source))]


def _table_faults(evaluation: Evaluation) -> list[Fault]:
    from evaltools.cleaning import clean_followup, clean_indicators, join_observations
    from evaltools.intake import read_table
    from evaltools.programme import read_organisation, read_programme
    from evaltools.sources import read_catalogue, read_followup, read_publications

    folder = evaluation.path(evaluation.programme)
    programme, organisation = read_programme(folder), read_organisation(folder)
    catalogue, root = read_catalogue(folder), evaluation.root

    def indicators() -> list[Fault]:
        published = read_table(evaluation.path(evaluation.published_indicators))
        tables = [published, *read_publications(catalogue, root=root).values()]
        join_observations([clean_indicators(raw, programme=programme) for raw in tables])
        return []

    def followup() -> list[Fault]:
        raw = read_followup(catalogue, root=root, file=evaluation.followup)
        clean_followup(raw, programme=programme, organisation=organisation)
        return []

    return _caught(indicators) + _caught(followup)


def _conclusion_faults(evaluation: Evaluation) -> list[Fault]:
    from evaltools.programme import read_organisation, read_programme
    from evaltools.synthesis import read_conclusions

    folder = evaluation.path(evaluation.programme)
    read_conclusions(
        evaluation.conclusions_file,
        programme=read_programme(folder),
        organisation=read_organisation(folder),
    )
    return []


def _retention_faults(evaluation: Evaluation) -> list[Fault]:
    from evaltools.running import overdue

    fault = overdue(evaluation, today=_today())
    return [fault] if fault else []


def _tell(error: EvaltoolsError) -> None:
    for fault in error.faults:
        typer.echo(f"- {fault}", err=True)
