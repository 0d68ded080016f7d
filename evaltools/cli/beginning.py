"""Beginning: the folder of a new evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from evaltools.cli.terminal import app

if TYPE_CHECKING:
    from evaltools.declarations import Language

LANGUAGES: dict[str, tuple[Language, ...]] = {"sv": ("sv",), "en": ("en",), "both": ("sv", "en")}


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    language: Annotated[
        Literal["sv", "en", "both"], typer.Option(help="Language of the report and of what helps.")
    ] = "sv",
) -> None:
    """Make the folder of an evaluation of your own, with examples to replace."""
    from evaltools.template import lay_out_evaluation

    files = lay_out_evaluation(folder, languages=LANGUAGES[language])
    typer.echo(f"{folder}: {len(files)} files, examples to replace. Now:")
    typer.echo(f"  cd {folder}")
    typer.echo(
        "  evaltools simulate   invents answers, to see a whole report before there are data"
    )
    typer.echo("  evaltools run        makes it")
    typer.echo(f"How your own data come in stands in {folder / 'README.md'}.")
