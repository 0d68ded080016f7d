"""What holds nothing about persons."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from evaltools.declarations import Sensitivity, Text
from evaltools.disclosure.publishable import Publishable
from evaltools.errors import DisclosureError, Fault


def publish_facts(facts: pd.DataFrame, *, about: Text, synthetic: bool) -> Publishable:
    """Let out a table that holds nothing about persons.

    Parameters
    ----------
    facts : pandas.DataFrame
        File names, definitions, boards' verdicts: never answers or counts of answers.
    about : Text
        Why the table holds nothing about persons, for the reader and the auditor.
    synthetic : bool
        True if the facts are synthetic.

    Returns
    -------
    Publishable
        The same rows with `hidden` False throughout.
    """
    return Publishable(facts.assign(hidden=False), "open", about, synthetic)


def publish_again(
    shown: pd.DataFrame, *, sensitivity: Sensitivity, rule: Text, synthetic: bool
) -> Publishable:
    """Let out once more what was protected and saved: rows of published tables, rearranged.

    It tells a reader nothing that the tables do not tell, and so nothing to the release gate:
    whoever publishes it must hold it to the tables that the gate has checked.

    Parameters
    ----------
    shown : pandas.DataFrame
        Rows of published tables, with their `hidden`.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of those tables.
    rule : Text
        Their rule in words, for the reader.
    synthetic : bool
        True if any of those tables is synthetic.

    Returns
    -------
    Publishable
        The same rows; what was hidden stays hidden.

    Raises
    ------
    DisclosureError
        If a hidden row holds a number.
    """
    hidden = shown[shown["hidden"].astype(bool)].drop(columns="hidden")
    told = int(hidden.map(_is_number).any(axis=1).sum()) if len(hidden) else 0
    if told:
        problem = f"{told} rows that are hidden hold numbers."
        raise DisclosureError(Fault("published results", problem, "Run their notebook again."))
    return Publishable(shown, sensitivity, rule, synthetic)


def _is_number(cell: object) -> bool:
    """Tell whether a cell holds a number, also one that is written as text."""
    if isinstance(cell, str):
        return bool(re.fullmatch(r"[<−-]?\d[\d\s.,]*%?", cell))
    return isinstance(cell, int | float | np.number) and not math.isnan(cell)
