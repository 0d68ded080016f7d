"""Setting pages and pictures with Typst."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from evaltools.errors import Fault, ReportError

REFUSED = 3
"""What the process ends with where Typst refuses the source, see typesetter.py."""


class TypesettingError(Exception):
    """What Typst says of a source that it cannot set."""


def typeset(folder: Path, kind: Literal["pdf", "png"], **options: Any) -> list[bytes]:
    """Set the file main.typ of a folder, in a process of its own.

    A report of a hundred pages takes Typst 300 MB, which are given back when the process ends.

    Parameters
    ----------
    folder : pathlib.Path
        The folder; the source may read what is in it and nothing else.
    kind : {"pdf", "png"}
        What is made.
    **options
        Options of `typst.compile`.

    Returns
    -------
    list of bytes
        The PDF, or a picture per page; the same content gives the same bytes.

    Raises
    ------
    TypesettingError
        If the source cannot be set.
    ReportError
        If Typst itself cannot be run.
    """
    program = Path(str(files("evaltools.report") / "typesetter.py"))
    fonts = str(files("evaltools") / "fonts")
    done = subprocess.run(
        [sys.executable, "-P", program, folder, kind, fonts, json.dumps(options)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == REFUSED:
        raise TypesettingError(done.stderr)
    if done.returncode:
        raise ReportError(_fault(done))
    return [path.read_bytes() for path in sorted(folder.glob("out-*"))]


def _fault(done: subprocess.CompletedProcess[str]) -> Fault:
    """Tell how the process ended, by the last line of what Python says of it."""
    *_, last = ["", *done.stderr.strip().splitlines()]
    problem = f"it ended with {done.returncode}, whatever the text is: {last or 'without a word'}."
    return Fault("Typst", problem, "Install the package typst again; has the machine memory left?")
