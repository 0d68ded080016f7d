"""The picture for the cover, which evaluation.yml names."""

from __future__ import annotations

import re
from pathlib import Path

from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Evaluation, Logo
from evaltools.report.pictures import PNG

LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}
"""What the files are by the ends of their names."""
BEGINNINGS = {
    ".svg": re.compile(
        rb"(?:\xef\xbb\xbf)?"
        rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+"
        rb"<(?:\w+:)?svg[\s>]",
        re.DOTALL,
    ),
    ".png": re.compile(re.escape(PNG)),
}


def read_logo(logo: Logo, *, evaluation: Evaluation) -> bytes:
    """Read the picture for the cover.

    Parameters
    ----------
    logo : Logo
        What evaluation.yml declares.
    evaluation : Evaluation
        From whose folder paths are reckoned.

    Returns
    -------
    bytes
        The SVG or PNG.

    Raises
    ------
    ConfigurationError
        If there is no such file, or it is not what the end of its name says.
    """
    path = evaluation.path(logo.file)
    beginning = BEGINNINGS.get(suffix_of(logo))
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if beginning is None or not beginning.match(content):
        problem = f"{logo.file} is not there, or no SVG or PNG file as the end of its name says."
        remedy = "Put the picture there, or take the logo out."
        raise ConfigurationError(Fault("evaluation.yml, report.logo", problem, remedy))
    return content


def suffix_of(logo: Logo) -> str:
    """Return the end of the name of a logo, such as ".svg"."""
    return Path(logo.file).suffix.lower()
