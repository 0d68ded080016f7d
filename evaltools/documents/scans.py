"""Pages that are pictures: read by Tesseract, the program, where it has Swedish."""

from __future__ import annotations

import os
import shutil
import subprocess

from evaltools.errors import DataError, Fault

LANGUAGE = "swe"
MOST_SECONDS = 120
"""For one page, which takes about three."""
REMEDY = (
    "Install Tesseract with Swedish (Debian: tesseract-ocr and tesseract-ocr-swe), "
    "or ask for the document as a file of Word."
)


def find_tesseract() -> str | None:
    """Find a Tesseract that reads Swedish.

    Returns
    -------
    str or None
        Its path; None where there is none, or it does not start.
    """
    program = shutil.which("tesseract")
    if not program:
        return None
    command = [program, "--list-langs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return program if LANGUAGE in (done.stdout + done.stderr).split() else None


def read_picture(picture: bytes, *, tesseract: str, place: str) -> str:
    """Read the picture of a page.

    Parameters
    ----------
    picture : bytes
        Any image that Tesseract reads, of 300 dots per inch.
    tesseract : str
        The program.
    place : str
        Where the page is, for messages.

    Returns
    -------
    str
        Its text, line by line; empty for a page without any.

    Raises
    ------
    DataError
        If the program fails or takes too long.
    """
    command = [tesseract, "stdin", "stdout", "-l", LANGUAGE, "--dpi", "300"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=MOST_SECONDS,
            env=environment, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        problem = "Tesseract could not read the picture of the page."
        raise DataError(Fault(place, problem, "Scan it again, or ask for it as text.")) from None
    return done.stdout.decode("utf-8", "replace").rstrip("\f\n")
