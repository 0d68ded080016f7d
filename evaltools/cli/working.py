"""Working in JupyterLab: lab."""

from __future__ import annotations

import logging

import typer

from evaltools.cli.terminal import app, here


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """Open JupyterLab here, on a page that links notebooks, last run and how-tos.

    What follows is told to JupyterLab, such as --no-browser or --port=8889.
    """
    from evaltools.lab import open_lab, write_start_pages

    page, *_ = write_start_pages(here())
    logging.disable(logging.NOTSET)
    open_lab(page, arguments=context.args)
