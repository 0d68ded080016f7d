"""Setting pages and pictures with Typst."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal


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
    """
    program = Path(str(files("evaltools.report") / "typesetter.py"))
    fonts = str(files("evaltools") / "fonts")
    done = subprocess.run(
        [sys.executable, "-I", program, folder, kind, fonts, json.dumps(options)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise TypesettingError(done.stderr)
    return [path.read_bytes() for path in sorted(folder.glob("out-*"))]
