"""Texts that people decide on: quotes, codings, and codings that differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaltools.cli.terminal import app, here, today
from evaltools.errors import ConfigurationError, Fault

if TYPE_CHECKING:
    from evaltools.testimony import Progress, Review


@app.command()
def quotes() -> None:
    """Write redacted open answers into reports/review/, for a person to decide on."""
    from evaltools.running import alone
    from evaltools.testimony import refresh_review, write_review

    evaluation = here()
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
    evaluation = here()
    coded, suffix = source or evaluation.needed("current_wave"), f".{kind}" if kind else None
    with alone(evaluation.root):
        if kind == "qdpx":
            progress = prepare_project(evaluation, source=coded, coder=coder, day=today())
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

    evaluation = here()
    with alone(evaluation.root):
        progress = prepare_adjudication(
            evaluation, source=source or evaluation.needed("current_wave")
        )
    await_you = f"{progress.awaiting} of {progress.units} texts coded differently await a decision."
    typer.echo(_say_work(progress, await_you, root=evaluation.root))


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
