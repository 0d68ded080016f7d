"""The pages of the docs: the code that stands in them, and what they say."""

from __future__ import annotations

import re
from pathlib import Path


def code_of(page: Path, language: str = "python") -> str:
    """Return the blocks of a page that are marked as code of a language."""
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.S))


def said_in(page: Path) -> str:
    """Return the words of a page, whatever its lines."""
    return " ".join(page.read_text("utf-8").split())
