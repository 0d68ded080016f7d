"""What holds nothing about persons."""

from __future__ import annotations

import math

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

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import publish_facts
    >>> about = Text(sv="Nämnders egna uppgifter.", en="Boards' own statements.")
    >>> facts = pd.DataFrame({"body": ["A", "B"], "goals": [3, 5]})
    >>> publish_facts(facts, about=about, synthetic=True).tidy()
      body  goals  hidden
    0    A      3   False
    1    B      5   False
    """
    return Publishable(facts.assign(hidden=False), "open", about, synthetic)


def publish_again(
    shown: pd.DataFrame,
    *,
    names: tuple[str, ...] = (),
    sensitivity: Sensitivity,
    rule: Text,
    synthetic: bool,
) -> Publishable:
    """Let out once more what was protected and saved: rows of published tables, rearranged.

    It tells a reader nothing that the tables do not tell, and so nothing to the release gate:
    whoever publishes it must hold it to the tables that the gate has checked.

    Parameters
    ----------
    shown : pandas.DataFrame
        Rows of published tables, with their `hidden`.
    names : tuple of str, optional
        Columns that say what a row is about, in any language: they alone may hold digits where
        it is hidden, as "2021–2025" in the name of a programme.
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
        If a hidden row holds a number, or a digit in a text.
    """
    free = [name for name in shown if name == "hidden" or str(name).split(".")[0] in names]
    hidden = shown[shown["hidden"].astype(bool)].drop(columns=free)
    told = int(hidden.map(_holds_number).any(axis=1).sum()) if len(hidden) else 0
    if told:
        problem = f"{told} rows that are hidden hold numbers."
        raise DisclosureError(Fault("published results", problem, "Run their notebook again."))
    return Publishable(shown, sensitivity, rule, synthetic)


def _holds_number(cell: object) -> bool:
    """Tell whether a cell is a number, or a text with a digit or a fraction in it."""
    if isinstance(cell, bool | np.bool_):
        return False
    if isinstance(cell, float | np.floating):
        return not math.isnan(cell)
    return any(character.isnumeric() for character in str(cell))
