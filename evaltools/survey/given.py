"""Answers that came with their weights, such as those of a statistics office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.survey.design import Survey

WHOLE = "all"
"""The one stratum of a survey without strata."""
OWN = ("weight", "stratum", "cluster", "population", "base_weight")
"""The columns by which a survey knows its design."""


def take_weights(
    answers: pd.DataFrame,
    *,
    weight: str,
    stratum: str | None = None,
    cluster: str | None = None,
    population: str | None = None,
    wave: str,
    synthetic: bool,
) -> Survey:
    """Take answers with the weights and the design that they came with.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per respondent.
    weight : str
        The column that says how many each respondent stands for.
    stratum, cluster : str, optional
        The columns of the strata, and of the units that were drawn within them; persons were
        drawn from all alike, where they are not given.
    population : str, optional
        The column that says how many units, persons or clusters, could be drawn in the stratum;
        without it no correction is made for a sample that is a large part of the population.
    wave : str
        Name of the round: numbers of one round can be set against each other.
    synthetic : bool
        True if the answers are synthetic.

    Returns
    -------
    Survey
        All the answers. Weights that were calibrated are taken as they are: their variance is
        that of weights that were not, which is as a rule too wide. Who was asked is not known: a
        group in which nobody answered has no row in what is estimated.

    Raises
    ------
    DataError
        For columns that are lacking or that bear a name of the design's own, weights that are
        not above 0, respondents without a stratum or cluster, and strata of which more units
        answered than there are.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"vikt": [10, 10, 20, 20], "region": ["N", "N", "S", "S"]})
    >>> survey = take_weights(
    ...     answers, weight="vikt", stratum="region", wave="2025", synthetic=True
    ... )
    >>> survey.tidy()["weight"].sum()
    np.float64(60.0)
    """
    named = {"weight": weight, "stratum": stratum, "cluster": cluster, "population": population}
    given = {own: column for own, column in named.items() if column is not None}
    if faults := [*_misnamed(answers, given, wave)]:
        raise DataError(faults)
    design = {own: answers[column] for own, column in given.items()}
    numbers = {own: pd.to_numeric(design[own], errors="coerce") for own in given if own in NUMBERS}
    usual: dict[str, Any] = {"stratum": WHOLE, "population": np.nan}
    taken = answers.assign(**usual | design | numbers)
    if faults := [*_unusable(taken, given, wave)]:
        raise DataError(faults)
    texts = dict.fromkeys(given.keys() - numbers.keys(), "str")
    types = texts | {"weight": "float64", "population": "float64"}
    return Survey(_answers=taken.astype(types).reset_index(drop=True), wave=wave,
                  synthetic=synthetic)  # fmt: skip


NUMBERS = ("weight", "population")


def _misnamed(answers: pd.DataFrame, given: dict[str, str], wave: str) -> Iterator[Fault]:
    """Tell of columns that are not there, and of those that would be taken for the design."""
    place = f"wave {wave}"
    for column in given.values():
        if column not in answers:
            known = ", ".join(map(str, answers))
            yield Fault(place, f"the column {column} is lacking.", f"They have {known}.")
    for name in OWN:
        if name in answers and given.get(name) != name:
            problem = f"the column {name} would be taken for part of the design."
            yield Fault(place, problem, "Give it another name, or name it as what it is.")


def _unusable(taken: pd.DataFrame, given: dict[str, str], wave: str) -> Iterator[Fault]:
    """Tell of weights and places that no design can be made of."""
    place = f"wave {wave}"
    wrong = ~(taken["weight"].gt(0) & np.isfinite(taken["weight"].astype(float)))
    if rows := int(wrong.sum()):
        problem = f"{rows} answers have no weight above 0."
        yield Fault(
            f"{place}, column {given['weight']}", problem, "Give them a number, or leave them out."
        )
    for own in ("stratum", "cluster"):
        if own in given and (rows := int(taken[own].isna().sum())):
            problem = f"{rows} answers have no {own}."
            yield Fault(f"{place}, column {given[own]}", problem, "Give them one.")
    if "population" in given:
        yield from _oversized(taken, f"{place}, column {given['population']}")


def _oversized(taken: pd.DataFrame, place: str) -> Iterator[Fault]:
    """Tell of strata whose size is not one number, or less than what was drawn in them."""
    sizes = taken.groupby("stratum")["population"]
    unclear = sizes.nunique(dropna=False).ne(1) | sizes.max().isna()
    if strata := int(unclear.sum()):
        problem = f"{strata} strata have no size, or several."
        yield Fault(place, problem, "Write the same number in all rows of a stratum.")
    by_stratum = taken.groupby("stratum")
    drawn = by_stratum["cluster"].nunique() if "cluster" in taken else by_stratum.size()
    if over := int((drawn > sizes.max()).sum()):
        problem = f"{over} strata have more units than could be drawn."
        yield Fault(place, problem, "Correct their sizes.")
