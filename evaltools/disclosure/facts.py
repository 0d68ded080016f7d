"""What holds nothing about persons."""

from __future__ import annotations

import pandas as pd

from evaltools.declarations import Text
from evaltools.disclosure.publishable import Publishable


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
