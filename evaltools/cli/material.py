"""Material: raw files that come in, are drafted from, invented or deleted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaltools.cli.terminal import app, here, tell, today
from evaltools.errors import ConfigurationError, Fault

if TYPE_CHECKING:
    from evaltools.evaluation import Evaluation


@app.command()
def codebook(
    file: Annotated[Path, typer.Argument(help="A survey export: .csv, .xlsx, .sav, .dta …")],
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file.")] = None,
    header_rows: Annotated[int, typer.Option(help="Rows that the headers take up.")] = 1,
) -> None:
    """Draft a codebook from a survey export, for you to finish."""
    from evaltools.intake import draft_codebook, read_table
    from evaltools.programme import read_organisation
    from evaltools.provenance import write_atomically

    evaluation = here()
    organisation = read_organisation(evaluation.path(evaluation.programme))
    raw = read_table(file, sheet=sheet, encoding=encoding, header_rows=header_rows)
    name = re.sub(r"[^a-z0-9_-]+", "_", file.stem.lower().lstrip("0123456789_-")) or "survey"
    target = evaluation.path(evaluation.programme) / "codebooks" / f"{name}.yml"
    if target.exists():
        problem = "there is a codebook of that name already."
        raise ConfigurationError(Fault(str(target), problem, "Rename it or the export first."))
    bodies = {
        name: body.id for body in organisation.bodies for name in (body.name.sv, body.name.en)
    }
    draft = draft_codebook(raw, name=name, languages=evaluation.languages, bodies=bodies)
    write_atomically(target, draft.encode())
    place = target.relative_to(evaluation.root)
    typer.echo(f"{place}: replace every TODO.")
    typer.echo(f"Then name it in evaluation.yml, codebook: {place}, and run `evaltools check`.")


@app.command()
def fetch() -> None:
    """Fetch the indicator values that sources.yml asks servers for, into data_raw/."""
    from evaltools.sources import fetch_publications, read_catalogue

    evaluation = here()
    catalogue = read_catalogue(evaluation.path(evaluation.programme))
    stored = fetch_publications(catalogue, root=evaluation.root, day=today().isoformat())
    for name, folder in stored.items():
        place = folder.relative_to(evaluation.root) if folder else "nothing new"
        typer.echo(f"{name}: {place}")
    if not stored:
        typer.echo("sources.yml names nothing that can be fetched.")


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 2025,
) -> None:
    """Invent answers to your own questionnaire, or write the demo data anew."""
    from evaltools.synthetic import is_demo, write_rehearsal

    evaluation = here()
    if is_demo(evaluation):
        written = _write_demo(evaluation, seed=seed)
    else:
        written = write_rehearsal(evaluation, seed=seed)
    for path in written:
        typer.echo(path.relative_to(evaluation.root))


def _write_demo(evaluation: Evaluation, *, seed: int) -> list[Path]:
    """Write the survey, the follow-up, the referral and the codings of the demo."""
    from evaltools.codebook import read_codebook
    from evaltools.programme import read_organisation, read_programme
    from evaltools.synthetic import write_demo
    from evaltools.testimony import CONSULTATION, open_scheme, open_source
    from evaltools.testimony.demo import write_demo_codings, write_demo_passages

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
    return written


@app.command()
def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """Delete respondents' data and what was made from them; keep the reports and a log."""
    from evaltools.running import plan_purge, purge_data

    evaluation = here()
    planned = plan_purge(evaluation)
    tell(planned.kept)
    if not planned.files:
        typer.echo("There is nothing to purge.")
        return
    for path in planned.files:
        typer.echo(path.relative_to(evaluation.root))
    if not yes:
        typer.confirm(f"Delete these {len(planned.files)} files for good?", abort=True)
    purge_data(evaluation, day=today())
    typer.echo(f"{len(planned.files)} files were deleted: reports/deletion-log.jsonl.")
