"""The terminal: the command that all others belong to, and how it speaks."""

from __future__ import annotations

import contextlib
import os
import signal
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evaltools.errors import EvaltoolsError, Fault

if TYPE_CHECKING:
    from datetime import date

    from evaltools.evaluation import Evaluation

LANGUAGE = "EVALTOOLS_LANGUAGE"
"""Variable of the environment that says in which language faults are told."""
STOPPED = 130
"""What a shell says of a command that was interrupted."""

app = typer.Typer(
    help="Evaluate a programme: raw files in, a finished report out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def here() -> Evaluation:
    """Return the evaluation of the folder in which the command is given."""
    from evaltools.evaluation import read_evaluation

    return read_evaluation()


def today() -> date:
    """Return the day, by which data are kept and decisions are dated."""
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def tell(faults: Iterable[Fault], *, err: bool = True) -> None:
    """Write faults, a line each, in the language of the evaluation."""
    from evaltools.errors.speaking import speak

    language = spoken()
    for fault in faults:
        typer.echo(f"- {speak(fault, language=language)}", err=err)


def spoken() -> str:
    """Return the language of faults: what the environment says, or the first of the report."""
    from evaltools.evaluation import find_evaluation, main_language

    try:
        return os.environ.get(LANGUAGE) or main_language(find_evaluation())
    except EvaltoolsError:
        return "en"


def without_message(error: Exception) -> str:
    """Say of a foreign error what cannot quote data: its type and the way that led there."""
    way = [
        f"  {'/'.join(Path(frame.filename).parts[-2:])}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    left_out = "The message is left out, since it may quote data. The way that led there:"
    return "\n".join([f"- The command stopped with {type(error).__name__}. {left_out}", *way])


@contextlib.contextmanager
def until_stopped(stands: str) -> Iterator[None]:
    """Say what stands when a command is stopped, with Ctrl-C or by the system."""
    for signum in {"SIGTERM", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, signum), signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Stopped. {stands}", err=True)
        raise typer.Exit(STOPPED) from None
