"""Notebooks as files: what one is called and asks, and the one that shows the form."""

from __future__ import annotations

import json
import re
from pathlib import Path

from evaltools.provenance import write_atomically

FORM = "form.ipynb"
SHOWS_FORM = "from evaltools.lab import ParameterForm\n\nParameterForm().show()"
TELLS = (
    "*Inget formulär här nedanför? Tryck på* ▶▶ *ovanför eller välj Run → Run All Cells.*\n\n"
    "*No form below? Press* ▶▶ *above or choose Run → Run All Cells.*"
)
TITLE = re.compile(r"^# \S+ (?P<title>[^:\n]+)(: .*)?$", re.M)
QUESTION = re.compile(r"^\*\*Question\.\*\* (?P<question>.+)$", re.M)


def title_of(notebook: Path) -> tuple[str, str]:
    """Read what a notebook is called, and what it asks.

    Parameters
    ----------
    notebook : pathlib.Path
        A notebook whose first cell has a heading with a number and a paragraph **Question.**

    Returns
    -------
    tuple of str
        Title and question; the name of the file and nothing where they are not found.
    """
    text = _first_text(notebook)
    title, question = TITLE.search(text), QUESTION.search(text)
    return (
        title["title"] if title else notebook.stem,
        question["question"] if question else "",
    )


def _first_text(notebook: Path) -> str:
    """Read the first cell; nothing where there is none, or the file is being mended."""
    try:
        return "".join(json.loads(notebook.read_bytes())["cells"][0]["source"])
    except (ValueError, TypeError, LookupError):
        return ""


def write_form_notebook(folder: Path) -> None:
    """Write the notebook that shows the form of parameters, its code folded away.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the evaluation.
    """
    told = {"cell_type": "markdown", "id": "tells", "metadata": {}, "source": TELLS}
    shown: dict[str, object] = {
        "cell_type": "code",
        "id": "form",
        "metadata": {"jupyter": {"source_hidden": True}},
        "source": SHOWS_FORM,
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": [told, shown],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    write_atomically(folder / FORM, json.dumps(notebook, ensure_ascii=False, indent=1).encode())
