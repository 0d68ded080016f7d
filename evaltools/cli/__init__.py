"""The command line, each part of it by what its commands do.

Rooms are imported where they are used, so that the command answers at once.
"""

from __future__ import annotations

import logging
import sys
import warnings

import typer

from evaltools.cli import beginning, making, material, proving, texts, working
from evaltools.cli.terminal import app, tell, without_message
from evaltools.errors import EvaltoolsError

__all__ = ["app", "beginning", "main", "making", "material", "proving", "texts", "working"]


def main() -> None:
    """Run the command; an error is sentences, and its exit code.

    What libraries say, in errors and in warnings, may quote an answer: it is not told.
    """
    warnings.simplefilter("ignore")
    logging.disable()
    try:
        app()
    except EvaltoolsError as error:
        tell(error.faults)
        sys.exit(error.exit_code)
    except Exception as error:
        typer.echo(without_message(error), err=True)
        sys.exit(EvaltoolsError.exit_code)
